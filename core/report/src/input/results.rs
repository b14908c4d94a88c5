//! What the trial adds up to. SR-50

use super::{Measure, Moment};

/// What became of a set of prompts that are over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Answered on time.
    pub on_time: u32,
    /// Answered late.
    pub late: u32,
    /// Left without an answer on purpose.
    pub skipped: u32,
    /// Not answered by anybody.
    pub missing: u32,
}

impl Share {
    /// All of them.
    pub const fn asked(&self) -> u32 {
        self.answered()
            .saturating_add(self.skipped)
            .saturating_add(self.missing)
    }

    /// Those with an answer, on time or late.
    pub const fn answered(&self) -> u32 {
        self.on_time.saturating_add(self.late)
    }
}

/// Answers added up: their mean as two whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Their sum.
    pub sum: u64,
    /// How many.
    pub count: u32,
}

/// How many prompts have an answer to one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Prompts in which the question came up, or would have.
    pub asked: u32,
    /// Those with an answer that counts.
    pub answered: u32,
}

/// An exact fraction of the baseline, below 0 where it became worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Numerator.
    pub numerator: i64,
    /// Denominator, above 0.
    pub denominator: u64,
}

impl Fraction {
    /// Whether it is at least `percent`, compared exactly.
    pub fn is_at_least(self, percent: u8) -> bool {
        i128::from(self.numerator) * 100 >= i128::from(self.denominator) * i128::from(percent)
    }

    /// In whole percent, rounded down, so that what is shown never reaches a line that the fraction
    /// does not.
    pub fn percent_floor(self) -> i64 {
        let floor = (i128::from(self.numerator) * 100)
            .checked_div_euclid(i128::from(self.denominator))
            .unwrap_or(0);
        i64::try_from(floor).unwrap_or(if floor < 0 { i64::MIN } else { i64::MAX })
    }
}

/// A part of the trial.
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
    /// By which share of the baseline it became better.
    Relief(Fraction),
    /// The baseline is 0: a share of nothing is not defined.
    BaselineZero,
    /// Fewer than half of the prompts of this part were answered.
    NotEnoughData(Part),
    /// The question did not come up in this part, as severity where there were no spasms.
    NotAsked(Part),
}

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureResult {
    /// The measure.
    pub measure: Measure,
    /// Every answer of the baseline.
    pub baseline: Tally,
    /// How many of the baseline's prompts were answered.
    pub baseline_answered: Answered,
    /// The answers that make the result: on time in the result window, or the best after a dose.
    pub result: Tally,
    /// How many of its prompts were answered on time.
    pub result_answered: Answered,
    /// What they say.
    pub outcome: Outcome,
}

/// An answer after a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// Hours after the dose.
    pub hours: u8,
    /// The answer.
    pub value: u8,
}

/// One single dose and what came after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleDose {
    /// Nanograms.
    pub dose_ng: u64,
    /// When it was given; absent where it was not.
    pub given: Option<Moment>,
    /// Each measure apart; empty where it was not given.
    pub measures: Vec<(MeasureResult, Vec<Value>)>,
}

/// What the trial adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    /// Of a continuous infusion.
    Infusion {
        /// False while prompts of the trial are still to come: then this is how it stands.
        complete: bool,
        /// What became of the baseline's prompts.
        baseline: Share,
        /// What became of the trial's prompts.
        trial: Share,
        /// What became of the result window's prompts.
        window: Share,
        /// Each measure apart, in the order of the plan.
        measures: Vec<MeasureResult>,
    },
    /// Of single doses, in their order.
    SingleDoses {
        /// What became of the baseline's prompts.
        baseline: Share,
        /// What became of the trial's prompts.
        trial: Share,
        /// Each dose.
        doses: Vec<SingleDose>,
    },
}

impl Results {
    /// What became of the baseline's prompts.
    pub const fn baseline(&self) -> Share {
        match self {
            Self::Infusion { baseline, .. } | Self::SingleDoses { baseline, .. } => *baseline,
        }
    }

    /// What became of the trial's prompts.
    pub const fn trial(&self) -> Share {
        match self {
            Self::Infusion { trial, .. } | Self::SingleDoses { trial, .. } => *trial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: u64) -> Fraction {
        Fraction {
            numerator,
            denominator,
        }
    }

    /// SR-50
    #[test]
    fn a_line_is_met_exactly_and_not_by_rounding() {
        assert!(fraction(3, 10).is_at_least(30));
        assert!(!fraction(29_999, 100_000).is_at_least(30));
        assert_eq!(fraction(29_999, 100_000).percent_floor(), 29);
        assert_eq!(fraction(1, 2).percent_floor(), 50);
    }

    /// SR-50
    #[test]
    fn worse_is_rounded_away_from_better() {
        assert_eq!(fraction(-1, 3).percent_floor(), -34);
        assert!(!fraction(-1, 3).is_at_least(0));
    }

    #[test]
    fn a_fraction_of_nothing_does_not_panic() {
        assert_eq!(fraction(1, 0).percent_floor(), 0);
    }
}
