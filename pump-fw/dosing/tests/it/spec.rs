//! The dosing rules again: small, slow, and meant to be obviously right.
//!
//! It shares nothing with the engine but the shapes of the messages. Every pulse is kept with its
//! second for ever, every sum is made anew by a plain loop, and time goes on second by second.
//! The rules in words are in `docs/dosing.md`; the sections are named here.

use cisterna_dosing::engine::PulseOrigin;
use cisterna_dosing::requests::{DELIVERIES, REFUSALS, VOIDS};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::{
    BolusRequest, Course, Outcome, Refusal, RefusalReason, RequestId, StopCause, Stopped,
};
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::{Count, Nanograms, Nanolitres};

const PULSE_NL: u128 = 250;
const SLOT_S: u64 = 300;

/// A bolus that is being given.
#[derive(Clone, Copy)]
struct Running {
    id: Option<RequestId>,
    start: u64,
    duration_s: u64,
    pulses: u64,
    given: u64,
}

/// One request as a session presents it.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) request: BolusRequest,
    pub(crate) key_epoch: u32,
    pub(crate) proof_holds: bool,
    pub(crate) count_read: Option<u64>,
}

/// The pump as the rules see it: filled, with one drug, and never short of power.
#[derive(Clone)]
pub(crate) struct Spec {
    pub(crate) now: u64,
    epoch: u32,
    rx: Prescription,
    /// Civil seconds minus count.
    civil_ahead_s: i64,
    /// Rates of every second in which basal flowed, summed up: ng/h × s.
    asked: u128,
    /// Basal pulses that have been due, given or withheld.
    due: u128,
    pub(crate) pulses: Vec<(u64, PulseOrigin)>,
    starts: Vec<u64>,
    running: Option<Running>,
    deliveries: Vec<(RequestId, Outcome)>,
    refusals: Vec<(RequestId, Outcome)>,
    voids: Vec<RequestId>,
    stopped: bool,
    /// Strokes that nobody commanded, since the last infusion error.
    slipped: u32,
    pub(crate) limit_hold: bool,
    /// Basal pulses that the limit held back.
    pub(crate) withheld: u64,
    exempt_until: u64,
    /// Spans (from, to] that were logged as exempt.
    pub(crate) exempt: Vec<(u64, u64)>,
}

fn because(reason: RefusalReason) -> Outcome {
    Outcome::Refused(Refusal::because(reason))
}

fn for_seconds(reason: RefusalReason, left_s: u64) -> Outcome {
    Outcome::Refused(Refusal::for_seconds(reason, u32::try_from(left_s).unwrap()))
}

impl Spec {
    /// The rules from the instant at which the first prescription became active.
    pub(crate) fn new(now: u64, epoch: u32, rx: Prescription) -> Self {
        Self {
            now,
            epoch,
            rx,
            civil_ahead_s: 0,
            asked: 0,
            due: 0,
            pulses: Vec::new(),
            starts: Vec::new(),
            running: None,
            deliveries: Vec::new(),
            refusals: Vec::new(),
            voids: Vec::new(),
            stopped: false,
            slipped: 0,
            limit_hold: false,
            withheld: 0,
            exempt_until: 0,
            exempt: Vec::new(),
        }
    }

    // ---- Section "Units" -------------------------------------------------------------------

    /// What one pulse is worth: 250 nL × c ng/mL × 3600 s/h, in millionths of ng/h × s.
    fn pulse_millionths(&self) -> u128 {
        PULSE_NL * u128::from(self.rx.concentration.0) * 3_600
    }

    /// Owed basal: all that was asked for, less all that was due.
    fn owed_millionths(&self) -> u128 {
        self.asked * 1_000_000 - self.due * self.pulse_millionths()
    }

    /// Whole pulses in a dose, rounded down.
    pub(crate) fn pulses_of(&self, dose: Nanograms) -> u64 {
        let whole =
            u128::from(dose.0) * 1_000_000 / (PULSE_NL * u128::from(self.rx.concentration.0));
        u64::try_from(whole).unwrap()
    }

    pub(crate) fn limit(&self) -> u64 {
        self.pulses_of(self.rx.window_limit)
    }

    pub(crate) fn window_s(&self) -> u64 {
        u64::from(self.rx.window_s)
    }

    // ---- Section "Basal" -------------------------------------------------------------------

    /// Rate of the program in the second [at, at + 1), ng/h.
    fn rate(&self, at: u64) -> u128 {
        let civil = i64::try_from(at).unwrap() + self.civil_ahead_s;
        let of_day = u32::try_from(civil.rem_euclid(86_400)).unwrap();
        for step in self.rx.steps.iter() {
            if step.from_s <= of_day && of_day < step.until_s {
                return u128::from(step.rate.0);
            }
        }
        panic!("a program covers the day")
    }

