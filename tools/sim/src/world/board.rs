//! The pump's board in virtual time: power, wakes, link, and what the checkers see of it.

use super::flash::Flash;
use super::motor::{Flaw, MotorHandle};
use crate::canary::Breaks;
use crate::checks::{Beside, Look};
use crate::checks::{Limits, Oracle, Program, PumpWatch};
use crate::rng::Rng;
use crate::trace::{Side, Trace};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_dosing::engine::{PulseOrigin, SelfTest};
use cisterna_dosing::state::{BolusKind, Flow};
use cisterna_firmware::identity::Provision;
use cisterna_firmware::link::LinkState;
use cisterna_firmware::storage::layout::FLASH_SIZE_B;
use cisterna_firmware::{MemoryFault, Pump};
use cisterna_protocol::framing::ChunkLen;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::status::Status;
use embassy_futures::block_on;

/// Chunks to a peer: an ATT MTU of 247, as phones agree on most often.
pub(crate) const CHUNK_B: usize = 244;
/// How long the world leaves a pump without power after a cut in the middle of a write, s.
const CUT_S: u64 = 60;
/// Longest time without a reservation once memory takes writes again, s: a minute and a pulse.
const UNCOVERED_S: u64 = 300;
/// A pump whose memory takes no write is called so often for one instant.
const TRIES: usize = 8;

type Running = Pump<Flash, MotorHandle, Rng>;

/// The phase of therapy that a program span belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Phase {
    version: Option<u32>,
    flow: Flow,
    boot: u32,
    clock: (Option<i64>, i32),
    bridge: bool,
}

/// Board, pump, and the checkers that look at them.
pub(crate) struct Board {
    pub(crate) flash: Flash,
    pub(crate) motor: MotorHandle,
    pub(crate) pump: Option<Box<Running>>,
    pub(crate) breaks: Option<Breaks>,
    pub(crate) now_s: u64,
    powered_s: u64,
    booted_at: Count,
    booted_powered_s: u64,
    /// Seconds by which a broken board's count is ahead.
    ahead_s: u64,
    pub(crate) boots: u32,
    back_at_s: Option<u64>,
    off_since_s: u64,
    /// The pump no longer starts: its memory is gone.
    pub(crate) dead: bool,
    rng: Rng,
    old_image: (u64, Vec<u8>),
    seen: usize,
    /// Strokes that moved while memory took no write.
    uncovered: u64,
    uncovered_until_s: u64,
    phase: Option<Phase>,
    pub(crate) issued: Vec<Prescription>,
    pub(crate) oracle: Oracle,
    program: Program,
    watch: PumpWatch,
    pub(crate) trace: Trace,
    sounded: bool,
    silent_until_s: u64,
}

impl Board {
    pub(crate) fn new(seed: u64, provision: &Provision, breaks: Option<Breaks>) -> Self {
        let mut nor = EmulatedNor::memory(FLASH_SIZE_B);
        block_on(Pump::<EmulatedNor, MotorHandle, Rng>::provision(
            &mut nor, provision,
        ))
        .expect("a blank flash takes a new pump");
        let motor = MotorHandle::default();
        motor.0.borrow_mut().flaw = match breaks {
            Some(Breaks::MotorDoubles) => Flaw::Doubles,
            Some(Breaks::BolusDoubles) => Flaw::BolusDoubles,
            Some(Breaks::StallUnfelt) => Flaw::StallUnfelt,
            Some(Breaks::CutIgnored) => Flaw::CutIgnored,
            Some(_) | None => Flaw::None,
        };
        let old_image = (0, nor.image().to_vec());
        let mut board = Self {
            flash: Flash::new(nor),
            motor,
            pump: None,
            breaks,
            now_s: 0,
            powered_s: 0,
            booted_at: Count(0),
            booted_powered_s: 0,
            ahead_s: 0,
            boots: 0,
            back_at_s: None,
            off_since_s: 0,
            dead: false,
            rng: Rng::new(seed, 7),
            old_image,
            seen: 0,
            uncovered: 0,
            uncovered_until_s: 0,
            phase: None,
            issued: Vec::new(),
            oracle: Oracle::default(),
            program: Program::default(),
            watch: PumpWatch::default(),
            trace: Trace::default(),
            sounded: false,
            silent_until_s: 0,
        };
        board.switch_on();
        board
    }

