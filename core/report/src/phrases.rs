//! Numbers, lines and reasons in words. SR-50
//!
//! Responsible for what is written of a mean, a relief and a line, from whole numbers. A mean is
//! rounded to the nearest tenth; a relief is rounded down, so that it never seems to reach a line
//! that it does not.

use crate::input::{
    Answered, Better, Fraction, Measure, MeasureResult, Outcome, Part, Share, Tally,
};
use cisterna_text::Texts;

/// Relief at which a line stands, in percent: clinically important (`PubMed` 11690728) and
/// substantial (IMMPACT 2008).
pub(crate) const LINES_PERCENT: [u8; 2] = [30, 50];

/// Nanograms of a microgram, in decimal places.
const MICROGRAM_PLACES: u8 = 3;

/// A mean with one decimal; `None` of nothing.
pub(crate) fn mean(texts: &Texts, tally: Tally) -> Option<String> {
    tenths(tally.sum, tally.count.into()).map(|it| texts.decimal(it, 1))
}

/// numerator / denominator in tenths, to the nearest, halves up.
fn tenths(numerator: u64, denominator: u64) -> Option<i64> {
    let twice = u128::from(denominator) * 2;
    let tenths = (u128::from(numerator) * 20 + u128::from(denominator)).checked_div(twice)?;
    i64::try_from(tenths).ok()
}

/// The value that is `percent` better than the baseline's mean, as a fraction.
pub(crate) fn line(better: Better, baseline: Tally, percent: u8) -> (u64, u64) {
    let kept = match better {
        Better::Lower => 100_u64.saturating_sub(u64::from(percent)),
        Better::Higher => 100 + u64::from(percent),
    };
    let count = u64::from(baseline.count.max(1));
    (baseline.sum.saturating_mul(kept), count.saturating_mul(100))
}

/// Whether that value lies on the measure's scale; where higher is better it can lie beyond.
pub(crate) fn is_on_scale(measure: Measure, baseline: Tally, percent: u8) -> bool {
    let (numerator, denominator) = line(measure.better(), baseline, percent);
    numerator <= u64::from(*measure.range().end()).saturating_mul(denominator)
}

/// That value in words.
pub(crate) fn line_value(texts: &Texts, better: Better, baseline: Tally, percent: u8) -> String {
    let (numerator, denominator) = line(better, baseline, percent);
    tenths(numerator, denominator)
        .map_or_else(|| texts.report_not_known(), |it| texts.decimal(it, 1))
}

/// Whether the baseline is too thin to measure against.
pub(crate) fn is_thin_before(result: &MeasureResult) -> bool {
    matches!(
        result.outcome,
        Outcome::NotEnoughData(Part::Baseline) | Outcome::NotAsked(Part::Baseline)
    )
}

/// Whether lines can be drawn: not at a baseline of 0, and not where it is thin.
pub(crate) fn has_lines(result: &MeasureResult) -> bool {
    !is_thin_before(result) && result.baseline.sum > 0 && result.baseline.count > 0
}

/// Relief of 0 or more, in whole percent.
pub(crate) fn percent(texts: &Texts, fraction: Fraction) -> String {
    texts.percent(permille(fraction.percent_floor())).screen
}

/// By how much it became worse, in whole percent, rounded up.
pub(crate) fn worse(texts: &Texts, fraction: Fraction) -> String {
    texts
        .percent(permille(fraction.percent_floor().saturating_neg()))
        .screen
}

fn permille(percent: i64) -> u32 {
    u32::try_from(percent.max(0).saturating_mul(10)).unwrap_or(u32::MAX)
}

/// Where a relief of 0 or more stands to the lines.
pub(crate) fn standing(texts: &Texts, fraction: Fraction) -> String {
    if fraction.is_at_least(50) {
        texts.report_line_50()
    } else if fraction.is_at_least(30) {
        texts.report_line_30()
    } else {
        texts.report_line_under()
    }
}

