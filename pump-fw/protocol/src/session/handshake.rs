//! The two messages that begin a session.

use core::fmt;

use snow::{Builder, HandshakeState};

use super::{
    Crypto, FIRST_FRAME, KIND, KIND_FIRST, KIND_REPLY, NOISE_MESSAGE, PROTOCOL_VERSION,
    PendingSession, Psk, REPLY_FRAME, Serial, Session, SessionError,
};

const NOISE_NAME: &str = "Noise_NNpsk0_25519_ChaChaPoly_SHA256";

/// Where the pre-shared key stands in the pattern: before the first token.
const PSK_PLACE: usize = 0;

/// The phone's side, between its first frame and the pump's reply.
pub struct Initiator(HandshakeState);

impl Initiator {
    /// Begins a session with the pump of this serial; returns the frame to send.
    ///
    /// # Errors
    /// [`SessionError::Entropy`] if there is no randomness.
    pub fn start(
        psk: &Psk,
        serial: &Serial,
        crypto: Crypto,
    ) -> Result<(Self, [u8; FIRST_FRAME]), SessionError> {
        let mut noise = build(Role::Initiator, serial, crypto)?;
        set_psk(&mut noise, psk);
        let mut frame = [0; FIRST_FRAME];
        frame[0] = KIND_FIRST;
        frame[1] = PROTOCOL_VERSION;
        noise
            .write_message(&[], &mut frame[KIND + 1..])
            .map_err(|e| primitive(&e))?;
        Ok((Self(noise), frame))
    }

    /// Takes the pump's reply. The pump counts the session as authenticated once it has opened a
    /// transport frame, so one is to be sent at once (SR-33).
    ///
    /// # Errors
    /// [`SessionError::Kind`], [`SessionError::FrameLength`] or [`SessionError::Reply`] if the frame
    /// is not an authentic reply to this first frame. A new handshake is needed then.
    pub fn finish(mut self, reply: &[u8]) -> Result<Session, SessionError> {
        let message = body::<REPLY_FRAME>(reply, KIND_REPLY)?;
        self.0
            .read_message(message, &mut [])
            .map_err(|_| SessionError::Reply)?;
        Session::new(self.0)
    }
}

impl fmt::Debug for Initiator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Initiator(..)")
    }
}

/// The pump's side.
#[derive(Debug)]
pub struct Responder;

/// A first frame that a known key opened.
#[derive(Debug)]
pub struct Accepted<K> {
    /// Which candidate's key it was.
    pub key: K,
    /// The session, which nothing may be sent in before the phone has confirmed it.
    pub session: PendingSession,
}

impl Responder {
    /// Answers a first frame: finds the key that opens it among `candidates`, and returns the
    /// session with the frame to send back.
    ///
    /// A candidate costs a few hashes and one tag; only a match costs the two curve
    /// multiplications (SR-34). An old first frame can be replayed and is accepted here; it is
    /// [`PendingSession::confirm`] that then never succeeds.
    ///
    /// # Errors
    /// [`SessionError::Kind`], [`SessionError::Version`], [`SessionError::FrameLength`] if the frame
    /// is malformed, [`SessionError::NoKey`] if no candidate opens it, [`SessionError::Primitive`] or
    /// [`SessionError::Entropy`] if no reply can be made. Nothing is to be sent then.
    pub fn accept<'a, K: Copy>(
        first_frame: &[u8],
        serial: &Serial,
        candidates: impl IntoIterator<Item = (K, &'a Psk)>,
        crypto: Crypto,
    ) -> Result<(Accepted<K>, [u8; REPLY_FRAME]), SessionError> {
        let message = first_message(first_frame)?;
        let mut noise = build(Role::Responder, serial, crypto)?;
        let key = candidates
            .into_iter()
            .find(|(_, psk)| opens(&mut noise, psk, message))
            .map(|(key, _)| key)
            .ok_or(SessionError::NoKey)?;
        let mut reply = [0; REPLY_FRAME];
        reply[0] = KIND_REPLY;
        noise
            .write_message(&[], &mut reply[KIND..])
            .map_err(|e| primitive(&e))?;
        let session = PendingSession::new(Session::new(noise)?);
        Ok((Accepted { key, session }, reply))
    }
}

/// Whether this key opens message 1. A failed try leaves the handshake as it was.
fn opens(noise: &mut HandshakeState, psk: &Psk, message: &[u8]) -> bool {
    set_psk(noise, psk);
    noise.read_message(message, &mut []).is_ok()
}

fn set_psk(noise: &mut HandshakeState, psk: &Psk) {
    noise
        .set_psk(PSK_PLACE, psk.expose())
        .expect("a key of 32 bytes in an existing place");
}

/// The Noise message in the initiator's frame; the version is judged before the length, which
/// another version may change.
fn first_message(frame: &[u8]) -> Result<&[u8], SessionError> {
    check_kind(frame, KIND_FIRST)?;
    match frame.get(KIND) {
        Some(&PROTOCOL_VERSION) => body::<FIRST_FRAME>(frame, KIND_FIRST).map(|it| &it[1..]),
        Some(&other) => Err(SessionError::Version(other)),
        None => Err(SessionError::FrameLength(frame.len())),
    }
}

/// What follows the kind in a frame of `LEN` bytes.
fn body<const LEN: usize>(frame: &[u8], kind: u8) -> Result<&[u8], SessionError> {
    const { assert!(LEN >= KIND + NOISE_MESSAGE) };
    check_kind(frame, kind)?;
    if frame.len() == LEN {
        Ok(&frame[KIND..])
    } else {
        Err(SessionError::FrameLength(frame.len()))
    }
}

/// Refuses a frame whose first byte is not `expected`.
pub(super) fn check_kind(frame: &[u8], expected: u8) -> Result<(), SessionError> {
    match frame.first() {
        Some(&found) if found == expected => Ok(()),
        Some(&found) => Err(SessionError::Kind { expected, found }),
        None => Err(SessionError::FrameLength(0)),
    }
}

#[derive(Clone, Copy)]
enum Role {
    Initiator,
    Responder,
}

fn build(role: Role, serial: &Serial, crypto: Crypto) -> Result<HandshakeState, SessionError> {
    let params = NOISE_NAME.parse().expect("the name is one that snow knows");
    let prologue = serial.prologue();
    Builder::with_resolver(params, crypto.0)
        .prologue(&prologue)
        .and_then(|builder| match role {
            Role::Initiator => builder.build_initiator(),
            Role::Responder => builder.build_responder(),
        })
        .map_err(|e| primitive(&e))
}

fn primitive(error: &snow::Error) -> SessionError {
    if *error == snow::Error::Rng {
        SessionError::Entropy
    } else {
        SessionError::Primitive
    }
}
