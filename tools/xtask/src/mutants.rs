//! Mutation testing of what doses depend on. The score and the survivors are told in
//! `docs/proofs/mutants.md`.

use std::process::ExitCode;

use crate::workspace::{RunError, Workspace, stream};

/// A part of the code, and the tests that have to notice a change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Room {
    /// The pump's rules
    Dosing,
    /// The phone's bolus requests
    Requests,
    /// The copy of the pump's logs
    Sync,
    /// Results of trials
    Trial,
}

impl Room {
    const fn arguments(self) -> &'static str {
        match self {
            Self::Dosing => "-p cisterna-dosing",
            Self::Requests => {
                "-p cisterna-core -f core/src/pump/bolus/*.rs --cargo-test-arg=--lib \
                 --cargo-test-arg=pump::"
            }
            Self::Sync => {
                "-p cisterna-core -f core/src/pump/sync/*.rs --cargo-test-arg=--lib \
                 --cargo-test-arg=pump::"
            }
            Self::Trial => {
                "-p cisterna-core -f core/src/trial/results/*.rs -f core/src/trial/diary/*.rs \
                 --cargo-test-arg=--lib --cargo-test-arg=trial::"
            }
        }
    }
}

/// Why nothing was mutated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MutantsError {
    #[error("`cargo mutants` is not installed; get it with `cargo install cargo-mutants --locked`")]
    NotInstalled,
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Changes one line after the other in a copy of the tree; a change that no test notices survives.
///
/// # Errors
/// [`MutantsError`]; survivors are an error of the run.
pub(crate) fn run(workspace: &Workspace, room: Room) -> Result<ExitCode, MutantsError> {
    if !Workspace::answers(workspace.cargo("mutants --version")) {
        return Err(MutantsError::NotInstalled);
    }
    let arguments = format!("mutants --timeout 40 --output target {}", room.arguments());
    stream(workspace.cargo(&arguments))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_room_names_its_package_and_files_that_are_there() {
        let workspace = Workspace::from_environment();
        for room in Room::value_variants() {
            let words: Vec<_> = room.arguments().split_whitespace().collect();
            assert_eq!(words[0], "-p", "{room:?}");
            for pair in words.windows(2).filter(|pair| pair[0] == "-f") {
                let folder = pair[1].trim_end_matches("/*.rs");
                assert!(workspace.root().join(folder).is_dir(), "{folder}");
            }
        }
    }
}
