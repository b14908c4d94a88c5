//! A ring of log records of fixed size, with random access by sequence number.
//!
//! The queue of `sequential-storage` can only be read from its oldest item on, and items cannot be
//! taken back; history pages start anywhere, and a record that the state never committed must
//! vanish. Hence a ring of our own: pages carry the sequence number that they start with, the first
//! numbers of all pages are held in memory, and a read is a binary search and a scan of one page.
//!
//! The dosing state, written after the records, holds the next sequence number and so commits them.
//! [`Ring::open`] voids what lies beyond it. Records are opaque but for their first four bytes; the
//! digest is opaque too: chaining it, and keeping lifetime totals, is left to the callers (SR-38).
//!
//! Entering a page erases it, so the ring always holds [`ring_capacity_records`] records, less one
//! slot for each power cut during an append.
//!
//! [`ring_capacity_records`]: super::layout::ring_capacity_records

mod open;
mod slot;

use core::fmt::Debug;

use embedded_storage_async::nor_flash::NorFlash;
use heapless::Vec;

use self::slot::{MARK_AT, SLOT_B, Slot, encode, encode_header, seq_of};
use super::{
    assert_geometry,
    layout::{self, PAGE_SIZE_B, Region, SLOT_SIZE_B, SLOTS_PER_PAGE},
};

/// Size of a record, in bytes; the first four are its sequence number, little-endian.
pub const RECORD_B: usize = 40;
/// Size of a record's chain digest, in bytes.
pub const DIGEST_B: usize = 16;
/// How far the ring may reach beyond the committed state, in records, before it says that the state
/// is old rather than that power was cut: one page.
pub const UNCOMMITTED_MAX: u32 = SLOTS_PER_PAGE;
/// Slots of a page, its header included; slot 0 is the header.
const SLOTS: u32 = SLOTS_PER_PAGE + 1;

/// The ring of dose records.
pub type DoseRing = Ring<{ layout::DOSE_PAGES }>;
/// The ring of event records.
pub type EventRing = Ring<{ layout::EVENT_PAGES }>;

/// Which ring a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RingId {
    /// The ring of dose records.
    Doses,
    /// The ring of all other events.
    Events,
}

impl RingId {
    const fn tag(self) -> u8 {
        match self {
            Self::Doses => 1,
            Self::Events => 2,
        }
    }
}

/// A record with its chain digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: [u8; RECORD_B],
    /// The digest of the chain up to and including the record.
    pub digest: [u8; DIGEST_B],
}

impl Entry {
    /// The sequence number that the record carries.
    pub fn seq(&self) -> u32 {
        seq_of(&self.record)
    }
}

impl Default for Entry {
    /// All zeros, to size a buffer; no stored entry has the sequence number 0.
    fn default() -> Self {
        Self {
            record: [0; RECORD_B],
            digest: [0; DIGEST_B],
        }
    }
}

/// Why a ring could not be opened, read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RingError<E: Debug> {
    /// The flash itself failed.
    #[error("flash: {0:?}")]
    Flash(E),
    /// The flash holds pages far beyond the committed state: the state is old or lost. Nothing was
    /// changed.
    #[error("the ring reaches record {first_seq}, the state only {next_seq}")]
    StateBehind {
        /// First sequence number of the newest page.
        first_seq: u32,
        /// The next sequence number by the state.
        next_seq: u32,
    },
    /// Sequence numbers start at 1.
    #[error("sequence number 0")]
    SequenceZero,
    /// All sequence numbers are used up.
    #[error("the last sequence number is used")]
    SequenceExhausted,
    /// The record does not carry the next sequence number.
    #[error("record {found} came where {expected} is next")]
    WrongSequence {
        /// The next sequence number.
        expected: u32,
        /// The record's.
        found: u32,
    },
    /// What was written does not read back.
    #[error("the record does not read back as written")]
    Readback,
    /// An append failed or was dropped half-way; open the ring again before the next one.
    #[error("the ring must be opened again after a failed append")]
    NeedsReopen,
}

/// One page of the ring that holds records.
#[derive(Debug, Clone, Copy)]
struct Page {
    /// The sequence number that the page starts with.
    first_seq: u32,
    /// Its place in the region.
    page: u16,
}

