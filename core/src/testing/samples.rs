//! A pump's data as it may be.

use crate::pump::pairing::ImplantCard;
use cisterna_protocol::bounded::{Bytes, List, Octets, encode_into};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::prescription::{
    BolusPermission, MAX_PRESCRIPTION, Prescription, SignedPrescription, Step,
};
use cisterna_protocol::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{Body, RECORD_LEN, Record};
use cisterna_protocol::session::Serial;
use cisterna_protocol::status::{
    BasalNow, BolusNow, LogExtent, PrescriptionBrief, PumpClock, Reservoir, Status, Therapy, Totals,
};
use ring::digest::{SHA256, digest};

pub(crate) const CARD_SECRET: [u8; 16] = [0x5c; 16];

pub(crate) fn serial() -> Serial {
    Serial::new("CIS-0042").unwrap()
}

pub(crate) fn card() -> String {
    ImplantCard::print(&serial(), &CARD_SECRET).to_string()
}

/// 100 µg/h by day, 50 µg/h by night, of 2 mg/mL; 25 µg boluses, 4 in 24 h, 2 h apart.
pub(crate) fn prescription() -> Prescription {
    let step = |from_s, until_s, rate| Step {
        from_s,
        until_s,
        rate: NanogramsPerHour(rate),
    };
    let steps = [step(0, 21_600, 50_000), step(21_600, 86_400, 100_000)];
    Prescription {
        serial: cisterna_protocol::prescription::Serial::new("CIS-0042").unwrap(),
        version: 7,
        drug: 1,
        concentration: NanogramsPerMl(2_000_000),
        steps: List::from_items(steps).unwrap(),
        bolus: Some(BolusPermission {
            dose: Nanograms(25_000),
            duration_s: 600,
            lockout_s: 7_200,
            max_in_window: 4,
        }),
        window_s: 86_400,
        window_limit: Nanograms(3_000_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    }
}

pub(crate) fn signed() -> SignedPrescription {
    let mut buffer = [0; MAX_PRESCRIPTION];
    let wire = encode_into(&prescription(), &mut buffer).unwrap();
    SignedPrescription {
        prescription: Bytes::new(wire).unwrap(),
        signer: Octets([1; 32]),
        signature: Octets([2; 64]),
    }
}

pub(crate) fn status() -> Status {
    let hash = digest(&SHA256, &signed().prescription);
    Status {
        count: Count(10_000),
        epoch: 3,
        changes: 1,
        therapy: Therapy::Running,
        clock: PumpClock {
            utc_s: Some(1_700_000_000),
            offset_s: 3_600,
            uncertain: false,
        },
        prescription: Some(PrescriptionBrief {
            version: 7,
            digest: Octets(hash.as_ref().try_into().unwrap()),
            drug: 1,
            concentration: NanogramsPerMl(2_000_000),
        }),
        basal: Some(BasalNow {
            rate: NanogramsPerHour(100_000),
            next_rate: NanogramsPerHour(50_000),
            next_in_s: Some(60),
        }),
        bolus: BolusNow {
            dose: Some(Nanograms(25_000)),
            duration_s: 600,
            lockout_s: 7_200,
            window_s: 86_400,
            max_in_window: 4,
            left_in_window: 4,
            refusal: None,
            running: None,
            last_started_at: None,
        },
        reservoir: Some(Reservoir {
            residual: Nanolitres(20_000_000),
            lower: Nanolitres(20_000_000),
            filled: Nanolitres(20_000_000),
            filled_at: Count(9_000),
            low_level: Nanolitres(2_000_000),
            low_in_s: u32::MAX,
            empty_in_s: u32::MAX,
            use_by_utc_s: 1_800_000_000,
            bridge_left: Nanolitres(0),
        }),
        alarms: List::default(),
        doses: LogExtent::default(),
        events: LogExtent::default(),
        totals: Totals::default(),
    }
}

/// A log of `count` alarms, one each second of epoch 3.
pub(crate) fn event_log(count: u32) -> Vec<[u8; RECORD_LEN]> {
    let record = |seq| Record {
        seq,
        epoch: 3,
        at: Count(u64::from(seq)),
        body: Body::AlarmRaised(AlarmKind::ReservoirLow),
    };
    (1..=count).map(|seq| record(seq).to_bytes()).collect()
}
