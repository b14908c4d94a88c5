//! Files that hold keys: readable by their owner only, and replaced whole.

use crate::error::CliError;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Owner reads and writes, nobody else.
const MODE: u32 = 0o600;

/// Writes a new file; an existing one stays as it is.
///
/// # Errors
/// [`CliError::File`], also where the file exists.
pub(crate) fn create(path: &Path, content: &[u8]) -> Result<(), CliError> {
    write_synced(path, content).map_err(CliError::file("create", path))
}

/// Replaces a file: after a power cut it is the old or the new one. Durable when it returns.
///
/// # Errors
/// [`CliError::File`]; the old content is still there then.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), CliError> {
    let next = beside(path, ".new");
    let result = remove_left_over(&next)
        .and_then(|()| write_synced(&next, content))
        .and_then(|()| fs::rename(&next, path))
        .and_then(|()| sync_directory(path));
    result.map_err(CliError::file("write", path))
}

/// A lock beside `path` that no other process can hold until it is dropped.
///
/// # Errors
/// [`CliError::File`].
pub(crate) fn lock(path: &Path) -> Result<File, CliError> {
    let beside = beside(path, ".lock");
    let open = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(MODE)
        .open(&beside);
    open.and_then(|file| file.lock().map(|()| file))
        .map_err(CliError::file("lock", &beside))
}

/// `path` with `ending` after its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn write_synced(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(MODE)
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    sync_directory(path)
}

fn remove_left_over(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn sync_directory(path: &Path) -> std::io::Result<()> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_file_is_its_owners_and_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key");
        create(&path, b"one").unwrap();
        assert!(
            create(&path, b"two").is_err(),
            "an existing file is not overwritten"
        );
        fs::write(beside(&path, ".new"), b"left over").unwrap();
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(!beside(&path, ".new").exists());
    }
}
