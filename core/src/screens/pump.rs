//! History and pump details: the clinic's terms.

use super::ReadAt;
use crate::pump::sync::{Entry, HistoryCursor};
use cisterna_protocol::history::Log;
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::status::{PumpClock, Totals};

/// A page of the pump's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryScreen {
    /// Rises with every change.
    pub revision: u64,
    /// Which log.
    pub log: Log,
    /// Entries newest first, at most 100; gaps are entries too. SR-45
    pub entries: Vec<Entry>,
    /// Where older ones go on; none at the end.
    pub next: Option<HistoryCursor>,
    /// Places where the digest chain did not fit.
    pub breaks: usize,
}

/// The pump and its prescription, read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PumpScreen {
    /// Rises with every change.
    pub revision: u64,
    /// The pump's serial.
    pub serial: String,
    /// When this phone was paired, milliseconds since 1970-01-01 UTC.
    pub paired_utc_ms: i64,
    /// Whether this phone holds a key for the pump; not after a restored backup. SR-37
    pub has_key: bool,
    /// When the pump was read; none before the first reading.
    pub read: Option<ReadAt>,
    /// The active prescription; none before the first.
    pub prescription: Option<Prescription>,
    /// The pump's civil clock.
    pub clock: Option<PumpClock>,
    /// Lifetime totals.
    pub totals: Option<Totals>,
}