/// A ring over `N` pages. Holds 8 bytes a page, and no record.
#[derive(Debug)]
pub struct Ring<const N: usize> {
    region: Region,
    id: RingId,
    /// The pages that hold records, by rising sequence number; appends go to the last.
    pages: Vec<Page, N>,
    /// The next free slot of the last page; [`SLOTS`] where it is full.
    next_slot: u32,
    next_seq: u32,
    corrupt_slots: u32,
    corrupt_pages: u32,
    tail_missing: bool,
    needs_reopen: bool,
}

impl<const N: usize> Ring<N> {
    /// The oldest sequence number that may still be stored; [`Ring::next_seq`] where the ring is
    /// empty.
    pub fn first_seq(&self) -> u32 {
        self.pages
            .first()
            .map_or(self.next_seq, |page| page.first_seq)
    }

    /// The sequence number of the next record.
    pub fn next_seq(&self) -> u32 {
        self.next_seq
    }

    /// Slots found damaged when the ring was opened; what power cuts tear is not counted.
    pub fn corrupt_count(&self) -> u32 {
        self.corrupt_slots
    }

    /// Pages found with a damaged header when the ring was opened; their records are lost.
    pub fn corrupt_pages(&self) -> u32 {
        self.corrupt_pages
    }

    /// Whether the last committed record was not found when the ring was opened, though the state
    /// names it: the ring lost its end, or is another one than the state's.
    pub fn tail_missing(&self) -> bool {
        self.tail_missing
    }

    /// Stores the next record; when it returns, the record has been read back. Gives up the oldest
    /// page when the ring is full. The record counts once the state commits it.
    ///
    /// # Errors
    /// [`RingError::Flash`] and [`RingError::Readback`], after which the ring must be opened again;
    /// [`RingError::WrongSequence`], [`RingError::SequenceExhausted`], [`RingError::NeedsReopen`],
    /// which change nothing.
    pub async fn append<F: NorFlash>(
        &mut self,
        flash: &mut F,
        record: &[u8; RECORD_B],
        digest: &[u8; DIGEST_B],
    ) -> Result<(), RingError<F::Error>> {
        const { assert_geometry::<F>() };
        let entry = Entry {
            record: *record,
            digest: *digest,
        };
        self.check_append(&entry)?;
        // Stays set if this fails, or if the caller drops it half-way.
        self.needs_reopen = true;
        let address = self.free_slot(flash).await?;
        write_checked(flash, address, &encode(&entry)).await?;
        self.next_slot += 1;
        self.next_seq += 1;
        self.needs_reopen = false;
        Ok(())
    }

    /// Reads records in order, from `seq` or the oldest after it, into `out`; how many there were.
    /// Fewer than fit means that there are no more. Damaged records are left out: the caller sees
    /// the sequence numbers jump.
    ///
    /// # Errors
    /// [`RingError::Flash`].
    pub async fn read_from<F: NorFlash>(
        &self,
        flash: &mut F,
        seq: u32,
        out: &mut [Entry],
    ) -> Result<usize, RingError<F::Error>> {
        let mut count = 0;
        let mut seq = seq.max(self.first_seq());
        let mut index = self.index_of(seq);
        while count < out.len() && index < self.pages.len() {
            count += self.read_page(flash, index, seq, &mut out[count..]).await?;
            index += 1;
            seq = self
                .pages
                .get(index)
                .map_or(self.next_seq, |page| page.first_seq);
        }
        Ok(count)
    }

    /// Forgets everything: erases the whole region. The next record has the number 1.
    ///
    /// # Errors
    /// [`RingError::Flash`], after which some pages may be left.
    ///
    /// # Panics
    /// As [`Ring::open`].
    pub async fn erase_all<F: NorFlash>(
        flash: &mut F,
        region: Region,
        id: RingId,
    ) -> Result<Self, RingError<F::Error>> {
        const { assert_geometry::<F>() };
        flash
            .erase(region.start(), region.end())
            .await
            .map_err(RingError::Flash)?;
        Ok(Self::empty(region, id, 1))
    }

    fn empty(region: Region, id: RingId, next_seq: u32) -> Self {
        const { assert!(N >= 2, "one page is being reused, so there are two") };
        assert!(
            usize::from(region.pages()) == N,
            "the ring has as many pages as its region"
        );
        Self {
            region,
            id,
            pages: Vec::new(),
            next_slot: SLOTS,
            next_seq,
            corrupt_slots: 0,
            corrupt_pages: 0,
            tail_missing: next_seq > 1,
            needs_reopen: false,
        }
    }

