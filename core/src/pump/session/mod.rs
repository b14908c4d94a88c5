//! The session with a pump: handshake, one question at a time, notices.
//!
//! Responsible for asking and for matching answers; every failure ends the connection, and what
//! was asked is uncertain then. Leaves the meaning of answers to its callers.

mod connection;

pub use connection::{ANSWER_WAIT, Connection};

use cisterna_protocol::framing::FramingError;
use cisterna_protocol::message::Rejection;
use cisterna_protocol::session::{Psk, Serial, SessionError};
use thiserror::Error;

use crate::pump::link::LinkError;

/// Who the pump is, and the key that proves it.
#[derive(Debug)]
pub struct PumpIdentity {
    /// Its serial.
    pub serial: Serial,
    /// The key shared with it.
    pub psk: Psk,
}

/// Why a session could not be opened, or a question got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConnectionError {
    /// The link failed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The other end was silent for too long.
    #[error("the pump was silent for too long")]
    Silent,
    /// Chunks did not fit together.
    #[error(transparent)]
    Framing(#[from] FramingError),
    /// The handshake or a frame failed. During the handshake: another key, or another pump.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The pump ended the link during the handshake, as it does when it does not know the key.
    #[error("the pump does not know this phone's key")]
    NotKnown,
    /// The other end proved its key, but what it said is no message.
    #[error("the pump's answer cannot be read")]
    Unreadable,
    /// The answer belongs to another question.
    #[error("the pump answered another question")]
    WrongAnswer,
    /// More notices than answers.
    #[error("the pump sends notices without an end")]
    Flooded,
    /// The pump did not carry out what was asked; nothing changed, and the session goes on.
    #[error("the pump rejected it ({:?})", .0.reason)]
    Rejected(Rejection),
    /// An earlier failure ended this connection.
    #[error("the connection has ended")]
    Ended,
}
