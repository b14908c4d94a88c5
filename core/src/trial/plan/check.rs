//! What a plan may not be.

use super::{
    ClockPrompts, DOSE_APART_MS, DoseState, GOAL_MAX_CHARS, LongTerm, Method, PlanSpec,
    ScreeningDose, Trial, end_of_days,
};
use crate::civil::{DAY_MS, MINUTE_MS, Moment};
use crate::trial::Measure;
use std::ops::RangeInclusive;
use thiserror::Error;

/// Trial days of a continuous infusion.
const TRIAL_DAYS: RangeInclusive<u8> = 4..=7;
/// Longest baseline, in milliseconds. Assumption: a month covers what clinics ask for.
const BASELINE_MAX_MS: i64 = 31 * DAY_MS;
/// Most prompts a day. Assumption: more would not be answered.
const PROMPTS_MAX: usize = 8;
/// On-time tolerance, in minutes. Assumption: beyond two hours it is not the same moment.
const TOLERANCES_MIN: RangeInclusive<u16> = 1..=120;
/// The first two prompts after a dose are an hour apart and must not be open at once.
const DOSE_TOLERANCE_MAX_MIN: u16 = 29;
/// Most single doses. Assumption: as many as trial days.
const DOSES_MAX: usize = 7;
/// As long as a slot is open before or after its prompt at most, in milliseconds.
pub(in crate::trial) const TOLERANCE_MAX_MS: i64 = 120 * MINUTE_MS;
/// Minutes in a day.
const DAY_MIN: u16 = 24 * 60;
/// Instants of plans lie from 2000-01-01 to 2200-01-01, in milliseconds since 1970-01-01 UTC.
const CALENDAR_MS: RangeInclusive<i64> = 946_684_800_000..=7_258_118_400_000;
/// Offsets from UTC stay under a day, in seconds.
const OFFSETS_S: RangeInclusive<i32> = -86_399..=86_399;

/// Why a plan, or a change of it, does not make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Neither a trial nor a diary.
    #[error("nothing is planned: add a trial, or a diary without one")]
    NothingPlanned,
    /// An instant that no calendar of a plan holds.
    #[error("a date of the plan is not possible: check the year")]
    OutOfCalendar,
    /// The measure does not belong to the purpose.
    #[error("this measure cannot lead a plan of this purpose: choose another")]
    LeadNotOfPurpose,
    /// Function leads, but against no goal.
    #[error("function is measured against the person's own goal: write the goal first")]
    GoalMissing,
    /// The goal's text.
    #[error("the goal is longer than {max} characters: shorten it", max = GOAL_MAX_CHARS)]
    GoalTooLong,
    /// Not 4 to 7 days.
    #[error("a trial lasts 4 to 7 days: choose one of these")]
    TrialDays,
    /// The baseline does not come before the trial.
    #[error("the baseline has to begin before the trial: move one of them")]
    BaselineAfterStart,
    /// More than 31 days.
    #[error("the baseline is longer than 31 days: begin it later")]
    BaselineTooLong,
    /// No prompt in a trial.
    #[error("a trial needs at least one prompt a day: add a time")]
    NoPrompts,
    /// More than eight.
    #[error("more than {max} prompts a day: remove some", max = PROMPTS_MAX)]
    TooManyPrompts,
    /// Out of order, twice, or so close that two would be open at once.
    #[error("prompts are out of order or too close: keep them apart by twice the tolerance")]
    PromptsTooClose,
    /// Not 1 to 120 minutes, or above 29 with single doses.
    #[error("on time means 1 to 120 minutes around a prompt, 29 with single doses: choose those")]
    Tolerance,
    /// The result window is empty or longer than the trial.
    #[error("the result window has to be at least 1 hour and lie in the trial: change its hours")]
    WindowBeyondTrial,
    /// No dose, or more than seven.
    #[error("single doses are 1 to {max}: change their number", max = DOSES_MAX)]
    DoseCount,
    /// A dose of nothing.
    #[error("a dose is 0: enter the amount")]
    DoseZero,
    /// Planned closer than 24 h, or given out of order.
    #[error("doses overlap: they follow each other, planned at least 24 hours apart")]
    DosesOverlap,
    /// There is no such dose.
    #[error("there is no such dose in the plan: choose another")]
    NoSuchDose,
    /// It was given, or left out, before.
    #[error("this dose was settled before: its record stays as it is")]
    DoseSettled,
    /// An earlier one is still open.
    #[error("an earlier dose is still open: settle that one first")]
    EarlierDoseOpen,
    /// Something that is told as done lies ahead.
    #[error("this time is in the future: enter it once it has happened")]
    InFuture,
    /// The change belongs to another method.
    #[error("the plan's trial is not of this kind: nothing was changed")]
    OtherMethod,
    /// The new end, or the old one, is past: results are not chosen in hindsight.
    #[error("the trial's end has passed, or would have: its days stay as they are")]
    EndPassed,
    /// The diary for the years begins during the trial.
    #[error("the diary begins before the trial has ended: begin it later")]
    LongTermDuringTrial,
    /// The end comes before everything else.
    #[error("the end lies before the beginning: check its date")]
    EndBeforeBeginning,
    /// It has ended.
    #[error("the plan has ended: make a new one")]
    Ended,
}

