//! What a clinician orders, after the signature was checked. SR-18, SR-19, SR-30
//!
//! Each order holds whole or changes nothing: everything is checked before anything is set.

use super::Engine;
use crate::limits::{self, PULSE_NL};
use crate::plan::{Plan, SLOT_S, pulse_units, pulses_in, units_per_s};
use crate::state::{BolusKind, BridgeState, Clock, Fill, Flow, plan_of};
use cisterna_protocol::bounded::decode_exact;
use cisterna_protocol::clinic::{Activation, Bridge, CivilClock, ClinicianBolus, Refill};
use cisterna_protocol::message::{AlarmKind, RejectReason, Rejection};
use cisterna_protocol::outcome::StopCause;
use cisterna_protocol::prescription::{Drug, Field, Prescription, SignedPrescription};
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::record::{Body, DeficitCause};
use sha2::{Digest, Sha256};

/// SHA-256 of a prescription's bytes.
pub fn digest_of(signed: &SignedPrescription) -> [u8; 32] {
    Sha256::digest(&*signed.prescription).into()
}

fn bad(field: Field) -> Rejection {
    Rejection::field(field)
}

const NOT_NOW: Rejection = Rejection::because(RejectReason::State);

impl Engine {
    /// Lays a prescription beside the active one. The caller checked its signature.
    ///
    /// # Errors
    /// The field that is refused; the staged and the active one stay as they were. SR-05
    pub fn stage(&mut self, signed: SignedPrescription, serial: &str) -> Result<(), Rejection> {
        let prescription: Prescription =
            decode_exact(&signed.prescription).map_err(|_| bad(Field::Shape))?;
        if prescription.serial.as_str() != serial {
            return Err(bad(Field::Serial));
        }
        let active = self.plan.as_ref().map_or(0, |plan| plan.version);
        if prescription.version <= active {
            return Err(bad(Field::Version));
        }
        Plan::judge(&prescription)?;
        self.state.staged = Some(signed);
        self.log_event(Body::Staged {
            version: prescription.version,
        });
        self.must_commit = true;
        Ok(())
    }

    /// Makes the staged prescription the active one, in one step. Drug and concentration have to
    /// be those in the reservoir; where they change, the refill carries the activation. SR-18
    ///
    /// # Errors
    /// Where a digest is another one or the drug in the reservoir is; nothing changes.
    pub fn activate(&mut self, activation: Activation) -> Result<(), Rejection> {
        let plan = self.staged_plan(&activation)?;
        if let Some(active) = self.plan.as_ref().filter(|_| self.state.fill.is_some()) {
            same_fluid(active, plan.drug, plan.concentration.0)?;
        }
        self.take_staged(plan);
        Ok(())
    }

    /// Records a refill, and whatever has to change with it in the same step.
    ///
    /// # Errors
    /// The field that does not match; nothing changes.
    pub fn refill(&mut self, refill: Refill) -> Result<(), Rejection> {
        let drug = Drug::from_code(refill.drug).ok_or(bad(Field::Drug))?;
        let staged = refill
            .activation
            .map(|a| self.staged_plan(&a))
            .transpose()?;
        let next = staged.as_ref().or(self.plan.as_ref()).ok_or(NOT_NOW)?;
        same_fluid(next, drug, refill.concentration.0)?;
        if refill.volume.0 == 0 || refill.volume.0 > self.capacity_nl {
            return Err(bad(Field::Volume));
        }
        let utc_now = self.state.clock.utc_at(self.state.cursor).unwrap_or(0);
        if refill.use_by_utc_s <= utc_now {
            return Err(bad(Field::UseBy));
        }
        let bridge = self.judge_bridge(next, refill.bridge)?;
        self.end_bolus(StopCause::Clinic);
        self.close_span(DeficitCause::Stopped);
        let expected = Nanolitres(self.state.fill.map_or(0, |fill| fill.residual_nl()));
        self.state.fill = Some(Fill {
            volume_nl: refill.volume.0,
            at: self.state.cursor,
            pulses: 0,
            use_by_utc_s: refill.use_by_utc_s,
        });
        self.log_event(Body::Refill {
            drug: refill.drug,
            concentration: refill.concentration.0,
            volume: refill.volume,
            expected,
        });
        if let Some(bridge) = bridge {
            self.begin_bridge(bridge);
        }
        if let Some(plan) = staged {
            self.take_staged(plan);
        }
        self.set_alarm(AlarmKind::UseByPassed, false);
        self.check_reservoir();
        self.settle();
        self.must_commit = true;
        Ok(())
    }

    /// Fills the catheter: at most its dead volume. SR-18
    ///
    /// # Errors
    /// Where the program does not run (a bridge would be pushed through), a bolus does, or the
    /// volume is out of range.
    pub fn prime(&mut self, volume: Nanolitres) -> Result<(), Rejection> {
        let plan = self
            .plan
            .as_ref()
            .filter(|_| self.flow() == Flow::Program)
            .ok_or(NOT_NOW)?;
        if self.state.bolus.is_some() {
            return Err(NOT_NOW);
        }
        let pulses = volume.0 / PULSE_NL;
        let lower_nl = self.state.fill.map_or(0, |fill| fill.lower_nl());
        if pulses == 0 || volume.0 > plan.dead_volume_nl || volume.0 > lower_nl {
            return Err(bad(Field::Volume));
        }
        let pulses = u32::try_from(pulses).map_err(|_| bad(Field::Volume))?;
        let interval_s = u32::try_from(limits::MIN_BOLUS_INTERVAL_S).unwrap_or(u32::MAX);
        self.start_bolus(BolusKind::Prime, pulses, pulses.saturating_mul(interval_s));
        Ok(())
    }

