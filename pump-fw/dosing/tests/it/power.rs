//! Power that goes at any instant: what was durable goes on, and nothing is given twice.

use crate::common::{self, ENDLESS_NL, PHONE, Rig, Rng};
use cisterna_dosing::engine::{Due, Engine, PulseOrigin, SelfTest};
use cisterna_dosing::state::BolusKind;
use cisterna_protocol::outcome::{Outcome, RequestId, StopCause};
use cisterna_protocol::prescription::{BolusPermission, Drug, Prescription};
use cisterna_protocol::quantity::{Count, Nanograms};
use cisterna_protocol::record::Record;
use std::collections::BTreeMap;

/// A pump in the physical world, whose clock runs on while the pump is dark.
struct World {
    rig: Rig,
    /// Physical seconds minus count.
    ahead_s: u64,
    /// Physical instants of every stroke into the patient.
    strokes: Vec<u64>,
    by_request: BTreeMap<RequestId, u32>,
    /// Physical instants of the boluses that were accepted, durably.
    starts: Vec<u64>,
    counter: u32,
    losses: u32,
    interrupted: u32,
}

impl World {
    fn new(prescription: &Prescription) -> Self {
        Self {
            rig: Rig::running(prescription),
            ahead_s: 0,
            strokes: Vec::new(),
            by_request: BTreeMap::new(),
            starts: Vec::new(),
            counter: 0,
            losses: 0,
            interrupted: 0,
        }
    }

    fn physical(&self) -> u64 {
        self.rig.now() + self.ahead_s
    }

    fn stroke(&mut self, at: u64, origin: PulseOrigin) {
        self.strokes.push(at + self.ahead_s);
        if origin == PulseOrigin::Patient {
            let kind = self.rig.engine.state().bolus.unwrap().kind;
            let BolusKind::Patient(id) = kind else {
                panic!("a patient's pulse has a request")
            };
            *self.by_request.entry(id).or_default() += 1;
        }
    }

    /// Goes on to `until`; true where the power went on the way.
    fn run(&mut self, until: u64, rng: &mut Rng) -> bool {
        loop {
            match self.rig.engine.poll(Count(until)) {
                Due::Nothing { .. } => return false,
                Due::Commit => {
                    if rng.chance(3) {
                        return self.lose_power(rng);
                    }
                    self.rig.commit();
                }
                Due::Pulse(pulse) => {
                    self.stroke(pulse.at.0, pulse.origin);
                    // The stroke was made, and nobody took note.
                    if rng.next().is_multiple_of(200) {
                        return self.lose_power(rng);
                    }
                    self.rig.engine.fed_back(1);
                }
            }
        }
    }

    fn lose_power(&mut self, rng: &mut Rng) -> bool {
        self.losses += 1;
        let physical = self.physical() + rng.within(0, 5_000);
        let before = self.rig.durable.clone();
        let running = before.bolus.map(|bolus| bolus.kind);
        self.rig.engine = Engine::boot(Some(before.clone()), ENDLESS_NL, SelfTest::Passed);
        self.ahead_s = physical - self.rig.now();
        // SR-10: a new epoch, and a count above every durable record.
        assert!(self.rig.engine.state().epoch > before.epoch);
        for pending in &self.rig.records {
            assert!(Record::from_bytes(&pending.record).at < self.rig.engine.now());
        }
        if let Some(BolusKind::Patient(id)) = running {
            self.interrupted += 1;
            self.check_interrupted(id);
        }
        self.rig.commit();
        self.check();
        true
    }

    /// SR-06: over, never resumed, with bounds that hold.
    fn check_interrupted(&mut self, id: RequestId) {
        let Some(Outcome::StoppedEarly(stopped)) = self.rig.engine.look_up(id) else {
            panic!("an accepted bolus is known")
        };
        let actual_nl = u64::from(self.by_request.get(&id).copied().unwrap_or(0)) * 250;
        assert_eq!(stopped.cause, StopCause::Reset);
        assert!(stopped.least.0 <= actual_nl && actual_nl <= stopped.most.0);
        assert!(self.rig.engine.state().bolus.is_none());
    }

    fn ask(&mut self, counter: u32, rng: &mut Rng) {
        let request = self.rig.request(counter);
        let known = self.rig.engine.look_up(request.id);
        let answered = self.rig.engine.request(cisterna_dosing::engine::Presented {
            request: &request,
            key_epoch: PHONE,
            proof_holds: true,
            count_read: Some(self.rig.engine.now()),
        });
        if let Some(known) = known {
            assert_eq!(answered, known, "SR-07: a repeat gets the stored outcome");
            return;
        }
        // SR-07: gone before it was durable means that it never was.
        if rng.chance(10) {
            self.lose_power(rng);
            assert!(!self.by_request.contains_key(&request.id));
            return;
        }
        self.rig.commit();
        if matches!(answered, Outcome::Running(_)) {
            self.starts.push(self.physical());
        }
    }

