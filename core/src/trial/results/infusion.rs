//! The result of a continuous infusion: the last hours of its plan against the baseline. SR-50

use super::{InfusionResult, MeasureResult, Outcome};
use crate::civil::{DateTime, Moment};
use crate::trial::diary::{Diary, SlotView};
use crate::trial::phase::Phase;
use crate::trial::plan::end_of_days;
use crate::trial::slots::civil_of;
use chrono::TimeDelta;

pub(super) fn result(diary: &Diary<'_>, start: Moment, days: u8, window_h: u16) -> InfusionResult {
    let spec = diary.plan.spec();
    // on the person's clock, so that neither a zone nor a change of clocks takes a prompt out of it
    let window_until = end_of_days(start, days);
    let window_from = window_until - TimeDelta::hours(i64::from(window_h));
    let window = |view: &SlotView| is_in_window(view, window_from, window_until);
    let of_phase = |phase| diary.share(|view| view.slot.phase == phase);
    let measures = spec.purpose.measures().iter().map(|&measure| {
        let baseline = diary.baseline(measure);
        let (answered, result) = diary.answered(measure, window, |entry| entry.on_time(measure));
        MeasureResult {
            measure,
            baseline: baseline.tally,
            baseline_answered: baseline.answered,
            result,
            window_answered: answered,
            outcome: Outcome::of(measure, &baseline, result, answered),
        }
    });
    let trial = of_phase(Phase::Trial);
    let until = diary.spans.trial_until();
    let over = until.is_some_and(|until| diary.now_utc_ms >= until) && trial.ahead == 0;
    let before_its_end = |at: &Moment| until.is_some_and(|until| at.utc_ms < until);
    let ended = spec.ending.map(|ending| ending.at);
    let ended_early = ended.filter(before_its_end);
    InfusionResult {
        lead: spec.lead,
        complete: over || ended_early.is_some_and(|at| diary.now_utc_ms >= at.utc_ms),
        ended_early,
        window_from,
        window_until,
        baseline: of_phase(Phase::Baseline),
        trial,
        window: diary.share(window),
        measures: measures.collect(),
    }
}

/// By date and time, not by instant; the window may begin before the trial only where the plan was
/// started late, and holds slots of the trial alone.
fn is_in_window(view: &SlotView, from: DateTime, until: DateTime) -> bool {
    let at = civil_of(&view.slot);
    view.slot.phase == Phase::Trial && at.is_some_and(|at| from <= at && at < until)
}
