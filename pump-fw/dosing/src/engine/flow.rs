//! Time passing: pulses, borders of the program, spans and deficits.

use super::{Due, Engine, OUTBOX_HIGH, Pulse, PulseOrigin, RESERVE_S};
use crate::hazard::{self, Response};
use crate::limits::{self, FLOW_MOST_PER_MILLE, PULSE_NL};
use crate::plan::{pulse_units, pulses_in, units_per_s};
use crate::state::{BolusKind, Fill, Flow, Span};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::StopCause;
use cisterna_protocol::quantity::{Count, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{Body, DeficitCause};

/// What can be due next, in the order in which equal instants are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// The border of a program step, midnight among them. First, because a pulse at the same
    /// instant would step over it.
    Border,
    /// A basal pulse.
    Basal,
    /// A pulse of the running bolus.
    Bolus,
    /// The use-by.
    UseBy,
}

impl Fill {
    /// Residual by the plain count, nL.
    pub fn residual_nl(&self) -> u64 {
        self.volume_nl.saturating_sub(self.pulses * PULSE_NL)
    }

    /// Lower bound: fill − 1.145 × counted, nL. SR-46
    pub fn lower_nl(&self) -> u64 {
        let most = (self.pulses * PULSE_NL * FLOW_MOST_PER_MILLE).div_ceil(1_000);
        self.volume_nl.saturating_sub(most)
    }
}

impl Engine {
    /// What flows now.
    pub fn flow(&self) -> Flow {
        let Some(plan) = &self.plan else {
            return Flow::Idle;
        };
        if self.state.stopped {
            return Flow::Stopped;
        }
        if self.state.fill.is_none() || self.has(AlarmKind::ReservoirDry) {
            return Flow::Dry;
        }
        let stops = |kind| hazard::response(plan.drug, kind) == Response::Stop;
        if self.state.alarms.iter().any(|alarm| stops(alarm.kind)) {
            return Flow::Faulted;
        }
        if self.state.bridge.is_some() {
            Flow::Bridge
        } else {
            Flow::Program
        }
    }

    /// The pump did not run from where it was until `now`: what was prescribed in between is
    /// deficit, and a running bolus is over. SR-06, SR-12
    pub fn lapse(&mut self, now: Count) {
        self.end_bolus(StopCause::Late);
        while self.state.cursor < now {
            let border = self.border_at().map_or(now, |border| border.min(now));
            let units = self.units_per_s() * border.since(self.state.cursor);
            self.state.span.missed = self.state.span.missed.saturating_add(units);
            self.state.span.asked = self.state.span.asked.saturating_add(units);
            self.state.cursor = border;
            // A lapse of weeks is told by step while there is room, then in one record.
            if border < now && self.outbox.len() < OUTBOX_HIGH {
                self.close_span(DeficitCause::Late);
            }
        }
        self.close_span(DeficitCause::Late);
        self.must_commit = true;
    }

    /// The actuator's answer to the last pulse: how many strokes it reported, 0 where it stalled.
    ///
    /// # Panics
    /// Where no pulse waits for it.
    pub fn fed_back(&mut self, moved: u8) {
        let pulse = self.awaiting.take().expect("feedback belongs to a pulse");
        let counted = u32::from(moved).max(1);
        self.count_pulses(pulse, counted);
        self.state.feedback_balance = self
            .state
            .feedback_balance
            .saturating_add(i32::from(moved) - 1);
        if moved == 0 {
            self.state.stalled = self.state.stalled.saturating_add(1);
            self.state.moved = 0;
        } else {
            self.state.stalled = 0;
            self.state.moved = self.state.moved.saturating_add(1);
        }
        match pulse.origin {
            PulseOrigin::Basal => self.basal_given(moved),
            PulseOrigin::Patient | PulseOrigin::Clinician | PulseOrigin::Prime => {
                self.bolus_given(pulse.at, moved);
            }
        }
        self.check_actuator();
        self.check_reservoir();
    }

