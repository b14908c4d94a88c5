//! Emergency numbers by country.

use super::contact::PhoneNumber;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Countries and the emergency numbers that reach an ambulance there, the one to dial first.
///
/// Assumption, row by row: from general knowledge and not from FACTS. The person confirms the
/// number before the plan counts as complete; a country that is not here has none, and the person
/// enters it.
const NUMBERS: [(&[&str], &[&str]); 9] = [
    // European Union, Iceland, Liechtenstein, Norway, Switzerland, Türkiye
    (
        &[
            "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR",
            "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO",
            "SE", "SI", "SK", "TR",
        ],
        &["112"],
    ),
    (&["GB"], &["112", "999"]),
    (&["US", "CA"], &["911"]),
    (&["MX"], &["911"]),
    (&["AU"], &["000"]),
    (&["NZ"], &["111"]),
    (&["JP"], &["119"]),
    (&["KR"], &["119"]),
    (&["IN"], &["112", "108"]),
];

/// Not a code of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a country: choose one, or enter its emergency number yourself")]
pub struct RegionError;

/// A country by its ISO 3166-1 alpha-2 code; any two letters, so that a plan keeps one that this
/// version does not know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// The country of a code, in either case.
    ///
    /// # Errors
    /// [`RegionError`] unless it is two letters from A to Z.
    pub fn new(code: &str) -> Result<Self, RegionError> {
        if code.len() == 2 && code.bytes().all(|it| it.is_ascii_alphabetic()) {
            Ok(Self(code.to_ascii_uppercase()))
        } else {
            Err(RegionError)
        }
    }

    /// Two capital letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = RegionError;

    fn try_from(code: String) -> Result<Self, RegionError> {
        Self::new(&code)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

/// Emergency numbers of a country, the one to dial first; `None` where this version knows none.
/// To be confirmed by the person.
pub fn emergency_numbers(region: &Region) -> Option<Vec<PhoneNumber>> {
    let of = |(countries, _): &&(&[&str], &[&str])| countries.contains(&region.as_str());
    let (_, numbers) = NUMBERS.iter().find(of)?;
    numbers.iter().map(|it| PhoneNumber::new(it).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialled(code: &str) -> Option<Vec<String>> {
        let numbers = emergency_numbers(&Region::new(code).unwrap())?;
        Some(numbers.into_iter().map(String::from).collect())
    }

    #[test]
    fn every_country_of_the_table_stands_there_once_with_numbers_that_can_be_dialled() {
        let mut seen = Vec::new();
        for (countries, numbers) in NUMBERS {
            for code in countries {
                assert_eq!(dialled(code).unwrap(), numbers, "{code}");
                assert!(!seen.contains(code), "{code} stands there twice");
                seen.push(code);
            }
        }
        assert_eq!(seen.len(), 27 + 5 + 9);
    }

    #[test]
    fn known_countries_have_the_number_that_everybody_learns_there() {
        for (code, number) in [
            ("DE", "112"),
            ("no", "112"),
            ("GB", "112"),
            ("US", "911"),
            ("AU", "000"),
            ("NZ", "111"),
            ("JP", "119"),
            ("IN", "112"),
        ] {
            assert_eq!(dialled(code).unwrap()[0], number, "{code}");
        }
        assert_eq!(dialled("GB").unwrap(), ["112", "999"]);
    }

    #[test]
    fn a_country_that_is_not_in_the_table_has_no_number_and_none_is_guessed() {
        assert_eq!(dialled("AQ"), None);
        assert_eq!(dialled("UK"), None);
    }

    #[test]
    fn what_is_not_two_letters_is_no_country() {
        for wrong in ["", "D", "DEU", "D1", "ÄA", "Ä", " DE"] {
            assert_eq!(Region::new(wrong), Err(RegionError), "{wrong}");
        }
        assert!(serde_json::from_str::<Region>("\"DEU\"").is_err());
    }
}
