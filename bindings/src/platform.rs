//! What a platform gives: keys, a clock, the person's authentication, a listener.
//!
//! Responsible for the foreign traits and for standing behind the core's own. Leaves what a platform
//! keeps where, and how it asks the person, to the shells.

use cisterna_core::civil::Zone;
use cisterna_core::clock::{Clock, Instant};
use cisterna_core::keys::{
    AuthenticationError, Authenticator, KeyError, KeyName, KeyStore, KeyUse,
    PassphraseAuthenticator,
};
use cisterna_core::{Changed, Listener, Screen};
use cisterna_protocol::session::Serial;
use std::fmt::Write;
use std::sync::Arc;
use thiserror::Error;
use zeroize::Zeroizing;

/// The name of the database's key: no pump's key is called so.
const DATABASE: &str = "database";
/// Bytes of a boot's name.
const BOOT_ID: usize = 16;

/// Why the platform's key store did not answer. It says nothing about a key. SR-35
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, uniffi::Error)]
pub enum KeyFault {
    /// It cannot be read or written now, as before the first unlock.
    #[error("the key store cannot be used now")]
    Unavailable,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for KeyFault {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<KeyFault> for KeyError {
    fn from(fault: KeyFault) -> Self {
        Self::Io(std::io::Error::other(fault))
    }
}

/// Where secrets are kept: this device only, readable after the first unlock. SR-36
#[uniffi::export(with_foreign)]
pub trait Keys: Send + Sync {
    /// Keeps `secret` durably under `name` (letters, digits and `-`), in place of an earlier one.
    ///
    /// # Errors
    /// [`KeyFault`]; the earlier one is untouched then.
    fn put(&self, name: String, secret: Vec<u8>) -> Result<(), KeyFault>;

    /// The secret under `name`; none where there is none.
    ///
    /// # Errors
    /// [`KeyFault`].
    fn get(&self, name: String) -> Result<Option<Vec<u8>>, KeyFault>;

    /// Forgets the secret under `name`; nothing happens where there is none.
    ///
    /// # Errors
    /// [`KeyFault`].
    fn forget(&self, name: String) -> Result<(), KeyFault>;

    /// Forgets everything, the database's key first.
    ///
    /// # Errors
    /// [`KeyFault`]; some keys may be left then.
    fn erase(&self) -> Result<(), KeyFault>;
}

/// The platform's keys in the core's terms.
pub(crate) struct PlatformKeys(pub(crate) Arc<dyn Keys>);

/// A serial may hold any visible character: its name is in hexadecimal.
fn name_of(name: &KeyName) -> String {
    let key_use = match name.key_use {
        KeyUse::Link => "link",
        KeyUse::Request => "request",
    };
    let mut text = format!("{key_use}-{}-", name.key_epoch);
    for byte in name.pump.as_bytes() {
        // writing into a string does not fail
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl KeyStore for PlatformKeys {
    fn put(&self, name: &KeyName, secret: &[u8]) -> Result<(), KeyError> {
        Ok(self.0.put(name_of(name), secret.to_vec())?)
    }

    fn get(&self, name: &KeyName) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        Ok(self.0.get(name_of(name))?.map(Zeroizing::new))
    }

    fn delete(&self, name: &KeyName) -> Result<(), KeyError> {
        Ok(self.0.forget(name_of(name))?)
    }

    fn put_database_key(&self, secret: &[u8]) -> Result<(), KeyError> {
        Ok(self.0.put(DATABASE.to_owned(), secret.to_vec())?)
    }

    fn database_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        Ok(self.0.get(DATABASE.to_owned())?.map(Zeroizing::new))
    }

    fn erase(&self) -> Result<(), KeyError> {
        Ok(self.0.erase()?)
    }
}

/// Both clocks of the phone at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ClockReading {
    /// Names this run of the system, in 1 to 16 bytes; another one after each reboot.
    pub boot_id: Vec<u8>,
    /// Milliseconds since that boot, time asleep included.
    pub since_boot_ms: i64,
    /// Milliseconds since 1970-01-01 UTC by the phone's clock.
    pub wall_utc_ms: i64,
}

/// The phone's clocks: `elapsedRealtime`, `mach_continuous_time`.
#[uniffi::export(with_foreign)]
pub trait PhoneClock: Send + Sync {
    /// Now.
    fn now(&self) -> ClockReading;

