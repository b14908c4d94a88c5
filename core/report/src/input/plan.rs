//! What was planned.

use super::Moment;
use std::ops::RangeInclusive;

/// What the therapy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Chronic pain.
    Pain,
    /// Spasticity.
    Spasticity,
}

/// The drug of the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drug {
    /// Spasticity.
    Baclofen,
    /// Chronic pain.
    Morphine,
    /// Chronic pain.
    Ziconotide,
}

/// One question that is answered with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Pain at rest, numeric rating scale, 0 none to 10 the worst imaginable.
    NrsRest,
    /// Pain in motion, numeric rating scale, 0 to 10.
    NrsMotion,
    /// Penn spasm frequency, 0 to 4 (NINDS CDE F1765).
    SpasmFrequency,
    /// Penn spasm severity, 1 to 3; not asked at frequency 0 (NINDS CDE F1765).
    SpasmSeverity,
    /// How far the person's own goal was reached, 0 to 10.
    Function,
    /// How well the person slept, 0 to 10.
    Sleep,
}

/// Which direction of a measure is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Better {
    /// Pain, spasms.
    Lower,
    /// Function, sleep.
    Higher,
}

impl Measure {
    /// All of them, in the order in which a report tells them.
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

    /// The measure that stands beside this one in one chart, on the same scale.
    pub(crate) const fn beside(self) -> Option<Self> {
        match self {
            Self::NrsRest => Some(Self::NrsMotion),
            Self::NrsMotion => Some(Self::NrsRest),
            Self::SpasmFrequency => Some(Self::SpasmSeverity),
            Self::SpasmSeverity => Some(Self::SpasmFrequency),
            Self::Function | Self::Sleep => None,
        }
    }
}

/// From an instant to another one, not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Moment,
    /// The first instant after it.
    pub until: Moment,
}

/// The way in which the drug is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// Continuous infusion.
    Infusion {
        /// Planned days of the infusion, 1 or more.
        days: u8,
        /// The result window.
        window: Span,
        /// Its length in hours, as the plan names it.
        window_h: u16,
    },
    /// Single doses, each watched for its peak.
    SingleDoses,
}

/// The plan of the trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What the therapy is for.
    pub purpose: Purpose,
    /// The drug, where it is known.
    pub drug: Option<Drug>,
    /// How it is tried.
    pub method: Method,
    /// The measure whose relief leads; the lines stand at it.
    pub lead: Measure,
    /// What is measured, in the order of the report. Holds the lead.
    pub measures: Vec<Measure>,
    /// The baseline.
    pub baseline: Span,
    /// The trial itself.
    pub trial: Span,
    /// When the plan was ended before the trial was over.
    pub ended_early: Option<Moment>,
    /// The person's own goal, in their words; empty where none was set.
    pub goal: String,
}
