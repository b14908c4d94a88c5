//! A link over a Unix socket: the bench pump and the demo.
//!
//! On the wire each chunk is its length (u16, little-endian, 1 to 514) and its bytes.

use super::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::{ChunkLen, MAX_CHUNK};
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

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
        stream
            .set_write_timeout(Some(WRITE_WAIT))
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

    /// Reads some of the missing bytes; `Some` where that ends the wait.
    fn read_some(&mut self, missing: usize) -> Option<LinkEvent> {
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
        let length = u16::try_from(chunk.len()).expect("CHUNK_LEN is below 65536");
        let wire = [&length.to_le_bytes(), chunk].concat();
        self.stream.write_all(&wire).map_err(|_| {
            self.end(); // part of it may have left: nothing may follow
            LinkError::Down
        })
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        if !self.told_up {
            self.told_up = true;
            let chunk_len = ChunkLen::new(CHUNK_LEN).expect("244 is from 20 to 514");
            return LinkEvent::Up { chunk_len };
        }
        if !self.up
            || self
                .stream
                .set_read_timeout(Some(wait.max(LEAST_WAIT)))
                .is_err()
        {
            return self.end();
        }
        loop {
            match self.missing() {
                None => return self.end(),
                Some(0) => return self.take_chunk(),
                Some(missing) => {
                    if let Some(event) = self.read_some(missing) {
                        return event;
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

    const WAIT: Duration = Duration::from_millis(1);

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
}