    /// Sets civil time; treated as an activation. SR-19
    ///
    /// # Errors
    /// Where the time or the offset is out of range.
    pub fn set_clock(&mut self, clock: CivilClock) -> Result<(), Rejection> {
        const FURTHEST_S: i32 = 14 * 3_600;
        const LATEST_UTC_S: u64 = 1 << 40;
        let offset_ok = clock.offset_s.abs() <= FURTHEST_S && clock.offset_s % 60 == 0;
        let difference = i128::from(clock.utc_s) - i128::from(self.state.cursor.0);
        let difference = i64::try_from(difference).map_err(|_| bad(Field::Clock))?;
        if !offset_ok || clock.utc_s > LATEST_UTC_S {
            return Err(bad(Field::Clock));
        }
        // The program moves under a running bolus, whose look-ahead no longer holds. SR-04
        self.end_bolus(StopCause::Clinic);
        self.close_span(DeficitCause::Stopped);
        self.state.clock = Clock {
            utc_minus_count: Some(difference),
            offset_s: clock.offset_s,
            uncertain: false,
        };
        let utc_s = u32::try_from(clock.utc_s).unwrap_or(u32::MAX);
        self.log_event(Body::ClockSet {
            utc_s,
            offset_s: clock.offset_s,
        });
        self.clear(AlarmKind::ClockUncertain);
        self.exempt_where_needed();
        self.must_commit = true;
        Ok(())
    }

    /// Stops therapy. SR-16
    ///
    /// # Errors
    /// Where it is stopped already.
    pub fn stop(&mut self) -> Result<(), Rejection> {
        if self.state.stopped {
            return Err(NOT_NOW);
        }
        self.end_bolus(StopCause::Clinic);
        self.state.stopped = true;
        self.log_event(Body::Stopped);
        self.raise(AlarmKind::Stopped);
        self.must_commit = true;
        Ok(())
    }

    /// Goes on.
    ///
    /// # Errors
    /// Where therapy is not stopped.
    pub fn resume(&mut self) -> Result<(), Rejection> {
        if !self.state.stopped {
            return Err(NOT_NOW);
        }
        self.state.stopped = false;
        self.clear(AlarmKind::Stopped);
        self.log_event(Body::Resumed);
        self.exempt_where_needed();
        self.settle();
        self.must_commit = true;
        Ok(())
    }

    /// A clinician's bolus: inside the hard limits and the window's dose limit, outside lockout
    /// and number, counted in all of them. SR-03
    ///
    /// # Errors
    /// Where therapy does not run, or the dose is out of range or breaks the window's limit.
    pub fn clinician_bolus(&mut self, order: ClinicianBolus) -> Result<(), Rejection> {
        let plan = self.plan.as_ref().ok_or(NOT_NOW)?;
        if self.flow() != Flow::Program
            || self.state.cursor < self.state.blocked_until
            || self.state.bolus.is_some()
            || self.blocking_alarm().is_some()
        {
            return Err(NOT_NOW);
        }
        let pulses = pulses_in(order.dose, plan.concentration);
        let lower_nl = self.state.fill.map_or(0, |fill| fill.lower_nl());
        let too_much = u64::from(pulses) * PULSE_NL > lower_nl;
        if order.dose.0 > limits::of(plan.drug).max_bolus_ng || pulses == 0 || too_much {
            return Err(bad(Field::BolusDose));
        }
        let shortest_s = u64::from(pulses) * limits::MIN_BOLUS_INTERVAL_S;
        if !limits::BOLUS_DURATION_S.contains(&order.duration_s)
            || u64::from(order.duration_s) < shortest_s
        {
            return Err(bad(Field::BolusDuration));
        }
        self.check_window(plan, pulses, order.duration_s)
            .map_err(|_| Rejection::because(RejectReason::DoseLimit))?;
        self.start_bolus(BolusKind::Clinician, pulses, order.duration_s);
        Ok(())
    }

    /// Takes a command's counter where it is above the last one of this clinician's slot. SR-30
    ///
    /// # Errors
    /// Where it is not.
    pub fn take_counter(&mut self, slot: usize, counter: u64) -> Result<(), Rejection> {
        let last = self
            .state
            .command_counters
            .get_mut(slot)
            .ok_or(bad(Field::Signer))?;
        if counter <= *last {
            return Err(bad(Field::Counter));
        }
        *last = counter;
        self.must_commit = true;
        Ok(())
    }

    /// A clinician slot that got a new key counts from nothing.
    pub fn reset_counter(&mut self, slot: usize) {
        if let Some(counter) = self.state.command_counters.get_mut(slot) {
            *counter = 0;
            self.must_commit = true;
        }
    }

