//! Relief as an exact fraction. SR-50
//!
//! Means are never formed: with sums S and counts n, relief = (Sb/nb - Sr/nr) / (Sb/nb) is
//! (Sb*nr - Sr*nb) / (Sb*nr), in integers.

use crate::trial::measure::{Better, Measure};
use std::cmp::Ordering;

/// Answers added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Their sum.
    pub sum: u64,
    /// How many.
    pub count: u32,
}

impl Tally {
    pub(in crate::trial) const fn add(&mut self, value: u8) {
        self.sum = self.sum.saturating_add(value as u64);
        self.count = self.count.saturating_add(1);
    }

    /// The mean in thousandths, rounded down, for showing; `None` of nothing.
    pub const fn mean_milli(&self) -> Option<u64> {
        self.sum
            .saturating_mul(1_000)
            .checked_div(self.count as u64)
    }
}

impl FromIterator<u8> for Tally {
    fn from_iter<I: IntoIterator<Item = u8>>(values: I) -> Self {
        let mut tally = Self::default();
        values.into_iter().for_each(|value| tally.add(value));
        tally
    }
}

/// By how much of the baseline it became better: an exact fraction, below 0 where it became worse.
#[derive(Clone, Copy, Debug)]
pub struct Relief {
    gained: i128,
    of: i128,
}

impl PartialEq for Relief {
    /// Equal as numbers: 1/2 is 2/4.
    fn eq(&self, other: &Self) -> bool {
        self.gained * other.of == other.gained * self.of
    }
}

impl Eq for Relief {}

impl Relief {
    /// From the sums, crosswise. `None` where the baseline is 0 or one of them is empty.
    pub(super) fn between(baseline: Tally, result: Tally, better: Better) -> Option<Self> {
        if baseline.sum == 0 || baseline.count == 0 || result.count == 0 {
            return None;
        }
        let of = i128::from(baseline.sum) * i128::from(result.count);
        let left = i128::from(result.sum) * i128::from(baseline.count);
        let gained = match better {
            Better::Lower => of - left,
            Better::Higher => left - of,
        };
        Some(Self { gained, of })
    }

    /// Numerator of the fraction.
    pub const fn numerator(&self) -> i128 {
        self.gained
    }

    /// Denominator of the fraction, above 0.
    pub const fn denominator(&self) -> i128 {
        self.of
    }

    /// In thousandths, for showing. Rounded down, so that what is shown never reaches a line that
    /// the fraction does not.
    pub fn permille(&self) -> i32 {
        let permille = (self.gained * 1_000).div_euclid(self.of);
        let clamped = permille.clamp(i128::from(i32::MIN), i128::from(i32::MAX));
        i32::try_from(clamped).unwrap_or(i32::MAX)
    }

    /// Whether it is at least `percent`, compared exactly. The lines are at 30 (clinically
    /// important: `PubMed` 11690728) and 50 (substantial: IMMPACT 2008).
    pub fn is_at_least(&self, percent: u8) -> bool {
        (self.gained * 100).cmp(&(self.of * i128::from(percent))) != Ordering::Less
    }
}

/// Which part of the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The baseline.
    Baseline,
    /// The result window, or the prompts after a dose.
    Result,
}

/// What the answers to a measure say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// By how much it became better.
    Relief(Relief),
    /// The baseline is 0: a share of nothing is not defined.
    BaselineZero,
    /// Fewer than half of the prompts of this part were answered.
    NotEnoughData(Part),
    /// The question did not come up in this part, as severity where there were no spasms.
    NotAsked(Part),
}

