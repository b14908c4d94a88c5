//! How a plan changes: what the clinic did, as it happened. Each change makes a new plan and checks
//! it whole.

use super::{
    DoseState, Ending, LongTerm, Method, Plan, PlanError, PlanSpec, ScreeningDose, end_of_days,
};
use crate::civil::{MINUTE_MS, Moment};

/// What is told as done may lie this far ahead of the phone's clock, in milliseconds. Assumption:
/// two devices' clocks differ by less.
const AHEAD_MS: i64 = 2 * MINUTE_MS;

impl Plan {
    /// The infusion began, or is going to begin, at `start`; the trial's days move with it.
    ///
    /// # Errors
    /// As [`Plan::with_trial_days`].
    pub fn with_start(&self, start: Moment, now: Moment) -> Result<Self, PlanError> {
        self.change_infusion(now, |_, days| (start, days))
    }

    /// The trial lasts `days` days, 4 to 7.
    ///
    /// # Errors
    /// [`PlanError::EndPassed`] where the old end or the new one has passed on the person's clock:
    /// nobody chooses a result in hindsight. [`PlanError`] where the trial is of another kind, or
    /// the plan would make no sense.
    pub fn with_trial_days(&self, days: u8, now: Moment) -> Result<Self, PlanError> {
        self.change_infusion(now, |start, _| (start, days))
    }

    /// Dose `index` was given at `at`; its prompts go by that time. It may be less than 24 h after
    /// the one before: what happened is recorded.
    ///
    /// # Errors
    /// [`PlanError`] where it was settled before, an earlier one is open, `at` is in the future, or
    /// the plan would make no sense.
    pub fn with_dose_given(
        &self,
        index: usize,
        at: Moment,
        now_utc_ms: i64,
    ) -> Result<Self, PlanError> {
        if at.utc_ms > now_utc_ms.saturating_add(AHEAD_MS) {
            return Err(PlanError::InFuture);
        }
        self.settle(index, DoseState::Given(at))
    }

    /// Dose `index` is left out.
    ///
    /// # Errors
    /// [`PlanError`] where it was settled before, or an earlier one is open.
    pub fn with_dose_left_out(&self, index: usize) -> Result<Self, PlanError> {
        self.settle(index, DoseState::NotGiven)
    }

    /// The diary goes on, or begins, for the years.
    ///
    /// # Errors
    /// [`PlanError`] where it would begin during the trial, or the plan has ended.
    pub fn with_long_term(&self, long_term: LongTerm) -> Result<Self, PlanError> {
        self.change(|spec| {
            spec.long_term = Some(long_term);
            Ok(())
        })
    }

    /// The plan ends: nothing is asked from then on, and the record stays.
    ///
    /// # Errors
    /// [`PlanError`] where it has ended before, or would end before it began.
    pub fn with_end(&self, ending: Ending) -> Result<Self, PlanError> {
        self.change(|spec| {
            spec.ending = Some(ending);
            Ok(())
        })
    }

    fn change(
        &self,
        how: impl FnOnce(&mut PlanSpec) -> Result<(), PlanError>,
    ) -> Result<Self, PlanError> {
        if self.0.ending.is_some() {
            return Err(PlanError::Ended);
        }
        let mut spec = self.0.clone();
        how(&mut spec)?;
        Self::new(spec)
    }

    // SR-50
    fn change_infusion(
        &self,
        now: Moment,
        how: impl FnOnce(Moment, u8) -> (Moment, u8),
    ) -> Result<Self, PlanError> {
        self.change(|spec| {
            let (start, days) = match spec.trial.as_mut().map(|it| &mut it.method) {
                Some(Method::Infusion { start, days, .. }) => (start, days),
                Some(Method::SingleDoses { .. }) | None => return Err(PlanError::OtherMethod),
            };
            let changed = how(*start, *days);
            let new_end = end_of_days(changed.0, changed.1);
            if end_of_days(*start, *days).min(new_end) <= now.local() {
                return Err(PlanError::EndPassed);
            }
            (*start, *days) = changed;
            Ok(())
        })
    }

    fn settle(&self, index: usize, state: DoseState) -> Result<Self, PlanError> {
        self.change(|spec| {
            let doses = match spec.trial.as_mut().map(|it| &mut it.method) {
                Some(Method::SingleDoses { doses }) => doses,
                Some(Method::Infusion { .. }) | None => return Err(PlanError::OtherMethod),
            };
            let is_open = |dose: &ScreeningDose| dose.state == DoseState::Planned;
            if doses.iter().take(index).any(is_open) {
                return Err(PlanError::EarlierDoseOpen);
            }
            let dose = doses.get_mut(index).ok_or(PlanError::NoSuchDose)?;
            if !is_open(dose) {
                return Err(PlanError::DoseSettled);
            }
            dose.state = state;
            Ok(())
        })
    }
}