    pub(crate) fn tell(&mut self, side: Side, what: impl Into<String>) {
        self.trace.tell(self.now_s * 1_000, side, what);
    }

    fn count(&self) -> Count {
        let passed_s = self.powered_s - self.booted_powered_s;
        let fast_s = match self.breaks {
            Some(Breaks::CountRunsFast) => passed_s / 10,
            Some(_) | None => 0,
        };
        self.booted_at.after(passed_s + fast_s + self.ahead_s)
    }

    fn set_motor_clock(&self) {
        let mut motor = self.motor.0.borrow_mut();
        motor.now_s = self.now_s;
        motor.powered_s = self.powered_s;
        motor.booted_powered_s = self.booted_powered_s;
    }

    fn switch_on(&mut self) {
        self.back_at_s = None;
        if self.breaks == Some(Breaks::OutcomesForgottenAtReset) && self.boots > 0 {
            let image = self.old_image.1.clone();
            self.flash.0.borrow_mut().nor = EmulatedNor::from_image(image);
        }
        self.flash.0.borrow_mut().nor.restore_power();
        self.motor.0.borrow_mut().powered = true;
        self.booted_powered_s = self.powered_s;
        self.set_motor_clock();
        self.motor.0.borrow_mut().felt_from_now();
        let rng = self.rng.clone();
        self.rng.next();
        let booted = Pump::boot(
            self.flash.clone(),
            self.motor.clone(),
            rng,
            SelfTest::Passed,
        );
        match block_on(booted) {
            Ok(pump) => {
                self.boots += 1;
                self.oracle.booted();
                self.booted_at = pump.now();
                self.ahead_s = match self.breaks {
                    Some(Breaks::OutageCountsAsTime) => self.now_s - self.off_since_s,
                    Some(_) | None => 0,
                };
                let epoch = pump.engine().state().epoch;
                self.pump = Some(Box::new(pump));
                let what = format!("starts, epoch {epoch}, count {}", self.booted_at.0);
                self.tell(Side::Pump, what);
                self.catch_up();
            }
            Err(error) => {
                self.motor.0.borrow_mut().powered = false;
                if self.flash.0.borrow().nor.is_powered() {
                    self.dead = true;
                    self.tell(Side::Pump, format!("does not start: {error}"));
                } else {
                    self.switch_off(CUT_S);
                }
            }
        }
    }

    /// Power goes, and comes back after `for_s`; 0 is at once.
    pub(crate) fn switch_off(&mut self, for_s: u64) {
        self.pump = None;
        self.watch.off();
        self.motor.0.borrow_mut().powered = false;
        self.flash.0.borrow_mut().nor.cut_power();
        self.off_since_s = self.now_s;
        self.tell(Side::Pump, "power is gone");
        if for_s == 0 && !self.dead {
            self.switch_on();
        } else {
            self.back_at_s = Some(self.now_s + for_s);
        }
    }

    /// Lets time pass to `until_s`.
    pub(crate) fn run_to(&mut self, until_s: u64) {
        while self.now_s < until_s {
            if self.pump.is_none() {
                match self.back_at_s.filter(|at| *at <= until_s && !self.dead) {
                    Some(at) => {
                        self.now_s = self.now_s.max(at);
                        self.switch_on();
                    }
                    None => self.now_s = until_s,
                }
                continue;
            }
            let step_s = self.next_wake_s().clamp(1, until_s - self.now_s);
            self.now_s += step_s;
            self.powered_s += step_s;
            let forgets = self.breaks == Some(Breaks::OutcomesForgottenAtReset);
            if forgets && self.now_s >= self.old_image.0 + 86_400 {
                let image = self.flash.0.borrow().nor.image().to_vec();
                self.old_image = (self.now_s, image);
            }
            if self.breaks == Some(Breaks::PumpNeedsThePhone) && !self.link_is_up() {
                continue;
            }
            self.catch_up();
        }
    }

    fn next_wake_s(&self) -> u64 {
        if self.motor.0.borrow().runs_away() {
            return 1;
        }
        let Some(pump) = &self.pump else { return 1 };
        let wake_at = pump.wake_at();
        let left_s = wake_at.since(self.count());
        // checkers look at least each half hour
        left_s.min(1_800)
    }

