//! The safety trace holds: what `docs/safety.md` names as enforcing or testing a requirement is
//! there. Rows read `| SR-07 | path, path | test, test | … | note |`; a dash in place of paths or
//! tests needs a note in the last column. That the test is a good one, people must see.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::Finding;
use super::tree::{File, text_of};

const TRACE: &str = "docs/safety.md";
/// Languages in which a test may be written.
const CODE: [&str; 3] = ["rs", "kt", "swift"];
/// How a cell says "none".
const DASHES: [&str; 4] = ["", "-", "–", "—"];
/// Id, paths, tests, note.
const MIN_CELLS: usize = 4;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Row<'a> {
    line: usize,
    id: &'a str,
    paths: Vec<&'a str>,
    tests: Vec<&'a str>,
    note: &'a str,
}

/// Rows that name what is not there, or that name nothing and do not say why.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let Some(trace) = text_of(files, TRACE) else {
        return vec![Finding::of_file(TRACE, "missing")];
    };
    let functions = functions(files);
    let rows: Vec<_> = trace
        .lines()
        .enumerate()
        .filter_map(|(i, l)| row(i + 1, l))
        .collect();
    if rows.is_empty() {
        return vec![Finding::of_file(
            TRACE,
            "has no row that starts with an id such as SR-01",
        )];
    }
    rows.into_iter()
        .flat_map(|row| match row {
            Ok(row) => check_row(&row, files, &functions),
            Err(finding) => vec![finding],
        })
        .collect()
}

/// None for a line that is no row of a requirement.
fn row(line: usize, text: &str) -> Option<Result<Row<'_>, Finding>> {
    let inner = text.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells: Vec<_> = inner.split('|').map(str::trim).collect();
    let id = bare(cells[0]);
    if !is_id(id) {
        return None;
    }
    if cells.len() < MIN_CELLS {
        let message = format!("{id}: a row needs id, paths, tests and note");
        return Some(Err(Finding::at_line(TRACE, line, message)));
    }
    let note = cells[cells.len() - 1];
    Some(Ok(Row {
        line,
        id,
        paths: names(cells[1]),
        tests: names(cells[2]),
        note,
    }))
}

fn check_row(row: &Row, files: &[File], functions: &BTreeSet<&str>) -> Vec<Finding> {
    let finding = |message| Finding::at_line(TRACE, row.line, message);
    let paths = row
        .paths
        .iter()
        .filter(|path| text_of(files, path).is_none())
        .map(|path| finding(format!("{}: there is no file {path}", row.id)));
    let tests = row
        .tests
        .iter()
        .filter(|test| !functions.contains(function_of(test)))
        .map(|test| finding(format!("{}: there is no function {test}", row.id)));
    let silent = (row.paths.is_empty() || row.tests.is_empty()) && DASHES.contains(&row.note);
    let unexplained = silent.then(|| finding(format!("{}: a dash without a note", row.id)));
    paths.chain(tests).chain(unexplained).collect()
}

/// The names of all functions in the tree, a test's among them.
fn functions(files: &[File]) -> BTreeSet<&str> {
    let head =
        Regex::new(r"\b(?:fn|fun|func)\s+`?(\w+)").expect("a constant that the tests compile");
    files
        .iter()
        .filter(|file| CODE.iter().any(|extension| file.has_extension(extension)))
        .flat_map(|file| head.captures_iter(&file.text))
        .filter_map(|captures| captures.get(1).map(|name| name.as_str()))
        .collect()
}

/// `SR-` and a number.
fn is_id(text: &str) -> bool {
    text.strip_prefix("SR-").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The names of a cell, separated by commas; none for a dash.
fn names(cell: &str) -> Vec<&str> {
    cell.split(',')
        .map(bare)
        .filter(|name| !DASHES.contains(name))
        .collect()
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['`', '*']).trim()
}

/// A test may be named with its module: `ledger::a_test`.
fn function_of(test: &str) -> &str {
    test.rsplit("::")
        .next()
        .unwrap_or(test)
        .trim_end_matches("()")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE_FILE: &str = "pump-fw/dosing/src/request.rs";

    /// The findings for a trace table of these rows in a tree with one file of code.
    fn found(rows: &str) -> Vec<String> {
        let head = "# Trace\n\n| id | enforced | tests | note |\n|---|---|---|---|\n";
        let files = [
            File::new(
                CODE_FILE,
                "#[test]\nfn a_repeat_gets_the_stored_outcome() {}\nfn b() {}\n",
            ),
            File::new("docs/other.md", "fn only_in_prose"),
            File::new(TRACE, format!("{head}{rows}")),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_row_whose_file_and_tests_exist_passes() {
        let row = format!("| SR-07 | {CODE_FILE} | a_repeat_gets_the_stored_outcome | |\n");
        assert!(found(&row).is_empty());
    }

    #[test]
    fn several_names_backticks_and_modules_are_understood() {
        let row = format!(
            "| **SR-07** | `{CODE_FILE}`, `docs/other.md` | \
             `request::a_repeat_gets_the_stored_outcome`, `b()` | more | a note |\n"
        );
        assert!(found(&row).is_empty());
    }

    #[test]
    fn a_file_that_is_not_there_is_found_at_its_line() {
        let row = format!("| SR-01 | {CODE_FILE}, core/src/gone.rs | b | |\n");
        assert_eq!(
            found(&row),
            ["docs/safety.md:5: SR-01: there is no file core/src/gone.rs"]
        );
    }

    #[test]
    fn a_directory_is_no_file() {
        assert_eq!(found("| SR-01 | pump-fw/dosing | b | |\n").len(), 1);
    }

    #[test]
    fn a_test_that_is_not_there_or_only_in_prose_is_found() {
        for test in ["gone", "only_in_prose", "a_repeat"] {
            let findings = found(&format!("| SR-02 | {CODE_FILE} | b, `{test}` | |\n"));
            assert_eq!(
                findings,
                [format!(
                    "docs/safety.md:5: SR-02: there is no function {test}"
                )]
            );
        }
    }

    #[test]
    fn a_dash_needs_a_note() {
        assert!(found("| SR-48 | — | — | waits for the radio |\n").is_empty());
        assert!(found(&format!("| SR-48 | {CODE_FILE} | — | shown by hand |\n")).is_empty());
        for row in [
            "| SR-48 | — | — | |\n",
            "| SR-48 | — | b | — |\n",
            "| SR-48 | | b | |\n",
        ] {
            assert_eq!(
                found(row),
                ["docs/safety.md:5: SR-48: a dash without a note"],
                "{row}"
            );
        }
    }

    #[test]
    fn a_row_without_its_columns_is_found() {
        assert_eq!(found("| SR-03 | — | — |\n").len(), 1);
    }

    #[test]
    fn a_trace_without_rows_or_no_trace_at_all_is_found() {
        assert_eq!(found("| SR-x | — | — | |\n").len(), 1);
        assert_eq!(check(&[]), [Finding::of_file(TRACE, "missing")]);
    }

    #[test]
    fn functions_of_all_our_languages_are_seen() {
        let files = [
            File::new("a.kt", "@Test fun `tells` () {}\nfun reads() {}"),
            File::new("b.swift", "func testTells() {}"),
            File::new("c.rs", "pub(crate) fn holds<T>() {}"),
            File::new("d.md", "fn never"),
        ];
        let expected = BTreeSet::from(["tells", "reads", "testTells", "holds"]);
        assert_eq!(functions(&files), expected);
    }
}
