//! Faults, alarms, lateness, and memory that takes no write.

use crate::common::{self, ENDLESS_NL, Rig, baclofen, id, usual};
use cisterna_dosing::engine::{Due, Engine, SelfTest};
use cisterna_dosing::state::Flow;
use cisterna_protocol::message::{Acknowledgement, AlarmKind, Priority};
use cisterna_protocol::outcome::{Outcome, RefusalReason, StopCause};
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::record::{Body, DeficitCause};

fn deficits(rig: &Rig) -> Vec<(DeficitCause, u64)> {
    let of = |body| {
        if let Body::Deficit { cause, volume, .. } = body {
            Some((cause, volume.0))
        } else {
            None
        }
    };
    rig.bodies().into_iter().filter_map(of).collect()
}

fn cause_of(outcome: Option<Outcome>) -> StopCause {
    let Some(Outcome::StoppedEarly(stopped)) = outcome else {
        panic!("not stopped: {outcome:?}")
    };
    stopped.cause
}

fn boluses_only() -> Prescription {
    Prescription {
        steps: common::steps(&[(86_400, 0)]),
        ..usual()
    }
}

#[test]
fn a_late_wake_is_deficit_and_no_burst_and_ends_the_bolus() {
    // SR-06, SR-12
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(100);
    let (late, given) = (rig.now() + 7_200, rig.pulses.len());
    rig.engine.lapse(Count(late));
    rig.commit();
    assert_eq!(rig.now(), late);
    assert_eq!(rig.pulses.len(), given, "nothing is made up");
    assert_eq!(cause_of(rig.engine.look_up(id(1))), StopCause::Late);
    // Two hours at 20 pulses an hour.
    assert_eq!(deficits(&rig), [(DeficitCause::Late, 10_000)]);
    rig.run_for(3_600);
    assert_eq!(rig.pulses.len(), given + 20);
}

#[test]
fn a_lapse_while_stopped_is_deficit_too() {
    // SR-12
    let mut rig = Rig::running(&usual());
    rig.engine.stop().unwrap();
    rig.engine.lapse(Count(rig.now() + 3_600));
    rig.commit();
    assert_eq!(deficits(&rig), [(DeficitCause::Stopped, 5_000)]);
}

#[test]
fn a_lapse_of_months_loses_no_record_and_no_volume() {
    // SR-12
    let mut rig = Rig::running(&usual());
    rig.engine.lapse(Count(rig.now() + 100 * 86_400));
    assert!(rig.engine.outbox().len() < cisterna_dosing::engine::OUTBOX);
    rig.commit();
    let told: u64 = deficits(&rig).iter().map(|deficit| deficit.1).sum();
    let total_nl = rig.engine.state().totals.deficit.0;
    // Each record is rounded down to a nanolitre.
    assert!((11_999_970..=12_000_000).contains(&total_nl), "{total_nl}");
    assert_eq!(told, total_nl);
}

#[test]
fn a_stalled_motor_is_noticed_and_answered_by_the_drugs_table() {
    // SR-14, SR-20, SR-21: baclofen keeps trying, morphine stops.
    for (prescription, flow) in [(usual(), Flow::Faulted), (baclofen(), Flow::Program)] {
        let mut rig = Rig::running(&prescription);
        rig.moves = 0;
        rig.run_for(2 * 180);
        assert!(!rig.engine.has(AlarmKind::MotorStall));
        rig.run_for(180);
        assert!(rig.engine.has(AlarmKind::MotorStall));
        assert_eq!(rig.engine.flow(), flow);
        assert_eq!(rig.engine.sounding(rig.engine.now()), Some(Priority::High));
        rig.engine.stop().unwrap();
        rig.commit();
        assert_eq!(deficits(&rig)[0], (DeficitCause::Fault, 750));
    }
}

#[test]
fn a_stall_of_baclofen_ends_when_the_motor_moves_again() {
    // SR-14, SR-20
    let mut rig = Rig::running(&baclofen());
    rig.moves = 0;
    rig.run_for(3 * 180);
    rig.moves = 1;
    rig.run_for(2 * 180);
    assert!(rig.engine.has(AlarmKind::MotorStall));
    rig.run_for(180);
    assert!(!rig.engine.has(AlarmKind::MotorStall));
}

