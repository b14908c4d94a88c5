//! A link over a Unix socket: the bench pump and the demo.
//!
//! On the wire each chunk is its length (u16, little-endian, 1 to 514) and its bytes.

use super::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::{ChunkLen, MAX_CHUNK};
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// Bytes of the length before each chunk.
const LENGTH: usize = 2;
/// What a socket carries in one chunk: an ATT MTU of 247, as phones agree on most often.
const CHUNK_LEN: usize = 244;
/// A write that takes longer means that nobody reads at the other end.
const WRITE_WAIT: Duration = Duration::from_secs(5);
/// The shortest wait that a socket takes.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// A link over a Unix socket.
#[derive(Debug)]
pub struct SocketLink {
    stream: UnixStream,
    /// Bytes of a chunk that is not whole yet.
    partial: Vec<u8>,
    told_up: bool,
    up: bool,
}

impl SocketLink {
    /// A link to the pump that listens at `path`.
    ///
    /// # Errors
    /// [`LinkError::Down`] where nobody listens.
    pub fn connect(path: &Path) -> Result<Self, LinkError> {
        let stream = UnixStream::connect(path).map_err(|_| LinkError::Down)?;
        Self::over(stream)
    }

    /// A link over a connected socket.
    ///
    /// # Errors
    /// [`LinkError::Down`] where the socket takes no timeout.
    pub fn over(stream: UnixStream) -> Result<Self, LinkError> {
        Self::patient(stream, WRITE_WAIT)
    }

    /// A link that gives up a write after `write_wait`.
    fn patient(stream: UnixStream, write_wait: Duration) -> Result<Self, LinkError> {
        stream
            .set_write_timeout(Some(write_wait))
            .map_err(|_| LinkError::Down)?;
        Ok(Self {
            stream,
            partial: Vec::new(),
            told_up: false,
            up: true,
        })
    }

    /// How many bytes are missing of the chunk at the front; 0 where it is whole. `None` where its
    /// length is none of a chunk.
    fn missing(&self) -> Option<usize> {
        let Some((length, body)) = self.partial.split_first_chunk::<LENGTH>() else {
            return Some(LENGTH - self.partial.len());
        };
        let length = usize::from(u16::from_le_bytes(*length));
        ((1..=MAX_CHUNK).contains(&length)).then(|| length - body.len())
    }

    fn end(&mut self) -> LinkEvent {
        if self.up {
            self.up = false;
            // the other end may be gone already
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        LinkEvent::Down
    }

    /// Reads some of the missing bytes within `wait`; `Some` where that ends the wait.
    fn read_some(&mut self, missing: usize, wait: Duration) -> Option<LinkEvent> {
        let wait = Some(wait.max(LEAST_WAIT));
        if self.stream.set_read_timeout(wait).is_err() {
            return Some(self.end());
        }
        let mut buffer = [0; MAX_CHUNK];
        match self.stream.read(&mut buffer[..missing]) {
            Ok(0) => Some(self.end()),
            Ok(len) => {
                self.partial.extend_from_slice(&buffer[..len]);
                None
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => None,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Some(LinkEvent::Quiet)
            }
            Err(_) => Some(self.end()),
        }
    }

    fn take_chunk(&mut self) -> LinkEvent {
        let chunk = self.partial.split_off(LENGTH);
        self.partial.clear();
        LinkEvent::Chunk(chunk)
    }
}

impl Link for SocketLink {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        if !self.up {
            return Err(LinkError::Down);
        }
        if chunk.len() > CHUNK_LEN {
            return Err(LinkError::TooLong(chunk.len()));
        }
        if chunk.is_empty() {
            return Ok(());
        }
        let length = u16::try_from(chunk.len()).expect("CHUNK_LEN is below 65536");
        let wire = [&length.to_le_bytes(), chunk].concat();
        self.stream.write_all(&wire).map_err(|_| {
            self.end(); // part of it may have left: nothing may follow
            LinkError::Down
        })
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        if !self.up {
            return LinkEvent::Down;
        }
        if !self.told_up {
            self.told_up = true;
            let chunk_len = ChunkLen::new(CHUNK_LEN).expect("244 is from 20 to 514");
            return LinkEvent::Up { chunk_len };
        }
        // one deadline for all reads: bytes that trickle in do not prolong the wait
        let begun = Instant::now();
        loop {
            match self.missing() {
                None => return self.end(),
                Some(0) => return self.take_chunk(),
                Some(missing) => {
                    let left = wait.saturating_sub(begun.elapsed());
                    if let Some(event) = self.read_some(missing, left) {
                        return event;
                    }
                    if begun.elapsed() >= wait && self.missing() != Some(0) {
                        return LinkEvent::Quiet;
                    }
                }
            }
        }
    }

