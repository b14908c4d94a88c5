//! The link of a platform: commands down that do not block, bounded events up.
//!
//! Responsible for the foreign traits and for the queue between a platform's callbacks and the
//! core's session. Leaves scanning, connecting and GATT to the platform, frames and trust to the
//! core.

use cisterna_core::pump::link::{Link, LinkError, LinkEvent};
use cisterna_protocol::framing::{ChunkLen, MAX_CHUNK};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use thiserror::Error;

/// Most chunks that wait for the core; a peer that sends more loses its link.
const QUEUE: usize = 256;
/// How long the core waits for a pump that was dialled. Assumption: a pump in reach advertises and
/// connects within this time; Android gives up after 30 s by itself.
const DIAL_WAIT: Duration = Duration::from_secs(30);

/// Why a platform could not do what it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, uniffi::Error)]
pub enum LinkFault {
    /// There is no link, no Bluetooth, or no permission.
    #[error("there is no link to the pump")]
    Down,
    /// It takes no more for now.
    #[error("the link is congested")]
    Full,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for LinkFault {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Down
    }
}

impl From<LinkFault> for LinkError {
    fn from(fault: LinkFault) -> Self {
        match fault {
            LinkFault::Down => Self::Down,
            LinkFault::Full => Self::Full,
        }
    }
}

/// Makes links to pumps.
#[uniffi::export(with_foreign)]
pub trait Links: Send + Sync {
    /// Begins a link to the pump in reach and returns at once; what happens is told to `events`.
    ///
    /// # Errors
    /// [`LinkFault`] where none can be begun; nothing is told then.
    fn open(&self, events: Arc<LinkEvents>) -> Result<Arc<dyn PlatformLink>, LinkFault>;
}

/// One link of the platform.
#[uniffi::export(with_foreign)]
pub trait PlatformLink: Send + Sync {
    /// Sends one chunk, without waiting for it to arrive.
    ///
    /// # Errors
    /// [`LinkFault`]; the chunk may have left all the same.
    fn send(&self, chunk: Vec<u8>) -> Result<(), LinkFault>;

    /// Ends the link; nothing happens where it has ended. Not `close`: Kotlin has that already.
    fn end(&self);
}

/// Where a platform tells what happens on one link. Its methods return at once, from any thread,
/// also before the core has begun to listen.
#[derive(Debug, Default, uniffi::Object)]
pub struct LinkEvents {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<LinkEvent>,
    up: bool,
    ended: bool,
}

#[uniffi::export]
impl LinkEvents {
    /// It is up; a chunk holds at most `chunk_len` bytes. Called once, before any chunk.
    pub fn up(&self, chunk_len: u16) {
        match ChunkLen::new(chunk_len.into()) {
            Some(chunk_len) => self.tell(LinkEvent::Up { chunk_len }),
            None => self.down(),
        }
    }

    /// A chunk came.
    pub fn chunk(&self, bytes: Vec<u8>) {
        if (1..=MAX_CHUNK).contains(&bytes.len()) {
            self.tell(LinkEvent::Chunk(bytes));
        } else {
            self.down();
        }
    }

    /// It ended, and stays so.
    pub fn down(&self) {
        self.tell(LinkEvent::Down);
    }
}

impl LinkEvents {
    fn tell(&self, event: LinkEvent) {
        let mut state = self.lock();
        let full = state.queue.len() >= QUEUE;
        let twice_up = state.up && matches!(event, LinkEvent::Up { .. });
        if state.ended {
            return;
        }
        state.up |= matches!(event, LinkEvent::Up { .. });
        state.ended = full || twice_up || event == LinkEvent::Down;
        let event = if state.ended { LinkEvent::Down } else { event };
        state.queue.push_back(event);
        drop(state);
        self.news.notify_all();
    }

    fn next(&self, wait: Duration) -> LinkEvent {
        let until = Instant::now() + wait;
        let mut state = self.lock();
        loop {
            if let Some(event) = state.queue.pop_front() {
                return event;
            }
            let left = until.saturating_duration_since(Instant::now());
            if state.ended {
                return LinkEvent::Down;
            }
            if left.is_zero() {
                return LinkEvent::Quiet;
            }
            let woken = self.news.wait_timeout(state, left);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Nothing more is told, and nothing that waits.
    fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        state.queue.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A link of the platform in the core's terms.
pub(crate) struct DialledLink {
    platform: Arc<dyn PlatformLink>,
    events: Arc<LinkEvents>,
    /// The event that showed that it is up, told again to the session.
    first: Option<LinkEvent>,
    chunk_len: ChunkLen,
    up: bool,
}

impl DialledLink {
    /// Dials and waits until the link is up, or 30 s.
    pub(crate) fn dial(links: &dyn Links) -> Result<Self, LinkError> {
        let events = Arc::new(LinkEvents::default());
        let platform = links.open(Arc::clone(&events))?;
        let first = events.next(DIAL_WAIT);
        if let LinkEvent::Up { chunk_len } = first {
            return Ok(Self {
                platform,
                events,
                first: Some(first),
                chunk_len,
                up: true,
            });
        }
        events.end();
        platform.end();
        Err(LinkError::Down)
    }
}

impl Link for DialledLink {
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
        Ok(self.platform.send(chunk.to_vec())?)
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        let event = self.first.take().unwrap_or_else(|| self.events.next(wait));
        self.up &= event != LinkEvent::Down;
        event
    }

    fn close(&mut self) {
        self.up = false;
        self.first = None;
        self.events.end();
        self.platform.end();
    }
}

impl Drop for DialledLink {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests;