    /// Lets one second pass: [now, now + 1).
    pub(crate) fn second(&mut self) {
        if !self.stopped {
            self.asked += self.rate(self.now);
        }
        self.now += 1;
        if !self.stopped && self.owed_millionths() >= self.pulse_millionths() {
            self.basal_pulse();
        }
        self.bolus_pulse();
    }

    fn basal_pulse(&mut self) {
        self.due += 1;
        if self.guard_lets_one_more() {
            self.limit_hold = false;
            self.pulses.push((self.now, PulseOrigin::Basal));
        } else {
            self.withheld += 1;
            if !self.limit_hold {
                self.limit_hold = true;
                self.end(StopCause::Alarm);
            }
        }
    }

    pub(crate) fn run_to(&mut self, until: u64) {
        while self.now < until {
            self.second();
        }
    }

    // ---- Section "Bolus" -------------------------------------------------------------------

    fn bolus_pulse(&mut self) {
        let Some(bolus) = self.running else { return };
        let k = bolus.given + 1;
        let due = bolus.start + (k * bolus.duration_s).div_ceil(bolus.pulses);
        if due != self.now {
            return;
        }
        if !self.guard_lets_one_more() {
            self.end(StopCause::Alarm);
            return;
        }
        let origin = bolus
            .id
            .map_or(PulseOrigin::Clinician, |_| PulseOrigin::Patient);
        self.pulses.push((self.now, origin));
        let bolus = Running { given: k, ..bolus };
        self.running = Some(bolus);
        if bolus.given == bolus.pulses {
            self.running = None;
            if let Some(id) = bolus.id {
                self.deliveries
                    .push((id, Outcome::Delivered(self.course(bolus))));
            }
        }
    }

    fn end(&mut self, cause: StopCause) {
        let Some(bolus) = self.running.take() else {
            return;
        };
        let Some(id) = bolus.id else { return };
        let given = self.course(bolus);
        let stopped = Stopped {
            started_at: given.started_at,
            ended_at: Count(self.now),
            programmed: given.programmed,
            least: given.delivered,
            most: given.delivered,
            least_dose: given.delivered_dose,
            most_dose: given.delivered_dose,
            cause,
        };
        self.deliveries.push((id, Outcome::StoppedEarly(stopped)));
    }

    fn course(&self, bolus: Running) -> Course {
        let nl = |pulses: u64| u128::from(pulses) * PULSE_NL;
        let ng = nl(bolus.given) * u128::from(self.rx.concentration.0) / 1_000_000;
        Course {
            started_at: Count(bolus.start),
            ends_at: Count(bolus.start + bolus.duration_s),
            programmed: Nanolitres(u64::try_from(nl(bolus.pulses)).unwrap()),
            delivered: Nanolitres(u64::try_from(nl(bolus.given)).unwrap()),
            delivered_dose: Nanograms(u64::try_from(ng).unwrap()),
        }
    }

    // ---- Section "Window" ------------------------------------------------------------------

    /// First instant at which a pulse at `pulse` counts no more: its slot's last second is out of
    /// (t − W, t].
    fn counts_until(&self, pulse: u64) -> u64 {
        let last_of_slot = pulse / SLOT_S * SLOT_S + SLOT_S - 1;
        last_of_slot + self.window_s()
    }

    /// Pulses that count at `t`, of those up to now.
    fn counted(&self, t: u64) -> u64 {
        // Older ones than a window and a slot cannot count: the loop may stop there.
        let still = |pulse: &&(u64, PulseOrigin)| pulse.0 + self.window_s() + SLOT_S >= t;
        let counts = |pulse: &&(u64, PulseOrigin)| t < self.counts_until(pulse.0);
        self.pulses
            .iter()
            .rev()
            .take_while(still)
            .filter(counts)
            .count() as u64
    }

    fn guard_lets_one_more(&self) -> bool {
        self.now <= self.exempt_until || self.counted(self.now) < self.limit()
    }

