//! How many prompts were answered.

use super::relief::Tally;
use crate::trial::answers::Answer;
use crate::trial::diary::{Diary, Resolved, SlotState, SlotView};
use crate::trial::measure::Measure;

/// What became of a set of prompts. They add up to [`Share::planned`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Answered on time.
    pub on_time: u32,
    /// Answered late.
    pub late: u32,
    /// Left without an answer on purpose.
    pub skipped: u32,
    /// Not answered by anybody.
    pub missing: u32,
    /// Open or still to come.
    pub ahead: u32,
    /// No longer asked.
    pub withdrawn: u32,
}

impl Share {
    /// All of them.
    pub const fn planned(&self) -> u32 {
        self.asked() + self.ahead + self.withdrawn
    }

    /// Those that were asked and are over.
    pub const fn asked(&self) -> u32 {
        self.answered() + self.skipped + self.missing
    }

    /// Those with an answer, on time or late.
    pub const fn answered(&self) -> u32 {
        self.on_time + self.late
    }

    /// The share answered of those asked, in thousandths, rounded down; `None` of nothing.
    pub const fn answered_permille(&self) -> Option<u32> {
        (self.answered() * 1_000).checked_div(self.asked())
    }

    pub(in crate::trial) const fn add(&mut self, state: SlotState) {
        let count = match state {
            SlotState::Upcoming | SlotState::Open => &mut self.ahead,
            SlotState::AnsweredOnTime => &mut self.on_time,
            SlotState::AnsweredLate => &mut self.late,
            SlotState::Skipped => &mut self.skipped,
            SlotState::Missing => &mut self.missing,
            SlotState::Withdrawn => &mut self.withdrawn,
        };
        *count += 1;
    }
}

/// How many prompts have an answer to one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Prompts in which the question came up, or would have.
    pub asked: u32,
    /// Those with an answer that counts.
    pub answered: u32,
}

impl Answered {
    /// Fewer than half: not enough data. Exactly half is enough. SR-50
    pub const fn is_under_half(&self) -> bool {
        (self.answered as u64) * 2 < self.asked as u64
    }
}

impl Diary<'_> {
    /// What became of the slots that `belongs` names.
    pub(in crate::trial) fn share(&self, belongs: impl Fn(&SlotView) -> bool) -> Share {
        let mut share = Share::default();
        for view in self.slots().iter().filter(|view| belongs(view)) {
            share.add(view.state);
        }
        share
    }

    /// How many of the slots that `belongs` names have an answer to `measure` that `counts`, and
    /// these answers. A slot whose entry says that the question was not asked is left out; one that
    /// a dose has overtaken as well. One that the plan's end has overtaken was planned and stays
    /// without an answer.
    pub(super) fn answered(
        &self,
        measure: Measure,
        belongs: impl Fn(&SlotView) -> bool,
        counts: impl Fn(&Resolved<'_>) -> Option<u8>,
    ) -> (Answered, Tally) {
        let (mut answered, mut tally) = (Answered::default(), Tally::default());
        for view in self.slots().iter().filter(|view| belongs(view)) {
            let entry = view.entry.and_then(|index| self.entries().get(index));
            match entry.map(|entry| (entry, entry.value(measure))) {
                Some((_, Answer::NotAsked)) => {}
                Some((entry, Answer::Given(_) | Answer::Skipped)) => {
                    answered.asked += 1;
                    if let Some(value) = counts(entry) {
                        answered.answered += 1;
                        tally.add(value);
                    }
                }
                None if view.slot.is_overtaken() => {}
                None => answered.asked += 1,
            }
        }
        (answered, tally)
    }
}
