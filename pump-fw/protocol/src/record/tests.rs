use std::vec::Vec;

use proptest::array::uniform5;
use proptest::prelude::*;

use super::*;
use crate::vectors::records::{doses, events, first_three, record};

fn bodies() -> Vec<Body> {
    let named = doses().into_iter().chain(events());
    named.map(|(_, body)| body).collect()
}

#[test]
fn every_kind_comes_back_as_it_was_written() {
    for body in bodies() {
        let record = record(9, body);
        assert_eq!(Record::from_bytes(&record.to_bytes()), record);
    }
}

#[test]
fn every_code_of_cause_reason_and_alarm_comes_back() {
    let causes = (1..=5).map(|code| StopCause::from_code(code).unwrap());
    for cause in causes {
        for origin in [Origin::Clinician, Origin::Phone(id(7, 3))] {
            survives(Body::Bolus {
                origin,
                cause: Some(cause),
                span_s: 1,
                programmed: Nanolitres(2),
                least: Nanolitres(1),
            });
        }
    }
    for &reason in RefusalReason::ALL {
        survives(Body::Refused {
            id: id(7, 3),
            reason,
            times: 1,
        });
    }
    for kind in AlarmKind::ALL {
        survives(Body::AlarmRaised(kind));
    }
    for cause in DEFICITS {
        survives(Body::Deficit {
            cause,
            span_s: 1,
            volume: Nanolitres(1),
        });
    }
}

fn survives(body: Body) {
    let record = record(1, body);
    assert_eq!(Record::from_bytes(&record.to_bytes()), record);
}

#[test]
fn the_layout_is_the_documented_one() {
    let bytes = Record {
        seq: 0x0102_0304,
        epoch: 0x0506_0708,
        at: Count(0x1112_1314_1516_1718),
        body: Body::Unknown {
            kind: 200,
            detail: 201,
            words: [0x2122_2324, 0x3132_3334, 3, 4, 0xfeff_ffff],
        },
    }
    .to_bytes();
    assert_eq!(bytes[..12], [4, 3, 2, 1, 200, 201, 0, 0, 8, 7, 6, 5]);
    assert_eq!(
        bytes[12..20],
        [0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11]
    );
    assert_eq!(
        bytes[20..28],
        [0x24, 0x23, 0x22, 0x21, 0x34, 0x33, 0x32, 0x31]
    );
    assert_eq!(
        bytes[28..],
        [3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff, 0xff, 0xfe]
    );
}

#[test]
fn an_unknown_kind_or_detail_is_kept_as_it_came() {
    let details = [
        (0, 0),
        (6, 1),
        (54, 7),
        (255, 255),
        (2, 6),
        (3, 0),
        (33, 14),
        (37, 18),
    ];
    for (kind, detail) in details {
        let mut bytes = [0xa5; RECORD_LEN];
        bytes[4..8].copy_from_slice(&[kind, detail, 0, 0]);
        let read = Record::from_bytes(&bytes);
        assert!(matches!(read.body, Body::Unknown { .. }), "kind {kind}");
        assert_eq!(read.to_bytes(), bytes);
    }
}

#[test]
fn a_volume_past_a_word_is_held_and_not_wrapped() {
    let volume = Nanolitres(u64::from(u32::MAX) + 5);
    let read = Record::from_bytes(&record(1, Body::Reserved { volume }).to_bytes());
    let held = Nanolitres(u64::from(u32::MAX));
    assert_eq!(read.body, Body::Reserved { volume: held });
}

#[test]
fn the_chain_depends_on_every_byte_and_on_the_order() {
    let records: Vec<_> = first_three().iter().map(Record::to_bytes).collect();
    let fold = |records: &[[u8; RECORD_LEN]]| {
        let step = |before, record| chain(&before, record);
        records.iter().fold(CHAIN_START, step)
    };
    let whole = fold(&records);
    for (at, bit) in (0..records.len() * RECORD_LEN).zip((0..8).cycle()) {
        let mut changed = records.clone();
        changed[at / RECORD_LEN][at % RECORD_LEN] ^= 1 << bit;
        assert_ne!(fold(&changed), whole);
    }
    let swapped = [records[1], records[0], records[2]];
    assert_ne!(fold(&swapped), whole);
    assert_ne!(fold(&records[1..]), whole);
}

fn any_bytes() -> impl Strategy<Value = [u8; RECORD_LEN]> {
    // kinds around the known ones, so that known bodies are met often
    let kind = prop_oneof![0u8..=60, any::<u8>()];
    let detail = prop_oneof![0u8..=20, any::<u8>()];
    let head = (any::<u32>(), kind, detail, any::<u32>(), any::<u64>());
    (head, uniform5(any::<u32>())).prop_map(|((seq, kind, detail, epoch, at), words)| {
        let mut bytes = [0; RECORD_LEN];
        bytes[0..4].copy_from_slice(&seq.to_le_bytes());
        bytes[4..6].copy_from_slice(&[kind, detail]);
        bytes[8..12].copy_from_slice(&epoch.to_le_bytes());
        bytes[12..20].copy_from_slice(&at.to_le_bytes());
        for (slot, word) in bytes[20..].chunks_exact_mut(4).zip(words) {
            slot.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_was_read_is_written_and_read_the_same(bytes in any_bytes()) {
        let read = Record::from_bytes(&bytes);
        let written = read.to_bytes();
        prop_assert_eq!(Record::from_bytes(&written), read);
        // head, kind and boot epoch never change; unused words may be cleared
        prop_assert_eq!(&written[..5], &bytes[..5]);
        prop_assert_eq!(&written[6..20], &bytes[6..20]);
        if let Body::Unknown { .. } = read.body {
            prop_assert_eq!(written, bytes);
        }
    }
}
