//! Keys in files: one file a key, readable by its owner alone.

use super::{KeyError, KeyName, KeyStore, KeyUse};
use crate::hex;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Owner reads and writes; nobody else anything.
const FILE_MODE: u32 = 0o600;
/// As above, for the folder.
const FOLDER_MODE: u32 = 0o700;

/// Name of the database's key: no name of a pump's key has this form.
const DATABASE: &str = "database.key";

/// Keys in one folder, for desktops and tests.
#[derive(Debug)]
pub struct FileKeyStore {
    folder: PathBuf,
}

impl FileKeyStore {
    /// The keys in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// [`KeyError::Io`] where the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        DirBuilder::new()
            .recursive(true)
            .mode(FOLDER_MODE)
            .create(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// A serial may hold any visible character, `/` too: its name is in hexadecimal.
    fn path(&self, name: &KeyName) -> PathBuf {
        let suffix = match name.key_use {
            KeyUse::Link => "link",
            KeyUse::Request => "request",
        };
        let serial = hex::encode(name.pump.as_bytes());
        self.folder
            .join(format!("{serial}-{}.{suffix}", name.key_epoch))
    }

    fn write(&self, path: &Path, secret: &[u8]) -> Result<(), KeyError> {
        let draft = path.with_extension("draft");
        remove(&draft)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(FILE_MODE)
            .open(&draft)?;
        file.write_all(secret)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        File::open(&self.folder)?.sync_all()?; // the new name is durable too. SR-37
        Ok(())
    }
}

impl KeyStore for FileKeyStore {
    fn put(&self, name: &KeyName, secret: &[u8]) -> Result<(), KeyError> {
        self.write(&self.path(name), secret)
    }

    fn get(&self, name: &KeyName) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        read(&self.path(name))
    }

    fn delete(&self, name: &KeyName) -> Result<(), KeyError> {
        remove(&self.path(name))?;
        Ok(())
    }

    fn put_database_key(&self, secret: &[u8]) -> Result<(), KeyError> {
        self.write(&self.folder.join(DATABASE), secret)
    }

    fn database_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        read(&self.folder.join(DATABASE))
    }

    fn erase(&self) -> Result<(), KeyError> {
        remove(&self.folder.join(DATABASE))?; // first: what it opens is unreadable from here on
        for entry in fs::read_dir(&self.folder)? {
            remove(&entry?.path())?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_protocol::session::Serial;
    use std::os::unix::fs::PermissionsExt;

    fn name(serial: &str, key_use: KeyUse) -> KeyName {
        KeyName {
            key_use,
            pump: Serial::new(serial).unwrap(),
            key_epoch: 3,
        }
    }

    #[test]
    fn a_key_is_kept_replaced_and_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let keys = FileKeyStore::open(&home.path().join("keys")).unwrap();
        let (link, request) = (name("../x", KeyUse::Link), name("../x", KeyUse::Request));
        assert!(keys.get(&link).unwrap().is_none());
        keys.put(&link, b"one").unwrap();
        keys.put(&request, b"other").unwrap();
        keys.put(&link, b"two").unwrap();
        assert_eq!(**keys.get(&link).unwrap().unwrap(), *b"two");
        keys.delete(&link).unwrap();
        keys.delete(&link).unwrap();
        assert!(keys.get(&link).unwrap().is_none());
        assert_eq!(**keys.get(&request).unwrap().unwrap(), *b"other");
    }

    #[test]
    fn the_databases_key_stands_apart_and_everything_can_be_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let keys = FileKeyStore::open(&home.path().join("keys")).unwrap();
        assert!(keys.database_key().unwrap().is_none());
        keys.put_database_key(b"one").unwrap();
        keys.put(&name("x", KeyUse::Link), b"two").unwrap();
        assert_eq!(**keys.database_key().unwrap().unwrap(), *b"one");
        keys.erase().unwrap();
        assert!(keys.database_key().unwrap().is_none());
        assert!(keys.get(&name("x", KeyUse::Link)).unwrap().is_none());
    }

    #[test]
    fn a_key_file_is_its_owners_alone_and_stays_in_its_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("keys");
        let keys = FileKeyStore::open(&folder).unwrap();
        keys.put(&name("../../x", KeyUse::Link), b"one").unwrap();
        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(
            files[0].metadata().unwrap().permissions().mode() & 0o777,
            FILE_MODE
        );
        assert_eq!(
            fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            FOLDER_MODE
        );
    }
}
