//! No Rust file is longer than a reader keeps in mind, unless `tidy.toml` says why.

use toml::{Table, Value};

use super::{EXCEPTIONS, Finding, tree::File};

/// The longest file that needs no reason, in lines.
pub(super) const MAX_LINES: usize = 600;
const KEY: &str = "long_file";

/// A file that may be longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exception {
    path: String,
}

/// What is wrong with the list of exceptions.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExceptionError {
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    #[error("unknown key `{0}`")]
    UnknownKey(String),
    #[error("`{KEY}` must be a list of tables: [[{KEY}]]")]
    NotAList,
    #[error("every [[{KEY}]] needs a `path` and a `reason` in words")]
    Incomplete,
}

/// Reads `tidy.toml`.
pub(super) fn parse(text: &str) -> Result<Vec<Exception>, ExceptionError> {
    let table: Table = text.parse()?;
    if let Some(key) = table.keys().find(|key| *key != KEY) {
        return Err(ExceptionError::UnknownKey(key.clone()));
    }
    let Some(value) = table.get(KEY) else {
        return Ok(Vec::new());
    };
    value
        .as_array()
        .ok_or(ExceptionError::NotAList)?
        .iter()
        .map(exception_of)
        .collect()
}

/// Files that are too long, and exceptions that nothing needs.
pub(super) fn check(files: &[File], exceptions: &[Exception]) -> Vec<Finding> {
    let long: Vec<_> = files.iter().filter(|file| is_too_long(file)).collect();
    let unexcused = long
        .iter()
        .filter(|file| {
            !exceptions
                .iter()
                .any(|exception| exception.path == file.path)
        })
        .map(|file| Finding::of_file(&file.path, too_long(file)));
    let unneeded = exceptions
        .iter()
        .filter(|exception| !long.iter().any(|file| file.path == exception.path))
        .map(|exception| Finding::of_file(EXCEPTIONS, unneeded(exception)));
    unexcused.chain(unneeded).collect()
}

fn exception_of(value: &Value) -> Result<Exception, ExceptionError> {
    let words = |key| {
        value
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    match (words("path"), words("reason")) {
        (Some(path), Some(_)) => Ok(Exception {
            path: path.to_owned(),
        }),
        _ => Err(ExceptionError::Incomplete),
    }
}

fn is_too_long(file: &File) -> bool {
    file.has_extension("rs") && file.text.lines().count() > MAX_LINES
}

fn too_long(file: &File) -> String {
    format!("{} lines, more than {MAX_LINES}", file.text.lines().count())
}

fn unneeded(exception: &Exception) -> String {
    format!(
        "the exception for {} is not needed any more",
        exception.path
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, lines: usize) -> File {
        File::new(path, "\n".repeat(lines))
    }

    fn excused(path: &str) -> Vec<Exception> {
        parse(&format!(
            "[[long_file]]\npath = '{path}'\nreason = 'a table'\n"
        ))
        .unwrap()
    }

    #[test]
    fn a_file_at_the_limit_passes_and_one_line_more_does_not() {
        assert_eq!(check(&[file("a.rs", MAX_LINES)], &[]), []);
        let found = check(&[file("a.rs", MAX_LINES + 1)], &[]);
        assert_eq!(
            found,
            [Finding::of_file("a.rs", "601 lines, more than 600")]
        );
    }

    #[test]
    fn only_rust_files_are_measured() {
        assert_eq!(
            check(&[file("Cargo.lock", 9_000), file("a.md", 9_000)], &[]),
            []
        );
    }

    #[test]
    fn an_exception_excuses_its_file_only() {
        let files = [file("a.rs", MAX_LINES + 1), file("b.rs", MAX_LINES + 1)];
        let found = check(&files, &excused("a.rs"));
        assert_eq!(
            found,
            [Finding::of_file("b.rs", "601 lines, more than 600")]
        );
    }

    #[test]
    fn an_exception_that_nothing_needs_is_a_finding() {
        for files in [vec![], vec![file("a.rs", 10)]] {
            let found = check(&files, &excused("a.rs"));
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].path, EXCEPTIONS);
        }
    }

    #[test]
    fn an_exception_needs_a_path_and_a_reason() {
        for text in [
            "[[long_file]]\npath = 'a.rs'\n",
            "[[long_file]]\npath = 'a.rs'\nreason = ' '\n",
            "[[long_file]]\nreason = 'a table'\n",
        ] {
            assert!(
                matches!(parse(text), Err(ExceptionError::Incomplete)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_list_of_another_shape_is_refused() {
        assert!(matches!(
            parse("long_file = 1"),
            Err(ExceptionError::NotAList)
        ));
        assert!(matches!(
            parse("long_flie = []"),
            Err(ExceptionError::UnknownKey(_))
        ));
        assert!(matches!(parse("long_file ="), Err(ExceptionError::Toml(_))));
        assert_eq!(parse("# nothing yet\n").unwrap(), []);
    }
}