    /// Strokes that nobody commanded: they count, and they are an infusion error in the making.
    pub fn uncommanded(&mut self, strokes: u32) {
        let pulse = Pulse {
            at: self.state.cursor,
            origin: PulseOrigin::Basal,
        };
        self.count_pulses(pulse, strokes);
        let strokes = i32::try_from(strokes).unwrap_or(i32::MAX);
        self.state.feedback_balance = self.state.feedback_balance.saturating_add(strokes);
        self.check_actuator();
        self.check_reservoir();
        self.must_commit = true;
    }

    /// Concentration of what leaves the catheter.
    pub(super) fn concentration(&self) -> NanogramsPerMl {
        let of_plan = self
            .plan
            .as_ref()
            .map_or(NanogramsPerMl(1), |plan| plan.concentration);
        self.state
            .bridge
            .map_or(of_plan, |bridge| bridge.concentration)
    }

    /// Whether basal is being given.
    pub(super) fn flowing(&self) -> bool {
        match self.flow() {
            Flow::Program | Flow::Bridge => true,
            Flow::Idle | Flow::Stopped | Flow::Faulted | Flow::Dry => false,
        }
    }

    /// Units that the program adds a second, whether or not they can be given.
    fn units_per_s(&self) -> u64 {
        let Some(plan) = &self.plan else { return 0 };
        match self.state.bridge {
            Some(bridge) => units_per_s(bridge.rate),
            None => units_per_s(plan.rate_at(self.local_s())),
        }
    }

    /// Second of the civil day now.
    pub(super) fn local_s(&self) -> u32 {
        self.state.clock.local_s(self.state.cursor)
    }

    fn border_at(&self) -> Option<Count> {
        let plan = self.plan.as_ref()?;
        let local_s = self.local_s();
        Some(
            self.state
                .cursor
                .after(u64::from(plan.step_end(local_s) - local_s)),
        )
    }

    fn basal_at(&self) -> Option<Count> {
        if !self.flowing() {
            return None;
        }
        let missing = pulse_units(self.concentration()).saturating_sub(self.state.accumulated);
        if missing == 0 {
            // Owed in full: due even where the program pauses from here on.
            return Some(self.state.cursor);
        }
        let per_s = self.units_per_s();
        (per_s > 0).then(|| self.state.cursor.after(missing.div_ceil(per_s)))
    }

    fn use_by_at(&self) -> Option<Count> {
        let fill = self.state.fill?;
        if self.has(AlarmKind::UseByPassed) {
            return None;
        }
        let utc_now = self.state.clock.utc_at(self.state.cursor)?;
        Some(
            self.state
                .cursor
                .after(fill.use_by_utc_s.saturating_sub(utc_now)),
        )
    }

    /// The next thing that happens, and when. With nothing programmed that is never.
    pub(super) fn next_event(&self) -> (Count, Event) {
        let bolus_at = self.state.bolus.and_then(|bolus| bolus.next_at());
        [
            (self.basal_at(), Event::Basal),
            (bolus_at, Event::Bolus),
            (self.border_at(), Event::Border),
            (self.use_by_at(), Event::UseBy),
        ]
        .into_iter()
        .filter_map(|(at, event)| at.map(|at| (at, event)))
        .min()
        .unwrap_or((Count(u64::MAX), Event::Border))
    }

    /// Lets time pass to `at`, which lies before the next event.
    pub(super) fn move_to(&mut self, at: Count) {
        let units = self.units_per_s() * at.since(self.state.cursor);
        self.state.span.asked = self.state.span.asked.saturating_add(units);
        if self.flowing() {
            self.state.accumulated += units;
        } else {
            self.state.span.missed = self.state.span.missed.saturating_add(units);
        }
        self.state.cursor = self.state.cursor.max(at);
    }

    pub(super) fn happen(&mut self, event: Event) -> Option<Due> {
        match event {
            Event::Basal => self.basal_due(),
            Event::Bolus => self.bolus_due(),
            Event::Border => {
                self.close_span(DeficitCause::Stopped);
                None
            }
            Event::UseBy => {
                self.raise(AlarmKind::UseByPassed);
                None
            }
        }
    }

