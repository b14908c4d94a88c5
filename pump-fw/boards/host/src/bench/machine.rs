//! The pump with its supply: on or off, on the bench's physical clock.
//!
//! Responsible for power, for stepping the firmware event by event, and for what it says about
//! that. Leaves real time and sockets to others.

use std::sync::atomic::{AtomicBool, Ordering};

use cisterna_dosing::{engine::SelfTest, limits::LATE_TOLERANCE_S};
use cisterna_firmware::{
    MemoryFault, Pump,
    identity::Provision,
    link::{Chunk, LinkState},
    memory::{Memory, MemoryError},
};
use cisterna_protocol::{
    framing::ChunkLen,
    message::Priority,
    quantity::Count,
    session::{Entropy, EntropyFailed},
};
use embassy_futures::block_on;
use rustix::rand::{GetRandomFlags, getrandom};

use super::{BenchError, BenchEvent, flash::Flash};
use crate::actuator::{BenchActuator, Moment, Power};
use crate::nor::EmulatedNor;

/// Calls of the firmware for one instant at most, where its memory takes no write.
const TRIES_MAX: u32 = 16;
/// Chunks to a peer: an ATT MTU of 247, as phones agree on most often.
const CHUNK_B: usize = 244;

type BenchPump = Pump<Flash, BenchActuator, OsEntropy>;

/// The operating system's randomness.
struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        let mut filled = 0;
        while filled < out.len() {
            filled += getrandom(&mut out[filled..], GetRandomFlags::empty())
                .map_err(|_| EntropyFailed)?;
        }
        Ok(())
    }
}

/// A run of the firmware, from power-on to power-off.
struct Run {
    pump: Box<BenchPump>,
    epoch: u32,
    booted_at: Count,
    booted_at_elapsed_s: u64,
}

/// What the bench knows of a pump that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) count: Count,
    pub(super) epoch: u32,
    /// `None`: never.
    pub(super) wake_at: Option<Count>,
}

/// Flash, motor, supply, and the firmware while it has power.
pub(super) struct Machine {
    flash: Flash,
    actuator: BenchActuator,
    run: Option<Run>,
    elapsed_s: u64,
    sounded: Option<Priority>,
    events: Vec<BenchEvent>,
}

impl Run {
    /// The pump's count at an instant of the bench.
    const fn count_at(&self, elapsed_s: u64) -> Count {
        self.booted_at
            .after(elapsed_s.saturating_sub(self.booted_at_elapsed_s))
    }

    /// How long until the pump has to be woken, s; `None`: never.
    fn wake_in_s(&self, elapsed_s: u64) -> Option<u64> {
        let wake_at = self.pump.wake_at();
        (wake_at != Count(u64::MAX)).then(|| wake_at.since(self.count_at(elapsed_s)))
    }
}

impl Machine {
    /// The machine, off, at `elapsed_s` of its physical clock.
    pub(super) fn new(
        nor: EmulatedNor,
        pulses: Option<crate::actuator::PulseFile>,
        elapsed_s: u64,
    ) -> Self {
        let power = Power::new();
        Self {
            flash: Flash::new(nor, power.clone()),
            actuator: BenchActuator::new(power, pulses),
            run: None,
            elapsed_s,
            sounded: None,
            events: Vec::new(),
        }
    }

