//! Pages of the pump's two logs.
//!
//! Doses and events are two logs with sequence numbers and digest chains of their own, so that a
//! flood of events never pushes out a dose (SR-38). A page is resumable by sequence number.

use crate::bounded::{Bytes, Octets};
use crate::record::RECORD_LEN;
use minicbor::{Decode, Encode};

/// Most records in one page.
pub const MAX_PAGE_RECORDS: usize = 48;

/// Which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum Log {
    /// What was given and what was not.
    #[n(0)]
    Doses,
    /// Everything else.
    #[n(1)]
    Events,
}

impl Log {
    /// Both logs.
    pub const BOTH: [Self; 2] = [Self::Doses, Self::Events];
}

/// Asks for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct ReadHistory {
    /// Which log.
    #[n(0)]
    pub log: Log,
    /// First sequence number wanted, 1 and up.
    #[n(1)]
    pub from: u32,
    /// Most records wanted, 1 to [`MAX_PAGE_RECORDS`]; more is held at the maximum.
    #[n(2)]
    pub max: u16,
}

/// A page: consecutive records, nothing left out between them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct HistoryPage {
    /// Which log.
    #[n(0)]
    pub log: Log,
    /// Sequence number of the first record here. Above the one asked for where older records
    /// were overwritten or are unreadable: show that as a gap. SR-45
    #[n(1)]
    pub first: u32,
    /// Records, [`RECORD_LEN`] bytes each, consecutive. Empty where nothing is left to read.
    #[n(2)]
    pub records: Bytes<{ MAX_PAGE_RECORDS * RECORD_LEN }>,
    /// Chain digest before the first record; absent where the record before it cannot be read.
    #[n(3)]
    pub before: Option<Octets<16>>,
    /// Chain digest after the last record here; all zero where the page is empty.
    #[n(4)]
    pub after: Octets<16>,
    /// Sequence number that the log's next record will get. The log is read to its end when
    /// `first` + records here reach it.
    #[n(5)]
    pub next: u32,
}
