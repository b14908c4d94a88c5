//! Opening a ring after a start: finds the pages, voids what the state never committed, counts
//! what is damaged.
//!
//! The last page that starts below the committed number is the one that was being filled. Pages that
//! start at or beyond it hold only uncommitted records: they are left out of the index, and since
//! the page before them is full, the next append erases the first of them.

use core::{fmt::Debug, ops::Range};

use embedded_storage_async::nor_flash::NorFlash;

use super::{
    Page, Ring, RingError, RingId, SLOTS, UNCOMMITTED_MAX,
    slot::{self, Header, MARK_AT, SLOT_B, Slot, VOID_MARK},
};
use crate::storage::{assert_geometry, layout::Region};

/// What one page's slots hold, as far as opening needs it.
struct Scan {
    /// The slot behind the last one that is not blank.
    end_slot: u32,
    /// The highest sequence number of a committed record.
    last_seq: Option<u32>,
    /// Slots that should hold a record and do not.
    damaged: u32,
    /// Records that the state never committed.
    uncommitted: u32,
    /// Whether the last slot that is not blank is no record.
    bad_tail: bool,
}

impl<const N: usize> Ring<N> {
    /// Opens the ring `id` in `region` with the next sequence number that the state committed, at
    /// least 1. Records from `next_seq` on are voided: they never surface, and their numbers are
    /// used again. Reads the whole ring, about 1.2 MB for the doses.
    ///
    /// # Errors
    /// [`RingError::Flash`], [`RingError::SequenceZero`], [`RingError::StateBehind`].
    ///
    /// # Panics
    /// If the region does not have `N` pages.
    pub async fn open<F: NorFlash>(
        flash: &mut F,
        region: Region,
        id: RingId,
        next_seq: u32,
    ) -> Result<Self, RingError<F::Error>> {
        const { assert_geometry::<F>() };
        if next_seq == 0 {
            return Err(RingError::SequenceZero);
        }
        let mut ring = Self::empty(region, id, next_seq);
        let bad_pages = ring.find_pages(flash).await?;
        ring.check_state_and_drop_uncommitted_pages()?;
        ring.count_corrupt_pages(&bad_pages);
        for index in 0..ring.pages.len() {
            ring.settle_page(flash, index).await?;
        }
        Ok(ring)
    }

    /// Fills the index, in order; the pages whose header is bad.
    async fn find_pages<F: NorFlash>(
        &mut self,
        flash: &mut F,
    ) -> Result<heapless::Vec<u16, N>, RingError<F::Error>> {
        let mut bad_pages = heapless::Vec::new();
        for page in 0..self.region.pages() {
            let mut bytes = [0; SLOT_B];
            let address = self.slot_address(page, 0);
            flash
                .read(address, &mut bytes)
                .await
                .map_err(RingError::Flash)?;
            match slot::decode_header(self.id, &bytes) {
                Header::Blank => {}
                Header::First(first_seq) => self.index_page(Page { first_seq, page }),
                Header::Bad => bad_pages.push(page).expect("there are N pages"),
            }
        }
        Ok(bad_pages)
    }

    fn index_page(&mut self, page: Page) {
        let at = self
            .pages
            .partition_point(|held| held.first_seq <= page.first_seq);
        self.pages.insert(at, page).expect("there are N pages");
    }

    fn check_state_and_drop_uncommitted_pages<E: Debug>(&mut self) -> Result<(), RingError<E>> {
        let next_seq = self.next_seq;
        if let Some(newest) = self.pages.last()
            && newest.first_seq > next_seq.saturating_add(UNCOMMITTED_MAX)
        {
            return Err(RingError::StateBehind {
                first_seq: newest.first_seq,
                next_seq,
            });
        }
        self.pages.retain(|page| page.first_seq < next_seq);
        Ok(())
    }

