//! The engine and the specification, driven with the same traces.

use crate::common::{self, PHONE, Rig, Rng};
use crate::spec::{Asked, Spec};
use cisterna_dosing::engine::{Presented, PulseOrigin};
use cisterna_dosing::limits;
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::clinic::ClinicianBolus;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::{BolusRequest, Outcome, RefusalReason, RequestId};
use cisterna_protocol::prescription::{BolusPermission, DAY_S, Drug, Prescription};
use cisterna_protocol::quantity::{Count, Nanograms};
use std::collections::BTreeMap;

/// Both worlds, and what was seen of them.
#[derive(Clone)]
struct Pair {
    rig: Rig,
    spec: Spec,
    drug: Drug,
    compared: usize,
    counter: u32,
    last_request: Option<BolusRequest>,
    last_patient_start: Option<u64>,
}

/// What a run of traces met, so that a run that meets nothing fails.
#[derive(Default, Debug)]
struct Seen {
    seconds: u64,
    pulses: usize,
    started: usize,
    stopped_early: usize,
    withheld: u64,
    exempt: usize,
    refused: BTreeMap<RefusalReason, usize>,
}

impl Pair {
    fn new(drug: Drug, prescription: &Prescription) -> Self {
        let rig = Rig::running(prescription);
        let mut spec = Spec::new(rig.now(), rig.engine.state().epoch, prescription.clone());
        // The first activation is checked like every one, and finds an empty window.
        spec.activate(prescription.clone());
        Self {
            rig,
            spec,
            drug,
            compared: 0,
            counter: 0,
            last_request: None,
            last_patient_start: None,
        }
    }

    /// Both go on to `until`, the engine in the given gaps.
    fn go_to(&mut self, until: u64, mut gap: impl FnMut() -> u64) {
        let mut at = self.rig.now();
        while at < until {
            at = until.min(at + gap().max(1));
            self.rig.run_to(at);
        }
        self.spec.run_to(until);
        self.compare_pulses();
    }

    fn compare_pulses(&mut self) {
        let (ours, theirs) = (&self.rig.pulses, &self.spec.pulses);
        assert_eq!(ours[self.compared..], theirs[self.compared..]);
        for (index, (at, _)) in ours.iter().enumerate().skip(self.compared) {
            // SR-04, by exact pulse times: nothing of the ledger's slots.
            let inside = |pulse: &&(u64, PulseOrigin)| pulse.0 + self.spec.window_s() > *at;
            let delivered = ours[..=index].iter().rev().take_while(inside).count() as u64;
            assert!(
                delivered <= self.spec.limit() || self.spec.is_exempt(*at),
                "{delivered} of {} pulses at {at}",
                self.spec.limit()
            );
        }
        self.compared = ours.len();
        assert_eq!(
            self.spec.limit_hold,
            self.rig.engine.has(AlarmKind::LimitHold)
        );
    }

    fn ask(&mut self, asked: &Asked) -> Outcome {
        let engine = &mut self.rig.engine;
        let known = engine.look_up(asked.request.id).is_some();
        let ours = engine.request(Presented {
            request: &asked.request,
            key_epoch: asked.key_epoch,
            proof_holds: asked.proof_holds,
            count_read: asked.count_read.map(Count),
        });
        assert_eq!(ours, self.spec.request(asked), "{:?}", asked.request);
        if matches!(ours, Outcome::Running(_)) && !known {
            self.check_start();
        }
        self.settle();
        ours
    }

    /// SR-02, SR-03, by the list of starts alone.
    fn check_start(&mut self) {
        let bolus = self.spec.prescription().bolus.expect("permitted");
        let starts = self.spec.starts_inside();
        assert!(starts.len() <= usize::from(bolus.max_in_window));
        if let Some(last) = self.last_patient_start {
            assert!(last + u64::from(bolus.lockout_s) <= self.rig.now());
        }
        self.last_patient_start = Some(self.rig.now());
    }

    fn settle(&mut self) {
        if self.rig.engine.must_commit() {
            self.rig.commit();
        }
    }

    /// The actuator moves unasked. What moved is beyond every rule; what follows is not.
    fn slip(&mut self, strokes: u32) {
        self.rig.engine.uncommanded(strokes);
        self.spec.slip(strokes);
        let slipped = (self.rig.now(), PulseOrigin::Basal);
        self.rig.pulses.extend((0..strokes).map(|_| slipped));
        self.compared = self.rig.pulses.len();
        let _ = self.rig.engine.clear_fault(AlarmKind::InfusionError);
        self.settle();
    }

    /// A sound request with the next id.
    fn fresh(&mut self) -> Asked {
        self.counter += 1;
        let mut request = self.rig.request(self.counter);
        // What the phone was shown is what the clinic last made active.
        request.prescription_version = self.spec.prescription().version;
        self.last_request = Some(request);
        Asked {
            request,
            key_epoch: PHONE,
            proof_holds: true,
            count_read: Some(self.rig.now()),
        }
    }