    fn check(&self) {
        let engine = &self.rig.engine;
        let plan = engine.plan().unwrap();
        let bolus = plan.bolus.unwrap();
        let window_s = u64::from(plan.window_s);
        let now = self.physical();
        // SR-10, SR-17: what counts is at least what was given, in the window and in all.
        let given = self
            .strokes
            .iter()
            .filter(|at| **at + window_s > now)
            .count();
        let counted = engine.state().window.counted(engine.now(), plan.window_s);
        assert!(counted as usize >= given, "{counted} of {given}");
        assert!(engine.state().totals.delivered.0 >= self.strokes.len() as u64 * 250);
        // SR-02, SR-03 in physical time.
        for pair in self.starts.windows(2) {
            assert!(pair[1] - pair[0] >= u64::from(bolus.lockout_s));
        }
        for start in &self.starts {
            let inside = |other: &&u64| **other <= *start && **other + window_s > *start;
            let count = self.starts.iter().filter(inside).count();
            assert!(count <= usize::from(bolus.max_in_window));
        }
        // SR-07, SR-01: each id at most once, and never more than its pulses.
        assert!(
            self.by_request
                .values()
                .all(|pulses| *pulses <= bolus.pulses)
        );
    }

    /// SR-04 in physical time, at every stroke.
    fn check_strokes(&self) {
        let plan = self.rig.engine.plan().unwrap();
        let window_s = u64::from(plan.window_s);
        let mut oldest = 0;
        for (index, at) in self.strokes.iter().enumerate() {
            while self.strokes[oldest] + window_s <= *at {
                oldest += 1;
            }
            assert!(index - oldest < plan.limit_pulses() as usize);
        }
    }
}

#[test]
fn whatever_instant_the_power_goes_at_nothing_is_forgotten_or_given_twice() {
    // SR-01 to SR-04, SR-06, SR-07, SR-10, SR-17
    let (mut losses, mut interrupted, mut started) = (0, 0, 0);
    for seed in 0..400 {
        let mut rng = Rng::new(5_000 + seed);
        let drawn = common::any_prescription(&mut rng, Drug::Morphine, 1);
        let permission = BolusPermission {
            dose: Nanograms(50_000),
            duration_s: 900,
            lockout_s: 1_800,
            max_in_window: 5,
        };
        let prescription = Prescription {
            bolus: drawn.bolus.or(Some(permission)),
            ..drawn
        };
        let mut world = World::new(&prescription);
        for _ in 0..60 {
            let until = world.rig.now() + rng.within(1, 3_000);
            world.run(until, &mut rng);
            if rng.chance(70) {
                world.counter += 1;
                world.ask(world.counter, &mut rng);
            } else {
                world.ask(rng.within_u32(0, world.counter), &mut rng);
            }
            world.check();
        }
        world.check_strokes();
        losses += world.losses;
        interrupted += world.interrupted;
        started += world.starts.len();
    }
    assert!(losses > 3_000, "{losses}");
    assert!(interrupted > 200, "{interrupted}");
    assert!(started > 2_000, "{started}");
}

#[test]
fn a_mute_ends_with_the_power() {
    // SR-16: nobody knows how long it lasted.
    use cisterna_protocol::message::{Acknowledgement, AlarmKind};
    let mut rig = Rig::running(&common::usual());
    rig.engine.stop().unwrap();
    let mute = Acknowledgement {
        alarm: AlarmKind::Stopped,
        mute_s: 3_600,
    };
    rig.engine.acknowledge(mute).unwrap();
    rig.commit();
    assert_eq!(rig.engine.sounding(rig.engine.now()), None);
    let rebooted = Rig::boot(Some(rig.durable));
    assert!(rebooted.engine.sounding(rebooted.engine.now()).is_some());
}

#[test]
fn a_pump_that_gives_nothing_reserves_nothing() {
    // SR-17: a stopped pump that loses its power again and again counts no volume for it.
    let mut rig = Rig::running(&common::usual());
    rig.engine.stop().unwrap();
    rig.commit();
    let before = rig.durable.totals.delivered;
    for _ in 0..5 {
        rig = Rig::boot(Some(rig.durable));
    }
    assert_eq!(rig.durable.totals.delivered, before);
}

#[test]
fn a_stroke_on_its_way_is_covered_whatever_else_is_made_durable() {
    // SR-17, SR-06: the clinic stops therapy while the actuator moves.
    let mut rig = Rig::running(&common::usual());
    rig.ask(1);
    let due = loop {
        match rig.engine.poll(Count(rig.now() + 600)) {
            Due::Commit => rig.commit(),
            Due::Pulse(pulse) if pulse.origin == PulseOrigin::Patient => break pulse,
            Due::Pulse(_) => rig.engine.fed_back(1),
            Due::Nothing { .. } => panic!("a bolus has pulses"),
        }
    };
    assert_eq!(due.origin, PulseOrigin::Patient);
    rig.engine.stop().unwrap();
    rig.commit();
    let Some(Outcome::StoppedEarly(stopped)) = rig.engine.look_up(common::id(1)) else {
        panic!("stopped")
    };
    assert_eq!((stopped.least.0, stopped.most.0), (0, 250));
    let rebooted = Rig::boot(Some(rig.durable));
    assert!(rebooted.engine.state().totals.delivered.0 >= 250);
}
