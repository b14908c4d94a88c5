//! The pump: the engine in its loop with durable memory, actuator and monitor.
//!
//! Responsible for the order of things: decide, make durable, then act or answer. Leaves time to
//! the board, which calls [`Pump::wake`] and sleeps until the instant that it names.

use crate::identity::{Identity, Provision};
use crate::link::Link;
use crate::memory::{Memory, MemoryError};
use cisterna_dosing::engine::{Due, Engine, Pulse, SelfTest};
use cisterna_dosing::limits::LATE_TOLERANCE_S;
use cisterna_dosing::monitor::Monitor;
use cisterna_protocol::history::Log;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::record::Body;
use cisterna_protocol::session::Entropy;
use cisterna_protocol::status::Status;
use embedded_storage_async::nor_flash::NorFlash;

/// Longest pairing window, s.
pub const MAX_PAIRING_S: u32 = 600;
/// Pairing window that the magnet opens, s.
const MAGNET_PAIRING_S: u32 = 120;
/// Strokes after which the monitor's own count is written again.
const MONITOR_STROKES: u64 = 256;
/// Seconds between two aggregated records of intrusions. SR-34
const INTRUSION_RECORD_S: u64 = 3_600;

/// What moves the drug, and the monitor's eye on it.
pub trait Actuator {
    /// Gives one stroke and returns how many were felt: 0 where the motor stalled.
    fn stroke(&mut self, pulse: &Pulse) -> u8;
    /// Strokes felt since the last call that nobody commanded.
    fn uncommanded(&mut self) -> u32;
    /// The monitor's own clock, s: not the one that the engine's count comes from. SR-13
    fn monitor_clock_s(&mut self) -> u64;
    /// Cuts the motor's supply, or lets it have it again.
    fn set_cut(&mut self, cut: bool);
}

/// Why the pump does not start.
pub type BootError = MemoryError;

/// Durable memory took no write. The pump goes on as the table says; the board may look at its
/// supply first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("durable memory took no write: {0}")]
pub struct MemoryFault(pub MemoryError);

/// Failures on the radio, counted until they are worth a record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Intrusions {
    pub(crate) handshakes: u32,
    pub(crate) frames: u32,
    told_at: Option<Count>,
}

/// The pump.
pub struct Pump<F, A, R> {
    pub(crate) engine: Engine,
    pub(crate) memory: Memory<F>,
    pub(crate) identity: Identity,
    pub(crate) actuator: A,
    pub(crate) monitor: Monitor,
    pub(crate) entropy: R,
    pub(crate) link: Link,
    pub(crate) pairing_until: Count,
    pub(crate) intrusions: Intrusions,
    monitor_kept_strokes: u64,
    wake_at: Count,
}

impl<F: NorFlash, A: Actuator, R: Entropy> Pump<F, A, R> {
    /// Makes a new pump on a blank flash.
    ///
    /// # Errors
    /// Where the flash holds a pump already, or does not take the write.
    pub async fn provision(flash: &mut F, provision: &Provision) -> Result<(), MemoryError> {
        Memory::provision(flash, &Identity::new(provision)).await
    }

    /// Starts.
    ///
    /// # Errors
    /// Where the memory is blank or damaged; where a first commit fails the pump starts all the
    /// same and alarms.
    pub async fn boot(
        flash: F,
        mut actuator: A,
        entropy: R,
        self_test: SelfTest,
    ) -> Result<Self, BootError> {
        let (memory, found) = Memory::open(flash).await?;
        let mut engine = Engine::boot(found.state, found.identity.capacity_nl, self_test);
        if found.unreadable > 0 {
            engine.log_event(Body::Unreadable {
                records: found.unreadable,
            });
            engine.raise(AlarmKind::BadMemory);
        }
        actuator.set_cut(found.monitor.has_cut());
        if found.monitor.has_cut() {
            engine.raise(AlarmKind::MonitorCut);
        }
        let now = engine.now();
        let mut pump = Self {
            engine,
            memory,
            identity: found.identity,
            actuator,
            monitor: found.monitor,
            monitor_kept_strokes: found.monitor.strokes,
            entropy,
            link: Link::new(),
            pairing_until: Count(0),
            intrusions: Intrusions::default(),
            wake_at: now,
        };
        // The new epoch is durable before anything is given or said. SR-10
        pump.commit().await.map_err(|fault| fault.0)?;
        Ok(pump)
    }

    /// The board woke at `now`. Later than agreed means that the pump did not run: what was due in
    /// between is deficit, never made up. SR-12
    ///
    /// # Errors
    /// As [`Pump::run_until`].
    pub async fn wake(&mut self, now: Count) -> Result<Count, MemoryFault> {
        if now.since(self.wake_at) > LATE_TOLERANCE_S {
            self.engine.lapse(now);
        }
        self.run_until(now).await
    }

