//! What the phone keeps: `SQLite` inside `SQLCipher`, one writer, numbered migrations.
//!
//! Responsible for opening the database without ever overwriting one that is not ours, for whole
//! transactions that are durable when they return, for backups, and for the rows. The schema is
//! told in `migrations/`. Leaves every decision about the rows to [`crate::pump`], and keys to
//! [`crate::keys`].

mod backup;
mod check;
mod copy;
mod diary;
mod documents;
mod file;
mod history;
mod key;
mod migrate;
mod open;
mod pumps;
mod readings;
mod requests;

pub use backup::{BackupPassphrase, MIN_PASSPHRASE_CHARS};
pub(crate) use diary::{insert_entry, next_plan_id, save_medicine, save_plan, save_zone};
pub(crate) use documents::{Document, save_document};
pub use history::{Break, BreakKind, Gap, Head, LogKey, StoredRecord};
pub(crate) use history::{save_break, save_gap, save_head, save_records};
pub use key::DatabaseKey;
pub use pumps::PumpRow;
pub(crate) use pumps::{hold_requests, make_current, save_pump};
pub(crate) use readings::{save_anchor, save_prescription, save_reading};
pub use requests::RequestRow;
pub(crate) use requests::save_request;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the store could not be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file is another program's database, or no database.
    #[error("{} is not a Cisterna database; move it away or choose another home", .0.display())]
    Foreign(PathBuf),
    /// A later version wrote it.
    #[error("the database has version {found}, this app knows {known}; install the newer app")]
    Newer {
        /// Version in the file.
        found: u32,
        /// Latest version that this app knows.
        known: u32,
    },
    /// `SQLite`'s check failed.
    #[error("the database is damaged; keep a copy of it and restore a backup")]
    Corrupt,
    /// Encrypted with another key, or no database at all: the two cannot be told apart.
    #[error("{} is not opened by this phone's key; keep a copy of it and restore a backup", .0.display())]
    Sealed(PathBuf),
    /// The passphrase does not open the backup, or the beginning of the file is damaged.
    #[error("the passphrase does not open this backup; try again, or take another backup")]
    BackupNotOpened,
    /// The file is empty, absent or not encrypted.
    #[error("there is no backup in this file; choose another one")]
    NoBackup,
    /// The backup is cut off or has changed.
    #[error("the backup is damaged or incomplete; take another one, this phone is unchanged")]
    BackupDamaged,
    /// A backup is not restored over what is there.
    #[error("this phone already has data; delete it first, or restore on a new phone")]
    AlreadyInUse,
    /// Too short, or of the form of a raw key.
    #[error(
        "the passphrase of a backup needs at least {MIN_PASSPHRASE_CHARS} characters and may not begin with x'"
    )]
    WeakPassphrase,
    /// A file cannot be read or written.
    #[error("a file of the app cannot be used ({0}); check the storage")]
    Io(std::io::ErrorKind),
    /// Another process holds it.
    #[error("another Cisterna uses this database; close it first")]
    InUse,
    /// No room for a write; nothing changed.
    #[error("the disk is full; free some space and try again")]
    DiskFull,
    /// A stored value is not of a shape that this version wrote.
    #[error("a stored {0} cannot be read; restore a backup")]
    Unreadable(&'static str),
    /// Anything else that `SQLite` reports. Values never stand in its text.
    #[error("the database failed ({code})")]
    Sqlite {
        /// Extended result code of `SQLite`; 0 where the failure was not `SQLite`'s own.
        code: i32,
    },
    /// A test's fault.
    #[cfg(test)]
    #[error("a fault of the test")]
    Injected,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _text) = error else {
            return Self::Sqlite { code: 0 }; // SR-35: the text may hold values
        };
        #[allow(
            clippy::wildcard_enum_match_arm,
            reason = "SQLite's codes are not ours"
        )]
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::InUse,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
            _ => Self::Sqlite {
                code: failure.extended_code,
            },
        }
    }
}

/// The database: the only connection to it, and the only writer.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    #[cfg(test)]
    faults: crate::testing::StoreFaults,
}

impl Store {
    /// Opens the database at `path`, makes it where there is none, and brings it to the latest
    /// version. A file that is not ours, is newer or has another key stays as it is; one of
    /// version 1, which was not encrypted, becomes an encrypted one. SR-36, SR-51
    ///
    /// # Errors
    /// [`StoreError`], each saying what to do.
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        Ok(Self::on(open::open(path, key)?))
    }

    /// A store that ends with the process, on the same schema: previews and demonstrations.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn in_memory() -> Result<Self, StoreError> {
        Ok(Self::on(open::in_memory()?))
    }

    fn on(conn: Connection) -> Self {
        Self {
            conn,
            #[cfg(test)]
            faults: crate::testing::StoreFaults::default(),
        }
    }

    /// Reads every page: its authentication, then `SQLite`'s structure. It takes a second for each
    /// few hundred megabytes, so it is not part of opening; a page that is damaged is refused by
    /// whatever reads it, too.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where anything is not as it was written.
    pub fn check(&self) -> Result<(), StoreError> {
        check::whole(&self.conn)
    }

    /// Whether there is anything at `path`.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn exists(path: &Path) -> Result<bool, StoreError> {
        Ok(file::FileKind::of(path)? != file::FileKind::Absent)
    }

    /// Whether the file at `path` needs a key.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn is_sealed(path: &Path) -> Result<bool, StoreError> {
        Ok(file::FileKind::of(path)? == file::FileKind::Sealed)
    }

    /// Removes the database at `path` and what `SQLite` keeps beside it.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn erase(path: &Path) -> Result<(), StoreError> {
        file::remove(path)
    }

    /// Runs `change` in one transaction; durable when this returns (`synchronous = FULL`), and
    /// nothing changed where it returns an error. SR-51
    pub(crate) fn write<T, E: From<StoreError>>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        #[cfg(test)]
        self.faults.before_commit()?;
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let value = change(&tx)?;
        tx.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// The connection, for reading.
    pub(crate) const fn reader(&self) -> &Connection {
        &self.conn
    }

    /// Lets the `nth` write from now fail, and every one after it, as if the process had died.
    #[cfg(test)]
    pub(crate) fn die_at_write(&mut self, nth: u32) {
        self.faults.die_at(nth);
    }
}

/// A number of the database as `u32`.
fn small(value: i64, what: &'static str) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| StoreError::Unreadable(what))
}

/// A number of the database as `u64`; `SQLite` keeps the bits.
const fn wide(value: i64) -> u64 {
    value.cast_unsigned()
}

/// A `u64` for the database; counts and doses stay far below its sign bit.
const fn narrow(value: u64) -> i64 {
    value.cast_signed()
}

/// A byte string of the database of exactly `N` bytes.
fn octets<const N: usize>(bytes: &[u8], what: &'static str) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Unreadable(what))
}

#[cfg(test)]
mod tests;
