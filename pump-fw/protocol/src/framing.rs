//! Framing: carries frames of 1 to 2048 bytes over a pipe of small chunks.
//!
//! The pipe is one GATT characteristic in one direction (write or notify); a chunk is the value of
//! one ATT packet. A frame is cut by a [`Fragmenter`] and put together again by an [`Assembler`].
//! A chunk that was lost, doubled, reordered, cut short or made longer is an error and ends the
//! assembler: it hands out the frame that was sent, or none. It does not authenticate anything;
//! that is left to [`crate::session`].
//!
//! The byte-exact format is in `docs/protocol/framing-and-session.md`.

use heapless::Vec;
use thiserror::Error;

/// Longest frame, in bytes: bounds the buffer on the pump.
pub const MAX_FRAME: usize = 2048;

/// Shortest chunk capacity, in bytes: the least ATT MTU (23) without the 3 bytes of the ATT header.
pub const MIN_CHUNK: usize = 20;

/// Longest chunk, in bytes: the greatest useful ATT MTU (517) without the 3 bytes of the ATT header.
pub const MAX_CHUNK: usize = 514;

/// Longest value of an attribute, in bytes (Bluetooth Core, Vol 3, Part F, 3.2.9).
const MAX_ATTRIBUTE: usize = 512;

/// Opcode and handle before the value in an ATT write or notification, in bytes.
const ATT_HEADER: usize = 3;

/// Bytes of the header of every chunk.
const HEADER: usize = 2;

/// Bytes of the frame's length, in the first chunk only, after the header.
const LENGTH_FIELD: usize = 2;

const FIRST: u16 = 0x8000;
const LAST: u16 = 0x4000;
const COUNTER_MASK: u16 = 0x3fff;

/// Why a chunk or a frame was refused. Every one of them ends the session on this link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FramingError {
    /// A frame is shorter than 1 byte or longer than [`MAX_FRAME`].
    #[error("a frame of {len} bytes cannot be carried")]
    FrameLength {
        /// Length of the frame, in bytes.
        len: usize,
    },
    /// A chunk cannot hold its header and one byte of the frame.
    #[error("a chunk of {len} bytes is too short")]
    ChunkTooShort {
        /// Length of the chunk, in bytes.
        len: usize,
    },
    /// A chunk is longer than [`MAX_CHUNK`].
    #[error("a chunk of {len} bytes is too long")]
    ChunkTooLong {
        /// Length of the chunk, in bytes.
        len: usize,
    },
    /// A chunk is not the next one: lost, doubled or reordered.
    #[error("chunk {found} came where chunk {expected} was due")]
    Counter {
        /// Counter of the chunk that was due.
        expected: u16,
        /// Counter of the chunk that came.
        found: u16,
    },
    /// A frame began before the frame before it was complete.
    #[error("a frame began inside another one")]
    UnexpectedFirst,
    /// A chunk continued a frame that never began.
    #[error("a chunk continues no frame")]
    MissingFirst,
    /// The chunks hold more bytes than the frame announced.
    #[error("the chunks hold more than the {announced} bytes announced")]
    TooMuch {
        /// Length of the frame by its first chunk, in bytes.
        announced: usize,
    },
    /// The last chunk came before all announced bytes had.
    #[error("the frame ended after {received} of {announced} bytes")]
    EndsShort {
        /// Length of the frame by its first chunk, in bytes.
        announced: usize,
        /// Bytes that had come, the last chunk included.
        received: usize,
    },
    /// All announced bytes came, but the chunk is not marked as the last one.
    #[error("the frame is complete, but its last chunk is not marked")]
    NotMarkedLast,
    /// An earlier error ended this assembler.
    #[error("an earlier framing error ended this link")]
    Ended,
}

/// Capacity of a chunk on a link, in bytes: [`MIN_CHUNK`] to [`MAX_CHUNK`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkLen(usize);

