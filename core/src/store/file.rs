//! What kind of file lies at a path, before anything is opened for writing. SR-51

use super::StoreError;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The first bytes of a database that is not encrypted.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// A file, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// There is none, or it is empty.
    Absent,
    /// `SQLite`'s, not encrypted: version 1 of ours, or another program's.
    Plain,
    /// Ours, encrypted, or no database.
    Sealed,
}

impl FileKind {
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Absent),
            Err(error) => return Err(StoreError::Io(error.kind())),
        };
        let mut head = Vec::with_capacity(PLAIN.len());
        let length = u64::try_from(PLAIN.len()).unwrap_or(u64::MAX);
        let read = file.by_ref().take(length).read_to_end(&mut head);
        read.map_err(|error| StoreError::Io(error.kind()))?;
        Ok(match head.as_slice() {
            [] => Self::Absent,
            head if head == PLAIN => Self::Plain,
            _ => Self::Sealed,
        })
    }
}

/// `path` with `suffix` behind its name, in the same folder.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Removes a database and what `SQLite` keeps beside it; nothing happens where there is none.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(beside(path, suffix)) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::Io(error.kind())),
        }
    }
    Ok(())
}

/// Moves a finished database over `to`, durably: whoever looks finds the old one or the new one.
pub(super) fn put_in_place(from: &Path, to: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::Io(error.kind());
    let file = std::fs::File::open(from).map_err(io)?;
    file.sync_all().map_err(io)?;
    std::fs::rename(from, to).map_err(io)?;
    let folder = to.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = std::fs::File::open(folder.unwrap_or_else(|| Path::new("."))).map_err(io)?;
    folder.sync_all().map_err(io)
}
