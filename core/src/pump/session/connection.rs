//! One connection, from its handshake to its end.

use super::{ConnectionError, PumpIdentity};
use crate::pump::link::{Link, LinkError, LinkEvent};
use cisterna_protocol::bounded::{decode_exact, encode_into};
use cisterna_protocol::framing::{
    Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK, MAX_FRAME,
};
use cisterna_protocol::message::{Answer, Ask, Request, Response};
use cisterna_protocol::session::{
    Crypto, FIRST_FRAME, Initiator, MAX_PLAINTEXT, Session, SessionError,
};
use cisterna_protocol::status::Status;
use std::fmt;
use std::time::Duration;

/// How long the pump may be silent while an answer is due. A pump answers in well under a second;
/// the rest is radio.
pub const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// Most notices that may come before an answer.
const MAX_NOTICES: usize = 16;

/// An authenticated session over a link.
pub struct Connection<L: Link> {
    pipe: Pipe<L>,
    session: Session,
    next_tag: u32,
    changes: Option<u32>,
    ended: bool,
}

impl<L: Link> Connection<L> {
    /// Opens a session and reads the status: the first frame after the handshake, by which the
    /// pump knows that this phone is there now (SR-33).
    ///
    /// # Errors
    /// [`ConnectionError`]; the link is closed then.
    pub fn open(link: L, identity: &PumpIdentity) -> Result<(Self, Status), ConnectionError> {
        let mut connection = Self::shake(link, identity, Crypto::ring())?;
        let status = connection.read_status()?;
        Ok((connection, status))
    }

    /// Shakes hands only; a first question is due within
    /// [`cisterna_protocol::session::AUTHENTICATION_DEADLINE_S`].
    ///
    /// # Errors
    /// [`ConnectionError`]; the link is closed then.
    pub fn shake(
        link: L,
        identity: &PumpIdentity,
        crypto: Crypto,
    ) -> Result<Self, ConnectionError> {
        let mut pipe = Pipe::new(link);
        match handshake(&mut pipe, identity, crypto) {
            Ok(session) => Ok(Self {
                pipe,
                session,
                next_tag: 1,
                changes: None,
                ended: false,
            }),
            Err(error) => {
                pipe.link.close();
                Err(error)
            }
        }
    }

    /// Asks `body` and waits for its answer.
    ///
    /// # Errors
    /// [`ConnectionError::Rejected`], after which the session goes on; or any other, which ends it
    /// and leaves open whether the pump got the question.
    pub fn ask(&mut self, body: Ask) -> Result<Answer, ConnectionError> {
        if self.ended {
            return Err(ConnectionError::Ended);
        }
        match self.try_ask(body) {
            Ok(Answer::Rejected(rejection)) => Err(ConnectionError::Rejected(rejection)),
            Ok(answer) => Ok(answer),
            Err(error) => {
                self.close();
                Err(error)
            }
        }
    }

