//! One link at a time: frames, handshake, deadline, session. SR-33, SR-34
//!
//! ```text
//!  Down ──up──► Waiting ──handshake frame──► Pending ──first transport frame──► Open
//!    ▲             │ bad frame, 5 s             │ does not decrypt, 5 s           │ bad frame,
//!    └─────────────┴────────────────────────────┴──────── the board hangs up ◄────┘ 120 s silence
//! ```
//! A bad frame is counted and ends the link; therapy does not notice.

use crate::identity::Who;
use crate::pump::{Actuator, MemoryFault, Pump};
use cisterna_protocol::bounded::encode_into;
use cisterna_protocol::framing::{
    Assembler, ChunkCounter, ChunkLen, Fragmenter, MAX_CHUNK, MAX_FRAME,
};
use cisterna_protocol::message::{Answer, Response};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::session::{
    AUTHENTICATION_DEADLINE_S, Crypto, Entropy, MAX_PLAINTEXT, PendingSession, Responder, Session,
};
use embedded_storage_async::nor_flash::NorFlash;
use heapless::{Deque, Vec};

/// Silence after which an open session ends, s.
const IDLE_S: u64 = 120;
/// Chunks that wait for the board at most: one answer and one notice at the smallest chunk.
const QUEUE: usize = 2 * (MAX_FRAME / 18 + 2);
/// Longest time for which failures keep the card's key from being tried, s.
const MAX_CARD_DELAY_S: u64 = 600;

/// A chunk on its way to the peer.
pub type Chunk = Vec<u8, MAX_CHUNK>;

/// What the board has to do with the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Keep it.
    Up,
    /// Send what waits in [`Pump::next_chunk`], then hang up.
    HangUp,
}

pub(crate) struct OpenSession {
    pub(crate) session: Session,
    pub(crate) who: Who,
    pub(crate) count_read: Option<Count>,
    pub(crate) told_changes: u32,
    /// Set where the session has to end after its answer: its key is gone.
    pub(crate) ends: bool,
}

#[allow(
    clippy::large_enum_variant,
    reason = "without an allocator there is nothing to box into"
)]
enum Phase {
    Down,
    Waiting,
    Pending { who: Who, session: PendingSession },
    Open(OpenSession),
}

/// The link and its session.
pub struct Link {
    phase: Phase,
    since: Count,
    assembler: Assembler,
    chunk: ChunkLen,
    counter: ChunkCounter,
    queue: Deque<Chunk, QUEUE>,
    card_failures: u32,
    card_after: Count,
}

impl Link {
    pub(crate) const fn new() -> Self {
        Self {
            phase: Phase::Down,
            since: Count(0),
            assembler: Assembler::new(),
            chunk: ChunkLen::SMALLEST,
            counter: ChunkCounter::new(),
            queue: Deque::new(),
            card_failures: 0,
            card_after: Count(0),
        }
    }

    fn hang_up(&mut self) -> LinkState {
        self.phase = Phase::Down;
        LinkState::HangUp
    }

    /// Each failure doubles the time for which the card's key is not tried; known keys always
    /// are. SR-34
    fn note_failed_handshake(&mut self, now: Count) {
        self.card_failures = self.card_failures.saturating_add(1);
        let delay_s = 1u64
            .checked_shl(self.card_failures)
            .unwrap_or(MAX_CARD_DELAY_S);
        self.card_after = now.after(delay_s.min(MAX_CARD_DELAY_S));
    }

    /// Queues a frame. False where it does not fit: the board does not drain the queue.
    fn queue_frame(&mut self, frame: &[u8]) -> bool {
        let Ok(mut fragments) = Fragmenter::new(frame, self.chunk, &mut self.counter) else {
            return false;
        };
        let mut out = [0; MAX_CHUNK];
        while let Some(length) = fragments.next_chunk(&mut out) {
            let chunk = Chunk::from_slice(&out[..length]).expect("a chunk is at most MAX_CHUNK");
            if self.queue.push_back(chunk).is_err() {
                return false;
            }
        }
        true
    }
}

impl<F: NorFlash, A: Actuator, R: Entropy> Pump<F, A, R> {
    /// A peer connected; chunks of `chunk` bytes go out to it. The link before it is over.
    pub fn link_up(&mut self, chunk: ChunkLen) {
        self.link.phase = Phase::Waiting;
        self.link.since = self.engine.now();
        self.link.assembler = Assembler::new();
        self.link.chunk = chunk;
        self.link.counter = ChunkCounter::new();
        self.link.queue.clear();
    }

    /// The peer is gone.
    pub fn link_down(&mut self) {
        self.link.phase = Phase::Down;
        self.link.queue.clear();
    }

    /// Whether a session is open.
    pub const fn session_open(&self) -> bool {
        matches!(self.link.phase, Phase::Open(_))
    }

    /// Whether a peer is connected.
    pub const fn link_is_up(&self) -> bool {
        !matches!(self.link.phase, Phase::Down)
    }

