//! The diary as observations, and medicines by mouth as statements.

use super::bundle::Bundle;
use super::people::Subjects;
use super::values::{absent, coding, concept, date_time, instant, score};
use crate::check::Checked;
use crate::codes;
use crate::input::{Answer, Entry, Measure, OralMedicine, SideEffect, Timing, Version};
use crate::names;
use cisterna_text::{Texts, without_isolates};
use serde_json::{Value, json};

/// Pain severity, 0-10 verbal numeric rating, reported. Rest and motion are told apart by our code.
const LOINC_NRS: &str = "72514-3";
const LOINC: &str = "http://loinc.org";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

pub(super) fn add(bundle: &mut Bundle, report: Checked<'_>, texts: &Texts, subjects: &Subjects) {
    for entry in &report.entries {
        if entry.versions.is_empty() {
            for measure in &report.plan.measures {
                bundle.add(missing(report, texts, subjects, entry, *measure));
            }
        }
        for (place, version) in entry.versions.iter().enumerate() {
            let status = match (place + 1 == entry.versions.len(), place) {
                (false, _) => "entered-in-error",
                (true, 0) => "final",
                (true, _) => "corrected",
            };
            for observation in said(report, texts, subjects, (entry, version, status)) {
                bundle.add(observation);
            }
        }
    }
    for medicine in &report.oral_medicines {
        bundle.add(statement(subjects, medicine));
    }
}

/// An observation without its value.
fn observation(subjects: &Subjects, status: &str, code: &Value) -> Value {
    json!({
        "resourceType": "Observation",
        "status": status,
        "category": [{ "coding": [{ "system": CATEGORY, "code": "survey" }] }],
        "code": code,
        "subject": { "reference": subjects.patient },
    })
}

pub(super) fn code_of(texts: &Texts, measure: Measure) -> Value {
    let own = coding("measure", codes::measure(measure));
    let codings = match measure {
        Measure::NrsRest | Measure::NrsMotion => {
            vec![json!({ "system": LOINC, "code": LOINC_NRS }), own]
        }
        Measure::SpasmFrequency | Measure::SpasmSeverity | Measure::Function | Measure::Sleep => {
            vec![own]
        }
    };
    let words = without_isolates(&names::measure_with_scale(texts, measure));
    json!({ "coding": codings, "text": words })
}

/// A prompt that nobody answered. SR-50
fn missing(
    report: Checked<'_>,
    texts: &Texts,
    subjects: &Subjects,
    entry: &Entry,
    measure: Measure,
) -> Value {
    let mut it = observation(subjects, "final", &code_of(texts, measure));
    if let Some(due) = entry.due {
        it["effectiveDateTime"] = date_time(report, due).into();
    }
    it["performer"] = json!([{ "reference": subjects.patient }]);
    it["dataAbsentReason"] = absent("unknown");
    it["component"] = json!([timing(entry.timing)]);
    it
}

fn timing(timing: Timing) -> Value {
    json!({
        "code": { "coding": [coding("entry", "timing")] },
        "valueCodeableConcept": { "coding": [coding("timing", codes::timing(timing))] },
    })
}

/// Everything that one saved state of an entry says.
fn said(
    report: Checked<'_>,
    texts: &Texts,
    subjects: &Subjects,
    (entry, version, status): (&Entry, &Version, &str),
) -> Vec<Value> {
    let first = entry.versions.first().unwrap_or(version);
    let with_time = |code: Value| {
        let mut it = observation(subjects, status, &code);
        // a correction keeps the time of what it corrects
        it["effectiveDateTime"] = date_time(report, first.saved).into();
        it["issued"] = instant(report, version.saved).into();
        it["performer"] = json!([{ "reference": subjects.patient }]);
        it
    };
    let answers = &version.answers;
    let mut all = Vec::new();
    for measure in Measure::ALL {
        let mut it = with_time(code_of(texts, measure));
        match answers.of(measure) {
            Answer::Given(value) => it["valueQuantity"] = score(value),
            Answer::Skipped => it["dataAbsentReason"] = absent("asked-declined"),
            Answer::NotAsked => continue,
        }
        it["component"] = json!([timing(entry.timing)]);
        all.push(it);
    }
    let words = |effect: SideEffect| without_isolates(&names::side_effect(texts, effect));
    for effect in answers.side_effects.told().into_iter().flatten() {
        let mut it = with_time(json!({ "coding": [coding("entry", "side_effect")] }));
        let code = codes::side_effect(*effect);
        it["valueCodeableConcept"] = concept("side_effect", code, &words(*effect));
        all.push(it);
    }
    for taken in answers.analgesics.told().into_iter().flatten() {
        let mut it = with_time(json!({ "coding": [coding("entry", "analgesic")] }));
        let name = one_line(&format!("{} {}", taken.name, taken.amount));
        it["valueCodeableConcept"] = json!({ "text": name });
        it["component"] = json!([{
            "code": { "coding": [coding("entry", "times_taken")] },
            "valueInteger": taken.count,
        }]);
        all.push(it);
    }
    if !answers.note.trim().is_empty() {
        let mut it = with_time(json!({ "coding": [coding("entry", "remark")] }));
        it["valueString"] = printable(&answers.note).into();
        all.push(it);
    }
    all
}

fn statement(subjects: &Subjects, medicine: &OralMedicine) -> Value {
    let mut period = json!({ "start": medicine.from.to_string() });
    if let Some(until) = medicine.until {
        period["end"] = until.to_string().into();
    }
    let status = if medicine.until.is_some() {
        "completed"
    } else {
        "active"
    };
    json!({
        "resourceType": "MedicationStatement",
        "status": status,
        "category": { "coding": [coding("medicine_change", codes::change(medicine.change))] },
        "medicationCodeableConcept": { "text": one_line(&medicine.name) },
        "subject": { "reference": subjects.patient },
        "effectivePeriod": period,
        "informationSource": { "reference": subjects.patient },
        "dosage": [{ "text": one_line(&medicine.amount) }],
    })
}

/// FHIR strings hold no control characters but tabs and ends of lines.
fn printable(text: &str) -> String {
    let kept = |it: &char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
    text.chars()
        .filter(kept)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn one_line(text: &str) -> String {
    let printable = printable(text);
    let line = printable.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        "-".to_owned()
    } else {
        line
    }
}
