//! The files that belong to the project: tracked by git, or new and not ignored.

use std::fs;
use std::path::Path;

use super::TidyError;
use crate::workspace::{Workspace, read as read_output};

const LIST: [&str; 5] = [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
];

/// A file of the project. The path is relative to the root, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) path: String,
    /// Empty for a file that is no text.
    pub(super) text: String,
}

impl File {
    pub(super) fn new(path: &str, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            text: text.into(),
        }
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|own| own == extension)
    }

    /// Lines with their numbers from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// The text of the file with this path.
pub(super) fn text_of<'a>(files: &'a [File], path: &str) -> Option<&'a str> {
    files
        .iter()
        .find(|file| file.path == path)
        .map(|file| file.text.as_str())
}

/// Reads every file of the project that is on the disk.
pub(super) fn read(workspace: &Workspace) -> Result<Vec<File>, TidyError> {
    let mut git = workspace.command("git");
    git.args(LIST);
    let list = read_output(git).map_err(TidyError::List)?;
    let mut paths: Vec<_> = list.split_terminator('\0').collect();
    paths.sort_unstable();
    paths.dedup();
    paths.retain(|path| workspace.root().join(path).is_file());
    paths
        .into_iter()
        .map(|path| read_file(workspace.root(), path))
        .collect()
}

fn read_file(root: &Path, path: &str) -> Result<File, TidyError> {
    let bytes = fs::read(root.join(path)).map_err(|source| TidyError::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(File::new(path, text(bytes)))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_read_as_empty() {
        assert_eq!(text(b"fn main() {}".to_vec()), "fn main() {}");
        assert_eq!(text(vec![0x89, b'P', b'N', b'G']), "");
        assert_eq!(text(b"a\0b".to_vec()), "");
    }

    #[test]
    fn lines_are_numbered_from_one() {
        let file = File::new("a.rs", "x\ny\n");
        assert_eq!(file.lines().collect::<Vec<_>>(), [(1, "x"), (2, "y")]);
    }

    #[test]
    fn an_extension_is_the_part_behind_the_last_dot() {
        assert!(File::new("core/src/lib.rs", "").has_extension("rs"));
        assert!(!File::new("core/src/lib.rs.md", "").has_extension("rs"));
        assert!(!File::new("rs", "").has_extension("rs"));
    }
}
