//! The stage `judges`: reports of made-up trials before validators that others have written.
//! What is judged, and by whom, stands in `tools/judges`; the reports come from `core/report`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::setup::{self, Tool};
use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace, read, stream};

/// Java 17 is what the judges are compiled for.
const TOOLS: &[Tool] = &[
    Tool {
        program: "javac",
        debian: "openjdk-17-jdk-headless",
    },
    Tool {
        program: "mvn",
        debian: "maven",
    },
];
const MAC: &str = "`brew install openjdk@17 maven`";

const PROJECT: &str = "tools/judges";
const SAMPLES: &str = "run --quiet --locked -p cisterna-report --example samples --";
const METADATA: &str = "metadata --format-version 1 --no-deps --locked";

/// Why nothing could be judged.
#[derive(Debug, thiserror::Error)]
enum JudgesError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("the directory for the reports cannot be made anew: {0}")]
    Directory(#[from] std::io::Error),
    #[error("`cargo metadata` names no target directory")]
    NoTarget,
}

/// Passes if every good report is accepted and every broken one is refused.
pub(crate) fn stage(workspace: &Workspace) -> Verdict {
    if let Err(reason) = setup::get(workspace, TOOLS, MAC) {
        return Verdict::Skipped(reason);
    }
    // what Maven cannot get is no fault of the reports
    if let Err(error) = stream(maven(workspace, "dependency:resolve")) {
        return Verdict::Skipped(format!(
            "{error}; the judges are not in Maven's local repository, and it could not get them: \
             run it again with a connection"
        ));
    }
    match judge(workspace) {
        Ok(()) => Verdict::Passed,
        Err(error) => Verdict::Failed(error.to_string()),
    }
}

fn judge(workspace: &Workspace) -> Result<(), JudgesError> {
    let directory = target(workspace)?.join("judged");
    remove(&directory)?;
    let mut samples = workspace.cargo(SAMPLES);
    samples.arg(&directory);
    stream(samples)?;
    let mut judges = maven(workspace, "compile exec:java");
    judges.arg(argument(&directory));
    Ok(stream(judges)?)
}

/// Maven, quiet, with goals separated by blanks.
fn maven(workspace: &Workspace, goals: &str) -> Command {
    let mut command = workspace.command("mvn");
    command
        .args(["-B", "-q", "-ntp", "-f", PROJECT])
        .args(goals.split_whitespace());
    command
}

/// Quoted, because Maven splits its arguments at blanks.
fn argument(directory: &Path) -> String {
    format!("-Dexec.args=\"{}\"", directory.display())
}

/// Where cargo builds, whatever its settings say.
fn target(workspace: &Workspace) -> Result<PathBuf, JudgesError> {
    let text = read(workspace.cargo(METADATA))?;
    target_of(&text).ok_or(JudgesError::NoTarget)
}

fn target_of(metadata: &str) -> Option<PathBuf> {
    let metadata: Value = serde_json::from_str(metadata).ok()?;
    metadata["target_directory"].as_str().map(PathBuf::from)
}

/// Reports of an earlier run must not be judged again.
fn remove(directory: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_with_a_blank_stays_one_argument() {
        let argument = argument(Path::new("out put/judged"));
        assert_eq!(argument, "-Dexec.args=\"out put/judged\"");
    }

    #[test]
    fn the_target_directory_is_what_cargo_says() {
        let found = target_of(r#"{"target_directory":"somewhere/else"}"#);
        assert_eq!(found, Some(PathBuf::from("somewhere/else")));
        assert_eq!(target_of("{}"), None);
        assert_eq!(target_of("no JSON"), None);
    }

    #[test]
    fn a_directory_that_is_not_there_needs_no_removing() {
        assert!(remove(Path::new("no-such-directory-of-reports")).is_ok());
    }
}