    /// The last t in (now, now + W + duration + 300] at which
    /// counted(t) + extra + ⌈owed + basal (now, t]⌉ > limit.
    fn last_violation(&self, extra: u64, duration_s: u64) -> Option<u64> {
        let span_s = self.window_s() + duration_s + SLOT_S;
        // How many pulses leave at each second of the span; the rest is a running sum.
        let mut leaving = vec![0u64; usize::try_from(span_s).unwrap() + 1];
        for (pulse, _) in self.pulses.iter().rev() {
            let until = self.counts_until(*pulse);
            if pulse + self.window_s() + SLOT_S < self.now {
                break;
            }
            if until > self.now {
                leaving[usize::try_from(until - self.now).unwrap()] += 1;
            }
        }
        let mut counted = self.counted(self.now);
        let mut owed = self.owed_millionths();
        let mut last = None;
        for ahead in 1..=span_s {
            owed += self.rate(self.now + ahead - 1) * 1_000_000;
            counted -= leaving[usize::try_from(ahead).unwrap()];
            let taken = counted + extra;
            // ⌈owed⌉ ≤ room ⇔ owed ≤ room.
            let fits = taken <= self.limit()
                && owed <= u128::from(self.limit() - taken) * self.pulse_millionths();
            if !fits {
                last = Some(self.now + ahead);
            }
        }
        last
    }

    /// Activation, clock and resume repeat the check with bolus 0.
    fn exempt_where_needed(&mut self) {
        let last = self.last_violation(0, 0);
        self.exempt_until = last.unwrap_or(0);
        if let Some(last) = last {
            self.exempt.push((self.now, last));
        }
    }

    pub(crate) fn is_exempt(&self, t: u64) -> bool {
        self.exempt.iter().any(|(from, to)| *from <= t && t <= *to)
    }

    // ---- Section "Requests" ----------------------------------------------------------------

    /// The highest counter that this phone ever used.
    fn high_water(&self, key_epoch: u32) -> u32 {
        let kept = self
            .deliveries
            .iter()
            .chain(&self.refusals)
            .map(|(id, _)| id);
        let running = self.running.iter().filter_map(|bolus| bolus.id.as_ref());
        let all = kept.chain(&self.voids).chain(running);
        let own = all.filter(|id| id.key_epoch == key_epoch);
        own.map(|id| id.counter).max().unwrap_or(0)
    }

    fn look_up(&self, id: RequestId) -> Option<Outcome> {
        if let Some(bolus) = self.running.filter(|bolus| bolus.id == Some(id)) {
            return Some(Outcome::Running(self.course(bolus)));
        }
        let last_deliveries = self.deliveries.iter().rev().take(DELIVERIES);
        let last_refusals = self.refusals.iter().rev().take(REFUSALS);
        for (kept, outcome) in last_deliveries.chain(last_refusals) {
            if *kept == id {
                return Some(*outcome);
            }
        }
        if self.voids.iter().rev().take(VOIDS).any(|void| *void == id) {
            return Some(Outcome::Voided);
        }
        (id.counter <= self.high_water(id.key_epoch)).then_some(Outcome::Forgotten)
    }

    pub(crate) fn request(&mut self, asked: &Asked) -> Outcome {
        let id = asked.request.id;
        if id.key_epoch != asked.key_epoch {
            return because(RefusalReason::NotYourKey);
        }
        if let Some(known) = self.look_up(id) {
            return known;
        }
        if !asked.proof_holds {
            return because(RefusalReason::BadProof);
        }
        let outcome = self.decide(asked);
        if matches!(outcome, Outcome::Refused(_)) {
            self.refusals.push((id, outcome));
        }
        outcome
    }

    fn decide(&mut self, asked: &Asked) -> Outcome {
        let request = &asked.request;
        if request.epoch != self.epoch {
            return because(RefusalReason::WrongEpoch);
        }
        let Some(read) = asked.count_read else {
            return because(RefusalReason::CountNotRead);
        };
        if request.expires_at.0 < self.now {
            return because(RefusalReason::Expired);
        }
        if request.expires_at.0 > read + 60 {
            return because(RefusalReason::ExpiryTooFar);
        }
        let Some(bolus) = self.rx.bolus else {
            return because(RefusalReason::NotPermitted);
        };
        if let Some(refusal) = self.refusal() {
            return refusal;
        }
        if request.dose != bolus.dose || request.prescription_version != self.rx.version {
            return because(RefusalReason::PrescriptionChanged);
        }
        self.begin(Some(request.id), bolus.dose, bolus.duration_s);
        Outcome::Running(self.course(self.running.expect("just begun")))
    }

