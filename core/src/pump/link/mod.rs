//! The link: a pipe of chunks to a pump, whatever carries them.
//!
//! Responsible for chunks in and out, in order and bounded. Leaves frames and all trust to
//! [`crate::pump::session`]: a link may lie, lose and repeat as it likes.

#[cfg(test)]
mod conformance;
mod pipe;
#[cfg(unix)]
mod socket;

pub use pipe::{Direction, Fate, Outbox, Peer, PipeLink};
#[cfg(unix)]
pub use socket::SocketLink;

use cisterna_protocol::framing::ChunkLen;
use std::time::Duration;
use thiserror::Error;

/// Why a chunk could not be sent, or a link could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// There is no link, or it ended.
    #[error("there is no link to the pump")]
    Down,
    /// The chunk is longer than the link carries.
    #[error("the link carries no chunk of {0} bytes")]
    TooLong(usize),
    /// The link takes no more for now.
    #[error("the link is congested")]
    Full,
}

/// What a link tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEvent {
    /// It is up; chunks may be sent. Comes once, before any chunk.
    Up {
        /// Most bytes in one chunk.
        chunk_len: ChunkLen,
    },
    /// A chunk came.
    Chunk(Vec<u8>),
    /// It ended, and stays so.
    Down,
    /// Nothing happened in the time given.
    Quiet,
}

/// A pipe of chunks. Events from before the first call of [`Link::next`] are kept. What holds for
/// every implementation is told, and tested, in its module `conformance`.
pub trait Link {
    /// Sends one chunk, without waiting for it to arrive; an empty one is nothing.
    ///
    /// # Errors
    /// [`LinkError`]. The chunk may have left all the same, except where it was
    /// [`LinkError::TooLong`], after which the link goes on.
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError>;

    /// The next event, or [`LinkEvent::Quiet`] once `wait` is over, whatever trickles in. What came
    /// before the other end hung up is told before [`LinkEvent::Down`].
    fn next(&mut self, wait: Duration) -> LinkEvent;

    /// Ends the link, and drops what was not taken yet; nothing happens where it has ended.
    fn close(&mut self);
}

impl<L: Link + ?Sized> Link for Box<L> {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        (**self).send(chunk)
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        (**self).next(wait)
    }

    fn close(&mut self) {
        (**self).close();
    }
}

/// Makes links to one pump.
pub trait Dialer {
    /// What it makes.
    type Link: Link;

    /// A new link to the pump.
    ///
    /// # Errors
    /// [`LinkError::Down`] where the pump is not in reach.
    fn dial(&mut self) -> Result<Self::Link, LinkError>;
}

impl<L: Link, F: FnMut() -> Result<L, LinkError>> Dialer for F {
    type Link = L;

    fn dial(&mut self) -> Result<L, LinkError> {
        self()
    }
}
