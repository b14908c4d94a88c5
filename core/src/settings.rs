//! What the person set: language, hours, what may invite.
//!
//! Responsible for the settings that the core itself acts on. Leaves those of a shell (font,
//! colours, sounds) to the shell.

use crate::store::Document;
use cisterna_text::{Format, HourCycle, Language};
use serde::{Deserialize, Serialize};

/// The person's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Tag of the language (BCP 47); `None` follows the phone.
    pub language: Option<String>,
    /// Hours from 1 to 12 twice a day, instead of 0 to 23; `None` follows the phone.
    pub twelve_hours: Option<bool>,
    /// Whether the app says that a waiting time is over. Off unless the person wants it, and never
    /// for opioids: the app does not invite to a dose.
    pub tell_when_waiting_ends: bool,
    /// Name that the report carries; `None` leaves it out.
    pub name_on_report: Option<String>,
}

impl Document for Settings {
    const KIND: &'static str = "settings";
}

/// What the phone itself is set to; the shell passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Language of the phone.
    pub language: Language,
    /// How the phone writes hours.
    pub hours: HourCycle,
}

impl Default for Locale {
    fn default() -> Self {
        Self {
            language: Language::English,
            hours: HourCycle::H23,
        }
    }
}

impl Settings {
    /// Language and format of every sentence: the person's, else the phone's.
    pub(crate) fn locale(&self, phone: Locale) -> (Language, Format) {
        let own = self.language.as_deref().and_then(Language::for_tag);
        let hours = match self.twelve_hours {
            Some(true) => HourCycle::H12,
            Some(false) => HourCycle::H23,
            None => phone.hours,
        };
        (own.unwrap_or(phone.language), Format { hours })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_set_comes_before_the_phones() {
        let phone = Locale {
            language: Language::German,
            hours: HourCycle::H12,
        };
        let (language, format) = Settings::default().locale(phone);
        assert_eq!((language, format.hours), (Language::German, HourCycle::H12));
        let own = Settings {
            language: Some("en-GB".to_owned()),
            twelve_hours: Some(false),
            ..Settings::default()
        };
        let (language, format) = own.locale(phone);
        assert_eq!(
            (language, format.hours),
            (Language::English, HourCycle::H23)
        );
    }

    #[test]
    fn a_language_that_this_version_does_not_know_falls_back_to_the_phones() {
        let own = Settings {
            language: Some("tlh".to_owned()),
            ..Settings::default()
        };
        assert_eq!(own.locale(Locale::default()).0, Language::English);
    }

    /// Settings of a later version keep what this one knows.
    #[test]
    fn unknown_and_missing_fields_are_no_error() {
        let read: Settings = serde_json::from_str("{\"language\":\"de\",\"later\":1}").unwrap();
        assert_eq!(read.language.as_deref(), Some("de"));
        assert!(!read.tell_when_waiting_ends);
    }
}
