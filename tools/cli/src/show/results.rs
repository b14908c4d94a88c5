//! What a trial adds up to, in words and for programs. Never a decision. SR-50

use super::plan::moment;
use super::{chart, days};
use crate::local::minute;
use crate::out::Object;
use crate::units::ug;
use crate::wording_diary::{measure, measure_name, part, part_name, phase_name};
use cisterna_core::screens::TrialScreen;
use cisterna_core::trial::{
    Answered, DoseMeasure, DoseResult, InfusionResult, Measure, MeasureResult, Outcome, Phase,
    Relief, Results, Share, Tally,
};
use cisterna_protocol::quantity::Nanograms;
use serde_json::{Map, Value, json};

/// Relief at which a line is told, in percent: clinically important (`PubMed` 11690728) and
/// substantial (IMMPACT 2008).
const LINES_PERCENT: [u8; 2] = [30, 50];
/// What stands under every result.
const CLINIC: &str = "The decision is the clinic's.";

/// The results, each measure apart.
pub(crate) fn text(results: &Results, phase: Phase) -> String {
    let body = match results {
        Results::Infusion(result) => infusion(result),
        Results::SingleDoses {
            lead,
            baseline,
            doses,
        } => single_doses(*lead, baseline, doses, phase),
    };
    format!("\n{body}{CLINIC}\n")
}

fn infusion(result: &InfusionResult) -> String {
    let heading = match (result.ended_early, result.complete) {
        (Some(at), _) => format!("Results; the trial was ended early, {}", minute(at)),
        (None, true) => "Results".to_owned(),
        (None, false) => "Results so far; the trial is not over".to_owned(),
    };
    let format = "%a %Y-%m-%d %H:%M";
    let mut text = format!(
        "{heading}\n  counted from {} until {}\n",
        result.window_from.format(format),
        result.window_until.format(format)
    );
    text.push_str(&answered("before the trial", &result.baseline));
    text.push_str(&answered("in all of the trial", &result.trial));
    text.push_str(&answered("in the hours that count", &result.window));
    for it in &result.measures {
        text.push_str(&measure_text(it, result.lead));
    }
    text
}

/// How many prompts were answered, with what became of the others.
fn answered(when: &str, share: &Share) -> String {
    let mut rest = Vec::new();
    for (count, what) in [
        (share.late, "late"),
        (share.skipped, "skipped"),
        (share.missing, "missing"),
        (share.ahead, "still to come"),
        (share.withdrawn, "no longer asked"),
    ] {
        if count > 0 {
            rest.push(format!("{count} {what}"));
        }
    }
    let rest = if rest.is_empty() {
        String::new()
    } else {
        format!(" ({})", rest.join(", "))
    };
    let (answered, asked) = (share.answered(), share.asked());
    format!("  answered {when:<23}  {answered} of {asked}{rest}\n")
}

fn measure_text(it: &MeasureResult, lead: Measure) -> String {
    let means = format!("{} before, {} now", mean(it.baseline), mean(it.result));
    line(it.measure, lead, &means, it.window_answered, &it.outcome)
}

fn line(it: Measure, lead: Measure, means: &str, share: Answered, outcome: &Outcome) -> String {
    let mark = if it == lead { '*' } else { ' ' };
    format!(
        "{mark} {:<16}  {means:<24}  {} of {} answered\n  {:<16}  {}\n",
        measure(it),
        share.answered,
        share.asked,
        "",
        said(outcome)
    )
}

/// A mean to a tenth, rounded down; a dash where nobody answered.
pub(super) fn mean(tally: Tally) -> String {
    tally.mean_milli().map_or_else(
        || "-".to_owned(),
        |milli| format!("{}.{}", milli / 1_000, milli / 100 % 10),
    )
}

/// What the answers say.
fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Relief(relief) => relief_text(relief),
        Outcome::BaselineZero => {
            "undefined: it was 0 before the trial, and no share of 0 can be told".to_owned()
        }
        Outcome::NotEnoughData(of) => {
            format!(
                "not enough data: fewer than half of the prompts {} were answered",
                part(*of)
            )
        }
        Outcome::NotAsked(of) => format!("undefined: the question did not come up {}", part(*of)),
    }
}

fn relief_text(relief: &Relief) -> String {
    let permille = relief.permille();
    let size = permille.unsigned_abs();
    let change = match permille {
        0 => "unchanged".to_owned(),
        1.. => format!("{}.{} % better", size / 10, size % 10),
        ..0 => format!("{}.{} % worse", size / 10, size % 10),
    };
    let lines = LINES_PERCENT.map(|percent| {
        let reached = if relief.is_at_least(percent) {
            "reached"
        } else {
            "not reached"
        };
        format!("{percent} % {reached}")
    });
    format!("{change}: {}", lines.join(", "))
}

