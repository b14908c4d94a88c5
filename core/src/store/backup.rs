//! A backup: everything but the keys, in one file that a passphrase opens on any phone. SR-37, SR-51
//!
//! The file is a `SQLCipher` database whose key is derived from the passphrase (PBKDF2-HMAC-SHA512,
//! 256,000 rounds, salt in the file); every page is authenticated. A backup is looked through whole
//! after it was written and before it is restored: one that was cut off, or has a flipped bit, is
//! refused, and what is on the phone stays as it is.

use super::copy::{Copied, CopyKey, copy_into};
use super::file::{FileKind, beside, put_in_place, remove};
use super::key::{DatabaseKey, Unlock, harden};
use super::{Store, StoreError, open};
use rusqlite::Connection;
use std::num::NonZeroU32;
use std::path::Path;
use zeroize::Zeroizing;

/// Fewest characters of a backup's passphrase. Assumption: with 256,000 rounds, what a person can
/// still remember.
pub const MIN_PASSPHRASE_CHARS: usize = 10;

/// Behind the name of a backup that is being written, or of a database that is being restored.
const UNFINISHED: &str = ".part";

/// What opens a backup. It is wiped when it is dropped and does not show itself.
pub struct BackupPassphrase {
    text: Zeroizing<String>,
    /// Rounds of the derivation, where they are not `SQLCipher`'s.
    rounds: Option<NonZeroU32>,
}

impl std::fmt::Debug for BackupPassphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupPassphrase(..)")
    }
}

impl BackupPassphrase {
    /// A passphrase of at least [`MIN_PASSPHRASE_CHARS`] characters, and none that `SQLCipher` would
    /// take for a raw key.
    ///
    /// # Errors
    /// [`StoreError::WeakPassphrase`].
    pub fn new(text: &str) -> Result<Self, StoreError> {
        let raw_key = text.starts_with("x'");
        if text.chars().count() < MIN_PASSPHRASE_CHARS || raw_key {
            return Err(StoreError::WeakPassphrase);
        }
        Ok(Self {
            text: Zeroizing::new(text.to_owned()),
            rounds: None,
        })
    }

    /// As [`BackupPassphrase::new`], with another cost: tests open thousands of damaged backups.
    #[cfg(test)]
    pub(crate) fn with_rounds(text: &str, rounds: NonZeroU32) -> Result<Self, StoreError> {
        let rounds = Some(rounds);
        Ok(Self {
            rounds,
            ..Self::new(text)?
        })
    }

    fn key(&self) -> CopyKey<'_> {
        CopyKey {
            text: &self.text,
            rounds: self.rounds,
        }
    }
}

impl Unlock for BackupPassphrase {
    fn unlock(&self, conn: &Connection) -> Result<(), StoreError> {
        harden(conn)?;
        conn.pragma_update(None, "key", self.text.as_str())?;
        if let Some(rounds) = self.rounds {
            conn.pragma_update(None, "kdf_iter", rounds.get())?;
        }
        Ok(())
    }
}

impl Store {
    /// Writes everything but the keys into a new file at `target`. An earlier backup there is
    /// replaced once the new one is whole and was read through.
    ///
    /// # Errors
    /// [`StoreError`]; an earlier backup is untouched then.
    pub fn back_up(&self, target: &Path, passphrase: &BackupPassphrase) -> Result<(), StoreError> {
        let part = beside(target, UNFINISHED);
        remove(&part)?;
        let written = copy_into(
            self.reader(),
            &part,
            &passphrase.key(),
            Copied::WithoutLinks,
        )
        .and_then(|()| read_through(&part, passphrase).map(drop))
        .and_then(|()| put_in_place(&part, target));
        if written.is_err() {
            remove(&part)?;
        }
        written
    }

    /// Makes the database at `path` from a backup, encrypted with this phone's `key`. There must be
    /// none yet: a phone that is in use is never overwritten.
    ///
    /// # Errors
    /// [`StoreError`]; there is no database at `path` then, and the backup is as it was.
    pub fn restore(
        backup: &Path,
        passphrase: &BackupPassphrase,
        path: &Path,
        key: &DatabaseKey,
    ) -> Result<Self, StoreError> {
        match FileKind::of(path)? {
            FileKind::Absent => remove(path)?,
            FileKind::Plain | FileKind::Sealed => return Err(StoreError::AlreadyInUse),
        }
        match FileKind::of(backup)? {
            FileKind::Sealed => {}
            FileKind::Absent | FileKind::Plain => return Err(StoreError::NoBackup),
        }
        let conn = read_through(backup, passphrase)?;
        let part = beside(path, UNFINISHED);
        remove(&part)?;
        let restored = copy_into(
            &conn,
            &part,
            &CopyKey::raw(&key.literal()),
            Copied::Everything,
        )
        .and_then(|()| put_in_place(&part, path));
        if restored.is_err() {
            remove(&part)?;
        }
        restored?;
        Self::open(path, key)
    }
}

/// Opens a backup and reads every page of it.
fn read_through(path: &Path, passphrase: &BackupPassphrase) -> Result<Connection, StoreError> {
    let conn = open::look_at(path, passphrase).map_err(as_backups)?;
    super::check::whole(&conn).map_err(as_backups)?;
    Ok(conn)
}

/// What an error of a database means for a backup.
fn as_backups(error: StoreError) -> StoreError {
    match error {
        StoreError::Sealed(_) => StoreError::BackupNotOpened,
        StoreError::Corrupt | StoreError::Sqlite { .. } => StoreError::BackupDamaged,
        error @ (StoreError::Foreign(_)
        | StoreError::Newer { .. }
        | StoreError::BackupNotOpened
        | StoreError::NoBackup
        | StoreError::BackupDamaged
        | StoreError::AlreadyInUse
        | StoreError::WeakPassphrase
        | StoreError::Io(_)
        | StoreError::InUse
        | StoreError::DiskFull
        | StoreError::Unreadable(_)) => error,
        #[cfg(test)]
        StoreError::Injected => StoreError::Injected,
    }
}
