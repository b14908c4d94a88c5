//! The days of a plan, one row each.

use super::results::{mean, share, tally};
use crate::local::day;
use crate::units::ug;
use crate::wording_diary::{measure_name, side_effect_name};
use cisterna_core::screens::TrialScreen;
use cisterna_core::trial::{DayRow, Measure};
use cisterna_protocol::quantity::Nanograms;
use serde_json::{Map, Value, json};

/// The table: what was asked and answered, means to a tenth, and what was given.
pub(crate) fn text(screen: &TrialScreen) -> String {
    if screen.days.is_empty() {
        return String::new();
    }
    let measures: Vec<Measure> = screen.charts.iter().map(|it| it.measure).collect();
    let mut text = format!("\n  {:<14}  {:<5}  {:<8}", "day", "trial", "answered");
    for it in &measures {
        text.push_str(&format!("  {:>8}", measure_name(*it)));
    }
    text.push_str("  given\n");
    for row in &screen.days {
        text.push_str(&line(row, &measures));
        text.push('\n');
    }
    if screen.unplaced_ng > 0 {
        let amount = ug(Nanograms(screen.unplaced_ng));
        text.push_str(&format!("  On no certain day: {amount}\n"));
    }
    text
}

fn line(row: &DayRow, measures: &[Measure]) -> String {
    let number = row.trial_day.map_or_else(String::new, |it| it.to_string());
    let prompts = format!("{} of {}", row.prompts.answered(), row.prompts.asked());
    let mut line = format!("  {:<14}  {number:<5}  {prompts:<8}", day(row.date));
    for it in measures {
        line.push_str(&format!("  {:>8}", mean(row.tally(*it))));
    }
    line.push_str("  ");
    line.push_str(&given(row));
    line.trim_end().to_owned()
}

fn given(row: &DayRow) -> String {
    let mut given: Vec<String> = Vec::new();
    if let Some(dose) = &row.dose {
        given.push(ug(Nanograms(dose.basal_ng)));
        if dose.boluses > 0 {
            let amount = ug(Nanograms(dose.bolus_ng));
            given.push(format!("{amount} in {} extra doses", dose.boluses));
        }
    }
    let single = row.single_doses.iter();
    given.extend(single.map(|number| format!("dose {}", u16::from(*number) + 1)));
    given.join(" + ")
}

/// A day for programs.
pub(crate) fn object(row: &DayRow) -> Value {
    let mut measures = Map::new();
    for it in Measure::ALL {
        measures.insert(measure_name(it).to_owned(), tally(row.tally(it)));
    }
    let single = row.single_doses.iter();
    json!({
        "date": row.date.to_string(),
        "trial_day": row.trial_day,
        "prompts": share(&row.prompts),
        "spontaneous": row.spontaneous,
        "corrected": row.corrected,
        "clock_suspect": row.clock_suspect,
        "side_effects": row.side_effects.iter().map(|it| side_effect_name(*it)).collect::<Vec<_>>(),
        "analgesics": row.analgesics,
        "measures": measures,
        "dose": row.dose.map(|it| json!({
            "basal_ng": it.basal_ng,
            "bolus_ng": it.bolus_ng,
            "boluses": it.boluses,
        })),
        "single_doses": single.map(|number| u16::from(*number) + 1).collect::<Vec<_>>(),
    })
}
