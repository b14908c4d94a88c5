//! Where everything lies in the flash, and why the regions are as large as they are (SR-38).
//!
//! # Wear
//!
//! A page of the flash is good for [`PAGE_ERASES_MAX`] erases, and the pump lives
//! [`LIFETIME_YEARS`] years, which is 5,479 days.
//!
//! **State.** The dosing state (about 2.5 KB, so one to a page) is written up to
//! [`STATE_WRITES_PER_DAY_MAX`] times a day: 547,900 writes, each of which opens one page. On each
//! lap of the region the [`STATE_RESIDENT_PAGES`] pages of items that rarely change (prescriptions,
//! keys) are carried along and take their share of pages. With [`STATE_PAGES`] = 128 pages a lap
//! holds 120 writes, so a page is erased 547,900 / 120 = 4,566 times: under half of the budget.
//!
//! **Doses.** A page holds [`SLOTS_PER_PAGE`] records and one page is always being reused, so
//! [`DOSE_PAGES`] = 288 pages hold at least 18,081 records: 45 a day for 400 days. At 45 a day a
//! page is erased 14 times in 15 years; wear would allow 33,000 records a day.
//!
//! **Events.** [`EVENT_PAGES`] = 96 pages hold at least 5,985 records; wear allows
//! 11,000 a day, for which the aggregation of events under flood is the bound.

/// Size of a page, the unit of erasing, in bytes.
pub const PAGE_SIZE_B: u32 = 4096;
/// Size of a word, the unit of writing, in bytes.
pub const WORD_SIZE_B: u32 = 4;
/// Size of a ring's slot, in bytes.
pub const SLOT_SIZE_B: u32 = 64;
/// Records that one page of a ring holds: all slots but the page header.
pub const SLOTS_PER_PAGE: u32 = PAGE_SIZE_B / SLOT_SIZE_B - 1;

/// Erases that a page is good for.
pub const PAGE_ERASES_MAX: u32 = 10_000;
/// Years that the flash must last (SR-38).
pub const LIFETIME_YEARS: u32 = 15;
/// Days of [`LIFETIME_YEARS`], rounded up.
pub const LIFETIME_DAYS: u32 = (LIFETIME_YEARS * 1461).div_ceil(4);
/// Writes of the dosing state that a day may bring.
pub const STATE_WRITES_PER_DAY_MAX: u32 = 100;
/// Pages of the state region that items which rarely change occupy, at most.
pub const STATE_RESIDENT_PAGES: u32 = 8;
/// Days for which dose records are kept, at least (SR-38).
pub const DOSE_HISTORY_DAYS: u32 = 400;
/// Dose records that the dose ring must hold, at least.
pub const DOSE_RECORDS_MIN: u32 = 16_384;
/// Event records that the event ring must hold, at least.
pub const EVENT_RECORDS_MIN: u32 = 4_096;

/// Pages of the state region.
pub const STATE_PAGES: usize = 128;
/// Pages of the dose ring.
pub const DOSE_PAGES: usize = 288;
/// Pages of the event ring.
pub const EVENT_PAGES: usize = 96;

/// The partition of [`state::StateStore`](super::state::StateStore).
pub const STATE: Region = Region::new(0, pages(STATE_PAGES));
/// The partition of the dose ring.
pub const DOSES: Region = Region::new(STATE.end(), pages(DOSE_PAGES));
/// The partition of the event ring.
pub const EVENTS: Region = Region::new(DOSES.end(), pages(EVENT_PAGES));
/// Size of the whole layout, in bytes: the flash must have at least so many.
pub const FLASH_SIZE_B: u32 = EVENTS.end();

/// A run of whole pages of the flash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    start: u32,
    pages: u16,
}

impl Region {
    /// A region of `pages` pages from the address `start`, in bytes.
    ///
    /// # Panics
    /// If `start` is not the start of a page or the region does not end within the address space;
    /// in a constant that is an error of the compiler.
    pub const fn new(start: u32, pages: u16) -> Self {
        assert!(
            start.is_multiple_of(PAGE_SIZE_B),
            "a region starts with a page"
        );
        assert!(
            start.checked_add(pages as u32 * PAGE_SIZE_B).is_some(),
            "a region ends within the address space"
        );
        Self { start, pages }
    }

    /// The first address, in bytes.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// The first address behind the region, in bytes.
    pub const fn end(self) -> u32 {
        self.start + self.pages as u32 * PAGE_SIZE_B
    }

    /// The number of pages.
    pub const fn pages(self) -> u16 {
        self.pages
    }

    /// The address of the page `page`, counted from 0, in bytes.
    ///
    /// # Panics
    /// If the region has no such page.
    pub const fn page_start(self, page: u16) -> u32 {
        assert!(page < self.pages, "the page lies in the region");
        self.start + page as u32 * PAGE_SIZE_B
    }
}

/// A page count as the regions store it.
const fn pages(count: usize) -> u16 {
    assert!(
        count <= u16::MAX as usize,
        "a region has at most 65,535 pages"
    );
    #[expect(clippy::cast_possible_truncation, reason = "checked in the line above")]
    let count = count as u16;
    count
}

/// Erases of the most worn page of the state region after `writes` writes of an item that fills a
/// page, with `resident` pages of items that are carried along.
pub const fn state_erases_per_page(writes: u32, region_pages: u32, resident: u32) -> u32 {
    writes.div_ceil(region_pages - resident)
}

/// Records that a ring of `region_pages` pages always holds: one page is being reused.
pub const fn ring_capacity_records(region_pages: u32) -> u32 {
    (region_pages - 1) * SLOTS_PER_PAGE
}

/// Records a day that a ring of `region_pages` pages bears for the lifetime without wearing out.
pub const fn ring_records_per_day_max(region_pages: u32) -> u32 {
    region_pages * SLOTS_PER_PAGE * PAGE_ERASES_MAX / LIFETIME_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages_of(region: Region) -> u32 {
        u32::from(region.pages())
    }

    /// SR-38
    #[test]
    fn fifteen_years_of_state_writes_stay_within_half_of_the_erase_budget() {
        let writes = STATE_WRITES_PER_DAY_MAX * LIFETIME_DAYS;
        assert_eq!(writes, 547_900);
        let erases = state_erases_per_page(writes, pages_of(STATE), STATE_RESIDENT_PAGES);
        assert_eq!(erases, 4_566);
        assert!(erases <= PAGE_ERASES_MAX / 2);
    }

    /// SR-38
    #[test]
    fn the_dose_ring_holds_400_days_at_45_records_a_day() {
        let capacity = ring_capacity_records(pages_of(DOSES));
        assert!(capacity >= DOSE_RECORDS_MIN);
        assert_eq!(capacity / DOSE_HISTORY_DAYS, 45);
    }

    /// SR-38
    #[test]
    fn the_rings_bear_more_records_a_day_than_the_pump_can_make() {
        assert!(ring_capacity_records(pages_of(EVENTS)) >= EVENT_RECORDS_MIN);
        assert_eq!(ring_records_per_day_max(pages_of(DOSES)) / 1000, 33);
        assert_eq!(ring_records_per_day_max(pages_of(EVENTS)) / 1000, 11);
    }

    #[test]
    fn the_regions_follow_each_other_and_fill_two_mebibytes() {
        assert_eq!(STATE.end(), DOSES.start());
        assert_eq!(DOSES.end(), EVENTS.start());
        assert_eq!(FLASH_SIZE_B, 2 << 20);
        assert_eq!(DOSES.page_start(1), DOSES.start() + PAGE_SIZE_B);
    }
}
