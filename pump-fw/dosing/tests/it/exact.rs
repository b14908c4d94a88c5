//! Bounds to the pulse and to the second, where one more or less would pass the other tests.

use crate::common::{PHONE, Rig, id, usual};
use cisterna_dosing::engine::{Engine, SelfTest};
use cisterna_dosing::limits::PULSE_NL;
use cisterna_dosing::monitor::Monitor;
use cisterna_dosing::plan::Plan;
use cisterna_dosing::requests::Requests;
use cisterna_dosing::state::{BolusKind, RunningState, State};
use cisterna_dosing::window::{Lookahead, Window};
use cisterna_protocol::outcome::RequestId;
use cisterna_protocol::quantity::{Count, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{Body, Record};

/// The monitor's bucket, in pulses.
const BURST_PULSES: u32 = 10_400;

/// SR-13
#[test]
fn the_monitors_bucket_holds_its_pulses_and_not_one_more() {
    let mut monitor = Monitor::default();
    assert!(!monitor.observe(0, BURST_PULSES, BURST_PULSES));
    assert!(monitor.observe(0, 1, 1));
}

/// SR-37
#[test]
fn a_revoked_phones_mark_goes_and_the_others_stay() {
    let mut requests = Requests::default();
    let other = RequestId {
        key_epoch: PHONE + 1,
        counter: 9,
    };
    requests.void(id(5));
    requests.void(other);
    requests.revoke(PHONE);
    assert_eq!(requests.look_up(id(4)), None);
    let below = RequestId {
        counter: 8,
        ..other
    };
    assert!(requests.look_up(below).is_some());
}

#[test]
fn what_is_left_of_a_bolus_is_what_was_not_commanded() {
    let bolus = RunningState {
        kind: BolusKind::Clinician,
        started_at: Count(0),
        duration_s: 600,
        pulses: 20,
        commanded: 6,
        moved: 5,
        concentration: NanogramsPerMl(1),
    };
    assert_eq!(bolus.left(), 14);
}

/// A window as full as the limit allows, all of it in the first slot.
fn full(plan: &Plan) -> Window {
    let mut window = Window::default();
    window.add(Count(0), plan.limit_pulses());
    window
}

fn last_violation(horizon_s: u64) -> Option<Count> {
    let plan = Plan::judge(&usual()).unwrap();
    let window = full(&plan);
    let ahead = Lookahead {
        window: &window,
        plan: &plan,
        now: Count(1_000),
        local_s: 0,
        accumulated: 0,
        extra_pulses: 0,
        horizon_s,
    };
    ahead.last_violation()
}

/// SR-04
#[test]
fn the_look_ahead_ends_at_its_horizon_and_sees_a_slot_leave_there() {
    assert_eq!(last_violation(500), Some(Count(1_500)));
    let leaves_s = 86_400 + 299;
    assert_eq!(last_violation(leaves_s - 1_000), Some(Count(leaves_s - 1)));
    assert_eq!(last_violation(leaves_s - 1_001), Some(Count(leaves_s - 1)));
}

/// Volumes that a start counts as given, by its records.
fn reserved_at_start(state: State) -> Vec<Nanolitres> {
    let engine = Engine::boot(Some(state), 1 << 40, SelfTest::Passed);
    let body = |bytes| Record::from_bytes(bytes).body;
    let bodies = engine.outbox().iter().map(|it| body(&it.record));
    bodies
        .filter_map(|body| {
            if let Body::Reserved { volume } = body {
                Some(volume)
            } else {
                None
            }
        })
        .collect()
}

/// SR-17
#[test]
fn a_start_counts_exactly_what_was_reserved() {
    let mut state = Rig::running(&usual()).durable;
    state.reserved = 7;
    assert_eq!(reserved_at_start(state.clone()), [Nanolitres(7 * PULSE_NL)]);
    state.reserved = 0;
    assert_eq!(reserved_at_start(state), []);
}

/// SR-17
#[test]
fn without_a_prescription_a_start_counts_only_a_span_that_had_begun() {
    let mut state = State::new();
    state.reserved = 7;
    assert_eq!(reserved_at_start(state.clone()), []);
    state.span.pulses = 1;
    assert_eq!(reserved_at_start(state.clone()), [Nanolitres(7 * PULSE_NL)]);
    state.span.pulses = 0;
    state.span.asked = 1;
    assert_eq!(reserved_at_start(state), [Nanolitres(7 * PULSE_NL)]);
}
