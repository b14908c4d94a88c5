//! Where the primitives of one handshake come from.

extern crate alloc;

use core::fmt;

use snow::resolvers::BoxedCryptoResolver;
use thiserror::Error;

/// A cryptographically secure source of randomness.
pub trait Entropy {
    /// Fills `out`.
    ///
    /// # Errors
    /// [`EntropyFailed`] if the source cannot vouch for all bytes.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed>;
}

/// The source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the source of randomness failed")]
pub struct EntropyFailed;

/// The primitives and the ephemeral randomness of one handshake; used up by it.
pub struct Crypto(pub(super) BoxedCryptoResolver);

impl Crypto {
    /// Pure Rust, with the ephemeral key taken from `entropy` (32 bytes, drawn at once).
    ///
    /// # Errors
    /// [`EntropyFailed`] if the source of randomness failed.
    #[cfg(feature = "pump")]
    pub fn pure(entropy: &mut impl Entropy) -> Result<Self, EntropyFailed> {
        pure::Resolver::new(entropy).map(|it| Self(alloc::boxed::Box::new(it)))
    }

    /// ring, with the ephemeral key from the operating system's source of randomness.
    #[cfg(feature = "phone-ring")]
    pub fn ring() -> Self {
        Self(alloc::boxed::Box::new(super::ring_crypto::Resolver))
    }
}

impl fmt::Debug for Crypto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Crypto(..)")
    }
}

#[cfg(feature = "pump")]
mod pure {
    //! snow's own pure-Rust primitives with an injected ephemeral key.

    use super::alloc::boxed::Box;

    use snow::Error;
    use snow::params::{CipherChoice, DHChoice, HashChoice};
    use snow::resolvers::{CryptoResolver, DefaultResolver};
    use snow::types::{Cipher, Dh, Hash, Random};
    use zeroize::Zeroizing;

    use super::{Entropy, EntropyFailed};

    pub(super) struct Resolver {
        ephemeral: Zeroizing<[u8; 32]>,
    }

    impl Resolver {
        pub(super) fn new(entropy: &mut impl Entropy) -> Result<Self, EntropyFailed> {
            let mut ephemeral = Zeroizing::new([0; 32]);
            entropy.fill(ephemeral.as_mut_slice())?;
            Ok(Self { ephemeral })
        }
    }

    impl CryptoResolver for Resolver {
        fn resolve_rng(&self) -> Option<Box<dyn Random>> {
            Some(Box::new(Once(Some(self.ephemeral.clone()))))
        }

        fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
            DefaultResolver.resolve_dh(choice)
        }

        fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
            DefaultResolver.resolve_hash(choice)
        }

        fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
            DefaultResolver.resolve_cipher(choice)
        }
    }

    /// Gives its 32 bytes once, so that no ephemeral key can be used twice.
    struct Once(Option<Zeroizing<[u8; 32]>>);

    impl Random for Once {
        fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
            let bytes = self.0.take().ok_or(Error::Rng)?;
            if dest.len() != bytes.len() {
                return Err(Error::Rng);
            }
            dest.copy_from_slice(bytes.as_slice());
            Ok(())
        }
    }
}