/// Whether a plan makes sense. SR-50
pub(super) fn spec(spec: &PlanSpec) -> Result<(), PlanError> {
    if !spec.purpose.leads().contains(&spec.lead) {
        return Err(PlanError::LeadNotOfPurpose);
    }
    if spec.goal.chars().count() > GOAL_MAX_CHARS {
        return Err(PlanError::GoalTooLong);
    }
    if spec.lead == Measure::Function && spec.goal.is_empty() {
        return Err(PlanError::GoalMissing);
    }
    if let Some(trial) = &spec.trial {
        check_trial(trial)?;
    }
    if let Some(long_term) = &spec.long_term {
        in_calendar(long_term.from)?;
        prompts(&long_term.prompts)?;
        if spec.trial.as_ref().is_some_and(|it| runs_at(it, long_term)) {
            return Err(PlanError::LongTermDuringTrial);
        }
    }
    let begins = spec.trial.as_ref().map(|trial| trial.baseline_from);
    let begins = begins.or(spec.long_term.as_ref().map(|it| it.from));
    let begins = begins.ok_or(PlanError::NothingPlanned)?;
    if let Some(ending) = spec.ending {
        in_calendar(ending.at)?;
        if ending.at.utc_ms < begins.utc_ms {
            return Err(PlanError::EndBeforeBeginning);
        }
    }
    Ok(())
}

fn in_calendar(at: Moment) -> Result<(), PlanError> {
    if CALENDAR_MS.contains(&at.utc_ms) && OFFSETS_S.contains(&at.offset_s) {
        Ok(())
    } else {
        Err(PlanError::OutOfCalendar)
    }
}

fn check_trial(trial: &Trial) -> Result<(), PlanError> {
    in_calendar(trial.baseline_from)?;
    if trial.prompts.times.is_empty() {
        return Err(PlanError::NoPrompts);
    }
    prompts(&trial.prompts)?;
    match &trial.method {
        Method::Infusion {
            start,
            days,
            window_h,
        } => {
            if !TRIAL_DAYS.contains(days) {
                return Err(PlanError::TrialDays);
            }
            baseline(trial.baseline_from, *start)?;
            let trial_h = (end_of_days(*start, *days) - start.local()).num_hours();
            if *window_h == 0 || i64::from(*window_h) > trial_h {
                return Err(PlanError::WindowBeyondTrial);
            }
        }
        Method::SingleDoses { doses: list } => {
            if trial.prompts.tolerance_min > DOSE_TOLERANCE_MAX_MIN {
                return Err(PlanError::Tolerance);
            }
            doses(trial.baseline_from, list)?;
        }
    }
    Ok(())
}

fn in_order(from: Moment, until: Moment) -> Result<(), PlanError> {
    in_calendar(until)?;
    // on both clocks, so that the baseline's prompts lie before the trial's
    if from.utc_ms >= until.utc_ms || from.local() >= until.local() {
        return Err(PlanError::BaselineAfterStart);
    }
    Ok(())
}

fn baseline(from: Moment, until: Moment) -> Result<(), PlanError> {
    in_order(from, until)?;
    if until.utc_ms - from.utc_ms > BASELINE_MAX_MS {
        return Err(PlanError::BaselineTooLong);
    }
    Ok(())
}

fn doses(baseline_from: Moment, doses: &[ScreeningDose]) -> Result<(), PlanError> {
    if doses.is_empty() || doses.len() > DOSES_MAX {
        return Err(PlanError::DoseCount);
    }
    for dose in doses {
        if dose.dose_ng == 0 {
            return Err(PlanError::DoseZero);
        }
        in_order(baseline_from, dose.planned)?;
        match dose.state {
            DoseState::Given(at) => in_order(baseline_from, at)?,
            DoseState::Planned | DoseState::NotGiven => {}
        }
    }
    if let Some(first) = doses.first() {
        baseline(baseline_from, first.planned)?;
    }
    let apart = |pair: &[ScreeningDose]| match pair {
        [first, second] => second.planned.utc_ms - first.planned.utc_ms >= DOSE_APART_MS,
        _ => true,
    };
    // what was planned is kept apart; what was given is what happened, in its order
    let given: Vec<_> = doses.iter().filter_map(ScreeningDose::given).collect();
    let in_order = given.is_sorted_by(|first, second| first.utc_ms < second.utc_ms);
    if !in_order || !doses.windows(2).all(apart) {
        return Err(PlanError::DosesOverlap);
    }
    Ok(())
}

fn prompts(prompts: &ClockPrompts) -> Result<(), PlanError> {
    if prompts.times.len() > PROMPTS_MAX {
        return Err(PlanError::TooManyPrompts);
    }
    if !TOLERANCES_MIN.contains(&prompts.tolerance_min) {
        return Err(PlanError::Tolerance);
    }
    let minutes: Vec<u16> = prompts.times.iter().map(|time| time.minutes()).collect();
    let overnight = minutes.first().map(|first| first + DAY_MIN);
    let round: Vec<u16> = minutes.iter().copied().chain(overnight).collect();
    let apart = |first: &u16, second: &u16| *second > first + 2 * prompts.tolerance_min;
    if round.is_sorted_by(apart) {
        Ok(())
    } else {
        Err(PlanError::PromptsTooClose)
    }
}

/// Whether the diary for the years would begin while the trial runs.
fn runs_at(trial: &Trial, long_term: &LongTerm) -> bool {
    match &trial.method {
        Method::Infusion { start, days, .. } => long_term.from.local() < end_of_days(*start, *days),
        Method::SingleDoses { doses } => {
            let last = doses.iter().filter_map(ScreeningDose::given_or_planned);
            let last_utc_ms = last.map(|at| at.utc_ms).max();
            let until_utc_ms =
                last_utc_ms.map_or(trial.baseline_from.utc_ms, |at| at + DOSE_APART_MS);
            long_term.from.utc_ms < until_utc_ms
        }
    }
}
