//! What a command says: text for a person, or one JSON object for a program.

use crate::error::CliError;
use serde_json::{Map, Value, json};
use std::io::{IsTerminal, Write};

/// A JSON object under construction.
pub(crate) type Object = Map<String, Value>;

/// The exit codes of every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Anything that is not one of the others.
    Other = 1,
    /// The pump refused.
    Refused = 2,
    /// Sent, and the outcome is not known yet.
    NotKnown = 3,
}

/// What a command has to say at its end.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) exit: Exit,
    pub(crate) text: String,
    pub(crate) json: Object,
}

impl Report {
    /// Done, with its text and its object.
    ///
    /// # Panics
    /// Where `json` is no object; every caller writes one.
    pub(crate) fn done(text: impl Into<String>, json: Value) -> Self {
        let Value::Object(json) = json else {
            unreachable!("a report is written as an object");
        };
        Self {
            exit: Exit::Done,
            text: text.into(),
            json,
        }
    }

    /// The same with another exit code.
    pub(crate) fn exits(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}

/// Where and how to say it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Out {
    pub(crate) json: bool,
}

impl Out {
    /// Says one thing on stdout at once: a line of text, or an object on one line.
    pub(crate) fn event(self, text: &str, json: &Value) {
        if self.json {
            say(&json.to_string());
        } else {
            say(text);
        }
    }

    /// Says a command's end and gives its exit code.
    pub(crate) fn finish(self, result: Result<Report, CliError>) -> Exit {
        match result {
            Ok(report) => {
                self.event(report.text.trim_end(), &Value::Object(report.json));
                report.exit
            }
            Err(error) => {
                self.failure(error.code(), &error.to_string());
                error.exit()
            }
        }
    }

    /// Says why nothing came of it.
    pub(crate) fn failure(self, code: &str, message: &str) {
        if self.json {
            say(&json!({"error": {"code": code, "message": message}}).to_string());
        } else {
            // a closed stderr leaves nobody to tell
            let _ = writeln!(std::io::stderr(), "cisterna: {message}");
        }
    }

    /// Whether progress is worth showing: a person watches, and stdout is not theirs alone.
    pub(crate) fn shows_progress(self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }
}

/// A line on stdout. A reader that has gone away is not an error of ours.
fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}