impl ChunkLen {
    /// What every link can carry, before a larger MTU is agreed.
    pub const SMALLEST: Self = Self(MIN_CHUNK);

    /// A capacity of `len` bytes, or `None` outside [`MIN_CHUNK`] to [`MAX_CHUNK`].
    pub const fn new(len: usize) -> Option<Self> {
        if len < MIN_CHUNK || len > MAX_CHUNK {
            None
        } else {
            Some(Self(len))
        }
    }

    /// The capacity at an ATT MTU: MTU − 3, at least 20, at most 512, the longest attribute value.
    pub fn from_att_mtu(mtu: u16) -> Self {
        Self(
            usize::from(mtu)
                .saturating_sub(ATT_HEADER)
                .clamp(MIN_CHUNK, MAX_ATTRIBUTE),
        )
    }

    /// The capacity, in bytes.
    pub const fn get(self) -> usize {
        self.0
    }
}

/// Numbers the chunks of one direction of one link: from 0, modulo 2^14, on across frames.
///
/// One for each direction, made anew with each link.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ChunkCounter(u16);

impl ChunkCounter {
    /// The counter of a new link.
    pub const fn new() -> Self {
        Self(0)
    }

    fn advance(&mut self) {
        self.0 = (self.0 + 1) & COUNTER_MASK;
    }
}

/// Cuts one frame into chunks.
///
/// Dropped before its end, it leaves the frame unfinished; the next frame on the link then is an
/// error at the receiver, as it should be.
#[derive(Debug)]
pub struct Fragmenter<'a> {
    rest: &'a [u8],
    /// Length of the frame while the first chunk is still to come.
    announce: Option<u16>,
    chunk_len: ChunkLen,
    counter: &'a mut ChunkCounter,
}

impl<'a> Fragmenter<'a> {
    /// Starts to cut `frame` for a link whose chunks hold `chunk_len` bytes.
    ///
    /// # Errors
    /// [`FramingError::FrameLength`] if the frame is empty or longer than [`MAX_FRAME`].
    pub fn new(
        frame: &'a [u8],
        chunk_len: ChunkLen,
        counter: &'a mut ChunkCounter,
    ) -> Result<Self, FramingError> {
        let len = check_frame_len(frame.len())?;
        Ok(Self {
            rest: frame,
            announce: Some(len),
            chunk_len,
            counter,
        })
    }

    /// Writes the next chunk to the start of `out` and returns its length, or `None` after the
    /// last chunk.
    pub fn next_chunk(&mut self, out: &mut [u8; MAX_CHUNK]) -> Option<usize> {
        if self.rest.is_empty() {
            return None;
        }
        let mut header = self.counter.0;
        let mut at = HEADER;
        if let Some(len) = self.announce.take() {
            header |= FIRST;
            out[at..at + LENGTH_FIELD].copy_from_slice(&len.to_be_bytes());
            at += LENGTH_FIELD;
        }
        let (body, rest) = self
            .rest
            .split_at(self.rest.len().min(self.chunk_len.get() - at));
        if rest.is_empty() {
            header |= LAST;
        }
        out[..HEADER].copy_from_slice(&header.to_be_bytes());
        out[at..at + body.len()].copy_from_slice(body);
        self.rest = rest;
        self.counter.advance();
        Some(at + body.len())
    }
}

/// Puts the chunks of one direction of one link together into frames.
///
/// Holds one frame of at most [`MAX_FRAME`] bytes, without an allocator.
#[derive(Debug, Default)]
pub struct Assembler {
    buffer: Vec<u8, MAX_FRAME>,
    state: State,
    next: ChunkCounter,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Idle,
    Receiving {
        frame_len: usize,
    },
    Ended,
}

impl Assembler {
    /// An assembler for a new link.
    pub const fn new() -> Self {
        Self {
            buffer: Vec::new(),
            state: State::Idle,
            next: ChunkCounter::new(),
        }
    }

