//! What the story plays with: files, the pump's process, the commands, and counted pulses.

use super::child::PumpProcess;
use super::pulses::{self, Pulse};
use super::tell::Tell;
use crate::error::CliError;
use crate::out::{Exit, Report};
use crate::pump;
use crate::run::report_of;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The demo's folder and pump.
pub(super) struct Stage {
    home: PathBuf,
    pub(super) tell: Tell,
    pump: Option<PumpProcess>,
    checks: u32,
}

impl Stage {
    pub(super) fn new(home: &Path, tell: Tell) -> Self {
        Self {
            home: home.to_owned(),
            tell,
            pump: None,
            checks: 0,
        }
    }

    /// A file of the demo, by its name.
    pub(super) fn file(&self, name: &str) -> String {
        self.home.join(name).display().to_string()
    }

    /// Writes a file of the demo.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), CliError> {
        let path = self.home.join(name);
        std::fs::write(&path, text).map_err(CliError::file("write", &path))
    }

    /// Starts the pump's process; ends the one before it, if there is one.
    pub(super) fn start_pump(&mut self, more: &[&str]) -> Result<(), CliError> {
        self.pump = None;
        let mut args = Vec::new();
        for name in ["socket", "flash", "control", "pulses"] {
            args.extend([format!("--{name}"), self.file(&format!("pump.{name}"))]);
        }
        args.extend(self.placed(more));
        self.pump = Some(PumpProcess::start(&args)?);
        Ok(())
    }

    /// Runs one command of this program and tells what it said. A word `@name` is a file of the
    /// demo; clinic and phone find key, socket and home by themselves.
    pub(super) fn run(&mut self, event: &'static str, words: &[&str]) -> Result<Report, CliError> {
        self.run_to(event, words, Exit::Done)
    }

    /// The same for a command that is to end otherwise.
    pub(super) fn run_to(
        &mut self,
        event: &'static str,
        words: &[&str],
        exit: Exit,
    ) -> Result<Report, CliError> {
        let report = self.quietly(words)?;
        let shown: Vec<&str> = words
            .iter()
            .map(|word| word.trim_start_matches('@'))
            .collect();
        self.tell.command(event, &shown.join(" "), &report);
        self.check(event, report.exit == exit, || {
            format!("exit {:?}, {exit:?} was due", report.exit)
        })?;
        Ok(report)
    }

    /// Runs one command without telling it.
    pub(super) fn quietly(&self, words: &[&str]) -> Result<Report, CliError> {
        let socket = self.file("pump.socket");
        let mut args = vec![
            "cisterna".to_owned(),
            "--home".to_owned(),
            self.file("phone"),
        ];
        args.extend(self.placed(words));
        match words {
            ["clinic", "key", ..] | ["history", ..] => {}
            ["clinic", ..] => {
                args.extend(["--key".to_owned(), self.file("clinician.key")]);
                args.extend(["--socket".to_owned(), socket]);
            }
            _ => args.extend(["--socket".to_owned(), socket]),
        }
        report_of(&args)
    }

    fn placed(&self, words: &[&str]) -> Vec<String> {
        let place = |word: &&str| {
            word.strip_prefix('@')
                .map_or_else(|| (*word).to_owned(), |name| self.file(name))
        };
        words.iter().map(place).collect()
    }

    /// One line to the control socket.
    pub(super) fn control(&self, line: &str) -> Result<String, CliError> {
        pump::send(&self.home.join("pump.control"), line)
    }

    /// Lets time pass at once.
    pub(super) fn advance(&self, span_s: u64) -> Result<(), CliError> {
        self.control(&format!("advance {span_s}")).map(drop)
    }

    /// The bench's physical clock.
    pub(super) fn elapsed_s(&self) -> Result<u64, CliError> {
        let now = self.control("now")?;
        let elapsed = now
            .split(' ')
            .find_map(|word| word.strip_prefix("elapsed="));
        elapsed
            .and_then(|text| text.parse().ok())
            .ok_or(CliError::Control(now.clone()))
    }

    /// What the pump gave so far.
    pub(super) fn pulses(&self) -> Result<Vec<Pulse>, CliError> {
        pulses::read(&self.home.join("pump.pulses"))
    }

    /// The programmer's reading, as its JSON.
    pub(super) fn status(&self) -> Result<Value, CliError> {
        Ok(Value::Object(self.quietly(&["clinic", "status"])?.json))
    }

    /// Counts the pulses of extra doses against what is due.
    pub(super) fn count_patient(&mut self, step: &'static str, due: u32) -> Result<(), CliError> {
        let counted = pulses::of(&self.pulses()?, "patient");
        self.check(step, counted == due, || {
            format!("{counted} pulses counted, {due} are due")
        })?;
        let text = format!("{counted} pulses of extra doses counted at the motor, {due} are due");
        self.tell
            .checked(step, &json!({"counted": counted, "due": due}), &text);
        Ok(())
    }

    /// Ends the demo where something came out otherwise.
    pub(super) fn check(
        &mut self,
        step: &'static str,
        holds: bool,
        what: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        self.checks += 1;
        if holds {
            Ok(())
        } else {
            Err(CliError::Demo { step, what: what() })
        }
    }

    /// How many checks held.
    pub(super) const fn checks(&self) -> u32 {
        self.checks
    }
}

/// A number of a report; where it is none, one that no check takes.
pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(u64::MAX)
}
