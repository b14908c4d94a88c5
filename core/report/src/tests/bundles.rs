//! FHIR. The outside judge is HAPI, in `tools/judges`.

use super::{checked, english, texts};
use crate::samples::{baclofen_screening, baseline_zero, empty, heavy, morphine, nameless};
use crate::*;
use cisterna_text::Language;
use serde_json::Value;
use std::collections::BTreeSet;

fn bundle(report: &Report) -> Value {
    let text = fhir_bundle(checked(report), &english());
    serde_json::from_str(&text).expect("it is JSON")
}

fn resources(bundle: &Value, kind: &str) -> Vec<Value> {
    let entries = bundle["entry"].as_array().unwrap();
    let all = entries.iter().map(|it| it["resource"].clone());
    all.filter(|it| it["resourceType"] == kind).collect()
}

fn has_code(resource: &Value, code: &str) -> bool {
    let codings = resource["code"]["coding"].as_array();
    codings.is_some_and(|it| it.iter().any(|it| it["code"] == code))
}

#[test]
fn the_same_report_gives_the_same_bytes_and_another_one_other_ids() {
    let one = fhir_bundle(checked(&morphine()), &english());
    assert_eq!(one, fhir_bundle(checked(&morphine()), &english()));
    let patient = |report: &Report| resources(&bundle(report), "Patient")[0]["id"].clone();
    assert_ne!(
        patient(&nameless()),
        patient(&empty()),
        "two nameless people"
    );
}

#[test]
fn every_reference_leads_to_a_resource_of_the_bundle() {
    for report in [morphine(), empty(), baclofen_screening(), heavy(4, 9)] {
        let bundle = bundle(&report);
        let entries = bundle["entry"].as_array().unwrap();
        let urls: BTreeSet<_> = entries
            .iter()
            .map(|it| it["fullUrl"].as_str().unwrap())
            .collect();
        assert_eq!(urls.len(), entries.len(), "no two have the same name");
        let text = bundle.to_string();
        let references: Vec<_> = text
            .split("\"reference\":\"")
            .skip(1)
            .filter_map(|it| it.split('"').next())
            .collect();
        assert!(!references.is_empty());
        assert!(references.iter().all(|it| urls.contains(it)));
    }
}

/// SR-50
#[test]
fn a_prompt_without_an_answer_says_why_and_has_no_value() {
    let bundle = bundle(&empty());
    let absent: Vec<_> = resources(&bundle, "Observation")
        .into_iter()
        .filter(|it| it["dataAbsentReason"]["coding"][0]["code"] == "unknown")
        .collect();
    assert_eq!(absent.len(), 23 * 4);
    for observation in absent {
        let fields = observation.as_object().unwrap();
        assert!(
            !fields.keys().any(|it| it.starts_with("value")),
            "{observation}"
        );
        assert!(observation["effectiveDateTime"].is_string());
    }
}

#[test]
fn pain_has_its_loinc_code_and_tells_rest_from_motion() {
    let bundle = bundle(&morphine());
    let observations = resources(&bundle, "Observation");
    let pain: Vec<_> = observations
        .iter()
        .filter(|it| has_code(it, "72514-3"))
        .collect();
    let rest = pain.iter().filter(|it| has_code(it, "nrs_rest")).count();
    let motion = pain.iter().filter(|it| has_code(it, "nrs_motion")).count();
    assert_eq!(rest + motion, pain.len());
    assert!(rest > 20 && motion > 20);
    assert_eq!(pain[0]["effectiveDateTime"], "2026-12-01T10:02:00+01:00");
    assert_eq!(pain[0]["valueQuantity"]["value"], 8);
}

