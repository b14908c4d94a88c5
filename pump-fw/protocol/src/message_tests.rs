//! Messages at their limits: the longest ones, foreign keys, and bytes that are no message.

use core::fmt::Debug;
use std::vec::Vec;

use minicbor::{Decode, Encode};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::bounded::{Bytes, List, Octets, Text, decode_exact};
use crate::clinic::{ClinicCommand, MAX_COMMAND, SignedCommand};
use crate::history::{HistoryPage, Log, MAX_PAGE_RECORDS};
use crate::message::{
    AlarmKind, Answer, Ask, Device, MAX_PHONES, MAX_RECENT, Repeat, Request, Response,
};
use crate::outcome::{Outcome, OutcomeReport, RefusalReason, RequestId, StopCause, Stopped};
use crate::prescription::{
    MAX_PRESCRIPTION, MAX_STEPS, Prescription, Serial, SignedPrescription, Step,
};
use crate::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use crate::record::RECORD_LEN;
use crate::session::MAX_PLAINTEXT;
use crate::status::{BasalNow, LogExtent, PumpClock, Status, Totals};
use crate::vectors::messages::vectors;
use crate::vectors::samples::{self, wire};

/// Counts and volumes stay far below 2^32 in a pump's life (136 years, 4.29 L): the longest that
/// a pump says.
const MOST: u64 = u32::MAX as u64;

fn said(body: Answer) -> usize {
    wire(&Response {
        tag: u32::MAX,
        body,
    })
    .len()
}

fn longest_report(counter: u32) -> OutcomeReport {
    let stopped = Stopped {
        started_at: Count(MOST),
        ended_at: Count(MOST),
        programmed: Nanolitres(MOST),
        least: Nanolitres(MOST),
        most: Nanolitres(MOST),
        least_dose: Nanograms(MOST),
        most_dose: Nanograms(MOST),
        cause: StopCause::Late,
    };
    OutcomeReport {
        id: RequestId {
            key_epoch: u32::MAX,
            counter,
        },
        outcome: Outcome::StoppedEarly(stopped),
    }
}

fn longest_serial() -> Serial {
    Text::new("CISTERNA-0000042").unwrap()
}

#[test]
fn the_longest_list_of_recent_requests_fits_a_frame() {
    let reports = (0..MAX_RECENT).map(|_| longest_report(u32::MAX));
    let length = said(Answer::Recent(List::from_items(reports).unwrap()));
    assert!(length <= MAX_PLAINTEXT, "{length}");
}

#[test]
fn the_longest_status_fits_a_frame() {
    let base = samples::status();
    let alarms = AlarmKind::ALL.map(|kind| crate::status::Alarm {
        since: Count(u64::MAX),
        muted_until: Some(Count(u64::MAX)),
        ..samples::alarm(kind)
    });
    let extent = LogExtent {
        first: u32::MAX,
        next: u32::MAX,
    };
    let longest = Status {
        count: Count(u64::MAX),
        epoch: u32::MAX,
        changes: u32::MAX,
        clock: PumpClock {
            utc_s: Some(u64::MAX),
            offset_s: i32::MIN,
            uncertain: true,
        },
        basal: Some(BasalNow {
            rate: NanogramsPerHour(u32::MAX),
            next_rate: NanogramsPerHour(u32::MAX),
            next_in_s: Some(u32::MAX),
        }),
        alarms: List::from_items(alarms).unwrap(),
        doses: extent,
        events: extent,
        totals: Totals {
            delivered: Nanolitres(u64::MAX),
            bolus: Nanolitres(u64::MAX),
            deficit: Nanolitres(u64::MAX),
            boluses: u32::MAX,
            bad_frames: u32::MAX,
            failed_handshakes: u32::MAX,
        },
        ..base
    };
    // what `base` brings is at most 256 bytes short of its own longest form
    let length = said(Answer::Status(longest)) + 256;
    assert!(length <= MAX_PLAINTEXT, "{length}");
}

#[test]
fn a_full_page_fits_a_frame() {
    let page = HistoryPage {
        log: Log::Events,
        first: u32::MAX,
        records: Bytes::new(&[0xff; MAX_PAGE_RECORDS * RECORD_LEN]).unwrap(),
        before: Some(Octets([0xff; 16])),
        after: Octets([0xff; 16]),
        next: u32::MAX,
    };
    let length = said(Answer::History(page));
    assert!(length <= MAX_PLAINTEXT, "{length}");
}

#[test]
fn the_longest_device_fits_a_frame() {
    let device = Device {
        serial: longest_serial(),
        phones: List::from_items([u32::MAX; MAX_PHONES]).unwrap(),
        ..samples::device()
    };
    assert!(said(Answer::Device(device)) <= MAX_PLAINTEXT);
}

fn longest_staged() -> ClinicCommand {
    ClinicCommand::Stage(SignedPrescription {
        prescription: Bytes::new(&[0xff; MAX_PRESCRIPTION]).unwrap(),
        signer: Octets([0xff; 32]),
        signature: Octets([0xff; 64]),
    })
}

#[test]
fn the_longest_staged_prescription_fits_a_command_and_a_frame() {
    let command = wire(&longest_staged());
    assert!(command.len() <= MAX_COMMAND);
    let longest = Request {
        tag: u32::MAX,
        body: Ask::Clinic(SignedCommand {
            command: Bytes::new(&[0xff; MAX_COMMAND]).unwrap(),
            counter: u64::MAX,
            signer: Octets([0xff; 32]),
            signature: Octets([0xff; 64]),
        }),
    };
    assert!(wire(&longest).len() <= MAX_PLAINTEXT);
}

