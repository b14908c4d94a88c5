//! The frames of a session after its handshake.

use core::fmt;

use snow::{HandshakeState, TransportState};

use super::handshake::check_kind;
use super::{
    FRAME_OVERHEAD, KIND, KIND_TRANSPORT, MAX_FRAMES_EACH_WAY, MAX_PLAINTEXT, SessionError,
};
use crate::framing::MAX_FRAME;

/// The pump's side of a session whose phone has not yet shown that it is there now and not a
/// recording. It can do one thing: be confirmed.
#[derive(Debug)]
pub struct PendingSession(Session);

impl PendingSession {
    pub(super) const fn new(session: Session) -> Self {
        Self(session)
    }

    /// Opens the phone's first transport frame into `out`; returns the session, now authenticated,
    /// and the length of the plaintext. Due within [`super::AUTHENTICATION_DEADLINE_S`].
    ///
    /// # Errors
    /// As [`Session::open`]; the session is gone then.
    pub fn confirm(
        mut self,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<(Session, usize), SessionError> {
        let len = self.0.open(frame, out)?; // SR-33
        Ok((self.0, len))
    }
}

/// An authenticated session. Both directions are ordered; any error ends both, drops the keys, and
/// everything after it is refused with [`SessionError::Ended`] (SR-33).
pub struct Session {
    /// `None` once an error ended the session.
    transport: Option<TransportState>,
    handshake_hash: [u8; 32],
    sealed: u64,
    opened: u64,
}

impl Session {
    pub(super) fn new(noise: HandshakeState) -> Result<Self, SessionError> {
        let handshake_hash = noise
            .get_handshake_hash()
            .try_into()
            .map_err(|_| SessionError::Primitive)?;
        let transport = noise
            .into_transport_mode()
            .map_err(|_| SessionError::Primitive)?;
        Ok(Self {
            transport: Some(transport),
            handshake_hash,
            sealed: 0,
            opened: 0,
        })
    }

    /// Encrypts `plaintext` (0 to [`MAX_PLAINTEXT`] bytes) into a frame at the start of `out`;
    /// returns the frame's length, [`FRAME_OVERHEAD`] more than the plaintext's.
    ///
    /// # Errors
    /// [`SessionError::PlaintextLength`], [`SessionError::Buffer`], [`SessionError::Exhausted`] or
    /// [`SessionError::Ended`]. Each ends the session.
    pub fn seal(&mut self, plaintext: &[u8], out: &mut [u8]) -> Result<usize, SessionError> {
        let result = self.try_seal(plaintext, out);
        self.end_on_error(result)
    }

    /// Decrypts a frame into the start of `out`; returns the length of the plaintext. After an
    /// error `out` holds zeros.
    ///
    /// # Errors
    /// [`SessionError::Kind`], [`SessionError::FrameLength`], [`SessionError::Decrypt`],
    /// [`SessionError::Buffer`], [`SessionError::Exhausted`] or [`SessionError::Ended`]. Each ends
    /// the session.
    pub fn open(&mut self, frame: &[u8], out: &mut [u8]) -> Result<usize, SessionError> {
        let result = self.try_open(frame, out);
        if result.is_err() {
            out.fill(0);
        }
        self.end_on_error(result)
    }

    /// The hash of the whole handshake: the same on both sides, and different in every session.
    /// Binds a signature to this session (SR-30).
    pub const fn handshake_hash(&self) -> &[u8; 32] {
        &self.handshake_hash
    }

    /// Whether an error has ended the session.
    pub const fn has_ended(&self) -> bool {
        self.transport.is_none()
    }

    fn try_seal(&mut self, plaintext: &[u8], out: &mut [u8]) -> Result<usize, SessionError> {
        let transport = self.transport.as_mut().ok_or(SessionError::Ended)?;
        if plaintext.len() > MAX_PLAINTEXT {
            return Err(SessionError::PlaintextLength(plaintext.len()));
        }
        let needed = plaintext.len() + FRAME_OVERHEAD;
        let frame = out
            .get_mut(..needed)
            .ok_or(SessionError::Buffer { needed })?;
        count(&mut self.sealed)?;
        frame[0] = KIND_TRANSPORT;
        transport
            .write_message(plaintext, &mut frame[KIND..])
            .map_err(|_| SessionError::Primitive)?;
        Ok(needed)
    }

    fn try_open(&mut self, frame: &[u8], out: &mut [u8]) -> Result<usize, SessionError> {
        let transport = self.transport.as_mut().ok_or(SessionError::Ended)?;
        check_kind(frame, KIND_TRANSPORT)?;
        if !(FRAME_OVERHEAD..=MAX_FRAME).contains(&frame.len()) {
            return Err(SessionError::FrameLength(frame.len()));
        }
        let needed = frame.len() - FRAME_OVERHEAD;
        let plaintext = out
            .get_mut(..needed)
            .ok_or(SessionError::Buffer { needed })?;
        count(&mut self.opened)?;
        transport
            .read_message(&frame[KIND..], plaintext)
            .map_err(|_| SessionError::Decrypt)
    }

    fn end_on_error<T>(&mut self, result: Result<T, SessionError>) -> Result<T, SessionError> {
        if result.is_err() {
            self.transport = None;
        }
        result
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("ended", &self.has_ended())
            .field("sealed", &self.sealed)
            .field("opened", &self.opened)
            .finish_non_exhaustive() // SR-35: no keys
    }
}

/// Counts one more frame of one direction.
fn count(frames: &mut u64) -> Result<(), SessionError> {
    if *frames >= MAX_FRAMES_EACH_WAY {
        return Err(SessionError::Exhausted);
    }
    *frames += 1;
    Ok(())
}

#[cfg(test)]
impl Session {
    /// Makes the session believe that it has carried this many frames each way.
    pub(super) fn pretend_carried(&mut self, frames: u64) {
        self.sealed = frames;
        self.opened = frames;
    }
}
