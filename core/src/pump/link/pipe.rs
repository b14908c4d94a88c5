//! A link in memory: the pump in the same thread, for tests and simulation.

use super::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::{ChunkLen, MAX_CHUNK};
use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

/// Most events that wait for the phone; a peer that sends more loses its link.
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
        if out.hung_up {
            self.end();
        }
    }

    fn arrive(&mut self, chunk: Vec<u8>) {
        if !self.up {
            return;
        }
        match (self.fates)(Direction::ToPhone, &chunk) {
            Fate::Pass => self.take(chunk),
            Fate::Drop => {}
            Fate::Double => {
                self.take(chunk.clone());
                self.take(chunk);
            }
            Fate::Cut => self.end(),
        }
    }

    /// Keeps a chunk for the phone; what is no chunk, or one too many, ends the link.
    fn take(&mut self, chunk: Vec<u8>) {
        if !(1..=MAX_CHUNK).contains(&chunk.len()) || self.queue.len() >= QUEUE {
            self.end();
        } else if self.up {
            self.queue.push_back(LinkEvent::Chunk(chunk));
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
        if chunk.is_empty() {
            return Ok(());
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
        self.queue.clear();
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
    use crate::pump::link::conformance::{self, Far, Rig};
    use std::cell::RefCell;
    use std::rc::Rc;

    /// What the far end has to say, and what it heard.
    #[derive(Default)]
    struct Wire {
        to_say: Vec<Vec<u8>>,
        heard: Vec<Vec<u8>>,
        hang_up: bool,
        downs: u32,
    }

    struct End(Rc<RefCell<Wire>>);

    impl End {
        fn say(&self, out: &mut Outbox) {
            let mut wire = self.0.borrow_mut();
            wire.to_say.drain(..).for_each(|chunk| out.send(chunk));
            if wire.hang_up {
                out.hang_up();
            }
        }
    }

    impl Peer for End {
        fn chunk(&mut self, chunk: &[u8], _: &mut Outbox) {
            self.0.borrow_mut().heard.push(chunk.to_vec());
        }

        fn idle(&mut self, _: Duration, out: &mut Outbox) {
            self.say(out);
        }

        fn down(&mut self) {
            self.0.borrow_mut().downs += 1;
        }
    }

    impl Far for Rc<RefCell<Wire>> {
        fn say(&mut self, chunk: &[u8]) -> bool {
            self.borrow_mut().to_say.push(chunk.to_vec());
            true
        }

        fn heard(&mut self) -> Vec<Vec<u8>> {
            std::mem::take(&mut self.borrow_mut().heard)
        }

        fn hang_up(&mut self) {
            self.borrow_mut().hang_up = true;
        }

        fn ended(&mut self) -> bool {
            self.borrow().downs == 1
        }
    }

    struct Pipes;

    impl Rig for Pipes {
        type Link = PipeLink<End>;
        type Far = Rc<RefCell<Wire>>;

        fn pair(&mut self) -> (Self::Link, Self::Far) {
            let wire = Rc::<RefCell<Wire>>::default();
            let chunk_len = ChunkLen::SMALLEST;
            (PipeLink::new(End(wire.clone()), chunk_len), wire)
        }
    }

    #[test]
    fn a_pipe_conforms() {
        conformance::run(&mut Pipes);
    }

    fn echo(chunk: &[u8]) -> Vec<Vec<u8>> {
        vec![chunk.to_vec()]
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
    fn fates_lose_double_and_cut_chunks_on_their_way() {
        let events = |fate: Fate| {
            let on_the_way_back = move |direction, _: &[u8]| match direction {
                Direction::ToPump => Fate::Pass,
                Direction::ToPhone => fate,
            };
            let mut link = PipeLink::with_fates(echo, ChunkLen::SMALLEST, on_the_way_back);
            link.send(b"x").unwrap();
            let _up = link.next(Duration::ZERO);
            [link.next(Duration::ZERO), link.next(Duration::ZERO)]
        };
        let chunk = || LinkEvent::Chunk(b"x".to_vec());
        assert_eq!(events(Fate::Pass), [chunk(), LinkEvent::Quiet]);
        assert_eq!(events(Fate::Drop), [LinkEvent::Quiet, LinkEvent::Quiet]);
        assert_eq!(events(Fate::Double), [chunk(), chunk()]);
        assert_eq!(events(Fate::Cut), [LinkEvent::Down, LinkEvent::Down]);
    }

    #[test]
    fn a_peer_that_floods_loses_its_link_and_the_queue_stays_bounded() {
        let flood = |_: &[u8]| vec![vec![0]; 10 * QUEUE];
        let mut link = PipeLink::new(flood, ChunkLen::SMALLEST);
        link.send(b"one").unwrap();
        assert_eq!(link.send(b"two"), Err(LinkError::Down));
        assert_eq!(link.queue.len(), QUEUE + 1);
        assert_eq!(link.queue.back(), Some(&LinkEvent::Down));
    }
}
