//! No file names a directory of somebody's machine: the project builds wherever it lies.

use regex_lite::Regex;

use super::{Finding, tree::File};

/// An absolute path into a home or a build directory. What stands before it tells it from the
/// middle of an address or of a relative path.
const ANYWHERE: &str = r"(?:^|[^a-zA-Z0-9_.$}/-])(/(?:work|root|home|farm)/[a-zA-Z])";
/// Temporary directories too, where something would run with them.
const IN_CODE: &str = r"(?:^|[^a-zA-Z0-9_.$}/-])(/(?:work|root|home|farm|tmp)/[a-zA-Z])";

/// Every line with such a path. A document may name a temporary directory in an example.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let compile = |pattern| Regex::new(pattern).expect("a constant that the tests compile");
    let (anywhere, in_code) = (compile(ANYWHERE), compile(IN_CODE));
    files
        .iter()
        .filter(|file| !file.has_extension("lock"))
        .flat_map(|file| {
            check_file(
                if file.has_extension("md") {
                    &anywhere
                } else {
                    &in_code
                },
                file,
            )
        })
        .collect()
}

fn check_file(path: &Regex, file: &File) -> Vec<Finding> {
    let message = "names a directory of one machine";
    file.lines()
        .filter(|(_, line)| path.is_match(line))
        .map(|(number, _)| Finding::at_line(&file.path, number, message))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File::new(path, text)]).len()
    }

    #[test]
    fn absolute_paths_of_a_machine_are_found() {
        for text in [
            concat!("let p = \"/", "home/anna/pump.db\";"),
            concat!("/", "root/x"),
            concat!("cd /", "work/x"),
            concat!("(/", "tmp/x)"),
            concat!("DIR=/", "tmp/Demo"),
        ] {
            assert_eq!(found("a.rs", text), 1, "{text}");
        }
    }

    #[test]
    fn other_paths_and_addresses_are_not_found() {
        for text in [
            "see https://example.org/home/index.html",
            "include_str!(\"../work/x\")",
            "$OUT/tmp/x",
            "${OUT}/root/x",
            "a/home/b",
            "the directory /tmp/ itself",
            "/usr/share/x",
        ] {
            assert_eq!(found("a.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn a_document_may_name_a_temporary_directory_but_no_home() {
        assert_eq!(found("docs/a.md", concat!("`--data /", "tmp/demo`")), 0);
        assert_eq!(found("docs/a.md", concat!("`--data /", "home/anna`")), 1);
    }

    #[test]
    fn lock_files_are_left_alone() {
        assert_eq!(found("Cargo.lock", concat!("/", "home/anna")), 0);
    }
}