    /// Why no bolus may start now, the first reason in the order of the rules.
    fn refusal(&self) -> Option<Outcome> {
        let bolus = self.rx.bolus?;
        if self.stopped {
            return Some(because(RefusalReason::Stopped));
        }
        if self.limit_hold {
            let fault = Refusal::because(RefusalReason::Fault);
            return Some(Outcome::Refused(Refusal {
                alarm: Some(AlarmKind::LimitHold),
                ..fault
            }));
        }
        if let Some(last) = self.starts.last() {
            let free = last + u64::from(bolus.lockout_s);
            if self.now < free {
                return Some(for_seconds(RefusalReason::Lockout, free - self.now));
            }
        }
        if let Some(running) = self.running {
            let left_s = running.start + running.duration_s - self.now;
            return Some(for_seconds(RefusalReason::BolusRunning, left_s));
        }
        let max = usize::from(bolus.max_in_window);
        let inside: Vec<u64> = self.starts_inside();
        if inside.len() >= max {
            // The one that has to leave before fewer than max are in.
            let leaves = inside[inside.len() - max] + self.window_s();
            return Some(for_seconds(
                RefusalReason::NumberInWindow,
                leaves - self.now,
            ));
        }
        let last = self.last_violation(self.pulses_of(bolus.dose), bolus.duration_s.into())?;
        Some(for_seconds(RefusalReason::DoseLimit, last - self.now))
    }

    /// Starts that count now, oldest first.
    pub(crate) fn starts_inside(&self) -> Vec<u64> {
        let inside = |start: &u64| *start + self.window_s() > self.now;
        self.starts.iter().copied().filter(inside).collect()
    }

    fn begin(&mut self, id: Option<RequestId>, dose: Nanograms, duration_s: u32) {
        assert!(self.running.is_none(), "one bolus at a time");
        self.running = Some(Running {
            id,
            start: self.now,
            duration_s: duration_s.into(),
            pulses: self.pulses_of(dose),
            given: 0,
        });
        self.starts.push(self.now);
    }

    pub(crate) fn resolve(&mut self, id: RequestId) -> Outcome {
        if let Some(known) = self.look_up(id) {
            return known;
        }
        self.voids.push(id);
        Outcome::Voided
    }

    pub(crate) fn cancel(&mut self, id: RequestId) -> Outcome {
        if self.running.is_some_and(|bolus| bolus.id == Some(id)) {
            self.end(StopCause::Cancelled);
        }
        self.resolve(id)
    }

    // ---- Section "The clinic" --------------------------------------------------------------

    pub(crate) fn stop(&mut self) -> bool {
        if self.stopped {
            return false;
        }
        self.end(StopCause::Clinic);
        self.stopped = true;
        true
    }

    pub(crate) fn resume(&mut self) -> bool {
        if !self.stopped {
            return false;
        }
        self.stopped = false;
        self.exempt_where_needed();
        true
    }

    pub(crate) fn activate(&mut self, rx: Prescription) {
        assert_eq!(
            rx.concentration, self.rx.concentration,
            "a refill changes it"
        );
        self.end(StopCause::Clinic);
        self.rx = rx;
        self.exempt_where_needed();
    }

    pub(crate) fn set_clock(&mut self, utc_s: u64, offset_s: i32) {
        self.end(StopCause::Clinic);
        let civil = i64::try_from(utc_s).unwrap() + i64::from(offset_s);
        self.civil_ahead_s = civil - i64::try_from(self.now).unwrap();
        self.exempt_where_needed();
    }

    /// Strokes that nobody commanded: they count. From 8 on they are an infusion error, which ends
    /// a bolus; the clinic clears it at once.
    pub(crate) fn slip(&mut self, strokes: u32) {
        for _ in 0..strokes {
            self.pulses.push((self.now, PulseOrigin::Basal));
        }
        self.slipped += strokes;
        if self.slipped >= 8 {
            self.slipped = 0;
            self.end(StopCause::Alarm);
        }
    }

    /// Whether the clinician's bolus (within its hard limits) starts.
    pub(crate) fn clinician_bolus(&mut self, dose: Nanograms, duration_s: u32) -> bool {
        if self.stopped || self.limit_hold || self.running.is_some() {
            return false;
        }
        let pulses = self.pulses_of(dose);
        if self.last_violation(pulses, duration_s.into()).is_some() {
            return false;
        }
        self.begin(None, dose, duration_s);
        true
    }

    /// The permission's lockout end and the number's, as instants worth asking at.
    pub(crate) fn edges(&self) -> Vec<u64> {
        let mut edges = Vec::new();
        if let (Some(bolus), Some(last)) = (self.rx.bolus, self.starts.last()) {
            edges.push(last + u64::from(bolus.lockout_s));
        }
        if let Some(oldest) = self.starts_inside().first() {
            edges.push(oldest + self.window_s());
        }
        if let Some(Outcome::Refused(refusal)) = self.refusal() {
            edges.extend(refusal.left_s.map(|left_s| self.now + u64::from(left_s)));
        }
        edges
    }

    pub(crate) fn prescription(&self) -> &Prescription {
        &self.rx
    }
}
