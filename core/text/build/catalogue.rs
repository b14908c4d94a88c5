//! The catalogue: every message with its arguments, and what is wrong with the files.
//!
//! Responsible for the rules that all languages keep. Pure, from texts to messages or faults, so
//! that `build.rs` and the tests run the same lines. Leaves reading files to `build.rs`, and Rust
//! code to `generate.rs`.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Languages with files; the first is the one that all others are measured by.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "de", "ar"];

/// Areas, one file a language each.
pub(crate) const AREAS: [&str; 13] = [
    "home",
    "bolus",
    "alarms",
    "refill",
    "trial",
    "diary",
    "care",
    "reminders",
    "settings",
    "errors",
    "units",
    "platform",
    "report",
];

/// The area whose texts become resources of Android and Apple, which know no selection.
const PLATFORM: &str = "platform";

/// One file as it was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) language: &'a str,
    pub(crate) area: &'a str,
    pub(crate) text: &'a str,
}

/// One message by its English text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) area: String,
    pub(crate) key: String,
    /// In alphabetical order.
    pub(crate) arguments: Vec<String>,
    /// For documentation: arguments in braces, a selection by its default.
    pub(crate) english: String,
}

/// An area that a language leaves, in part or whole, to English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnglishInstead {
    pub(crate) language: String,
    pub(crate) area: String,
}

/// What all files say together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Catalogue {
    pub(crate) texts: Vec<Text>,
    pub(crate) english_instead: Vec<EnglishInstead>,
}

/// Something wrong, with the place and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) file: String,
    /// Empty where the whole file is meant.
    pub(crate) key: String,
    pub(crate) what: What,
}

/// Kinds of fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    UnknownFile,
    Unreadable(String),
    Missing,
    NotInEnglish,
    Doubled,
    NoText,
    Attributes,
    WrongPrefix(String),
    OtherArguments { english: String, here: String },
    Forbidden(&'static str),
    UnknownTerm(String),
    SelectionOnPlatform,
    UnknownFallback(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.file)?;
        if !self.key.is_empty() {
            write!(out, "{}: ", self.key)?;
        }
        write!(out, "{}", self.what)
    }
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFile => write!(
                out,
                "no such language or area; remove the file or add its name to build/catalogue.rs"
            ),
            Self::Unreadable(line) => write!(out, "not Fluent at `{line}`; correct the syntax"),
            Self::Missing => write!(
                out,
                "missing here; write it in this file, or remove it from en"
            ),
            Self::NotInEnglish => write!(out, "not in en; add it there, or remove it here"),
            Self::Doubled => write!(out, "twice in this language; remove one of them"),
            Self::NoText => write!(out, "has no text; write one"),
            Self::Attributes => write!(out, "has attributes; make each a message of its own"),
            Self::WrongPrefix(area) => write!(out, "must begin with `{area}-`; rename it"),
            Self::OtherArguments { english, here } => {
                write!(
                    out,
                    "takes {here} but en takes {english}; use the same variables"
                )
            }
            Self::Forbidden(what) => write!(out, "uses {what}; write the text without it"),
            Self::UnknownTerm(term) => write!(out, "uses -{term}; define it in this file"),
            Self::SelectionOnPlatform => {
                write!(out, "selects; platform texts cannot, make two messages")
            }
            Self::UnknownFallback(line) => write!(
                out,
                "`{line}` is no line of language and area; correct or remove it"
            ),
        }
    }
}

/// Every message, or everything that is wrong. A file that is absent counts as an empty one.
///
/// `english_instead` has one language and area a line: there, what is missing is taken from
/// English. Lines that begin with `#` are comments.
pub(crate) fn catalogue(
    sources: &[Source<'_>],
    english_instead: &str,
) -> Result<Catalogue, Vec<Fault>> {
    let mut faults = Vec::new();
    let english_instead = fallbacks(english_instead, &mut faults);
    let read: Vec<_> = sources
        .iter()
        .filter_map(|source| entries(source, &mut faults))
        .collect();
    faults.extend(doubled(&read));
    let english = of_language(&read, LANGUAGES[0]);
    for language in &LANGUAGES[1..] {
        let own = of_language(&read, language);
        faults.extend(compare(language, &english, &own, &english_instead));
    }
    if !faults.is_empty() {
        faults.sort();
        return Err(faults);
    }
    let texts = read
        .into_iter()
        .filter(|(language, _)| language == LANGUAGES[0])
        .flat_map(|(_, texts)| texts)
        .collect();
    Ok(Catalogue {
        texts,
        english_instead,
    })
}

fn path(language: &str, area: &str) -> String {
    format!("core/text/locales/{language}/{area}.ftl")
}

fn fallbacks(lines: &str, faults: &mut Vec<Fault>) -> Vec<EnglishInstead> {
    let mut found = Vec::new();
    for line in lines.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(' ') {
            Some((language, area))
                if LANGUAGES[2..].contains(&language) && AREAS.contains(&area) =>
            {
                found.push(EnglishInstead {
                    language: language.to_owned(),
                    area: area.to_owned(),
                });
            }
            Some(_) | None => faults.push(Fault {
                file: "core/text/locales/english-instead.txt".to_owned(),
                key: String::new(),
                what: What::UnknownFallback(line.to_owned()),
            }),
        }
    }
    found
}