/// SR-50
#[test]
fn a_correction_replaces_and_the_first_is_marked_as_an_error() {
    let bundle = bundle(&morphine());
    let with = |status: &str| {
        let all = resources(&bundle, "Observation");
        all.into_iter()
            .filter(|it| it["status"] == status)
            .collect::<Vec<_>>()
    };
    let motion = |all: Vec<Value>| {
        all.into_iter()
            .find(|it| has_code(it, "nrs_motion"))
            .unwrap()
    };
    let (wrong, right) = (motion(with("entered-in-error")), motion(with("corrected")));
    assert_eq!(wrong["effectiveDateTime"], right["effectiveDateTime"]);
    assert_ne!(wrong["issued"], right["issued"]);
    assert_eq!(right["valueQuantity"]["value"], 7);
}

/// SR-41, SR-06
#[test]
fn boluses_have_a_dose_only_where_one_is_known() {
    let bundle = bundle(&morphine());
    let given = resources(&bundle, "MedicationAdministration");
    let boluses = given
        .iter()
        .filter(|it| it["category"]["coding"][0]["code"] == "bolus");
    let told: Vec<_> = boluses
        .map(|it| {
            (
                it["status"].as_str().unwrap(),
                it["dosage"]["dose"]["value"].as_u64(),
            )
        })
        .collect();
    assert_eq!(told.len(), 12);
    assert_eq!(told[3], ("not-done", None));
    assert_eq!(
        told[5],
        ("stopped", Some(12_500)),
        "the most that was given"
    );
    assert_eq!(told[11], ("unknown", None));
    assert_eq!(told[0], ("completed", Some(25_000)));
}

/// SR-45
#[test]
fn a_time_across_an_outage_is_a_period() {
    let text = bundle(&morphine()).to_string();
    assert!(text.contains("the time lies somewhere in the period"));
}

/// SR-50
#[test]
fn relief_is_an_exact_ratio_and_absent_where_undefined() {
    let relief = |report: &Report, measure: &str| {
        let all = resources(&bundle(report), "Observation");
        let result = all.into_iter().find(|it| {
            it["code"]["coding"][0]["system"] == "urn:cisterna:result" && has_code(it, measure)
        });
        let parts = result.unwrap()["component"].as_array().unwrap().clone();
        parts.into_iter().find(|it| has_code(it, "relief")).unwrap()
    };
    let ratio = &relief(&morphine(), "nrs_rest")["valueRatio"];
    assert_eq!(ratio["numerator"]["value"], 237);
    assert_eq!(ratio["denominator"]["value"], 390);
    let zero = relief(&baseline_zero(), "spasm_frequency");
    assert!(zero.get("valueRatio").is_none());
    assert_eq!(
        zero["dataAbsentReason"]["coding"][0]["code"],
        "not-applicable"
    );
    let unasked = relief(&baseline_zero(), "spasm_severity");
    assert_eq!(
        unasked["dataAbsentReason"]["coding"][0]["code"],
        "not-asked"
    );
}

#[test]
fn a_patient_has_no_more_than_the_chosen_name() {
    let patient = &resources(&bundle(&morphine()), "Patient")[0];
    let fields: Vec<_> = patient.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["resourceType", "id", "name"]);
    let text = bundle(&nameless()).to_string();
    assert!(!text.contains("Weber") && !text.contains("CIS-004217"));
}

#[test]
fn codes_are_the_same_in_every_language() {
    let codes = |language| {
        let text = fhir_bundle(checked(&morphine()), &texts(language));
        let bundle: Value = serde_json::from_str(&text).unwrap();
        let all = resources(&bundle, "Observation");
        all.iter()
            .map(|it| it["code"]["coding"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(Language::English), codes(Language::German));
}

#[test]
fn control_characters_never_reach_a_string() {
    let mut report = morphine();
    report.entries[0].versions[0].answers.note = "a\u{0}\u{7}b\nc".to_owned();
    report.oral_medicines[0].name = "\u{1}".to_owned();
    let bundle = bundle(&report);
    let remarks: Vec<_> = resources(&bundle, "Observation")
        .into_iter()
        .filter(|it| has_code(it, "remark"))
        .collect();
    assert_eq!(remarks[0]["valueString"], "ab\nc");
    let medicine = &resources(&bundle, "MedicationStatement")[0];
    assert_eq!(medicine["medicationCodeableConcept"]["text"], "-");
}
