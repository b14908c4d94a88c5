//! Bolus requests: the decision, and the end of a bolus.
//!
//! ```text
//!  request ─► known id? ──► its stored outcome, or forgotten      (SR-07, before the expiry)
//!          ─► proof? expiry? epoch? permission? faults? lockout? number? look-ahead?
//!          ─► refused: kept, logged, nothing given
//!          ─► accepted: kept and durable ─► pulses ─► delivered | stopped early
//! ```

use super::Engine;
use crate::limits::{self, PULSE_NL};
use crate::plan::{BolusPlan, Plan, SLOT_S};
use crate::state::{BolusKind, Flow, RunningState};
use crate::window::Lookahead;
use cisterna_protocol::outcome::{
    BolusRequest, Course, Outcome, Refusal, RefusalReason, RequestId, StopCause, Stopped,
};
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::{Body, Origin};

/// A request with what its session knows about it.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// The request as it came.
    pub request: &'a BolusRequest,
    /// Key epoch of the phone whose session this is.
    pub key_epoch: u32,
    /// Whether the proof is by this phone's request key, for this session. SR-43
    pub proof_holds: bool,
    /// The count last read in this session. SR-08
    pub count_read: Option<Count>,
}

fn seconds(span_s: u64) -> u32 {
    u32::try_from(span_s).unwrap_or(u32::MAX)
}

impl Engine {
    /// Decides one request at the present instant (poll first). The answer may leave only after
    /// the state is durable where [`Engine::must_commit`] says so.
    pub fn request(&mut self, presented: Presented<'_>) -> Outcome {
        let request = presented.request;
        if request.id.key_epoch != presented.key_epoch {
            return Outcome::Refused(Refusal::because(RefusalReason::NotYourKey));
        }
        // SR-07: the look-up comes before everything that could refuse.
        if let Some(known) = self.look_up(request.id) {
            return known;
        }
        if !presented.proof_holds {
            // Nothing of it is kept: without the person's key it was never a request. SR-43
            return Outcome::Refused(Refusal::because(RefusalReason::BadProof));
        }
        match self.judge(&presented) {
            Ok(bolus) => self.accept(request.id, bolus),
            Err(refusal) => self.refuse(request.id, refusal),
        }
    }

    /// What became of `id`; an id that never arrived is voided, so that it never will. SR-07
    pub fn resolve(&mut self, id: RequestId, key_epoch: u32) -> Outcome {
        if id.key_epoch != key_epoch {
            return Outcome::Refused(Refusal::because(RefusalReason::NotYourKey));
        }
        if let Some(known) = self.look_up(id) {
            return known;
        }
        self.state.requests.void(id);
        self.log_event(Body::Voided(id));
        self.must_commit = true;
        Outcome::Voided
    }

    /// Ends the running bolus of `id`, or voids an id that never arrived.
    pub fn cancel(&mut self, id: RequestId, key_epoch: u32) -> Outcome {
        if id.key_epoch == key_epoch && self.running_id() == Some(id) {
            self.end_bolus(StopCause::Cancelled);
        }
        self.resolve(id, key_epoch)
    }

    /// Known outcome of an id, the running bolus included.
    pub fn look_up(&self, id: RequestId) -> Option<Outcome> {
        if let Some(bolus) = self.state.bolus.filter(|_| self.running_id() == Some(id)) {
            return Some(Outcome::Running(course(&bolus)));
        }
        self.state.requests.look_up(id)
    }

    /// Why a request would be refused now, whatever its id, proof and expiry. SR-42
    pub fn refusal_now(&self) -> Option<Refusal> {
        self.permitted().err()
    }

    /// The running bolus's request, where a patient asked for it.
    pub(super) fn running_id(&self) -> Option<RequestId> {
        match self.state.bolus?.kind {
            BolusKind::Patient(id) => Some(id),
            BolusKind::Clinician | BolusKind::Prime => None,
        }
    }

    fn judge(&self, presented: &Presented<'_>) -> Result<BolusPlan, Refusal> {
        let request = presented.request;
        let now = self.state.cursor;
        // SR-08
        if request.epoch != self.state.epoch {
            return Err(Refusal::because(RefusalReason::WrongEpoch));
        }
        let read = presented
            .count_read
            .ok_or(Refusal::because(RefusalReason::CountNotRead))?;
        if request.expires_at < now {
            return Err(Refusal::because(RefusalReason::Expired));
        }
        if request.expires_at > read.after(limits::MAX_EXPIRY_S) {
            return Err(Refusal::because(RefusalReason::ExpiryTooFar));
        }
        let bolus = self.permitted()?;
        let version = self.plan.as_ref().map(|plan| plan.version);
        if request.dose != bolus.dose || version != Some(request.prescription_version) {
            return Err(Refusal::because(RefusalReason::PrescriptionChanged));
        }
        Ok(bolus)
    }

