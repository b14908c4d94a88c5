//! Versions of the schema, and the step from each to the next.

use super::StoreError;
use rusqlite::Connection;

/// `"CIST"`: tells our databases from others' (`PRAGMA application_id`).
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"CIST");

/// Version `n` of the schema is the state after the first `n` of them.
const MIGRATIONS: [&str; 2] = [
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_diary_and_care.sql"),
];

/// Why a database is left alone.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Another program's.
    NotOurs,
    /// Newer, or otherwise.
    Store(StoreError),
    /// `SQLite` reports something.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Refuses a database that is not ours, or newer than this app.
pub(super) fn check_owner(conn: &Connection) -> Result<(), Refusal> {
    let owner: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if owner != APPLICATION_ID {
        return Err(Refusal::NotOurs);
    }
    known_version(conn).map(drop).map_err(Refusal::Store)
}

fn known_version(conn: &Connection) -> Result<usize, StoreError> {
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = latest();
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(found as usize)
}

/// The version that this app writes.
pub(super) fn latest() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("there are few migrations")
}

/// Every migration is one transaction with its version number: it happens whole or not. SR-51
pub(super) fn to_latest(conn: &mut Connection) -> Result<(), StoreError> {
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
