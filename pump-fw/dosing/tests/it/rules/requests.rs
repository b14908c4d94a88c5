//! Boluses: who may have one, and what becomes of each request.

use crate::common::{self, PHONE, Rig, id, usual};
use cisterna_dosing::engine::{Due, PulseOrigin};
use cisterna_protocol::history::Log;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::{Outcome, RefusalReason, RequestId, StopCause};
use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::{Count, Nanograms};
use cisterna_protocol::record::{Body, Origin};

fn reason(outcome: Outcome) -> (RefusalReason, Option<u32>) {
    let Outcome::Refused(refusal) = outcome else {
        panic!("not refused: {outcome:?}")
    };
    (refusal.reason, refusal.left_s)
}

fn patient_pulses(rig: &Rig) -> Vec<u64> {
    let of_patient = rig.pulses.iter().filter(|p| p.1 == PulseOrigin::Patient);
    of_patient.map(|pulse| pulse.0).collect()
}

/// Boluses alone: no basal, a limit for many.
fn boluses_only() -> Prescription {
    Prescription {
        steps: common::steps(&[(86_400, 0)]),
        ..usual()
    }
}

#[test]
fn a_bolus_gives_its_dose_at_its_rate_and_never_more() {
    // SR-01: 20 pulses in 600 s, one in 30 s, on top of the basal.
    let mut rig = Rig::running(&usual());
    let start = rig.now();
    assert!(matches!(rig.ask(1), Outcome::Running(_)));
    rig.run_for(3_600);
    let expected: Vec<u64> = (1..=20).map(|k| start + 30 * k).collect();
    assert_eq!(patient_pulses(&rig), expected);
    assert_eq!(rig.pulses.len(), 40, "20 of the basal");
    let Some(Outcome::Delivered(course)) = rig.engine.look_up(id(1)) else {
        panic!("delivered")
    };
    assert_eq!(course.delivered_dose, Nanograms(50_000));
}

#[test]
fn a_dose_between_two_pulses_is_rounded_down() {
    // SR-01
    let mut prescription = usual();
    prescription.bolus.as_mut().unwrap().dose = Nanograms(4_999);
    let mut rig = Rig::running(&prescription);
    rig.ask(1);
    rig.run_for(3_000);
    assert_eq!(patient_pulses(&rig).len(), 1);
}

#[test]
fn strokes_made_twice_end_the_bolus_at_its_dose() {
    // SR-01
    let mut prescription = boluses_only();
    prescription.bolus.as_mut().unwrap().dose = Nanograms(10_000); // 4 pulses
    let mut rig = Rig::running(&prescription);
    rig.moves = 2;
    rig.ask(1);
    rig.run_for(3_000);
    assert_eq!(rig.pulses.len(), 2, "two commands, four strokes");
    assert_eq!(rig.engine.state().totals.bolus.0, 1_000);
}

#[test]
fn nothing_starts_inside_the_lockout_which_counts_from_start_to_start() {
    // SR-02
    let mut rig = Rig::running(&usual());
    let start = rig.now();
    rig.ask(1);
    rig.run_to(start + 1);
    assert_eq!(reason(rig.ask(2)), (RefusalReason::Lockout, Some(3_599)));
    rig.run_to(start + 3_599);
    assert_eq!(reason(rig.ask(3)), (RefusalReason::Lockout, Some(1)));
    rig.run_to(start + 3_600);
    assert!(matches!(rig.ask(4), Outcome::Running(_)));
    let refused = |body: &Body| matches!(body, Body::Refused { .. });
    assert_eq!(rig.bodies().iter().filter(|body| refused(body)).count(), 2);
}

#[test]
fn a_bolus_that_was_stopped_keeps_lockout_and_number_in_full() {
    // SR-06
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(100);
    rig.engine.cancel(id(1), PHONE);
    assert_eq!(reason(rig.ask(2)), (RefusalReason::Lockout, Some(3_500)));
    assert_eq!(rig.engine.state().starts.len(), 1);
}

#[test]
fn the_number_in_a_window_holds_and_tells_when_the_oldest_leaves() {
    // SR-03
    let mut rig = Rig::running(&boluses_only());
    let start = rig.now();
    for counter in 1..=4 {
        assert!(matches!(rig.ask(counter), Outcome::Running(_)));
        rig.run_for(3_600);
    }
    let left_s = u32::try_from(start + 86_400 - rig.now()).unwrap();
    let expected = (RefusalReason::NumberInWindow, Some(left_s));
    assert_eq!(reason(rig.ask(5)), expected);
    rig.run_to(start + 86_399);
    assert_eq!(reason(rig.ask(6)), (RefusalReason::NumberInWindow, Some(1)));
    rig.run_to(start + 86_400);
    assert!(matches!(rig.ask(7), Outcome::Running(_)));
}

