//! Oral medicines beside the therapy: whether they became fewer belongs to its success
//! (neuromodfound.org).

use super::answers::NOUN_MAX_CHARS;
use crate::civil::{Date, Moment};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How an amount compares with the one before. The amounts are texts: only the person knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicineChange {
    /// Taken before the diary began.
    TakenBefore,
    /// New.
    Started,
    /// More than before.
    More,
    /// Less than before.
    Fewer,
    /// Another form or another time of the same.
    Other,
}

/// An oral medicine at one amount, over one span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OralMedicine {
    /// Names it in the store.
    pub id: u64,
    /// Its name in the person's words, 1 to [`NOUN_MAX_CHARS`] characters. The same name on two
    /// records is the same medicine.
    pub name: String,
    /// The amount in the person's words, 1 to [`NOUN_MAX_CHARS`] characters.
    pub amount: String,
    /// First day.
    pub from: Date,
    /// Last day; none while it goes on.
    #[serde(default)]
    pub until: Option<Date>,
    /// How it compares with before.
    pub change: MedicineChange,
    /// When this was recorded. Days may lie before it: they are what the person remembers, and this
    /// shows it.
    pub recorded: Moment,
}

/// Why a medicine cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MedicineError {
    /// No name.
    #[error("the medicine has no name: write it")]
    NameMissing,
    /// No amount.
    #[error("the medicine has no amount: write how much and how often")]
    AmountMissing,
    /// A text is too long.
    #[error("a text is longer than {max} characters: shorten it", max = NOUN_MAX_CHARS)]
    TooLong,
    /// It ends before it begins.
    #[error("the last day lies before the first: check the dates")]
    EndsBeforeItBegins,
    /// A day that has not come.
    #[error("a day lies in the future: enter it once it has come")]
    InFuture,
    /// Another record of the same medicine covers some of its days.
    #[error("the days overlap with another amount of the same medicine: end that one first")]
    Overlaps,
}

impl OralMedicine {
    /// Whether it makes sense beside the `others` that are kept; one with the same id is the
    /// version of it that this replaces. Today is the day of `recorded`.
    ///
    /// # Errors
    /// [`MedicineError`], each with what to change.
    pub fn check(&self, others: &[Self]) -> Result<(), MedicineError> {
        if self.name.trim().is_empty() {
            return Err(MedicineError::NameMissing);
        }
        if self.amount.trim().is_empty() {
            return Err(MedicineError::AmountMissing);
        }
        let too_long = |text: &str| text.chars().count() > NOUN_MAX_CHARS;
        if too_long(&self.name) || too_long(&self.amount) {
            return Err(MedicineError::TooLong);
        }
        if self.until.is_some_and(|until| until < self.from) {
            return Err(MedicineError::EndsBeforeItBegins);
        }
        if self.until.unwrap_or(self.from).max(self.from) > self.recorded.date() {
            return Err(MedicineError::InFuture);
        }
        let clashes =
            |other: &Self| other.id != self.id && other.is_same_as(self) && other.overlaps(self);
        if others.iter().any(clashes) {
            return Err(MedicineError::Overlaps);
        }
        Ok(())
    }

    /// Whether both are the same medicine: by name, whatever its case.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    pub(super) fn key(&self) -> String {
        self.name.trim().to_lowercase()
    }

    fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |it: &Self, next: &Self| it.until.is_some_and(|until| until < next.from);
        !ends_before(self, other) && !ends_before(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::Zone;

    fn medicine(from: &str, until: Option<&str>) -> OralMedicine {
        OralMedicine {
            id: 1,
            name: "Gabapentin".to_owned(),
            amount: "300 mg three times a day".to_owned(),
            from: from.parse().unwrap(),
            until: until.map(|it| it.parse().unwrap()),
            change: MedicineChange::TakenBefore,
            // 2027-01-15
            recorded: Moment::in_zone(1_800_000_000_000, Zone::UTC),
        }
    }

    fn with(how: impl FnOnce(&mut OralMedicine)) -> Result<(), MedicineError> {
        let mut it = medicine("2027-01-01", Some("2027-01-10"));
        how(&mut it);
        it.check(&[])
    }

    #[test]
    fn a_medicine_needs_a_name_an_amount_and_days_in_order() {
        assert_eq!(with(|_| ()), Ok(()));
        let blank = || " ".to_owned();
        assert_eq!(
            with(|it| it.name = blank()),
            Err(MedicineError::NameMissing)
        );
        assert_eq!(
            with(|it| it.amount = blank()),
            Err(MedicineError::AmountMissing)
        );
        let long = || "a".repeat(NOUN_MAX_CHARS + 1);
        assert_eq!(with(|it| it.name = long()), Err(MedicineError::TooLong));
        assert_eq!(with(|it| it.amount = long()), Err(MedicineError::TooLong));
        let day_before = "2026-12-31".parse().ok();
        let refused = with(|it| it.until = day_before);
        assert_eq!(refused, Err(MedicineError::EndsBeforeItBegins));
    }

    #[test]
    fn today_is_possible_and_tomorrow_is_not() {
        let today = medicine("2027-01-15", Some("2027-01-15"));
        assert_eq!(today.check(&[]), Ok(()));
        for ahead in [
            medicine("2027-01-16", None),
            medicine("2027-01-01", Some("2027-01-16")),
        ] {
            assert_eq!(ahead.check(&[]), Err(MedicineError::InFuture));
        }
    }

    #[test]
    fn two_amounts_of_one_medicine_do_not_share_a_day() {
        let kept = OralMedicine {
            id: 2,
            ..medicine("2027-01-01", Some("2027-01-05"))
        };
        let others = [kept];
        let next = |from| {
            let mut it = medicine(from, None);
            it.name = " gabapentin".to_owned();
            it
        };
        assert_eq!(
            next("2027-01-05").check(&others),
            Err(MedicineError::Overlaps)
        );
        assert_eq!(next("2027-01-06").check(&others), Ok(()));
        let another = OralMedicine {
            name: "Tizanidine".to_owned(),
            ..next("2027-01-05")
        };
        assert_eq!(another.check(&others), Ok(()));
        // the same record in a new version
        let again = OralMedicine {
            id: 2,
            ..next("2027-01-05")
        };
        assert_eq!(again.check(&others), Ok(()));
    }
}