    /// Forgets a revoked phone's mark; its key epoch is never given again. SR-37
    pub fn revoke_phone(&mut self, key_epoch: u32) {
        if self
            .running_id()
            .is_some_and(|id| id.key_epoch == key_epoch)
        {
            self.end_bolus(StopCause::Clinic);
        }
        self.state.requests.revoke(key_epoch);
        self.log_event(Body::Revoked { key_epoch });
        self.must_commit = true;
    }

    fn staged_plan(&self, activation: &Activation) -> Result<Plan, Rejection> {
        let staged = self.state.staged.as_ref().ok_or(NOT_NOW)?;
        let old = self.state.active.as_ref().map(digest_of);
        if activation.old.map(|old| old.0) != old || activation.new.0 != digest_of(staged) {
            return Err(bad(Field::Digest));
        }
        plan_of(staged).ok_or(NOT_NOW)
    }

    fn take_staged(&mut self, plan: Plan) {
        self.end_bolus(StopCause::Clinic);
        self.close_span(DeficitCause::Stopped);
        // What is owed is owed in dose, so it carries over; never more than one pulse of it.
        let most = pulse_units(
            self.state
                .bridge
                .map_or(plan.concentration, |b| b.concentration),
        );
        self.state.accumulated = self.state.accumulated.min(most.saturating_sub(1));
        self.log_event(Body::Activated {
            version: plan.version,
        });
        self.state.active = self.state.staged.take();
        self.plan = Some(plan);
        self.set_alarm(AlarmKind::NotProgrammed, false);
        self.exempt_where_needed();
        self.close_span(DeficitCause::Stopped);
        self.check_reservoir();
        self.must_commit = true;
    }

    /// SR-04: the activation's look-ahead with bolus 0. Where it fails, the span is logged as
    /// exempt: basal goes on in it, and boluses are blocked by the same look-ahead.
    pub(super) fn exempt_where_needed(&mut self) {
        let Some(plan) = self.plan.as_ref().filter(|_| self.state.bridge.is_none()) else {
            return;
        };
        let last = self.lookahead(plan, 0, 0).last_violation();
        // An exemption belongs to the activation that needed it and ends with the next one.
        self.state.exempt_until = last.unwrap_or_default();
        let Some(last) = last else { return };
        let until_s = u32::try_from(last.since(self.state.cursor)).unwrap_or(u32::MAX);
        self.log_event(Body::Exempt { until_s });
    }

    fn begin_bridge(&mut self, bridge: BridgeState) {
        self.state.bridge = Some(bridge);
        self.state.accumulated = 0;
        self.log_event(Body::BridgeBegan(Bridge {
            volume: Nanolitres(u64::from(bridge.left_pulses) * PULSE_NL),
            rate: bridge.rate,
            flush: bridge.flush,
        }));
    }

    /// The bridge that a refill needs: none for the same fluid or a first fill, one over the dead
    /// volume for another concentration, a flush for another drug. SR-18
    fn judge_bridge(
        &self,
        next: &Plan,
        bridge: Option<Bridge>,
    ) -> Result<Option<BridgeState>, Rejection> {
        let old = self.plan.as_ref().filter(|_| self.state.fill.is_some());
        let Some(old) = old.filter(|old| same_fluid(old, next.drug, next.concentration.0).is_err())
        else {
            return if bridge.is_some() {
                Err(bad(Field::Bridge))
            } else {
                Ok(None)
            };
        };
        let bridge = bridge.ok_or(bad(Field::Bridge))?;
        if self.state.bridge.is_some() || bridge.flush != (old.drug != next.drug) {
            return Err(bad(Field::Bridge));
        }
        let volume_ok = (next.dead_volume_nl..=2 * next.dead_volume_nl).contains(&bridge.volume.0);
        let per_pulse = pulse_units(old.concentration);
        let too_fast = units_per_s(bridge.rate) * limits::MIN_BASAL_INTERVAL_S > per_pulse
            || bridge.rate.0 > limits::of(old.drug).max_rate_ng_per_h;
        let window_units = units_per_s(bridge.rate) * (u64::from(next.window_s) + SLOT_S);
        let limit_units = u64::from(pulses_in(next.window_limit, old.concentration)) * per_pulse;
        let too_much = !bridge.flush && window_units > limit_units;
        if !volume_ok || bridge.rate.0 == 0 || too_fast || too_much {
            return Err(bad(Field::Bridge));
        }
        Ok(Some(BridgeState {
            left_pulses: u32::try_from(bridge.volume.0.div_ceil(PULSE_NL))
                .map_err(|_| bad(Field::Bridge))?,
            rate: bridge.rate,
            concentration: old.concentration,
            flush: bridge.flush,
        }))
    }
}

fn same_fluid(plan: &Plan, drug: Drug, concentration: u32) -> Result<(), Rejection> {
    if plan.drug != drug {
        return Err(bad(Field::Drug));
    }
    if plan.concentration.0 != concentration {
        return Err(bad(Field::Concentration));
    }
    Ok(())
}
