//! Resources of Android and Apple from the area `platform`: what the system shows before or
//! without the core, such as permissions, notices before the first unlock, and widgets.
//!
//! Responsible for their text. Pure: leaves writing to the example `platform_resources`, which
//! `cargo xtask texts` runs.

use crate::language::Language;
use crate::messages::MESSAGES;
use crate::texts::{Format, HourCycle, Texts};
use crate::value::Value;
use std::fmt::Write;

/// The prefix that the area's keys have and the resources' names have not.
const PREFIX: &str = "platform-";

/// Languages that become resources; the first is the source of the others.
const LANGUAGES: [Language; 3] = [Language::English, Language::German, Language::Arabic];

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Relative to the directory of this crate.
    pub path: String,
    /// Its whole content.
    pub content: String,
}

/// All generated files.
pub fn resources() -> Vec<Resource> {
    let mut all: Vec<_> = LANGUAGES.into_iter().map(android).collect();
    all.push(apple());
    all
}

fn android(language: Language) -> Resource {
    let directory = match language {
        Language::English | Language::Pseudo => "values",
        Language::German => "values-de",
        Language::Arabic => "values-ar",
    };
    let mut content = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!-- Made by `cargo xtask texts` from the area `platform` of the texts. -->\n<resources>\n",
    );
    for (name, text) in strings(language, "s") {
        let name = name.replace('-', "_");
        push(
            &mut content,
            format_args!("    <string name=\"{name}\">{}</string>\n", xml(&text)),
        );
    }
    content.push_str("</resources>\n");
    Resource {
        path: format!("platform/android/{directory}/strings.xml"),
        content,
    }
}

fn apple() -> Resource {
    let texts = LANGUAGES.map(|language| (language.code(), strings(language, "@")));
    let mut content = String::from("{\n  \"sourceLanguage\" : \"en\",\n  \"strings\" : {\n");
    let count = texts[0].1.len();
    for index in 0..count {
        let name = texts[0].1[index].0.replace('-', "_");
        push(
            &mut content,
            format_args!(
                "    \"{name}\" : {{\n      \"extractionState\" : \"manual\",\n      \"localizations\" : {{\n"
            ),
        );
        for (position, (code, strings)) in texts.iter().enumerate() {
            let comma = if position + 1 < texts.len() { "," } else { "" };
            let text = json(&strings[index].1);
            push(
                &mut content,
                format_args!(
                    "        \"{code}\" : {{\n          \"stringUnit\" : {{\n            \"state\" : \"translated\",\n            \"value\" : \"{text}\"\n          }}\n        }}{comma}\n"
                ),
            );
        }
        let comma = if index + 1 < count { "," } else { "" };
        push(&mut content, format_args!("      }}\n    }}{comma}\n"));
    }
    content.push_str("  },\n  \"version\" : \"1.0\"\n}\n");
    Resource {
        path: "platform/apple/Localizable.xcstrings".to_owned(),
        content,
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes every write");
}

/// Name and text of every platform message; arguments become `%1$s` and so on, in the order of
/// their names.
fn strings(language: Language, kind: &str) -> Vec<(&'static str, String)> {
    let format = Format {
        hours: HourCycle::H23, // no platform text holds a time
    };
    let texts = Texts::new(language, format);
    MESSAGES
        .iter()
        .filter_map(|(_, key, arguments)| {
            let name = key.strip_prefix(PREFIX)?;
            let values: Vec<_> = arguments
                .iter()
                .enumerate()
                .map(|(index, argument)| (*argument, Value::from(format!("%{}${kind}", index + 1))))
                .collect();
            Some((name, texts.message(key, &values)))
        })
        .collect()
}

/// For a string resource: XML, and the quotes and signs that Android reads on top of it.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("\\'"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '@' | '?' if index == 0 => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

fn json(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_committed_resources_are_current() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for resource in resources() {
            let committed = std::fs::read_to_string(root.join(&resource.path)).unwrap_or_default();
            assert!(
                committed == resource.content,
                "{} is stale: run `cargo xtask texts`",
                resource.path
            );
        }
    }

    #[test]
    fn quotes_and_signs_survive_both_platforms() {
        assert_eq!(
            xml("?a 'b' & \"c\"\n<d>\\"),
            "\\?a \\'b\\' &amp; \\\"c\\\"\\n&lt;d&gt;\\\\"
        );
        assert_eq!(json("a \"b\"\n\\"), "a \\\"b\\\"\\n\\\\");
    }

    #[test]
    fn no_platform_text_has_a_percent_sign_of_its_own() {
        for language in LANGUAGES {
            for (name, text) in strings(language, "s") {
                let placeholders = text.matches("%1$s").count() + text.matches("%2$s").count();
                assert_eq!(text.matches('%').count(), placeholders, "{name}: {text}");
            }
        }
    }
}