/// Why there is no relief; `None` where there is.
pub(crate) fn reason(texts: &Texts, result: &MeasureResult) -> Option<String> {
    let (before, after) = (result.baseline_answered, result.result_answered);
    match result.outcome {
        Outcome::Relief(_) => None,
        Outcome::BaselineZero => Some(texts.report_reason_zero()),
        Outcome::NotEnoughData(Part::Baseline) => {
            Some(texts.report_reason_not_enough_baseline(before.answered, before.asked))
        }
        Outcome::NotEnoughData(Part::Result) => {
            Some(texts.report_reason_not_enough_result(after.answered, after.asked))
        }
        Outcome::NotAsked(Part::Baseline) => Some(texts.report_reason_not_asked_baseline()),
        Outcome::NotAsked(Part::Result) => Some(texts.report_reason_not_asked_result()),
    }
}

/// The outcome in a few words, for a cell.
pub(crate) fn outcome(texts: &Texts, result: &MeasureResult) -> String {
    match result.outcome {
        Outcome::Relief(fraction) if fraction.is_at_least(0) => percent(texts, fraction),
        Outcome::Relief(fraction) => texts.report_relief_worse(worse(texts, fraction)),
        Outcome::BaselineZero => texts.report_relief_undefined(),
        Outcome::NotEnoughData(_) => texts.report_relief_not_enough(),
        Outcome::NotAsked(_) => texts.report_relief_not_asked(),
    }
}

/// "17 of 18 (94 %)", rounded down.
pub(crate) fn share(texts: &Texts, share: Share) -> String {
    let (answered, asked) = (share.answered(), share.asked());
    let permille = (u64::from(answered) * 100)
        .checked_div(asked.into())
        .and_then(|it| u32::try_from(it * 10).ok());
    match permille {
        Some(permille) => texts.report_answered_percent(answered, asked, &texts.percent(permille)),
        None => texts.report_answered(answered, asked),
    }
}

/// "5 of 6", of one measure.
pub(crate) fn answered(texts: &Texts, answered: Answered) -> String {
    texts.report_answered(answered.answered, answered.asked)
}

/// Micrograms without the unit, for columns whose heads name it. Exact.
pub(crate) fn micrograms(texts: &Texts, ng: u64) -> String {
    let (mut value, mut places) = (i64::try_from(ng).unwrap_or(i64::MAX), MICROGRAM_PLACES);
    while places > 0 && value % 10 == 0 {
        value /= 10;
        places -= 1;
    }
    texts.decimal(value, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_text::{Format, HourCycle, Language};

    fn english() -> Texts {
        let hours = HourCycle::H23;
        Texts::new(Language::English, Format { hours })
    }

    fn tally(sum: u64, count: u32) -> Tally {
        Tally { sum, count }
    }

    #[test]
    fn means_are_rounded_to_the_nearest_tenth_and_nothing_has_none() {
        let mean_of = |sum, count| mean(&english(), tally(sum, count));
        assert_eq!(mean_of(67, 9).as_deref(), Some("7.4"));
        assert_eq!(mean_of(5, 100).as_deref(), Some("0.1"));
        assert_eq!(mean_of(4, 100).as_deref(), Some("0.0"));
        assert_eq!(mean_of(0, 0), None);
    }

    /// SR-50
    #[test]
    fn lines_stand_at_the_better_side_of_the_baseline() {
        let texts = english();
        let baseline = tally(74, 10);
        assert_eq!(line_value(&texts, Better::Lower, baseline, 30), "5.2");
        assert_eq!(line_value(&texts, Better::Lower, baseline, 50), "3.7");
        assert_eq!(line_value(&texts, Better::Higher, tally(4, 1), 50), "6.0");
    }

    /// SR-50
    #[test]
    fn the_share_is_rounded_down_so_that_all_means_all() {
        let of = |on_time, missing| Share {
            on_time,
            missing,
            ..Share::default()
        };
        let words = |it| cisterna_text::without_isolates(&share(&english(), it));
        assert_eq!(words(of(999, 1)), "999 of 1000 (99\u{a0}%)");
        assert_eq!(words(of(0, 0)), "0 of 0");
    }

    #[test]
    fn micrograms_are_exact_and_without_empty_decimals() {
        let texts = english();
        assert_eq!(micrograms(&texts, 249_600), "249.6");
        assert_eq!(micrograms(&texts, 25_000), "25");
        assert_eq!(micrograms(&texts, 1), "0.001");
        assert_eq!(micrograms(&texts, 0), "0");
    }
}