    fn permitted(&self) -> Result<BolusPlan, Refusal> {
        let because = |reason| Err(Refusal::because(reason));
        let Some((plan, bolus)) = self.plan.as_ref().and_then(|p| Some((p, p.bolus?))) else {
            return because(RefusalReason::NotPermitted); // SR-11
        };
        if self.state.stopped {
            return because(RefusalReason::Stopped);
        }
        if let Some(alarm) = self.blocking_alarm() {
            let fault = Refusal::because(RefusalReason::Fault);
            return Err(Refusal {
                alarm: Some(alarm),
                ..fault
            });
        }
        match self.flow() {
            Flow::Program => {}
            Flow::Bridge => return because(RefusalReason::Bridge), // SR-18
            Flow::Dry => return because(RefusalReason::ReservoirEmpty),
            Flow::Idle | Flow::Stopped | Flow::Faulted => return because(RefusalReason::Stopped),
        }
        let now = self.state.cursor;
        if now < self.state.blocked_until {
            let left_s = seconds(self.state.blocked_until.since(now));
            return Err(Refusal::for_seconds(RefusalReason::Bridge, left_s));
        }
        self.check_timing(plan, &bolus)?;
        self.check_volume(&bolus)?;
        self.check_window(plan, bolus.pulses, bolus.duration_s)?;
        Ok(bolus)
    }

    fn check_timing(&self, plan: &Plan, bolus: &BolusPlan) -> Result<(), Refusal> {
        let now = self.state.cursor;
        // SR-02, SR-09: start to start, on the pump's count alone.
        if let Some(last) = self.state.starts.last() {
            let free = last.after(u64::from(bolus.lockout_s));
            if now < free {
                let left_s = seconds(free.since(now));
                return Err(Refusal::for_seconds(RefusalReason::Lockout, left_s));
            }
        }
        if let Some(running) = self.state.bolus {
            let end = running.started_at.after(u64::from(running.duration_s));
            let left_s = seconds(end.since(now));
            let reason = match running.kind {
                BolusKind::Patient(_) | BolusKind::Clinician => RefusalReason::BolusRunning,
                BolusKind::Prime => RefusalReason::Bridge, // SR-18
            };
            return Err(Refusal::for_seconds(reason, left_s));
        }
        // SR-03: the oldest start that has to leave the window before another fits.
        let max = usize::from(bolus.max_in_window);
        if self.starts_in_window(plan) >= max {
            let oldest = self.state.starts[self.state.starts.len() - max];
            let left_s = seconds(oldest.after(u64::from(plan.window_s)).since(now));
            return Err(Refusal::for_seconds(RefusalReason::NumberInWindow, left_s));
        }
        Ok(())
    }

    /// Starts in the window that ends now.
    pub(super) fn starts_in_window(&self, plan: &Plan) -> usize {
        let window_s = u64::from(plan.window_s);
        let now = self.state.cursor;
        self.state
            .starts
            .iter()
            .filter(|start| start.after(window_s) > now)
            .count()
    }

    fn check_volume(&self, bolus: &BolusPlan) -> Result<(), Refusal> {
        let lower_nl = self.state.fill.map_or(0, |fill| fill.lower_nl());
        if lower_nl < u64::from(bolus.pulses) * PULSE_NL {
            return Err(Refusal::because(RefusalReason::ReservoirEmpty));
        }
        Ok(())
    }

    /// SR-04: the window's dose limit at every instant ahead, basal going on.
    pub(super) fn check_window(
        &self,
        plan: &Plan,
        pulses: u32,
        duration_s: u32,
    ) -> Result<(), Refusal> {
        let running = self
            .state
            .bolus
            .filter(|bolus| bolus.kind != BolusKind::Prime);
        let rest = running.map_or(0, |bolus| bolus.left());
        match self
            .lookahead(plan, pulses.saturating_add(rest), duration_s)
            .last_violation()
        {
            None => Ok(()),
            Some(last) => {
                let left_s = seconds(last.since(self.state.cursor));
                Err(Refusal::for_seconds(RefusalReason::DoseLimit, left_s))
            }
        }
    }

