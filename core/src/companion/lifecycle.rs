//! The life of a person's data on this phone: its key, a backup, a restore, the end.

use super::{Companion, DATABASE, KEYS};
use crate::clock::Clock;
use crate::error::CompanionError;
use crate::keys::{FileKeyStore, KeyStore};
use crate::store::{BackupPassphrase, DatabaseKey, Store};
use std::path::Path;
use std::sync::Arc;

/// The key of the database at `path`; a new one before the first start. A key is never made anew
/// beside a database that is there: it could not be read. SR-36, SR-51
pub(super) fn database_key(
    path: &Path,
    keys: &dyn KeyStore,
) -> Result<DatabaseKey, CompanionError> {
    if let Some(stored) = keys.database_key()? {
        return DatabaseKey::from_bytes(&stored).ok_or(CompanionError::DatabaseKeyMissing);
    }
    if Store::is_sealed(path)? {
        return Err(CompanionError::DatabaseKeyMissing);
    }
    let key = DatabaseKey::random()?;
    keys.put_database_key(key.as_bytes())?;
    Ok(key)
}

impl Companion {
    /// Writes everything that this phone keeps, without any key, into one file that `passphrase`
    /// opens on another phone. SR-37, SR-51
    ///
    /// # Errors
    /// [`CompanionError`]; an earlier backup at `target` is untouched then.
    pub fn back_up(&self, target: &Path, passphrase: &str) -> Result<(), CompanionError> {
        let passphrase = BackupPassphrase::new(passphrase)?;
        Ok(self.home.store.back_up(target, &passphrase)?)
    }

    /// Opens a companion in `home`, a folder without data, from a backup. The pump has to be paired
    /// again: a backup holds no key.
    ///
    /// # Errors
    /// [`CompanionError`]; the phone is as it was then.
    pub fn restore(
        home: &Path,
        clock: Arc<dyn Clock>,
        keys: Arc<dyn KeyStore>,
        backup: &Path,
        passphrase: &str,
    ) -> Result<Self, CompanionError> {
        let passphrase = BackupPassphrase::new(passphrase)?;
        let path = home.join(DATABASE);
        if Store::exists(&path)? {
            return Err(CompanionError::AlreadyInUse);
        }
        let key = database_key(&path, keys.as_ref())?;
        drop(Store::restore(backup, &passphrase, &path, &key)?);
        Self::open_with(home, clock, keys)
    }

    /// As [`Companion::restore`], with keys as files in `home`.
    ///
    /// # Errors
    /// As [`Companion::restore`].
    pub fn restore_in(
        home: &Path,
        clock: Arc<dyn Clock>,
        backup: &Path,
        passphrase: &str,
    ) -> Result<Self, CompanionError> {
        let keys = FileKeyStore::open(&home.join(KEYS))?;
        Self::restore(home, clock, Arc::new(keys), backup, passphrase)
    }

    /// Deletes the person's data on this phone: the keys first, so that nothing that is left of the
    /// database can be read, then the files. The pump's own log is not touched, and backups that
    /// were taken elsewhere are the person's.
    ///
    /// # Errors
    /// [`CompanionError`]; it can be done again.
    pub fn erase(self) -> Result<(), CompanionError> {
        let Self { home, .. } = self;
        let path = home.folder.join(DATABASE);
        home.keys.erase()?;
        drop(home);
        Ok(Store::erase(&path)?)
    }

    /// Reads the whole database; a shell does so now and then while the phone is charged.
    ///
    /// # Errors
    /// [`CompanionError::DamagedDatabase`] where anything is not as it was written.
    pub fn check(&self) -> Result<(), CompanionError> {
        Ok(self.home.store.check()?)
    }
}
