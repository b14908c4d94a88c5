//! Whom to call.

use super::contact::{Contact, Name, PhoneNumber};
use super::plan::{CarePlan, CaregiverId, Clinic};
use serde::Serialize;

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Act now.
    Emergency,
    /// Act within hours or days.
    Soon,
    /// A question.
    Information,
}

/// Who is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The emergency service.
    EmergencyService,
    /// The clinic by day.
    ClinicDay(Name),
    /// The clinic by night.
    ClinicNight(Name),
    /// A caregiver.
    Caregiver {
        /// Their id in the plan.
        id: CaregiverId,
        /// Their name.
        name: Name,
        /// What they are to the person, in the person's words; may be empty.
        relation: String,
    },
}

/// Why they are called, in this place of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is an emergency.
    Emergency,
    /// The clinic is open now.
    ClinicOpen,
    /// The clinic is closed now.
    ClinicClosed,
    /// Its hours are not known.
    ClinicHoursUnknown,
    /// The clinic's other contact, outside its hours: no opening hours know holidays.
    ClinicOtherHours,
    /// The caregivers in their order.
    NextCaregiver,
    /// The emergency service where nobody else is known, though it is no emergency: only should it
    /// become one.
    NobodyElseKnown,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Who.
    pub who: Who,
    /// What to dial.
    pub number: PhoneNumber,
    /// Why.
    pub why: Why,
}

/// Whom to call at `now_utc_ms`, milliseconds since 1970-01-01 UTC, in order: in an emergency the
/// emergency service, then the clinic by its own hours, then the caregivers. No number stands there
/// twice, and the list is empty only where no number is known at all. SR-20, SR-21, SR-47
pub fn whom_to_call(plan: &CarePlan, urgency: Urgency, now_utc_ms: i64) -> Vec<Call> {
    let service = |why| {
        let number = plan.emergency.number()?;
        let who = Who::EmergencyService;
        Some(Call { who, number, why })
    };
    let mut calls = Vec::new();
    match urgency {
        Urgency::Emergency => calls.extend(service(Why::Emergency)),
        Urgency::Soon | Urgency::Information => {}
    }
    calls.extend(clinic(&plan.clinic, now_utc_ms));
    calls.extend(plan.caregivers.iter().map(|it| Call {
        who: Who::Caregiver {
            id: it.id,
            name: it.name.clone(),
            relation: it.relation.clone(),
        },
        number: it.number.clone(),
        why: Why::NextCaregiver,
    }));
    if calls.is_empty() {
        calls.extend(service(Why::NobodyElseKnown));
    }
    without_repeats(calls)
}

/// The clinic's contacts, the one of this hour first.
fn clinic(clinic: &Clinic, now_utc_ms: i64) -> Vec<Call> {
    let call = |contact: &Option<Contact>, who: fn(Name) -> Who, why| {
        let contact = contact.clone()?;
        Some(Call {
            who: who(contact.name),
            number: contact.number,
            why,
        })
    };
    let day = |why| call(&clinic.day, Who::ClinicDay, why);
    let night = |why| call(&clinic.night, Who::ClinicNight, why);
    let open = clinic.hours.as_ref().map(|it| it.is_open(now_utc_ms));
    let pair = match open {
        Some(true) => [day(Why::ClinicOpen), night(Why::ClinicOtherHours)],
        Some(false) => [night(Why::ClinicClosed), day(Why::ClinicOtherHours)],
        None => [day(Why::ClinicHoursUnknown), night(Why::ClinicHoursUnknown)],
    };
    pair.into_iter().flatten().collect()
}

/// Each number once, at its first place.
fn without_repeats(calls: Vec<Call>) -> Vec<Call> {
    let mut kept: Vec<Call> = Vec::with_capacity(calls.len());
    for call in calls {
        if kept.iter().all(|it| it.number != call.number) {
            kept.push(call);
        }
    }
    kept
}
