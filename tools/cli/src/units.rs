//! Numbers as people write them, and as integers: exact both ways.
//!
//! Responsible for decimals in µg, mL, hours and days. No float takes part: more digits than the
//! smallest unit holds are an error, never rounded.

use cisterna_protocol::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use thiserror::Error;

/// Decimal places of µg in ng.
const UG_PLACES: usize = 3;
/// Decimal places of mL in nL.
const ML_PLACES: usize = 6;

/// Why a text is no such number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecimalError {
    /// Not digits with at most one point.
    #[error("`{0}` is no decimal number such as 10.4 (digits and one point, no exponent)")]
    Shape(String),
    /// More decimal places than the smallest unit holds.
    #[error("`{text}` is finer than {smallest}, the smallest step there is")]
    TooFine {
        /// What was written.
        text: String,
        /// The smallest step.
        smallest: &'static str,
    },
    /// More than the type holds.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// `text` in units of ten to the minus `places`.
fn decimal(text: &str, places: usize, smallest: &'static str) -> Result<u64, DecimalError> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(DecimalError::Shape(text.to_owned()));
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places {
        return Err(DecimalError::TooFine {
            text: text.to_owned(),
            smallest,
        });
    }
    let joined = format!("{whole}{fraction:0<places$}");
    joined
        .parse()
        .map_err(|_| DecimalError::TooLarge(text.to_owned()))
}

fn small(value: u64, text: &str) -> Result<u32, DecimalError> {
    u32::try_from(value).map_err(|_| DecimalError::TooLarge(text.to_owned()))
}

/// A dose in µg, to the nanogram.
///
/// # Errors
/// [`DecimalError`].
pub(crate) fn parse_ug(text: &str) -> Result<Nanograms, DecimalError> {
    decimal(text, UG_PLACES, "1 ng (0.001 µg)").map(Nanograms)
}

/// A dose rate in µg/h, to the nanogram an hour.
///
/// # Errors
/// [`DecimalError`].
pub(crate) fn parse_ug_per_h(text: &str) -> Result<NanogramsPerHour, DecimalError> {
    let value = decimal(text, UG_PLACES, "1 ng/h (0.001 µg/h)")?;
    small(value, text).map(NanogramsPerHour)
}

/// A concentration in µg/mL, to the nanogram a millilitre.
///
/// # Errors
/// [`DecimalError`].
pub(crate) fn parse_ug_per_ml(text: &str) -> Result<NanogramsPerMl, DecimalError> {
    let value = decimal(text, UG_PLACES, "1 ng/mL (0.001 µg/mL)")?;
    small(value, text).map(NanogramsPerMl)
}

/// A volume in mL, to the nanolitre.
///
/// # Errors
/// [`DecimalError`].
pub(crate) fn parse_ml(text: &str) -> Result<Nanolitres, DecimalError> {
    decimal(text, ML_PLACES, "1 nL (0.000001 mL)").map(Nanolitres)
}

/// A whole number.
///
/// # Errors
/// [`DecimalError`].
pub(crate) fn parse_whole(text: &str) -> Result<u32, DecimalError> {
    decimal(text, 0, "1").and_then(|value| small(value, text))
}

/// `value` in units of ten to the minus `places`, all its digits and no more.
fn plain(value: u64, places: usize) -> String {
    let digits = format!("{value:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

/// A dose in µg, exact.
pub(crate) fn ug(dose: Nanograms) -> String {
    format!("{} µg", plain(dose.0, UG_PLACES))
}

/// A dose rate in µg/h, exact.
pub(crate) fn ug_per_h(rate: NanogramsPerHour) -> String {
    format!("{} µg/h", plain(u64::from(rate.0), UG_PLACES))
}

/// A concentration in µg/mL, exact.
pub(crate) fn ug_per_ml(concentration: NanogramsPerMl) -> String {
    format!("{} µg/mL", plain(u64::from(concentration.0), UG_PLACES))
}

/// A volume in mL, exact.
pub(crate) fn ml(volume: Nanolitres) -> String {
    format!("{} mL", plain(volume.0, ML_PLACES))
}

/// A volume in mL to a hundredth, rounded down: never more than there is.
pub(crate) fn ml_floor(volume: Nanolitres) -> String {
    let hundredths = volume.0 / 10_000;
    format!("{}.{:02} mL", hundredths / 100, hundredths % 100)
}

/// A span in words: `3 h 59 min 12 s`.
pub(crate) fn words(span_s: u64) -> String {
    let parts = [
        (span_s / 3_600, "h"),
        (span_s / 60 % 60, "min"),
        (span_s % 60, "s"),
    ];
    spoken(&parts)
}

/// A long span in words, without what does not matter in it: `3 d 4 h`, `2 h 5 min`, `40 s`.
pub(crate) fn words_coarse(span_s: u64) -> String {
    match span_s {
        0..60 => spoken(&[(span_s, "s")]),
        60..86_400 => spoken(&[(span_s / 3_600, "h"), (span_s / 60 % 60, "min")]),
        86_400.. => spoken(&[(span_s / 86_400, "d"), (span_s / 3_600 % 24, "h")]),
    }
}

fn spoken(parts: &[(u64, &str)]) -> String {
    let told: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number} {unit}"))
        .collect();
    if told.is_empty() {
        "0 s".to_owned()
    } else {
        told.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_to_the_last_digit_and_written_back() {
        assert_eq!(parse_ug("10.4"), Ok(Nanograms(10_400)));
        assert_eq!(parse_ug("0.001"), Ok(Nanograms(1)));
        assert_eq!(parse_ug("25.0000"), Ok(Nanograms(25_000)));
        assert_eq!(parse_ml("0.000001"), Ok(Nanolitres(1)));
        assert_eq!(ug(Nanograms(10_400)), "10.4 µg");
        assert_eq!(ug(Nanograms(1)), "0.001 µg");
        assert_eq!(ml(Nanolitres(20_000_000)), "20 mL");
        assert_eq!(ml_floor(Nanolitres(19_999_999)), "19.99 mL");
    }

    #[test]
    fn what_is_finer_than_a_nanogram_is_refused_and_not_rounded() {
        let error = parse_ug("0.0004").unwrap_err();
        assert!(matches!(error, DecimalError::TooFine { .. }), "{error}");
        assert!(error.to_string().contains("1 ng"));
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1.2.3", " 1", "٣",
        ] {
            assert!(
                matches!(parse_ug(text), Err(DecimalError::Shape(_))),
                "{text}"
            );
        }
        assert!(matches!(
            parse_ug("99999999999999999999"),
            Err(DecimalError::TooLarge(_))
        ));
        assert!(matches!(
            parse_ug_per_h("4294968"),
            Err(DecimalError::TooLarge(_))
        ));
    }

    #[test]
    fn spans_are_spoken_without_zeros() {
        assert_eq!(words(14_352), "3 h 59 min 12 s");
        assert_eq!(words(3_600), "1 h");
        assert_eq!(words(0), "0 s");
        assert_eq!(words_coarse(86_400 * 3 + 3_700), "3 d 1 h");
    }
}
