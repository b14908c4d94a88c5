//! Where the project lies, and how its child processes are started: in the project's root, with
//! a clean environment, without terminal control codes on a continuous-integration machine.
//! What the children do is the stages' business.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Variables that `cargo run` sets for this program. Handed on to another cargo they would make
/// build scripts that watch them run again each time.
const PACKAGE_VARIABLES: &[&str] = &[
    "CARGO_PKG_",
    "CARGO_MANIFEST_",
    "CARGO_CRATE_",
    "CARGO_BIN_",
    "CARGO_PRIMARY_",
];

/// Set for every child where the output goes to a log.
const PLAIN_OUTPUT: &[(&str, &str)] = &[
    ("CARGO_TERM_COLOR", "never"),
    ("CARGO_TERM_PROGRESS_WHEN", "never"),
    ("NO_COLOR", "1"),
    ("TERM", "dumb"),
];

/// Why a child process gave no good result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// The program could not be started; most often it is not installed.
    #[error("cannot start `{command}`: {source}")]
    Start { command: String, source: io::Error },
    /// The program ran and reported a failure.
    #[error("`{command}` ended with {status}")]
    Status { command: String, status: ExitStatus },
}

/// The project's root and the way to start programs in it.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    plain: bool,
    cargo: OsString,
}

impl Workspace {
    /// Takes root, cargo and the `CI` variable from the environment that `cargo xtask` gives.
    pub(crate) fn from_environment() -> Self {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package)
            .ancestors()
            .nth(2)
            .expect("the package lies two directories below the root");
        Self {
            root: root.to_path_buf(),
            plain: is_set(std::env::var_os("CI").as_deref()),
            cargo: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A program to be run in the root, without stdin.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(is_package_variable) {
                command.env_remove(name);
            }
        }
        if self.plain {
            command.envs(PLAIN_OUTPUT.iter().copied());
        }
        command
    }

    /// Cargo with these arguments, separated by blanks.
    pub(crate) fn cargo(&self, arguments: &str) -> Command {
        let mut command = self.command(&self.cargo);
        command.args(arguments.split_whitespace());
        command
    }

    /// Whether this program runs at all; its output is dropped.
    pub(crate) fn answers(mut command: Command) -> bool {
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// Runs to the end; its output streams to ours.
pub(crate) fn stream(mut command: Command) -> Result<(), RunError> {
    let status = command
        .status()
        .map_err(|source| start_error(&command, source))?;
    expect_success(&command, status)
}

/// Runs to the end and returns its stdout, even of a failed run; stderr streams to ours.
pub(crate) fn capture(mut command: Command) -> Result<(String, Result<(), RunError>), RunError> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| start_error(&command, source))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok((stdout, expect_success(&command, output.status)))
}

/// Runs to the end and returns the stdout of a run that succeeded.
pub(crate) fn read(command: Command) -> Result<String, RunError> {
    let (stdout, result) = capture(command)?;
    result.map(|()| stdout)
}

/// The error of a program that did not start.
pub(crate) fn start_error(command: &Command, source: io::Error) -> RunError {
    RunError::Start {
        command: describe(command),
        source,
    }
}

fn expect_success(command: &Command, status: ExitStatus) -> Result<(), RunError> {
    if status.success() {
        Ok(())
    } else {
        Err(RunError::Status {
            command: describe(command),
            status,
        })
    }
}

/// The command as a person would type it, the program without its directory.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_package_variable(name: &str) -> bool {
    PACKAGE_VARIABLES
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

fn is_set(ci: Option<&OsStr>) -> bool {
    ci.is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_this_package_are_kept_from_children_and_others_are_not() {
        assert!(is_package_variable("CARGO_PKG_VERSION"));
        assert!(is_package_variable("CARGO_MANIFEST_DIR"));
        assert!(!is_package_variable("CARGO_TARGET_DIR"));
        assert!(!is_package_variable("CARGO_HOME"));
        assert!(!is_package_variable("PATH"));
    }

    #[test]
    fn ci_counts_as_set_unless_it_says_no() {
        assert!(is_set(Some(OsStr::new("true"))));
        assert!(is_set(Some(OsStr::new("1"))));
        assert!(!is_set(Some(OsStr::new("false"))));
        assert!(!is_set(Some(OsStr::new(""))));
        assert!(!is_set(None));
    }

    #[test]
    fn a_command_is_described_as_one_would_type_it() {
        let mut command = Command::new("bin/cargo");
        command.args(["fmt", "--all"]);
        assert_eq!(describe(&command), "cargo fmt --all");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_start_error() {
        let error = stream(Command::new("cisterna-no-such-program")).expect_err("it is not there");
        assert!(matches!(error, RunError::Start { .. }), "{error}");
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        assert!(
            Workspace::from_environment()
                .root()
                .join("Cargo.toml")
                .is_file()
        );
    }
}
