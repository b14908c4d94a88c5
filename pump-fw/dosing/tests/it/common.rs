//! Prescriptions, a seeded generator, and a rig that drives the engine the way a pump does.

use cisterna_dosing::engine::{Due, Engine, Pending, Presented, PulseOrigin, SelfTest, digest_of};
use cisterna_dosing::limits;
use cisterna_dosing::state::State;
use cisterna_protocol::bounded::{Bytes, List, Octets, Text, encode_into};
use cisterna_protocol::clinic::{Activation, CivilClock, Refill};
use cisterna_protocol::message::Rejection;
use cisterna_protocol::outcome::{BolusRequest, Outcome, RequestId};
use cisterna_protocol::prescription::{
    BolusPermission, DAY_S, Drug, MAX_PRESCRIPTION, Prescription, SignedPrescription, Step,
};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{Body, RECORD_LEN, Record};

/// Serial of the pump under test.
pub(crate) const SERIAL: &str = "CIS-1";
/// A reservoir that no test empties unless it wants to.
pub(crate) const ENDLESS_NL: u64 = 1 << 44;
/// A use-by that no test reaches unless it wants to.
pub(crate) const NEVER_UTC_S: u64 = 1 << 39;
/// The phone's key epoch.
pub(crate) const PHONE: u32 = 7;

/// A small generator that replays from its seed (xorshift64*).
#[derive(Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// A number in `low..=high`.
    pub(crate) fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// [`Self::within`] for small numbers.
    pub(crate) fn within_u32(&mut self, low: u32, high: u32) -> u32 {
        u32::try_from(self.within(low.into(), high.into())).unwrap()
    }

    /// Yes in `percent` of cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[usize::try_from(self.next() % items.len() as u64).unwrap()]
    }
}

/// Steps from `(until_s, rate)`.
pub(crate) fn steps(ends: &[(u32, u32)]) -> List<Step, 12> {
    let mut from_s = 0;
    let of = |(until_s, rate): &(u32, u32)| {
        let step = Step {
            from_s,
            until_s: *until_s,
            rate: NanogramsPerHour(*rate),
        };
        from_s = *until_s;
        step
    };
    List::from_items(ends.iter().map(of)).unwrap()
}

