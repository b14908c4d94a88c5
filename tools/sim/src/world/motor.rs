//! The motor of the simulated pump: what physically moved, and when.

use cisterna_dosing::engine::{Pulse, PulseOrigin};
use cisterna_firmware::Actuator;
use std::cell::RefCell;
use std::rc::Rc;

/// One stroke that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    /// Physical seconds from the start of the world.
    pub(crate) at_s: u64,
    /// Seconds during which the pump had power up to then.
    pub(crate) powered_s: u64,
    /// What commanded it; none where nobody did.
    pub(crate) origin: Option<PulseOrigin>,
}

/// What the motor is and did.
#[derive(Debug, Default)]
pub(crate) struct Motor {
    pub(crate) strokes: Vec<Stroke>,
    pub(crate) powered: bool,
    pub(crate) cut: bool,
    /// Physical and powered seconds, and the pump's count, at one instant.
    pub(crate) now_s: u64,
    pub(crate) powered_s: u64,
    pub(crate) booted_powered_s: u64,
    pub(crate) stall: u32,
    pub(crate) slip_every: u32,
    since_slip: u32,
    pub(crate) runaway: u32,
    ran_at_s: u64,
    /// Commanded strokes that did not move, since a fault was last cleared.
    pub(crate) missed: u32,
    pub(crate) uncommanded_since_release: u32,
    pub(crate) flaw: Flaw,
    commanded: u32,
}

/// A broken board, for the canaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Flaw {
    #[default]
    None,
    /// Each hundredth stroke is two, and reported as one.
    Doubles,
    /// A stall is reported as a stroke.
    StallUnfelt,
    /// The monitor's cut does nothing.
    CutIgnored,
    /// Bolus pulses move twice.
    BolusDoubles,
}

/// A handle of the motor.
#[derive(Clone, Debug, Default)]
pub(crate) struct MotorHandle(pub(crate) Rc<RefCell<Motor>>);

impl Motor {
    const fn can_move(&self) -> bool {
        self.powered && !self.cut
    }

    fn moved(&mut self, origin: Option<PulseOrigin>) {
        self.strokes.push(Stroke {
            at_s: self.now_s,
            powered_s: self.powered_s,
            origin,
        });
    }

    pub(crate) fn run_away(&mut self, strokes: u32) {
        self.runaway = strokes;
        self.ran_at_s = self.now_s;
    }

    /// Power is back, or the processor runs again: what moves unasked is felt from here on.
    pub(crate) const fn felt_from_now(&mut self) {
        self.ran_at_s = self.now_s;
    }

    pub(crate) const fn runs_away(&self) -> bool {
        self.runaway > 0 && self.can_move()
    }

    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        if !self.can_move() {
            return 0;
        }
        self.since_slip += 1;
        let slips = self.slip_every > 0 && self.since_slip.is_multiple_of(self.slip_every);
        if self.stall > 0 || slips {
            self.stall = self.stall.saturating_sub(1);
            self.missed += 1;
            return u8::from(self.flaw == Flaw::StallUnfelt);
        }
        self.commanded += 1;
        self.moved(Some(pulse.origin));
        let twice = match self.flaw {
            Flaw::Doubles => self.commanded.is_multiple_of(100),
            Flaw::BolusDoubles => pulse.origin == PulseOrigin::Patient,
            Flaw::None | Flaw::StallUnfelt | Flaw::CutIgnored => false,
        };
        if twice {
            self.moved(Some(pulse.origin));
        }
        1
    }
}

impl Actuator for MotorHandle {
    fn stroke(&mut self, pulse: &Pulse) -> u8 {
        self.0.borrow_mut().stroke(pulse)
    }

    fn uncommanded(&mut self) -> u32 {
        let mut motor = self.0.borrow_mut();
        let passed_s = motor.now_s.saturating_sub(motor.ran_at_s);
        motor.ran_at_s = motor.now_s;
        if !motor.runs_away() {
            return 0;
        }
        let strokes = u32::try_from(passed_s)
            .unwrap_or(u32::MAX)
            .min(motor.runaway);
        motor.runaway -= strokes;
        motor.uncommanded_since_release += strokes;
        for _ in 0..strokes {
            motor.moved(None);
        }
        strokes
    }

    fn monitor_clock_s(&mut self) -> u64 {
        let motor = self.0.borrow();
        motor.powered_s - motor.booted_powered_s
    }

    fn set_cut(&mut self, cut: bool) {
        let mut motor = self.0.borrow_mut();
        motor.cut = cut && motor.flaw != Flaw::CutIgnored;
        if !cut {
            motor.uncommanded_since_release = 0;
        }
    }
}
