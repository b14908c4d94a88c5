//! What the person told.

use super::{BolusCounts, Drug};
use super::{Measure, Moment, Share, Tally};
use chrono::NaiveDate;

/// What became of one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Answered with this.
    Given(u8),
    /// Asked, and left without an answer on purpose.
    Skipped,
    /// The question did not come up.
    #[default]
    NotAsked,
}

/// Whether something was asked, and what was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Known<T> {
    /// This was told; an empty list means "none".
    Told(T),
    /// Nothing was told about it.
    #[default]
    NotTold,
}

impl<T> Known<T> {
    /// What was told.
    pub const fn told(&self) -> Option<&T> {
        match self {
            Self::Told(it) => Some(it),
            Self::NotTold => None,
        }
    }
}

/// What the person may have noticed (PACC table and labels of the drugs).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideEffect {
    /// Feeling sick.
    Nausea,
    /// Being sick.
    Vomiting,
    /// Itching.
    Itching,
    /// Trouble passing water.
    UrinaryRetention,
    /// Constipation.
    Constipation,
    /// Sleepiness.
    Sleepiness,
    /// Swelling.
    Swelling,
    /// Weakness.
    Weakness,
    /// Dizziness.
    Dizziness,
    /// Confusion.
    Confusion,
    /// Trouble remembering.
    Memory,
    /// Trouble walking.
    Gait,
}

impl SideEffect {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 12] = [
        Self::Nausea,
        Self::Vomiting,
        Self::Itching,
        Self::UrinaryRetention,
        Self::Constipation,
        Self::Sleepiness,
        Self::Swelling,
        Self::Weakness,
        Self::Dizziness,
        Self::Confusion,
        Self::Memory,
        Self::Gait,
    ];
}

/// A medicine against pain that was taken on top of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analgesic {
    /// In the person's words.
    pub name: String,
    /// In the person's words; may be empty.
    pub amount: String,
    /// How often, 1 or more.
    pub count: u8,
}

/// What one entry says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Pain at rest.
    pub nrs_rest: Answer,
    /// Pain in motion.
    pub nrs_motion: Answer,
    /// Penn spasm frequency.
    pub spasm_frequency: Answer,
    /// Penn spasm severity.
    pub spasm_severity: Answer,
    /// The person's goal.
    pub function: Answer,
    /// Sleep.
    pub sleep: Answer,
    /// Side effects.
    pub side_effects: Known<Vec<SideEffect>>,
    /// Analgesics.
    pub analgesics: Known<Vec<Analgesic>>,
    /// In the person's words; empty where nothing was written.
    pub note: String,
}

impl Answers {
    /// What became of the question for `measure`.
    pub const fn of(&self, measure: Measure) -> Answer {
        match measure {
            Measure::NrsRest => self.nrs_rest,
            Measure::NrsMotion => self.nrs_motion,
            Measure::SpasmFrequency => self.spasm_frequency,
            Measure::SpasmSeverity => self.spasm_severity,
            Measure::Function => self.function,
            Measure::Sleep => self.sleep,
        }
    }

    /// Another answer to `measure`.
    #[must_use]
    pub const fn with(mut self, measure: Measure, answer: Answer) -> Self {
        match measure {
            Measure::NrsRest => self.nrs_rest = answer,
            Measure::NrsMotion => self.nrs_motion = answer,
            Measure::SpasmFrequency => self.spasm_frequency = answer,
            Measure::SpasmSeverity => self.spasm_severity = answer,
            Measure::Function => self.function = answer,
            Measure::Sleep => self.sleep = answer,
        }
        self
    }
}

/// Whether a prompt was answered, and when. SR-50
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// While its prompt was open.
    OnTime,
    /// At another time, or on a doubtful clock.
    Late,
    /// Left without an answer on purpose.
    Skipped,
    /// Not answered by anybody.
    Missing,
    /// Told without a prompt.
    Spontaneous,
}

/// To which part of the plan something belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Before the trial.
    Baseline,
    /// The trial.
    Trial,
    /// Neither.
    Outside,
}

/// One saved state of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Names it in the app; unique in a report.
    pub id: u64,
    /// When it was saved.
    pub saved: Moment,
    /// What it says.
    pub answers: Answers,
}

/// A prompt and what became of it, or something told without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When the person was asked; absent where nobody asked.
    pub due: Option<Moment>,
    /// To which part of the plan it belongs.
    pub phase: Phase,
    /// What became of the prompt.
    pub timing: Timing,
    /// As saved first, then each correction. Empty where nobody answered.
    pub versions: Vec<Version>,
}

impl Entry {
    /// Where it stands in time: when it was saved first, or when it should have been.
    pub fn at(&self) -> Option<Moment> {
        self.versions.first().map(|it| it.saved).or(self.due)
    }

    /// What counts: the latest correction.
    pub fn answers(&self) -> Option<&Answers> {
        self.versions.last().map(|it| &it.answers)
    }

    /// Whether it was corrected.
    pub const fn is_corrected(&self) -> bool {
        self.versions.len() > 1
    }

    /// What counts for `measure`; absent where nobody answered the prompt.
    pub fn answer(&self, measure: Measure) -> Option<Answer> {
        self.answers().map(|it| it.of(measure))
    }
}

/// What the pump gave on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayDose {
    /// All of the day is in the log.
    Whole {
        /// Basal, in nanograms.
        basal_ng: u64,
        /// Boluses together, in nanograms.
        bolus_ng: u64,
    },
    /// Parts of the day are missing from the log: at least this.
    AtLeast {
        /// Basal, in nanograms.
        basal_ng: u64,
        /// Boluses together, in nanograms.
        bolus_ng: u64,
    },
    /// Nothing of the day is in the log.
    NotKnown,
}

/// One civil day of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Which day of the trial it is, from 1; none of it before and after.
    pub trial_day: Option<u8>,
    /// What became of its prompts.
    pub prompts: Share,
    /// The day's answers to each measure. One that is not listed was not answered.
    pub tallies: Vec<(Measure, Tally)>,
    /// What the pump gave; absent where there is no pump.
    pub dose: Option<DayDose>,
    /// What became of wishes for a bolus; absent where there is no pump.
    pub boluses: Option<BolusCounts>,
    /// Side effects that were told.
    pub side_effects: Known<Vec<SideEffect>>,
    /// How many analgesics were told to be taken.
    pub analgesics: Known<u32>,
    /// Entries that were corrected.
    pub corrected: u32,
}

impl Day {
    /// The day's answers to `measure`, where there are any.
    pub fn tally(&self, measure: Measure) -> Option<Tally> {
        let found = self.tallies.iter().find(|(of, _)| *of == measure);
        found.map(|(_, tally)| *tally).filter(|it| it.count > 0)
    }
}

/// How a medicine by mouth stands to the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MedicineChange {
    /// Taken already before.
    TakenBefore,
    /// Begun.
    Started,
    /// More than before.
    More,
    /// Less than before.
    Fewer,
    /// Another change.
    Other,
}

/// A medicine by mouth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OralMedicine {
    /// In the person's words.
    pub name: String,
    /// How much and how often, in the person's words.
    pub amount: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; absent while it goes on.
    pub until: Option<NaiveDate>,
    /// How it stands to the trial.
    pub change: MedicineChange,
}

impl Drug {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Baclofen, Self::Morphine, Self::Ziconotide];
}
