//! The values behind the vectors: one baclofen pump with a prescription, a phone and a clinician.

use std::vec::Vec;

use crate::bounded::{Bytes, List, Octets, Text, encode_into};
use crate::message::{AlarmKind, Device, Priority};
use crate::outcome::{
    BolusRequest, Course, Outcome, OutcomeReport, Refusal, RefusalReason, RequestId, StopCause,
    Stopped,
};
use crate::prescription::{BolusPermission, Prescription, Serial, SignedPrescription, Step};
use crate::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use crate::status::{
    Alarm, BasalNow, BolusNow, LogExtent, PrescriptionBrief, PumpClock, Reservoir, RunningBolus,
    Status, Therapy, Totals,
};

/// Serial of the pump in the vectors.
pub(crate) const SERIAL: &str = "CIS-0042";
/// The phone's third wish.
pub(crate) const ID: RequestId = RequestId {
    key_epoch: 7,
    counter: 3,
};
/// The bolus of the sample prescription, whole.
pub(crate) const BOLUS: Nanolitres = Nanolitres(12_500);

pub(crate) fn serial() -> Serial {
    Text::new(SERIAL).unwrap()
}

/// The bytes of a value on the wire.
pub(crate) fn wire<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = [0; 4096];
    encode_into(value, &mut out).unwrap().to_vec()
}

fn step(from_h: u32, until_h: u32, rate: u32) -> Step {
    Step {
        from_s: from_h * 3600,
        until_s: until_h * 3600,
        rate: NanogramsPerHour(rate),
    }
}