/// A usual prescription: morphine 10 mg/mL, 2500 ng a pulse, 50 µg/h (a pulse in 180 s), bolus
/// 50 µg (20 pulses) in 10 min, lockout 1 h, 4 in 24 h.
pub(crate) fn usual() -> Prescription {
    Prescription {
        serial: Text::new(SERIAL).unwrap(),
        version: 1,
        drug: Drug::Morphine.code(),
        concentration: NanogramsPerMl(10_000_000),
        steps: steps(&[(DAY_S, 50_000)]),
        bolus: Some(BolusPermission {
            dose: Nanograms(50_000),
            duration_s: 600,
            lockout_s: 3_600,
            max_in_window: 4,
        }),
        window_s: 86_400,
        window_limit: Nanograms(1_600_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    }
}

/// Baclofen, 2 mg/mL, 500 ng a pulse, 10 µg/h (a pulse in 180 s).
pub(crate) fn baclofen() -> Prescription {
    Prescription {
        drug: Drug::Baclofen.code(),
        concentration: NanogramsPerMl(2_000_000),
        steps: steps(&[(DAY_S, 10_000)]),
        bolus: None,
        window_limit: Nanograms(400_000),
        ..usual()
    }
}

/// Signed by nobody: the engine takes what the caller has checked.
pub(crate) fn signed(prescription: &Prescription) -> SignedPrescription {
    let mut out = [0; MAX_PRESCRIPTION];
    let bytes = encode_into(prescription, &mut out).unwrap();
    SignedPrescription {
        prescription: Bytes::new(bytes).unwrap(),
        signer: Octets([1; 32]),
        signature: Octets([2; 64]),
    }
}

/// A prescription that the pump takes: any drug, 1 to 12 steps, any window.
pub(crate) fn any_prescription(rng: &mut Rng, drug: Drug, version: u32) -> Prescription {
    loop {
        let prescription = draw_prescription(rng, drug, version);
        if cisterna_dosing::plan::Plan::judge(&prescription).is_ok() {
            return prescription;
        }
    }
}

fn draw_prescription(rng: &mut Rng, drug: Drug, version: u32) -> Prescription {
    let hard = limits::of(drug);
    let concentration = usual_concentration(drug);
    let pulse_ng = concentration.div_ceil(4_000);
    // A pulse in 30 s to 20 min keeps the simulation quick; fast programs have tests of their own.
    let fastest = (u64::from(pulse_ng) * 120).min(u64::from(hard.max_rate_ng_per_h));
    let count = rng.within_u32(1, 12);
    let mut cuts: Vec<u32> = (1..count).map(|_| rng.within_u32(1, 1_439) * 60).collect();
    cuts.push(DAY_S);
    cuts.sort_unstable();
    cuts.dedup();
    let mut ends = Vec::new();
    for until_s in cuts {
        let rate = if rng.chance(10) {
            0
        } else {
            rng.within(fastest / 40, fastest)
        };
        ends.push((until_s, u32::try_from(rate).unwrap()));
    }
    let window_s = rng.within_u32(1, 24) * 3_600;
    let day_ng: u64 = day_dose_ng(&ends);
    let bolus_ng = rng.within(
        u64::from(pulse_ng),
        hard.max_bolus_ng.min(u64::from(pulse_ng) * 60),
    );
    // Tight, so that the dose limit refuses often.
    let need_ng = day_ng * u64::from(window_s) / u64::from(DAY_S) + 1;
    let spare_ng = if rng.chance(50) {
        need_ng / 8
    } else {
        3 * need_ng
    };
    let window_limit = (need_ng + rng.within(0, spare_ng)).min(hard.max_window_ng);
    let pulses = u32::try_from(bolus_ng).unwrap() / pulse_ng;
    let duration_s = rng.within_u32(60.max(2 * pulses), 2_000);
    let bolus = BolusPermission {
        dose: Nanograms(bolus_ng),
        duration_s,
        lockout_s: rng.within_u32(900.max(duration_s), 7_200),
        max_in_window: u8::try_from(rng.within(1, 8)).unwrap(),
    };
    Prescription {
        version,
        drug: drug.code(),
        concentration: NanogramsPerMl(concentration),
        steps: steps(&ends),
        bolus: rng.chance(85).then_some(bolus),
        window_s,
        window_limit: Nanograms(window_limit),
        ..usual()
    }
}

fn day_dose_ng(ends: &[(u32, u32)]) -> u64 {
    let mut from_s = 0;
    let mut sum = 0;
    for (until_s, rate) in ends {
        sum += u64::from(until_s - from_s) * u64::from(*rate);
        from_s = *until_s;
    }
    sum / 3_600
}

/// One usual concentration of each drug, ng/mL.
pub(crate) fn usual_concentration(drug: Drug) -> u32 {
    match drug {
        Drug::Baclofen => 2_000_000,
        Drug::Morphine => 10_000_000,
        Drug::Ziconotide => 25_000,
    }
}

/// The engine with what a pump has around it: an actuator that moves, and durable memory.
#[derive(Clone)]
pub(crate) struct Rig {
    pub(crate) engine: Engine,
    /// Every stroke that was commanded.
    pub(crate) pulses: Vec<(u64, PulseOrigin)>,
    /// Every record that is durable, in order.
    pub(crate) records: Vec<Pending>,
    /// The durable state.
    pub(crate) durable: State,
    /// How often it was written.
    pub(crate) commits: u64,
    /// Strokes that the actuator reports for each pulse.
    pub(crate) moves: u8,
}

impl Rig {
    /// A new pump, booted and committed.
    pub(crate) fn new() -> Self {
        Self::boot(None)
    }

    pub(crate) fn boot(durable: Option<State>) -> Self {
        let engine = Engine::boot(durable, ENDLESS_NL, SelfTest::Passed);
        let mut rig = Self {
            durable: engine.state().clone(),
            engine,
            pulses: Vec::new(),
            records: Vec::new(),
            commits: 0,
            moves: 1,
        };
        rig.commit();
        rig
    }

    /// A pump that runs `prescription` from an endless reservoir.
    pub(crate) fn running(prescription: &Prescription) -> Self {
        let mut rig = Self::new();
        rig.start(prescription, ENDLESS_NL);
        rig
    }

    /// Stages, fills and activates in one refill.
    pub(crate) fn start(&mut self, prescription: &Prescription, volume_nl: u64) {
        self.engine.stage(signed(prescription), SERIAL).unwrap();
        let refill = refill_of(prescription, volume_nl, Some(self.activation()));
        self.engine.refill(refill).unwrap();
        self.commit();
    }

    /// What activates the staged prescription.
    pub(crate) fn activation(&self) -> Activation {
        let state = self.engine.state();
        Activation {
            old: state.active.as_ref().map(|old| Octets(digest_of(old))),
            new: Octets(digest_of(state.staged.as_ref().unwrap())),
        }
    }

    pub(crate) fn activate(&mut self, prescription: &Prescription) -> Result<(), Rejection> {
        self.engine.stage(signed(prescription), SERIAL)?;
        self.engine.activate(self.activation())?;
        self.commit();
        Ok(())
    }

    pub(crate) fn set_clock(&mut self, utc_s: u64, offset_s: i32) {
        let clock = CivilClock { utc_s, offset_s };
        self.engine.set_clock(clock).unwrap();
        self.commit();
    }

    pub(crate) fn now(&self) -> u64 {
        self.engine.now().0
    }

    /// Makes the state durable, as a pump does before anything else.
    pub(crate) fn commit(&mut self) {
        self.engine.prepare_commit();
        self.records.extend_from_slice(self.engine.outbox());
        self.durable = self.engine.state().clone();
        self.engine.committed();
        self.commits += 1;
    }

    /// Polls once until `now`; false where nothing more is due till then.
    pub(crate) fn step(&mut self, now: u64) -> bool {
        match self.engine.poll(Count(now)) {
            Due::Nothing { wake_at } => {
                assert!(wake_at.0 > now, "what is due is told at once");
                return false;
            }
            Due::Commit => self.commit(),
            Due::Pulse(pulse) => {
                assert!(pulse.at.0 <= now, "no pulse before its second");
                self.pulses.push((pulse.at.0, pulse.origin));
                self.engine.fed_back(self.moves);
            }
        }
        true
    }

    /// Goes on to `now` in one gap.
    pub(crate) fn run_to(&mut self, now: u64) {
        while self.step(now) {}
    }

    pub(crate) fn run_for(&mut self, span_s: u64) {
        self.run_to(self.now() + span_s);
    }

    /// A sound request of the phone, now.
    pub(crate) fn ask(&mut self, counter: u32) -> Outcome {
        let request = self.request(counter);
        self.present(&request)
    }

    pub(crate) fn request(&self, counter: u32) -> BolusRequest {
        let plan = self.engine.plan();
        let bolus = plan.and_then(|plan| plan.bolus);
        BolusRequest {
            id: id(counter),
            dose: bolus.map_or(Nanograms(1), |bolus| bolus.dose),
            prescription_version: plan.map_or(0, |plan| plan.version),
            epoch: self.engine.state().epoch,
            expires_at: Count(self.now() + 60),
            proof: Octets([0; 32]),
        }
    }

    pub(crate) fn present(&mut self, request: &BolusRequest) -> Outcome {
        let outcome = self.engine.request(Presented {
            request,
            key_epoch: PHONE,
            proof_holds: true,
            count_read: Some(self.engine.now()),
        });
        if self.engine.must_commit() {
            self.commit();
        }
        outcome
    }

    /// The durable records' bodies.
    pub(crate) fn bodies(&self) -> Vec<Body> {
        let body = |pending: &Pending| Record::from_bytes(&pending.record).body;
        self.records.iter().map(body).collect()
    }

    /// The durable records' bytes.
    pub(crate) fn record_bytes(&self) -> Vec<[u8; RECORD_LEN]> {
        self.records.iter().map(|pending| pending.record).collect()
    }
}

/// The id with this counter of the phone.
pub(crate) fn id(counter: u32) -> RequestId {
    RequestId {
        key_epoch: PHONE,
        counter,
    }
}

/// The refill that fits `prescription`.
pub(crate) fn refill_of(
    prescription: &Prescription,
    volume_nl: u64,
    activation: Option<Activation>,
) -> Refill {
    Refill {
        drug: prescription.drug,
        concentration: prescription.concentration,
        volume: Nanolitres(volume_nl),
        use_by_utc_s: NEVER_UTC_S,
        activation,
        bridge: None,
    }
}

/// A state's bytes.
pub(crate) fn state_bytes(state: &State) -> Vec<u8> {
    let mut out = [0; 8_192];
    encode_into(state, &mut out).unwrap().to_vec()
}
