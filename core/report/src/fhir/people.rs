//! Whose report it is, what it was made with, and where it comes from.

use super::bundle::Bundle;
use super::values::{concept, instant};
use crate::check::Checked;
use serde_json::{Value, json};

/// How other resources refer to these.
pub(super) struct Subjects {
    pub(super) patient: String,
    pub(super) app: String,
    pub(super) pump: Option<String>,
}

/// A patient with no more than the name that they chose, the app, and the pump.
pub(super) fn add(bundle: &mut Bundle, report: Checked<'_>) -> Subjects {
    let mut patient = json!({ "resourceType": "Patient" });
    if let Some(person) = &report.person {
        patient["name"] = json!([{ "text": person }]);
    }
    let patient = bundle.add(patient);
    let app = bundle.add(json!({
        "resourceType": "Device",
        "deviceName": [{ "name": "Cisterna", "type": "user-friendly-name" }],
        "type": concept("device", "companion", "companion app, not a medical device"),
        "version": [{ "value": report.app_version }],
    }));
    let pump = report.pump.as_ref().map(|pump| {
        let mut device = json!({
            "resourceType": "Device",
            "type": concept("device", "intrathecal_pump", "implanted intrathecal drug pump"),
            "patient": { "reference": patient },
        });
        if let Some(serial) = &pump.serial {
            device["serialNumber"] = Value::from(serial.as_str());
        }
        bundle.add(device)
    });
    Subjects { patient, app, pump }
}

/// Everything so far was told by the person, or read from the pump, and put together by the app.
pub(super) fn add_provenance(bundle: &mut Bundle, report: Checked<'_>, subjects: &Subjects) {
    let targets: Vec<_> = bundle
        .urls()
        .into_iter()
        .map(|url| json!({ "reference": url }))
        .collect();
    let agent = |role: &str, who: &str| {
        let system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
        json!({
            "type": { "coding": [{ "system": system, "code": role }] },
            "who": { "reference": who },
        })
    };
    bundle.add(json!({
        "resourceType": "Provenance",
        "target": targets,
        "recorded": instant(report, report.created),
        "agent": [agent("author", &subjects.patient), agent("assembler", &subjects.app)],
    }));
}