    /// Makes sure that the flash holds the pump that is meant, and makes it where it is blank.
    pub(super) fn provide(&mut self, provision: Option<&Provision>) -> Result<(), BenchError> {
        self.flash.switch_on();
        match (block_on(Memory::open(self.flash.clone())), provision) {
            (Ok(_), None) => Ok(()),
            (Ok((_, found)), Some(wanted)) => {
                let found = found.identity.serial.as_str().to_owned();
                let wanted = wanted.serial.as_str().to_owned();
                if found == wanted {
                    return Ok(());
                }
                Err(BenchError::OtherPump { found, wanted })
            }
            (Err(MemoryError::Blank), Some(provision)) => {
                Ok(block_on(BenchPump::provision(&mut self.flash, provision))?)
            }
            (Err(MemoryError::Blank), None) => Err(BenchError::Blank),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Power comes on: the firmware boots.
    pub(super) fn switch_on(&mut self) -> Result<(), MemoryError> {
        self.flash.switch_on();
        let (flash, actuator) = (self.flash.clone(), self.actuator.clone());
        let booted = block_on(BenchPump::boot(
            flash,
            actuator,
            OsEntropy,
            SelfTest::Passed,
        ));
        let pump = booted.inspect_err(|_| self.flash.switch_off())?;
        let (epoch, booted_at) = (pump.engine().state().epoch, pump.now());
        self.run = Some(Run {
            pump: Box::new(pump),
            epoch,
            booted_at,
            booted_at_elapsed_s: self.elapsed_s,
        });
        self.tell(BenchEvent::Started {
            epoch,
            count: booted_at,
        });
        self.catch_up();
        Ok(())
    }

    /// Power goes: the firmware stops in the middle of whatever it does.
    pub(super) fn switch_off(&mut self) {
        self.flash.switch_off();
        if self.run.take().is_some() {
            self.tell(BenchEvent::PowerLost);
        }
    }

    pub(super) const fn is_on(&self) -> bool {
        self.run.is_some()
    }

    pub(super) const fn elapsed_s(&self) -> u64 {
        self.elapsed_s
    }

    pub(super) const fn flash(&self) -> &Flash {
        &self.flash
    }

    pub(super) const fn actuator(&self) -> &BenchActuator {
        &self.actuator
    }

    /// Count, epoch and next wake; `None` while off.
    pub(super) fn reading(&self) -> Option<Reading> {
        self.run.as_ref().map(|run| Reading {
            count: run.count_at(self.elapsed_s),
            epoch: run.epoch,
            wake_at: Some(run.pump.wake_at()).filter(|at| *at != Count(u64::MAX)),
        })
    }

    /// What the pump sounds.
    pub(super) fn sounding(&self) -> Option<Priority> {
        self.run.as_ref().and_then(|run| run.pump.sounding())
    }

    /// How long until the firmware has something to do, s; `None`: never.
    pub(super) fn wake_in_s(&self) -> Option<u64> {
        if self.is_on() && self.actuator.runs_away() {
            return Some(1);
        }
        self.run
            .as_ref()
            .and_then(|run| run.wake_in_s(self.elapsed_s))
    }

    /// Time passes in which the pump runs: it is woken at each instant that it names. Ends before
    /// its time where `stop` is set.
    pub(super) fn run_for(&mut self, span_s: u64, stop: &AtomicBool) {
        let end_s = self.elapsed_s.saturating_add(span_s);
        while self.elapsed_s < end_s && !stop.load(Ordering::Relaxed) {
            let next_s = self.wake_in_s().unwrap_or(u64::MAX).max(1);
            self.elapsed_s = self.elapsed_s.saturating_add(next_s).min(end_s);
            self.catch_up();
        }
    }

    /// Time passes in which the process did not run: past a wake, the pump did not either. SR-12
    pub(super) fn sleep_for(&mut self, span_s: u64, stop: &AtomicBool) {
        let late_s = self.wake_in_s().map_or(0, |s| span_s.saturating_sub(s));
        if late_s <= LATE_TOLERANCE_S {
            return self.run_for(span_s, stop);
        }
        self.elapsed_s = self.elapsed_s.saturating_add(span_s);
        self.with_pump(|pump, now| block_on(pump.wake(now)).map(|_| ()));
        self.catch_up();
    }

    /// Brings the firmware to the present instant.
    pub(super) fn catch_up(&mut self) {
        for _ in 0..TRIES_MAX {
            let done = self.with_pump(|pump, now| block_on(pump.run_until(now)).map(|_| true));
            if done != Some(false) {
                break;
            }
        }
        let sounds = self.sounding();
        if sounds != self.sounded {
            self.sounded = sounds;
            self.tell(BenchEvent::Sounding(sounds));
        }
    }

    /// A magnet is held over the pump. False while off.
    pub(super) fn magnet(&mut self) -> bool {
        let held = self.with_pump(|pump, _now| {
            pump.magnet();
            Ok(())
        });
        held.is_some()
    }

    /// A peer connected.
    pub(super) fn link_up(&mut self) {
        let chunk = ChunkLen::new(CHUNK_B).expect("244 is from 20 to 514");
        if let Some(run) = &mut self.run {
            run.pump.link_up(chunk);
            self.tell(BenchEvent::LinkUp);
        }
    }

    /// The peer is gone.
    pub(super) fn link_down(&mut self) {
        if let Some(run) = &mut self.run {
            run.pump.link_down();
        }
        self.tell(BenchEvent::LinkDown);
    }

    pub(super) fn link_is_up(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.pump.link_is_up())
    }

    /// A chunk came in; what it changed is carried out at once.
    pub(super) fn receive(&mut self, chunk: &[u8]) -> LinkState {
        let mut state = LinkState::HangUp;
        self.with_pump(|pump, _now| {
            let received = block_on(pump.receive(chunk));
            // Where memory failed the peer has its answer, and the link may be open still.
            let open = pump.link_is_up();
            state = received.unwrap_or(if open {
                LinkState::Up
            } else {
                LinkState::HangUp
            });
            received.map(|_| ())
        });
        self.catch_up();
        state
    }

    /// Tells an open session what changed, and whether the link has waited too long.
    pub(super) fn tend_link(&mut self) -> LinkState {
        let Some(run) = &mut self.run else {
            return LinkState::HangUp;
        };
        run.pump.notify();
        match run.pump.check_link() {
            LinkState::Up if run.pump.link_is_up() => LinkState::Up,
            LinkState::Up | LinkState::HangUp => LinkState::HangUp,
        }
    }

    /// The next chunk to send.
    pub(super) fn next_chunk(&mut self) -> Option<Chunk> {
        self.run.as_mut().and_then(|run| run.pump.next_chunk())
    }

    /// What happened since the last call.
    pub(super) fn take_events(&mut self) -> Vec<BenchEvent> {
        std::mem::take(&mut self.events)
    }

    fn tell(&mut self, event: BenchEvent) {
        // A memory that takes no write fails many times; it is told once in a row.
        if self.events.last() != Some(&event) {
            self.events.push(event);
        }
    }

    /// Lets the firmware act at the present instant. Where it lost power meanwhile it is off, and
    /// nothing that it still did has an effect. `None` while off, the default where memory failed.
    fn with_pump<T: Default>(
        &mut self,
        act: impl FnOnce(&mut BenchPump, Count) -> Result<T, MemoryFault>,
    ) -> Option<T> {
        let run = self.run.as_mut()?;
        let now = run.count_at(self.elapsed_s);
        self.actuator.set_now(Moment {
            elapsed_s: self.elapsed_s,
            epoch: run.epoch,
            count_s: now.get(),
            powered_s: self.elapsed_s - run.booted_at_elapsed_s,
        });
        let acted = act(&mut run.pump, now);
        if !self.flash.nor(|nor| nor.is_powered()) {
            self.switch_off();
            return None;
        }
        Some(acted.unwrap_or_else(|fault| {
            self.tell(BenchEvent::MemoryFault(fault.0));
            T::default()
        }))
    }
}
