//! Time in any gaps is the same time, and the program is followed without drift.

use crate::common::{self, NEVER_UTC_S, Rig, Rng};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::clinic::{Bridge, ClinicianBolus};
use cisterna_protocol::prescription::{DAY_S, Drug, Prescription};
use cisterna_protocol::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::Body;

/// What happens to the pump at an instant.
#[derive(Clone, Debug)]
enum Happening {
    Ask,
    Cancel,
    Stop,
    Resume,
    Clinician(u64),
    Prime(u64),
    Stall(bool),
    Clock(u64, i32),
    Refill { use_by_utc_s: u64 },
    Bridge(Box<Prescription>),
    Activate(Box<Prescription>),
}

/// Half the concentration again, boluses off, and a short catheter.
fn weaker(prescription: &Prescription, version: u32) -> Prescription {
    Prescription {
        version,
        concentration: NanogramsPerMl(prescription.concentration.0 / 2),
        bolus: None,
        ..prescription.clone()
    }
}

fn happen(rig: &mut Rig, counter: &mut u32, happening: &Happening) {
    let engine = &mut rig.engine;
    // Refusals are answers too: they have to be the same ones.
    match happening {
        Happening::Ask => {
            *counter += 1;
            rig.ask(*counter);
        }
        Happening::Cancel => drop(engine.cancel(common::id(*counter), common::PHONE)),
        Happening::Stop => drop(engine.stop()),
        Happening::Resume => drop(engine.resume()),
        Happening::Clinician(dose) => drop(engine.clinician_bolus(ClinicianBolus {
            dose: Nanograms(*dose),
            duration_s: 900,
        })),
        Happening::Prime(volume) => drop(engine.prime(Nanolitres(*volume))),
        Happening::Stall(stalls) => rig.moves = u8::from(!stalls),
        Happening::Clock(utc_s, offset_s) => rig.set_clock(*utc_s, *offset_s),
        Happening::Refill { use_by_utc_s } => refill(rig, *use_by_utc_s),
        Happening::Bridge(next) => bridge(rig, next),
        Happening::Activate(next) => drop(rig.activate(next)),
    }
    if rig.engine.must_commit() {
        rig.commit();
    }
}

fn refill(rig: &mut Rig, use_by_utc_s: u64) {
    let plan = rig.engine.plan().unwrap();
    let refill = cisterna_protocol::clinic::Refill {
        drug: plan.drug.code(),
        concentration: plan.concentration,
        volume: Nanolitres(common::ENDLESS_NL),
        use_by_utc_s,
        activation: None,
        bridge: None,
    };
    let _ = rig.engine.refill(refill);
}

fn bridge(rig: &mut Rig, next: &Prescription) {
    let old = rig.engine.plan().unwrap().concentration;
    if old == next.concentration {
        return;
    }
    rig.engine
        .stage(common::signed(next), common::SERIAL)
        .unwrap();
    let rate = next.window_limit.0 * 2_000 / u64::from(next.window_s);
    let rate = rate.clamp(1, 400_000);
    let mut refill = common::refill_of(next, common::ENDLESS_NL, Some(rig.activation()));
    refill.use_by_utc_s = NEVER_UTC_S;
    refill.bridge = Some(Bridge {
        volume: next.dead_volume,
        rate: NanogramsPerHour(u32::try_from(rate).unwrap()),
        flush: false,
    });
    rig.engine.refill(refill).unwrap();
}

fn script(rng: &mut Rng, first: &Prescription) -> Vec<(u64, Happening)> {
    // A few seconds before midnight, so that the day's border comes soon.
    let midnight = 20_000 * u64::from(DAY_S);
    let mut script = vec![(0, Happening::Clock(midnight - rng.within(1, 400), 0))];
    script.push((
        3,
        Happening::Refill {
            use_by_utc_s: midnight + rng.within(1, 90_000),
        },
    ));
    for _ in 0..14 {
        let what = match rng.within(0, 9) {
            0..=3 => Happening::Ask,
            4 => Happening::Cancel,
            5 => Happening::Clinician(rng.within(5_000, 60_000)),
            6 => Happening::Prime(rng.within(250, 50_000)),
            7 => Happening::Stall(rng.chance(30)),
            8 => Happening::Stop,
            _ => Happening::Resume,
        };
        script.push((rng.within(1, 9_000), what));
    }
    script.push((100, Happening::Stall(false)));
    script.push((100, Happening::Resume));
    script.push((10, Happening::Bridge(Box::new(weaker(first, 2)))));
    script.push((rng.within(1, 50_000), Happening::Ask));
    script.push((9, Happening::Activate(Box::new(weaker(first, 3)))));
    script.push((rng.within(1, 20_000), Happening::Ask));
    script
}

fn play(script: &[(u64, Happening)], first: &Prescription, mut gap: impl FnMut() -> u64) -> Rig {
    let mut rig = Rig::running(first);
    let mut counter = 0;
    for (wait_s, happening) in script {
        let until = rig.now() + wait_s;
        while rig.now() < until {
            let next = until.min(rig.now() + gap());
            rig.run_to(next);
        }
        happen(&mut rig, &mut counter, happening);
    }
    rig.run_for(1);
    rig
}

