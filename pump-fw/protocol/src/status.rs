//! The pump as it is now.

use crate::bounded::{List, Octets};
use crate::message::{AlarmKind, Priority};
use crate::outcome::{Course, Refusal, RequestId};
use crate::quantity::{Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use minicbor::{Decode, Encode};

/// Most alarms that a status carries: each kind once.
pub const MAX_ALARMS: usize = 13;

/// One authenticated reading of the pump.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Status {
    /// The pump's count at this reading.
    #[n(0)]
    pub count: Count,
    /// Boot epoch of the count.
    #[n(1)]
    pub epoch: u32,
    /// Rises with every change that is worth a new reading.
    #[n(2)]
    pub changes: u32,
    /// What the pump is doing.
    #[n(3)]
    pub therapy: Therapy,
    /// Civil clock, as far as the pump knows it.
    #[n(4)]
    pub clock: PumpClock,
    /// The active prescription in brief; absent before the first one.
    #[n(5)]
    pub prescription: Option<PrescriptionBrief>,
    /// The basal now and next; absent while none is programmed.
    #[n(6)]
    pub basal: Option<BasalNow>,
    /// What a bolus request would meet now.
    #[n(7)]
    pub bolus: BolusNow,
    /// What is in the reservoir; absent before the first fill.
    #[n(8)]
    pub reservoir: Option<Reservoir>,
    /// Alarms whose cause stays, most urgent first.
    #[n(9)]
    pub alarms: List<Alarm, MAX_ALARMS>,
    /// Extent of the dose log.
    #[n(10)]
    pub doses: LogExtent,
    /// Extent of the event log.
    #[n(11)]
    pub events: LogExtent,
    /// Lifetime totals.
    #[n(12)]
    pub totals: Totals,
}

/// What the pump is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum Therapy {
    /// No prescription is active.
    #[n(0)]
    NotProgrammed,
    /// Giving the program.
    #[n(1)]
    Running,
    /// Giving the old fluid of the catheter at its bridge rate.
    #[n(2)]
    Bridging,
    /// Stopped by the clinic.
    #[n(3)]
    Stopped,
    /// Stopped by a fault.
    #[n(4)]
    Faulted,
}

/// Civil time on the pump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct PumpClock {
    /// Seconds since 1970-01-01 UTC; absent before the clinic set it.
    #[n(0)]
    pub utc_s: Option<u64>,
    /// Fixed offset in seconds.
    #[n(1)]
    pub offset_s: i32,
    /// True after an outage of unknown length, until the clinic sets it. SR-19
    #[n(2)]
    pub uncertain: bool,
}

/// The active prescription in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct PrescriptionBrief {
    /// Its version.
    #[n(0)]
    pub version: u32,
    /// SHA-256 of its bytes.
    #[n(1)]
    pub digest: Octets<32>,
    /// The drug's code.
    #[n(2)]
    pub drug: u8,
    /// Its concentration.
    #[n(3)]
    pub concentration: NanogramsPerMl,
}

/// The basal now and next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct BasalNow {
    /// Programmed rate now.
    #[n(0)]
    pub rate: NanogramsPerHour,
    /// Rate after the next change.
    #[n(1)]
    pub next_rate: NanogramsPerHour,
    /// Seconds to the next change of rate; absent where the program has one rate.
    #[n(2)]
    pub next_in_s: Option<u32>,
}

/// What a bolus request would meet now. SR-42
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct BolusNow {
    /// Dose of one bolus; absent where none is permitted.
    #[n(0)]
    pub dose: Option<Nanograms>,
    /// Seconds over which one is given.
    #[n(1)]
    pub duration_s: u32,
    /// The waiting time of the prescription, start to start.
    #[n(2)]
    pub lockout_s: u32,
    /// Length of the window.
    #[n(3)]
    pub window_s: u32,
    /// Most boluses in a window.
    #[n(4)]
    pub max_in_window: u8,
    /// Boluses left in the window that ends now.
    #[n(5)]
    pub left_in_window: u8,
    /// Why a request would be refused now; absent where it would be accepted.
    #[n(6)]
    pub refusal: Option<Refusal>,
    /// The running bolus.
    #[n(7)]
    pub running: Option<RunningBolus>,
    /// Count at the start of the last bolus, whoever gave it.
    #[n(8)]
    pub last_started_at: Option<Count>,
}

/// The bolus that is being given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct RunningBolus {
    /// The request behind it; absent where a clinician gave it.
    #[n(0)]
    pub id: Option<RequestId>,
    /// Its course.
    #[n(1)]
    pub course: Course,
}

/// What is in the reservoir.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Reservoir {
    /// Residual by the plain count.
    #[n(0)]
    pub residual: Nanolitres,
    /// Lower bound: fill − 1.145 × counted. SR-46
    #[n(1)]
    pub lower: Nanolitres,
    /// Volume after the last fill.
    #[n(2)]
    pub filled: Nanolitres,
    /// Count at the last fill.
    #[n(3)]
    pub filled_at: Count,
    /// The level of the low alarm.
    #[n(4)]
    pub low_level: Nanolitres,
    /// Seconds until the lower bound reaches the low level at the earliest: every allowed bolus,
    /// flow +14.5 %. Zero where it has.
    #[n(5)]
    pub low_in_s: u32,
    /// Seconds until the lower bound reaches nothing at the earliest.
    #[n(6)]
    pub empty_in_s: u32,
    /// Use-by of the drug, in seconds since 1970-01-01 UTC.
    #[n(7)]
    pub use_by_utc_s: u64,
    /// Old fluid still in the catheter.
    #[n(8)]
    pub bridge_left: Nanolitres,
}

/// An alarm whose cause stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Alarm {
    /// Which.
    #[n(0)]
    pub kind: AlarmKind,
    /// How urgent, for the drug in the pump. SR-22
    #[n(1)]
    pub priority: Priority,
    /// Count since when.
    #[n(2)]
    pub since: Count,
    /// Count until which it is muted.
    #[n(3)]
    pub muted_until: Option<Count>,
}

/// What a log holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct LogExtent {
    /// Sequence number of the oldest record that is still stored.
    #[n(0)]
    pub first: u32,
    /// Sequence number that the next record will get; records run from `first` below it.
    #[n(1)]
    pub next: u32,
}

/// Lifetime totals; overwriting records does not lower them. SR-38
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Totals {
    /// Volume that counts as delivered, all origins.
    #[n(0)]
    pub delivered: Nanolitres,
    /// Of it, by boluses.
    #[n(1)]
    pub bolus: Nanolitres,
    /// Prescribed volume that was not given.
    #[n(2)]
    pub deficit: Nanolitres,
    /// Boluses started.
    #[n(3)]
    pub boluses: u32,
    /// Frames that were garbage, replayed, altered or out of order.
    #[n(4)]
    pub bad_frames: u32,
    /// Handshakes that failed.
    #[n(5)]
    pub failed_handshakes: u32,
}
