//! Session: an authenticated, encrypted, ordered stream of frames between one phone and one pump.
//!
//! The handshake is `Noise_NNpsk0_25519_ChaChaPoly_SHA256`: the phone is the initiator, the pump
//! the responder, and both hold the same 32-byte [`Psk`]. Each session has fresh keys. Replayed,
//! reordered, cut or altered frames fail, and the first failure ends the session (SR-33).
//!
//! Left to others: cutting frames into chunks ([`crate::framing`]), the meaning of a plaintext, the
//! deadline of [`AUTHENTICATION_DEADLINE_S`], counting and slowing down failures (SR-34), and
//! keeping keys.
//!
//! Primitives come from a [`Crypto`]: pure Rust with an injected source of randomness (feature
//! `pump`), or ring (feature `phone-ring`). The byte-exact format is in
//! `docs/protocol/framing-and-session.md`.

mod crypto;
mod handshake;
mod psk;
#[cfg(feature = "phone-ring")]
mod ring_crypto;
mod serial;
mod transport;

pub use crypto::{Crypto, Entropy, EntropyFailed};
pub use handshake::{Accepted, Initiator, Responder};
pub use psk::{Psk, pairing_psk};
pub use serial::{MAX_SERIAL, Serial, SerialError};
pub use transport::{PendingSession, Session};

use thiserror::Error;

use crate::framing::MAX_FRAME;

/// Version of handshake and frames; sent in the first frame and bound into the prologue.
pub const PROTOCOL_VERSION: u8 = 1;

/// A session that has not opened its first transport frame this long after the reply is dropped
/// by the responder, in seconds (SR-33). The caller keeps the time.
pub const AUTHENTICATION_DEADLINE_S: u64 = 5;

/// Transport frames in one direction of one session. Far below the 2^64 nonces of Noise; at
/// 1000 frames a second it takes 49 days.
pub const MAX_FRAMES_EACH_WAY: u64 = 1 << 32;

/// Bytes of a ChaCha20-Poly1305 tag.
const TAG: usize = 16;

/// Bytes of the kind before everything else in a frame.
const KIND: usize = 1;

/// What a transport frame adds to its plaintext, in bytes: kind and tag.
pub const FRAME_OVERHEAD: usize = KIND + TAG;

/// Longest plaintext of a transport frame, in bytes.
pub const MAX_PLAINTEXT: usize = MAX_FRAME - FRAME_OVERHEAD;

/// Bytes of a Noise handshake message here: an ephemeral public key and the tag of no payload.
const NOISE_MESSAGE: usize = 32 + TAG;

/// Length of the initiator's handshake frame, in bytes: kind, version, Noise message 1.
pub const FIRST_FRAME: usize = KIND + 1 + NOISE_MESSAGE;

/// Length of the responder's handshake frame, in bytes: kind, Noise message 2.
pub const REPLY_FRAME: usize = KIND + NOISE_MESSAGE;

/// First byte of the initiator's handshake frame.
const KIND_FIRST: u8 = 0x01;
/// First byte of the responder's handshake frame.
const KIND_REPLY: u8 = 0x02;
/// First byte of a transport frame.
const KIND_TRANSPORT: u8 = 0x03;

/// Why a handshake or a session ended. It names no key and no content (SR-35).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SessionError {
    /// The frame's kind is unknown, or not the one that is due here.
    #[error("a frame of kind {found:#04x} came where {expected:#04x} was due")]
    Kind {
        /// Kind that was due.
        expected: u8,
        /// Kind that came.
        found: u8,
    },
    /// The initiator speaks another version of the protocol.
    #[error("protocol version {0} is not spoken here")]
    Version(u8),
    /// The frame's length does not fit its kind.
    #[error("a frame of {0} bytes does not fit its kind")]
    FrameLength(usize),
    /// No candidate key opens the first frame: another key, another serial, or altered bytes.
    #[error("no known key opens the first frame")]
    NoKey,
    /// The reply does not prove that the responder holds the key.
    #[error("the reply does not authenticate")]
    Reply,
    /// A transport frame does not decrypt: replayed, reordered, cut or altered.
    #[error("a transport frame does not decrypt")]
    Decrypt,
    /// The plaintext is longer than [`MAX_PLAINTEXT`].
    #[error("a plaintext of {0} bytes is too long for a frame")]
    PlaintextLength(usize),
    /// The caller's buffer cannot take the result.
    #[error("the buffer lacks room: {needed} bytes are needed")]
    Buffer {
        /// Bytes that the buffer has to hold.
        needed: usize,
    },
    /// This direction has carried [`MAX_FRAMES_EACH_WAY`] frames; a new session is needed.
    #[error("the session has carried all the frames it may")]
    Exhausted,
    /// An earlier error ended this session.
    #[error("an earlier error ended this session")]
    Ended,
    /// The source of randomness failed.
    #[error("no randomness")]
    Entropy,
    /// A primitive refused its input, such as a degenerate public key.
    #[error("a cryptographic primitive refused its input")]
    Primitive,
}

impl From<EntropyFailed> for SessionError {
    fn from(_: EntropyFailed) -> Self {
        Self::Entropy
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
