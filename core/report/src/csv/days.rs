//! Days.

use super::field;
use crate::check::Checked;
use crate::codes;
use crate::input::{Day, DayDose};

const BEGIN: [&str; 6] = [
    "date",
    "trial_day",
    "prompts_on_time",
    "prompts_late",
    "prompts_skipped",
    "prompts_missing",
];
const END: [&str; 11] = [
    "dose_known",
    "basal_ng",
    "bolus_ng",
    "boluses_asked",
    "boluses_given",
    "boluses_stopped_early",
    "boluses_refused",
    "boluses_uncertain",
    "side_effects",
    "analgesics",
    "corrected",
];

/// Each measure of the plan has two columns: sum and number of its answers, its mean exactly.
pub(super) fn columns(report: Checked<'_>) -> Vec<String> {
    let measures = report.plan.measures.iter().flat_map(|measure| {
        let code = codes::measure(*measure);
        [format!("{code}_sum"), format!("{code}_count")]
    });
    let begin = BEGIN.into_iter().map(str::to_owned);
    begin
        .chain(measures)
        .chain(END.into_iter().map(str::to_owned))
        .collect()
}

pub(super) fn rows(report: Checked<'_>) -> Vec<Vec<String>> {
    report.days.iter().map(|day| row(report, day)).collect()
}

fn row(report: Checked<'_>, day: &Day) -> Vec<String> {
    let prompts = day.prompts;
    let mut row = vec![
        day.date.to_string(),
        field(day.trial_day),
        prompts.on_time.to_string(),
        prompts.late.to_string(),
        prompts.skipped.to_string(),
        prompts.missing.to_string(),
    ];
    for measure in &report.plan.measures {
        let tally = day.tally(*measure);
        row.push(field(tally.map(|it| it.sum)));
        row.push(tally.map_or(0, |it| it.count).to_string());
    }
    let (known, basal_ng, bolus_ng) = match day.dose {
        Some(DayDose::Whole { basal_ng, bolus_ng }) => ("whole", Some(basal_ng), Some(bolus_ng)),
        Some(DayDose::AtLeast { basal_ng, bolus_ng }) => {
            ("at_least", Some(basal_ng), Some(bolus_ng))
        }
        Some(DayDose::NotKnown) => ("not_known", None, None),
        None => ("", None, None),
    };
    let effects = day.side_effects.told().map(|told| {
        let codes: Vec<_> = told.iter().map(|it| codes::side_effect(*it)).collect();
        if codes.is_empty() {
            "none".to_owned()
        } else {
            codes.join("; ")
        }
    });
    row.extend([
        known.to_owned(),
        field(basal_ng),
        field(bolus_ng),
        field(day.boluses.map(|it| it.asked())),
        field(day.boluses.map(|it| it.given)),
        field(day.boluses.map(|it| it.stopped_early)),
        field(day.boluses.map(|it| it.refused)),
        field(day.boluses.map(|it| it.uncertain)),
        field(effects),
        field(day.analgesics.told()),
        day.corrected.to_string(),
    ]);
    row
}
