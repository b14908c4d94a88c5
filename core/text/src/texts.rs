//! The door: a language, an hour cycle, and every message as a method.

use crate::language::Language;
use crate::messages::SOURCES;
use crate::value::Value;
use crate::{pseudo, quantities};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::fmt;

/// Whether the hours of a day run from 0 to 23, or twice from 1 to 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HourCycle {
    /// 14:15
    H23,
    /// 2:15 pm
    H12,
}

/// What the person set on the phone, beside the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Format {
    /// How hours are written.
    pub hours: HourCycle,
}

/// Every sentence of one language. Cheap to share, made once for a language.
pub struct Texts {
    language: Language,
    format: Format,
    own: FluentBundle<FluentResource>,
    /// What a message falls back to.
    english: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Texts")
            .field("language", &self.language)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts of `language`. Reads nothing from disk.
    pub fn new(language: Language, format: Format) -> Self {
        Self {
            language,
            format,
            own: bundle(language),
            english: bundle(Language::English),
        }
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// What the person set.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The message, in English where this language cannot say it: never a bare key.
    pub(crate) fn message(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let text = match formatted(&self.own, key, values) {
            Ok(text) => text,
            Err(_) => formatted(&self.english, key, values).unwrap_or_else(|partial| partial),
        };
        match self.language {
            Language::Pseudo => pseudo::bracketed(&text),
            Language::English | Language::German | Language::Arabic => text,
        }
    }

    /// The message without a way back to English; an error carries what came out.
    #[cfg(test)]
    pub(crate) fn strict(&self, key: &str, values: &[(&str, Value<'_>)]) -> Result<String, String> {
        formatted(&self.own, key, values)
    }
}

/// The text without the invisible marks that keep names and numbers apart from a sentence of
/// another direction (U+2068, U+2069), for formats that carry no such marks.
pub fn without_isolates(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.plurals()]);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| count(Language::English, value),
        Language::German => |value, _| count(Language::German, value),
        Language::Arabic => |value, _| count(Language::Arabic, value),
        Language::Pseudo => |value, _| count(Language::Pseudo, value),
    }));
    if language == Language::Pseudo {
        bundle.set_transform(Some(pseudo::accented));
    }
    let files = SOURCES.iter().filter(|(of, _, _)| *of == language.files());
    for (_, _, text) in files {
        // build.rs has parsed the same bytes and found no fault
        let resource = FluentResource::try_new((*text).to_owned());
        bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
    }
    bundle
}

/// A bare number in a message, in the digits of the language.
fn count(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            let decimal = number.as_string().parse().ok()?;
            Some(quantities::number(language, &decimal))
        }
        FluentValue::String(_)
        | FluentValue::Custom(_)
        | FluentValue::None
        | FluentValue::Error => None,
    }
}

fn formatted(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    values: &[(&str, Value<'_>)],
) -> Result<String, String> {
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return Err(String::new());
    };
    let mut arguments = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        arguments.set(*name, value.clone().into_fluent());
    }
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(&arguments), &mut errors)
        .into_owned();
    if errors.is_empty() {
        Ok(text)
    } else {
        Err(text)
    }
}