#[test]
fn strokes_that_nobody_commanded_are_an_infusion_error_and_count() {
    // SR-14, SR-21
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.engine.uncommanded(7);
    assert!(!rig.engine.has(AlarmKind::InfusionError));
    rig.engine.uncommanded(1);
    assert!(rig.engine.has(AlarmKind::InfusionError));
    assert_eq!(cause_of(rig.engine.look_up(id(1))), StopCause::Alarm);
    assert_eq!(rig.engine.flow(), Flow::Faulted);
    let state = rig.engine.state();
    assert_eq!(state.window.counted(state.cursor, 86_400), 8);
    assert_eq!(state.totals.delivered.0, 2_000);
    rig.engine.clear_fault(AlarmKind::InfusionError).unwrap();
    assert_eq!(rig.engine.flow(), Flow::Program);
}

#[test]
fn the_same_fault_is_told_by_drug() {
    // SR-20 to SR-22
    let told = |prescription: &Prescription| {
        let mut rig = Rig::running(prescription);
        rig.engine.stop().unwrap();
        rig.engine.sounding(rig.engine.now())
    };
    assert_eq!(told(&baclofen()), Some(Priority::High));
    assert_eq!(told(&usual()), Some(Priority::Medium));
}

#[test]
fn therapy_that_is_stopped_sounds_again_after_at_most_an_hour() {
    // SR-16
    let mut rig = Rig::running(&usual());
    rig.engine.stop().unwrap();
    let mute = |mute_s| Acknowledgement {
        alarm: AlarmKind::Stopped,
        mute_s,
    };
    rig.engine.acknowledge(mute(u32::MAX)).unwrap();
    rig.commit();
    rig.run_for(3_599);
    assert_eq!(rig.engine.sounding(rig.engine.now()), None);
    rig.run_for(1);
    assert!(rig.engine.sounding(rig.engine.now()).is_some());
    assert!(rig.engine.clear_fault(AlarmKind::Stopped).is_err());
    rig.engine.resume().unwrap();
    assert!(
        rig.engine.acknowledge(mute(60)).is_err(),
        "the cause is gone"
    );
}

#[test]
fn what_was_not_given_while_stopped_is_deficit_and_is_not_made_up() {
    // SR-12
    let mut rig = Rig::running(&usual());
    rig.engine.stop().unwrap();
    rig.commit();
    rig.run_for(7_200);
    assert!(rig.pulses.is_empty());
    rig.engine.resume().unwrap();
    rig.commit();
    assert_eq!(deficits(&rig), [(DeficitCause::Stopped, 10_000)]);
    rig.run_for(3_600);
    assert_eq!(rig.pulses.len(), 20);
}

#[test]
fn the_reservoir_tells_low_then_empty_by_the_lower_bound_then_dry_by_the_count() {
    // SR-14, SR-46: 2.1 mL, low at 2 mL.
    let mut rig = Rig::new();
    rig.start(&usual(), 2_100_000);
    let mut raised = Vec::new();
    for _ in 0..900 {
        rig.run_for(36_000);
        for kind in [
            AlarmKind::ReservoirLow,
            AlarmKind::ReservoirEmpty,
            AlarmKind::ReservoirDry,
        ] {
            if rig.engine.has(kind) && !raised.iter().any(|(seen, _)| *seen == kind) {
                raised.push((kind, rig.pulses.len()));
            }
        }
    }
    let kinds: Vec<AlarmKind> = raised.iter().map(|(kind, _)| *kind).collect();
    let in_order = [
        AlarmKind::ReservoirLow,
        AlarmKind::ReservoirEmpty,
        AlarmKind::ReservoirDry,
    ];
    assert_eq!(kinds, in_order);
    // 8400 strokes are 2.1 mL; 1.145 times that was gone at the most after 7336.
    assert_eq!(rig.pulses.len(), 8_400, "nothing is pumped out of nothing");
    assert!((7_336..7_600).contains(&raised[1].1));
    assert_eq!(rig.engine.flow(), Flow::Dry);
}

#[test]
fn a_bolus_larger_than_the_lower_bound_is_refused() {
    // SR-14: 20 pulses are 5 µL.
    let mut rig = Rig::new();
    rig.start(&boluses_only(), 4_999);
    let Outcome::Refused(refusal) = rig.ask(1) else {
        panic!("refused")
    };
    assert_eq!(refusal.reason, RefusalReason::ReservoirEmpty);
    let mut rig = Rig::new();
    rig.start(&boluses_only(), 5_000);
    assert!(matches!(rig.ask(1), Outcome::Running(_)));
}

