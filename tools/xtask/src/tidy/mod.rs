//! Rules about the tree as a whole, each a pure function from its files to findings. A rule about
//! a line of Rust is clippy's; a rule about the order of things is ours.

mod arrows;
mod length;
mod machine_paths;
mod markers;
mod readmes;
mod safety;
mod tree;

use std::fmt;
use std::io::ErrorKind;

use crate::metadata::{self, MetadataError, Package};
use crate::stage::Verdict;
use crate::workspace::{RunError, Workspace};
use tree::File;

/// Where the exceptions stand.
const EXCEPTIONS: &str = "tools/xtask/tidy.toml";

/// Why the tree could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TidyError {
    #[error("the list of files: {0}")]
    List(RunError),
    #[error("{path}: {source}")]
    Read {
        path: String,
        source: std::io::Error,
    },
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    #[error("{EXCEPTIONS}: {0}")]
    Exceptions(#[from] length::ExceptionError),
}

/// One thing that a rule does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    /// From 1; none where the whole file is meant.
    line: Option<usize>,
    message: String,
}

impl Finding {
    fn of_file(path: &str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            message: message.into(),
        }
    }

    fn at_line(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: Some(line),
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}: {}", self.path, self.message),
            None => write!(out, "{}: {}", self.path, self.message),
        }
    }
}

/// The stage: passes without findings.
pub(crate) fn stage(workspace: &Workspace) -> Verdict {
    match run(workspace) {
        Ok(findings) => verdict(&findings),
        Err(error) => verdict_of_error(&error),
    }
}

/// Everything that the rules find in the tree.
///
/// # Errors
/// When the tree, the workspace or the list of exceptions cannot be read.
pub(crate) fn run(workspace: &Workspace) -> Result<Vec<Finding>, TidyError> {
    let files = tree::read(workspace)?;
    let packages = metadata::packages(workspace)?;
    let exceptions = length::parse(tree::text_of(&files, EXCEPTIONS).unwrap_or_default())?;
    Ok(check(&files, &packages, &exceptions))
}

/// `tidy: 2 findings`, for the end of a list.
pub(crate) fn count_line(findings: &[Finding]) -> String {
    match findings.len() {
        0 => "tidy: nothing found".to_owned(),
        1 => "tidy: 1 finding".to_owned(),
        count => format!("tidy: {count} findings"),
    }
}

fn check(files: &[File], packages: &[Package], exceptions: &[length::Exception]) -> Vec<Finding> {
    [
        length::check(files, exceptions),
        markers::check(files),
        machine_paths::check(files),
        arrows::check(packages),
        readmes::check(packages, files),
        safety::check(files),
    ]
    .concat()
}

fn verdict(findings: &[Finding]) -> Verdict {
    for finding in findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed(count_line(findings))
    }
}

/// Without git there is no list of files; anything else is a failure.
fn verdict_of_error(error: &TidyError) -> Verdict {
    match error {
        TidyError::List(RunError::Start { source, .. }) if source.kind() == ErrorKind::NotFound => {
            Verdict::Skipped(
                "git is not installed; `cargo xtask test` as root on Debian gets it, \
                              elsewhere the system's package manager"
                    .into(),
            )
        }
        TidyError::List(_)
        | TidyError::Read { .. }
        | TidyError::Metadata(_)
        | TidyError::Exceptions(_) => Verdict::Failed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_points_to_its_line_where_it_has_one() {
        assert_eq!(Finding::at_line("a.rs", 7, "no").to_string(), "a.rs:7: no");
        assert_eq!(Finding::of_file("a.rs", "no").to_string(), "a.rs: no");
    }

    #[test]
    fn one_finding_fails_the_stage_and_none_passes_it() {
        assert_eq!(verdict(&[]), Verdict::Passed);
        let one = [Finding::of_file("a.rs", "an example of a finding")];
        assert_eq!(verdict(&one), Verdict::Failed("tidy: 1 finding".into()));
    }

    #[test]
    fn a_missing_git_skips_the_stage_and_a_git_that_fails_to_start_fails_it() {
        let start = |kind: ErrorKind| {
            let source = kind.into();
            let command = "git ls-files".to_owned();
            verdict_of_error(&TidyError::List(RunError::Start { command, source }))
        };
        assert!(matches!(start(ErrorKind::NotFound), Verdict::Skipped(_)));
        assert!(matches!(
            start(ErrorKind::PermissionDenied),
            Verdict::Failed(_)
        ));
    }

    #[test]
    fn every_rule_is_asked() {
        let marker = concat!("// FIX", "ME\n");
        let path = concat!("// see /", "root/x\n");
        let long = "\n".repeat(length::MAX_LINES + 1);
        let files = [
            File::new("a.rs", marker),
            File::new("b.rs", path),
            File::new("c.rs", long),
        ];
        let packages = [Package {
            name: "stranger".into(),
            directory: "stranger".into(),
            library: None,
            dependencies: vec![],
        }];
        let found: Vec<_> = check(&files, &packages, &[])
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        let expected = [
            "c.rs",
            "a.rs",
            "b.rs",
            "stranger/Cargo.toml",
            "stranger/README.md",
            "docs/safety.md",
        ];
        assert_eq!(found, expected);
    }
}