#[test]
fn the_dose_limit_refuses_until_the_instant_that_it_tells() {
    // SR-04: 1204 µg of basal in the look-ahead leave room for one bolus of 50 µg, not for two.
    let tight = Prescription {
        window_limit: Nanograms(1_285_000),
        ..usual()
    };
    let mut rig = Rig::running(&tight);
    assert!(matches!(rig.ask(1), Outcome::Running(_)));
    rig.run_for(3_600);
    let (why, left_s) = reason(rig.ask(2));
    assert_eq!(why, RefusalReason::DoseLimit);
    let free = rig.now() + u64::from(left_s.unwrap());
    rig.run_to(free - 1);
    assert_eq!(reason(rig.ask(3)).0, RefusalReason::DoseLimit);
    rig.run_to(free);
    assert!(matches!(rig.ask(4), Outcome::Running(_)));
    assert!(!rig.engine.has(AlarmKind::LimitHold));
}

#[test]
fn one_id_is_delivered_once_whatever_is_repeated() {
    // SR-07
    let mut rig = Rig::running(&usual());
    let request = rig.request(1);
    rig.present(&request);
    for _ in 0..300 {
        rig.run_for(600);
        // The same bytes again, long past their expiry: the look-up comes first.
        let again = rig.present(&request);
        assert!(matches!(again, Outcome::Running(_) | Outcome::Delivered(_)));
    }
    assert_eq!(patient_pulses(&rig).len(), 20);
}

#[test]
fn acceptance_is_durable_before_the_first_pulse() {
    // SR-07
    let mut rig = Rig::running(&boluses_only());
    let request = rig.request(1);
    rig.engine.request(cisterna_dosing::engine::Presented {
        request: &request,
        key_epoch: PHONE,
        proof_holds: true,
        count_read: Some(rig.engine.now()),
    });
    assert!(rig.engine.must_commit());
    assert_eq!(rig.engine.poll(Count(rig.now() + 600)), Due::Commit);
    assert!(rig.pulses.is_empty());
}

#[test]
fn resolving_or_cancelling_an_id_that_never_arrived_voids_it() {
    // SR-07
    let mut rig = Rig::running(&usual());
    assert_eq!(rig.engine.resolve(id(3), PHONE), Outcome::Voided);
    assert!(rig.engine.must_commit(), "durable before the answer");
    rig.commit();
    assert_eq!(rig.ask(3), Outcome::Voided);
    assert_eq!(rig.ask(2), Outcome::Forgotten);
    assert_eq!(rig.engine.cancel(id(9), PHONE), Outcome::Voided);
    rig.commit();
    rig.run_for(2_000);
    assert!(patient_pulses(&rig).is_empty());
}

#[test]
fn another_phones_id_is_neither_asked_nor_resolved_nor_cancelled() {
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    let foreign = RefusalReason::NotYourKey;
    assert_eq!(reason(rig.engine.cancel(id(1), PHONE + 1)).0, foreign);
    assert_eq!(reason(rig.engine.resolve(id(5), PHONE + 1)).0, foreign);
    assert!(rig.engine.state().bolus.is_some());
    assert_eq!(rig.engine.look_up(id(5)), None);
}

#[test]
fn the_last_counter_there_is_is_still_delivered_once() {
    // SR-07
    let mut rig = Rig::running(&usual());
    assert!(matches!(rig.ask(u32::MAX), Outcome::Running(_)));
    rig.run_for(90_000);
    assert!(matches!(rig.ask(u32::MAX), Outcome::Delivered(_)));
    assert_eq!(rig.ask(u32::MAX - 1), Outcome::Forgotten);
    assert_eq!(patient_pulses(&rig).len(), 20);
}

#[test]
fn a_flood_of_refusals_is_logged_in_aggregate_and_pushes_out_no_delivery() {
    // SR-07, SR-38
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    for counter in 2..=500 {
        assert_eq!(reason(rig.ask(counter)).0, RefusalReason::Lockout);
    }
    rig.run_for(3_600);
    rig.engine.stop().unwrap();
    rig.commit();
    rig.ask(501);
    let times = rig.bodies().into_iter().filter_map(|body| {
        if let Body::Refused { times, .. } = body {
            Some(times)
        } else {
            None
        }
    });
    let times: Vec<u32> = times.collect();
    assert!(times.len() <= 21);
    assert_eq!(times.iter().sum::<u32>(), 500, "none is lost");
    assert!(matches!(
        rig.engine.look_up(id(1)),
        Some(Outcome::Delivered(_))
    ));
}

