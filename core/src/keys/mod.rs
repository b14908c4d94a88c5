//! Keys on the phone, and the act that releases one of them.
//!
//! Responsible for keeping link keys and sealed request keys outside the database (a backup of it
//! holds none, SR-37), and for the proof on a bolus request. Leaves real key stores (Android
//! Keystore, Secure Enclave) to the shells, which stand behind the same traits.

mod file;
mod passphrase;

pub use file::FileKeyStore;
pub use passphrase::{PassphraseAuthenticator, RequestKeySeal};

pub(crate) use passphrase::fill_random;

use cisterna_protocol::session::Serial;
use thiserror::Error;
use zeroize::Zeroizing;

/// What a stored key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// Pre-shared key of the sessions.
    Link,
    /// Key of the proof on a request, sealed by what the person knows.
    Request,
}

/// Names one stored key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName {
    /// What it is for.
    pub key_use: KeyUse,
    /// The pump that it is shared with.
    pub pump: Serial,
    /// The phone's key epoch with that pump.
    pub key_epoch: u32,
}

/// Why a key could not be kept or read. It names no key (SR-35).
#[derive(Debug, Error)]
pub enum KeyError {
    /// The place of the keys cannot be read or written.
    #[error("the key store cannot be used: {0}")]
    Io(#[from] std::io::Error),
    /// The system gave no randomness.
    #[error("the system gave no randomness")]
    NoRandomness,
}

/// Where keys are kept: this device only.
pub trait KeyStore: Send + Sync {
    /// Keeps `secret` durably under `name`, in place of an earlier one.
    ///
    /// # Errors
    /// [`KeyError`]; the earlier one is untouched then.
    fn put(&self, name: &KeyName, secret: &[u8]) -> Result<(), KeyError>;

    /// The secret under `name`, or `None` where there is none.
    ///
    /// # Errors
    /// [`KeyError`] where the store cannot be read.
    fn get(&self, name: &KeyName) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError>;

    /// Forgets the secret under `name`; nothing happens where there is none.
    ///
    /// # Errors
    /// [`KeyError`] where the store cannot be written.
    fn delete(&self, name: &KeyName) -> Result<(), KeyError>;

    /// Keeps the key of the database durably, readable after the first unlock. SR-36
    ///
    /// # Errors
    /// [`KeyError`]; an earlier one is untouched then.
    fn put_database_key(&self, secret: &[u8]) -> Result<(), KeyError>;

    /// The key of the database, or `None` before the first start.
    ///
    /// # Errors
    /// [`KeyError`] where the store cannot be read.
    fn database_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError>;

    /// Forgets everything: without its key the database cannot be read any more.
    ///
    /// # Errors
    /// [`KeyError`] where the store cannot be written; some keys may be left then.
    fn erase(&self) -> Result<(), KeyError>;
}

/// Why no proof was made; nothing was sent then.
#[derive(Debug, Error)]
pub enum AuthenticationError {
    /// What the person entered does not open the request key.
    #[error("that passphrase is not the one set at pairing")]
    Wrong,
    /// The person ended it.
    #[error("the authentication was ended by the person")]
    Declined,
    /// There is no request key for this pump on this phone.
    #[error("this phone holds no request key for this pump")]
    NoKey,
    /// The stored request key is not of a shape that this version knows.
    #[error("the stored request key cannot be read")]
    Unreadable,
    /// The key store failed.
    #[error(transparent)]
    Store(#[from] KeyError),
}

/// The platform's deliberate, authenticated act. SR-43
pub trait Authenticator {
    /// HMAC-SHA256 over `message` by the request key of `pump`, which is released only once the
    /// person has authenticated.
    ///
    /// # Errors
    /// [`AuthenticationError`]; the request is not sent then.
    fn prove(&self, pump: &Serial, message: &[u8]) -> Result<[u8; 32], AuthenticationError>;
}
