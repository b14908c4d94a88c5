//! What the trial adds up to, as observations with exact fractions. SR-50

use super::bundle::Bundle;
use super::diary::code_of;
use super::people::Subjects;
use super::values::{absent, coding, concept, date_time, mean, nanograms, share};
use crate::check::Checked;
use crate::codes;
use crate::input::{Answered, MeasureResult, Method, Outcome, Results, Tally};
use crate::phrases;
use cisterna_text::{Texts, without_isolates};
use serde_json::{Value, json};

pub(super) fn add(bundle: &mut Bundle, report: Checked<'_>, texts: &Texts, subjects: &Subjects) {
    match (&report.results, &report.plan.method) {
        (
            Results::Infusion {
                complete, measures, ..
            },
            Method::Infusion { window, .. },
        ) => {
            let status = if *complete { "final" } else { "preliminary" };
            for result in measures {
                let mut it = observation(texts, subjects, result, status);
                it["effectivePeriod"] = json!({
                    "start": date_time(report, window.from),
                    "end": date_time(report, window.until),
                });
                bundle.add(it);
            }
        }
        (Results::SingleDoses { doses, .. }, _) => {
            for dose in doses {
                for (result, _) in &dose.measures {
                    let mut it = observation(texts, subjects, result, "final");
                    if let Some(given) = dose.given {
                        it["effectiveDateTime"] = date_time(report, given).into();
                    }
                    push(&mut it, "dose", "valueQuantity", nanograms(dose.dose_ng));
                    bundle.add(it);
                }
            }
        }
        // checked: the results are of the plan's method
        (Results::Infusion { .. }, Method::SingleDoses) => {}
    }
}

fn observation(texts: &Texts, subjects: &Subjects, result: &MeasureResult, status: &str) -> Value {
    let mut it = json!({
        "resourceType": "Observation",
        "status": status,
        "code": {
            "coding": [coding("result", codes::measure(result.measure))],
            "text": code_of(texts, result.measure)["text"],
        },
        "subject": { "reference": subjects.patient },
        "device": { "reference": subjects.app },
        "component": [],
    });
    for (code, tally) in [
        ("baseline_mean", result.baseline),
        ("result_mean", result.result),
    ] {
        push_mean(&mut it, code, tally);
    }
    push_share(&mut it, "baseline_answered", result.baseline_answered);
    push_share(&mut it, "result_answered", result.result_answered);
    match result.outcome {
        Outcome::Relief(fraction) => push(&mut it, "relief", "valueRatio", share(fraction)),
        Outcome::BaselineZero | Outcome::NotEnoughData(_) => {
            push(
                &mut it,
                "relief",
                "dataAbsentReason",
                absent("not-applicable"),
            );
        }
        Outcome::NotAsked(_) => push(&mut it, "relief", "dataAbsentReason", absent("not-asked")),
    }
    let words = phrases::outcome(texts, result);
    let outcome = codes::outcome(result.outcome);
    push(
        &mut it,
        "outcome",
        "valueCodeableConcept",
        concept("outcome", outcome, &without_isolates(&words)),
    );
    it
}

fn push(observation: &mut Value, code: &str, field: &str, value: Value) {
    let mut component = json!({ "code": { "coding": [coding("result_part", code)] } });
    component[field] = value;
    if let Some(all) = observation["component"].as_array_mut() {
        all.push(component);
    }
}

/// A mean of nothing has no value.
fn push_mean(observation: &mut Value, code: &str, tally: Tally) {
    if tally.count == 0 {
        push(observation, code, "dataAbsentReason", absent("unknown"));
    } else {
        push(observation, code, "valueRatio", mean(tally));
    }
}

fn push_share(observation: &mut Value, code: &str, answered: Answered) {
    let value = json!({
        "numerator": { "value": answered.answered },
        "denominator": { "value": answered.asked },
    });
    if answered.asked == 0 {
        push(observation, code, "dataAbsentReason", absent("not-asked"));
    } else {
        push(observation, code, "valueRatio", value);
    }
}