#[test]
fn a_request_has_an_expiry_of_this_session_and_this_boot() {
    // SR-08
    let mut rig = Rig::running(&usual());
    rig.run_for(100);
    let mut late = rig.request(1);
    late.expires_at = Count(rig.now() - 1);
    assert_eq!(reason(rig.present(&late)).0, RefusalReason::Expired);
    let mut far = rig.request(2);
    far.expires_at = Count(rig.now() + 61);
    assert_eq!(reason(rig.present(&far)).0, RefusalReason::ExpiryTooFar);
    let mut other_boot = rig.request(3);
    other_boot.epoch -= 1;
    assert_eq!(
        reason(rig.present(&other_boot)).0,
        RefusalReason::WrongEpoch
    );
    let mut last_second = rig.request(4);
    last_second.expires_at = Count(rig.now());
    assert!(matches!(rig.present(&last_second), Outcome::Running(_)));
}

#[test]
fn no_civil_time_shortens_lockout_or_window() {
    // SR-09
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(700);
    for utc_s in [0, 1_800_000_000, 1 << 40] {
        rig.set_clock(utc_s, 0);
        let counter = rig.engine.state().changes;
        assert_eq!(
            reason(rig.ask(counter)),
            (RefusalReason::Lockout, Some(2_900))
        );
    }
}

#[test]
fn a_bolus_is_a_permission() {
    // SR-11
    let without = Prescription {
        bolus: None,
        ..usual()
    };
    let mut rig = Rig::running(&without);
    assert_eq!(reason(rig.ask(1)), (RefusalReason::NotPermitted, None));
    rig.run_for(3_600);
    assert!(patient_pulses(&rig).is_empty());
}

#[test]
fn what_the_person_was_not_shown_is_not_given() {
    let mut rig = Rig::running(&usual());
    let mut dose = rig.request(1);
    dose.dose.0 += 1;
    assert_eq!(
        reason(rig.present(&dose)).0,
        RefusalReason::PrescriptionChanged
    );
    let mut version = rig.request(2);
    version.prescription_version += 1;
    assert_eq!(
        reason(rig.present(&version)).0,
        RefusalReason::PrescriptionChanged
    );
}

#[test]
fn a_cancelled_bolus_is_never_resumed_and_tells_its_bounds() {
    // SR-06, SR-44
    let mut rig = Rig::running(&boluses_only());
    rig.ask(1);
    rig.run_for(95);
    let Outcome::StoppedEarly(stopped) = rig.engine.cancel(id(1), PHONE) else {
        panic!("stopped")
    };
    assert_eq!((stopped.least.0, stopped.most.0), (750, 750));
    assert_eq!(stopped.cause, StopCause::Cancelled);
    rig.commit();
    rig.run_for(3_000);
    assert_eq!(patient_pulses(&rig).len(), 3);
    let told = rig.bodies().into_iter().any(|body| {
        matches!(body, Body::Bolus { origin: Origin::Phone(of), least, .. }
            if of == id(1) && least.0 == 750)
    });
    assert!(told);
}

#[test]
fn a_log_whose_numbers_end_blocks_boluses_and_lets_the_basal_go_on() {
    // SR-14
    for log in Log::BOTH {
        let mut rig = Rig::running(&usual());
        let mut state = rig.durable.clone();
        state.doses.next = u32::MAX;
        if log == Log::Events {
            state.events.next = u32::MAX - 1;
        }
        rig = Rig::boot(Some(state));
        rig.ask(1);
        rig.run_for(90_000);
        assert!(rig.engine.has(AlarmKind::BadMemory));
        assert!(rig.engine.state().bolus.is_none());
        assert_eq!(reason(rig.ask(2)).0, RefusalReason::Fault);
        let before = rig.pulses.len();
        rig.run_for(3_600);
        assert_eq!(rig.pulses.len(), before + 20);
    }
}

#[test]
fn a_slot_of_the_ledger_that_is_full_stays_full() {
    let mut window = cisterna_dosing::window::Window::default();
    window.add(Count(10), u32::from(u16::MAX));
    window.add(Count(11), 1);
    window.add(Count(12), u32::MAX);
    assert_eq!(window.counted(Count(12), 3_600), u32::from(u16::MAX));
}

#[test]
fn a_revoked_phones_bolus_ends() {
    // SR-37
    let mut rig = Rig::running(&usual());
    rig.ask(1);
    rig.run_for(100);
    rig.engine.revoke_phone(PHONE);
    assert!(rig.engine.state().bolus.is_none());
}

#[test]
fn the_order_of_ids_is_by_phone() {
    // SR-07: another phone's high counter forgets nothing of this one.
    let mut rig = Rig::running(&usual());
    let other = RequestId {
        key_epoch: PHONE + 1,
        counter: 1_000,
    };
    rig.engine.resolve(other, PHONE + 1);
    rig.commit();
    assert!(matches!(rig.ask(1), Outcome::Running(_)));
}
