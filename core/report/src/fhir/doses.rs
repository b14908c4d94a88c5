//! What was given: each bolus, each day's basal, each single dose.

use super::bundle::Bundle;
use super::people::Subjects;
use super::values::{coding, concept, date_time, effective, nanograms};
use crate::check::Checked;
use crate::codes;
use crate::input::{Bolus, BolusState, Day, DayDose, Origin, Results, When};
use crate::names;
use cisterna_text::{Texts, without_isolates};
use serde_json::{Value, json};

pub(super) fn add(bundle: &mut Bundle, report: Checked<'_>, texts: &Texts, subjects: &Subjects) {
    let drug = bundle.drug.or(report.pump.as_ref().map(|it| it.drug));
    let medication = drug.map_or_else(
        || json!({ "text": without_isolates(&texts.report_not_known()) }),
        |drug| {
            let words = without_isolates(&names::drug(texts, drug));
            concept("drug", codes::drug(drug), &words)
        },
    );
    let given = Given {
        medication,
        subjects,
    };
    for day in &report.days {
        if let Some(resource) = given.day(day) {
            bundle.add(resource);
        }
    }
    for bolus in &report.boluses {
        bundle.add(given.bolus(report, bolus));
    }
    if let Results::SingleDoses { doses, .. } = &report.results {
        for (dose, at) in doses.iter().filter_map(|it| Some((it.dose_ng, it.given?))) {
            let mut it = given.resource("completed", "single_dose");
            it["effectiveDateTime"] = date_time(report, at).into();
            it["dosage"] = dosage(dose, None);
            bundle.add(it);
        }
    }
}

struct Given<'a> {
    medication: Value,
    subjects: &'a Subjects,
}

impl Given<'_> {
    fn resource(&self, status: &str, kind: &str) -> Value {
        let mut it = json!({
            "resourceType": "MedicationAdministration",
            "status": status,
            "category": { "coding": [coding("dose", kind)] },
            "medicationCodeableConcept": self.medication,
            "subject": { "reference": self.subjects.patient },
        });
        if let Some(pump) = &self.subjects.pump {
            it["device"] = json!([{ "reference": pump }]);
        }
        it
    }

    /// The basal of a day; boluses stand for themselves. Nothing where nothing is known of it.
    fn day(&self, day: &Day) -> Option<Value> {
        let (basal_ng, status, text) = match day.dose? {
            DayDose::Whole { basal_ng, .. } => (basal_ng, "completed", None),
            DayDose::AtLeast { basal_ng, .. } => (
                basal_ng,
                "unknown",
                Some("at least; parts of the log are missing"),
            ),
            DayDose::NotKnown => return None,
        };
        let mut it = self.resource(status, "basal_of_day");
        let date = day.date.to_string();
        it["effectivePeriod"] = json!({ "start": date, "end": date });
        it["dosage"] = dosage(basal_ng, text.map(str::to_owned));
        Some(it)
    }

    /// A refused one is `not-done`, one that is not known yet is `unknown` and has no dose. SR-41
    fn bolus(&self, report: Checked<'_>, bolus: &Bolus) -> Value {
        let (status, dosage) = match bolus.state {
            BolusState::Given { given_ng } => ("completed", Some(dosage(given_ng, None))),
            BolusState::StoppedEarly { least_ng, most_ng } => {
                let text = format!("stopped early: at least {least_ng} ng, at most {most_ng} ng");
                ("stopped", Some(dosage(most_ng, Some(text))))
            }
            BolusState::Running => ("in-progress", None),
            BolusState::Refused => ("not-done", None),
            BolusState::Uncertain => ("unknown", None),
        };
        let mut it = self.resource(status, "bolus");
        it["statusReason"] = json!([{
            "coding": [coding("bolus", codes::bolus(bolus.state))],
        }]);
        match bolus.when {
            when @ When::At(_) => effective(report, &mut it, when),
            when @ When::Within(_) => {
                effective(report, &mut it, when);
                let text = "the time lies somewhere in the period";
                it["note"] = json!([{ "text": text }]);
            }
        }
        if let Some(dosage) = dosage {
            it["dosage"] = dosage;
        }
        let actor = match bolus.origin {
            Origin::Phone => json!({ "reference": self.subjects.patient }),
            Origin::Clinician => json!({ "display": "clinic" }),
        };
        let origin = coding("origin", codes::origin(bolus.origin));
        it["performer"] = json!([{ "function": { "coding": [origin] }, "actor": actor }]);
        it
    }
}

fn dosage(dose_ng: u64, text: Option<String>) -> Value {
    let mut it = json!({ "route": { "text": "intrathecal" }, "dose": nanograms(dose_ng) });
    if let Some(text) = text {
        it["text"] = text.into();
    }
    it
}
