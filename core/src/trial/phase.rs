//! The phases of a plan, and which one an instant lies in.

use super::plan::{DOSE_PROMPT_HOURS, Method, Plan, ScreeningDose, end_of_days};
use super::zones::Zones;
use crate::civil::{DateTime, HOUR_MS, MINUTE_MS, TimeOfDay};
use serde::{Deserialize, Serialize};

/// A phase of a plan, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before anything of the plan.
    Before,
    /// Before anything is given.
    Baseline,
    /// While the drug is tried.
    Trial,
    /// After the trial, while nothing else has begun: no prompts, entries are welcome.
    AfterTrial,
    /// The diary for the years.
    LongTerm,
    /// After the end: no prompts, no entries.
    Ended,
}

/// Where the phases begin, in milliseconds since 1970-01-01 UTC; `None` where they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    baseline_from: Option<i64>,
    trial_from: Option<i64>,
    trial_until: Option<i64>,
    long_term_from: Option<i64>,
    ended_from: Option<i64>,
}

impl Spans {
    pub(super) fn of(plan: &Plan, zones: &Zones) -> Self {
        let spec = plan.spec();
        let mut spans = Self {
            long_term_from: spec.long_term.as_ref().map(|it| it.from.utc_ms),
            ended_from: spec.ending.map(|ending| ending.at.utc_ms),
            ..Self::default()
        };
        let Some(trial) = &spec.trial else {
            return spans;
        };
        spans.baseline_from = Some(trial.baseline_from.utc_ms);
        match &trial.method {
            Method::Infusion { start, days, .. } => {
                let end = end_of_days(*start, *days);
                spans.trial_from = Some(start.utc_ms);
                spans.trial_until = Some(instant_of(end, zones));
            }
            Method::SingleDoses { doses } => {
                let first = doses.iter().find_map(ScreeningDose::given);
                spans.trial_from = first.map(|at| at.utc_ms);
                // the baseline goes on until a dose was given, however late that is
                spans.trial_until = first.and_then(|_| {
                    let last = doses.iter().filter_map(ScreeningDose::given_or_planned);
                    let last_utc_ms = last.map(|at| at.utc_ms).max()?;
                    let watched_h = i64::from(*DOSE_PROMPT_HOURS.last()?);
                    let tolerance_ms = i64::from(trial.prompts.tolerance_min) * MINUTE_MS;
                    Some(last_utc_ms + watched_h * HOUR_MS + tolerance_ms)
                });
            }
        }
        spans
    }

    pub(super) fn at(&self, utc_ms: i64) -> Phase {
        let since = |from: Option<i64>| from.is_some_and(|from| utc_ms >= from);
        if since(self.ended_from) {
            Phase::Ended
        } else if since(self.long_term_from) {
            Phase::LongTerm
        } else if since(self.trial_until) {
            Phase::AfterTrial
        } else if since(self.trial_from) {
            Phase::Trial
        } else if since(self.baseline_from) {
            Phase::Baseline
        } else {
            Phase::Before
        }
    }

    /// When the trial is over and its last prompts are.
    pub(super) const fn trial_until(&self) -> Option<i64> {
        self.trial_until
    }

    /// When the plan ended.
    pub(super) const fn ended_from(&self) -> Option<i64> {
        self.ended_from
    }

    /// When the plan begins: the first of its phases.
    pub(super) fn begins(&self) -> Option<i64> {
        self.baseline_from.or(self.long_term_from)
    }
}

/// The instant of a civil time to the minute; seconds are cut off.
fn instant_of(at: DateTime, zones: &Zones) -> i64 {
    zones.instant_of(at.date(), time_of(at))
}

/// The minute of the day.
pub(super) fn time_of(at: DateTime) -> TimeOfDay {
    use chrono::Timelike;
    let minutes = at.hour() * 60 + at.minute();
    let minutes = u16::try_from(minutes).unwrap_or_default();
    TimeOfDay::from_minutes(minutes).unwrap_or(MIDNIGHT)
}

/// 00:00.
pub(super) const MIDNIGHT: TimeOfDay = match TimeOfDay::from_minutes(0) {
    Ok(time) => time,
    Err(_) => panic!("00:00 is a time of day"),
};

impl Plan {
    /// The phase at an instant, milliseconds since 1970-01-01 UTC. `zones` are those that the
    /// person was in: a trial's last day ends with theirs.
    pub fn phase_at(&self, utc_ms: i64, zones: &Zones) -> Phase {
        Spans::of(self, zones).at(utc_ms)
    }
}
