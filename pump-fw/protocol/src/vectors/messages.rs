//! `docs/vectors/messages.json`: every message, every kind of record, and what proofs cover.

use std::string::String;
use std::vec::Vec;

use serde::Serialize;

use super::proofs::{self, Covered, Link, signed};
use super::records::{self, RecordVector};
use super::samples::{self, ID, report, wire};
use super::{check_current, hex};
use crate::bounded::{Bytes, List, Octets, decode_exact};
use crate::clinic::{
    Activation, Bridge, CivilClock, ClinicCommand, ClinicianBolus, ClinicianKeys, Refill,
};
use crate::history::{HistoryPage, Log, ReadHistory};
use crate::message::{
    Acknowledgement, AlarmKind, Answer, Ask, PairGrant, PairRequest, RejectReason, Rejection,
    Request, Response,
};
use crate::outcome::Outcome;
use crate::prescription::{Field, Prescription};
use crate::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use crate::record::{CHAIN_START, Record, chain};

/// The whole file.
#[derive(Serialize)]
struct File {
    messages: Vec<Vector>,
    records: Vec<RecordVector>,
    /// The digest chain over the first three records of a log.
    chain: Vec<Link>,
    proofs: [Covered; 3],
}

/// A message with its meaning.
#[derive(Serialize)]
pub(crate) struct Vector {
    name: &'static str,
    /// The rule of `docs/protocol.cddl` that it follows.
    rule: &'static str,
    hex: String,
    pub(crate) value: Subject,
}

/// What a vector holds.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "a few dozen of them, in a test")]
pub(crate) enum Subject {
    Request(Request),
    Response(Response),
    Clinic(ClinicCommand),
    Prescription(Prescription),
}

impl Subject {
    fn rule(&self) -> &'static str {
        match self {
            Self::Request(_) => "request",
            Self::Response(_) => "response",
            Self::Clinic(_) => "clinic-command",
            Self::Prescription(_) => "prescription",
        }
    }

    /// Its bytes on the wire.
    pub(crate) fn wire(&self) -> Vec<u8> {
        match self {
            Self::Request(value) => wire(value),
            Self::Response(value) => wire(value),
            Self::Clinic(value) => wire(value),
            Self::Prescription(value) => wire(value),
        }
    }

    /// What `bytes` say, read as this kind of message.
    pub(crate) fn read_again(&self, bytes: &[u8]) -> Result<Self, minicbor::decode::Error> {
        match self {
            Self::Request(_) => decode_exact(bytes).map(Self::Request),
            Self::Response(_) => decode_exact(bytes).map(Self::Response),
            Self::Clinic(_) => decode_exact(bytes).map(Self::Clinic),
            Self::Prescription(_) => decode_exact(bytes).map(Self::Prescription),
        }
    }
}

fn vector(name: &'static str, value: Subject) -> Vector {
    let bytes = value.wire();
    assert_eq!(value.read_again(&bytes).unwrap(), value, "{name}");
    Vector {
        name,
        rule: value.rule(),
        hex: hex(&bytes),
        value,
    }
}

fn asks() -> Vec<(&'static str, Ask)> {
    let page = ReadHistory {
        log: Log::Doses,
        from: 1,
        max: 48,
    };
    let hour = Acknowledgement {
        alarm: AlarmKind::ReservoirLow,
        mute_s: 3_600,
    };
    let request_key = Octets([0x22; 32]);
    std::vec![
        ("read status", Ask::ReadStatus),
        ("read device", Ask::ReadDevice),
        ("read prescription", Ask::ReadPrescription),
        ("read the first page of doses", Ask::ReadHistory(page)),
        (
            "request a bolus",
            Ask::RequestBolus(samples::bolus_request())
        ),
        ("cancel it", Ask::CancelBolus(ID)),
        ("resolve it", Ask::ResolveRequest(ID)),
        ("recent requests", Ask::RecentRequests),
        ("mute an alarm for an hour", Ask::AcknowledgeAlarm(hour)),
        ("pair", Ask::Pair(PairRequest { request_key })),
        ("a signed stop", Ask::Clinic(signed(&ClinicCommand::Stop))),
    ]
}

fn page() -> HistoryPage {
    let records: Vec<_> = records::first_three()
        .iter()
        .map(Record::to_bytes)
        .collect();
    let after = records
        .iter()
        .fold(CHAIN_START, |before, it| chain(&before, it));
    HistoryPage {
        log: Log::Doses,
        first: 1,
        records: Bytes::new(&records.concat()).unwrap(),
        before: Some(Octets(CHAIN_START)),
        after: Octets(after),
        next: 4,
    }
}

/// Nothing to read, and the record before it is gone.
fn empty_page() -> HistoryPage {
    HistoryPage {
        log: Log::Events,
        first: 95,
        records: Bytes::default(),
        before: None,
        after: Octets([0; 16]),
        next: 95,
    }
}