    pub(super) fn lookahead<'a>(
        &'a self,
        plan: &'a Plan,
        extra_pulses: u32,
        duration_s: u32,
    ) -> Lookahead<'a> {
        Lookahead {
            window: &self.state.window,
            plan,
            now: self.state.cursor,
            local_s: self.local_s(),
            accumulated: self.state.accumulated,
            extra_pulses,
            horizon_s: u64::from(plan.window_s) + u64::from(duration_s) + SLOT_S,
        }
    }

    fn accept(&mut self, id: RequestId, bolus: BolusPlan) -> Outcome {
        let running = self.start_bolus(BolusKind::Patient(id), bolus.pulses, bolus.duration_s);
        self.state.requests.raise_mark(id);
        let programmed = Nanolitres(u64::from(bolus.pulses) * PULSE_NL);
        self.log_event(Body::Accepted { id, programmed });
        // Where the log has ended the bolus already has, too.
        let known = self.look_up(id);
        known.unwrap_or(Outcome::Running(course(&running)))
    }

    /// Starts a bolus that was allowed. It is durable before its first pulse: a commit is due.
    pub(super) fn start_bolus(
        &mut self,
        kind: BolusKind,
        pulses: u32,
        duration_s: u32,
    ) -> RunningState {
        assert!(self.state.bolus.is_none(), "one bolus at a time");
        let running = RunningState {
            kind,
            started_at: self.state.cursor,
            duration_s,
            pulses,
            commanded: 0,
            moved: 0,
            concentration: self.concentration(),
        };
        self.state.bolus = Some(running);
        if kind != BolusKind::Prime {
            // Clinician doses count in window and lockout. SR-03
            self.state.starts.push_over(self.state.cursor);
            self.state.totals.boluses = self.state.totals.boluses.saturating_add(1);
        }
        self.must_commit = true;
        running
    }

    fn refuse(&mut self, id: RequestId, refusal: Refusal) -> Outcome {
        let outcome = Outcome::Refused(refusal);
        self.state.requests.keep_refusal(id, outcome);
        self.log_refusal(id, refusal.reason);
        self.must_commit = true;
        outcome
    }

    /// The last pulse of the running bolus was given.
    pub(super) fn finish_bolus(&mut self) {
        let Some(bolus) = self.state.bolus.take() else {
            return;
        };
        if let BolusKind::Patient(id) = bolus.kind {
            self.state
                .requests
                .keep_delivery(id, Outcome::Delivered(course(&bolus)));
        }
        self.tell_bolus(&bolus, None);
    }

    /// The running bolus ends before its end and is never resumed; lockout and number keep it in
    /// full. SR-06
    pub(super) fn end_bolus(&mut self, cause: StopCause) {
        let Some(bolus) = self.state.bolus.take() else {
            return;
        };
        if let BolusKind::Patient(id) = bolus.kind {
            let most = self.most_given(&bolus, cause);
            let outcome = Outcome::StoppedEarly(stopped(&bolus, self.state.cursor, cause, most));
            self.state.requests.keep_delivery(id, outcome);
        }
        self.tell_bolus(&bolus, Some(cause));
    }

    /// Pulses that were given at most. After a reset nobody knows which of the commanded pulses
    /// are durable: the whole. A pulse on its way counts. SR-06
    fn most_given(&self, bolus: &RunningState, cause: StopCause) -> u32 {
        match cause {
            StopCause::Reset => bolus.pulses.max(bolus.moved),
            StopCause::Cancelled | StopCause::Alarm | StopCause::Clinic | StopCause::Late => {
                let origin = Self::pulse_origin(bolus.kind);
                let awaited = self.awaiting.is_some_and(|pulse| pulse.origin == origin);
                bolus.commanded.max(bolus.moved) + u32::from(awaited)
            }
        }
    }

    fn tell_bolus(&mut self, bolus: &RunningState, cause: Option<StopCause>) {
        let span_s = seconds(self.state.cursor.since(bolus.started_at));
        let programmed = Nanolitres(u64::from(bolus.pulses) * PULSE_NL);
        let least = Nanolitres(u64::from(bolus.moved) * PULSE_NL);
        let origin = match bolus.kind {
            BolusKind::Patient(id) => Origin::Phone(id),
            BolusKind::Clinician => Origin::Clinician,
            BolusKind::Prime => {
                self.log_dose(Body::Prime {
                    programmed,
                    delivered: least,
                });
                self.must_commit = true;
                return;
            }
        };
        self.log_dose(Body::Bolus {
            origin,
            cause,
            span_s,
            programmed,
            least,
        });
        self.must_commit = true;
    }
}

/// The course of a running or finished bolus.
pub(super) fn course(bolus: &RunningState) -> Course {
    let delivered = Nanolitres(u64::from(bolus.moved) * PULSE_NL);
    Course {
        started_at: bolus.started_at,
        ends_at: bolus.started_at.after(u64::from(bolus.duration_s)),
        programmed: Nanolitres(u64::from(bolus.pulses) * PULSE_NL),
        delivered,
        delivered_dose: delivered.dose_at(bolus.concentration),
    }
}

fn stopped(bolus: &RunningState, ended_at: Count, cause: StopCause, most_pulses: u32) -> Stopped {
    let least = Nanolitres(u64::from(bolus.moved) * PULSE_NL);
    let most = Nanolitres(u64::from(most_pulses) * PULSE_NL);
    Stopped {
        started_at: bolus.started_at,
        ended_at,
        programmed: Nanolitres(u64::from(bolus.pulses) * PULSE_NL),
        least,
        most,
        least_dose: least.dose_at(bolus.concentration),
        most_dose: most.dose_at(bolus.concentration),
        cause,
    }
}
