//! What every message of every language keeps.

use super::texts;
use crate::messages::MESSAGES;
use crate::{Language, Texts, Value, without_isolates};
use std::collections::BTreeSet;

/// Messages that may read the same in German: names, units and signs. One key a line.
const SAME_IN_GERMAN: &str = include_str!("../../locales/same-in-german.txt");

fn same_in_german() -> BTreeSet<&'static str> {
    SAME_IN_GERMAN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The message in its own language alone; `None` where it is left to English.
fn sample(texts: &Texts, area: &str, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
    let language = texts.language();
    match texts.strict(key, values) {
        Ok(text) => Some(without_isolates(&text)),
        Err(partial) => {
            assert!(
                partial.is_empty() && language.areas_in_english().contains(&area),
                "{key} in {language:?}: {partial}"
            );
            None
        }
    }
}

fn values<'v>(arguments: &[&'v str], value: &Value<'v>) -> Vec<(&'v str, Value<'v>)> {
    arguments.iter().map(|it| (*it, value.clone())).collect()
}

/// Every message of a language with several arguments each: key and text.
fn everything(language: Language) -> Vec<(&'static str, String)> {
    let samples = [0, 1, 2, 3, 11, 100]
        .map(Value::Count)
        .into_iter()
        .chain([Value::from("x")]);
    let samples: Vec<_> = samples.collect();
    let texts = texts(language);
    let mut all = Vec::new();
    for (area, key, arguments) in MESSAGES {
        for value in &samples {
            if let Some(text) = sample(&texts, area, key, &values(arguments, value)) {
                all.push((*key, text));
            }
        }
    }
    all
}

#[test]
fn every_message_of_every_language_formats() {
    for language in Language::ALL {
        for (key, text) in everything(language) {
            assert!(!text.trim().is_empty(), "{key} in {language:?}");
            assert!(
                !text.contains(['{', '}', '$']),
                "{key} in {language:?}: {text}"
            );
            assert!(!text.contains("  "), "{key} in {language:?}: {text}");
        }
    }
}

/// Words that blame, frighten or invite, and lies about what is not known. SR-41
#[test]
fn the_tone_is_kept() {
    let forbidden: [(Language, &[&str]); 3] = [
        (
            Language::English,
            &[
                "!",
                "failed",
                "failure",
                "you may again",
                "sorry",
                "please",
                " ago",
            ],
        ),
        (
            Language::German,
            &[
                "!",
                "fehlgeschlagen",
                "gescheitert",
                "leider",
                "bitte",
                " du ",
                "dein",
            ],
        ),
        (Language::Arabic, &["!", "فشل"]),
    ];
    for (language, words) in forbidden {
        for (key, text) in everything(language) {
            let lower = text.to_lowercase();
            for word in words {
                assert!(
                    !lower.contains(word),
                    "{key} in {language:?} says {word:?}: {text}"
                );
            }
        }
    }
}

/// An age that stands in a sentence is wrong a minute later: shells count it. SR-42
#[test]
fn no_sentence_holds_an_elapsed_time() {
    let spans = ["duration", "count", "age"];
    let words = [
        (Language::English, ["100 ago", "since 100"]),
        (Language::German, ["vor 100", "seit 100"]),
        (Language::Arabic, ["قبل 100", "منذ 100"]),
    ];
    for (language, words) in words {
        let texts = texts(language);
        for (area, key, arguments) in MESSAGES {
            let values = values(arguments, &Value::Count(100));
            let text = sample(&texts, area, key, &values).unwrap_or_default();
            let elapsed = words.iter().any(|it| text.contains(it));
            let spanned = arguments.iter().any(|it| spans.contains(it));
            assert!(!(elapsed && spanned), "{key} in {language:?}: {text}");
        }
    }
}

#[test]
fn titles_and_buttons_are_short() {
    for (key, text) in everything(Language::English) {
        let most = if key.contains("-title") {
            60
        } else if key.contains("-button") || key.contains("-label") {
            48
        } else {
            continue;
        };
        assert!(text.chars().count() <= most, "{key}: {text}");
    }
}

/// Messages with words of their own: those of the others are numbers, signs and arguments.
fn with_words(language: Language) -> Vec<(&'static str, String)> {
    let texts = texts(language);
    MESSAGES
        .iter()
        .filter_map(|(area, key, arguments)| {
            let text = sample(&texts, area, key, &values(arguments, &Value::Count(100)))?;
            text.contains(char::is_alphabetic).then_some((*key, text))
        })
        .collect()
}

#[test]
fn german_has_no_english_leftovers() {
    let english: BTreeSet<_> = with_words(Language::English).into_iter().collect();
    let allowed = same_in_german();
    for pair in with_words(Language::German) {
        assert!(
            !english.contains(&pair) || allowed.contains(pair.0),
            "{pair:?}"
        );
    }
}

#[test]
fn arabic_is_written_in_arabic() {
    let arabic = |text: &str| text.chars().any(|it| ('\u{600}'..='\u{6ff}').contains(&it));
    for (key, text) in with_words(Language::Arabic) {
        assert!(
            arabic(&text) || same_in_german().contains(key),
            "{key}: {text}"
        );
    }
}

#[test]
fn the_pseudo_language_brackets_every_message() {
    let texts = texts(Language::Pseudo);
    for (_, key, arguments) in MESSAGES {
        let text = texts.message(key, &values(arguments, &Value::Count(3)));
        assert!(
            text.starts_with('[') && text.ends_with(']'),
            "{key}: {text}"
        );
    }
    assert_eq!(texts.home_title_working(), "[ÝÝóóúúř púúmp ííš wóóřkííñg]");
}

#[test]
fn what_a_language_lacks_is_said_in_english_and_never_as_a_key() {
    let arabic = texts(Language::Arabic);
    for (_, key, arguments) in MESSAGES {
        let text = arabic.message(key, &values(arguments, &Value::Count(3)));
        assert!(!text.is_empty() && !text.contains(key), "{key}: {text}");
    }
    let unknown = arabic.message("home-no-such-message", &[]);
    assert_eq!(unknown, "");
}
