//! Start: after manufacture, after a reset, after a power loss of unknown length.

use super::Engine;
use crate::state::{BolusKind, State, plan_of};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::StopCause;
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::Body;
use heapless::Vec;

/// What the board found at start: memory and actuator looked at before anything moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTest {
    /// All parts answered as they should.
    Passed,
    /// A part did not.
    Failed,
}

impl Engine {
    /// Starts from the durable state of the last run, `None` on a new pump.
    ///
    /// The outage counts as no time at all, in a new boot epoch, on a count above every durable
    /// record (SR-10). What was reserved counts as delivered (SR-17); a bolus that ran is over,
    /// with the least and most that it may have given (SR-06).
    ///
    /// `capacity_nl` is the reservoir's volume.
    pub fn boot(durable: Option<State>, capacity_nl: u64, self_test: SelfTest) -> Self {
        let state = durable.unwrap_or_default();
        let mut engine = Self {
            plan: state.active.as_ref().and_then(plan_of),
            state,
            capacity_nl,
            outbox: Vec::new(),
            must_commit: true,
            awaiting: None,
            uncovered: false,
            retry_at: Count(0),
        };
        engine.state.epoch = engine.state.epoch.saturating_add(1);
        engine.state.cursor = engine.state.cursor.after(1);
        engine.log_event(Body::Boot {
            self_test: self_test == SelfTest::Passed,
        });
        // SR-16: how long a mute lasted nobody knows, so it is over.
        for alarm in engine.state.alarms.iter_mut() {
            alarm.muted_until = None;
        }
        engine.count_reserved();
        engine.interrupt_bolus();
        if engine.state.active.is_some() && engine.plan.is_none() {
            // A prescription that was judged once and is not readable now: memory is bad.
            engine.raise(AlarmKind::BadMemory);
        }
        engine.set_alarm(AlarmKind::NotProgrammed, engine.plan.is_none());
        engine.set_alarm(AlarmKind::SelfTest, self_test == SelfTest::Failed);
        if engine.state.clock.utc_minus_count.is_some() {
            // SR-19: the last civil time goes on, and says so.
            engine.state.clock.uncertain = true;
            engine.raise(AlarmKind::ClockUncertain);
        }
        engine.check_reservoir();
        engine.settle();
        engine
    }

    /// SR-17: whatever was reserved counts as delivered, now, so that it leaves the window last.
    fn count_reserved(&mut self) {
        let reserved = core::mem::take(&mut self.state.reserved);
        let started = self.state.span.pulses > 0 || self.state.span.asked > 0;
        if reserved == 0 || (self.plan.is_none() && !started) {
            return;
        }
        self.state.window.add(self.state.cursor, reserved);
        self.count_volume(reserved);
        let volume = Nanolitres(u64::from(reserved) * crate::limits::PULSE_NL);
        self.log_dose(Body::Reserved { volume });
        if let Some(bridge) = &mut self.state.bridge {
            // The bridge must not end early: what may not have moved is still to come.
            bridge.left_pulses = bridge.left_pulses.max(1);
        }
    }

    fn interrupt_bolus(&mut self) {
        let Some(bolus) = self.state.bolus else {
            return;
        };
        let uncertain = bolus.left();
        if bolus.kind != BolusKind::Prime {
            self.state.window.add(self.state.cursor, uncertain);
        }
        self.count_volume(uncertain);
        self.end_bolus(StopCause::Reset);
    }
}
