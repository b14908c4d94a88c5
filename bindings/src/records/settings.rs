//! What the person set.

use cisterna_core::Settings;

/// The person's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct PersonSettings {
    /// Tag of the language (BCP 47); none follows the phone.
    pub language: Option<String>,
    /// Hours from 1 to 12 twice a day; none follows the phone.
    pub twelve_hours: Option<bool>,
    /// Whether the app says that a waiting time is over. Never for opioids.
    pub tell_when_waiting_ends: bool,
    /// Name that the report carries; none leaves it out.
    pub name_on_report: Option<String>,
}

impl From<Settings> for PersonSettings {
    fn from(settings: Settings) -> Self {
        Self {
            language: settings.language,
            twelve_hours: settings.twelve_hours,
            tell_when_waiting_ends: settings.tell_when_waiting_ends,
            name_on_report: settings.name_on_report,
        }
    }
}

impl From<PersonSettings> for Settings {
    fn from(settings: PersonSettings) -> Self {
        Self {
            language: settings.language,
            twelve_hours: settings.twelve_hours,
            tell_when_waiting_ends: settings.tell_when_waiting_ends,
            name_on_report: settings.name_on_report,
        }
    }
}