fn single_doses(lead: Measure, baseline: &Share, doses: &[DoseResult], phase: Phase) -> String {
    let mut text = "Results\n".to_owned();
    text.push_str(&answered("before the trial", baseline));
    if doses.is_empty() {
        let why = if phase == Phase::Ended {
            "No dose was given.\n"
        } else {
            "  No dose was given yet.\n"
        };
        text.push_str(why);
    }
    for dose in doses {
        let so_far = if dose.complete { "" } else { ", so far" };
        text.push_str(&format!(
            "Dose {}: {}, {}{so_far}\n",
            u16::from(dose.dose) + 1,
            ug(Nanograms(dose.dose_ng)),
            minute(dose.given)
        ));
        text.push_str(&answered("after the dose", &dose.prompts));
        for it in &dose.measures {
            text.push_str(&dose_text(it, lead));
        }
    }
    text
}

fn dose_text(it: &DoseMeasure, lead: Measure) -> String {
    let best = it.peak.map_or_else(
        || "no best answer".to_owned(),
        |peak| format!("best {} after {} h", peak.value, peak.hours),
    );
    let means = format!("{} before, {best}", mean(it.baseline));
    let mut text = line(it.measure, lead, &means, it.answered, &it.outcome);
    if !it.values.is_empty() {
        let value = |at: &cisterna_core::trial::Peak| format!("{} h: {}", at.hours, at.value);
        let values: Vec<String> = it.values.iter().map(value).collect();
        text.push_str(&format!("  {:<16}  {}\n", "", values.join(", ")));
    }
    text
}

/// The whole screen for programs, but the plan.
pub(crate) fn screen_object(screen: &TrialScreen) -> Object {
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put("phase", phase_name(screen.phase).into());
    put("results", screen.results.as_ref().map(results).into());
    put("days", screen.days.iter().map(days::object).collect());
    put("unplaced_ng", screen.unplaced_ng.into());
    put("charts", screen.charts.iter().map(chart::object).collect());
    put("from_utc_ms", screen.span.from_utc_ms.into());
    put("until_utc_ms", screen.span.until_utc_ms.into());
    object
}

fn results(results: &Results) -> Value {
    match results {
        Results::Infusion(it) => json!({
            "kind": "infusion",
            "lead": measure_name(it.lead),
            "complete": it.complete,
            "ended_early": it.ended_early.map(moment),
            "window_from": it.window_from.format("%Y-%m-%dT%H:%M").to_string(),
            "window_until": it.window_until.format("%Y-%m-%dT%H:%M").to_string(),
            "baseline": share(&it.baseline),
            "trial": share(&it.trial),
            "window": share(&it.window),
            "measures": it.measures.iter().map(|it| json!({
                "measure": measure_name(it.measure),
                "baseline": tally(it.baseline),
                "baseline_answered": answered_object(it.baseline_answered),
                "result": tally(it.result),
                "result_answered": answered_object(it.window_answered),
                "outcome": outcome(&it.outcome),
            })).collect::<Vec<_>>(),
        }),
        Results::SingleDoses {
            lead,
            baseline,
            doses,
        } => json!({
            "kind": "single_doses",
            "lead": measure_name(*lead),
            "baseline": share(baseline),
            "doses": doses.iter().map(dose).collect::<Vec<_>>(),
        }),
    }
}

fn dose(it: &DoseResult) -> Value {
    let measures = it.measures.iter().map(|it| {
        json!({
            "measure": measure_name(it.measure),
            "baseline": tally(it.baseline),
            "baseline_answered": answered_object(it.baseline_answered),
            "result_answered": answered_object(it.answered),
            "values": it.values.iter().copied().map(peak).collect::<Vec<_>>(),
            "best": it.peak.map(peak),
            "outcome": outcome(&it.outcome),
        })
    });
    json!({
        "dose": u16::from(it.dose) + 1,
        "dose_ng": it.dose_ng,
        "given": moment(it.given),
        "complete": it.complete,
        "prompts": share(&it.prompts),
        "measures": measures.collect::<Vec<_>>(),
    })
}

fn peak(it: cisterna_core::trial::Peak) -> Value {
    json!({"hours": it.hours, "value": it.value})
}

/// What became of prompts.
pub(super) fn share(it: &Share) -> Value {
    json!({
        "planned": it.planned(),
        "asked": it.asked(),
        "answered": it.answered(),
        "answered_permille": it.answered_permille(),
        "on_time": it.on_time,
        "late": it.late,
        "skipped": it.skipped,
        "missing": it.missing,
        "ahead": it.ahead,
        "withdrawn": it.withdrawn,
    })
}

fn answered_object(it: Answered) -> Value {
    json!({"asked": it.asked, "answered": it.answered})
}

/// Sum and number: the mean is theirs, exactly. No mean of nothing.
pub(super) fn tally(it: Tally) -> Value {
    json!({"sum": it.sum, "count": it.count, "mean_milli": it.mean_milli()})
}

fn outcome(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Relief(relief) => json!({
            "kind": "relief",
            "permille": relief.permille(),
            "at_least_30_percent": relief.is_at_least(30),
            "at_least_50_percent": relief.is_at_least(50),
        }),
        Outcome::BaselineZero => json!({"kind": "undefined", "because": "baseline_zero"}),
        Outcome::NotAsked(of) => {
            json!({"kind": "undefined", "because": "not_asked", "part": part_name(*of)})
        }
        Outcome::NotEnoughData(of) => {
            json!({"kind": "not_enough_data", "part": part_name(*of)})
        }
    }
}
