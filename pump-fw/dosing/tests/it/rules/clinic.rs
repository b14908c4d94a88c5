//! What the clinic orders: activation, refill, bridge, prime, clock, doses.

use crate::common::{self, ENDLESS_NL, Rig, baclofen, refill_of, signed, steps, usual};
use cisterna_dosing::engine::PulseOrigin;
use cisterna_dosing::state::Flow;
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::clinic::{Activation, Bridge, CivilClock, ClinicianBolus, Refill};
use cisterna_protocol::message::{AlarmKind, RejectReason, Rejection};
use cisterna_protocol::outcome::{Outcome, RefusalReason};
use cisterna_protocol::prescription::{DAY_S, Field, Prescription};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::Body;

const NOT_NOW: Rejection = Rejection::because(RejectReason::State);

fn weaker() -> Prescription {
    Prescription {
        version: 2,
        concentration: NanogramsPerMl(5_000_000),
        ..usual()
    }
}

fn bridge(volume: u64, rate: u32, flush: bool) -> Bridge {
    Bridge {
        volume: Nanolitres(volume),
        rate: NanogramsPerHour(rate),
        flush,
    }
}

/// A refill that carries the activation of `next`.
fn change(rig: &mut Rig, next: &Prescription, bridge: Option<Bridge>) -> Result<(), Rejection> {
    rig.engine.stage(signed(next), common::SERIAL).unwrap();
    let refill = refill_of(next, ENDLESS_NL, Some(rig.activation()));
    let done = rig.engine.refill(Refill { bridge, ..refill });
    rig.commit();
    done
}

fn refused(outcome: Outcome) -> RefusalReason {
    let Outcome::Refused(refusal) = outcome else {
        panic!("not refused: {outcome:?}")
    };
    refusal.reason
}

#[test]
fn an_activation_names_the_digests_of_old_and_new() {
    // SR-30
    let mut rig = Rig::running(&usual());
    let next = Prescription {
        version: 2,
        ..usual()
    };
    rig.engine.stage(signed(&next), common::SERIAL).unwrap();
    let good = rig.activation();
    let wrong_new = Activation {
        new: Octets([0; 32]),
        ..good
    };
    let wrong_old = Activation { old: None, ..good };
    for wrong in [wrong_new, wrong_old] {
        let refusal = rig.engine.activate(wrong);
        assert_eq!(refusal, Err(Rejection::field(Field::Digest)));
        assert_eq!(rig.engine.plan().unwrap().version, 1);
    }
    rig.engine.activate(good).unwrap();
    assert_eq!(rig.engine.activate(good), Err(NOT_NOW), "nothing is staged");
}

#[test]
fn a_tighter_limit_lets_the_basal_go_on_blocks_boluses_and_logs_the_span() {
    // SR-04: 480 pulses of the past under a new limit of 120.
    let mut rig = Rig::running(&usual());
    rig.run_for(u64::from(DAY_S));
    let tight = Prescription {
        version: 2,
        steps: steps(&[(DAY_S, 10_000)]),
        window_limit: Nanograms(300_000),
        ..usual()
    };
    rig.activate(&tight).unwrap();
    let until_s = rig.bodies().into_iter().find_map(|body| {
        if let Body::Exempt { until_s } = body {
            Some(until_s)
        } else {
            None
        }
    });
    let until_s = u64::from(until_s.expect("the span is logged"));
    assert_eq!(refused(rig.ask(1)), RefusalReason::DoseLimit);
    let given = rig.pulses.len();
    rig.run_for(9_000);
    assert_eq!(rig.pulses.len(), given + 10, "a pulse in 900 s");
    assert!(!rig.engine.has(AlarmKind::LimitHold));
    rig.run_for(until_s);
    assert!(matches!(rig.ask(2), Outcome::Running(_)));
}

