//! One log record of every kind.

use std::vec::Vec;

use serde::Serialize;
use std::string::String;

use super::hex;
use super::samples::{BOLUS, ID};
use crate::clinic::Bridge;
use crate::message::AlarmKind;
use crate::outcome::{RefusalReason, StopCause};
use crate::quantity::{Count, NanogramsPerHour, Nanolitres};
use crate::record::{Body, DeficitCause, Origin, Record};

/// A record with its meaning.
#[derive(Serialize)]
pub(super) struct RecordVector {
    name: &'static str,
    log: &'static str,
    kind: u8,
    detail: u8,
    hex: String,
    value: Record,
}

/// What the dose log can say.
pub(crate) fn doses() -> Vec<(&'static str, Body)> {
    let bolus = Body::Bolus {
        origin: Origin::Phone(ID),
        cause: None,
        span_s: 600,
        programmed: BOLUS,
        least: BOLUS,
    };
    std::vec![
        ("an hour of basal", basal(6_000)),
        ("a bolus of a phone, in full", bolus),
        (
            "a bolus of a phone, cut by a restart",
            cut(Origin::Phone(ID))
        ),
        (
            "a clinician's bolus, cut by a restart",
            cut(Origin::Clinician)
        ),
        (
            "a deficit: stopped for 10 min",
            Body::Deficit {
                cause: DeficitCause::Stopped,
                span_s: 600,
                volume: Nanolitres(1_000),
            }
        ),
        (
            "a prime",
            Body::Prime {
                programmed: Nanolitres(220_000),
                delivered: Nanolitres(219_750),
            }
        ),
        (
            "a reservation that a restart left",
            Body::Reserved {
                volume: Nanolitres(1_000),
            }
        ),
    ]
}

fn basal(volume: u64) -> Body {
    Body::Basal {
        span_s: 3_600,
        programmed: Nanolitres(volume),
        delivered: Nanolitres(volume),
    }
}

fn cut(origin: Origin) -> Body {
    Body::Bolus {
        origin,
        cause: Some(StopCause::Reset),
        span_s: 312,
        programmed: BOLUS,
        least: Nanolitres(6_000),
    }
}

/// What the event log can say about delivery and requests.
fn delivery_events() -> Vec<(&'static str, Body)> {
    let kind = AlarmKind::ReservoirLow;
    std::vec![
        ("start, self-test passed", Body::Boot { self_test: true }),
        ("an alarm began", Body::AlarmRaised(kind)),
        ("its cause ended", Body::AlarmCleared(kind)),
        (
            "muted for an hour",
            Body::AlarmMuted {
                kind,
                mute_s: 3_600
            }
        ),
        (
            "a request was accepted",
            Body::Accepted {
                id: ID,
                programmed: BOLUS,
            }
        ),
        (
            "two requests refused",
            Body::Refused {
                id: ID,
                reason: RefusalReason::Lockout,
                times: 2,
            }
        ),
        ("an id was voided", Body::Voided(ID)),
        (
            "a span without room for a bolus",
            Body::Exempt { until_s: 7_200 }
        ),
        ("the clinic stopped therapy", Body::Stopped),
        ("therapy goes on", Body::Resumed),
    ]
}

/// What the event log can say about the clinic's work, keys and the pump itself.
fn clinic_events() -> Vec<(&'static str, Body)> {
    std::vec![
        (
            "a refill",
            Body::Refill {
                drug: 1,
                concentration: 2_000_000,
                volume: Nanolitres(20_000_000),
                expected: Nanolitres(3_600_000),
            }
        ),
        ("prescription 3 staged", Body::Staged { version: 3 }),
        ("prescription 3 active", Body::Activated { version: 3 }),
        (
            "a bridge began",
            Body::BridgeBegan(Bridge {
                volume: Nanolitres(220_000),
                rate: NanogramsPerHour(12_000),
                flush: false,
            })
        ),
        ("it is through", Body::BridgeEnded),
        (
            "the clock was set, 5 h behind UTC",
            Body::ClockSet {
                utc_s: 1_790_000_000,
                offset_s: -18_000,
            }
        ),
        (
            "the pairing window opened",
            Body::PairingOpened { duration_s: 120 }
        ),
        ("a phone was paired", Body::Paired { key_epoch: 7 }),
        ("a phone was revoked", Body::Revoked { key_epoch: 6 }),
        (
            "two clinicians are trusted",
            Body::Clinicians { trusted: 2 }
        ),
        (
            "failed handshakes, bad frames",
            Body::Intrusion {
                handshakes: 3,
                frames: 11,
            }
        ),
        (
            "records that cannot be read",
            Body::Unreadable { records: 4 }
        ),
        (
            "a kind of a later version",
            Body::Unknown {
                kind: 200,
                detail: 9,
                words: [1, 2, 3, 4, 5],
            }
        ),
    ]
}

/// What the event log can say.
pub(crate) fn events() -> Vec<(&'static str, Body)> {
    delivery_events()
        .into_iter()
        .chain(clinic_events())
        .collect()
}

/// The first three records of a dose log.
pub(crate) fn first_three() -> Vec<Record> {
    doses()
        .into_iter()
        .take(3)
        .zip(1..)
        .map(|((_, body), seq)| record(seq, body))
        .collect()
}

/// A record an hour after the one before it.
pub(crate) fn record(seq: u32, body: Body) -> Record {
    Record {
        seq,
        epoch: 2,
        at: Count(0x1_0000_0000 + u64::from(seq) * 3_600),
        body,
    }
}

fn described(log: &'static str, bodies: Vec<(&'static str, Body)>) -> Vec<RecordVector> {
    let vector = |((name, body), seq)| {
        let value = record(seq, body);
        let bytes = value.to_bytes();
        assert_eq!(Record::from_bytes(&bytes), value, "{name}");
        RecordVector {
            name,
            log,
            kind: bytes[4],
            detail: bytes[5],
            hex: hex(&bytes),
            value,
        }
    };
    bodies.into_iter().zip(1..).map(vector).collect()
}

/// The vectors of both logs.
pub(super) fn vectors() -> Vec<RecordVector> {
    let mut all = described("doses", doses());
    all.extend(described("events", events()));
    all
}

#[test]
fn a_record_of_every_kind_is_in_the_vectors() {
    let kinds: Vec<u8> = vectors().iter().map(|vector| vector.kind).collect();
    let known = (1..=5).chain(32..=53).chain([200]);
    for kind in known {
        assert!(kinds.contains(&kind), "kind {kind}");
    }
    assert!(
        kinds
            .iter()
            .all(|kind| matches!(kind, 1..=5 | 32..=53 | 200))
    );
}