    fn basal_due(&mut self) -> Option<Due> {
        // SR-17: no pulse without a durable reservation that covers it. Where memory took no write
        // the basal goes on, and the reservation is tried again and again. SR-14
        let waits = self.uncovered && self.state.cursor < self.retry_at;
        if self.state.reserved == 0 && !waits {
            self.must_commit = true;
            return Some(Due::Commit);
        }
        let units = pulse_units(self.concentration());
        self.state.accumulated = self.state.accumulated.saturating_sub(units);
        if self.limit_holds(1) {
            self.clear(AlarmKind::LimitHold);
            return Some(self.pulse(PulseOrigin::Basal));
        }
        self.state.span.missed = self.state.span.missed.saturating_add(units);
        self.state.span.held = true;
        self.raise(AlarmKind::LimitHold);
        None
    }

    fn bolus_due(&mut self) -> Option<Due> {
        let bolus = self.state.bolus.expect("its pulse is due");
        if bolus.kind != BolusKind::Prime && !self.limit_holds(1) {
            self.end_bolus(StopCause::Alarm);
            return None;
        }
        Some(self.pulse(Self::pulse_origin(bolus.kind)))
    }

    fn pulse(&mut self, origin: PulseOrigin) -> Due {
        let pulse = Pulse {
            at: self.state.cursor,
            origin,
        };
        self.awaiting = Some(pulse);
        Due::Pulse(pulse)
    }

    /// Whether `more` pulses now keep the window's dose limit. The last line of SR-04: it holds at
    /// every pulse, whatever was accepted before, save in a span that was logged as exempt.
    fn limit_holds(&self, more: u32) -> bool {
        let Some(plan) = &self.plan else { return false };
        let flushing = self.state.bridge.is_some_and(|bridge| bridge.flush);
        if flushing || self.state.cursor <= self.state.exempt_until {
            return true;
        }
        let limit = pulses_in(plan.window_limit, self.concentration());
        self.state.window.counted(self.state.cursor, plan.window_s) + more <= limit
    }

    fn count_pulses(&mut self, pulse: Pulse, pulses: u32) {
        if pulse.origin != PulseOrigin::Prime {
            self.state.window.add(pulse.at, pulses);
        }
        self.count_volume(pulses);
    }

    pub(super) fn count_volume(&mut self, pulses: u32) {
        if let Some(fill) = &mut self.state.fill {
            fill.pulses = fill.pulses.saturating_add(u64::from(pulses));
        }
        let volume = Nanolitres(u64::from(pulses) * PULSE_NL);
        self.state.totals.delivered = self.state.totals.delivered.saturating_add(volume);
    }

    fn basal_given(&mut self, moved: u8) {
        self.state.reserved = self.state.reserved.saturating_sub(1);
        if moved == 0 {
            let units = pulse_units(self.concentration());
            self.state.span.missed = self.state.span.missed.saturating_add(units);
        } else {
            self.state.span.pulses += u32::from(moved);
        }
        if let Some(bridge) = &mut self.state.bridge {
            bridge.left_pulses = bridge.left_pulses.saturating_sub(u32::from(moved));
            if bridge.left_pulses == 0 {
                self.end_bridge();
            }
        }
    }

    fn end_bridge(&mut self) {
        let Some(bridge) = self.state.bridge else {
            return;
        };
        self.close_span(DeficitCause::Stopped);
        self.state.bridge = None;
        let Some(plan) = &self.plan else { return };
        let (from, to, window_s) = (bridge.concentration.0, plan.concentration.0, plan.window_s);
        self.state.accumulated = self
            .state
            .accumulated
            .min(pulse_units(plan.concentration).saturating_sub(1));
        self.state.window.rescale(from, to);
        if bridge.flush {
            self.state.blocked_until = self.state.cursor.after(u64::from(window_s));
        }
        self.log_event(Body::BridgeEnded);
        self.exempt_where_needed();
        // The new span counts in pulses of the new concentration.
        self.close_span(DeficitCause::Stopped);
        self.must_commit = true;
    }

