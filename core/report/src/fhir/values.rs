//! Small parts of resources: times, codes, amounts.

use crate::check::Checked;
use crate::input::{Fraction, Moment, Tally, When};
use serde_json::{Value, json};

const UCUM: &str = "http://unitsofmeasure.org";

/// With the offset of the person's clock. SR-49
pub(super) fn date_time(report: Checked<'_>, moment: Moment) -> String {
    let local = report.local(moment).format("%Y-%m-%dT%H:%M:%S");
    format!("{local}{}", offset(moment.offset_s))
}

/// An instant to the millisecond.
pub(super) fn instant(report: Checked<'_>, moment: Moment) -> String {
    let local = report.local(moment).format("%Y-%m-%dT%H:%M:%S%.3f");
    format!("{local}{}", offset(moment.offset_s))
}

/// Whole minutes, as FHIR has them; no zone has had seconds for a century.
fn offset(offset_s: i32) -> String {
    let sign = if offset_s < 0 { '-' } else { '+' };
    let minutes = offset_s.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A time on the pump: an instant, or the span in which it lies. SR-45
pub(super) fn effective(report: Checked<'_>, resource: &mut Value, when: When) {
    match when {
        When::At(moment) => resource["effectiveDateTime"] = date_time(report, moment).into(),
        When::Within(span) => {
            resource["effectivePeriod"] = json!({
                "start": date_time(report, span.from),
                "end": date_time(report, span.until),
            });
        }
    }
}

/// A code of our own.
pub(super) fn coding(system: &str, code: &str) -> Value {
    json!({ "system": format!("urn:cisterna:{system}"), "code": code })
}

/// A code of our own with its words.
pub(super) fn concept(system: &str, code: &str, words: &str) -> Value {
    json!({ "coding": [coding(system, code)], "text": words })
}

/// Why there is no value, by the codes of the standard.
pub(super) fn absent(code: &str) -> Value {
    let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    json!({ "coding": [{ "system": system, "code": code }] })
}

/// An amount of drug, exact.
pub(super) fn nanograms(ng: u64) -> Value {
    json!({ "value": ng, "unit": "ng", "system": UCUM, "code": "ng" })
}

/// A point on a scale.
pub(super) fn score(value: u8) -> Value {
    json!({ "value": value, "unit": "{score}", "system": UCUM, "code": "{score}" })
}

/// A mean as sum and number, exact.
pub(super) fn mean(tally: Tally) -> Value {
    json!({ "numerator": { "value": tally.sum }, "denominator": { "value": tally.count } })
}

/// A share, exact.
pub(super) fn share(fraction: Fraction) -> Value {
    json!({
        "numerator": { "value": fraction.numerator },
        "denominator": { "value": fraction.denominator },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_sign_hours_and_minutes() {
        assert_eq!(offset(0), "+00:00");
        assert_eq!(offset(3_600), "+01:00");
        assert_eq!(offset(-12_600), "-03:30");
    }
}
