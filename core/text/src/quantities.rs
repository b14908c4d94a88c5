//! Numbers and quantities in words, from whole numbers of the smallest unit. No float anywhere.
//!
//! Responsible for how an amount is written and read aloud. Leaves what the amount is to whoever
//! measured it.

use crate::language::Language;
use crate::texts::Texts;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::plurals::{PluralCategory, PluralRules};
use std::fmt::Debug;

/// An amount with its unit, twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// As it stands on the screen ("11.6 mL").
    pub screen: String,
    /// As a screen reader says it ("11.6 millilitres").
    pub spoken: String,
}

const MINUTE_S: u64 = 60;
const HOUR_S: u64 = 60 * MINUTE_S;
const DAY_S: u64 = 24 * HOUR_S;
/// Up to here hours are counted, from here on days: windows are told as "24 hours".
const DAYS_FROM_S: u64 = 2 * DAY_S;
/// Lists in whole words.
const LIST: ListFormatterOptions = ListFormatterOptions::default();
/// Decimal places of a millilitre in nanolitres.
const ML_PLACES: i16 = 6;
/// Decimal places of a microgram in nanograms.
const MICROGRAM_PLACES: i16 = 3;

impl Texts {
    /// A whole number.
    pub fn integer(&self, value: i64) -> String {
        number(self.language(), &value.into())
    }

    /// `value` · 10^−`places`, with exactly `places` decimals: 74 and 1 give "7.4".
    pub fn decimal(&self, value: i64, places: u8) -> String {
        let mut decimal = Decimal::from(value);
        decimal.multiply_pow10(-i16::from(places));
        number(self.language(), &decimal)
    }

    /// A volume from nanolitres, in millilitres with one decimal, rounded down: never more than
    /// there is. Shown for what is in the reservoir.
    pub fn volume(&self, nl: u64) -> Quantity {
        let mut ml = scaled(nl, ML_PLACES);
        ml.trunc(-1);
        ml.pad_end(-1);
        self.millilitres(&ml)
    }

    /// A volume from nanolitres, in millilitres, exact, without trailing zeros.
    pub fn volume_exact(&self, nl: u64) -> Quantity {
        self.millilitres(&trimmed(nl, ML_PLACES))
    }

    /// A dose from nanograms, in micrograms, written out and exact.
    pub fn dose(&self, ng: u64) -> Quantity {
        let micrograms = trimmed(ng, MICROGRAM_PLACES);
        both(self.units_microgram(self.amount(&micrograms), self.plural(&micrograms)))
    }

    /// A dose rate from nanograms an hour.
    pub fn dose_an_hour(&self, ng_per_h: u64) -> Quantity {
        let micrograms = trimmed(ng_per_h, MICROGRAM_PLACES);
        both(self.units_microgram_an_hour(self.amount(&micrograms), self.plural(&micrograms)))
    }

    /// A dose a day from nanograms.
    pub fn dose_a_day(&self, ng_per_day: u64) -> Quantity {
        let micrograms = trimmed(ng_per_day, MICROGRAM_PLACES);
        both(self.units_microgram_a_day(self.amount(&micrograms), self.plural(&micrograms)))
    }

    /// A concentration from nanograms a millilitre.
    pub fn concentration(&self, ng_per_ml: u64) -> Quantity {
        let micrograms = trimmed(ng_per_ml, MICROGRAM_PLACES);
        both(self.units_microgram_a_millilitre(self.amount(&micrograms), self.plural(&micrograms)))
    }

    /// A share from thousandths, exact: 585 gives "58.5 %".
    pub fn percent(&self, permille: u32) -> Quantity {
        let percent = trimmed(permille.into(), 1);
        let amount = self.amount(&percent);
        Quantity {
            screen: self.units_percent(&amount),
            spoken: self.units_percent_spoken(&amount, self.plural(&percent)),
        }
    }

    /// A time span in words, its two largest units, rounded up: a waiting time is never told
    /// shorter than it is.
    pub fn duration(&self, seconds: u64) -> Quantity {
        let (big, small) = match seconds {
            DAYS_FROM_S.. => (DAY_S, HOUR_S),
            HOUR_S.. => (HOUR_S, MINUTE_S),
            MINUTE_S.. => (MINUTE_S, 1),
            0.. => return both(self.units_seconds(saturated(seconds))),
        };
        let units = seconds.div_ceil(small);
        let per = big / small;
        let (bigs, smalls) = (saturated(units / per), saturated(units % per));
        let (first, second) = match big {
            DAY_S => (self.units_days(bigs), self.units_hours(smalls)),
            HOUR_S => (self.units_hours(bigs), self.units_minutes(smalls)),
            _ => (self.units_minutes(bigs), self.units_seconds(smalls)),
        };
        both(if smalls == 0 {
            first
        } else {
            self.units_two_spans(first, second)
        })
    }

    /// "a, b and c"; empty for no items.
    pub fn all_of<T: AsRef<str>>(&self, items: &[T]) -> String {
        joined(
            items,
            ListFormatter::try_new_and(self.language().formats().into(), LIST),
        )
    }

    /// "a, b or c"; empty for no items.
    pub fn one_of<T: AsRef<str>>(&self, items: &[T]) -> String {
        joined(
            items,
            ListFormatter::try_new_or(self.language().formats().into(), LIST),
        )
    }

    fn millilitres(&self, ml: &Decimal) -> Quantity {
        let amount = self.amount(ml);
        Quantity {
            screen: self.units_millilitre(&amount),
            spoken: self.units_millilitre_spoken(&amount, self.plural(ml)),
        }
    }

    fn amount(&self, decimal: &Decimal) -> String {
        number(self.language(), decimal)
    }

    /// The plural category by its name in the files.
    fn plural(&self, decimal: &Decimal) -> &'static str {
        let rules = PluralRules::try_new_cardinal(self.language().formats().into())
            .expect("compiled data holds plurals for every language, by its root");
        match rules.category_for(decimal) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}

/// A number in the digits and with the separators of a language; thousands are set apart from
/// 10 000 on.
pub(crate) fn number(language: Language, decimal: &Decimal) -> String {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(GroupingStrategy::Min2);
    DecimalFormatter::try_new(language.formats().into(), options)
        .expect("compiled data holds digits for every language, by its root")
        .format_to_string(decimal)
}

fn joined<T: AsRef<str>, E: Debug>(items: &[T], list: Result<ListFormatter, E>) -> String {
    list.expect("compiled data holds lists for every language, by its root")
        .format_to_string(items.iter().map(AsRef::as_ref))
}

fn scaled(number: u64, places: i16) -> Decimal {
    let mut decimal = Decimal::from(number);
    decimal.multiply_pow10(-places);
    decimal
}

fn trimmed(number: u64, places: i16) -> Decimal {
    let mut decimal = scaled(number, places);
    decimal.trim_end();
    decimal
}

/// A quantity that is written as it is spoken.
fn both(text: String) -> Quantity {
    Quantity {
        screen: text.clone(),
        spoken: text,
    }
}

fn saturated(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
