//! The stage `android`: the Kotlin modules built and tested on the JVM, with the real library.

use std::process::Command;

use crate::bindings::{self, BindingsError};
use crate::setup::{self, Tool};
use crate::stage::Verdict;
use crate::workspace::{Workspace, stream};

/// Java 17 is what the modules are compiled for.
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
const PROJECT: &str = "android";
/// All that the build needs, so that what Maven cannot get is told apart from what fails.
const GET: &str = "-q dependency:resolve-plugins";

/// Passes if every module builds and its tests pass.
pub(crate) fn stage(workspace: &Workspace) -> Verdict {
    if let Err(reason) = setup::get(workspace, TOOLS, MAC) {
        return Verdict::Skipped(reason);
    }
    if let Err(error) = stream(maven(workspace, GET)) {
        return Verdict::Skipped(format!(
            "{error}; the Kotlin compiler is not in Maven's local repository, and it could not get \
             it: run it again with a connection"
        ));
    }
    match test(workspace) {
        Ok(()) => Verdict::Passed,
        Err(error) => Verdict::Failed(error.to_string()),
    }
}

fn test(workspace: &Workspace) -> Result<(), BindingsError> {
    let library = bindings::libraries(workspace)?.of("cisterna_bindings")?;
    let mut command = maven(workspace, "test");
    if let Some(folder) = library.parent() {
        command.arg(format!("-Dcisterna.library={}", folder.display()));
    }
    Ok(stream(command)?)
}

/// Maven with goals separated by blanks.
fn maven(workspace: &Workspace, goals: &str) -> Command {
    let mut command = workspace.command("mvn");
    command
        .args(["-B", "-ntp", "-f", PROJECT])
        .args(goals.split_whitespace());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maven_is_told_the_project_and_goes_by_itself() {
        let command = maven(&Workspace::from_environment(), "-q test");
        let arguments: Vec<_> = command.get_args().collect();
        assert_eq!(arguments, ["-B", "-ntp", "-f", PROJECT, "-q", "test"]);
    }
}
