//! The key of the database: 256 random bits that the platform's key store holds. SR-36

use super::StoreError;
use crate::keys::{KeyError, fill_random};
use rusqlite::Connection;
use std::fmt::Write;
use zeroize::Zeroizing;

/// Bytes of a key.
const LEN: usize = 32;

/// The raw key of a database. It is wiped when it is dropped and does not show itself. SR-35
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; LEN]>);

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(..)")
    }
}

impl DatabaseKey {
    /// A new key from the system's randomness.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn random() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; LEN]);
        fill_random(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The key of these 32 bytes; `None` where there are more or fewer.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; LEN] = bytes.try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// A key that protects nothing.
    pub(super) fn of_nothing() -> Self {
        Self(Zeroizing::new([0; LEN]))
    }

    /// Its bytes, for the key store.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// `x'…'`: `SQLCipher` takes it as it is and derives nothing.
    pub(super) fn literal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(2 * LEN + 3));
        text.push_str("x'");
        for byte in self.0.iter() {
            let _infallible = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }
}

/// What opens a database file.
pub(super) trait Unlock {
    /// Gives the key to a connection that has read nothing yet.
    fn unlock(&self, conn: &Connection) -> Result<(), StoreError>;
}

/// Before any key: memory that is freed is wiped, so that no key and no note lies about, and
/// `SQLCipher` writes no log of its own. SR-35
pub(super) fn harden(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;")?)
}

impl Unlock for DatabaseKey {
    fn unlock(&self, conn: &Connection) -> Result<(), StoreError> {
        harden(conn)?;
        let statement = Zeroizing::new(format!("PRAGMA key = \"{}\"", *self.literal()));
        Ok(conn.execute_batch(&statement)?)
    }
}
