//! What a stage is and how stages are run one after the other. Which stages there are stands in
//! [`crate::stages`]; how their results are shown, in [`crate::report`].

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::report;
use crate::workspace::{RunError, Workspace};

/// What became of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    /// With the reason.
    Failed(String),
    /// Not run, or not to its end, for lack of something; with the reason and the remedy.
    Skipped(String),
}

impl From<Result<(), RunError>> for Verdict {
    fn from(result: Result<(), RunError>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(error) => Self::Failed(error.to_string()),
        }
    }
}

/// One named part of `cargo xtask test`.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    /// What it shows, in a few words for the heading.
    pub(crate) about: &'static str,
    /// Whether `--quick` keeps it.
    pub(crate) quick: bool,
    /// Earlier stages without whose success this one would only repeat their failure.
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn(&Workspace) -> Verdict,
}

/// The result of one stage.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) elapsed: Duration,
}

/// The stages of a full or of a quick run, in order.
pub(crate) fn selected(stages: &[Stage], quick: bool) -> Vec<&Stage> {
    stages
        .iter()
        .filter(|stage| stage.quick || !quick)
        .collect()
}

/// Runs all stages, each with a heading and a closing line on `out`; goes on after a failure.
///
/// # Errors
/// Only when `out` cannot be written.
pub(crate) fn run_all(
    stages: &[&Stage],
    workspace: &Workspace,
    out: &mut impl Write,
) -> io::Result<Vec<Record>> {
    let mut records = Vec::with_capacity(stages.len());
    for stage in stages {
        writeln!(out, "\n== {}: {}", stage.name, stage.about)?;
        out.flush()?;
        let record = run_one(stage, &records, workspace);
        writeln!(out, "-- {}", report::closing_line(&record))?;
        records.push(record);
    }
    Ok(records)
}

fn run_one(stage: &Stage, before: &[Record], workspace: &Workspace) -> Record {
    let start = Instant::now();
    let verdict = match failed_need(stage, before) {
        Some(need) => Verdict::Skipped(format!("needs the stage {need}, which failed")),
        None => (stage.run)(workspace),
    };
    Record {
        name: stage.name,
        verdict,
        elapsed: start.elapsed(),
    }
}

/// A needed stage that failed. One that was skipped or left out stands in nobody's way.
fn failed_need(stage: &Stage, before: &[Record]) -> Option<&'static str> {
    before
        .iter()
        .filter(|record| stage.needs.contains(&record.name))
        .find(|record| matches!(record.verdict, Verdict::Failed(_)))
        .map(|record| record.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(_: &Workspace) -> Verdict {
        Verdict::Passed
    }

    fn fail(_: &Workspace) -> Verdict {
        Verdict::Failed("broken".into())
    }

    fn skip(_: &Workspace) -> Verdict {
        Verdict::Skipped("no tool".into())
    }

    fn stage(name: &'static str, run: fn(&Workspace) -> Verdict) -> Stage {
        Stage {
            name,
            about: "an example",
            quick: false,
            needs: &[],
            run,
        }
    }

    fn verdicts(stages: &[Stage]) -> Vec<Verdict> {
        let workspace = Workspace::from_environment();
        let records = run_all(&selected(stages, false), &workspace, &mut io::sink()).unwrap();
        records.into_iter().map(|record| record.verdict).collect()
    }

    #[test]
    fn a_failed_stage_does_not_stop_the_next_one() {
        let run = verdicts(&[stage("first", fail), stage("second", pass)]);
        assert_eq!(run, [Verdict::Failed("broken".into()), Verdict::Passed]);
    }

    #[test]
    fn a_stage_whose_need_failed_is_skipped_with_the_reason() {
        let second = Stage {
            needs: &["first"],
            ..stage("second", pass)
        };
        let run = verdicts(&[stage("first", fail), second]);
        assert_eq!(
            run[1],
            Verdict::Skipped("needs the stage first, which failed".into())
        );
    }

    #[test]
    fn a_stage_whose_need_passed_was_skipped_or_is_absent_runs() {
        for first in [pass, skip] {
            let second = Stage {
                needs: &["first", "absent"],
                ..stage("second", fail)
            };
            let run = verdicts(&[stage("first", first), second]);
            assert_eq!(run[1], Verdict::Failed("broken".into()));
        }
    }

    #[test]
    fn a_quick_run_keeps_only_quick_stages_in_order() {
        let stages = [
            Stage {
                quick: true,
                ..stage("a", pass)
            },
            stage("b", pass),
            Stage {
                quick: true,
                ..stage("c", pass)
            },
        ];
        let names = |quick| {
            selected(&stages, quick)
                .iter()
                .map(|s| s.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(true), ["a", "c"]);
        assert_eq!(names(false), ["a", "b", "c"]);
    }

    #[test]
    fn every_stage_has_a_heading_and_a_closing_line() {
        let stages = [stage("lint", fail)];
        let mut out = Vec::new();
        run_all(
            &selected(&stages, false),
            &Workspace::from_environment(),
            &mut out,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("== lint: an example\n"), "{text}");
        assert!(text.contains("-- lint: failed after "), "{text}");
        assert!(text.contains("(broken)\n"), "{text}");
    }
}