    /// The processor does not run for `for_s`. SR-12
    pub(crate) fn lapse(&mut self, for_s: u64) {
        if self.pump.is_none() {
            return;
        }
        self.now_s += for_s;
        self.powered_s += for_s;
        self.program.lapsed(self.powered_s);
        self.set_motor_clock();
        self.motor.0.borrow_mut().felt_from_now();
        if self.breaks != Some(Breaks::MissedPulsesInABurst) {
            self.with(|pump, now| block_on(pump.wake(now)).map(|_| ()));
        }
        self.tell(Side::Pump, format!("did not run for {for_s} s"));
        self.catch_up();
    }

    /// A broken board: the count follows the phone's clock.
    pub(crate) fn phone_clock_jumped(&mut self, by_s: i64) {
        if self.breaks == Some(Breaks::PhoneTimeIsPumpTime) && by_s > 0 {
            self.ahead_s += by_s.unsigned_abs();
            self.with(|pump, now| block_on(pump.wake(now)).map(|_| ()));
        }
    }

    /// Lets the firmware act now, and looks whether it lost power meanwhile.
    fn with<T>(
        &mut self,
        act: impl FnOnce(&mut Running, Count) -> Result<T, MemoryFault>,
    ) -> Option<T> {
        let now = self.count();
        self.set_motor_clock();
        let pump = self.pump.as_mut()?;
        let acted = act(pump, now);
        if !self.flash.0.borrow().nor.is_powered() {
            self.observe();
            self.switch_off(CUT_S);
            return None;
        }
        acted.ok()
    }

    pub(crate) fn catch_up(&mut self) {
        for _ in 0..TRIES {
            let done = self.with(|pump, now| block_on(pump.run_until(now)).map(|_| ()));
            if done.is_some() || self.pump.is_none() {
                break;
            }
        }
        self.observe();
    }

    /// Shows the checkers what is there.
    fn observe(&mut self) {
        let at_ms = self.now_s * 1_000;
        let Some(pump) = &self.pump else { return };
        let state = pump.engine().state();
        let flow = pump.engine().flow();
        let version = pump.engine().plan().map(|plan| plan.version);
        let concentration = state
            .bridge
            .map(|bridge| bridge.concentration)
            .or(pump.engine().plan().map(|plan| plan.concentration))
            .map_or(0, |it| it.0);
        let running = state.bolus.and_then(|bolus| match bolus.kind {
            BolusKind::Patient(id) => Some(id),
            BolusKind::Clinician | BolusKind::Prime => None,
        });
        // a bolus that has just ended is told by its outcome
        let running = running.or_else(|| self.oracle.given.last().and_then(|it| it.id));
        let beside = Beside {
            at_ms,
            boot: self.boots,
            concentration,
            running,
        };
        let phase = Phase {
            version,
            flow,
            boot: self.boots,
            clock: (state.clock.utc_minus_count, state.clock.offset_s),
            bridge: state.bridge.is_some(),
        };
        let local_s = state.clock.local_s(state.cursor);
        let same_phase = self.phase == Some(phase);
        let new: Vec<_> = self.motor.0.borrow().strokes[self.seen..].to_vec();
        self.seen += new.len();
        // a commit is tried again at most so long after memory takes writes again
        if self.flash.0.borrow().full {
            self.uncovered_until_s = self.now_s + UNCOVERED_S;
        }
        let full = self.now_s < self.uncovered_until_s;
        for stroke in &new {
            self.uncovered += u64::from(full);
            self.oracle.stroke(stroke, &beside, &mut self.trace);
            // a stroke at the border of two phases belongs to either
            if stroke.origin == Some(PulseOrigin::Basal) && state.bridge.is_none() && same_phase {
                let trace = &mut self.trace;
                self.program.stroke(stroke.powered_s, at_ms, trace);
            }
        }
        let held = state.span.missed > 0 || state.span.held || state.stalled > 0;
        let known = |kind| pump.engine().has(kind);
        let motor_alarm = [
            AlarmKind::MotorStall,
            AlarmKind::InfusionError,
            AlarmKind::MonitorCut,
        ]
        .into_iter()
        .any(known);
        let silenced = self.breaks == Some(Breaks::SilentBuzzer);
        let (missed, uncommanded) = {
            let motor = self.motor.0.borrow();
            (motor.missed, motor.uncommanded_since_release)
        };
        let look = Look {
            at_ms,
            stands: matches!(flow, Flow::Stopped | Flow::Faulted | Flow::Dry),
            sounds: pump.sounding().is_some() && !silenced,
            motor_alarm,
            missed,
            uncommanded,
            counted_nl: state.totals.delivered.0,
            strokes: self.oracle.strokes - self.uncovered,
            epoch: state.epoch,
            count: state.cursor.0,
        };
        let loud = look.sounds;
        self.watch.look(&look, &mut self.trace);
        if held {
            self.program.disturb();
        }
        if !same_phase {
            self.new_phase(phase, local_s);
        } else if self.program.flows() {
            self.program.look(self.powered_s, at_ms, &mut self.trace);
        }
        if loud != self.sounded {
            self.sounded = loud;
            self.tell(Side::Pump, if loud { "sounds" } else { "is silent" });
        }
        if loud && self.now_s < self.silent_until_s {
            let what = "sounds where it must stay silent";
            self.trace.violated("scenario", at_ms, what);
        }
    }