    fn cancel(&mut self, id: RequestId) {
        let ours = self.rig.engine.cancel(id, id.key_epoch);
        assert_eq!(ours, self.spec.cancel(id));
        self.settle();
    }

    fn resolve(&mut self, id: RequestId) {
        let ours = self.rig.engine.resolve(id, id.key_epoch);
        assert_eq!(ours, self.spec.resolve(id));
        self.counter = self.counter.max(id.counter);
        self.settle();
    }

    fn toggle_stop(&mut self) {
        if self.spec.stop() {
            self.rig.engine.stop().unwrap();
        } else {
            assert!(self.spec.resume());
            self.rig.engine.resume().unwrap();
        }
        self.settle();
    }

    fn set_clock(&mut self, utc_s: u64, offset_s: i32) {
        self.rig.set_clock(utc_s, offset_s);
        self.spec.set_clock(utc_s, offset_s);
    }

    fn activate(&mut self, prescription: Prescription) {
        self.rig.activate(&prescription).unwrap();
        self.spec.activate(prescription);
    }

    fn clinician(&mut self, dose: Nanograms, duration_s: u32) {
        let order = ClinicianBolus { dose, duration_s };
        let ours = self.rig.engine.clinician_bolus(order).is_ok();
        assert_eq!(ours, self.spec.clinician_bolus(dose, duration_s));
        self.settle();
    }
}

/// A moment to act at: often just beside an edge of the rules.
fn moment(pair: &Pair, rng: &mut Rng) -> u64 {
    let now = pair.rig.now();
    match rng.within(0, 9) {
        0 => now,
        1 => now + 1,
        2 | 3 => now + rng.within(2, 400),
        4 | 5 => now + rng.within(400, 5_000),
        6 => now + rng.within(5_000, 40_000),
        _ => {
            let edges = pair.spec.edges();
            let edge = if edges.is_empty() {
                now + 600
            } else {
                rng.pick(&edges)
            };
            (edge + rng.within(0, 2)).saturating_sub(1).max(now)
        }
    }
}

/// A request that is wrong in some way, or an old one again.
fn odd(pair: &mut Pair, rng: &mut Rng) -> Asked {
    let old = pair.last_request;
    let mut asked = pair.fresh();
    let now = pair.rig.now();
    match rng.within(0, 8) {
        0 => asked.request = old.unwrap_or(asked.request),
        1 => asked.request.id.counter = rng.within_u32(0, pair.counter),
        2 => asked.request.expires_at = Count(now.saturating_sub(rng.within(0, 1))),
        3 => asked.request.expires_at = Count(now + rng.within(60, 61)),
        4 => asked.request.epoch += 1,
        5 => asked.count_read = None,
        6 => asked.proof_holds = false,
        7 => asked.key_epoch += 1,
        _ => asked.request.dose = Nanograms(asked.request.dose.0 + 1),
    }
    asked
}

fn act(pair: &mut Pair, rng: &mut Rng, seen: &mut Seen) {
    match rng.within(0, 99) {
        0..=54 => {
            let asked = pair.fresh();
            let outcome = pair.ask(&asked);
            note(seen, outcome);
        }
        55..=67 => {
            let asked = odd(pair, rng);
            let outcome = pair.ask(&asked);
            note(seen, outcome);
        }
        68..=72 => pair.cancel(common::id(pair.counter)),
        73..=76 => {
            let id = common::id(rng.within_u32(0, pair.counter + 1));
            pair.resolve(id);
        }
        77..=84 => pair.toggle_stop(),
        85..=89 => {
            let utc_s = 1_800_000_000 + rng.within(0, 2 * u64::from(DAY_S));
            pair.set_clock(utc_s, rng.pick(&[0, 3_600, -12_600, 50_400, -50_400]));
        }
        90..=91 => {
            let limit = u32::try_from(pair.spec.limit()).unwrap();
            pair.slip(rng.within_u32(1, limit.max(1)));
        }
        92..=95 => {
            let version = pair.spec.prescription().version + 1;
            pair.activate(common::any_prescription(rng, pair.drug, version));
        }
        _ => {
            let pulse_ng = u64::from(common::usual_concentration(pair.drug)).div_ceil(4_000);
            let most = limits::of(pair.drug).max_bolus_ng.min(pulse_ng * 60);
            let dose = Nanograms(rng.within(pulse_ng, most));
            pair.clinician(dose, rng.within_u32(120, 7_200));
        }
    }
}

fn note(seen: &mut Seen, outcome: Outcome) {
    match outcome {
        Outcome::Running(_) => seen.started += 1,
        Outcome::StoppedEarly(_) => seen.stopped_early += 1,
        Outcome::Refused(refusal) => *seen.refused.entry(refusal.reason).or_default() += 1,
        Outcome::Delivered(_) | Outcome::Voided | Outcome::Forgotten => {}
    }
}