impl Outcome {
    pub(super) fn of(
        measure: Measure,
        baseline: &super::Baseline,
        result: Tally,
        answered: super::Answered,
    ) -> Self {
        let parts = [
            (Part::Baseline, baseline.tally, baseline.answered),
            (Part::Result, result, answered),
        ];
        for (part, tally, answered) in parts {
            if answered.is_under_half() {
                return Self::NotEnoughData(part);
            }
            if tally.count == 0 {
                return Self::NotAsked(part);
            }
        }
        Relief::between(baseline.tally, result, measure.better())
            .map_or(Self::BaselineZero, Self::Relief)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(sum: u64, count: u32) -> Tally {
        Tally { sum, count }
    }

    fn relief(baseline: Tally, result: Tally) -> Relief {
        Relief::between(baseline, result, Better::Lower).unwrap()
    }

    /// SR-50
    #[test]
    fn the_lines_are_met_exactly_and_not_by_rounding() {
        // 7.0 -> 4.9 is 30 % to the point
        let exact = relief(tally(70, 10), tally(49, 10));
        assert!(exact.is_at_least(30));
        assert_eq!(exact.permille(), 300);
        // one point more over a thousand answers is 29.99 %
        let short = relief(tally(70, 10), tally(4_901, 1_000));
        assert!(!short.is_at_least(30));
        assert_eq!(short.permille(), 299);
        assert!(relief(tally(8, 1), tally(4, 1)).is_at_least(50));
        assert!(!relief(tally(8, 1), tally(4_001, 1_000)).is_at_least(50));
    }

    /// SR-50
    #[test]
    fn thirds_do_not_drift() {
        // 10/3 -> 7/3: exactly 3/10
        let relief = relief(tally(10, 3), tally(7, 3));
        assert_eq!((relief.numerator(), relief.denominator()), (9, 30));
        assert!(relief.is_at_least(30));
    }

    #[test]
    fn worse_is_below_zero_and_function_counts_upwards() {
        let worse = relief(tally(4, 1), tally(5, 1));
        assert_eq!(worse.permille(), -250);
        assert!(!worse.is_at_least(0));
        let slightly = relief(tally(3, 1), tally(10, 3));
        assert_eq!(slightly.permille(), -112); // -1/9 rounded down
        let function = Relief::between(tally(4, 1), tally(6, 1), Better::Higher).unwrap();
        assert_eq!(function.permille(), 500);
        assert!(function.is_at_least(50));
    }

    /// SR-50
    #[test]
    fn a_share_of_nothing_is_not_defined() {
        for better in [Better::Lower, Better::Higher] {
            assert!(Relief::between(tally(0, 5), tally(3, 1), better).is_none());
            assert!(Relief::between(tally(0, 0), tally(3, 1), better).is_none());
            assert!(Relief::between(tally(5, 1), tally(0, 0), better).is_none());
        }
    }

    #[test]
    fn the_largest_sums_do_not_overflow() {
        let most = tally(u64::from(u32::MAX) * 10, u32::MAX);
        let all = relief(most, tally(0, u32::MAX));
        assert_eq!(all.permille(), 1_000);
        assert_eq!(relief(most, most).permille(), 0);
    }

    proptest! {
        /// SR-50: the shown number and the exact comparison never contradict each other
        #[test]
        fn permille_reaches_a_line_exactly_when_the_fraction_does(
            baseline in 1_u64..100_000,
            nb in 1_u32..10_000,
            result in 0_u64..100_000,
            nr in 1_u32..10_000,
            percent in 0_u8..=100,
        ) {
            let relief = relief(tally(baseline, nb), tally(result, nr));
            let shown = relief.permille() >= i32::from(percent) * 10;
            prop_assert_eq!(relief.is_at_least(percent), shown);
        }

        /// Answers repeated k times give the same relief.
        #[test]
        fn relief_depends_on_means_alone(
            baseline in 1_u64..1_000, nb in 1_u32..100,
            result in 0_u64..1_000, nr in 1_u32..100, times in 1_u32..50,
        ) {
            let once = relief(tally(baseline, nb), tally(result, nr));
            let often = tally(result * u64::from(times), nr * times);
            prop_assert_eq!(once, relief(tally(baseline, nb), often));
        }
    }
}
