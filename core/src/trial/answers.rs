//! What an entry may say.
//!
//! Responsible for the answers, their ranges and the difference between given, skipped and not
//! asked. Leaves when and for what they were given to the entry.

use super::measure::Measure;
use super::side_effects::{SideEffect, offered};
use cisterna_protocol::prescription::Drug;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// Longest note, in characters. Assumption: two screens of text.
pub const NOTE_MAX_CHARS: usize = 1_000;
/// Longest name or amount of a medicine, in characters. Assumption.
pub const NOUN_MAX_CHARS: usize = 100;
/// Most kinds of analgesics in an entry. Assumption.
const ANALGESICS_MAX: usize = 20;
/// How often one analgesic may have been taken since the last entry. Assumption: beyond it is a
/// slip of the finger.
const COUNT_MAX: u8 = 50;

/// The answer to one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// This.
    Given(T),
    /// The person was asked and gave no answer: missing, and known to be so.
    Skipped,
    /// The question was not asked.
    #[default]
    NotAsked,
}

impl<T> Answer<T> {
    /// The answer, where one was given.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Skipped | Self::NotAsked => None,
        }
    }
}

/// An analgesic that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analgesic {
    /// Its name in the person's words, 1 to [`NOUN_MAX_CHARS`] characters.
    pub name: String,
    /// The amount each time in the person's words, at most [`NOUN_MAX_CHARS`].
    #[serde(default)]
    pub amount: String,
    /// How often, 1 to 50.
    pub count: u8,
}

/// All answers of an entry. What a later version adds reads as not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Pain at rest, 0 to 10.
    pub nrs_rest: Answer<u8>,
    /// Pain in motion, 0 to 10.
    pub nrs_motion: Answer<u8>,
    /// Penn spasm frequency, 0 to 4.
    pub spasm_frequency: Answer<u8>,
    /// Penn spasm severity, 1 to 3; not asked at frequency 0.
    pub spasm_severity: Answer<u8>,
    /// How far the own goal was reached, 0 to 10, 10 in full.
    pub function: Answer<u8>,
    /// How well the person slept, 0 to 10, 10 as well as can be.
    pub sleep: Answer<u8>,
    /// Side effects; given and empty means none.
    pub side_effects: Answer<BTreeSet<SideEffect>>,
    /// Analgesics taken since the last entry; given and empty means none.
    pub analgesics: Answer<Vec<Analgesic>>,
    /// Anything else, at most [`NOTE_MAX_CHARS`] characters.
    pub note: String,
}

/// Why answers cannot be kept. Names the question, never the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AnswersError {
    /// Beyond its scale.
    #[error("an answer is beyond its scale: choose one that the scale has")]
    OutOfRange(Measure),
    /// Severity without spasms.
    #[error("severity is asked only where there were spasms: leave it out, or set the frequency")]
    SeverityWithoutSpasms,
    /// A side effect of another drug.
    #[error("a side effect is not on the list of this drug: write it into the note")]
    NotOffered,
    /// An analgesic without name, too many, or taken too often.
    #[error("an analgesic needs a name and a number from 1 to {max}: correct it", max = COUNT_MAX)]
    Analgesic,
    /// A text is too long.
    #[error("a text is too long: shorten it")]
    TooLong,
    /// Nothing at all.
    #[error("there is nothing to keep: answer or skip at least one question")]
    Empty,
}

impl Answers {
    /// Every question of `measures` skipped: what a person means who dismisses a prompt.
    pub fn skipped(measures: &[Measure]) -> Self {
        let mut answers = Self::default();
        for measure in measures {
            *answers.of_mut(*measure) = Answer::Skipped;
        }
        // Penn: severity follows frequency (NINDS CDE F1765)
        answers.spasm_severity = Answer::NotAsked;
        answers
    }

    /// These answers with one more.
    #[must_use]
    pub fn with(mut self, measure: Measure, value: u8) -> Self {
        *self.of_mut(measure) = Answer::Given(value);
        self
    }

