//! The motor on the bench: what it physically did, and how it can fail.
//!
//! Responsible for moving or not, for the faults of a motor, and for writing each stroke that
//! moved. It outlives the firmware's runs: clones are handles of one motor.

mod pulses;

use std::{
    cell::{Cell, RefCell},
    num::NonZeroU32,
    rc::Rc,
};

use cisterna_dosing::engine::{Pulse, PulseOrigin};
use cisterna_firmware::Actuator;

pub use self::pulses::{PulseFile, PulsesError};

/// What gave a stroke its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The pump commanded it.
    Commanded(PulseOrigin),
    /// Nobody did.
    Uncommanded,
}

/// Whether the motor stalls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stall {
    /// It moves.
    #[default]
    Never,
    /// The next strokes stall.
    Strokes(u32),
    /// It stalls until told otherwise.
    Always,
}

/// The supply that flash and motor share; clones are handles of one supply.
#[derive(Clone, Debug)]
pub struct Power(Rc<Cell<bool>>);

impl Power {
    /// A supply that is off.
    pub fn new() -> Self {
        Self(Rc::new(Cell::new(false)))
    }

    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.0.get()
    }

    /// Switches it.
    pub fn set(&self, on: bool) {
        self.0.set(on);
    }
}

impl Default for Power {
    fn default() -> Self {
        Self::new()
    }
}

/// An instant on the bench, as bench and pump see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The bench's physical clock, s.
    pub elapsed_s: u64,
    /// The pump's boot epoch.
    pub epoch: u32,
    /// The pump's count, s.
    pub count_s: u64,
    /// Time since power came on, s: the monitor's own clock.
    pub powered_s: u64,
}

/// A handle of the motor.
#[derive(Clone, Debug)]
pub struct BenchActuator(Rc<RefCell<Motor>>);

#[derive(Debug)]
struct Motor {
    power: Power,
    pulses: Option<PulseFile>,
    failed: Option<PulsesError>,
    now: Moment,
    /// The monitor cut the supply.
    cut: bool,
    stall: Stall,
    slip_every: Option<NonZeroU32>,
    /// Strokes since the last one that slipped.
    since_slip: u32,
    /// Strokes that are still to come unasked.
    runaway: u32,
    /// When the last of them came, or they began.
    ran_at_s: u64,
}

impl BenchActuator {
    /// A motor at this supply, which writes its strokes to `pulses`.
    pub fn new(power: Power, pulses: Option<PulseFile>) -> Self {
        Self(Rc::new(RefCell::new(Motor {
            power,
            pulses,
            failed: None,
            now: Moment::default(),
            cut: false,
            stall: Stall::Never,
            slip_every: None,
            since_slip: 0,
            runaway: 0,
            ran_at_s: 0,
        })))
    }

    /// Tells the motor what time it is; before each run of the pump.
    pub fn set_now(&self, now: Moment) {
        self.0.borrow_mut().now = now;
    }

    /// Makes the motor stall, or no longer.
    pub fn stall(&self, stall: Stall) {
        self.0.borrow_mut().stall = stall;
    }

    /// Makes each stroke of this number stall; `None`: none.
    pub fn slip(&self, every: Option<NonZeroU32>) {
        let mut motor = self.0.borrow_mut();
        motor.slip_every = every;
        motor.since_slip = 0;
    }

    /// Makes the motor move unasked from now on: one stroke a second while it has power.
    pub fn run_away(&self, strokes: u32) {
        let mut motor = self.0.borrow_mut();
        motor.runaway = strokes;
        motor.ran_at_s = motor.now.elapsed_s;
    }

    /// Whether strokes come unasked: the pump's feedback line would wake it each second.
    pub fn runs_away(&self) -> bool {
        let motor = self.0.borrow();
        motor.runaway > 0 && motor.can_move()
    }

    /// Why strokes could not be written, once.
    pub fn take_error(&self) -> Option<PulsesError> {
        self.0.borrow_mut().failed.take()
    }
}

impl Motor {
    fn can_move(&self) -> bool {
        self.power.is_on() && !self.cut
    }