    /// Asks for the status.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub fn read_status(&mut self) -> Result<Status, ConnectionError> {
        self.ask_for(Ask::ReadStatus, |answer| {
            if let Answer::Status(status) = answer {
                Some(status)
            } else {
                None
            }
        })
    }

    /// Asks `body` and takes what `pick` finds in the answer.
    ///
    /// # Errors
    /// As [`Connection::ask`]; [`ConnectionError::WrongAnswer`] where it finds nothing, which ends
    /// the session.
    pub fn ask_for<T>(
        &mut self,
        body: Ask,
        pick: impl FnOnce(Answer) -> Option<T>,
    ) -> Result<T, ConnectionError> {
        let found = pick(self.ask(body)?);
        if found.is_none() {
            self.close();
        }
        found.ok_or(ConnectionError::WrongAnswer)
    }

    /// The change counter of the latest notice, once.
    pub const fn take_changes(&mut self) -> Option<u32> {
        self.changes.take()
    }

    /// The hash of this session's handshake, which proofs are bound to.
    pub const fn handshake_hash(&self) -> &[u8; 32] {
        self.session.handshake_hash()
    }

    /// Whether the session can still be used.
    pub const fn is_open(&self) -> bool {
        !self.ended
    }

    /// Ends session and link.
    pub fn close(&mut self) {
        self.ended = true;
        self.pipe.link.close();
    }

    fn try_ask(&mut self, body: Ask) -> Result<Answer, ConnectionError> {
        let tag = self.next_tag;
        self.next_tag = self
            .next_tag
            .checked_add(1)
            .ok_or(SessionError::Exhausted)?;
        self.send(&Request { tag, body })?;
        for _ in 0..=MAX_NOTICES {
            let response = self.receive()?;
            match response {
                Response {
                    tag: 0,
                    body: Answer::Changed(changes),
                } => self.changes = Some(changes),
                Response { tag: found, body } if found == tag => return Ok(body),
                Response { .. } => return Err(ConnectionError::WrongAnswer),
            }
        }
        Err(ConnectionError::Flooded)
    }

    fn send(&mut self, request: &Request) -> Result<(), ConnectionError> {
        let (mut plain, mut frame) = ([0; MAX_PLAINTEXT], [0; MAX_FRAME]);
        let plain = encode_into(request, &mut plain).expect("every question fits a frame");
        let len = self.session.seal(plain, &mut frame)?;
        self.pipe.send(&frame[..len])
    }

    fn receive(&mut self) -> Result<Response, ConnectionError> {
        let frame = self.pipe.receive()?;
        let mut plain = [0; MAX_PLAINTEXT];
        let len = self.session.open(&frame, &mut plain)?; // SR-33
        decode_exact(&plain[..len]).map_err(|_| ConnectionError::Unreadable)
    }
}

impl<L: Link> fmt::Debug for Connection<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

fn handshake<L: Link>(
    pipe: &mut Pipe<L>,
    identity: &PumpIdentity,
    crypto: Crypto,
) -> Result<Session, ConnectionError> {
    pipe.wait_until_up()?;
    let (initiator, first): (_, [u8; FIRST_FRAME]) =
        Initiator::start(&identity.psk, &identity.serial, crypto)?;
    pipe.send(&first)?;
    // a pump that knows no key for the first frame says nothing and ends the link
    let reply = pipe.receive().map_err(|error| {
        let down = error == ConnectionError::Link(LinkError::Down);
        if down {
            ConnectionError::NotKnown
        } else {
            error
        }
    })?;
    Ok(initiator.finish(&reply)?)
}

/// Frames over a link.
struct Pipe<L: Link> {
    link: L,
    chunk_len: ChunkLen,
    sent: ChunkCounter,
    assembler: Assembler,
}

impl<L: Link> Pipe<L> {
    const fn new(link: L) -> Self {
        Self {
            link,
            chunk_len: ChunkLen::SMALLEST,
            sent: ChunkCounter::new(),
            assembler: Assembler::new(),
        }
    }

    fn wait_until_up(&mut self) -> Result<(), ConnectionError> {
        match self.link.next(ANSWER_WAIT) {
            LinkEvent::Up { chunk_len } => {
                self.chunk_len = chunk_len;
                Ok(())
            }
            LinkEvent::Quiet => Err(ConnectionError::Silent),
            LinkEvent::Chunk(_) | LinkEvent::Down => Err(LinkError::Down.into()),
        }
    }

    fn send(&mut self, frame: &[u8]) -> Result<(), ConnectionError> {
        let mut chunk = [0; MAX_CHUNK];
        let mut cut = Fragmenter::new(frame, self.chunk_len, &mut self.sent)?;
        while let Some(len) = cut.next_chunk(&mut chunk) {
            self.link.send(&chunk[..len])?;
        }
        Ok(())
    }

    /// The next frame. Bounded: a frame is at most 2048 bytes and each chunk brings one or more.
    fn receive(&mut self) -> Result<Vec<u8>, ConnectionError> {
        loop {
            match self.link.next(ANSWER_WAIT) {
                LinkEvent::Chunk(chunk) => {
                    if let Some(frame) = self.assembler.push(&chunk)? {
                        return Ok(frame.to_vec());
                    }
                }
                LinkEvent::Quiet => return Err(ConnectionError::Silent),
                LinkEvent::Down | LinkEvent::Up { .. } => return Err(LinkError::Down.into()),
            }
        }
    }
}