    /// The next chunk to send.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        self.link.queue.pop_front()
    }

    /// Looks whether the link has waited too long; call when time went on.
    pub fn check_link(&mut self) -> LinkState {
        let waited_s = self.engine.now().since(self.link.since);
        let over = match &self.link.phase {
            Phase::Down => false,
            Phase::Waiting | Phase::Pending { .. } => waited_s > AUTHENTICATION_DEADLINE_S,
            Phase::Open(_) => waited_s > IDLE_S,
        };
        if over {
            self.link.hang_up()
        } else {
            LinkState::Up
        }
    }

    /// A chunk came in. Run to the present first.
    ///
    /// # Errors
    /// Where durable memory took no write; the peer got its answer, the board may look at its
    /// supply.
    ///
    /// # Panics
    /// Never: the assembler and the frame have the same bound.
    pub async fn receive(&mut self, chunk: &[u8]) -> Result<LinkState, MemoryFault> {
        if !self.link_is_up() {
            return Ok(LinkState::HangUp);
        }
        if self.check_link() == LinkState::HangUp {
            return Ok(LinkState::HangUp);
        }
        let mut frame: Vec<u8, MAX_FRAME> = Vec::new();
        match self.link.assembler.push(chunk) {
            Ok(None) => return Ok(LinkState::Up),
            Ok(Some(whole)) => frame.extend_from_slice(whole).expect("at most MAX_FRAME"),
            Err(_) => return Ok(self.bad_frame()),
        }
        match core::mem::replace(&mut self.link.phase, Phase::Down) {
            Phase::Down => Ok(LinkState::HangUp),
            Phase::Waiting => Ok(self.shake_hands(&frame)),
            Phase::Pending { who, session } => self.confirm(who, session, &frame).await,
            Phase::Open(session) => self.converse(session, &frame).await,
        }
    }

    /// Tells an open session that the status changed, once for each change that it has not read.
    pub fn notify(&mut self) {
        let changes = self.engine.state().changes;
        let Phase::Open(open) = &mut self.link.phase else {
            return;
        };
        if open.told_changes == changes || open.count_read.is_none() {
            return;
        }
        open.told_changes = changes;
        let notice = Response {
            tag: 0,
            body: Answer::Changed(changes),
        };
        let Phase::Open(mut open) = core::mem::replace(&mut self.link.phase, Phase::Down) else {
            return;
        };
        if self.say(&mut open, &notice) {
            self.link.phase = Phase::Open(open);
        }
    }

    fn bad_frame(&mut self) -> LinkState {
        self.intrusions.frames = self.intrusions.frames.saturating_add(1);
        self.engine.note_intrusion(0, 1);
        self.link.hang_up()
    }

    fn shake_hands(&mut self, frame: &[u8]) -> LinkState {
        let now = self.engine.now();
        let card = now < self.pairing_until && now >= self.link.card_after;
        let keys = self.identity.candidates(card);
        let serial = self.identity.session_serial();
        let Ok(crypto) = Crypto::pure(&mut self.entropy) else {
            return self.link.hang_up();
        };
        let candidates = keys.iter().map(|(who, psk)| (*who, psk));
        if let Ok((accepted, reply)) = Responder::accept(frame, &serial, candidates, crypto) {
            self.link.queue_frame(&reply);
            self.link.phase = Phase::Pending {
                who: accepted.key,
                session: accepted.session,
            };
            return LinkState::Up;
        }
        self.intrusions.handshakes = self.intrusions.handshakes.saturating_add(1);
        self.engine.note_intrusion(1, 0);
        self.link.note_failed_handshake(now);
        self.link.hang_up()
    }

    async fn confirm(
        &mut self,
        who: Who,
        session: PendingSession,
        frame: &[u8],
    ) -> Result<LinkState, MemoryFault> {
        let mut plaintext = [0; MAX_FRAME];
        let Ok((session, length)) = session.confirm(frame, &mut plaintext) else {
            return Ok(self.bad_frame());
        };
        if who == Who::Card {
            self.link.card_failures = 0;
        }
        if let Who::Phone(key_epoch) = who {
            self.confirm_phone(key_epoch).await?;
        }
        let told_changes = self.engine.state().changes;
        let open = OpenSession {
            session,
            who,
            count_read: None,
            told_changes,
            ends: false,
        };
        self.answer_and_stay(open, &plaintext[..length]).await
    }

    async fn converse(
        &mut self,
        mut open: OpenSession,
        frame: &[u8],
    ) -> Result<LinkState, MemoryFault> {
        let mut plaintext = [0; MAX_FRAME];
        let Ok(length) = open.session.open(frame, &mut plaintext) else {
            return Ok(self.bad_frame());
        };
        self.answer_and_stay(open, &plaintext[..length]).await
    }

    async fn answer_and_stay(
        &mut self,
        mut open: OpenSession,
        message: &[u8],
    ) -> Result<LinkState, MemoryFault> {
        self.link.since = self.engine.now();
        let (response, fault) = self.answer(&mut open, message).await;
        let said = self.say(&mut open, &response);
        let state = if !said || open.ends {
            self.link.hang_up()
        } else {
            self.link.phase = Phase::Open(open);
            LinkState::Up
        };
        fault.map_or(Ok(state), Err)
    }

    fn say(&mut self, open: &mut OpenSession, response: &Response) -> bool {
        let mut plaintext = [0; MAX_PLAINTEXT];
        let Some(bytes) = encode_into(response, &mut plaintext) else {
            return false;
        };
        let mut frame = [0; MAX_FRAME];
        let Ok(length) = open.session.seal(bytes, &mut frame) else {
            return false;
        };
        self.link.queue_frame(&frame[..length])
    }
}