    /// The answer to a measure. Who skips the frequency of spasms skips their severity.
    pub const fn of(&self, measure: Measure) -> Answer<u8> {
        match measure {
            Measure::SpasmSeverity if matches!(self.spasm_frequency, Answer::Skipped) => {
                Answer::Skipped
            }
            Measure::NrsRest => self.nrs_rest,
            Measure::NrsMotion => self.nrs_motion,
            Measure::SpasmFrequency => self.spasm_frequency,
            Measure::SpasmSeverity => self.spasm_severity,
            Measure::Function => self.function,
            Measure::Sleep => self.sleep,
        }
    }

    const fn of_mut(&mut self, measure: Measure) -> &mut Answer<u8> {
        match measure {
            Measure::NrsRest => &mut self.nrs_rest,
            Measure::NrsMotion => &mut self.nrs_motion,
            Measure::SpasmFrequency => &mut self.spasm_frequency,
            Measure::SpasmSeverity => &mut self.spasm_severity,
            Measure::Function => &mut self.function,
            Measure::Sleep => &mut self.sleep,
        }
    }

    /// Whether any measure was answered.
    pub fn any_given(&self) -> bool {
        let given = |measure| self.of(measure).given().is_some();
        Measure::ALL.into_iter().any(given)
    }

    /// Whether everything in it is possible, for a person who gets `drug`.
    ///
    /// # Errors
    /// [`AnswersError`], each with what to change.
    pub fn check(&self, drug: Option<Drug>) -> Result<(), AnswersError> {
        for measure in Measure::ALL {
            let value = self.of(measure);
            if value
                .given()
                .is_some_and(|it| !measure.range().contains(it))
            {
                return Err(AnswersError::OutOfRange(measure));
            }
        }
        let spasms = self.spasm_frequency.given().is_some_and(|it| *it > 0);
        if self.spasm_severity.given().is_some() && !spasms {
            return Err(AnswersError::SeverityWithoutSpasms);
        }
        let mut seen = self.side_effects.given().into_iter().flatten();
        if seen.any(|it| !offered(drug).contains(it)) {
            return Err(AnswersError::NotOffered);
        }
        if let Answer::Given(taken) = &self.analgesics {
            check_analgesics(taken)?;
        }
        if self.note.chars().count() > NOTE_MAX_CHARS {
            return Err(AnswersError::TooLong);
        }
        if self.is_empty() {
            return Err(AnswersError::Empty);
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        let blank = Self {
            note: self.note.trim().to_owned(),
            ..Self::default()
        };
        blank.note.is_empty()
            && *self
                == Self {
                    note: self.note.clone(),
                    ..blank
                }
    }
}

fn check_analgesics(taken: &[Analgesic]) -> Result<(), AnswersError> {
    if taken.len() > ANALGESICS_MAX {
        return Err(AnswersError::Analgesic);
    }
    for one in taken {
        if one.name.trim().is_empty() || !(1..=COUNT_MAX).contains(&one.count) {
            return Err(AnswersError::Analgesic);
        }
        let too_long = |text: &str| text.chars().count() > NOUN_MAX_CHARS;
        if too_long(&one.name) || too_long(&one.amount) {
            return Err(AnswersError::TooLong);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answers: &Answers) -> Result<(), AnswersError> {
        answers.check(None)
    }

    fn answered() -> Answers {
        Answers::default().with(Measure::NrsRest, 3)
    }

    #[test]
    fn each_scale_takes_all_of_its_answers_and_none_beyond() {
        for measure in Measure::ALL {
            for value in 0..=u8::MAX {
                let mut answers = answered().with(measure, value);
                if measure == Measure::SpasmSeverity {
                    answers.spasm_frequency = Answer::Given(1);
                }
                let kept = check(&answers);
                if measure.range().contains(&value) {
                    assert_eq!(kept, Ok(()), "{measure:?} {value}");
                } else {
                    assert_eq!(kept, Err(AnswersError::OutOfRange(measure)), "{value}");
                }
            }
        }
    }

    #[test]
    fn severity_without_spasms_is_refused() {
        let severity = Answers::default().with(Measure::SpasmSeverity, 2);
        let refused = Err(AnswersError::SeverityWithoutSpasms);
        assert_eq!(check(&severity), refused);
        assert_eq!(
            check(&severity.clone().with(Measure::SpasmFrequency, 0)),
            refused
        );
        let skipped = Answers {
            spasm_frequency: Answer::Skipped,
            ..severity.clone()
        };
        assert_eq!(check(&skipped), refused);
        assert_eq!(check(&severity.with(Measure::SpasmFrequency, 1)), Ok(()));
    }

    #[test]
    fn a_side_effect_of_another_drug_is_refused() {
        let mut answers = answered();
        answers.side_effects = Answer::Given([SideEffect::Itching].into());
        assert_eq!(answers.check(Some(Drug::Morphine)), Ok(()));
        assert_eq!(answers.check(None), Ok(()));
        let refused = answers.check(Some(Drug::Baclofen));
        assert_eq!(refused, Err(AnswersError::NotOffered));
    }

    #[test]
    fn analgesics_need_a_name_and_a_number_within_bounds() {
        let with = |taken: Vec<Analgesic>| {
            let mut answers = answered();
            answers.analgesics = Answer::Given(taken);
            check(&answers)
        };
        let one = |name: &str, count| Analgesic {
            name: name.to_owned(),
            amount: "1 tablet".to_owned(),
            count,
        };
        assert_eq!(with(vec![one("paracetamol", 2)]), Ok(()));
        let refused = Err(AnswersError::Analgesic);
        for wrong in [one(" ", 1), one("paracetamol", 0), one("paracetamol", 51)] {
            assert_eq!(with(vec![wrong]), refused);
        }
        assert_eq!(with(vec![one("a", 1); ANALGESICS_MAX]), Ok(()));
        assert_eq!(with(vec![one("a", 1); ANALGESICS_MAX + 1]), refused);
        let long = "a".repeat(NOUN_MAX_CHARS + 1);
        assert_eq!(with(vec![one(&long, 1)]), Err(AnswersError::TooLong));
        let amount = Analgesic {
            amount: long,
            ..one("a", 1)
        };
        assert_eq!(with(vec![amount]), Err(AnswersError::TooLong));
    }

    #[test]
    fn a_note_counts_characters_and_not_bytes() {
        let note = |text: String| Answers {
            note: text,
            ..Answers::default()
        };
        assert_eq!(check(&note("ü".repeat(NOTE_MAX_CHARS))), Ok(()));
        let long = note("a".repeat(NOTE_MAX_CHARS + 1));
        assert_eq!(check(&long), Err(AnswersError::TooLong));
    }

    #[test]
    fn nothing_at_all_is_no_entry_and_a_skipped_prompt_is_one() {
        assert_eq!(check(&Answers::default()), Err(AnswersError::Empty));
        let blank = Answers {
            note: " \n".to_owned(),
            ..Answers::default()
        };
        assert_eq!(check(&blank), Err(AnswersError::Empty));
        let skipped = Answers::skipped(&Measure::ALL);
        assert_eq!(check(&skipped), Ok(()));
        assert_eq!(skipped.spasm_frequency, Answer::Skipped);
        assert_eq!(skipped.spasm_severity, Answer::NotAsked);
        assert_eq!(skipped.of(Measure::SpasmSeverity), Answer::Skipped);
        assert!(!skipped.any_given());
    }

    /// SR-50
    #[test]
    fn an_answer_that_an_older_version_did_not_store_reads_as_not_asked() {
        let answers: Answers = serde_json::from_str(r#"{"nrs_rest":{"given":3}}"#).unwrap();
        assert_eq!(answers, answered());
        let text = serde_json::to_string(&Answers::skipped(&[Measure::Sleep])).unwrap();
        let again: Answers = serde_json::from_str(&text).unwrap();
        assert_eq!(again, Answers::skipped(&[Measure::Sleep]));
    }
}
