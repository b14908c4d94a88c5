//! A usual day: what is programmed is what is given.

use crate::oracle::check;
use crate::peer::{Peer, pair, program};
use crate::rig::{LIMITS, Rig};
use cisterna_dosing::engine::PulseOrigin;
use cisterna_protocol::history::Log;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::{Outcome, RefusalReason, RequestId};
use cisterna_protocol::record::Body;

fn id(key_epoch: u32, counter: u32) -> RequestId {
    RequestId { key_epoch, counter }
}

#[test]
fn basal_follows_the_program_by_time_of_day() {
    // SR-12, SR-15: no phone is anywhere near.
    let mut rig = Rig::blank();
    program(&mut rig);
    rig.pass(86_400).unwrap();
    // 6 h · 8.2 + 16 h · 10.4 + 2 h · 8.2 = 232 µg = 1856 pulses of 125 ng.
    assert_eq!(rig.count(PulseOrigin::Basal), 1_856);
    let strokes = rig.world.strokes.borrow().clone();
    let night = strokes
        .iter()
        .filter(|stroke| stroke.at_s <= 6 * 3_600)
        .count();
    assert!(night.abs_diff(393) <= 1, "{night} of 49.2 µg by 06:00");
}

#[test]
fn a_bolus_is_given_once_and_the_next_one_waits() {
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    rig.pass(3_600).unwrap();
    let mut phone = Peer::phone(&mut rig, &keys);
    let first = phone.bolus(&mut rig, id(keys.key_epoch, 1));
    assert!(matches!(first, Some(Outcome::Running(_))), "{first:?}");
    rig.pass(100).unwrap();
    // SR-02: refused inside the lockout, with the time left.
    let Some(Outcome::Refused(refusal)) = phone.bolus(&mut rig, id(keys.key_epoch, 2)) else {
        panic!("not refused")
    };
    assert_eq!(refusal.reason, RefusalReason::Lockout);
    assert_eq!(refusal.left_s, Some(3 * 3_600 - 100));
    rig.pass(1_200).unwrap();
    assert_eq!(rig.count(PulseOrigin::Patient), LIMITS.bolus_pulses);
    // An idle session was ended meanwhile; the next one knows as much.
    let mut phone = Peer::phone(&mut rig, &keys);
    // SR-07: a repeat gets the stored outcome, and nothing more flows.
    let again = phone.bolus(&mut rig, id(keys.key_epoch, 1));
    assert!(matches!(again, Some(Outcome::Delivered(_))), "{again:?}");
    rig.pass(1_200).unwrap();
    assert_eq!(rig.count(PulseOrigin::Patient), LIMITS.bolus_pulses);
    let mut phone = Peer::phone(&mut rig, &keys);
    let doses = phone.history(&mut rig, Log::Doses);
    let boluses = doses
        .iter()
        .filter(|record| matches!(record.body, Body::Bolus { .. }));
    assert_eq!(boluses.count(), 1); // SR-44
}

#[test]
fn two_weeks_of_an_impatient_patient_break_no_limit() {
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    let mut starts = Vec::new();
    for counter in 1..1_000 {
        rig.pass(1_219).unwrap();
        let mut phone = Peer::phone(&mut rig, &keys);
        let at_s = rig.world.physical_s.get();
        if let Some(Outcome::Running(_)) = phone.bolus(&mut rig, id(keys.key_epoch, counter)) {
            starts.push(at_s);
        }
        rig.pump.link_down();
    }
    assert!(starts.len() > 40, "boluses do get given: {}", starts.len());
    check(&rig.world.strokes.borrow(), &starts, &LIMITS);
}

#[test]
fn the_reservoir_gets_low_then_empty_then_dry_and_nothing_flows_after_that() {
    // SR-14, SR-46
    let mut rig = Rig::blank();
    program(&mut rig);
    let keys = pair(&mut rig);
    let mut seen = Vec::new();
    for _ in 0..60 {
        rig.pass(86_400).unwrap();
        let mut phone = Peer::phone(&mut rig, &keys);
        for alarm in phone.status(&mut rig).alarms.iter() {
            if !seen.contains(&alarm.kind) {
                seen.push(alarm.kind);
            }
        }
        rig.pump.link_down();
    }
    let order = [
        AlarmKind::ReservoirLow,
        AlarmKind::ReservoirEmpty,
        AlarmKind::ReservoirDry,
    ];
    assert_eq!(seen, order);
    let given = rig.world.strokes.borrow().len();
    assert_eq!(given, 80_000, "20 mL in pulses of 250 nL");
    rig.pass(86_400).unwrap();
    assert_eq!(rig.world.strokes.borrow().len(), given);
}

#[test]
fn a_stalled_motor_alarms_and_stops_an_opioid() {
    // SR-14, SR-21
    let mut rig = Rig::blank();
    program(&mut rig);
    rig.world.stalled.set(true);
    rig.pass(3_600).unwrap();
    assert!(rig.pump.engine().has(AlarmKind::MotorStall));
    rig.world.stalled.set(false);
    rig.pass(3_600).unwrap();
    assert_eq!(
        rig.count(PulseOrigin::Basal),
        0,
        "stopped until the clinic looked at it"
    );
    assert!(rig.pump.sounding().is_some()); // SR-16
}

#[test]
fn a_runaway_motor_is_cut_and_the_cut_outlives_a_restart() {
    // SR-13
    let mut rig = Rig::blank();
    program(&mut rig);
    rig.world.uncommanded.set(5);
    rig.pass(60).unwrap();
    assert!(rig.world.cut.get());
    let mut rig = rig.restart(9);
    assert!(rig.world.cut.get());
    assert!(rig.pump.engine().has(AlarmKind::MonitorCut));
    rig.pass(3_600).unwrap();
    assert_eq!(rig.count(PulseOrigin::Basal), 0);
    let mut clinic = Peer::clinic(&mut rig);
    let clear = cisterna_protocol::clinic::ClinicCommand::ClearFault(AlarmKind::MonitorCut);
    clinic.order(&mut rig, 10, &clear);
    assert!(!rig.world.cut.get());
    rig.pass(3_600).unwrap();
    assert!(rig.count(PulseOrigin::Basal) > 60);
}

#[test]
fn a_late_wake_is_deficit_and_never_a_burst() {
    // SR-12
    let mut rig = Rig::blank();
    program(&mut rig);
    rig.pass(1_000).unwrap();
    let before = rig.count(PulseOrigin::Basal);
    let late = cisterna_protocol::quantity::Count(rig.pump.now().0 + 7_200);
    embassy_futures::block_on(rig.pump.wake(late)).unwrap();
    assert_eq!(rig.count(PulseOrigin::Basal), before);
    assert!(rig.pump.status().totals.deficit.0 > 30_000);
}