    fn check_append<E: Debug>(&self, entry: &Entry) -> Result<(), RingError<E>> {
        if self.needs_reopen {
            return Err(RingError::NeedsReopen);
        }
        if self.next_seq == u32::MAX {
            return Err(RingError::SequenceExhausted);
        }
        if entry.seq() != self.next_seq {
            return Err(RingError::WrongSequence {
                expected: self.next_seq,
                found: entry.seq(),
            });
        }
        Ok(())
    }

    /// The address of the next free slot, in a new page if the last is full.
    async fn free_slot<F: NorFlash>(&mut self, flash: &mut F) -> Result<u32, RingError<F::Error>> {
        if self.next_slot >= SLOTS || self.pages.is_empty() {
            self.enter_page(flash).await?;
        }
        let page = self.pages.last().expect("a page was entered").page;
        Ok(self.slot_address(page, self.next_slot))
    }

    /// Erases the page behind the last, with the ring's oldest records if it is full, and makes it
    /// the last. It is erased even if it looks blank: an interrupted erase can look so.
    async fn enter_page<F: NorFlash>(&mut self, flash: &mut F) -> Result<(), RingError<F::Error>> {
        let page = self.page_to_enter();
        self.pages.retain(|held| held.page != page);
        let start = self.region.page_start(page);
        flash
            .erase(start, start + PAGE_SIZE_B)
            .await
            .map_err(RingError::Flash)?;
        write_checked(flash, start, &encode_header(self.id, self.next_seq)).await?;
        let entered = Page {
            first_seq: self.next_seq,
            page,
        };
        self.pages
            .push(entered)
            .expect("each page is held once, and there are N");
        self.next_slot = 1;
        Ok(())
    }

    fn page_to_enter(&self) -> u16 {
        self.pages
            .last()
            .map_or(0, |last| (last.page + 1) % self.region.pages())
    }

    /// The index of the page in which `seq` would stand.
    fn index_of(&self, seq: u32) -> usize {
        self.pages
            .partition_point(|page| page.first_seq <= seq)
            .saturating_sub(1)
    }

    /// Reads the records of one page from `seq` on.
    async fn read_page<F: NorFlash>(
        &self,
        flash: &mut F,
        index: usize,
        seq: u32,
        out: &mut [Entry],
    ) -> Result<usize, RingError<F::Error>> {
        let Page { first_seq, page } = self.pages[index];
        let end_seq = self
            .pages
            .get(index + 1)
            .map_or(self.next_seq, |next| next.first_seq);
        let end_slot = if index + 1 == self.pages.len() {
            self.next_slot
        } else {
            SLOTS
        };
        let mut wanted = seq.max(first_seq);
        let mut count = 0;
        // Torn slots only push records back, never forward.
        let mut slot = wanted.saturating_sub(first_seq).saturating_add(1);
        while slot < end_slot && count < out.len() {
            if let Slot::Record(entry) = self.read_slot(flash, page, slot).await?
                && (wanted..end_seq).contains(&entry.seq())
            {
                wanted = entry.seq() + 1;
                out[count] = entry;
                count += 1;
            }
            slot += 1;
        }
        Ok(count)
    }

    async fn read_slot<F: NorFlash>(
        &self,
        flash: &mut F,
        page: u16,
        slot: u32,
    ) -> Result<Slot, RingError<F::Error>> {
        let mut bytes = [0; SLOT_B];
        let address = self.slot_address(page, slot);
        flash
            .read(address, &mut bytes)
            .await
            .map_err(RingError::Flash)?;
        Ok(slot::decode(&bytes))
    }

    fn slot_address(&self, page: u16, slot: u32) -> u32 {
        debug_assert!(slot < SLOTS, "the slot lies in the page");
        self.region.page_start(page) + slot * SLOT_SIZE_B
    }
}

/// Writes and reads back.
async fn write_checked<F: NorFlash>(
    flash: &mut F,
    address: u32,
    bytes: &[u8],
) -> Result<(), RingError<F::Error>> {
    flash
        .write(address, bytes)
        .await
        .map_err(RingError::Flash)?;
    let mut back = [0; SLOT_B];
    let back = &mut back[..bytes.len()];
    flash.read(address, back).await.map_err(RingError::Flash)?;
    if back == bytes {
        Ok(())
    } else {
        Err(RingError::Readback)
    }
}

const _: () = assert!(MARK_AT.is_multiple_of(layout::WORD_SIZE_B as usize));