    /// A bad header is damage, except in the one page that a power cut may have left half-erased.
    fn count_corrupt_pages(&mut self, bad_pages: &[u16]) {
        let entering = self.page_to_enter();
        let damaged = bad_pages.iter().filter(|page| **page != entering).count();
        self.corrupt_pages = u32::try_from(damaged).expect("pages are counted in 16 bits");
    }

    /// Counts a page's damage; in the page that was being filled, also voids what does not count
    /// and finds the next free slot.
    async fn settle_page<F: NorFlash>(
        &mut self,
        flash: &mut F,
        index: usize,
    ) -> Result<(), RingError<F::Error>> {
        let Page { first_seq, page } = self.pages[index];
        let is_last = index + 1 == self.pages.len();
        let end_seq = self
            .pages
            .get(index + 1)
            .map_or(self.next_seq, |next| next.first_seq);
        let scan = self.scan_page(flash, page, first_seq..end_seq).await?;
        self.corrupt_slots += scan.damaged;
        if !is_last {
            // A page is left only when it is full.
            self.corrupt_slots += SLOTS - scan.end_slot;
            return Ok(());
        }
        self.next_slot = scan.end_slot;
        self.tail_missing = scan.last_seq.is_none_or(|last| last + 1 != self.next_seq);
        // Everything committed is there, so the tail is what a power cut tore.
        let torn = scan.bad_tail && (!self.tail_missing || scan.uncommitted > 0);
        if torn {
            self.corrupt_slots -= 1;
        }
        if torn || scan.uncommitted > 0 {
            self.void_uncommitted(flash, page, scan.end_slot, torn)
                .await?;
        }
        Ok(())
    }

    async fn scan_page<F: NorFlash>(
        &self,
        flash: &mut F,
        page: u16,
        committed: Range<u32>,
    ) -> Result<Scan, RingError<F::Error>> {
        let mut scan = Scan {
            end_slot: 1,
            last_seq: None,
            damaged: 0,
            uncommitted: 0,
            bad_tail: false,
        };
        for slot in 1..SLOTS {
            let content = self.read_slot(flash, page, slot).await?;
            scan.take(slot, content, &committed);
        }
        Ok(scan)
    }

    /// Voids the last page's uncommitted records, and its last slot if that is torn.
    async fn void_uncommitted<F: NorFlash>(
        &self,
        flash: &mut F,
        page: u16,
        end_slot: u32,
        torn: bool,
    ) -> Result<(), RingError<F::Error>> {
        for slot in 1..end_slot {
            let content = self.read_slot(flash, page, slot).await?;
            let uncommitted =
                matches!(content, Slot::Record(entry) if entry.seq() >= self.next_seq);
            if uncommitted || (torn && slot + 1 == end_slot) {
                let address = self.slot_address(page, slot) + MARK_OFFSET;
                flash
                    .write(address, &VOID_MARK)
                    .await
                    .map_err(RingError::Flash)?;
            }
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an offset within a slot of 64 bytes"
)]
const MARK_OFFSET: u32 = MARK_AT as u32;

impl Scan {
    fn take(&mut self, slot: u32, content: Slot, committed: &Range<u32>) {
        if content == Slot::Blank {
            return;
        }
        // Blank slots before one that is not: the page should have been filled without gaps.
        self.damaged += slot - self.end_slot;
        self.end_slot = slot + 1;
        self.bad_tail = false;
        match content {
            Slot::Blank | Slot::Void => {}
            Slot::Record(entry) if entry.seq() >= committed.end => self.uncommitted += 1,
            Slot::Record(entry) if self.is_next(entry.seq(), committed) => {
                self.last_seq = Some(entry.seq());
            }
            Slot::Record(_) => self.damaged += 1,
            Slot::Bad => {
                self.damaged += 1;
                self.bad_tail = true;
            }
        }
    }

    /// Whether a record's number is above those before it and within the page's.
    fn is_next(&self, seq: u32, committed: &Range<u32>) -> bool {
        committed.contains(&seq) && self.last_seq.is_none_or(|last| last < seq)
    }
}
