//! The dosing engine: what is given at which second, and who may ask for more.
//!
//! Responsible for advancing over time, pulse by pulse, and for saying when it wants to be woken.
//! It reads no clock and does no I/O: the caller polls it, runs the actuator, and makes its state
//! durable when told to. It never allocates.
//!
//! ```text
//!            poll(now)
//!   ┌──────────┬───────────┬────────────────┐
//!   Nothing    Commit      Pulse
//!   sleep      write state run the actuator
//!   till       ‖           ‖
//!   wake_at    committed() fed_back(moved)
//! ```
//! `advance over any gap` equals going second by second: each pulse carries the second at which it
//! is due, and nothing depends on how often the engine is polled. A gap in which the pump did not
//! run is told with [`Engine::lapse`] and becomes deficit. SR-12

mod alarm;
mod boot;
mod clinic;
mod flow;
mod log;
mod request;
mod status;

use crate::plan::Plan;
use crate::state::{BolusKind, State};
use cisterna_protocol::history::Log;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::record::{ChainDigest, RECORD_LEN};
use heapless::Vec;

pub use boot::SelfTest;
pub use clinic::digest_of;
pub use request::Presented;

/// Records that wait for the next commit, at most.
pub const OUTBOX: usize = 48;
/// Records at which a commit is asked for.
const OUTBOX_HIGH: usize = 24;
/// Basal pulses reserved at most with one commit. SR-17
const MAX_RESERVED: u32 = 64;
/// Span whose pulses one commit reserves, s: 24 commits a day at a usual program.
const RESERVE_S: u64 = 3_600;

/// After a commit that failed the next one is tried this much later, s: a supply that sagged has
/// recovered by then, and at most so much is given without a reservation afterwards. Assumption.
const RETRY_S: u64 = 60;

/// What the engine wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing until `wake_at`; an implant sleeps till then.
    Nothing {
        /// The next instant at which something is due.
        wake_at: Count,
    },
    /// The state has to be durable before anything else: [`Engine::committed`] or
    /// [`Engine::commit_failed`].
    Commit,
    /// One pulse of the actuator: [`Engine::fed_back`].
    Pulse(Pulse),
}

/// One stroke of the actuator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// The second at which it is due.
    pub at: Count,
    /// What it belongs to.
    pub origin: PulseOrigin,
}

/// What a pulse belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PulseOrigin {
    /// The basal program, or its bridge.
    Basal,
    /// A patient's bolus.
    Patient,
    /// A clinician's bolus.
    Clinician,
    /// A prime.
    Prime,
}

/// A record that waits to be stored, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Which log.
    pub log: Log,
    /// Its bytes.
    pub record: [u8; RECORD_LEN],
    /// The chain's digest after it.
    pub digest: ChainDigest,
}

/// The engine: durable state, the plan read out of it, and what waits for the caller.
#[derive(Clone, Debug)]
pub struct Engine {
    state: State,
    plan: Option<Plan>,
    capacity_nl: u64,
    outbox: Vec<Pending, OUTBOX>,
    must_commit: bool,
    awaiting: Option<Pulse>,
    /// Durable memory took no write: basal goes on uncovered, boluses are blocked. SR-14
    uncovered: bool,
    /// Until then no further commit is tried for the sake of a basal pulse.
    retry_at: Count,
}

impl Engine {
    /// The durable state, to be written whole.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The active plan.
    pub const fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The instant up to which everything is accounted.
    pub const fn now(&self) -> Count {
        self.state.cursor
    }

    /// Records that have to be stored with (before) the state.
    pub fn outbox(&self) -> &[Pending] {
        &self.outbox
    }

    /// True where the state has to be durable before an answer leaves.
    pub const fn must_commit(&self) -> bool {
        self.must_commit
    }

    /// Goes on to `now` or to the next thing that the caller has to do, whichever is first.
    ///
    /// # Panics
    /// Where a pulse still waits for its feedback: the caller lost it.
    pub fn poll(&mut self, now: Count) -> Due {
        assert!(self.awaiting.is_none(), "a pulse waits for its feedback");
        loop {
            if self.must_commit || self.outbox.len() >= OUTBOX_HIGH {
                return Due::Commit;
            }
            let (at, event) = self.next_event();
            if at > now {
                self.move_to(now);
                return Due::Nothing { wake_at: at };
            }
            self.move_to(at);
            if let Some(due) = self.happen(event) {
                return due;
            }
        }
    }

    /// Tops up the reservation; call before the state is encoded.
    pub fn prepare_commit(&mut self) {
        // A pulse on its way is not counted yet: the reservation has to cover it.
        let on_its_way = u32::from(self.awaiting.is_some());
        let coming = if self.flowing() {
            self.pulses_in_reserve_span().clamp(1, MAX_RESERVED)
        } else {
            0
        };
        self.state.reserved = coming + on_its_way;
    }

    /// The state and its records are durable.
    pub fn committed(&mut self) {
        self.outbox.clear();
        self.must_commit = false;
        self.uncovered = false;
    }

    /// Durable memory took no write. Boluses end and are blocked, basal follows the table.
    pub fn commit_failed(&mut self) {
        self.outbox.clear();
        self.uncovered = true;
        self.state.reserved = 0;
        self.retry_at = self.state.cursor.after(RETRY_S);
        self.raise(cisterna_protocol::message::AlarmKind::BadMemory);
        self.outbox.clear();
        self.must_commit = false;
    }

    fn pulse_origin(kind: BolusKind) -> PulseOrigin {
        match kind {
            BolusKind::Patient(_) => PulseOrigin::Patient,
            BolusKind::Clinician => PulseOrigin::Clinician,
            BolusKind::Prime => PulseOrigin::Prime,
        }
    }
}
