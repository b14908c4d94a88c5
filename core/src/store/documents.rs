//! Documents: one of each kind, as JSON that the module which owns it writes.

use super::{Store, StoreError};
use rusqlite::{OptionalExtension, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something of which there is one.
pub(crate) trait Document: Serialize + DeserializeOwned {
    /// Its name in the database, and in an error.
    const KIND: &'static str;
}

impl Store {
    /// The document of this kind; `None` before it was written first.
    pub(crate) fn document<D: Document>(&self) -> Result<Option<D>, StoreError> {
        let body: Option<String> = self
            .reader()
            .prepare_cached("SELECT body FROM documents WHERE kind = ?1")?
            .query_row([D::KIND], |row| row.get(0))
            .optional()?;
        body.map(|body| from_json(&body, D::KIND)).transpose()
    }
}

/// Writes a document in place of the earlier one.
pub(crate) fn save_document<D: Document>(
    tx: &Transaction<'_>,
    document: &D,
    now_utc_ms: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3)")?
        .execute((D::KIND, now_utc_ms, to_json(document, D::KIND)?))?;
    Ok(())
}

/// A body of the database. `SQLCipher` gives the bytes of some damaged pages as zeros: no JSON
/// holds one, so that such a body is refused and never taken for data. SR-51
pub(super) fn from_json<T: DeserializeOwned>(
    body: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|_| StoreError::Unreadable(what)) // SR-35: not its text
}

/// A body for the database.
pub(super) fn to_json<T: Serialize>(value: &T, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable(what))
}