#[test]
fn engine_and_specification_agree_on_random_traces() {
    // SR-01 to SR-04, SR-07 to SR-09, SR-11, SR-12
    let mut seen = Seen::default();
    for seed in 0..90 {
        let mut rng = Rng::new(seed);
        let drug = rng.pick(&Drug::ALL);
        let first = common::any_prescription(&mut rng, drug, 1);
        let mut pair = Pair::new(drug, &first);
        let begun = pair.rig.now();
        for _ in 0..40 {
            let at = moment(&pair, &mut rng);
            let longest = rng.pick(&[1, 7, 300, 100_000]);
            let mut gaps = rng.clone();
            pair.go_to(at, || gaps.within(1, longest));
            act(&mut pair, &mut rng, &mut seen);
        }
        seen.seconds += pair.rig.now() - begun;
        seen.pulses += pair.rig.pulses.len();
        seen.withheld += pair.spec.withheld;
        seen.exempt += pair.spec.exempt.len();
    }
    println!("{seen:?}");
    assert!(seen.seconds > 5_000_000);
    assert!(seen.started > 300 && seen.exempt > 10 && seen.withheld > 0);
    for met in [
        RefusalReason::NotPermitted,
        RefusalReason::Lockout,
        RefusalReason::NumberInWindow,
        RefusalReason::DoseLimit,
        RefusalReason::Stopped,
        RefusalReason::Fault,
        RefusalReason::Expired,
        RefusalReason::ExpiryTooFar,
        RefusalReason::WrongEpoch,
        RefusalReason::BadProof,
        RefusalReason::PrescriptionChanged,
        RefusalReason::BolusRunning,
        RefusalReason::NotYourKey,
        RefusalReason::CountNotRead,
    ] {
        assert!(seen.refused.contains_key(&met), "{met:?} was never met");
    }
}

/// Window 1 h, lockout 15 min, bolus of 6 pulses in a minute, at most 2 an hour, and a limit that
/// two boluses and the basal just miss.
fn tiny() -> Prescription {
    Prescription {
        steps: common::steps(&[(1_800, 100_000), (3_000, 0), (DAY_S, 60_000)]),
        bolus: Some(BolusPermission {
            dose: Nanograms(15_000),
            duration_s: 60,
            lockout_s: 900,
            max_in_window: 2,
        }),
        window_s: 3_600,
        window_limit: Nanograms(117_500),
        ..common::usual()
    }
}

#[derive(Clone, Copy)]
enum Letter {
    Ask,
    Repeat,
    Cancel,
    ResolveNext,
    ToggleStop,
    Wait(u64),
}

const ALPHABET: [Letter; 9] = [
    Letter::Ask,
    Letter::Repeat,
    Letter::Cancel,
    Letter::ResolveNext,
    Letter::ToggleStop,
    Letter::Wait(1),
    Letter::Wait(59),
    Letter::Wait(840),
    Letter::Wait(2_700),
];

fn take(pair: &mut Pair, letter: Letter) {
    match letter {
        Letter::Ask => {
            let asked = pair.fresh();
            pair.ask(&asked);
        }
        Letter::Repeat => {
            let mut asked = pair.fresh();
            pair.counter -= 1;
            asked.request.id = common::id(pair.counter);
            pair.ask(&asked);
        }
        Letter::Cancel => pair.cancel(common::id(pair.counter)),
        Letter::ResolveNext => pair.resolve(common::id(pair.counter + 1)),
        Letter::ToggleStop => pair.toggle_stop(),
        Letter::Wait(span_s) => {
            let until = pair.rig.now() + span_s;
            pair.go_to(until, || span_s);
        }
    }
}

/// Every sequence of `left` letters from here; how many there were.
fn every(pair: &Pair, left: u32) -> u64 {
    if left == 0 {
        return 1;
    }
    let mut count = 0;
    for letter in ALPHABET {
        let mut next = pair.clone();
        take(&mut next, letter);
        count += every(&next, left - 1);
    }
    count
}

#[test]
fn engine_and_specification_agree_on_every_short_sequence() {
    // SR-02 to SR-04, SR-06, SR-07
    let pair = Pair::new(Drug::Morphine, &tiny());
    assert_eq!(every(&pair, 5), 59_049);
}

#[test]
fn a_proof_is_no_part_of_the_decision() {
    // SR-43: the session checks it; its bytes change nothing here.
    let mut pair = Pair::new(Drug::Morphine, &common::usual());
    let mut asked = pair.fresh();
    asked.request.proof = Octets([9; 32]);
    assert!(matches!(pair.ask(&asked), Outcome::Running(_)));
}
