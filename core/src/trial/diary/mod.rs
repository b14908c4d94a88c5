//! The diary: every entry of a plan, with corrections resolved and each slot with its state.
//!
//! Responsible for what counts as on time, late, skipped or missing. Results, days and chart are
//! made from it. Made anew from the stored entries whenever something changed: n log n in them.

mod record;
mod resolved;

use super::entry::Entry;
use super::phase::{Phase, Spans};
use super::plan::Plan;
use super::slots::{Slot, SlotKey, slots};
use super::zones::Zones;
use std::collections::HashMap;

use resolved::Places;
pub use resolved::{Resolved, Timing};

/// What became of a slot. SR-50
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// It comes later.
    Upcoming,
    /// An answer now is on time.
    Open,
    /// Answered on time.
    AnsweredOnTime,
    /// Answered, not on time; also where the clock of the answer is doubtful.
    AnsweredLate,
    /// The person gave no answer on purpose.
    Skipped,
    /// Nobody answered.
    Missing,
    /// It no longer applies, and nobody answered.
    Withdrawn,
}

/// A slot with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotView {
    /// The slot.
    pub slot: Slot,
    /// What became of it, now.
    pub state: SlotState,
    /// Its entry: an index into [`Diary::entries`].
    pub entry: Option<usize>,
}

/// Every entry of one plan, at one instant.
#[derive(Clone, Debug)]
pub struct Diary<'a> {
    pub(super) plan: &'a Plan,
    pub(super) zones: &'a Zones,
    pub(super) now_utc_ms: i64,
    pub(super) spans: Spans,
    entries: Vec<Resolved<'a>>,
    slots: Vec<SlotView>,
    places: Places,
    newest: Option<&'a Entry>,
}

impl<'a> Diary<'a> {
    /// The diary of `plan` at `now_utc_ms` (milliseconds since 1970-01-01 UTC), from every entry
    /// that is stored, in any order. Entries of other plans are left out. `zones` are those that
    /// the person was in.
    pub fn new(plan: &'a Plan, zones: &'a Zones, entries: &'a [Entry], now_utc_ms: i64) -> Self {
        let own = |entry: &&Entry| entry.plan == plan.id();
        let mut entries: Vec<&Entry> = entries.iter().filter(own).collect();
        entries.sort_by_key(|entry| entry.id);
        let newest = entries.last().copied();
        let spans = Spans::of(plan, zones);
        let slots = slots(plan, zones, now_utc_ms);
        let slot_places = slots.iter().zip(0..).map(|(slot, at)| (slot.key, at));
        let slot_places: HashMap<SlotKey, usize> = slot_places.collect();
        let (mut entries, places) = resolved::resolve(&entries, &spans);
        // one entry a slot: the first that was recorded
        let mut of_slot = vec![None; slots.len()];
        for (index, entry) in entries.iter_mut().enumerate() {
            let Some(place) = entry.slot().and_then(|key| slot_places.get(&key).copied()) else {
                continue;
            };
            if of_slot[place].is_none() {
                of_slot[place] = Some(index);
                entry.answer_to(&slots[place]);
            }
        }
        let view = |(slot, entry): (Slot, Option<usize>)| SlotView {
            slot,
            state: state(&slot, entry.map(|index| &entries[index]), now_utc_ms),
            entry,
        };
        let slots = slots.into_iter().zip(of_slot).map(view).collect();
        Self {
            plan,
            zones,
            now_utc_ms,
            spans,
            entries,
            slots,
            places,
            newest,
        }
    }

    /// Its plan.
    pub const fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// Every entry that is no correction, in the order of recording, with what its corrections
    /// left.
    pub fn entries(&self) -> &[Resolved<'a>] {
        &self.entries
    }

    /// Every slot in order of time: all of a trial, and of the diary for the years those up to two
    /// days from now.
    pub fn slots(&self) -> &[SlotView] {
        &self.slots
    }

    /// A slot by its name.
    pub fn slot(&self, key: SlotKey) -> Option<&SlotView> {
        self.slots.iter().find(|view| view.slot.key == key)
    }

    /// The phase now.
    pub fn phase(&self) -> Phase {
        self.spans.at(self.now_utc_ms)
    }

    /// What the person is asked next: a slot that is open and has no entry, else the first that
    /// comes. Nothing once the plan has ended.
    pub fn next_prompt(&self) -> Option<&Slot> {
        let asks = |view: &&SlotView| match view.state {
            SlotState::Open | SlotState::Upcoming => true,
            SlotState::AnsweredOnTime
            | SlotState::AnsweredLate
            | SlotState::Skipped
            | SlotState::Missing
            | SlotState::Withdrawn => false,
        };
        // slots of what has passed are many in a diary of years: start where they may be open
        let from = self.slots.partition_point(|view| {
            let longest_open_ms = super::plan::TOLERANCE_MAX_MS;
            view.slot.due_utc_ms < self.now_utc_ms.saturating_sub(longest_open_ms)
        });
        let next = self.slots[from..].iter().find(asks);
        next.map(|view| &view.slot)
    }
}

/// What became of a slot at `now_utc_ms`.
fn state(slot: &Slot, entry: Option<&Resolved<'_>>, now_utc_ms: i64) -> SlotState {
    if let Some(entry) = entry {
        return if !entry.answers().any_given() {
            SlotState::Skipped
        } else if entry.any_on_time() {
            SlotState::AnsweredOnTime
        } else {
            SlotState::AnsweredLate
        };
    }
    if slot.withdrawn.is_some() {
        SlotState::Withdrawn
    } else if now_utc_ms < slot.on_time_from_utc_ms {
        SlotState::Upcoming
    } else if now_utc_ms <= slot.on_time_until_utc_ms {
        SlotState::Open
    } else {
        SlotState::Missing
    }
}