    fn close(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pump::link::Dialer;
    use crate::pump::link::conformance::{self, Far, Rig};
    use std::os::unix::net::UnixListener;
    use std::thread;

    const WAIT: Duration = Duration::from_millis(1);

    impl Far for UnixStream {
        fn say(&mut self, chunk: &[u8]) -> bool {
            let length = u16::try_from(chunk.len()).unwrap();
            let wire = [&length.to_le_bytes(), chunk].concat();
            // whole or not at all: a chunk cut in its middle would be the far end's own fault
            matches!(self.write(&wire), Ok(len) if len == wire.len())
        }

        fn heard(&mut self) -> Vec<Vec<u8>> {
            let mut wire = Vec::new();
            let _ = self.read_to_end(&mut wire); // until it would block, or the end
            let mut chunks = Vec::new();
            let mut rest = &wire[..];
            while let Some((length, after)) = rest.split_first_chunk::<LENGTH>() {
                let (chunk, after) = after.split_at(u16::from_le_bytes(*length).into());
                chunks.push(chunk.to_vec());
                rest = after;
            }
            chunks
        }

        fn hang_up(&mut self) {
            self.shutdown(Shutdown::Both).unwrap();
        }

        fn ended(&mut self) -> bool {
            let mut byte = [0];
            matches!(self.read(&mut byte), Ok(0))
        }
    }

    struct Sockets;

    impl Rig for Sockets {
        type Link = SocketLink;
        type Far = UnixStream;

        fn pair(&mut self) -> (SocketLink, UnixStream) {
            let (near, far) = UnixStream::pair().unwrap();
            far.set_nonblocking(true).unwrap();
            (SocketLink::over(near).unwrap(), far)
        }
    }

    #[test]
    fn a_socket_conforms() {
        conformance::run(&mut Sockets);
    }

    #[test]
    fn a_socket_is_dialled_anew_each_time_and_not_where_nobody_listens() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pump.sock");
        let mut dialer = || SocketLink::connect(&path);
        assert_eq!(dialer.dial().map(drop), Err(LinkError::Down));
        let listener = UnixListener::bind(&path).unwrap();
        let far = move || {
            let (far, _) = listener.accept().unwrap();
            far.set_nonblocking(true).unwrap();
            far
        };
        for _ in 0..2 {
            let mut link = dialer.dial().unwrap();
            conformance::is_new(&mut link, &mut far());
            link.close();
        }
    }

    fn pair() -> (SocketLink, UnixStream) {
        let (near, far) = UnixStream::pair().unwrap();
        let mut link = SocketLink::over(near).unwrap();
        assert!(matches!(link.next(WAIT), LinkEvent::Up { .. }));
        (link, far)
    }

    #[test]
    fn chunks_travel_behind_their_length() {
        let (mut link, mut far) = pair();
        link.send(b"abc").unwrap();
        let mut wire = [0; 5];
        far.read_exact(&mut wire).unwrap();
        assert_eq!(&wire, b"\x03\x00abc");
        far.write_all(b"\x02\x00de\x01").unwrap();
        assert_eq!(link.next(WAIT), LinkEvent::Chunk(b"de".to_vec()));
        assert_eq!(link.next(WAIT), LinkEvent::Quiet);
        far.write_all(b"\x00f").unwrap();
        assert_eq!(link.next(WAIT), LinkEvent::Chunk(b"f".to_vec()));
    }

    #[test]
    fn an_impossible_length_or_an_end_brings_the_link_down() {
        for bad in [&[0, 0][..], &[0xff, 0xff], &[]] {
            let (mut link, mut far) = pair();
            far.write_all(bad).unwrap();
            drop(far);
            assert_eq!(link.next(WAIT), LinkEvent::Down);
            assert_eq!(link.next(WAIT), LinkEvent::Down);
            assert_eq!(link.send(b"x"), Err(LinkError::Down));
        }
    }

    #[test]
    fn bytes_that_trickle_in_do_not_prolong_the_wait() {
        let (mut link, mut far) = pair();
        // the longest chunk, a byte each 0.8 ms: 411 ms and more
        let trickle = thread::spawn(move || {
            let length = u16::try_from(MAX_CHUNK).unwrap();
            far.write_all(&length.to_le_bytes()).unwrap();
            while far.write_all(&[1]).is_ok() {
                thread::sleep(Duration::from_micros(800));
            }
        });
        assert_eq!(link.next(Duration::from_millis(20)), LinkEvent::Quiet);
        link.close();
        trickle.join().unwrap();
    }

    #[test]
    fn a_peer_that_does_not_read_ends_the_link_within_the_writes_wait() {
        let (near, far) = UnixStream::pair().unwrap();
        let mut link = SocketLink::patient(near, Duration::from_millis(20)).unwrap();
        // more than any socket's buffer
        let full = (0..100_000).find_map(|_| link.send(&[0; CHUNK_LEN]).err());
        assert_eq!(full, Some(LinkError::Down));
        assert_eq!(link.next(WAIT), LinkEvent::Down);
        drop(far);
    }
}