#[test]
fn an_exemption_ends_with_the_next_activation() {
    // SR-04
    let mut rig = Rig::running(&usual());
    rig.run_for(u64::from(DAY_S));
    let tight = Prescription {
        version: 2,
        steps: steps(&[(DAY_S, 10_000)]),
        window_limit: Nanograms(250_000),
        ..usual()
    };
    rig.activate(&tight).unwrap();
    assert!(rig.engine.state().exempt_until > rig.engine.now());
    let roomy = Prescription {
        version: 3,
        ..usual()
    };
    rig.activate(&roomy).unwrap();
    assert_eq!(rig.engine.state().exempt_until, Count(0));
}

#[test]
fn the_limit_holds_basal_back_outside_an_exempt_span() {
    // SR-04: strokes that nobody commanded used the room up.
    let tight = Prescription {
        window_limit: Nanograms(482 * 2_500),
        bolus: None,
        ..usual()
    };
    let mut rig = Rig::running(&tight);
    rig.engine.uncommanded(400);
    rig.engine.clear_fault(AlarmKind::InfusionError).unwrap();
    rig.commit();
    rig.run_for(82 * 180);
    assert!(!rig.engine.has(AlarmKind::LimitHold));
    rig.run_for(180);
    assert!(rig.engine.has(AlarmKind::LimitHold));
    assert_eq!(rig.pulses.len(), 82);
    rig.run_for(u64::from(DAY_S));
    assert!(!rig.engine.has(AlarmKind::LimitHold));
    assert!(rig.engine.state().totals.deficit.0 > 0);
}

#[test]
fn a_refill_of_another_drug_or_concentration_is_refused_whole() {
    // SR-18
    let mut rig = Rig::running(&usual());
    let before = common::state_bytes(rig.engine.state());
    let good = refill_of(&usual(), 10_000_000, None);
    let wrong = [
        (Refill { drug: 1, ..good }, Field::Drug),
        (Refill { drug: 77, ..good }, Field::Drug),
        (
            Refill {
                concentration: NanogramsPerMl(9_999_999),
                ..good
            },
            Field::Concentration,
        ),
        (
            Refill {
                volume: Nanolitres(0),
                ..good
            },
            Field::Volume,
        ),
        (
            Refill {
                volume: Nanolitres(ENDLESS_NL + 1),
                ..good
            },
            Field::Volume,
        ),
        (
            Refill {
                use_by_utc_s: 0,
                ..good
            },
            Field::UseBy,
        ),
        (
            Refill {
                bridge: Some(bridge(200_000, 10_000, false)),
                ..good
            },
            Field::Bridge,
        ),
    ];
    for (refill, field) in wrong {
        assert_eq!(rig.engine.refill(refill), Err(Rejection::field(field)));
    }
    assert_eq!(common::state_bytes(rig.engine.state()), before);
    rig.engine.refill(good).unwrap();
    assert_eq!(rig.engine.state().fill.unwrap().volume_nl, 10_000_000);
}

#[test]
fn a_prescription_for_another_fluid_is_not_activated_without_its_refill() {
    // SR-18
    let mut rig = Rig::running(&usual());
    let refusal = rig.activate(&weaker());
    assert_eq!(refusal, Err(Rejection::field(Field::Concentration)));
    let mut rig = Rig::running(&usual());
    let other = Prescription {
        version: 2,
        ..baclofen()
    };
    assert_eq!(rig.activate(&other), Err(Rejection::field(Field::Drug)));
}

#[test]
fn a_changed_concentration_needs_a_bridge_over_the_dead_volume() {
    // SR-18
    let bad = Err(Rejection::field(Field::Bridge));
    for wrong in [
        None,
        Some(bridge(199_999, 50_000, false)),
        Some(bridge(400_001, 50_000, false)),
        Some(bridge(200_000, 0, false)),
        Some(bridge(200_000, 1_500_001, false)),
        Some(bridge(200_000, 70_000, false)), // more than the limit in a window
        Some(bridge(200_000, 50_000, true)),
    ] {
        let mut rig = Rig::running(&usual());
        assert_eq!(change(&mut rig, &weaker(), wrong), bad);
        assert_eq!(rig.engine.plan().unwrap().version, 1);
    }
}

