//! Names and phone numbers as a phone can dial them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use thiserror::Error;

/// Longest name, in characters. Assumption: what a button holds at twice the font size.
pub const NAME_MAX_CHARS: usize = 60;

/// Digits of a number with its country code: at most 15 (ITU-T E.164, section 6). At least 7 is an
/// assumption.
const INTERNATIONAL_DIGITS: RangeInclusive<usize> = 7..=15;
/// Digits of a number as dialled in its own country, emergency numbers and a dialled exit code
/// included. Assumption.
const NATIONAL_DIGITS: RangeInclusive<usize> = 2..=20;

/// Why a number cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// No digit at all.
    #[error("there is no number: write its digits")]
    Missing,
    /// Letters, `*`, `#` and others: a phone dials them as commands, or not at all.
    #[error("a number holds digits only, with a plus in front if it has a country code: check it")]
    NotDialable,
    /// A plus that is not in front.
    #[error("a plus stands only in front of the country code: check the number")]
    PlusInside,
    /// A country code never begins with 0.
    #[error("a country code does not begin with 0: write the number without the plus")]
    CountryCode,
    /// `(0)` after a country code: in most countries it is left out there, in some dialled.
    #[error("the number has a country code and a (0): write it as it is dialled from abroad")]
    TrunkZero,
    /// Fewer digits than any number has.
    #[error("the number is too short: check whether digits are missing")]
    TooShort,
    /// More digits than any number has.
    #[error("the number is too long: write one number only")]
    TooLong,
}

/// A phone number as it is dialled: 2 to 20 digits, or a plus and 7 to 15.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as people write or copy it; spaces, dashes, dots, brackets and slashes are
    /// dropped.
    ///
    /// # Errors
    /// [`NumberError`], each with what to change.
    pub fn new(written: &str) -> Result<Self, NumberError> {
        let marks: String = written.chars().filter(|it| !is_layout(*it)).collect();
        let international = marks.trim_start_matches(['(', '[']).starts_with('+');
        let number: String = marks.chars().filter(|it| !is_bracket(*it)).collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        if digits.contains('+') {
            return Err(NumberError::PlusInside);
        }
        if !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(NumberError::NotDialable);
        }
        if digits.is_empty() {
            return Err(NumberError::Missing);
        }
        let abroad = international || digits.starts_with("00") && digits.len() > 3;
        if abroad && marks.contains("(0)") {
            return Err(NumberError::TrunkZero);
        }
        if international && digits.starts_with('0') {
            return Err(NumberError::CountryCode);
        }
        let allowed = if international {
            INTERNATIONAL_DIGITS
        } else {
            NATIONAL_DIGITS
        };
        if digits.len() < *allowed.start() {
            return Err(NumberError::TooShort);
        }
        if digits.len() > *allowed.end() {
            return Err(NumberError::TooLong);
        }
        Ok(Self(number))
    }

    /// As it is dialled: digits, with a plus in front where it has a country code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What people put between digits, and what contact lists put around numbers when they are copied
/// (marks of writing direction).
const fn is_layout(mark: char) -> bool {
    mark.is_ascii_whitespace()
        || matches!(
            mark,
            '-' | '.' | '/' | '\u{a0}' | '\u{2002}'..='\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2010}'..='\u{2015}' | '\u{202a}'..='\u{202f}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{2212}'
        )
}

const fn is_bracket(mark: char) -> bool {
    matches!(mark, '(' | ')' | '[' | ']')
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PhoneNumber {
    type Err = NumberError;

    fn from_str(written: &str) -> Result<Self, NumberError> {
        Self::new(written)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NumberError;

    fn try_from(written: String) -> Result<Self, NumberError> {
        Self::new(&written)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

/// Why a name cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing but white space.
    #[error("the name is missing: write whom this number reaches")]
    Missing,
    /// More than [`NAME_MAX_CHARS`].
    #[error("the name is longer than {max} characters: shorten it", max = NAME_MAX_CHARS)]
    TooLong,
    /// Line breaks and other control characters.
    #[error("a name stands on one line: remove line breaks")]
    NotOneLine,
}

/// A name on one line: 1 to [`NAME_MAX_CHARS`] characters without white space around them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// Takes a name; white space around it is dropped.
    ///
    /// # Errors
    /// [`NameError`], each with what to change.
    pub fn new(written: &str) -> Result<Self, NameError> {
        let name = written.trim();
        if name.is_empty() {
            return Err(NameError::Missing);
        }
        if name.chars().any(char::is_control) {
            return Err(NameError::NotOneLine);
        }
        if name.chars().count() > NAME_MAX_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(written: String) -> Result<Self, NameError> {
        Self::new(&written)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Whom the number reaches.
    pub name: Name,
    /// The number.
    pub number: PhoneNumber,
}
