//! Whether every page is as it was written. SR-51

use super::StoreError;
use rusqlite::Connection;

/// Reads the whole database: each page's authentication, then `SQLite`'s own structure.
pub(super) fn whole(conn: &Connection) -> Result<(), StoreError> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let mut faults = statement.query([])?;
    if faults.next()?.is_some() {
        return Err(StoreError::Corrupt);
    }
    let verdict: String = conn.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Corrupt)
    }
}