#[test]
fn a_bridge_gives_the_old_fluid_at_its_rate_and_blocks_boluses() {
    // SR-18: 800 pulses of 2500 ng at 50 µg/h are one in 180 s.
    let mut rig = Rig::running(&usual());
    change(&mut rig, &weaker(), Some(bridge(200_000, 50_000, false))).unwrap();
    assert_eq!(rig.engine.flow(), Flow::Bridge);
    assert_eq!(refused(rig.ask(1)), RefusalReason::Bridge);
    let order = ClinicianBolus {
        dose: Nanograms(50_000),
        duration_s: 600,
    };
    assert_eq!(rig.engine.clinician_bolus(order), Err(NOT_NOW));
    assert_eq!(rig.engine.prime(Nanolitres(1_000)), Err(NOT_NOW));
    rig.run_for(800 * 180 - 1);
    assert_eq!((rig.pulses.len(), rig.engine.flow()), (799, Flow::Bridge));
    rig.run_for(1);
    assert_eq!((rig.pulses.len(), rig.engine.flow()), (800, Flow::Program));
    rig.run_for(3_600);
    assert_eq!(rig.pulses.len(), 840, "the new fluid is half as strong");
    assert!(matches!(rig.ask(2), Outcome::Running(_)));
    rig.commit();
    assert!(rig.bodies().contains(&Body::BridgeEnded));
}

#[test]
fn the_window_counts_doses_over_a_change_of_concentration() {
    // SR-04, SR-18: 480 pulses of the old fluid are 960 of the new.
    let mut rig = Rig::running(&usual());
    change(&mut rig, &weaker(), Some(bridge(200_000, 50_000, false))).unwrap();
    rig.run_for(800 * 180);
    let state = rig.engine.state();
    let counted = state.window.counted(state.cursor, DAY_S);
    assert!((960..=964).contains(&counted), "{counted}");
}

#[test]
fn a_changed_drug_is_flushed_and_blocks_boluses_for_a_window_more() {
    // SR-18
    let mut rig = Rig::running(&baclofen());
    let next = Prescription {
        version: 2,
        ..usual()
    };
    let flush = bridge(200_000, 100_000, true); // 500 ng a pulse: one in 18 s
    change(&mut rig, &next, Some(flush)).unwrap();
    assert_eq!(refused(rig.ask(1)), RefusalReason::Bridge);
    rig.run_for(800 * 18);
    assert_eq!(rig.engine.flow(), Flow::Program);
    assert_eq!(refused(rig.ask(2)), RefusalReason::Bridge);
    let order = ClinicianBolus {
        dose: Nanograms(50_000),
        duration_s: 600,
    };
    assert_eq!(rig.engine.clinician_bolus(order), Err(NOT_NOW));
    rig.run_for(u64::from(DAY_S) - 1);
    assert_eq!(refused(rig.ask(3)), RefusalReason::Bridge);
    rig.run_for(1);
    assert!(matches!(rig.ask(4), Outcome::Running(_)));
}

#[test]
fn a_prime_fills_the_catheter_once_and_no_more_than_its_dead_volume() {
    // SR-18
    let mut rig = Rig::running(&usual());
    let too_much = rig.engine.prime(Nanolitres(200_001));
    assert_eq!(too_much, Err(Rejection::field(Field::Volume)));
    rig.engine.prime(Nanolitres(200_000)).unwrap();
    assert_eq!(rig.engine.prime(Nanolitres(1_000)), Err(NOT_NOW));
    rig.commit();
    assert_eq!(refused(rig.ask(1)), RefusalReason::Bridge);
    rig.run_for(1_600);
    let primed = rig.pulses.iter().filter(|p| p.1 == PulseOrigin::Prime);
    assert_eq!(primed.count(), 800);
    // Nothing of it reached the patient.
    let state = rig.engine.state();
    assert_eq!(state.window.counted(state.cursor, DAY_S), 8);
    assert!(state.starts.is_empty());
    assert!(matches!(rig.ask(2), Outcome::Running(_)));
}