/// The messages of one file; faults of its own are noted.
fn entries(source: &Source<'_>, faults: &mut Vec<Fault>) -> Option<(String, Vec<Text>)> {
    let Source {
        language,
        area,
        text,
    } = *source;
    let file = path(language, area);
    let fault = |key: &str, what| Fault {
        file: file.clone(),
        key: key.to_owned(),
        what,
    };
    if !LANGUAGES.contains(&language) || !AREAS.contains(&area) {
        faults.push(fault("", What::UnknownFile));
        return None;
    }
    let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(rest, _)| rest);
    let terms: BTreeSet<&str> = resource
        .body
        .iter()
        .filter_map(|entry| match entry {
            Entry::Term(term) => Some(term.id.name),
            Entry::Message(_)
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_)
            | Entry::Junk { .. } => None,
        })
        .collect();
    let mut texts = Vec::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => match text_of(area, &terms, message) {
                Ok(text) => texts.push(text),
                Err(what) => faults.push(fault(message.id.name, what)),
            },
            Entry::Junk { content } => {
                let line = content.lines().next().unwrap_or_default();
                faults.push(fault("", What::Unreadable(line.to_owned())));
            }
            Entry::Term(_)
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_) => {}
        }
    }
    Some((language.to_owned(), texts))
}

fn text_of(area: &str, terms: &BTreeSet<&str>, message: &Message<&str>) -> Result<Text, What> {
    let key = message.id.name;
    if !message.attributes.is_empty() {
        return Err(What::Attributes);
    }
    let of_area = key
        .strip_prefix(area)
        .is_some_and(|rest| rest.starts_with('-'));
    if !of_area {
        return Err(What::WrongPrefix(area.to_owned()));
    }
    let pattern = message.value.as_ref().ok_or(What::NoText)?;
    let mut seen = Seen::default();
    seen.pattern(pattern);
    if let Some(what) = seen.forbidden {
        return Err(What::Forbidden(what));
    }
    if let Some(term) = seen
        .terms
        .iter()
        .find(|term| !terms.contains(term.as_str()))
    {
        return Err(What::UnknownTerm(term.clone()));
    }
    if area == PLATFORM && seen.selects {
        return Err(What::SelectionOnPlatform);
    }
    Ok(Text {
        area: area.to_owned(),
        key: key.to_owned(),
        arguments: seen.variables.into_iter().collect(),
        english: seen.flat,
    })
}

/// What a pattern uses.
#[derive(Default)]
struct Seen {
    variables: BTreeSet<String>,
    terms: BTreeSet<String>,
    selects: bool,
    forbidden: Option<&'static str>,
    flat: String,
}

impl Seen {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.flat.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.selects = true;
                let flat = std::mem::take(&mut self.flat);
                self.inline(selector);
                let mut default = String::new();
                for variant in variants {
                    self.flat.clear();
                    self.pattern(&variant.value);
                    if variant.default {
                        default.clone_from(&self.flat);
                    }
                }
                self.flat = flat + &default;
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { value }
            | InlineExpression::NumberLiteral { value } => {
                self.flat.push_str(&value.replace("\\u00A0", " "));
            }
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
                self.flat.push('{');
                self.flat.push_str(id.name);
                self.flat.push('}');
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.terms.insert(id.name.to_owned());
                if arguments.is_some() {
                    self.forbidden = Some("a term with arguments");
                }
                self.flat.push_str(id.name);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { .. } => self.forbidden = Some("a function"),
            InlineExpression::MessageReference { .. } => self.forbidden = Some("another message"),
        }
    }
}

fn of_language<'a>(read: &'a [(String, Vec<Text>)], language: &str) -> BTreeMap<&'a str, &'a Text> {
    read.iter()
        .filter(|(of, _)| of == language)
        .flat_map(|(_, texts)| texts)
        .map(|text| (text.key.as_str(), text))
        .collect()
}

fn doubled(read: &[(String, Vec<Text>)]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (language, texts) in read {
        for text in texts {
            if !seen.insert((language, &text.key)) {
                faults.push(Fault {
                    file: path(language, &text.area),
                    key: text.key.clone(),
                    what: What::Doubled,
                });
            }
        }
    }
    faults
}

fn compare(
    language: &str,
    english: &BTreeMap<&str, &Text>,
    own: &BTreeMap<&str, &Text>,
    english_instead: &[EnglishInstead],
) -> Vec<Fault> {
    let fault = |text: &Text, what| Fault {
        file: path(language, &text.area),
        key: text.key.clone(),
        what,
    };
    let may_lack = |text: &Text| {
        english_instead
            .iter()
            .any(|it| it.language == language && it.area == text.area)
    };
    let missing = english
        .values()
        .filter(|text| !own.contains_key(text.key.as_str()) && !may_lack(text))
        .map(|text| fault(text, What::Missing));
    let wrong = own.values().filter_map(|text| {
        let Some(model) = english.get(text.key.as_str()) else {
            return Some(fault(text, What::NotInEnglish));
        };
        (model.arguments != text.arguments).then(|| {
            let what = What::OtherArguments {
                english: spoken(&model.arguments),
                here: spoken(&text.arguments),
            };
            fault(text, what)
        })
    });
    missing.chain(wrong).collect()
}

fn spoken(arguments: &[String]) -> String {
    if arguments.is_empty() {
        "no variable".to_owned()
    } else {
        format!("${}", arguments.join(", $"))
    }
}
