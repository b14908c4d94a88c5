//! That no variant of a message is left out of the vectors and of `docs/protocol.md`.

use core::fmt::Debug;
use std::format;
use std::string::String;
use std::vec::Vec;

use super::messages::{Subject, vectors};
use super::samples::wire;
use crate::bounded::decode_exact;
use crate::clinic::ClinicCommand;
use crate::message::{AlarmKind, Answer, Ask, RejectReason};
use crate::outcome::{Outcome, RefusalReason, StopCause};
use crate::prescription::Field;
use crate::status::Therapy;

/// The page that tells readers what a code means.
const PAGE: &str = include_str!("../../../../docs/protocol.md");

/// The code of a flat enum's value: the first item of its array.
fn code<T: minicbor::Encode<()>>(value: &T) -> u64 {
    let bytes = wire(value);
    let mut decoder = minicbor::Decoder::new(&bytes);
    assert!(decoder.array().unwrap().is_some());
    decoder.u64().unwrap()
}

/// Every value of every flat enum has a vector: a new variant does not compile here until it has
/// a code in one of the lists.
#[test]
fn every_variant_is_in_the_vectors() {
    let mut seen = [const { Vec::new() }; 4];
    for vector in vectors() {
        match vector.value {
            Subject::Request(request) => seen[0].push((code(&request.body), ask(&request.body))),
            Subject::Response(response) => {
                seen[1].push((code(&response.body), answer(&response.body)));
                if let Answer::Outcome(report) = response.body {
                    seen[2].push((code(&report.outcome), outcome(&report.outcome)));
                }
            }
            Subject::Clinic(command) => seen[3].push((code(&command), clinic(&command))),
            Subject::Prescription(_) => {}
        }
    }
    let due: [&[u64]; 4] = [
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20],
        &[0, 1, 2, 3, 4, 5, 8, 10, 30, 31],
        &[0, 1, 2, 3, 4, 5],
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    ];
    for (mut seen, due) in seen.into_iter().zip(due) {
        seen.sort_unstable();
        seen.dedup();
        let expected: Vec<_> = due.iter().map(|&code| (code, code)).collect();
        assert_eq!(seen, expected);
    }
}

/// The name of a variant, without what it holds.
fn name(value: &impl Debug) -> String {
    let shown = format!("{value:?}");
    let end = shown.find(|c: char| !c.is_alphanumeric());
    shown[..end.unwrap_or(shown.len())].into()
}

#[track_caller]
fn has_row(code: u64, name: &str) {
    let row = format!("| {code} | {name} |");
    assert!(PAGE.contains(&row), "docs/protocol.md has no row {row}");
}

/// Every code that reads as a `T`, with its name.
fn codes<T: for<'b> minicbor::Decode<'b, ()> + Debug>() -> Vec<(u64, String)> {
    let read = |code: u64| Some((code, name(&decode_exact::<T>(&wire(&code)).ok()?)));
    (0..256).filter_map(read).collect()
}

#[test]
fn the_page_has_a_row_for_every_message() {
    for vector in vectors() {
        match vector.value {
            Subject::Request(request) => has_row(ask(&request.body), &name(&request.body)),
            Subject::Response(response) => {
                has_row(answer(&response.body), &name(&response.body));
                if let Answer::Outcome(report) = response.body {
                    has_row(outcome(&report.outcome), &name(&report.outcome));
                }
            }
            Subject::Clinic(command) => has_row(clinic(&command), &name(&command)),
            Subject::Prescription(_) => {}
        }
    }
}

#[test]
fn the_page_has_a_row_for_every_reason_field_and_alarm() {
    let tables = [
        (7, codes::<RejectReason>()),
        (28, codes::<Field>()),
        (13, codes::<AlarmKind>()),
        (RefusalReason::ALL.len(), codes::<RefusalReason>()),
    ];
    for (rows, codes) in tables {
        assert_eq!(codes.len(), rows);
        for (code, name) in codes {
            has_row(code, &name);
        }
    }
}

#[test]
fn the_page_names_every_stop_cause_and_state_of_therapy() {
    let named = codes::<StopCause>().into_iter().chain(codes::<Therapy>());
    for (code, name) in named {
        assert!(PAGE.contains(&format!("{code} {name}")), "{code} {name}");
    }
}

#[test]
fn the_page_has_a_row_for_every_kind_of_record() {
    for kind in (1..=5).chain(32..=53) {
        assert!(PAGE.contains(&format!("\n| {kind} | ")), "kind {kind}");
    }
}

fn ask(ask: &Ask) -> u64 {
    match ask {
        Ask::ReadStatus => 1,
        Ask::ReadDevice => 2,
        Ask::ReadPrescription => 3,
        Ask::ReadHistory(_) => 4,
        Ask::RequestBolus(_) => 5,
        Ask::CancelBolus(_) => 6,
        Ask::ResolveRequest(_) => 7,
        Ask::RecentRequests => 8,
        Ask::AcknowledgeAlarm(_) => 9,
        Ask::Pair(_) => 10,
        Ask::Clinic(_) => 20,
    }
}

fn answer(answer: &Answer) -> u64 {
    match answer {
        Answer::Done => 0,
        Answer::Status(_) => 1,
        Answer::Device(_) => 2,
        Answer::Prescription(_) => 3,
        Answer::History(_) => 4,
        Answer::Outcome(_) => 5,
        Answer::Recent(_) => 8,
        Answer::Paired(_) => 10,
        Answer::Rejected(_) => 30,
        Answer::Changed(_) => 31,
    }
}

fn outcome(outcome: &Outcome) -> u64 {
    match outcome {
        Outcome::Refused(_) => 0,
        Outcome::Running(_) => 1,
        Outcome::Delivered(_) => 2,
        Outcome::StoppedEarly(_) => 3,
        Outcome::Voided => 4,
        Outcome::Forgotten => 5,
    }
}

fn clinic(command: &ClinicCommand) -> u64 {
    match command {
        ClinicCommand::Stage(_) => 1,
        ClinicCommand::Activate(_) => 2,
        ClinicCommand::Refill(_) => 3,
        ClinicCommand::Prime(_) => 4,
        ClinicCommand::SetClock(_) => 5,
        ClinicCommand::Stop => 6,
        ClinicCommand::Resume => 7,
        ClinicCommand::OpenPairing(_) => 8,
        ClinicCommand::RevokePhone(_) => 9,
        ClinicCommand::TrustClinician(_) => 10,
        ClinicCommand::RemoveClinician(_) => 11,
        ClinicCommand::ClinicianBolus(_) => 12,
        ClinicCommand::ClearFault(_) => 13,
    }
}
