//! A database as another encrypted file.

use super::StoreError;
use rusqlite::Connection;
use std::num::NonZeroU32;
use std::path::Path;

/// What goes into the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// The database as it is.
    Everything,
    /// What may leave this phone: nothing that says which key opens a pump. SR-37
    WithoutLinks,
}

/// What the copy is encrypted with.
#[derive(Clone, Copy)]
pub(super) struct CopyKey<'a> {
    /// A raw key's literal, or a passphrase.
    pub(super) text: &'a str,
    /// Rounds of a passphrase's derivation, where they are not `SQLCipher`'s.
    pub(super) rounds: Option<NonZeroU32>,
}

impl<'a> CopyKey<'a> {
    /// The raw key of this literal.
    pub(super) const fn raw(text: &'a str) -> Self {
        Self { text, rounds: None }
    }
}

/// Writes what `conn` holds into a new file at `target`, encrypted with `key`. Where it fails there may be a piece of a file at `target`.
pub(super) fn copy_into(
    conn: &Connection,
    target: &Path,
    key: &CopyKey<'_>,
    what: Copied,
) -> Result<(), StoreError> {
    let name = target
        .to_str()
        .ok_or(StoreError::Io(std::io::ErrorKind::InvalidFilename))?;
    conn.execute("ATTACH DATABASE ?1 AS copy KEY ?2", [name, key.text])?;
    let rounds = key.rounds.map_or(Ok(()), |rounds| {
        conn.execute_batch(&format!("PRAGMA copy.kdf_iter = {rounds}"))
    });
    let written = rounds
        .map_err(StoreError::from)
        .and_then(|()| write(conn, what));
    let detached = conn.execute_batch("DETACH DATABASE copy");
    written?;
    Ok(detached?)
}

fn write(conn: &Connection, what: Copied) -> Result<(), StoreError> {
    conn.execute_batch("PRAGMA copy.synchronous = FULL")?;
    conn.query_row("SELECT sqlcipher_export('copy')", [], |_row| Ok(()))?;
    match what {
        Copied::Everything => {}
        Copied::WithoutLinks => {
            conn.execute_batch("UPDATE copy.pumps SET key_epoch = NULL, pending_key_epoch = NULL")?;
        }
    }
    // the export leaves these two behind; the owner comes last, so that a piece is not ours
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let owner: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(conn.execute_batch(&format!(
        "PRAGMA copy.user_version = {version}; PRAGMA copy.application_id = {owner};"
    ))?)
}
