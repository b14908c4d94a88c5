//! Opening: whose file is it, how old is it, is it whole; then migrate.

use super::StoreError;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// `"CIST"`: tells our databases from others' (`PRAGMA application_id`).
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"CIST");

/// Version `n` of the schema is the state after the first `n` of them.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_initial.sql")];

/// The other writer would be another process of ours, which holds its lock for as long as it
/// lives: waiting helps little.
const BUSY_WAIT: Duration = Duration::from_millis(200);

pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    check_owner(path)?;
    let mut conn = Connection::open(path)?;
    conn.busy_timeout(BUSY_WAIT)?;
    // one writer: the lock is held until this connection ends, by a crash too
    pragma(&conn, "locking_mode", "EXCLUSIVE")?;
    pragma(&conn, "journal_mode", "WAL")?;
    pragma(&conn, "synchronous", "FULL")?; // SR-40: durable when a commit returns
    pragma(&conn, "foreign_keys", "ON")?;
    check_whole(&conn)?;
    migrate(&mut conn)?;
    Ok(conn)
}

/// Refuses, without a write, a file that is not ours or is newer. SR-51
fn check_owner(path: &Path) -> Result<(), StoreError> {
    let empty = std::fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0);
    if empty {
        return Ok(());
    }
    let foreign = || StoreError::Foreign(path.to_owned());
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|_| foreign())?;
    conn.busy_timeout(BUSY_WAIT)?;
    let owner: i32 = conn
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => foreign(),
            Some(_) | None => StoreError::from(error),
        })?;
    if owner != APPLICATION_ID {
        return Err(foreign());
    }
    known_version(&conn).map(drop)
}

fn known_version(conn: &Connection) -> Result<usize, StoreError> {
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(MIGRATIONS.len()).expect("there are few migrations");
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(found as usize)
}

fn pragma(conn: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    conn.pragma_update_and_check(None, name, value, |_row| Ok(()))
        .or_else(|error| {
            let silent = error == rusqlite::Error::QueryReturnedNoRows;
            if silent { Ok(()) } else { Err(error.into()) }
        })
}

fn check_whole(conn: &Connection) -> Result<(), StoreError> {
    let verdict: String = conn.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Corrupt)
    }
}

/// Every migration is one transaction with its version number: it happens whole or not. SR-51
fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let done = known_version(conn)?;
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        let tx = conn.transaction()?;
        tx.execute_batch(migration)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        let version = u32::try_from(index + 1).expect("there are few migrations");
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(())
}
