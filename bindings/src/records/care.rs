//! Whom to call.

use cisterna_core::care::{Call, Who, Why};
use cisterna_core::screens::Calls;

/// Who is called.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Callee {
    /// The emergency service.
    EmergencyService,
    /// The clinic by day.
    ClinicDay {
        /// Whom the number reaches.
        name: String,
    },
    /// The clinic by night.
    ClinicNight {
        /// Whom the number reaches.
        name: String,
    },
    /// A caregiver.
    Caregiver {
        /// Their id in the plan.
        id: u32,
        /// Their name.
        name: String,
        /// What they are to the person, in the person's words; may be empty.
        relation: String,
    },
}

#[uniffi::remote(Enum)]
enum Why {
    Emergency,
    ClinicOpen,
    ClinicClosed,
    ClinicHoursUnknown,
    ClinicOtherHours,
    NextCaregiver,
    NobodyElseKnown,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CallEntry {
    /// Who.
    pub who: Callee,
    /// What to dial.
    pub number: String,
    /// Why.
    pub why: Why,
}

/// Whom to call now, by how urgent it is, in order.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CallList {
    /// In an emergency.
    pub emergency: Vec<CallEntry>,
    /// Within hours or days.
    pub soon: Vec<CallEntry>,
}

pub(crate) fn call_list(calls: Calls) -> CallList {
    CallList {
        emergency: calls.emergency.into_iter().map(call).collect(),
        soon: calls.soon.into_iter().map(call).collect(),
    }
}

fn call(call: Call) -> CallEntry {
    CallEntry {
        who: match call.who {
            Who::EmergencyService => Callee::EmergencyService,
            Who::ClinicDay(name) => Callee::ClinicDay { name: name.into() },
            Who::ClinicNight(name) => Callee::ClinicNight { name: name.into() },
            Who::Caregiver { id, name, relation } => Callee::Caregiver {
                id: id.0,
                name: name.into(),
                relation,
            },
        },
        number: call.number.as_str().to_owned(),
        why: call.why,
    }
}
