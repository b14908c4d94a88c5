//! Opening: whose file is it, how old is it; then unlock and migrate.

use super::copy::{Copied, CopyKey, copy_into};
use super::file::{FileKind, beside, put_in_place, remove};
use super::key::{DatabaseKey, Unlock};
use super::{StoreError, migrate};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The other writer would be another process of ours, which holds its lock for as long as it
/// lives: waiting helps little.
const BUSY_WAIT: Duration = Duration::from_millis(200);

/// Behind the name of a database that is being encrypted.
const UNFINISHED: &str = ".encrypting";

/// Lets `SQLCipher` set itself up once, with nobody beside it: the first connections of several
/// threads at the same instant can fail otherwise.
pub(super) fn set_up() -> Result<(), StoreError> {
    static DONE: Mutex<bool> = Mutex::new(false);
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    if !*done {
        let first = Connection::open_in_memory()?;
        DatabaseKey::of_nothing().unlock(&first)?;
        first.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))?;
        *done = true;
    }
    Ok(())
}

/// Opens the database at `path`, makes it where there is none, and brings it to the latest version.
pub(super) fn open(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    set_up()?;
    match FileKind::of(path)? {
        FileKind::Absent => {}
        FileKind::Plain => encrypt(path, key)?,
        FileKind::Sealed => check(path, key)?,
    }
    let mut conn = Connection::open(path)?;
    key.unlock(&conn)?;
    prepare(&conn)?;
    migrate::to_latest(&mut conn)?;
    Ok(conn)
}

/// A database that lives as long as the process: previews, demonstrations, tests.
pub(super) fn in_memory() -> Result<Connection, StoreError> {
    set_up()?;
    let mut conn = Connection::open_in_memory()?;
    pragma(&conn, "foreign_keys", "ON")?;
    migrate::to_latest(&mut conn)?;
    Ok(conn)
}

fn prepare(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(BUSY_WAIT)?;
    // one writer: the lock is held until this connection ends, by a crash too
    pragma(conn, "locking_mode", "EXCLUSIVE")?;
    pragma(conn, "journal_mode", "WAL")?;
    pragma(conn, "synchronous", "FULL")?; // SR-40: durable when a commit returns
    pragma(conn, "foreign_keys", "ON")
}

/// Opens a file of ours to look at it or to copy it; nothing is written to it. A key that does not fit, and a file that is none
/// of ours, look the same: `SQLCipher` finds no page that it can authenticate.
pub(super) fn look_at(path: &Path, unlock: &impl Unlock) -> Result<Connection, StoreError> {
    set_up()?;
    // not read-only: a copy that is attached could not be written then either
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_WAIT)?;
    unlock.unlock(&conn)?;
    let owned = migrate::check_owner(&conn);
    owned.map_err(|error| match error {
        migrate::Refusal::NotOurs => StoreError::Foreign(path.to_owned()),
        migrate::Refusal::Store(error) => error,
        migrate::Refusal::Sqlite(error) => match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StoreError::Sealed(path.to_owned()),
            Some(_) | None => error.into(),
        },
    })?;
    Ok(conn)
}

/// Refuses, without a write, a file that is not ours or is newer. SR-51
fn check(path: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    look_at(path, key).map(drop)
}

/// No key: a database of version 1.
struct Unencrypted;

impl Unlock for Unencrypted {
    fn unlock(&self, _conn: &Connection) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Turns a database of version 1, which was not encrypted, into an encrypted one with the same
/// rows. Until the last step the old file is what counts. SR-36, SR-51
fn encrypt(path: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    drop(look_at(path, &Unencrypted)?);
    let unfinished = beside(path, UNFINISHED);
    remove(&unfinished)?;
    let conn = Connection::open(path)?;
    prepare(&conn)?;
    copy_into(
        &conn,
        &unfinished,
        &CopyKey::raw(&key.literal()),
        Copied::Everything,
    )?;
    // what the write-ahead log holds is in the copy; without it no old page outlives the file
    pragma(&conn, "journal_mode", "DELETE")?;
    drop(conn);
    put_in_place(&unfinished, path)
}

fn pragma(conn: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    conn.pragma_update_and_check(None, name, value, |_row| Ok(()))
        .or_else(|error| {
            let silent = error == rusqlite::Error::QueryReturnedNoRows;
            if silent { Ok(()) } else { Err(error.into()) }
        })
}