    fn stalls(&mut self) -> bool {
        match &mut self.stall {
            Stall::Never => false,
            Stall::Always => true,
            Stall::Strokes(left) => {
                let stalls = *left > 0;
                *left = left.saturating_sub(1);
                stalls
            }
        }
    }

    fn slips(&mut self) -> bool {
        let Some(every) = self.slip_every else {
            return false;
        };
        self.since_slip = (self.since_slip + 1) % every.get();
        self.since_slip == 0
    }

    /// One stroke that moved.
    fn moved(&mut self, at: Moment, origin: Origin) {
        let Some(pulses) = &mut self.pulses else {
            return;
        };
        if let Err(error) = pulses.append(at, origin, 1) {
            self.failed.get_or_insert(error);
        }
    }

    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        if !self.can_move() || self.stalls() || self.slips() {
            return 0;
        }
        let at = Moment {
            count_s: pulse.at.get(),
            ..self.now
        };
        self.moved(at, Origin::Commanded(pulse.origin));
        1
    }

    fn uncommanded(&mut self) -> u32 {
        let passed_s = self.now.elapsed_s.saturating_sub(self.ran_at_s);
        self.ran_at_s = self.now.elapsed_s;
        if self.runaway == 0 || !self.can_move() {
            return 0;
        }
        let strokes = u32::try_from(passed_s).map_or(self.runaway, |s| s.min(self.runaway));
        self.runaway -= strokes;
        for _ in 0..strokes {
            self.moved(self.now, Origin::Uncommanded);
        }
        strokes
    }
}

impl Actuator for BenchActuator {
    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        self.0.borrow_mut().stroke(pulse)
    }

    fn uncommanded(&mut self) -> u32 {
        self.0.borrow_mut().uncommanded()
    }

    fn monitor_clock_s(&mut self) -> u64 {
        self.0.borrow().now.powered_s
    }

    fn set_cut(&mut self, cut: bool) {
        self.0.borrow_mut().cut = cut;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_protocol::quantity::Count;

    const PULSE: Pulse = Pulse {
        at: Count(7),
        origin: PulseOrigin::Basal,
    };

    fn motor() -> (BenchActuator, Power) {
        let power = Power::new();
        power.set(true);
        (BenchActuator::new(power.clone(), None), power)
    }

    fn at(elapsed_s: u64) -> Moment {
        Moment {
            elapsed_s,
            ..Moment::default()
        }
    }

    #[test]
    fn nothing_moves_without_power_or_after_a_cut() {
        let (mut motor, power) = motor();
        motor.run_away(9);
        assert_eq!(motor.stroke(&PULSE), 1);
        motor.set_cut(true);
        motor.set_now(at(1));
        assert_eq!((motor.stroke(&PULSE), motor.uncommanded()), (0, 0));
        motor.set_cut(false);
        power.set(false);
        motor.set_now(at(2));
        assert_eq!((motor.stroke(&PULSE), motor.uncommanded()), (0, 0));
        assert!(!motor.runs_away());
    }

    #[test]
    fn a_stall_lasts_as_many_strokes_as_it_was_told() {
        let (mut motor, _power) = motor();
        motor.stall(Stall::Strokes(2));
        let felt = [(); 3].map(|()| motor.stroke(&PULSE));
        assert_eq!(felt, [0, 0, 1]);
        motor.stall(Stall::Always);
        assert_eq!(motor.stroke(&PULSE), 0);
        motor.stall(Stall::Never);
        assert_eq!(motor.stroke(&PULSE), 1);
    }

    #[test]
    fn every_nth_stroke_slips() {
        let (mut motor, _power) = motor();
        motor.slip(NonZeroU32::new(3));
        let felt = [(); 6].map(|()| motor.stroke(&PULSE));
        assert_eq!(felt, [1, 1, 0, 1, 1, 0]);
    }

    #[test]
    fn a_runaway_moves_once_a_second_until_it_is_through() {
        let (mut motor, _power) = motor();
        motor.set_now(at(10));
        motor.run_away(3);
        assert_eq!(motor.uncommanded(), 0);
        motor.set_now(at(11));
        assert_eq!(motor.uncommanded(), 1);
        motor.set_now(at(90));
        assert_eq!(motor.uncommanded(), 2);
        assert!(!motor.runs_away());
    }
}
