//! Plan and results in the report's terms.

use super::{Spans, moment, moment_at};
use crate::civil::{HOUR_MS, TimeOfDay};
use crate::trial::{
    Answered, Diary, DoseMeasure, Measure, MeasureResult, Method, Outcome, Part, Phase, Purpose,
    Relief, Results, ScreeningDose, Share, SlotState, Tally, Trial, Zones,
};
use cisterna_protocol::prescription::Drug;
use cisterna_report as out;

/// After a single dose the person is asked for this long.
const AFTER_DOSE_MS: i64 = 24 * HOUR_MS;

pub(super) fn spans(trial: &Trial, zones: &Zones) -> Spans {
    let (from, until) = match &trial.method {
        Method::Infusion { start, days, .. } => {
            let last = start
                .date()
                .checked_add_days(chrono::Days::new(u64::from(*days)));
            let last = last.unwrap_or_else(|| start.date());
            let until_ms = zones.instant_of(last, TimeOfDay::MIDNIGHT);
            (moment(*start), moment_at(zones, until_ms))
        }
        Method::SingleDoses { doses } => {
            let at = |dose: &ScreeningDose| dose.given().unwrap_or(dose.planned);
            let times = doses.iter().map(at);
            let first = times.clone().min_by_key(|it| it.utc_ms);
            let first = first.unwrap_or(trial.baseline_from);
            let last = times.map(|it| it.utc_ms).max().unwrap_or(first.utc_ms);
            (moment(first), moment_at(zones, last + AFTER_DOSE_MS))
        }
    };
    Spans {
        baseline: out::Span {
            from: moment(trial.baseline_from),
            until: from,
        },
        trial: out::Span { from, until },
    }
}

pub(super) fn method(method: &Method, results: &Results, zones: &Zones) -> out::Method {
    match (method, results) {
        (Method::Infusion { days, window_h, .. }, Results::Infusion(result)) => {
            let at = |local: crate::civil::DateTime| {
                let minutes = crate::civil::minute_of_day(local.time());
                moment_at(zones, zones.instant_of(local.date(), minutes))
            };
            out::Method::Infusion {
                days: *days,
                window: out::Span {
                    from: at(result.window_from),
                    until: at(result.window_until),
                },
                window_h: *window_h,
            }
        }
        (Method::Infusion { .. } | Method::SingleDoses { .. }, _) => out::Method::SingleDoses,
    }
}

pub(super) const fn ended_early(results: &Results) -> Option<out::Moment> {
    match results {
        Results::Infusion(result) => match result.ended_early {
            Some(at) => Some(moment(at)),
            None => None,
        },
        Results::SingleDoses { .. } => None,
    }
}

pub(super) fn results(results: &Results, diary: &Diary<'_>, method: &Method) -> out::Results {
    match results {
        Results::Infusion(it) => out::Results::Infusion {
            complete: it.complete,
            baseline: share(&it.baseline),
            trial: share(&it.trial),
            window: share(&it.window),
            measures: it.measures.iter().map(measure_result).collect(),
        },
        Results::SingleDoses {
            baseline, doses, ..
        } => {
            let planned: &[ScreeningDose] = match method {
                Method::SingleDoses { doses } => doses,
                Method::Infusion { .. } => &[],
            };
            let single = |(dose, number): (&ScreeningDose, u8)| out::SingleDose {
                dose_ng: dose.dose_ng,
                given: dose.given().map(moment),
                measures: doses
                    .iter()
                    .find(|it| it.dose == number)
                    .map_or_else(Vec::new, |it| {
                        it.measures.iter().map(dose_measure).collect()
                    }),
            };
            out::Results::SingleDoses {
                baseline: share(baseline),
                trial: trial_share(diary),
                doses: planned.iter().zip(0_u8..).map(single).collect(),
            }
        }
    }
}