#[test]
fn a_command_counter_rises_or_is_refused() {
    // SR-18, SR-30: the signature of a prime works once.
    let mut rig = Rig::running(&usual());
    rig.engine.take_counter(0, 5).unwrap();
    let again = rig.engine.take_counter(0, 5);
    assert_eq!(again, Err(Rejection::field(Field::Counter)));
    rig.engine.take_counter(1, 1).unwrap();
    rig.engine.take_counter(0, u64::MAX).unwrap();
    assert!(rig.engine.take_counter(0, u64::MAX).is_err());
    let nobody = rig.engine.take_counter(4, 1);
    assert_eq!(nobody, Err(Rejection::field(Field::Signer)));
}

#[test]
fn a_clinicians_dose_counts_in_lockout_number_and_window() {
    // SR-03
    let mut rig = Rig::running(&usual());
    let order = ClinicianBolus {
        dose: Nanograms(90_000),
        duration_s: 600,
    };
    for _ in 0..4 {
        rig.engine.clinician_bolus(order).unwrap();
        rig.commit();
        assert_eq!(
            refused(rig.ask(rig.engine.state().changes)),
            RefusalReason::Lockout
        );
        rig.run_for(900);
    }
    let state = rig.engine.state();
    assert!(state.window.counted(state.cursor, DAY_S) >= 144);
    rig.run_for(3_600);
    assert_eq!(refused(rig.ask(1_000)), RefusalReason::NumberInWindow);
    let fifth = rig.engine.clinician_bolus(order);
    assert_eq!(fifth, Err(Rejection::because(RejectReason::DoseLimit)));
}

#[test]
fn a_clinicians_dose_above_the_drugs_limit_is_refused() {
    // SR-05
    let mut rig = Rig::running(&usual());
    let order = |dose, duration_s| ClinicianBolus {
        dose: Nanograms(dose),
        duration_s,
    };
    let refused = rig.engine.clinician_bolus(order(1_000_001, 7_200));
    assert_eq!(refused, Err(Rejection::field(Field::BolusDose)));
    let refused = rig.engine.clinician_bolus(order(50_000, 59));
    assert_eq!(refused, Err(Rejection::field(Field::BolusDuration)));
}

#[test]
fn the_program_follows_a_fixed_offset_that_only_the_clinic_sets() {
    // SR-19
    let morning = Prescription {
        steps: steps(&[(21_600, 0), (DAY_S, 50_000)]),
        ..usual()
    };
    let mut rig = Rig::running(&morning);
    let midnight = u64::from(DAY_S) * 20_000;
    rig.set_clock(midnight, 3_600);
    let begun = rig.now();
    rig.run_for(40_000);
    // 06:00 at +1 h is 05:00 UTC; the first pulse is owed 180 s later.
    assert_eq!(rig.pulses[0].0, begun + 5 * 3_600 + 180);
    for wrong in [50_401 / 60 * 60 + 60, 61, i32::MIN + 1] {
        let clock = CivilClock {
            utc_s: midnight,
            offset_s: wrong,
        };
        let refusal = rig.engine.set_clock(clock);
        assert_eq!(refusal, Err(Rejection::field(Field::Clock)));
    }
}

#[test]
fn after_an_outage_the_last_civil_time_goes_on_with_an_alarm_until_it_is_set() {
    // SR-19
    let mut rig = Rig::running(&usual());
    rig.set_clock(1_800_000_000, 0);
    let mut rig = Rig::boot(Some(rig.durable));
    assert!(rig.engine.has(AlarmKind::ClockUncertain));
    let clock = rig.engine.state().clock;
    assert!(clock.uncertain);
    assert_eq!(clock.utc_at(rig.engine.now()), Some(1_800_000_001));
    rig.set_clock(1_800_005_000, 0);
    assert!(!rig.engine.has(AlarmKind::ClockUncertain));
}

#[test]
fn setting_the_clock_ends_a_bolus_as_an_activation_does() {
    // SR-19, SR-06
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(60);
    rig.set_clock(1_800_000_000, 0);
    let outcome = rig.engine.look_up(common::id(1));
    assert!(matches!(outcome, Some(Outcome::StoppedEarly(_))));
}