    /// Forgets everything, for a new link.
    pub fn reset(&mut self) {
        self.buffer.clear();
        self.state = State::Idle;
        self.next = ChunkCounter::new();
    }

    /// Takes one chunk; returns the frame if the chunk completed one.
    ///
    /// # Errors
    /// Any [`FramingError`]; from then on [`FramingError::Ended`] until [`Assembler::reset`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<Option<&[u8]>, FramingError> {
        match self.accept(chunk) {
            Ok(true) => Ok(Some(&self.buffer)),
            Ok(false) => Ok(None),
            Err(error) => {
                self.state = State::Ended;
                Err(error)
            }
        }
    }

    /// Takes one chunk; true if the buffer now holds a whole frame.
    fn accept(&mut self, bytes: &[u8]) -> Result<bool, FramingError> {
        let open = match self.state {
            State::Idle => None,
            State::Receiving { frame_len } => Some(frame_len),
            State::Ended => return Err(FramingError::Ended),
        };
        let chunk = Chunk::parse(bytes)?;
        self.check_counter(chunk.counter)?;
        let frame_len = match (open, chunk.announced) {
            (None, Some(len)) => {
                self.buffer.clear();
                usize::from(check_frame_len(usize::from(len))?)
            }
            (Some(len), None) => len,
            (None, None) => return Err(FramingError::MissingFirst),
            (Some(_), Some(_)) => return Err(FramingError::UnexpectedFirst),
        };
        self.append(chunk.body, frame_len)?;
        self.finish_chunk(chunk.last, frame_len)
    }

    /// SR-33: a chunk that is not the next one ends the link.
    fn check_counter(&mut self, found: u16) -> Result<(), FramingError> {
        let expected = self.next.0;
        if found != expected {
            return Err(FramingError::Counter { expected, found });
        }
        self.next.advance();
        Ok(())
    }

    fn append(&mut self, body: &[u8], frame_len: usize) -> Result<(), FramingError> {
        if self.buffer.len() + body.len() > frame_len {
            return Err(FramingError::TooMuch {
                announced: frame_len,
            });
        }
        self.buffer
            .extend_from_slice(body)
            .map_err(|_full| FramingError::TooMuch {
                announced: frame_len,
            })
    }

    fn finish_chunk(&mut self, last: bool, frame_len: usize) -> Result<bool, FramingError> {
        let received = self.buffer.len();
        let complete = match (received == frame_len, last) {
            (true, true) => true,
            (false, false) => false,
            (true, false) => return Err(FramingError::NotMarkedLast),
            (false, true) => {
                return Err(FramingError::EndsShort {
                    announced: frame_len,
                    received,
                });
            }
        };
        self.state = if complete {
            State::Idle
        } else {
            State::Receiving { frame_len }
        };
        Ok(complete)
    }
}

/// The parts of a chunk.
struct Chunk<'a> {
    counter: u16,
    last: bool,
    /// Length of the frame, in the first chunk of it.
    announced: Option<u16>,
    body: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, FramingError> {
        let len = bytes.len();
        let too_short = FramingError::ChunkTooShort { len };
        if len > MAX_CHUNK {
            return Err(FramingError::ChunkTooLong { len });
        }
        let (header, rest) = take_u16(bytes).ok_or(too_short)?;
        let (announced, body) = if header & FIRST == 0 {
            (None, rest)
        } else {
            let (frame_len, body) = take_u16(rest).ok_or(too_short)?;
            (Some(frame_len), body)
        };
        if body.is_empty() {
            return Err(too_short);
        }
        Ok(Self {
            counter: header & COUNTER_MASK,
            last: header & LAST != 0,
            announced,
            body,
        })
    }
}

fn take_u16(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*number), rest))
}

fn check_frame_len(len: usize) -> Result<u16, FramingError> {
    match u16::try_from(len) {
        Ok(short) if (1..=MAX_FRAME).contains(&len) => Ok(short),
        Ok(_) | Err(_) => Err(FramingError::FrameLength { len }),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