#[test]
fn any_gaps_equal_second_by_second() {
    // SR-12: same pulses at the same seconds, same records, same state, to the byte.
    let mut seconds = 0;
    let mut bridged = 0;
    for seed in 0..100 {
        let mut rng = Rng::new(1_000 + seed);
        let drawn = common::any_prescription(&mut rng, Drug::Morphine, 1);
        let first = Prescription {
            dead_volume: Nanolitres(50_000),
            // Room for a bridge of a few pulses, even where the program asks for nothing.
            window_limit: drawn.window_limit.max(Nanograms(25_000)),
            ..drawn
        };
        let script = script(&mut rng, &first);
        let slow = play(&script, &first, || 1);
        let longest = rng.pick(&[30, 1_000, 1_000_000]);
        let gaps = play(&script, &first, || rng.within(1, longest));
        assert_eq!(slow.pulses, gaps.pulses, "seed {seed}");
        assert_eq!(slow.record_bytes(), gaps.record_bytes(), "seed {seed}");
        assert_eq!(
            common::state_bytes(slow.engine.state()),
            common::state_bytes(gaps.engine.state())
        );
        assert_eq!(
            slow.commits, gaps.commits,
            "commits follow events, not polls"
        );
        seconds += slow.now();
        bridged += usize::from(slow.bodies().contains(&Body::BridgeEnded));
    }
    assert!(seconds > 9_000_000, "{seconds}");
    assert!(bridged > 30, "{bridged}");
}

#[test]
fn a_pulse_at_the_border_of_a_step_does_not_hide_the_border() {
    // SR-12: a pulse in 180 s meets every midnight; each day still has its record.
    let mut rig = Rig::running(&common::usual());
    rig.set_clock(u64::from(DAY_S) * 20_000, 0);
    rig.run_for(5 * u64::from(DAY_S));
    rig.commit();
    let whole_days = rig
        .bodies()
        .into_iter()
        .filter(|body| matches!(body, Body::Basal { span_s: DAY_S, .. }));
    assert_eq!(whole_days.count(), 5);
}

#[test]
fn a_pulse_that_is_owed_when_the_program_pauses_is_given_at_once() {
    // SR-12
    let paused = Prescription {
        steps: common::steps(&[(3_600, 50_000), (DAY_S, 0)]),
        ..common::usual()
    };
    let mut rig = Rig::running(&paused);
    rig.set_clock(u64::from(DAY_S) * 20_000, 0);
    let midnight = rig.now();
    rig.run_for(40_000);
    assert_eq!(rig.pulses.len(), 20);
    assert_eq!(rig.pulses.last().unwrap().0, midnight + 3_600);
}

/// ng/h × s that a program asks for in [from, until) of the count, with count 0 at midnight.
fn asked_for(prescription: &Prescription, from: u64, until: u64) -> u128 {
    let mut sum = 0;
    let mut at = from;
    while at < until {
        let of_day = u32::try_from(at % u64::from(DAY_S)).unwrap();
        let step = prescription
            .steps
            .iter()
            .find(|step| step.from_s <= of_day && of_day < step.until_s)
            .unwrap();
        let end = until.min(at + u64::from(step.until_s - of_day));
        sum += u128::from(step.rate.0) * u128::from(end - at);
        at = end;
    }
    sum
}

#[test]
fn ten_years_of_changing_programs_stay_within_one_pulse() {
    // SR-12: delivered against prescribed, never more than one pulse apart and never ahead.
    const YEAR_S: u64 = 365 * DAY_S as u64;
    let mut rng = Rng::new(10);
    let program = |rng: &mut Rng, version| Prescription {
        steps: common::any_prescription(rng, Drug::Morphine, version).steps,
        version,
        bolus: None,
        window_limit: Nanograms(24_000_000),
        ..common::usual()
    };
    let mut prescription = program(&mut rng, 1);
    let mut rig = Rig::running(&prescription);
    let per_pulse = 250 * u128::from(prescription.concentration.0) * 3_600;
    let (begin, mut version, mut asked) = (rig.now(), 1, 0);
    while rig.now() < begin + 10 * YEAR_S {
        let from = rig.now();
        rig.run_for(rng.within(1, 14 * u64::from(DAY_S)));
        asked += asked_for(&prescription, from, rig.now()) * 1_000_000;
        let given = rig.pulses.len() as u128 * per_pulse;
        assert!(
            given <= asked && asked < given + per_pulse,
            "at {}",
            rig.now()
        );
        if rng.chance(20) {
            version += 1;
            prescription = program(&mut rng, version);
            rig.activate(&prescription).unwrap();
        }
    }
    assert!(rig.pulses.len() > 500_000, "{}", rig.pulses.len());
    assert!(version > 40);
    assert_eq!(rig.engine.state().totals.deficit.0, 0);
}

#[test]
fn records_are_numbered_without_holes_and_chained() {
    let mut rig = Rig::running(&common::usual());
    for counter in 1..40 {
        rig.ask(counter);
        rig.run_for(2_000);
    }
    for log in cisterna_protocol::history::Log::BOTH {
        let mut digest = cisterna_protocol::record::CHAIN_START;
        let of_log = rig.records.iter().filter(|pending| pending.log == log);
        for (seq, pending) in (1..).zip(of_log) {
            let record = cisterna_protocol::record::Record::from_bytes(&pending.record);
            assert_eq!(record.seq, seq);
            digest = cisterna_protocol::record::chain(&digest, &pending.record);
            assert_eq!(Octets(digest), Octets(pending.digest));
        }
        assert_ne!(digest, cisterna_protocol::record::CHAIN_START);
    }
}