    fn new_phase(&mut self, phase: Phase, local_s: u32) {
        let before = self.phase.replace(phase);
        let prescription = self
            .issued
            .iter()
            .find(|it| Some(it.version) == phase.version);
        let flowing = phase.flow == Flow::Program;
        if let Some(prescription) = prescription {
            let limits = Limits::of(prescription);
            if before.and_then(|it| it.version) == phase.version {
                self.oracle.changed(self.powered_s);
            } else {
                self.oracle.activated(limits, self.powered_s);
            }
        }
        let what = format!("{:?}, prescription {:?}", phase.flow, phase.version);
        self.program
            .begin(prescription.cloned(), self.powered_s, local_s, flowing);
        if before.map(|it| it.flow) != Some(phase.flow) {
            self.tell(Side::Pump, what);
        }
    }

    pub(crate) fn status(&self) -> Option<Status> {
        self.pump.as_ref().map(|pump| pump.status())
    }

    pub(crate) fn sounds(&self) -> bool {
        self.sounded
    }

    pub(crate) const fn stay_silent_until(&mut self, at_s: u64) {
        self.silent_until_s = at_s;
    }

    /// A person muted what sounds: it may be silent for an hour from now on. SR-16
    pub(crate) const fn muted(&mut self) {
        self.watch.off();
    }

    /// The clinic cleared the faults: the motor is looked at from new.
    pub(crate) fn faults_cleared(&mut self) {
        self.motor.0.borrow_mut().missed = 0;
        self.watch.cleared();
        self.program.disturb();
    }

    // the link

    pub(crate) fn link_is_up(&self) -> bool {
        self.pump.as_ref().is_some_and(|pump| pump.link_is_up())
    }

    pub(crate) fn link_up(&mut self) -> bool {
        self.catch_up();
        let chunk = ChunkLen::new(CHUNK_B).expect("244 is from 20 to 514");
        self.pump.as_mut().map(|pump| pump.link_up(chunk)).is_some()
    }

    pub(crate) fn link_down(&mut self) {
        if let Some(pump) = &mut self.pump {
            pump.link_down();
        }
    }

    pub(crate) fn magnet(&mut self) {
        if let Some(pump) = &mut self.pump {
            pump.magnet();
        }
        self.catch_up();
    }

    /// A chunk arrives. What goes back, and whether the link is over.
    pub(crate) fn receive(&mut self, chunk: &[u8]) -> (Vec<Vec<u8>>, bool) {
        self.catch_up();
        let mut open = false;
        self.with(|pump, _now| {
            let received = block_on(pump.receive(chunk));
            open = matches!(received, Ok(LinkState::Up)) || pump.link_is_up();
            Ok(())
        });
        let mut out = self.drain();
        self.catch_up();
        if self.pump.is_none() {
            out.clear();
        }
        (out, !open || self.pump.is_none())
    }

    /// Tells an open session what changed, and whether the link has waited too long.
    pub(crate) fn tend(&mut self) -> (Vec<Vec<u8>>, bool) {
        let Some(pump) = &mut self.pump else {
            return (Vec::new(), true);
        };
        pump.notify();
        let over = pump.check_link() == LinkState::HangUp || !pump.link_is_up();
        (self.drain(), over)
    }

    fn drain(&mut self) -> Vec<Vec<u8>> {
        let Some(pump) = &mut self.pump else {
            return Vec::new();
        };
        std::iter::from_fn(|| pump.next_chunk())
            .map(|chunk| chunk.to_vec())
            .collect()
    }
}