    fn bolus_given(&mut self, at: Count, moved: u8) {
        // A pulse that was on its way when its bolus ended belongs to no later one.
        let Some(bolus) = self.state.bolus.as_mut().filter(|b| b.started_at < at) else {
            return;
        };
        bolus.commanded += 1;
        bolus.moved += u32::from(moved);
        if bolus.kind != BolusKind::Prime {
            let volume = Nanolitres(u64::from(moved) * PULSE_NL);
            self.state.totals.bolus = self.state.totals.bolus.saturating_add(volume);
        }
        // SR-01: strokes that the actuator made unasked are part of the dose.
        if bolus.left() == 0 || bolus.moved >= bolus.pulses {
            self.finish_bolus();
        }
    }

    fn check_actuator(&mut self) {
        if self.state.stalled >= limits::STALL_PULSES {
            self.raise(AlarmKind::MotorStall);
        }
        if self.state.moved >= limits::STALL_PULSES {
            self.clear(AlarmKind::MotorStall);
        }
        if self.state.feedback_balance.abs() >= limits::INFUSION_ERROR_PULSES {
            self.raise(AlarmKind::InfusionError);
        }
    }

    pub(super) fn check_reservoir(&mut self) {
        let Some(plan) = &self.plan else { return };
        let Some(fill) = self.state.fill else {
            // Never filled: the pump gives nothing, and says so.
            self.raise(AlarmKind::ReservoirDry);
            return;
        };
        let low = fill.lower_nl() <= plan.low_level_nl;
        let empty = fill.lower_nl() < PULSE_NL;
        let dry = fill.residual_nl() < PULSE_NL;
        self.set_alarm(AlarmKind::ReservoirLow, low);
        self.set_alarm(AlarmKind::ReservoirEmpty, empty);
        self.set_alarm(AlarmKind::ReservoirDry, dry);
    }

    pub(super) fn pulses_in_reserve_span(&self) -> u32 {
        let per_pulse = pulse_units(self.concentration());
        let units = self.units_per_s() * RESERVE_S;
        u32::try_from(units / per_pulse.max(1))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    /// After any change: where what flows is another thing than before, the span ends.
    pub(super) fn settle(&mut self) {
        if self.flow() != self.state.span.flow {
            self.close_span(DeficitCause::Stopped);
        }
    }

    /// Tells the span in dose records and begins the next. `interrupted` names the deficit of a
    /// span in which basal flowed; in others the flow itself says why nothing did.
    pub(super) fn close_span(&mut self, interrupted: DeficitCause) {
        let span = self.state.span;
        let at = self.state.cursor;
        let per_pulse = span.pulse_units.max(1);
        // Whole nanolitres; units are below 2^63 for any span that a border ends.
        let volume = |units: u64| {
            let nl = u128::from(units) * u128::from(PULSE_NL) / u128::from(per_pulse);
            Nanolitres(u64::try_from(nl).unwrap_or(u64::MAX))
        };
        let span_s = u32::try_from(at.since(span.since)).unwrap_or(u32::MAX);
        if span.asked > 0 || span.pulses > 0 {
            let delivered = Nanolitres(u64::from(span.pulses) * PULSE_NL);
            self.log_dose(Body::Basal {
                span_s,
                programmed: volume(span.asked),
                delivered,
            });
        }
        if span.missed > 0 {
            let missed = volume(span.missed);
            self.state.totals.deficit = self.state.totals.deficit.saturating_add(missed);
            let cause = deficit_cause(&span, interrupted);
            self.log_dose(Body::Deficit {
                cause,
                span_s,
                volume: missed,
            });
        }
        self.state.span = Span {
            since: at,
            flow: self.flow(),
            pulse_units: pulse_units(self.concentration()),
            ..Span::default()
        };
    }
}

#[allow(clippy::match_same_arms, reason = "one arm for each way of flowing")]
fn deficit_cause(span: &Span, interrupted: DeficitCause) -> DeficitCause {
    match span.flow {
        Flow::Stopped => DeficitCause::Stopped,
        Flow::Faulted => DeficitCause::Fault,
        Flow::Dry | Flow::Idle => DeficitCause::Dry,
        Flow::Program | Flow::Bridge if interrupted == DeficitCause::Late => interrupted,
        Flow::Program | Flow::Bridge if span.held => DeficitCause::LimitHold,
        Flow::Program | Flow::Bridge => DeficitCause::Fault,
    }
}
