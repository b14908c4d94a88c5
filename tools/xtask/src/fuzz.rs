//! Runs each fuzz target under libFuzzer for a while. What the targets check is in `tools/fuzz`.

use std::path::Path;
use std::process::ExitCode;

use crate::workspace::{RunError, Workspace, stream};

/// Where the fuzzer's own workspace lies.
const FUZZ: &str = "fuzz";
/// Where inputs are kept.
const CORPUS: &str = "tools/fuzz/corpus";
/// Longest input, bytes.
const MAX_LEN: u32 = 4_096;

/// Why nothing was fuzzed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FuzzError {
    #[error("`cargo fuzz` is not installed; get it with `cargo install cargo-fuzz --locked`")]
    NotInstalled,
    #[error("the list of targets: {0}")]
    List(#[from] std::io::Error),
    #[error("there is no target {0}; the targets are the files in fuzz/fuzz_targets")]
    NoTarget(String),
}

/// Fuzzes `only`, or every target, each for `minutes`. New inputs go to `fuzz/corpus`, which is not
/// kept; kept ones are read. Goes on after a finding and fails at the end.
///
/// # Errors
/// [`FuzzError`].
pub(crate) fn run(
    workspace: &Workspace,
    minutes: u32,
    only: Option<&str>,
) -> Result<ExitCode, FuzzError> {
    if !Workspace::answers(workspace.cargo("fuzz --version")) {
        return Err(FuzzError::NotInstalled);
    }
    let mut targets = targets(&workspace.root().join(FUZZ).join("fuzz_targets"))?;
    if let Some(only) = only {
        targets.retain(|target| target == only);
        if targets.is_empty() {
            return Err(FuzzError::NoTarget(only.to_owned()));
        }
    }
    let mut code = ExitCode::SUCCESS;
    for target in targets {
        println!("\n== fuzz: {target}");
        if let Err(error) = fuzz(workspace, &target, minutes) {
            println!("-- {target}: {error}");
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// The instrumentation is a pass of LLVM that a stable compiler has, too; no code of ours is
/// unsafe, so that the address sanitizer would only slow it down.
fn fuzz(workspace: &Workspace, target: &str, minutes: u32) -> Result<(), RunError> {
    let grown = format!("{FUZZ}/corpus/{target}");
    let kept = format!("{CORPUS}/{target}");
    // the fuzzer wants its folder to be there
    let _ = std::fs::create_dir_all(workspace.root().join(&grown));
    let mut cargo = workspace.cargo(&arguments(target, &grown, &kept, minutes));
    cargo.env("RUSTC_BOOTSTRAP", "1");
    stream(cargo)
}

fn arguments(target: &str, grown: &str, kept: &str, minutes: u32) -> String {
    let seconds = minutes.saturating_mul(60);
    format!(
        "fuzz run --sanitizer none --fuzz-dir {FUZZ} {target} {grown} {kept} -- \
         -max_total_time={seconds} -max_len={MAX_LEN} -timeout=20 -print_final_stats=1"
    )
}

/// The names of the targets, sorted.
fn targets(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_target = path.extension().is_some_and(|extension| extension == "rs");
        if let Some(stem) = path.file_stem().filter(|_| is_target) {
            names.push(stem.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_has_kept_inputs() {
        let root = Workspace::from_environment();
        let root = root.root();
        let names = targets(&root.join(FUZZ).join("fuzz_targets")).unwrap();
        assert!(!names.is_empty());
        for name in names {
            assert!(root.join(CORPUS).join(&name).is_dir(), "{name}");
        }
    }

    #[test]
    fn minutes_become_seconds() {
        let arguments = arguments("card", "grown", "kept", 3);
        assert!(arguments.contains("card grown kept -- -max_total_time=180 "));
    }

    #[test]
    fn a_target_that_does_not_exist_is_refused() {
        let workspace = Workspace::from_environment();
        let result = run(&workspace, 1, Some("no-such-target"));
        assert!(matches!(
            result,
            Err(FuzzError::NoTarget(_) | FuzzError::NotInstalled)
        ));
    }
}
