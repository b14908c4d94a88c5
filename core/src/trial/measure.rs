//! What is measured, on which scale, and in which direction it is better.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// What the therapy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Chronic pain.
    Pain,
    /// Spasticity.
    Spasticity,
}

/// One question of the diary that is answered with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Pain at rest, numeric rating scale, 0 none to 10 the worst imaginable.
    NrsRest,
    /// Pain in motion, numeric rating scale, 0 to 10.
    NrsMotion,
    /// Penn spasm frequency, 0 to 4 (NINDS CDE F1765).
    SpasmFrequency,
    /// Penn spasm severity, 1 to 3; not asked at frequency 0 (NINDS CDE F1765).
    SpasmSeverity,
    /// How far the person's own goal was reached, 0 not at all to 10 in full. The scale is an
    /// assumption, shaped like the numeric rating scale.
    Function,
    /// How well the person slept, 0 not at all to 10 as well as can be. The scale is an assumption,
    /// shaped like the numeric rating scale.
    Sleep,
}

/// Which direction of a measure is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Pain, spasms.
    Lower,
    /// Function, sleep.
    Higher,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::NrsRest,
        Self::NrsMotion,
        Self::SpasmFrequency,
        Self::SpasmSeverity,
        Self::Function,
        Self::Sleep,
    ];

    /// The answers that the scale has.
    pub const fn range(self) -> RangeInclusive<u8> {
        match self {
            Self::NrsRest | Self::NrsMotion | Self::Function | Self::Sleep => 0..=10,
            Self::SpasmFrequency => 0..=4,
            Self::SpasmSeverity => 1..=3,
        }
    }

    /// Which direction is better.
    pub const fn better(self) -> Better {
        match self {
            Self::NrsRest | Self::NrsMotion | Self::SpasmFrequency | Self::SpasmSeverity => {
                Better::Lower
            }
            Self::Function | Self::Sleep => Better::Higher,
        }
    }

    /// Its place in [`Measure::ALL`].
    pub(super) const fn index(self) -> usize {
        match self {
            Self::NrsRest => 0,
            Self::NrsMotion => 1,
            Self::SpasmFrequency => 2,
            Self::SpasmSeverity => 3,
            Self::Function => 4,
            Self::Sleep => 5,
        }
    }
}

impl Purpose {
    /// What a plan of this purpose asks and reports, each apart.
    pub const fn measures(self) -> &'static [Measure] {
        match self {
            Self::Pain => &[
                Measure::NrsRest,
                Measure::NrsMotion,
                Measure::Function,
                Measure::Sleep,
            ],
            Self::Spasticity => &[
                Measure::SpasmFrequency,
                Measure::SpasmSeverity,
                Measure::Function,
                Measure::Sleep,
            ],
        }
    }

    /// The measures that may lead such a plan; the first leads unless another is chosen.
    pub const fn leads(self) -> &'static [Measure] {
        match self {
            Self::Pain => &[Measure::NrsRest, Measure::NrsMotion],
            Self::Spasticity => &[
                Measure::SpasmFrequency,
                Measure::SpasmSeverity,
                Measure::Function,
            ],
        }
    }

    pub(super) const fn first_lead(self) -> Measure {
        match self {
            Self::Pain => Measure::NrsRest,
            Self::Spasticity => Measure::SpasmFrequency,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_stands_at_its_index() {
        for (place, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure.index(), place);
        }
    }

    #[test]
    fn a_lead_is_always_among_the_measures_of_its_purpose() {
        for purpose in [Purpose::Pain, Purpose::Spasticity] {
            assert_eq!(purpose.leads()[0], purpose.first_lead());
            for lead in purpose.leads() {
                assert!(purpose.measures().contains(lead), "{lead:?}");
            }
        }
    }

    #[test]
    fn pain_and_spasms_are_better_when_lower_function_and_sleep_when_higher() {
        let higher = |it: &Measure| it.better() == Better::Higher;
        let higher: Vec<_> = Measure::ALL.into_iter().filter(higher).collect();
        assert_eq!(higher, [Measure::Function, Measure::Sleep]);
    }
}
