//! An entry of the diary: made once, kept for ever. SR-49, SR-50
//!
//! Responsible for its shape and for doubting its clock. An entry is made at the instant of
//! making; there is no way to say another one. Leaves whether it may be made to the diary.

use super::answers::{Answers, AnswersError};
use super::plan::PlanId;
use super::slots::SlotKey;
use crate::civil::{MINUTE_MS, Moment, Zone};
use crate::clock::Instant;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An entry may be this far ahead of the phone's clock, and wall and counted time may differ by as
/// much, in milliseconds. Assumption: a network corrects a clock by less.
pub(super) const TOLERANCE_MS: i64 = 2 * MINUTE_MS;

/// Names an entry within its plan; rises in the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u64);

/// The phone's count beside its wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Names the run of the phone's system in which it counted.
    pub boot_id: [u8; 16],
    /// Milliseconds since that boot, time asleep included.
    pub since_boot_ms: u64,
}

/// When an entry is made, on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// By the wall clock, as the person saw it.
    pub made: Moment,
    /// By the count, where there is one.
    pub counted: Option<Counted>,
}

impl Stamp {
    /// The phone's now, in the zone that the person is in.
    pub const fn new(made: Moment, counted: Option<Counted>) -> Self {
        Self { made, counted }
    }

    /// The phone's now, by its clock.
    pub fn now(now: &Instant, zone: Zone) -> Self {
        let counted = Counted {
            boot_id: now.boot_id,
            since_boot_ms: now.since_boot_ms,
        };
        Self::new(now.moment(zone), Some(counted))
    }
}

/// Why the time of an entry is doubtful. It is kept as it is, and counts as late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSuspicion {
    /// The entry that was recorded before it has a later time.
    SetBack,
    /// Since that entry the wall clock went another way than the count.
    DisagreesWithCount,
}

/// An entry, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Its plan.
    pub plan: PlanId,
    /// When it was made. SR-49
    pub made: Moment,
    /// The same by the phone's count.
    #[serde(default)]
    pub counted: Option<Counted>,
    /// The slot that it answers; none where the person wrote by themselves.
    #[serde(default)]
    pub slot: Option<SlotKey>,
    /// The entry that it corrects, which stays.
    #[serde(default)]
    pub corrects: Option<EntryId>,
    /// What it says.
    #[serde(default)]
    pub answers: Answers,
    /// Set where its time is doubtful.
    #[serde(default)]
    pub clock_suspect: Option<ClockSuspicion>,
}

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An answer to a prompt.
    Slot(SlotKey),
    /// By the person's own idea.
    Spontaneous,
    /// A correction, which keeps slot and time of what it corrects.
    Correction(EntryId),
}

/// What the person wants to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryDraft {
    /// The plan that they look at.
    pub plan: PlanId,
    /// What it is for.
    pub target: Target,
    /// What it says.
    pub answers: Answers,
}

/// Why an entry cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// Another plan.
    #[error("this entry belongs to another plan: open the diary again")]
    OtherPlan,
    /// Its time is ahead of now.
    #[error("the time of this entry is in the future: check the phone's clock")]
    InFuture,
    /// The plan has ended.
    #[error("the plan has ended: its diary stays as it is")]
    Ended,
    /// There is no such slot.
    #[error("there is no such prompt: make an entry without one")]
    NoSuchSlot,
    /// It no longer applies.
    #[error("this prompt no longer applies: make an entry without one")]
    Withdrawn,
    /// It is not open yet.
    #[error("this prompt is not open yet: wait for it, or make an entry without one")]
    NotOpenYet,
    /// It was answered or skipped before.
    #[error("this prompt has its entry: correct that one")]
    AlreadyAnswered,
    /// What it would correct is not there.
    #[error("there is no such entry to correct: open the diary again")]
    NoSuchEntry,
    /// The answers.
    #[error(transparent)]
    Answers(#[from] AnswersError),
}

/// Whether the clock of a new entry is to be doubted, by the one that was recorded before it.
pub(super) fn suspicion(before: Option<&Entry>, stamp: &Stamp) -> Option<ClockSuspicion> {
    let before = before?;
    if stamp.made.utc_ms < before.made.utc_ms {
        return Some(ClockSuspicion::SetBack);
    }
    let (then, now) = before.counted.zip(stamp.counted)?;
    if then.boot_id != now.boot_id {
        return None; // a count says nothing about another boot
    }
    let counted_ms = i128::from(now.since_boot_ms) - i128::from(then.since_boot_ms);
    let wall_ms = i128::from(stamp.made.utc_ms) - i128::from(before.made.utc_ms);
    let apart_ms = wall_ms.abs_diff(counted_ms);
    let disagrees = apart_ms > u128::from(TOLERANCE_MS.unsigned_abs());
    disagrees.then_some(ClockSuspicion::DisagreesWithCount)
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: i64 = 1_800_000_000_000;

    fn stamp(utc_ms: i64, boot: u8, since_boot_ms: u64) -> Stamp {
        let counted = Counted {
            boot_id: [boot; 16],
            since_boot_ms,
        };
        Stamp::new(Moment::in_zone(utc_ms, Zone::UTC), Some(counted))
    }

    fn entry(at: Stamp) -> Entry {
        Entry {
            id: EntryId(1),
            plan: PlanId(1),
            made: at.made,
            counted: at.counted,
            slot: None,
            corrects: None,
            answers: Answers::default(),
            clock_suspect: None,
        }
    }

    /// SR-49
    #[test]
    fn an_earlier_wall_time_than_the_entry_before_is_a_clock_that_was_set_back() {
        let before = entry(stamp(T, 1, 5_000));
        let after = |at| suspicion(Some(&before), &at);
        assert_eq!(after(stamp(T, 1, 5_000)), None);
        assert_eq!(after(stamp(T - 1, 2, 0)), Some(ClockSuspicion::SetBack));
        assert_eq!(suspicion(None, &stamp(T, 1, 0)), None);
    }

    /// SR-49
    #[test]
    fn a_wall_clock_that_runs_unlike_the_count_is_doubted_within_one_boot() {
        let before = entry(stamp(T, 1, 5_000));
        let after = |at| suspicion(Some(&before), &at);
        let disagrees = Some(ClockSuspicion::DisagreesWithCount);
        // an hour by both clocks, then by one only
        assert_eq!(after(stamp(T + 3_600_000, 1, 3_605_000)), None);
        assert_eq!(after(stamp(T + 3_600_000, 1, 5_000)), disagrees);
        assert_eq!(after(stamp(T + 60_000, 1, 3_605_000)), disagrees);
        // just within, just beyond
        assert_eq!(after(stamp(T + 120_000, 1, 5_000)), None);
        assert_eq!(after(stamp(T + 120_001, 1, 5_000)), disagrees);
        // after a restart the count is another one
        assert_eq!(after(stamp(T + 3_600_000, 2, 5_000)), None);
        let uncounted = Stamp::new(Moment::in_zone(T + 9, Zone::UTC), None);
        assert_eq!(after(uncounted), None);
    }

    #[test]
    fn a_stamp_holds_both_clocks_of_the_phone() {
        let now = Instant {
            boot_id: [7; 16],
            since_boot_ms: 42,
            wall_utc_ms: T,
        };
        let stamp = Stamp::now(&now, Zone::Asia__Kathmandu);
        assert_eq!(
            stamp.made,
            Moment {
                utc_ms: T,
                offset_s: 20_700
            }
        );
        let counted = stamp.counted.unwrap();
        assert_eq!((counted.boot_id, counted.since_boot_ms), ([7; 16], 42));
    }
}
