//! Builds and runs the `cisterna` program for `demo` and `bench`, checks the demo's events, and runs
//! the long proofs.
//! What the demo shows and what the bench measures is written in `tools/cli`.

use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use serde_json::Value;

use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace, capture, read, start_error};

const BUILD: &str = "build -p cisterna-cli --locked --message-format json-render-diagnostics";
const BENCH: &str = "run --release --quiet --locked -p cisterna-cli --bin cisterna -- bench";
const BENCH_YEARS: &str =
    "run --release --quiet --locked -p cisterna-core --features bench --example years";
const PROOF_POWER: &str =
    "test --release --locked -p cisterna-firmware --test it -- --nocapture power::";
const PROOF_MODEL: &str =
    "test --release --locked -p cisterna-model --test it -- --nocapture search::larger";
const BINARY: &str = "cisterna";
/// The event with which a demo says that it came to its end.
const LAST_EVENT: &str = "done";

/// Why the demo could not be played.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("the package cisterna-cli builds no program named `{BINARY}`")]
    NoBinary,
}

/// What is wrong with the events of a demo.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EventError {
    #[error("line {line} of the demo's output is no JSON object with a string `event`: {text}")]
    NotAnEvent { line: usize, text: String },
    #[error("the demo's output has no event `{LAST_EVENT}`")]
    NotDone,
}

/// Plays the demo on this terminal; its exit code is ours.
///
/// # Errors
/// When the program cannot be built or started.
pub(crate) fn demo(workspace: &Workspace, json: bool, keep: bool) -> Result<ExitCode, DemoError> {
    let flags = [("--json", json), ("--keep", keep)];
    let chosen = flags.iter().filter(|(_, on)| *on).map(|(flag, _)| *flag);
    let mut command = workspace.command(build(workspace)?);
    command.arg("demo").args(chosen);
    Ok(hand_over(command)?)
}

/// Measures in a release build; the exit code of `cisterna bench` is ours.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn bench(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, RunError> {
    let mut command = workspace.cargo(BENCH);
    command.args(arguments);
    let done = hand_over(command)?;
    if done == ExitCode::SUCCESS {
        return hand_over(workspace.cargo(BENCH_YEARS));
    }
    Ok(done)
}

/// Cuts the power at every byte of a scripted day and every write of a scripted week.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn proof_power(workspace: &Workspace) -> Result<ExitCode, RunError> {
    let mut command = workspace.cargo(PROOF_POWER);
    command.env("CISTERNA_EVERY_BYTE", "1");
    hand_over(command)
}

/// Searches the larger worlds of the request protocol's model.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn proof_model(workspace: &Workspace) -> Result<ExitCode, RunError> {
    let mut command = workspace.cargo(PROOF_MODEL);
    command.env("CISTERNA_MODEL_WHOLE", "1");
    hand_over(command)
}

/// The stage: the demo exits with success and its events are JSON lines that reach the end.
pub(crate) fn demo_stage(workspace: &Workspace) -> Verdict {
    match play(workspace) {
        Ok(()) => Verdict::Passed,
        Err(error) => Verdict::Failed(error.to_string()),
    }
}

fn play(workspace: &Workspace) -> Result<(), Box<dyn std::error::Error>> {
    let mut command = workspace.command(build(workspace)?);
    command.args(["demo", "--json"]);
    let (stdout, result) = capture(command)?;
    if result.is_err() {
        print!("{stdout}");
    }
    result?;
    println!("   {} events", count_events(&stdout)?);
    Ok(())
}

/// Builds the companion and returns its path, wherever cargo's settings put it.
fn build(workspace: &Workspace) -> Result<PathBuf, DemoError> {
    let messages = read(workspace.cargo(BUILD))?;
    binary_of(&messages).ok_or(DemoError::NoBinary)
}

/// Finds the program in cargo's build messages.
fn binary_of(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == BINARY)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// The number of events, each one line with an object whose `event` names it.
fn count_events(stdout: &str) -> Result<usize, EventError> {
    let names = stdout
        .lines()
        .enumerate()
        .map(|(index, text)| event_name(index + 1, text))
        .collect::<Result<Vec<_>, _>>()?;
    if names.iter().any(|name| name == LAST_EVENT) {
        Ok(names.len())
    } else {
        Err(EventError::NotDone)
    }
}

fn event_name(line: usize, text: &str) -> Result<String, EventError> {
    serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|event| event["event"].as_str().map(str::to_owned))
        .ok_or_else(|| EventError::NotAnEvent {
            line,
            text: text.to_owned(),
        })
}

/// Runs with this terminal's stdin and returns the child's exit code.
fn hand_over(mut command: Command) -> Result<ExitCode, RunError> {
    let status = command
        .stdin(Stdio::inherit())
        .status()
        .map_err(|error| start_error(&command, error))?;
    Ok(exit_code(status))
}

/// A child that a signal ended has no code of its own: 1.
fn exit_code(status: ExitStatus) -> ExitCode {
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_when_the_last_one_is_done() {
        let stdout = "{\"event\":\"start\",\"seed\":7}\n{\"event\":\"done\"}\n";
        assert_eq!(count_events(stdout), Ok(2));
    }

    #[test]
    fn a_demo_that_never_says_done_fails() {
        assert_eq!(
            count_events("{\"event\":\"start\"}\n"),
            Err(EventError::NotDone)
        );
        assert_eq!(count_events(""), Err(EventError::NotDone));
    }

    #[test]
    fn a_line_that_is_no_event_fails_with_its_number() {
        for text in ["hello", "[1]", "{\"name\":\"done\"}", "{\"event\":1}", ""] {
            let stdout = format!("{{\"event\":\"start\"}}\n{text}\n{{\"event\":\"done\"}}\n");
            let expected = EventError::NotAnEvent {
                line: 2,
                text: text.to_owned(),
            };
            assert_eq!(count_events(&stdout), Err(expected));
        }
    }

    #[test]
    fn the_program_is_found_among_build_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"clap"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"cisterna"},"executable":"out/cisterna"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(binary_of(messages), Some(PathBuf::from("out/cisterna")));
    }

    #[test]
    fn a_library_of_the_same_name_is_not_the_program() {
        let messages = r#"{"target":{"name":"cisterna"},"executable":null}"#;
        assert_eq!(binary_of(messages), None);
    }
}