/// What became of the prompts after all doses.
fn trial_share(diary: &Diary<'_>) -> out::Share {
    let of_trial = diary
        .slots()
        .iter()
        .filter(|it| it.slot.phase == Phase::Trial);
    let mut sum = out::Share::default();
    for view in of_trial {
        match view.state {
            SlotState::AnsweredOnTime => sum.on_time += 1,
            SlotState::AnsweredLate => sum.late += 1,
            SlotState::Skipped => sum.skipped += 1,
            SlotState::Missing => sum.missing += 1,
            SlotState::Upcoming | SlotState::Open | SlotState::Withdrawn => {}
        }
    }
    sum
}

pub(super) const fn share(it: &Share) -> out::Share {
    out::Share {
        on_time: it.on_time,
        late: it.late,
        skipped: it.skipped,
        missing: it.missing,
    }
}

pub(super) const fn tally(it: Tally) -> out::Tally {
    out::Tally {
        sum: it.sum,
        count: it.count,
    }
}

const fn answered(it: Answered) -> out::Answered {
    out::Answered {
        asked: it.asked,
        answered: it.answered,
    }
}

fn measure_result(it: &MeasureResult) -> out::MeasureResult {
    out::MeasureResult {
        measure: measure(it.measure),
        baseline: tally(it.baseline),
        baseline_answered: answered(it.baseline_answered),
        result: tally(it.result),
        result_answered: answered(it.window_answered),
        outcome: outcome(it.outcome),
    }
}

fn dose_measure(it: &DoseMeasure) -> (out::MeasureResult, Vec<out::Value>) {
    let value = |value: &crate::trial::Peak| out::Value {
        hours: value.hours,
        value: value.value,
    };
    let peak = it.peak.map(|peak| peak.value).into_iter().collect();
    let result = out::MeasureResult {
        measure: measure(it.measure),
        baseline: tally(it.baseline),
        baseline_answered: answered(it.baseline_answered),
        result: tally(peak),
        result_answered: answered(it.answered),
        outcome: outcome(it.outcome),
    };
    (result, it.values.iter().map(value).collect())
}

fn outcome(it: Outcome) -> out::Outcome {
    let part = |part| match part {
        Part::Baseline => out::Part::Baseline,
        Part::Result => out::Part::Result,
    };
    match it {
        Outcome::Relief(relief) => out::Outcome::Relief(fraction(relief)),
        Outcome::BaselineZero => out::Outcome::BaselineZero,
        Outcome::NotEnoughData(of) => out::Outcome::NotEnoughData(part(of)),
        Outcome::NotAsked(of) => out::Outcome::NotAsked(part(of)),
    }
}

/// Sums of a few hundred answers of at most 10 fit a hundred times over.
fn fraction(relief: Relief) -> out::Fraction {
    out::Fraction {
        numerator: i64::try_from(relief.numerator()).unwrap_or(i64::MIN),
        denominator: u64::try_from(relief.denominator()).unwrap_or(1),
    }
}

pub(super) const fn purpose(it: Purpose) -> out::Purpose {
    match it {
        Purpose::Pain => out::Purpose::Pain,
        Purpose::Spasticity => out::Purpose::Spasticity,
    }
}

pub(super) const fn drug(it: Drug) -> out::Drug {
    match it {
        Drug::Baclofen => out::Drug::Baclofen,
        Drug::Morphine => out::Drug::Morphine,
        Drug::Ziconotide => out::Drug::Ziconotide,
    }
}

pub(super) const fn measure(it: Measure) -> out::Measure {
    match it {
        Measure::NrsRest => out::Measure::NrsRest,
        Measure::NrsMotion => out::Measure::NrsMotion,
        Measure::SpasmFrequency => out::Measure::SpasmFrequency,
        Measure::SpasmSeverity => out::Measure::SpasmSeverity,
        Measure::Function => out::Measure::Function,
        Measure::Sleep => out::Measure::Sleep,
    }
}