/// Baclofen, 2000 µg/mL, about 272 µg a day, boluses of 25 µg.
pub(crate) fn prescription() -> Prescription {
    let steps = [
        step(0, 6, 10_000),
        step(6, 22, 12_000),
        step(22, 24, 10_000),
    ];
    Prescription {
        serial: serial(),
        version: 3,
        drug: 1,
        concentration: NanogramsPerMl(2_000_000),
        steps: List::from_items(steps).unwrap(),
        bolus: Some(BolusPermission {
            dose: Nanograms(25_000),
            duration_s: 600,
            lockout_s: 14_400,
            max_in_window: 4,
        }),
        window_s: 86_400,
        window_limit: Nanograms(400_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(220_000),
    }
}

/// Ziconotide without boluses, one rate all day.
pub(crate) fn prescription_without_bolus() -> Prescription {
    Prescription {
        version: 4,
        drug: 3,
        concentration: NanogramsPerMl(25_000),
        steps: List::from_items([step(0, 24, 100)]).unwrap(),
        bolus: None,
        window_limit: Nanograms(2_400),
        ..prescription()
    }
}

/// The sample prescription, signed by the sample clinician.
pub(crate) fn signed_prescription() -> SignedPrescription {
    let bytes = wire(&prescription());
    SignedPrescription {
        prescription: Bytes::new(&bytes).unwrap(),
        signer: Octets(super::proofs::clinician().verifying_key().to_bytes()),
        signature: super::proofs::sign(&crate::signed::prescription_message(&bytes)),
    }
}

/// A request for a bolus with a good proof.
pub(crate) fn bolus_request() -> BolusRequest {
    let bare = BolusRequest {
        id: ID,
        dose: Nanograms(25_000),
        prescription_version: 3,
        epoch: 2,
        expires_at: Count(1_000_060),
        proof: Octets([0; 32]),
    };
    BolusRequest {
        proof: super::proofs::prove(&bare),
        ..bare
    }
}

/// A bolus that has run for five of its ten minutes.
pub(crate) fn half_way() -> Course {
    Course {
        started_at: Count(1_000_000),
        ends_at: Count(1_000_600),
        programmed: BOLUS,
        delivered: Nanolitres(6_250),
        delivered_dose: Nanograms(12_500),
    }
}

/// A bolus that was given in full.
pub(crate) fn whole() -> Course {
    Course {
        delivered: BOLUS,
        delivered_dose: Nanograms(25_000),
        ..half_way()
    }
}

/// A bolus that a restart cut.
pub(crate) fn stopped() -> Stopped {
    Stopped {
        started_at: Count(1_000_000),
        ended_at: Count(1_000_312),
        programmed: BOLUS,
        least: Nanolitres(6_000),
        most: Nanolitres(7_000),
        least_dose: Nanograms(12_000),
        most_dose: Nanograms(14_000),
        cause: StopCause::Reset,
    }
}

/// Every kind of outcome, in the order of their codes.
pub(crate) fn outcomes() -> [(&'static str, Outcome); 6] {
    let refusal = Refusal::for_seconds(RefusalReason::Lockout, 7_200);
    [
        (
            "refused inside the lockout, 2 h left",
            Outcome::Refused(refusal),
        ),
        ("running, half given", Outcome::Running(half_way())),
        ("delivered in full", Outcome::Delivered(whole())),
        (
            "stopped early by a restart",
            Outcome::StoppedEarly(stopped()),
        ),
        ("voided: never arrived, never will", Outcome::Voided),
        (
            "forgotten: known once, no longer stored",
            Outcome::Forgotten,
        ),
    ]
}

/// An outcome of the sample request.
pub(crate) fn report(outcome: Outcome) -> OutcomeReport {
    OutcomeReport { id: ID, outcome }
}

pub(crate) fn device() -> Device {
    Device {
        serial: serial(),
        protocol: 1,
        firmware: 10_203,
        capacity_nl: 20_000_000,
        pulse_nl: 250,
        storage_id: Octets([0x5a; 8]),
        phones: List::from_items([6, 7]).unwrap(),
        clinicians: Octets([0x44; 32]),
    }
}

/// Running, a bolus half given, one alarm.
pub(crate) fn status() -> Status {
    Status {
        count: Count(1_000_300),
        epoch: 2,
        changes: 512,
        therapy: Therapy::Running,
        clock: PumpClock {
            utc_s: Some(1_790_000_000),
            offset_s: 3_600,
            uncertain: false,
        },
        prescription: Some(PrescriptionBrief {
            version: 3,
            digest: Octets([0x77; 32]),
            drug: 1,
            concentration: NanogramsPerMl(2_000_000),
        }),
        basal: Some(BasalNow {
            rate: NanogramsPerHour(12_000),
            next_rate: NanogramsPerHour(10_000),
            next_in_s: Some(5_400),
        }),
        bolus: bolus_running(),
        reservoir: Some(reservoir()),
        alarms: List::from_items([alarm(AlarmKind::ReservoirLow)]).unwrap(),
        doses: LogExtent {
            first: 1,
            next: 240,
        },
        events: LogExtent {
            first: 17,
            next: 95,
        },
        totals: Totals {
            delivered: Nanolitres(16_400_000),
            bolus: Nanolitres(312_500),
            deficit: Nanolitres(4_250),
            boluses: 25,
            bad_frames: 2,
            failed_handshakes: 1,
        },
    }
}

/// As it leaves the factory: nothing programmed, nothing filled, no clock.
pub(crate) fn blank_status() -> Status {
    Status {
        count: Count(42),
        epoch: 1,
        changes: 1,
        therapy: Therapy::NotProgrammed,
        clock: PumpClock {
            utc_s: None,
            offset_s: 0,
            uncertain: true,
        },
        prescription: None,
        basal: None,
        bolus: bolus_not_permitted(),
        reservoir: None,
        alarms: List::from_items([alarm(AlarmKind::NotProgrammed)]).unwrap(),
        doses: LogExtent { first: 1, next: 1 },
        events: LogExtent { first: 1, next: 2 },
        totals: Totals::default(),
    }
}

fn bolus_running() -> BolusNow {
    BolusNow {
        dose: Some(Nanograms(25_000)),
        duration_s: 600,
        lockout_s: 14_400,
        window_s: 86_400,
        max_in_window: 4,
        left_in_window: 2,
        refusal: Some(Refusal::for_seconds(RefusalReason::BolusRunning, 300)),
        running: Some(RunningBolus {
            id: Some(ID),
            course: half_way(),
        }),
        last_started_at: Some(Count(1_000_000)),
    }
}

fn bolus_not_permitted() -> BolusNow {
    BolusNow {
        dose: None,
        duration_s: 0,
        lockout_s: 0,
        window_s: 0,
        max_in_window: 0,
        left_in_window: 0,
        refusal: Some(Refusal::because(RefusalReason::NotPermitted)),
        running: None,
        last_started_at: None,
    }
}

fn reservoir() -> Reservoir {
    Reservoir {
        residual: Nanolitres(3_600_000),
        lower: Nanolitres(1_222_000),
        filled: Nanolitres(20_000_000),
        filled_at: Count(4_000),
        low_level: Nanolitres(2_000_000),
        low_in_s: 0,
        empty_in_s: 570_000,
        use_by_utc_s: 1_795_000_000,
        bridge_left: Nanolitres(0),
    }
}

pub(crate) fn alarm(kind: AlarmKind) -> Alarm {
    Alarm {
        kind,
        priority: Priority::Medium,
        since: Count(998_000),
        muted_until: Some(Count(1_001_600)),
    }
}
