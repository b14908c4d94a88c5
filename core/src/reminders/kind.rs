//! What there is to remind of.

use serde::{Deserialize, Serialize};

/// How urgent something is, in the steps of IEC 60601-1-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Worth knowing.
    Low,
    /// To be acted on in time.
    Medium,
    /// An emergency.
    High,
}

/// What a reminder is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The diary asks; the slot by its name.
    DiaryPrompt(String),
    /// A refill is due.
    Refill,
    /// The reservoir may be low.
    Low,
    /// The reservoir may be empty.
    Empty,
    /// The drug's use-by.
    UseBy,
    /// The battery's end of service.
    Battery,
    /// The clinic found another volume than the pump counted.
    Discrepancy,
    /// No reading for longer than the set time.
    Unreachable,
    /// An alarm of the pump, by its code.
    PumpAlarm(u8),
    /// After an MRI: read the pump. SR-48
    MriRead,
    /// After an MRI: confirm that it is infusing. SR-48
    MriConfirm,
    /// After an MRI the pump does not infuse. SR-48
    MriNotInfusing,
    /// A medicine by mouth, by its number.
    Medicine(u64),
    /// Look at the wound.
    WoundCheck,
    /// Take the temperature.
    FeverCheck,
    /// The care plan lacks something that matters for safety.
    CarePlanGap,
    /// The appointment for the refill.
    Appointment,
}

/// Something to remind of, from an instant on. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Names it over calls: an acknowledgement is kept under it.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// How urgent it is.
    pub urgency: Urgency,
    /// From when on.
    pub since_utc_ms: i64,
    /// Until when, not included; none while it stays.
    pub until_utc_ms: Option<i64>,
}

impl Cause {
    /// Whether it stands at an instant.
    pub fn stands(&self, now_utc_ms: i64) -> bool {
        self.since_utc_ms <= now_utc_ms && self.until_utc_ms.is_none_or(|until| now_utc_ms < until)
    }
}
