//! A passphrase as the authenticating act, where a platform has no better one.
//!
//! The request key lies sealed: ChaCha20-Poly1305 under a key that PBKDF2-HMAC-SHA256 derives from
//! the passphrase. Bytes: `"CRK1"` ‖ iterations u32 LE ‖ salt (16) ‖ nonce (12) ‖ sealed key and
//! tag (48); serial and key epoch are bound in as associated data.

use super::{AuthenticationError, Authenticator, KeyError, KeyName, KeyStore, KeyUse};
use cisterna_protocol::session::Serial;
use ring::aead::{self, Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hmac, pbkdf2};
use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Iterations of PBKDF2-HMAC-SHA256 (OWASP Password Storage Cheat Sheet, 2023).
const ITERATIONS: NonZeroU32 = NonZeroU32::new(600_000).expect("not zero");
/// More than this is no seal of ours: it would only keep the phone busy.
const MAX_ITERATIONS: u32 = 10_000_000;
const MAGIC: &[u8; 4] = b"CRK1";
const SALT: usize = 16;
const KEY: usize = 32;
const SEALED: usize = KEY + 16;

type Secret = Zeroizing<[u8; KEY]>;

/// Seals a fresh request key at pairing.
pub struct RequestKeySeal {
    passphrase: Zeroizing<String>,
    iterations: NonZeroU32,
}

impl RequestKeySeal {
    /// Seals under `passphrase`.
    pub fn new(passphrase: &str) -> Self {
        Self {
            passphrase: Zeroizing::new(passphrase.to_owned()),
            iterations: ITERATIONS,
        }
    }

    /// As [`RequestKeySeal::new`], with another cost: for tests and simulation.
    pub fn with_iterations(passphrase: &str, iterations: NonZeroU32) -> Self {
        Self {
            iterations,
            ..Self::new(passphrase)
        }
    }

    /// The sealed bytes of `key`, for the key store.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub(crate) fn seal(&self, name: &KeyName, key: &[u8; KEY]) -> Result<Vec<u8>, KeyError> {
        let (mut salt, mut nonce) = ([0; SALT], [0; aead::NONCE_LEN]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let mut sealed = Zeroizing::new(key.to_vec());
        sealing_key(&self.passphrase, &salt, self.iterations)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                bound(name),
                &mut *sealed,
            )
            .expect("32 bytes are within the cipher's limit");
        let iterations = self.iterations.get().to_le_bytes();
        Ok([MAGIC, &iterations[..], &salt, &nonce, &sealed].concat())
    }
}

impl fmt::Debug for RequestKeySeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestKeySeal(..)") // SR-35
    }
}

/// Proves requests with a request key that a passphrase releases. SR-43
pub struct PassphraseAuthenticator {
    keys: Arc<dyn KeyStore>,
    key_epoch: u32,
    passphrase: Zeroizing<String>,
}

impl PassphraseAuthenticator {
    /// For the request key of `key_epoch`; whether the passphrase is right shows at the proof.
    pub fn new(keys: Arc<dyn KeyStore>, key_epoch: u32, passphrase: &str) -> Self {
        Self {
            keys,
            key_epoch,
            passphrase: Zeroizing::new(passphrase.to_owned()),
        }
    }

    fn release(&self, pump: &Serial) -> Result<Secret, AuthenticationError> {
        let name = KeyName {
            key_use: KeyUse::Request,
            pump: pump.clone(),
            key_epoch: self.key_epoch,
        };
        let stored = self.keys.get(&name)?.ok_or(AuthenticationError::NoKey)?;
        unseal(&name, &self.passphrase, &stored)
    }
}

impl fmt::Debug for PassphraseAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PassphraseAuthenticator(..)") // SR-35
    }
}

impl Authenticator for PassphraseAuthenticator {
    fn prove(&self, pump: &Serial, message: &[u8]) -> Result<[u8; 32], AuthenticationError> {
        let key = self.release(pump)?;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), message);
        Ok(tag.as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes"))
    }
}

/// Fills `out` from the system's randomness.
pub(crate) fn fill_random(out: &mut [u8]) -> Result<(), KeyError> {
    SystemRandom::new()
        .fill(out)
        .map_err(|_unspecified| KeyError::NoRandomness)
}

