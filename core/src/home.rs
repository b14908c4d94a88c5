//! What the core works with: store, keys, clock.

use crate::clock::Clock;
use crate::keys::KeyStore;
use crate::store::Store;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Store, keys and clock of one phone.
pub(crate) struct Home {
    pub(crate) store: Store,
    pub(crate) keys: Arc<dyn KeyStore>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Where the database lies.
    pub(crate) folder: PathBuf,
}

impl fmt::Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Home(..)")
    }
}
