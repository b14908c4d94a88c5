//! The state at its largest fits into one item of flash.

use crate::common;
use cisterna_dosing::requests::{DELIVERIES, REFUSALS, VOIDS};
use cisterna_dosing::state::{
    BolusKind, BridgeState, Burst, Clock, Fill, Flow, LogHead, MAX_STARTS, Raised, RunningState,
    Span, State,
};
use cisterna_protocol::bounded::{Bytes, Octets, decode_exact};
use cisterna_protocol::message::{AlarmKind, MAX_PHONES};
use cisterna_protocol::outcome::{Outcome, Refusal, RefusalReason, RequestId, StopCause, Stopped};
use cisterna_protocol::prescription::{MAX_PRESCRIPTION, SignedPrescription};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::status::Totals;

/// What an item of the flash ring holds, less a margin.
const ITEM: usize = 3_900;
/// A count that 136 years do not reach.
const LATE: Count = Count(u32::MAX as u64);

fn filled_in() -> SignedPrescription {
    SignedPrescription {
        prescription: Bytes::new(&[0xff; MAX_PRESCRIPTION]).unwrap(),
        signer: Octets([0xff; 32]),
        signature: Octets([0xff; 64]),
    }
}

fn id(key_epoch: u32, counter: u32) -> RequestId {
    RequestId {
        key_epoch: u32::MAX - key_epoch,
        counter: u32::MAX - counter,
    }
}

fn fill_requests(state: &mut State) {
    let volume = Nanolitres(u64::from(u32::MAX));
    let dose = Nanograms(u64::from(u32::MAX));
    let stopped = Outcome::StoppedEarly(Stopped {
        started_at: LATE,
        ended_at: LATE,
        programmed: volume,
        least: volume,
        most: volume,
        least_dose: dose,
        most_dose: dose,
        cause: StopCause::Late,
    });
    let refused = Outcome::Refused(Refusal {
        reason: RefusalReason::Fault,
        left_s: Some(u32::MAX),
        alarm: Some(AlarmKind::LimitHold),
    });
    for n in 0..100 {
        let phone = n % u32::try_from(MAX_PHONES).unwrap();
        state.requests.keep_delivery(id(phone, n), stopped);
        state.requests.keep_refusal(id(phone, 100 + n), refused);
        state.requests.void(id(phone, 200 + n));
    }
    assert_eq!(
        state.requests.recent().count(),
        DELIVERIES + REFUSALS + VOIDS
    );
}

fn fill_rings(state: &mut State) {
    for slot in 0..400 {
        state
            .window
            .add(Count(LATE.0 - 400 * 300 + slot * 300), u32::MAX);
    }
    for _ in 0..MAX_STARTS {
        state.starts.push_over(LATE);
    }
    for kind in AlarmKind::ALL {
        state.alarms.push_over(Raised {
            kind,
            since: LATE,
            muted_until: Some(LATE),
        });
    }
}

/// Every list full, every number at its type's end; instants and single doses below 2³².
fn fullest() -> State {
    let head = LogHead {
        next: u32::MAX,
        chain: Octets([0xff; 16]),
    };
    let mut state = State {
        epoch: u32::MAX,
        cursor: LATE,
        accumulated: u64::MAX,
        active: Some(filled_in()),
        staged: Some(filled_in()),
        bolus: Some(RunningState {
            kind: BolusKind::Patient(id(0, 0)),
            started_at: LATE,
            duration_s: u32::MAX,
            pulses: u32::MAX,
            commanded: u32::MAX,
            moved: u32::MAX,
            concentration: NanogramsPerMl(u32::MAX),
        }),
        bridge: Some(BridgeState {
            left_pulses: u32::MAX,
            rate: NanogramsPerHour(u32::MAX),
            concentration: NanogramsPerMl(u32::MAX),
            flush: true,
        }),
        fill: Some(Fill {
            volume_nl: u64::MAX,
            at: LATE,
            pulses: u64::MAX,
            use_by_utc_s: u64::MAX,
        }),
        reserved: u32::MAX,
        clock: Clock {
            utc_minus_count: Some(i64::MIN),
            offset_s: i32::MIN,
            uncertain: true,
        },
        stopped: true,
        doses: head,
        events: head,
        changes: u32::MAX,
        exempt_until: LATE,
        blocked_until: LATE,
        ..State::new()
    };
    state.totals = Totals {
        delivered: Nanolitres(u64::MAX),
        bolus: Nanolitres(u64::MAX),
        deficit: Nanolitres(u64::MAX),
        boluses: u32::MAX,
        bad_frames: u32::MAX,
        failed_handshakes: u32::MAX,
    };
    state.span = Span {
        since: LATE,
        flow: Flow::Dry,
        asked: u64::MAX,
        pulses: u32::MAX,
        missed: u64::MAX,
        pulse_units: u64::MAX,
        held: true,
    };
    state.stalled = u8::MAX;
    state.moved = u8::MAX;
    state.feedback_balance = i32::MIN;
    state.command_counters = [u64::MAX; 4];
    state.refusals = Burst {
        hour: LATE.0,
        logged: u16::MAX,
        pending: u32::MAX,
    };
    fill_rings(&mut state);
    fill_requests(&mut state);
    state
}

#[test]
fn the_fullest_state_fits_into_one_item_of_flash() {
    let state = fullest();
    let bytes = common::state_bytes(&state);
    assert!(bytes.len() < ITEM, "{} bytes", bytes.len());
    let back: State = decode_exact(&bytes).unwrap();
    assert_eq!(back, state);
}