#[test]
fn the_longest_prescription_fits_its_bytes() {
    let step = Step {
        from_s: u32::MAX,
        until_s: u32::MAX,
        rate: NanogramsPerHour(u32::MAX),
    };
    let longest = Prescription {
        serial: longest_serial(),
        version: u32::MAX,
        concentration: NanogramsPerMl(u32::MAX),
        steps: List::from_items([step; MAX_STEPS]).unwrap(),
        window_s: u32::MAX,
        window_limit: Nanograms(u64::MAX),
        low_level: Nanolitres(u64::MAX),
        dead_volume: Nanolitres(u64::MAX),
        ..samples::prescription()
    };
    assert!(wire(&longest).len() <= MAX_PRESCRIPTION - 32);
}

#[test]
fn codes_in_records_are_the_codes_on_the_wire() {
    for kind in AlarmKind::ALL {
        assert_eq!(wire(&kind), [kind.code()]);
        assert_eq!(AlarmKind::from_code(kind.code()), Some(kind));
    }
    for &reason in RefusalReason::ALL {
        assert_eq!(wire(&reason), [reason.code()]);
    }
    for code in 1..=5 {
        assert_eq!(wire(&StopCause::from_code(code).unwrap()), [code]);
    }
}

#[test]
fn pairing_and_clinic_commands_are_never_repeated() {
    // SR-07
    for vector in vectors() {
        if let crate::vectors::messages::Subject::Request(request) = vector.value {
            let never = matches!(request.body, Ask::Pair(_) | Ask::Clinic(_));
            assert_eq!(request.body.repeat() == Repeat::Never, never);
        }
    }
}

/// `map`, a CBOR map of fewer than 23 keys, with one more key in front.
fn with_key(map: &[u8], key_and_value: &[u8]) -> Vec<u8> {
    assert!((0xa0..0xb7).contains(&map[0]));
    let mut out = std::vec![map[0] + 1];
    out.extend_from_slice(key_and_value);
    out.extend_from_slice(&map[1..]);
    out
}

fn reads_the_same<T>(value: &T, foreign: &[u8])
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
{
    let bytes = with_key(&wire(value), foreign);
    assert_eq!(&decode_exact::<T>(&bytes).unwrap(), value);
}

#[test]
fn keys_of_a_later_version_are_skipped() {
    // key 99 with a number, a text, null, bytes, a list of a map, a nested map
    let foreign: [&[u8]; 6] = [
        &[0x18, 99, 5],
        &[0x18, 99, 0x62, b'h', b'i'],
        &[0x18, 99, 0xf6],
        &[0x18, 99, 0x42, 1, 2],
        &[0x18, 99, 0x82, 0xa1, 0, 1, 2],
        &[0x18, 99, 0xa1, 1, 0xa1, 2, 0x80],
    ];
    for key in foreign {
        reads_the_same(&samples::status(), key);
        reads_the_same(&samples::prescription(), key);
        reads_the_same(&samples::bolus_request(), key);
        reads_the_same(&samples::device(), key);
        let body = Ask::ReadStatus;
        reads_the_same(&Request { tag: 1, body }, key);
    }
}

#[test]
fn a_missing_key_is_an_error_unless_it_may_be_absent() {
    assert!(decode_exact::<RequestId>(&[0xa1, 0, 7]).is_err());
    assert!(decode_exact::<BasalNow>(&[0xa2, 0, 1, 1, 2]).is_ok());
}

#[test]
fn an_unknown_code_is_an_error() {
    let request = |code: &[u8]| [&[0xa2, 0, 1, 1], code].concat();
    assert!(decode_exact::<Request>(&request(&[0x81, 1])).is_ok());
    assert!(decode_exact::<Request>(&request(&[0x81, 0])).is_err());
    assert!(decode_exact::<Request>(&request(&[0x81, 0x18, 99])).is_err());
    assert!(decode_exact::<Request>(&request(&[1])).is_err());
}

#[test]
fn an_absent_option_has_no_key_and_no_place() {
    let none = Response {
        tag: 6,
        body: Answer::Prescription(None),
    };
    assert_eq!(wire(&none), [0xa2, 0, 6, 1, 0x81, 3]);
    // null is read as absent too
    assert_eq!(
        decode_exact::<Response>(&[0xa2, 0, 6, 1, 0x82, 3, 0xf6]).unwrap(),
        none
    );
}

#[test]
fn a_message_cut_anywhere_is_an_error() {
    for vector in vectors() {
        let bytes = vector.value.wire();
        for end in 0..bytes.len() {
            let cut = &bytes[..end];
            assert!(vector.value.read_again(cut).is_err());
        }
    }
}

/// Reads `bytes`; what is read is written so that it reads the same.
fn reads_stably<T>(bytes: &[u8])
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
{
    if let Ok(value) = decode_exact::<T>(bytes) {
        assert_eq!(decode_exact::<T>(&wire(&value)).unwrap(), value);
    }
}

fn try_every_decoder(bytes: &[u8]) {
    reads_stably::<Request>(bytes);
    reads_stably::<Response>(bytes);
    reads_stably::<Prescription>(bytes);
    reads_stably::<ClinicCommand>(bytes);
    reads_stably::<SignedCommand>(bytes);
}

/// A vector with some bytes overwritten, taken out or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let originals: Vec<Vec<u8>> = vectors().iter().map(|vector| vector.value.wire()).collect();
    let edit = (any::<Index>(), any::<u8>(), 0..3u8);
    let edits = proptest::collection::vec(edit, 1..6);
    (select(originals), edits).prop_map(|(mut bytes, edits)| {
        for (at, byte, kind) in edits {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.split_off(at.max(1))),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
        try_every_decoder(&bytes);
    }

    #[test]
    fn no_damage_to_a_message_makes_a_decoder_panic(bytes in mutated()) {
        try_every_decoder(&bytes);
    }
}