fn bound(name: &KeyName) -> Aad<Vec<u8>> {
    Aad::from([&name.key_epoch.to_be_bytes(), name.pump.as_bytes()].concat())
}

fn sealing_key(passphrase: &str, salt: &[u8], iterations: NonZeroU32) -> LessSafeKey {
    let mut key: Secret = Zeroizing::new([0; KEY]);
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        iterations,
        salt,
        passphrase.as_bytes(),
        key.as_mut_slice(),
    );
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.as_slice());
    LessSafeKey::new(key.expect("32 bytes are this cipher's key"))
}

fn unseal(name: &KeyName, passphrase: &str, stored: &[u8]) -> Result<Secret, AuthenticationError> {
    let (iterations, salt, nonce, sealed) = parts(stored).ok_or(AuthenticationError::Unreadable)?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let nonce = Nonce::assume_unique_for_key(nonce);
    let plain = sealing_key(passphrase, salt, iterations)
        .open_in_place(nonce, bound(name), &mut opened)
        .map_err(|_unspecified| AuthenticationError::Wrong)?;
    let mut key: Secret = Zeroizing::new([0; KEY]);
    key.copy_from_slice(plain);
    Ok(key)
}

type Parts<'a> = (NonZeroU32, &'a [u8], [u8; aead::NONCE_LEN], &'a [u8]);

fn parts(stored: &[u8]) -> Option<Parts<'_>> {
    let (iterations, rest) = stored.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
    let iterations = u32::from_le_bytes(*iterations);
    let (salt, rest) = rest.split_at_checked(SALT)?;
    let (nonce, sealed) = rest.split_first_chunk()?;
    let sane = sealed.len() == SEALED && iterations <= MAX_ITERATIONS;
    sane.then_some((NonZeroU32::new(iterations)?, salt, *nonce, sealed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::FileKeyStore;

    const CHEAP: NonZeroU32 = NonZeroU32::new(2).unwrap();

    fn name() -> KeyName {
        KeyName {
            key_use: KeyUse::Request,
            pump: Serial::new("CIS-1").unwrap(),
            key_epoch: 4,
        }
    }

    fn sealed() -> Vec<u8> {
        RequestKeySeal::with_iterations("horse", CHEAP)
            .seal(&name(), &[7; 32])
            .unwrap()
    }

    /// SR-43
    #[test]
    fn the_right_passphrase_proves_with_the_request_key() {
        let home = tempfile::tempdir().unwrap();
        let keys: Arc<dyn KeyStore> = Arc::new(FileKeyStore::open(home.path()).unwrap());
        keys.put(&name(), &sealed()).unwrap();
        let proof = PassphraseAuthenticator::new(keys.clone(), 4, "horse")
            .prove(&name().pump, b"message")
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
        assert!(hmac::verify(&key, b"message", &proof).is_ok());
        let missing = PassphraseAuthenticator::new(keys, 5, "horse").prove(&name().pump, b"m");
        assert!(matches!(missing, Err(AuthenticationError::NoKey)));
    }

    /// SR-43
    #[test]
    fn a_wrong_passphrase_another_pump_or_altered_bytes_release_nothing() {
        let stored = sealed();
        assert!(matches!(
            unseal(&name(), "house", &stored),
            Err(AuthenticationError::Wrong)
        ));
        let other = KeyName {
            key_epoch: 5,
            ..name()
        };
        assert!(matches!(
            unseal(&other, "horse", &stored),
            Err(AuthenticationError::Wrong)
        ));
        for at in 8..stored.len() {
            let mut altered = stored.clone();
            altered[at] ^= 1;
            assert!(unseal(&name(), "horse", &altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn bytes_of_another_shape_are_unreadable() {
        let stored = sealed();
        let endless = [&stored[..4], &[0xff; 4], &stored[8..]].concat();
        for bad in [
            &stored[..0],
            &stored[..stored.len() - 1],
            &stored[1..],
            &endless,
        ] {
            let result = unseal(&name(), "horse", bad);
            assert!(matches!(result, Err(AuthenticationError::Unreadable)));
        }
    }

    /// SR-35
    #[test]
    fn what_holds_a_passphrase_does_not_show_it() {
        let seal = RequestKeySeal::with_iterations("horse", CHEAP);
        assert_eq!(format!("{seal:?}"), "RequestKeySeal(..)");
    }
}
