//! Rust code from the catalogue: one function a message, so that a wrong key or argument cannot
//! compile.

use crate::catalogue::{Catalogue, Text};
use std::fmt::Write;

/// The source of the module `messages`. `sources` are language, area and absolute path of a file.
pub(crate) fn rust(catalogue: &Catalogue, sources: &[(String, String, String)]) -> String {
    let mut out = String::from("impl super::Texts {\n");
    for text in &catalogue.texts {
        out.push_str(&function(text));
    }
    out.push_str("}\n\n/// Area, key and arguments of every message.\n");
    out.push_str("pub(crate) const MESSAGES: &[(&str, &str, &[&str])] = &[\n");
    for text in &catalogue.texts {
        line(
            &mut out,
            format_args!("({:?}, {:?}, &{:?})", text.area, text.key, text.arguments),
        );
    }
    out.push_str("];\n\n/// Language, area and text of every file.\n");
    out.push_str("pub(crate) const SOURCES: &[(&str, &str, &str)] = &[\n");
    for (language, area, path) in sources {
        line(
            &mut out,
            format_args!("({language:?}, {area:?}, include_str!({path:?}))"),
        );
    }
    out.push_str("];\n\n/// Language and area of what is left to English.\n");
    out.push_str("pub(crate) const ENGLISH_INSTEAD: &[(&str, &str)] = &[\n");
    for it in &catalogue.english_instead {
        line(&mut out, format_args!("({:?}, {:?})", it.language, it.area));
    }
    out.push_str("];\n");
    out
}

fn line(out: &mut String, item: std::fmt::Arguments<'_>) {
    writeln!(out, "    {item},").expect("a string takes every write");
}

fn function(text: &Text) -> String {
    let name = text.key.replace('-', "_");
    let doc = doc_line(&text.english);
    if text.arguments.is_empty() {
        return format!(
            "    /// {doc}\n    pub fn {name}(&self) -> String {{\n        self.message({:?}, &[])\n    }}\n\n",
            text.key
        );
    }
    let rust_name = |argument: &String| argument.replace('-', "_");
    let parameters: Vec<_> = text
        .arguments
        .iter()
        .map(|argument| format!("{}: impl Into<super::Value<'v>>", rust_name(argument)))
        .collect();
    let values: Vec<_> = text
        .arguments
        .iter()
        .map(|argument| format!("({argument:?}, {}.into())", rust_name(argument)))
        .collect();
    format!(
        "    /// {doc}\n    pub fn {name}<'v>(&self, {}) -> String {{\n        self.message({:?}, &[{}])\n    }}\n\n",
        parameters.join(", "),
        text.key,
        values.join(", ")
    )
}

/// One line without anything that rustdoc would take for markup.
fn doc_line(english: &str) -> String {
    let one_line = english.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for character in one_line.chars() {
        if "[]<>*_`\\#|".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
