//! Making the next entry. SR-49, SR-50

use super::{Diary, Resolved, SlotState};
use crate::trial::entry::{
    Entry, EntryDraft, EntryError, EntryId, Stamp, TOLERANCE_MS, Target, suspicion,
};
use crate::trial::slots::SlotKey;

impl Diary<'_> {
    /// The entry to store, or why there is none. It is made at `stamp` and at no other time. Where
    /// its clock is doubtful it is marked, and kept as it is. The diary has to hold every entry of
    /// the plan.
    ///
    /// # Errors
    /// [`EntryError`], each with what to do.
    pub fn record(&self, draft: EntryDraft, stamp: &Stamp) -> Result<Entry, EntryError> {
        if draft.plan != self.plan.id() {
            return Err(EntryError::OtherPlan);
        }
        if stamp.made.utc_ms > self.now_utc_ms.saturating_add(TOLERANCE_MS) {
            return Err(EntryError::InFuture);
        }
        let ended = self.spans.ended_from();
        if ended.is_some_and(|from_utc_ms| stamp.made.utc_ms >= from_utc_ms) {
            return Err(EntryError::Ended);
        }
        draft.answers.check(self.plan.drug())?;
        let (slot, corrects) = match draft.target {
            Target::Spontaneous => (None, None),
            Target::Slot(key) => (Some(self.free_slot(key, stamp)?), None),
            Target::Correction(id) => (self.corrected(id)?.slot(), Some(id)),
        };
        Ok(Entry {
            id: EntryId(self.newest.map_or(1, |entry| entry.id.0.saturating_add(1))),
            plan: draft.plan,
            made: stamp.made,
            counted: stamp.counted,
            slot,
            corrects,
            answers: draft.answers,
            clock_suspect: suspicion(self.newest, stamp),
        })
    }

    fn free_slot(&self, key: SlotKey, stamp: &Stamp) -> Result<SlotKey, EntryError> {
        let view = self.slot(key).ok_or(EntryError::NoSuchSlot)?;
        match view.state {
            SlotState::AnsweredOnTime | SlotState::AnsweredLate | SlotState::Skipped => {
                Err(EntryError::AlreadyAnswered)
            }
            SlotState::Withdrawn => Err(EntryError::Withdrawn),
            SlotState::Upcoming | SlotState::Open | SlotState::Missing => {
                if stamp.made.utc_ms < view.slot.on_time_from_utc_ms {
                    return Err(EntryError::NotOpenYet);
                }
                Ok(key)
            }
        }
    }

    /// The entry that is corrected, named by itself or by one of its corrections.
    fn corrected(&self, id: EntryId) -> Result<&Resolved<'_>, EntryError> {
        let place = self.places.get(&id).ok_or(EntryError::NoSuchEntry)?;
        self.entries.get(*place).ok_or(EntryError::NoSuchEntry)
    }
}
