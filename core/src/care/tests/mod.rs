//! The care plan as a whole: numbers, calls, gaps, notices.

mod calls;
mod notices;
mod numbers;
mod plans;

use super::*;
use crate::civil::{DateTime, Zone};

/// Milliseconds since 1970-01-01 UTC of a date and time in UTC.
fn utc(text: &str) -> i64 {
    let at: DateTime = text.parse().unwrap();
    at.and_utc().timestamp_millis()
}

fn contact(name: &str, number: &str) -> Contact {
    Contact {
        name: Name::new(name).unwrap(),
        number: number.parse().unwrap(),
    }
}

fn caregiver(id: u32, name: &str, number: &str) -> Caregiver {
    Caregiver {
        id: CaregiverId(id),
        name: Name::new(name).unwrap(),
        relation: "sister".to_owned(),
        number: number.parse().unwrap(),
        wants: Wants {
            emergencies: true,
            refill: true,
            no_answer: true,
        },
    }
}

/// A plan in which nothing is missing: a clinic in Berlin, open on weekdays from 08:00 to 16:00.
fn whole() -> CarePlan {
    let weekdays = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let spans = weekdays.map(|day| OpenSpan {
        day,
        from: "08:00".parse().unwrap(),
        until: "16:00".parse().unwrap(),
    });
    let drug = crate::trial::DrugCode(1);
    CarePlan {
        clinic: Clinic {
            day: Some(contact("Pump clinic", "030 450-1")),
            night: Some(contact("Ward 7", "030 450-2")),
            hours: Some(OpeningHours {
                zone: Zone::Europe__Berlin,
                spans: spans.to_vec(),
            }),
        },
        emergency: Emergency {
            region: Region::new("DE").ok(),
            own_number: None,
            confirmed: PhoneNumber::new("112").ok(),
        },
        caregivers: vec![
            caregiver(7, "Ada", "+49 170 1234567"),
            caregiver(3, "Ben", "+49 170 7654321"),
        ],
        instructions: vec![DrugInstruction {
            drug,
            text: "Take 10 mg by mouth and come in.".to_owned(),
        }],
        implant: ImplantCard {
            pump_model: "Model 1".to_owned(),
            serial: "A-1".to_owned(),
            drug: Some(drug),
            concentration_ng_per_ml: Some(2_000_000),
            mri_conditions: "1.5 T".to_owned(),
            end_of_service: "2031-05-01".parse().ok(),
            ..ImplantCard::default()
        },
    }
}