#[test]
fn a_bolus_ends_when_the_reservoir_does() {
    // SR-06, SR-14: the lower bound of 5 µL is gone after 17 pulses.
    let mut rig = Rig::new();
    rig.start(&boluses_only(), 5_000);
    rig.ask(1);
    rig.run_for(3_600);
    assert_eq!(cause_of(rig.engine.look_up(id(1))), StopCause::Alarm);
    assert_eq!(rig.pulses.len(), 17);
}

#[test]
fn a_pump_that_was_programmed_and_never_filled_is_dry_until_its_first_fill() {
    // SR-14, SR-16
    let mut rig = Rig::new();
    rig.activate(&usual()).unwrap();
    assert!(rig.engine.has(AlarmKind::ReservoirDry));
    assert!(rig.engine.sounding(rig.engine.now()).is_some());
    rig.run_for(3_600);
    assert!(rig.pulses.is_empty());
    rig.engine
        .refill(common::refill_of(&usual(), ENDLESS_NL, None))
        .unwrap();
    rig.commit();
    assert!(!rig.engine.has(AlarmKind::ReservoirDry));
    rig.run_for(3_600);
    assert_eq!(rig.pulses.len(), 20);
}

#[test]
fn a_failed_self_test_stops_an_opioid_and_keeps_baclofen() {
    // SR-14, SR-20, SR-21
    for (prescription, flow) in [(usual(), Flow::Faulted), (baclofen(), Flow::Program)] {
        let rig = Rig::running(&prescription);
        let engine = Engine::boot(Some(rig.durable), ENDLESS_NL, SelfTest::Failed);
        assert!(engine.has(AlarmKind::SelfTest));
        assert_eq!(engine.flow(), flow);
    }
}

#[test]
fn memory_that_takes_no_write_ends_boluses_and_keeps_the_basal() {
    // SR-14, SR-15
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(100);
    rig.engine.commit_failed();
    assert!(rig.engine.has(AlarmKind::BadMemory));
    assert_eq!(cause_of(rig.engine.look_up(id(1))), StopCause::Alarm);
    let Outcome::Refused(refusal) = rig.ask(2) else {
        panic!("refused")
    };
    assert_eq!(refusal.reason, RefusalReason::Fault);
    assert_eq!(refusal.alarm, Some(AlarmKind::BadMemory));
    // No commit ever succeeds from here on.
    let (until, mut pulses) = (rig.now() + 7_200, 0);
    loop {
        match rig.engine.poll(Count(until)) {
            Due::Nothing { .. } => break,
            Due::Commit => rig.engine.commit_failed(),
            Due::Pulse(_) => {
                pulses += 1;
                rig.engine.fed_back(1);
            }
        }
    }
    assert_eq!(pulses, 40, "nothing but the basal");
}

#[test]
fn memory_that_takes_writes_again_covers_the_basal_within_two_pulses() {
    // SR-17
    let mut rig = Rig::running(&usual());
    rig.run_for(100);
    rig.engine.commit_failed();
    let (until, mut uncovered) = (rig.now() + 7_200, 0);
    loop {
        match rig.engine.poll(Count(until)) {
            Due::Nothing { .. } => panic!("a commit is asked for again"),
            Due::Commit => break,
            Due::Pulse(_) => {
                uncovered += 1;
                rig.engine.fed_back(1);
            }
        }
    }
    assert!(uncovered <= 1, "{uncovered} pulses without a reservation");
    rig.engine.prepare_commit();
    assert!(rig.engine.state().reserved > 0);
}

#[test]
fn a_use_by_that_passes_is_an_alarm_at_its_second() {
    let mut rig = Rig::running(&usual());
    rig.set_clock(1_800_000_000, 0);
    let mut refill = common::refill_of(&usual(), ENDLESS_NL, None);
    refill.use_by_utc_s = 1_800_000_500;
    rig.engine.refill(refill).unwrap();
    rig.commit();
    let begun = rig.now();
    rig.run_for(499);
    assert!(!rig.engine.has(AlarmKind::UseByPassed));
    rig.run_for(100_000);
    let alarms = &rig.engine.state().alarms;
    let raised = alarms.iter().find(|a| a.kind == AlarmKind::UseByPassed);
    assert_eq!(raised.unwrap().since.0, begun + 500);
}
