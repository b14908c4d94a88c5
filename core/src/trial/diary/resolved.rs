//! Entries with their corrections. SR-50
//!
//! The original stays and keeps its slot and its time; the latest correction says what counts. A
//! value is on time only if the entry that gave it first was: a correction mends a number, it does
//! not answer a prompt that nobody answered.

use crate::trial::answers::{Answer, Answers};
use crate::trial::entry::{Entry, EntryId};
use crate::trial::measure::Measure;
use crate::trial::phase::{Phase, Spans};
use crate::trial::slots::{Slot, SlotKey};
use std::collections::HashMap;

/// Whether an entry answered a prompt, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// Made while its prompt was open, on a clock that nothing speaks against.
    OnTime,
    /// Made for a prompt at another time, or on a doubtful clock.
    Late,
    /// For no prompt of the plan.
    Spontaneous,
}

/// An entry and what its corrections left.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    original: &'a Entry,
    latest: &'a Entry,
    corrections: u32,
    phase: Phase,
    slot: Option<Slot>,
    /// The entry that first gave an answer to each measure, and its phase.
    first_given: [Option<(&'a Entry, Phase)>; Measure::ALL.len()],
}

impl<'a> Resolved<'a> {
    fn new(original: &'a Entry, phase: Phase) -> Self {
        let mut it = Self {
            original,
            latest: original,
            corrections: 0,
            phase,
            slot: None,
            first_given: [None; Measure::ALL.len()],
        };
        it.note_given(original, phase);
        it
    }

    fn correct(&mut self, by: &'a Entry, phase: Phase) {
        self.latest = by;
        self.corrections = self.corrections.saturating_add(1);
        self.note_given(by, phase);
    }

    fn note_given(&mut self, entry: &'a Entry, phase: Phase) {
        for measure in Measure::ALL {
            let first = &mut self.first_given[measure.index()];
            if first.is_none() && entry.answers.of(measure).given().is_some() {
                *first = Some((entry, phase));
            }
        }
    }

    pub(super) const fn answer_to(&mut self, slot: &Slot) {
        self.slot = Some(*slot);
    }

    /// The entry as it was made first.
    pub const fn original(&self) -> &'a Entry {
        self.original
    }

    /// The entry that counts: the original, or its latest correction.
    pub const fn latest(&self) -> &'a Entry {
        self.latest
    }

    /// How often it was corrected.
    pub const fn corrections(&self) -> u32 {
        self.corrections
    }

    /// What counts.
    pub const fn answers(&self) -> &'a Answers {
        &self.latest.answers
    }

    /// The answer that counts, to one measure.
    pub const fn value(&self, measure: Measure) -> Answer<u8> {
        self.latest.answers.of(measure)
    }

    /// The slot that it was made for.
    pub const fn slot(&self) -> Option<SlotKey> {
        self.original.slot
    }

    /// The phase in which it was made. An entry on a doubtful clock is in no earlier phase than one
    /// that was recorded before it on a good clock.
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether the time of the original, or of a value in it, is doubtful.
    pub fn is_clock_suspect(&self) -> bool {
        let mut given = self.first_given.iter().flatten();
        let suspect = |entry: &Entry| entry.clock_suspect.is_some();
        suspect(self.original) || given.any(|(entry, _)| suspect(entry))
    }

    /// Whether it answered its prompt on time, as a whole.
    pub fn timing(&self) -> Timing {
        if self.slot.is_none() {
            Timing::Spontaneous
        } else if self.was_on_time(self.original) {
            Timing::OnTime
        } else {
            Timing::Late
        }
    }

    /// Whether the answer to one measure was given on time.
    pub fn timing_of(&self, measure: Measure) -> Timing {
        match self.timing() {
            Timing::OnTime if self.on_time(measure).is_none() => Timing::Late,
            timing @ (Timing::OnTime | Timing::Late | Timing::Spontaneous) => timing,
        }
    }

    /// The answer to a measure, if it was given in the baseline. One that a correction added later
    /// was not. SR-50
    pub fn in_baseline(&self, measure: Measure) -> Option<u8> {
        let value = self.value(measure).given().copied()?;
        let (_, phase) = self.first_given[measure.index()]?;
        let in_baseline = self.phase == Phase::Baseline && phase == Phase::Baseline;
        in_baseline.then_some(value)
    }

    /// The answer to a measure, if it was given on time.
    pub fn on_time(&self, measure: Measure) -> Option<u8> {
        let value = self.value(measure).given().copied()?;
        let (first, _) = self.first_given[measure.index()]?;
        let on_time = self.was_on_time(self.original) && self.was_on_time(first);
        on_time.then_some(value)
    }

    pub(super) fn any_on_time(&self) -> bool {
        let on_time = |measure| self.on_time(measure).is_some();
        Measure::ALL.into_iter().any(on_time)
    }

    fn was_on_time(&self, entry: &Entry) -> bool {
        let on_time = |slot: &Slot| slot.is_on_time(entry.made.utc_ms);
        entry.clock_suspect.is_none() && self.slot.as_ref().is_some_and(on_time)
    }
}

/// Where each entry, or what it corrects, stands among the originals.
pub(super) type Places = HashMap<EntryId, usize>;

/// Originals with their corrections, from entries in the order of recording. A correction of what
/// is not there stands for itself, so that nothing is lost.
pub(super) fn resolve<'a>(entries: &[&'a Entry], spans: &Spans) -> (Vec<Resolved<'a>>, Places) {
    let mut resolved: Vec<Resolved<'a>> = Vec::with_capacity(entries.len());
    let mut places = Places::with_capacity(entries.len());
    let mut reached = Phase::Before;
    for &entry in entries {
        let mut phase = spans.at(entry.made.utc_ms);
        match entry.clock_suspect {
            // nothing is back-dated, not even by a clock that was set back: SR-50
            Some(_) => phase = phase.max(reached),
            None => reached = reached.max(phase),
        }
        let corrected = entry.corrects.and_then(|id| places.get(&id).copied());
        let place = corrected.unwrap_or(resolved.len());
        match resolved.get_mut(place) {
            Some(original) => original.correct(entry, phase),
            None => resolved.push(Resolved::new(entry, phase)),
        }
        places.entry(entry.id).or_insert(place);
    }
    (resolved, places)
}
