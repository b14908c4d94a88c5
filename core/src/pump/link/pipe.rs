//! A link in memory: the pump in the same thread, for tests and simulation.

use super::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::ChunkLen;
use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

/// Most chunks that wait for the phone; a peer that sends more loses its link.
const QUEUE: usize = 256;

/// The pump's end of a pipe. It is called from within the phone's calls.
pub trait Peer {
    /// The link is up.
    fn up(&mut self, chunk_len: ChunkLen, out: &mut Outbox) {
        let _ = (chunk_len, out);
    }

    /// A chunk came from the phone.
    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox);

    /// The phone waits for `wait`, and nothing is on its way: virtual time may pass.
    fn idle(&mut self, wait: Duration, out: &mut Outbox) {
        let _ = (wait, out);
    }

    /// The link ended.
    fn down(&mut self) {}
}

impl<F: FnMut(&[u8]) -> Vec<Vec<u8>>> Peer for F {
    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        for answer in self(chunk) {
            out.send(answer);
        }
    }
}

/// What a peer has to say.
#[derive(Debug, Default)]
pub struct Outbox {
    chunks: Vec<Vec<u8>>,
    hung_up: bool,
}

impl Outbox {
    /// Sends a chunk to the phone.
    pub fn send(&mut self, chunk: Vec<u8>) {
        self.chunks.push(chunk);
    }

    /// Ends the link after the chunks sent so far.
    pub const fn hang_up(&mut self) {
        self.hung_up = true;
    }
}

/// Where a chunk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the phone.
    ToPump,
    /// From the pump.
    ToPhone,
}

/// What becomes of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Pass,
    /// It is lost.
    Drop,
    /// It arrives twice.
    Double,
    /// The link ends in its place.
    Cut,
}

type Fates = Box<dyn FnMut(Direction, &[u8]) -> Fate>;

/// A link in memory.
pub struct PipeLink<P: Peer> {
    peer: P,
    fates: Fates,
    queue: VecDeque<LinkEvent>,
    chunk_len: ChunkLen,
    up: bool,
}

impl<P: Peer> PipeLink<P> {
    /// A link to `peer` that loses nothing.
    pub fn new(peer: P, chunk_len: ChunkLen) -> Self {
        Self::with_fates(peer, chunk_len, |_, _| Fate::Pass)
    }

    /// A link to `peer` where `fates` decides about every chunk.
    pub fn with_fates(
        peer: P,
        chunk_len: ChunkLen,
        fates: impl FnMut(Direction, &[u8]) -> Fate + 'static,
    ) -> Self {
        let queue = VecDeque::from([LinkEvent::Up { chunk_len }]);
        let mut link = Self {
            peer,
            fates: Box::new(fates),
            queue,
            chunk_len,
            up: true,
        };
        link.with_peer(|peer, out| peer.up(chunk_len, out));
        link
    }

    /// The pump's end.
    pub const fn peer(&mut self) -> &mut P {
        &mut self.peer
    }

    fn with_peer(&mut self, call: impl FnOnce(&mut P, &mut Outbox)) {
        let mut out = Outbox::default();
        call(&mut self.peer, &mut out);
        for chunk in out.chunks {
            self.arrive(chunk);
        }
        if out.hung_up || self.queue.len() > QUEUE {
            self.end();
        }
    }

    fn arrive(&mut self, chunk: Vec<u8>) {
        if !self.up {
            return;
        }
        match (self.fates)(Direction::ToPhone, &chunk) {
            Fate::Pass => self.queue.push_back(LinkEvent::Chunk(chunk)),
            Fate::Drop => {}
            Fate::Double => {
                self.queue.push_back(LinkEvent::Chunk(chunk.clone()));
                self.queue.push_back(LinkEvent::Chunk(chunk));
            }
            Fate::Cut => self.end(),
        }
    }

    fn end(&mut self) {
        if self.up {
            self.up = false;
            self.queue.push_back(LinkEvent::Down);
            self.peer.down();
        }
    }
}

impl<P: Peer> Link for PipeLink<P> {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        if !self.up {
            return Err(LinkError::Down);
        }
        if chunk.len() > self.chunk_len.get() {
            return Err(LinkError::TooLong(chunk.len()));
        }
        match (self.fates)(Direction::ToPump, chunk) {
            Fate::Pass => self.with_peer(|peer, out| peer.chunk(chunk, out)),
            Fate::Drop => {}
            Fate::Double => {
                self.with_peer(|peer, out| peer.chunk(chunk, out));
                self.with_peer(|peer, out| peer.chunk(chunk, out));
            }
            Fate::Cut => {
                self.end();
                return Err(LinkError::Down);
            }
        }
        Ok(())
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        if self.queue.is_empty() && self.up {
            self.with_peer(|peer, out| peer.idle(wait, out));
        }
        let otherwise = if self.up {
            LinkEvent::Quiet
        } else {
            LinkEvent::Down
        };
        self.queue.pop_front().unwrap_or(otherwise)
    }

    fn close(&mut self) {
        self.end();
    }
}

impl<P: Peer> fmt::Debug for PipeLink<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PipeLink")
            .field("up", &self.up)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo(chunk: &[u8]) -> Vec<Vec<u8>> {
        vec![chunk.to_vec()]
    }

    #[test]
    fn a_pipe_is_up_first_and_carries_chunks_in_order() {
        let mut link = PipeLink::new(echo, ChunkLen::SMALLEST);
        link.send(b"one").unwrap();
        link.send(b"two").unwrap();
        let events: Vec<_> = (0..4).map(|_| link.next(Duration::ZERO)).collect();
        let chunk = |text: &[u8]| LinkEvent::Chunk(text.to_vec());
        let up = LinkEvent::Up {
            chunk_len: ChunkLen::SMALLEST,
        };
        assert_eq!(events, [up, chunk(b"one"), chunk(b"two"), LinkEvent::Quiet]);
        assert_eq!(link.send(&[0; 21]), Err(LinkError::TooLong(21)));
    }

    #[test]
    fn a_cut_pipe_stays_down() {
        let mut link = PipeLink::with_fates(echo, ChunkLen::SMALLEST, |_, _| Fate::Cut);
        assert_eq!(link.send(b"one"), Err(LinkError::Down));
        let _up = link.next(Duration::ZERO);
        assert_eq!(link.next(Duration::ZERO), LinkEvent::Down);
        assert_eq!(link.next(Duration::ZERO), LinkEvent::Down);
        assert_eq!(link.send(b"one"), Err(LinkError::Down));
    }

    #[test]
    fn a_peer_that_floods_loses_its_link() {
        let flood = |_: &[u8]| vec![vec![0]; QUEUE + 1];
        let mut link = PipeLink::new(flood, ChunkLen::SMALLEST);
        link.send(b"one").unwrap();
        assert_eq!(link.send(b"two"), Err(LinkError::Down));
    }
}
