//! The primitives of a handshake on ring, for the phone.
//!
//! snow's ring resolver has hash, cipher and randomness but no Diffie-Hellman, because ring has no
//! static X25519 keys. `NNpsk0` needs ephemeral ones only, and those ring has.

extern crate alloc;
extern crate std;

use alloc::boxed::Box;
use std::sync::{Mutex, PoisonError};

use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use ring::rand::SystemRandom;
use snow::Error;
use snow::params::{CipherChoice, DHChoice, HashChoice};
use snow::resolvers::{CryptoResolver, RingResolver};
use snow::types::{Cipher, Dh, Hash, Random};

/// Bytes of an X25519 key.
const KEY: usize = 32;

pub(super) struct Resolver;

impl CryptoResolver for Resolver {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        RingResolver.resolve_rng()
    }

    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        match *choice {
            DHChoice::Curve25519 => Some(Box::<EphemeralX25519>::default()),
            DHChoice::Curve448 => None,
        }
    }

    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        RingResolver.resolve_hash(choice)
    }

    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        RingResolver.resolve_cipher(choice)
    }
}

/// An ephemeral key that one agreement uses up.
#[derive(Default)]
struct EphemeralX25519 {
    /// Behind a lock because ring consumes the key, where snow lends it.
    private: Mutex<Option<EphemeralPrivateKey>>,
    public: [u8; KEY],
}

impl EphemeralX25519 {
    fn take_private(&self) -> Option<EphemeralPrivateKey> {
        self.private
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

impl Dh for EphemeralX25519 {
    fn name(&self) -> &'static str {
        "25519"
    }

    fn pub_len(&self) -> usize {
        KEY
    }

    fn priv_len(&self) -> usize {
        KEY
    }

    /// ring takes no private key from outside; an agreement after this fails.
    fn set(&mut self, _privkey: &[u8]) {
        self.private = Mutex::new(None);
    }

    fn generate(&mut self, _rng: &mut dyn Random) -> Result<(), Error> {
        let private = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new())
            .map_err(|_unspecified| Error::Rng)?;
        let public = private
            .compute_public_key()
            .map_err(|_unspecified| Error::Dh)?;
        self.public.copy_from_slice(public.as_ref());
        self.private = Mutex::new(Some(private));
        Ok(())
    }

    fn pubkey(&self) -> &[u8] {
        &self.public
    }

    /// ring never shows a private key.
    fn privkey(&self) -> &[u8] {
        &[]
    }

    fn dh(&self, pubkey: &[u8], out: &mut [u8]) -> Result<(), Error> {
        let private = self.take_private().ok_or(Error::Dh)?;
        // snow lends its largest key buffer; the key is at its start
        let peer = pubkey.get(..KEY).ok_or(Error::Dh)?;
        let out = out.get_mut(..KEY).ok_or(Error::Dh)?;
        agree_ephemeral(private, &UnparsedPublicKey::new(&X25519, peer), |shared| {
            out.copy_from_slice(shared);
        })
        .map_err(|_unspecified| Error::Dh)
    }
}
