//! The key that phone and pump share, and its derivation for pairing.

use core::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

use super::{Entropy, EntropyFailed, Serial};

/// What binds a derived key to its use: pairing, first version.
const PAIRING_INFO: &[u8] = b"cisterna/pairing/1";

/// A key of 32 bytes that phone and pump share; wiped when dropped, never shown (SR-35).
pub struct Psk([u8; 32]);

impl Psk {
    /// The key with these bytes, which must come from a secure source of randomness or from a
    /// derivation such as [`pairing_psk`].
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A fresh key, for a phone that has just paired.
    ///
    /// # Errors
    /// [`EntropyFailed`] if the source of randomness failed.
    pub fn generate(entropy: &mut impl Entropy) -> Result<Self, EntropyFailed> {
        let mut key = Self([0; 32]);
        entropy.fill(&mut key.0)?;
        Ok(key)
    }

    /// The key's bytes, for the key store or for handing over inside a session; never for a log.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Psk {
    fn drop(&mut self) {
        self.0.zeroize(); // SR-35
    }
}

impl fmt::Debug for Psk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Psk(..)") // SR-35
    }
}

/// The key of a pairing session: HKDF-SHA256 over the 128-bit secret of the implant card, with the
/// pump's serial as salt and `cisterna/pairing/1` as info.
#[expect(clippy::missing_panics_doc, reason = "HKDF-SHA256 gives 32 bytes")]
pub fn pairing_psk(card_secret: &[u8; 16], serial: &Serial) -> Psk {
    let mut key = Psk([0; 32]);
    Hkdf::<Sha256>::new(Some(serial.as_bytes()), card_secret)
        .expand(PAIRING_INFO, &mut key.0)
        .expect("32 bytes are within what HKDF-SHA256 gives");
    key
}
