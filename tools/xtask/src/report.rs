//! How the results of stages are shown: a closing line each, the table and the counting line at
//! the end, and the exit code. Plain text, so that a log shows the same as a terminal.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use crate::stage::{Record, Verdict};

/// How many stages ended in which way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Counts {
    fn of(records: &[Record]) -> Self {
        records
            .iter()
            .fold(Self::default(), |counts, record| match record.verdict {
                Verdict::Passed => Self {
                    passed: counts.passed + 1,
                    ..counts
                },
                Verdict::Failed(_) => Self {
                    failed: counts.failed + 1,
                    ..counts
                },
                Verdict::Skipped(_) => Self {
                    skipped: counts.skipped + 1,
                    ..counts
                },
            })
    }
}

/// `clippy: passed after 3.1 s`, with the reason behind it where there is one.
pub(crate) fn closing_line(record: &Record) -> String {
    let (word, reason) = words(&record.verdict);
    let after = format!("{}: {word} after {}", record.name, elapsed(record.elapsed));
    if reason.is_empty() {
        after
    } else {
        format!("{after} ({reason})")
    }
}

/// The table of stages, and as the last line `N passed, N failed, N skipped`.
pub(crate) fn summary(records: &[Record]) -> String {
    let Counts {
        passed,
        failed,
        skipped,
    } = Counts::of(records);
    format!(
        "{}{passed} passed, {failed} failed, {skipped} skipped\n",
        table(records)
    )
}

/// Failure as soon as one stage failed; a skipped stage is no failure.
pub(crate) fn exit_code(records: &[Record]) -> ExitCode {
    if any_failed(records) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn any_failed(records: &[Record]) -> bool {
    Counts::of(records).failed > 0
}

fn table(records: &[Record]) -> String {
    let width = records
        .iter()
        .map(|record| record.name.len())
        .max()
        .unwrap_or(0)
        .max(5);
    let mut text = format!("{:width$}  result   {:>9}  reason\n", "stage", "time");
    for record in records {
        let (word, reason) = words(&record.verdict);
        let time = elapsed(record.elapsed);
        let row = format!("{:width$}  {word:7}  {time:>9}  {reason}", record.name);
        writeln!(text, "{}", row.trim_end()).expect("a String takes any text");
    }
    text
}

fn words(verdict: &Verdict) -> (&'static str, &str) {
    match verdict {
        Verdict::Passed => ("passed", ""),
        Verdict::Failed(reason) => ("failed", reason),
        Verdict::Skipped(reason) => ("skipped", reason),
    }
}

/// Tenths of a second up to a minute, then minutes and whole seconds.
fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds}.{} s", time.subsec_millis() / 100)
    } else {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &'static str, verdict: Verdict, millis: u64) -> Record {
        Record {
            name,
            verdict,
            elapsed: Duration::from_millis(millis),
        }
    }

    fn three() -> [Record; 3] {
        [
            record("fmt", Verdict::Passed, 420),
            record(
                "tests",
                Verdict::Failed("`cargo test` ended badly".into()),
                125_900,
            ),
            record("bare-metal", Verdict::Skipped("no target".into()), 0),
        ]
    }

    #[test]
    fn the_table_is_aligned_and_ends_with_the_counting_line() {
        let expected = "\
stage       result        time  reason
fmt         passed       0.4 s
tests       failed    2 m 05 s  `cargo test` ended badly
bare-metal  skipped      0.0 s  no target
1 passed, 1 failed, 1 skipped
";
        assert_eq!(summary(&three()), expected);
    }

    #[test]
    fn a_skipped_stage_is_never_counted_as_passed() {
        let records = [record("demo", Verdict::Skipped("no".into()), 0)];
        assert!(summary(&records).ends_with("\n0 passed, 0 failed, 1 skipped\n"));
    }

    #[test]
    fn one_failure_fails_the_run_and_a_skip_does_not() {
        assert!(any_failed(&three()));
        assert!(!any_failed(&[
            record("fmt", Verdict::Passed, 0),
            record("demo", Verdict::Skipped("no".into()), 0),
        ]));
    }

    #[test]
    fn a_closing_line_gives_the_reason_in_parentheses() {
        let [fmt, _, bare_metal] = three();
        assert_eq!(closing_line(&fmt), "fmt: passed after 0.4 s");
        assert_eq!(
            closing_line(&bare_metal),
            "bare-metal: skipped after 0.0 s (no target)"
        );
    }

    #[test]
    fn time_is_shown_in_tenths_below_a_minute_and_in_seconds_above() {
        assert_eq!(elapsed(Duration::from_millis(59_999)), "59.9 s");
        assert_eq!(elapsed(Duration::from_mins(1)), "1 m 00 s");
        assert_eq!(elapsed(Duration::from_secs(3_661)), "61 m 01 s");
    }
}
