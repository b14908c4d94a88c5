//! The report as a FHIR R4 bundle.
//!
//! A bundle of type `collection`: what the person kept and chose to hand over. A `document` would
//! be an attested statement of its author, and nobody attests this; the receiving clinic takes from
//! it what it needs. `Provenance` says where it comes from.
//!
//! Responsible for resources, codes and ids that follow from the content, so that the same report
//! gives the same bytes. Codes of others stand only where FACTS names them (LOINC 72514-3); all
//! others are ours, under `urn:cisterna:`. Side effects are observations and no `AdverseEvent`:
//! whether the drug caused them is for the clinic to say. What is missing says so
//! (`dataAbsentReason`), and never carries a value.

mod bundle;
mod diary;
mod doses;
mod people;
mod results;
mod values;

use crate::check::Checked;
use crate::csv::{days_csv, entries_csv};
use bundle::Bundle;
use cisterna_text::Texts;
use serde_json::json;

/// The report as JSON. `texts` gives the displayed words; codes are the same in every language.
pub fn fhir_bundle(report: Checked<'_>, texts: &Texts) -> String {
    let mut seed = vec![entries_csv(report), days_csv(report)];
    seed.push(report.created.utc_ms.to_string());
    seed.extend(report.person.clone());
    seed.extend(report.pump.as_ref().and_then(|it| it.serial.clone()));
    let mut bundle = Bundle::new(&seed, report.plan.drug);
    let subjects = people::add(&mut bundle, report);
    diary::add(&mut bundle, report, texts, &subjects);
    results::add(&mut bundle, report, texts, &subjects);
    doses::add(&mut bundle, report, texts, &subjects);
    people::add_provenance(&mut bundle, report, &subjects);
    let identifier = bundle.identifier();
    let value = json!({
        "resourceType": "Bundle",
        "identifier": { "system": "urn:ietf:rfc:3986", "value": identifier },
        "type": "collection",
        "timestamp": values::instant(report, report.created),
        "entry": bundle.into_entries(),
    });
    format!("{value:#}\n")
}
