//! A prescription as text, alone or beside another one, and as JSON.

use crate::civil::time_of_day;
use crate::units::{ml, ug, ug_per_h, ug_per_ml, words};
use cisterna_protocol::prescription::{Drug, Prescription};
use serde_json::{Value, json};
use std::fmt::Write;

/// Width of a column of the comparison: three fit 80 characters.
const LABEL: usize = 24;
const COLUMN: usize = 26;
/// Where one of two has nothing to show.
const NOTHING: &str = "-";

/// The drug's name, or its code where this version does not know it.
pub(crate) fn drug_name(code: u8) -> String {
    Drug::from_code(code).map_or_else(|| format!("drug {code}"), |drug| drug.name().to_owned())
}

/// Label and value of everything that a prescription says.
fn rows(prescription: &Prescription) -> Vec<(String, String)> {
    let mut rows = vec![
        ("version".to_owned(), prescription.version.to_string()),
        ("drug".to_owned(), drug_name(prescription.drug)),
        (
            "concentration".to_owned(),
            ug_per_ml(prescription.concentration),
        ),
    ];
    for step in prescription.steps.iter() {
        let span = format!("{}-{}", time_of_day(step.from_s), time_of_day(step.until_s));
        rows.push((format!("usual dose {span}"), ug_per_h(step.rate)));
    }
    rows.extend(bolus_rows(prescription));
    let limit = ug(prescription.window_limit);
    let hours = prescription.window_s / 3_600;
    rows.push((
        "most in a window".to_owned(),
        format!("{limit} in {hours} h"),
    ));
    rows.push(("low-reservoir level".to_owned(), ml(prescription.low_level)));
    rows.push((
        "catheter dead volume".to_owned(),
        ml(prescription.dead_volume),
    ));
    rows
}

fn bolus_rows(prescription: &Prescription) -> Vec<(String, String)> {
    let Some(bolus) = prescription.bolus else {
        return vec![("extra dose".to_owned(), "not allowed".to_owned())];
    };
    let over = words(u64::from(bolus.duration_s));
    vec![
        (
            "extra dose".to_owned(),
            format!("{} over {over}", ug(bolus.dose)),
        ),
        ("waiting time".to_owned(), words(u64::from(bolus.lockout_s))),
        (
            "extra doses at most".to_owned(),
            format!("{} in a window", bolus.max_in_window),
        ),
    ]
}

/// One prescription, a line a value.
pub(crate) fn text(prescription: &Prescription) -> String {
    rows(prescription)
        .iter()
        .fold(String::new(), |mut text, (label, value)| {
            writeln!(text, "  {label:<LABEL$} {value}").expect("a string takes every write");
            text
        })
}

/// The active and the new one side by side; `*` marks what changes.
pub(crate) fn compared(old: Option<&Prescription>, new: &Prescription) -> String {
    let (old, new) = (old.map(rows).unwrap_or_default(), rows(new));
    let mut labels: Vec<&String> = new.iter().map(|(label, _)| label).collect();
    for (label, _) in &old {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut text = format!("  {:<LABEL$}   {:<COLUMN$} {}\n", "", "now", "new");
    for label in labels {
        let (before, after) = (value_of(&old, label), value_of(&new, label));
        let mark = if before == after { ' ' } else { '*' };
        writeln!(text, "{mark} {label:<LABEL$}   {before:<COLUMN$} {after}")
            .expect("a string takes every write");
    }
    text
}

fn value_of<'a>(rows: &'a [(String, String)], label: &str) -> &'a str {
    rows.iter()
        .find(|(of, _)| of == label)
        .map_or(NOTHING, |(_, value)| value)
}

/// The same for programs: integers in the smallest units.
pub(crate) fn object(prescription: &Prescription) -> Value {
    let step = |step: &cisterna_protocol::prescription::Step| json!({"from_s": step.from_s, "until_s": step.until_s, "rate_ng_per_h": step.rate.0});
    let bolus = prescription.bolus.map(|bolus| {
        json!({
            "dose_ng": bolus.dose.0,
            "duration_s": bolus.duration_s,
            "lockout_s": bolus.lockout_s,
            "max_in_window": bolus.max_in_window,
        })
    });
    json!({
        "serial": prescription.serial.as_str(),
        "version": prescription.version,
        "drug": drug_name(prescription.drug),
        "concentration_ng_per_ml": prescription.concentration.0,
        "steps": prescription.steps.iter().map(step).collect::<Vec<_>>(),
        "bolus": bolus,
        "window_s": prescription.window_s,
        "window_limit_ng": prescription.window_limit.0,
        "low_level_nl": prescription.low_level.0,
        "dead_volume_nl": prescription.dead_volume.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::prescription_file::parse;

    const FILE: &str = r#"{"drug": "baclofen", "version": 2, "concentration_ug_per_ml": 500,
        "steps": [{"from": "00:00", "until": "24:00", "rate_ug_per_h": "10.4"}],
        "bolus": null, "window_h": 24, "window_limit_ug": 400, "low_level_ml": 2,
        "dead_volume_ml": "0.2"}"#;

    #[test]
    fn what_changes_is_marked_and_fits_a_narrow_terminal() {
        let new = parse(FILE).unwrap().for_pump("CIS-1").unwrap();
        let mut old = new.clone();
        old.version = 1;
        let text = compared(Some(&old), &new);
        let marked: Vec<_> = text.lines().filter(|line| line.starts_with('*')).collect();
        assert_eq!(marked.len(), 1, "{text}");
        assert!(marked[0].contains("version"));
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(
            compared(None, &new)
                .lines()
                .skip(1)
                .all(|line| line.starts_with('*'))
        );
    }
}