    /// Runs to `now` and returns the instant at which the pump has to be woken again. The caller
    /// warrants that time was running: each pulse is due at its own second.
    ///
    /// # Errors
    /// Where durable memory took no write. The alarm is raised; a further call goes on without it.
    pub async fn run_until(&mut self, now: Count) -> Result<Count, MemoryFault> {
        self.watch_uncommanded().await;
        loop {
            match self.engine.poll(now) {
                Due::Nothing { wake_at } => {
                    self.wake_at = wake_at;
                    return Ok(wake_at);
                }
                Due::Commit => self.commit().await?,
                Due::Pulse(pulse) => self.stroke(&pulse).await,
            }
        }
    }

    /// The status now.
    pub fn status(&self) -> Status {
        let extent = |log| self.engine.extent(log, self.memory.first_seq(log));
        self.engine.status(extent(Log::Doses), extent(Log::Events))
    }

    /// The present instant on the pump's count.
    pub const fn now(&self) -> Count {
        self.engine.now()
    }

    /// When the pump has to be woken next.
    pub const fn wake_at(&self) -> Count {
        self.wake_at
    }

    /// What the pump sounds now, and how urgently. SR-16
    pub fn sounding(&self) -> Option<Priority> {
        self.engine.sounding(self.engine.now())
    }

    /// A magnet was held over the pump: opens the pairing window.
    pub fn magnet(&mut self) {
        self.open_pairing(MAGNET_PAIRING_S);
    }

    /// The actuator, for the board.
    pub const fn actuator_mut(&mut self) -> &mut A {
        &mut self.actuator
    }

    /// The durable memory's flash, for the board.
    pub const fn flash(&self) -> &F {
        self.memory.flash()
    }

    /// As [`Pump::flash`], to change it.
    pub const fn flash_mut(&mut self) -> &mut F {
        self.memory.flash_mut()
    }

    /// The engine, to look at.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Switches off: gives flash and actuator back.
    pub fn into_parts(self) -> (F, A, R) {
        (self.memory.into_flash(), self.actuator, self.entropy)
    }

    pub(crate) fn open_pairing(&mut self, duration_s: u32) {
        let duration_s = duration_s.min(MAX_PAIRING_S);
        self.pairing_until = self.engine.now().after(u64::from(duration_s));
        self.engine.log_event(Body::PairingOpened { duration_s });
    }

    /// Makes the engine's state durable.
    pub(crate) async fn commit(&mut self) -> Result<(), MemoryFault> {
        self.tell_intrusions();
        self.engine.prepare_commit();
        match self.memory.commit(&self.engine).await {
            Ok(()) => {
                self.engine.committed();
                Ok(())
            }
            Err(error) => {
                self.engine.commit_failed();
                Err(MemoryFault(error))
            }
        }
    }

    /// Undoes `before` where what came after it cannot be made durable. Returns whether it could.
    pub(crate) async fn commit_or_undo(&mut self, before: Engine) -> bool {
        if !self.engine.must_commit() {
            return true;
        }
        self.engine.prepare_commit();
        if self.memory.commit(&self.engine).await.is_ok() {
            self.engine.committed();
            return true;
        }
        self.engine = before;
        self.engine.commit_failed();
        false
    }

    async fn stroke(&mut self, pulse: &Pulse) {
        let felt = if self.monitor.has_cut() {
            0
        } else {
            self.actuator.stroke(pulse)
        };
        self.engine.fed_back(felt);
        self.watch(u32::from(felt), u32::from(felt.min(1))).await;
    }

    async fn watch_uncommanded(&mut self) {
        let strokes = self.actuator.uncommanded();
        if strokes > 0 {
            self.engine.uncommanded(strokes);
            self.watch(strokes, 0).await;
        }
    }

    /// The monitor looks at what was felt, and cuts where it has to. SR-13
    async fn watch(&mut self, strokes: u32, commanded: u32) {
        let own_s = self.actuator.monitor_clock_s();
        let cuts = self.monitor.observe(own_s, strokes, commanded);
        if cuts {
            self.actuator.set_cut(true);
            self.engine.raise(AlarmKind::MonitorCut);
        }
        if cuts || self.monitor.strokes - self.monitor_kept_strokes >= MONITOR_STROKES {
            self.monitor_kept_strokes = self.monitor.strokes;
            self.keep_monitor().await;
        }
    }

    pub(crate) async fn keep_monitor(&mut self) {
        if self.memory.keep_monitor(&self.monitor).await.is_err() {
            self.engine.raise(AlarmKind::BadMemory);
        }
    }

    /// Puts the failures since the last time into one record, at most once an hour. SR-34
    fn tell_intrusions(&mut self) {
        let now = self.engine.now();
        let Intrusions {
            handshakes,
            frames,
            told_at,
        } = self.intrusions;
        let due = told_at.is_none_or(|told| now.since(told) >= INTRUSION_RECORD_S);
        if due && (handshakes > 0 || frames > 0) {
            self.engine
                .log_event(Body::Intrusion { handshakes, frames });
            self.intrusions = Intrusions {
                told_at: Some(now),
                ..Intrusions::default()
            };
        }
    }
}
