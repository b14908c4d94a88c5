//! The languages, and what each leaves to English.

use crate::messages::ENGLISH_INSTEAD;
use icu::locale::{Locale, locale};
use unic_langid::LanguageIdentifier;

/// A language that the companion speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, dates and numbers in the British way.
    English,
    /// German, with "Sie".
    German,
    /// Arabic, from right to left.
    Arabic,
    /// English with accents, longer, in brackets: shows what is not translated or does not fit.
    Pseudo,
}

/// The way in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::Arabic, Self::Pseudo];

    /// Its BCP 47 tag.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
            Self::Pseudo => "en-XA",
        }
    }

    /// The language for a BCP 47 tag of the phone (`de-AT`), or `None` where it is not spoken.
    pub fn for_tag(tag: &str) -> Option<Self> {
        if tag.eq_ignore_ascii_case(Self::Pseudo.code()) {
            return Some(Self::Pseudo);
        }
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The way in which it is written.
    pub const fn direction(self) -> Direction {
        match self {
            Self::English | Self::German | Self::Pseudo => Direction::LeftToRight,
            Self::Arabic => Direction::RightToLeft,
        }
    }

    /// Areas that are taken, in part or whole, from English, by the names of their files. A shell
    /// says so beside the choice of language.
    pub fn areas_in_english(self) -> Vec<&'static str> {
        ENGLISH_INSTEAD
            .iter()
            .filter(|(language, _)| *language == self.files())
            .map(|(_, area)| *area)
            .collect()
    }

    /// The directory of its files.
    pub(crate) const fn files(self) -> &'static str {
        match self {
            Self::English | Self::Pseudo => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// For plurals in messages.
    pub(crate) fn plurals(self) -> LanguageIdentifier {
        self.files()
            .parse()
            .expect("the names of the directories are language tags")
    }

    /// For dates, numbers and lists. Assumption: English readers are used to the British order.
    pub(crate) const fn formats(self) -> Locale {
        match self {
            Self::English | Self::Pseudo => locale!("en-GB"),
            Self::German => locale!("de"),
            Self::Arabic => locale!("ar"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_the_phone_finds_its_language_or_none() {
        assert_eq!(Language::for_tag("de-AT"), Some(Language::German));
        assert_eq!(Language::for_tag("en_US"), Some(Language::English));
        assert_eq!(Language::for_tag("AR"), Some(Language::Arabic));
        assert_eq!(Language::for_tag("en-XA"), Some(Language::Pseudo));
        assert_eq!(Language::for_tag("fr-FR"), None);
        assert_eq!(Language::for_tag(""), None);
        for language in Language::ALL {
            assert_eq!(Language::for_tag(language.code()), Some(language));
        }
    }

    #[test]
    fn only_arabic_runs_from_right_to_left() {
        for language in Language::ALL {
            let expected = if language == Language::Arabic {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            };
            assert_eq!(language.direction(), expected);
        }
    }

    #[test]
    fn english_and_german_leave_nothing_to_english() {
        for language in [Language::English, Language::German, Language::Pseudo] {
            assert_eq!(language.areas_in_english(), [""; 0]);
        }
    }
}