    /// The IANA name of the zone that the phone is set to ("Europe/Berlin").
    fn zone(&self) -> String;
}

/// The platform's clock in the core's terms.
pub(crate) struct PlatformClock(pub(crate) Arc<dyn PhoneClock>);

impl Clock for PlatformClock {
    fn now(&self) -> Instant {
        let now = self.0.now();
        let mut boot_id = [0; BOOT_ID];
        for (place, byte) in boot_id.iter_mut().zip(&now.boot_id) {
            *place = *byte;
        }
        Instant {
            boot_id,
            since_boot_ms: u64::try_from(now.since_boot_ms).unwrap_or(0),
            wall_utc_ms: now.wall_utc_ms,
        }
    }

    /// UTC where the name is none that is known.
    fn zone(&self) -> Zone {
        self.0.zone().parse().unwrap_or(Zone::UTC)
    }
}

/// What the person authenticates for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Purpose {
    /// A new request key is sealed: the platform makes a new secret for it.
    Pairing,
    /// A request is proven: the platform releases that secret.
    Request,
}

/// Why the platform released nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, uniffi::Error)]
pub enum AuthFault {
    /// The person ended it, or was not recognised.
    #[error("the person did not authenticate")]
    Declined,
    /// There is no secret any more, as after new fingerprints were enrolled.
    #[error("the platform no longer holds the secret: pair again")]
    NoSecret,
    /// The platform failed otherwise.
    #[error("the platform could not ask the person")]
    Unavailable,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for AuthFault {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<AuthFault> for AuthenticationError {
    fn from(fault: AuthFault) -> Self {
        match fault {
            AuthFault::Declined => Self::Declined,
            AuthFault::NoSecret => Self::NoKey,
            AuthFault::Unavailable => Self::Store(KeyFault::Unavailable.into()),
        }
    }
}

/// The person's deliberate, authenticated act. SR-43
#[uniffi::export(with_foreign)]
pub trait Person: Send + Sync {
    /// Asks the person, waits for them on this thread, and only then gives the platform's secret:
    /// 16 bytes or more. It is never called on a thread that a shell called from.
    ///
    /// # Errors
    /// [`AuthFault`]; nothing is released then.
    fn authenticate(&self, purpose: Purpose) -> Result<Vec<u8>, AuthFault>;
}

/// The secret as the passphrase under which the request key is sealed.
pub(crate) fn released(
    person: &dyn Person,
    purpose: Purpose,
) -> Result<Zeroizing<String>, AuthFault> {
    let secret = Zeroizing::new(person.authenticate(purpose)?);
    let mut text = Zeroizing::new(String::with_capacity(2 * secret.len()));
    for byte in secret.iter() {
        // writing into a string does not fail
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Proves requests once the platform has released its secret. SR-43
pub(crate) struct PlatformAuthenticator {
    pub(crate) person: Arc<dyn Person>,
    pub(crate) keys: Arc<dyn KeyStore>,
    pub(crate) key_epoch: u32,
}

impl Authenticator for PlatformAuthenticator {
    fn prove(&self, pump: &Serial, message: &[u8]) -> Result<[u8; 32], AuthenticationError> {
        let secret = released(self.person.as_ref(), Purpose::Request)?;
        PassphraseAuthenticator::new(Arc::clone(&self.keys), self.key_epoch, &secret)
            .prove(pump, message)
    }
}

/// Hears that screens have changed.
#[uniffi::export(with_foreign)]
pub trait ChangeListener: Send + Sync {
    /// `screens` are to be pulled anew when they are shown. It returns at once and does not call
    /// the core before it has.
    fn changed(&self, screens: Vec<Screen>, revision: u64);
}

/// The platform's listener in the core's terms.
pub(crate) struct PlatformListener(pub(crate) Arc<dyn ChangeListener>);

impl Listener for PlatformListener {
    fn changed(&self, changed: Changed) {
        self.0
            .changed(changed.screens.iter().collect(), changed.revision);
    }
}