fn answers() -> Vec<(&'static str, Answer)> {
    let recent = List::from_items([report(Outcome::Voided), report(Outcome::Forgotten)]);
    let third_step = Rejection {
        index: Some(2),
        ..Rejection::field(Field::StepRate)
    };
    let grant = PairGrant {
        key_epoch: 7,
        link_key: Octets([0x66; 32]),
        storage_id: Octets([0x5a; 8]),
    };
    let prescription = samples::signed_prescription();
    let not_allowed = Rejection::because(RejectReason::NotAllowed);
    std::vec![
        ("done", Answer::Done),
        ("status, a bolus running", Answer::Status(samples::status())),
        (
            "status of a blank pump",
            Answer::Status(samples::blank_status())
        ),
        ("device", Answer::Device(samples::device())),
        ("prescription", Answer::Prescription(Some(prescription))),
        ("no prescription", Answer::Prescription(None)),
        ("a page of doses", Answer::History(page())),
        ("an empty page", Answer::History(empty_page())),
        ("recent requests", Answer::Recent(recent.unwrap())),
        ("no recent requests", Answer::Recent(List::default())),
        ("paired", Answer::Paired(grant)),
        ("rejected: not allowed", Answer::Rejected(not_allowed)),
        (
            "rejected: rate of the third step",
            Answer::Rejected(third_step)
        ),
    ]
}

fn refill(together: bool) -> Refill {
    let activation = Activation {
        old: Some(Octets([0x77; 32])),
        new: Octets([0x78; 32]),
    };
    let bridge = Bridge {
        volume: Nanolitres(220_000),
        rate: NanogramsPerHour(12_000),
        flush: false,
    };
    Refill {
        drug: 1,
        concentration: NanogramsPerMl(if together { 1_000_000 } else { 2_000_000 }),
        volume: Nanolitres(20_000_000),
        use_by_utc_s: 1_795_000_000,
        activation: together.then_some(activation),
        bridge: together.then_some(bridge),
    }
}

fn clinic_commands() -> Vec<(&'static str, ClinicCommand)> {
    let first = Activation {
        old: None,
        new: Octets([0x77; 32]),
    };
    let clock = CivilClock {
        utc_s: 1_790_000_000,
        offset_s: -18_000,
    };
    let keys = ClinicianKeys {
        public: Octets([0x88; 32]),
        link: Octets([0x99; 32]),
    };
    let bolus = ClinicianBolus {
        dose: Nanograms(50_000),
        duration_s: 1_200,
    };
    let stage = ClinicCommand::Stage(samples::signed_prescription());
    std::vec![
        ("stage", stage),
        (
            "activate the first prescription",
            ClinicCommand::Activate(first)
        ),
        (
            "refill with the same drug",
            ClinicCommand::Refill(refill(false))
        ),
        (
            "refill with another concentration",
            ClinicCommand::Refill(refill(true))
        ),
        ("prime", ClinicCommand::Prime(Nanolitres(220_000))),
        (
            "set the clock, 5 h behind UTC",
            ClinicCommand::SetClock(clock)
        ),
        ("stop", ClinicCommand::Stop),
        ("resume", ClinicCommand::Resume),
        ("open the pairing window", ClinicCommand::OpenPairing(120)),
        ("revoke a phone", ClinicCommand::RevokePhone(6)),
        ("trust a clinician", ClinicCommand::TrustClinician(keys)),
        (
            "remove a clinician",
            ClinicCommand::RemoveClinician(Octets([0x88; 32]))
        ),
        ("a clinician's bolus", ClinicCommand::ClinicianBolus(bolus)),
        (
            "clear a fault",
            ClinicCommand::ClearFault(AlarmKind::MotorStall)
        ),
    ]
}

fn request((tag, (name, body)): (u32, (&'static str, Ask))) -> Vector {
    vector(name, Subject::Request(Request { tag, body }))
}

fn response((tag, (name, body)): (u32, (&'static str, Answer))) -> Vector {
    vector(name, Subject::Response(Response { tag, body }))
}

/// Every message.
pub(crate) fn vectors() -> Vec<Vector> {
    let outcome = |(name, outcome)| (name, Answer::Outcome(report(outcome)));
    let said = answers()
        .into_iter()
        .chain(samples::outcomes().map(outcome));
    let notice = (0, ("notice: changed", Answer::Changed(513)));
    let clinic = |(name, command)| vector(name, Subject::Clinic(command));
    let with = Subject::Prescription(samples::prescription());
    let without = Subject::Prescription(samples::prescription_without_bolus());
    (1..)
        .zip(asks())
        .map(request)
        .chain((1..).zip(said).chain([notice]).map(response))
        .chain(clinic_commands().into_iter().map(clinic))
        .chain([
            vector("with boluses", with),
            vector("without boluses", without),
        ])
        .collect()
}

#[test]
fn message_vectors_are_current() {
    let file = File {
        messages: vectors(),
        records: records::vectors(),
        chain: proofs::links(&records::first_three()),
        proofs: proofs::covered(),
    };
    check_current("messages.json", &file);
}
