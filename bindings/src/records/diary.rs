//! The diary: what is asked now, what was written, what is to be written. SR-50

use cisterna_core::screens::DiaryScreen;
use cisterna_core::trial::{
    Analgesic, Answer, Answers, Entry, Measure, Phase, SideEffect, SlotState, SlotView,
};

/// A prompt with what became of it. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Prompt {
    /// Names it: an entry that answers it carries this.
    pub key: String,
    /// Baseline, trial or the diary for the years.
    pub phase: Phase,
    /// When the person is asked.
    pub due_utc_ms: i64,
    /// From then on an answer is on time,
    pub on_time_from_utc_ms: i64,
    /// up to and including then.
    pub on_time_until_utc_ms: i64,
    /// What became of it.
    pub state: SlotState,
}

pub(crate) fn prompt(view: SlotView) -> Prompt {
    Prompt {
        key: view.slot.key.to_string(),
        phase: view.slot.phase,
        due_utc_ms: view.slot.due_utc_ms,
        on_time_from_utc_ms: view.slot.on_time_from_utc_ms,
        on_time_until_utc_ms: view.slot.on_time_until_utc_ms,
        state: view.state,
    }
}

/// The answer to one question; none means that the person skipped it on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MeasureAnswer {
    /// The question.
    pub measure: Measure,
    /// Within the measure's scale.
    pub value: Option<u8>,
}

/// An analgesic that was taken.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AnalgesicTaken {
    /// Its name in the person's words.
    pub name: String,
    /// The amount each time in the person's words; may be empty.
    pub amount: String,
    /// How often, 1 to 50.
    pub count: u8,
}

/// What an entry says. What is absent was not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct DiaryAnswers {
    /// Numbers, one a measure.
    pub measures: Vec<MeasureAnswer>,
    /// Side effects; empty means none, absent means not asked.
    pub side_effects: Option<Vec<SideEffect>>,
    /// Analgesics since the last entry; empty means none, absent means not asked.
    pub analgesics: Option<Vec<AnalgesicTaken>>,
    /// Anything else.
    pub note: String,
}

fn optional<A, B>(from: Option<A>, map: impl FnOnce(A) -> B) -> Answer<B> {
    from.map_or(Answer::NotAsked, |it| Answer::Given(map(it)))
}

impl From<DiaryAnswers> for Answers {
    fn from(said: DiaryAnswers) -> Self {
        let skipped = said.measures.iter().filter(|it| it.value.is_none());
        let skipped: Vec<Measure> = skipped.map(|it| it.measure).collect();
        let given = said
            .measures
            .iter()
            .filter_map(|it| Some((it.measure, it.value?)));
        let answers = given.fold(Self::skipped(&skipped), |answers, (measure, value)| {
            answers.with(measure, value)
        });
        let analgesic = |it: AnalgesicTaken| Analgesic {
            name: it.name,
            amount: it.amount,
            count: it.count,
        };
        Self {
            side_effects: optional(said.side_effects, |it| it.into_iter().collect()),
            analgesics: optional(said.analgesics, |it| {
                it.into_iter().map(analgesic).collect()
            }),
            note: said.note,
            ..answers
        }
    }
}

fn said(answers: Answers) -> DiaryAnswers {
    let measures = Measure::ALL.into_iter().filter_map(|measure| {
        let value = match answers.of(measure) {
            Answer::Given(value) => Some(value),
            Answer::Skipped => None,
            Answer::NotAsked => return None,
        };
        Some(MeasureAnswer { measure, value })
    });
    let taken = |it: &Analgesic| AnalgesicTaken {
        name: it.name.clone(),
        amount: it.amount.clone(),
        count: it.count,
    };
    DiaryAnswers {
        measures: measures.collect(),
        side_effects: answers
            .side_effects
            .given()
            .map(|it| it.iter().copied().collect()),
        analgesics: answers
            .analgesics
            .given()
            .map(|it| it.iter().map(taken).collect()),
        note: answers.note,
    }
}

/// What an entry is for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum EntryTarget {
    /// An answer to a prompt.
    Prompt {
        /// Its key.
        key: String,
    },
    /// By the person's own idea.
    Spontaneous,
    /// A correction, which keeps prompt and time of what it corrects.
    Correction {
        /// The entry.
        entry: u64,
    },
}

/// An entry as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DiaryEntry {
    /// Rises in the order of recording.
    pub id: u64,
    /// When it was made, in milliseconds since 1970-01-01 UTC. SR-49
    pub made_utc_ms: i64,
    /// The offset of the person's clock then, in seconds.
    pub offset_s: i32,
    /// The prompt that it answers.
    pub prompt: Option<String>,
    /// The entry that it corrects.
    pub corrects: Option<u64>,
    /// Whether its clock is doubted: it counts as late.
    pub is_clock_suspect: bool,
    /// What it says.
    pub answers: DiaryAnswers,
}

fn entry(entry: Entry) -> DiaryEntry {
    DiaryEntry {
        id: entry.id.0,
        made_utc_ms: entry.made.utc_ms,
        offset_s: entry.made.offset_s,
        prompt: entry.slot.map(|it| it.to_string()),
        corrects: entry.corrects.map(|it| it.0),
        is_clock_suspect: entry.clock_suspect.is_some(),
        answers: said(entry.answers),
    }
}

/// The diary at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DiarySnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// The plan's number; none without a plan.
    pub plan: Option<u64>,
    /// Its phase now.
    pub phase: Option<Phase>,
    /// What the person is asked now or next.
    pub prompt: Option<Prompt>,
    /// Prompts of the person's day, in order.
    pub today: Vec<Prompt>,
    /// What is asked, the leading measure first.
    pub questions: Vec<Measure>,
    /// Side effects to choose from, by the drug.
    pub side_effects: Vec<SideEffect>,
    /// The person's own goal; empty where there is none.
    pub goal: String,
    /// What was written lately, newest first, at most 20.
    pub latest: Vec<DiaryEntry>,
}

pub(crate) fn diary(screen: DiaryScreen) -> DiarySnapshot {
    DiarySnapshot {
        revision: screen.revision,
        plan: screen.plan.map(|it| it.0),
        phase: screen.phase,
        prompt: screen.prompt.map(prompt),
        today: screen.today.into_iter().map(prompt).collect(),
        questions: screen.questions,
        side_effects: screen.side_effects.to_vec(),
        goal: screen.goal,
        latest: screen.latest.into_iter().map(entry).collect(),
    }
}
