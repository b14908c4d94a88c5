//! Messages inside a session: a tagged request, a tagged answer, and one unasked notice.
//!
//! Responsible for their shape and for saying which of them may be repeated. Versioned by adding
//! keys: a reader skips keys that it does not know.

use crate::bounded::{List, Octets};
use crate::clinic::SignedCommand;
use crate::history::{HistoryPage, ReadHistory};
use crate::outcome::{BolusRequest, OutcomeReport, RequestId};
use crate::prescription::{Field, Serial, SignedPrescription};
use crate::status::Status;
use minicbor::{Decode, Encode};

/// Most recent requests that one answer lists.
pub const MAX_RECENT: usize = 24;
/// Most phones that a pump knows at once.
pub const MAX_PHONES: usize = 4;

/// A request, with the tag that its answer carries back.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Request {
    /// Chosen by the phone, 1 and up; 0 is kept for notices.
    #[n(0)]
    pub tag: u32,
    /// What is asked.
    #[n(1)]
    pub body: Ask,
}

/// An answer or a notice.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Response {
    /// The request's tag, or 0 for a notice.
    #[n(0)]
    pub tag: u32,
    /// What is said.
    #[n(1)]
    pub body: Answer,
}

/// What a phone or a programmer can ask.
#[allow(
    clippy::large_enum_variant,
    reason = "without an allocator there is nothing to box into"
)]
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(flat)]
pub enum Ask {
    /// The pump as it is now.
    #[n(1)]
    ReadStatus,
    /// What does not change from day to day.
    #[n(2)]
    ReadDevice,
    /// The active prescription as it was signed.
    #[n(3)]
    ReadPrescription,
    /// A page of a log.
    #[n(4)]
    ReadHistory(#[n(0)] ReadHistory),
    /// One wish for a bolus. Repeating the same id never gives a second dose. SR-07
    #[n(5)]
    RequestBolus(#[n(0)] BolusRequest),
    /// Ends the running bolus of this id; voids an id that never arrived.
    #[n(6)]
    CancelBolus(#[n(0)] RequestId),
    /// The outcome of this id; voids an id that never arrived.
    #[n(7)]
    ResolveRequest(#[n(0)] RequestId),
    /// The latest requests of all phones: the running bolus, then boluses, refusals and voids, each
    /// newest first.
    #[n(8)]
    RecentRequests,
    /// Mutes an alarm for at most an hour while its cause stays. SR-16
    #[n(9)]
    AcknowledgeAlarm(#[n(0)] Acknowledgement),
    /// Hands over a phone's request key; only in a session keyed by the implant card.
    #[n(10)]
    Pair(#[n(0)] PairRequest),
    /// A clinician's signed command.
    #[n(20)]
    Clinic(#[n(0)] SignedCommand),
}

/// Whether a message may be sent again when its answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Reading changes nothing.
    Freely,
    /// The same bytes have their effect once; a repeat gets the stored outcome.
    SameId,
    /// The pump refuses the second one; ask for the state instead.
    Never,
}

impl Ask {
    /// Whether this message may be repeated.
    pub const fn repeat(&self) -> Repeat {
        match self {
            Self::ReadStatus
            | Self::ReadDevice
            | Self::ReadPrescription
            | Self::ReadHistory(_)
            | Self::RecentRequests => Repeat::Freely,
            Self::RequestBolus(_)
            | Self::CancelBolus(_)
            | Self::ResolveRequest(_)
            | Self::AcknowledgeAlarm(_) => Repeat::SameId,
            Self::Pair(_) | Self::Clinic(_) => Repeat::Never,
        }
    }
}

/// What the pump says.
#[allow(
    clippy::large_enum_variant,
    reason = "without an allocator there is nothing to box into"
)]
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(flat)]
pub enum Answer {
    /// Done; nothing more to say.
    #[n(0)]
    Done,
    /// To [`Ask::ReadStatus`].
    #[n(1)]
    Status(#[n(0)] Status),
    /// To [`Ask::ReadDevice`].
    #[n(2)]
    Device(#[n(0)] Device),
    /// To [`Ask::ReadPrescription`]; absent where none is active.
    #[n(3)]
    Prescription(#[n(0)] Option<SignedPrescription>),
    /// To [`Ask::ReadHistory`].
    #[n(4)]
    History(#[n(0)] HistoryPage),
    /// To [`Ask::RequestBolus`], [`Ask::CancelBolus`] and [`Ask::ResolveRequest`].
    #[n(5)]
    Outcome(#[n(0)] OutcomeReport),
    /// To [`Ask::RecentRequests`].
    #[n(8)]
    Recent(#[n(0)] List<OutcomeReport, MAX_RECENT>),
    /// To [`Ask::Pair`].
    #[n(10)]
    Paired(#[n(0)] PairGrant),
    /// The request was not carried out, and nothing changed.
    #[n(30)]
    Rejected(#[n(0)] Rejection),
    /// Unasked: the status changed since it was last read in this session.
    #[n(31)]
    Changed(#[n(0)] u32),
}

/// Why a request was not carried out, and what has to be another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Rejection {
    /// Why.
    #[n(0)]
    pub reason: RejectReason,
    /// The field that is wrong, where one is.
    #[n(1)]
    pub field: Option<Field>,
    /// Which item of that field, counted from 0, where it is a list.
    #[n(2)]
    pub index: Option<u8>,
}

impl Rejection {
    /// A rejection that names no field.
    pub const fn because(reason: RejectReason) -> Self {
        Self {
            reason,
            field: None,
            index: None,
        }
    }

    /// A rejection of one field's value.
    pub const fn field(field: Field) -> Self {
        Self {
            reason: RejectReason::Field,
            field: Some(field),
            index: None,
        }
    }
}

/// Kinds of rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum RejectReason {
    /// The message could not be read. The session goes on.
    #[n(0)]
    Unreadable,
    /// This kind of session may not ask this. SR-31
    #[n(1)]
    NotAllowed,
    /// The named field has a value that is refused.
    #[n(2)]
    Field,
    /// Not in the pump's present state (nothing staged, nothing stopped, a bolus running, …).
    #[n(3)]
    State,
    /// Durable memory took no write; nothing changed.
    #[n(4)]
    CannotStore,
    /// No room: as many phones or clinicians as the pump can know.
    #[n(5)]
    Full,
    /// The clinician's bolus would break the window's dose limit.
    #[n(6)]
    DoseLimit,
}

/// What does not change from day to day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Device {
    /// Serial number.
    #[n(0)]
    pub serial: Serial,
    /// Protocol version that the pump speaks.
    #[n(1)]
    pub protocol: u8,
    /// Firmware version: major · 10 000 + minor · 100 + patch.
    #[n(2)]
    pub firmware: u32,
    /// Volume of the reservoir, nL.
    #[n(3)]
    pub capacity_nl: u64,
    /// Volume of one pulse, nL.
    #[n(4)]
    pub pulse_nl: u32,
    /// Changes when the durable memory was made anew: outcomes before it cannot be known. SR-41
    #[n(5)]
    pub storage_id: Octets<8>,
    /// Key epochs of the phones that the pump knows.
    #[n(6)]
    pub phones: List<u32, MAX_PHONES>,
    /// Fingerprint of the trusted clinician keys: SHA-256 over them in order.
    #[n(7)]
    pub clinicians: Octets<32>,
}

/// Mutes one alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Acknowledgement {
    /// Which.
    #[n(0)]
    pub alarm: AlarmKind,
    /// For how long, in seconds; held at 3600.
    #[n(1)]
    pub mute_s: u32,
}

/// The phone's part of pairing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct PairRequest {
    /// Key of the proof on each request, made by the phone and released only after the person
    /// authenticated. SR-43
    #[n(0)]
    pub request_key: Octets<32>,
}

/// The pump's part of pairing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct PairGrant {
    /// Key epoch: the first half of this phone's request ids.
    #[n(0)]
    pub key_epoch: u32,
    /// Pre-shared key of this phone's sessions. Valid once the phone has connected with it.
    #[n(1)]
    pub link_key: Octets<32>,
    /// As in [`Device::storage_id`].
    #[n(2)]
    pub storage_id: Octets<8>,
}

/// The pump's alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum AlarmKind {
    /// The motor did not move when told to.
    #[n(1)]
    MotorStall,
    /// The actuator's feedback and the commands are further apart than the bound.
    #[n(2)]
    InfusionError,
    /// The independent monitor cut the actuator. SR-13
    #[n(3)]
    MonitorCut,
    /// The residual's lower bound reached the low level.
    #[n(4)]
    ReservoirLow,
    /// The residual's lower bound reached nothing.
    #[n(5)]
    ReservoirEmpty,
    /// Nothing is left even by the plain count: the pump stands.
    #[n(6)]
    ReservoirDry,
    /// The self-test at start failed.
    #[n(7)]
    SelfTest,
    /// Durable memory is bad: a record failed its digest, or a write did not take.
    #[n(8)]
    BadMemory,
    /// Therapy is stopped by the clinic.
    #[n(9)]
    Stopped,
    /// Power was lost for an unknown time; the civil clock needs the clinic.
    #[n(10)]
    ClockUncertain,
    /// The window's dose limit held back basal.
    #[n(11)]
    LimitHold,
    /// The drug's use-by has passed.
    #[n(12)]
    UseByPassed,
    /// No prescription is active.
    #[n(13)]
    NotProgrammed,
}

impl AlarmKind {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 13] = [
        Self::MotorStall,
        Self::InfusionError,
        Self::MonitorCut,
        Self::ReservoirLow,
        Self::ReservoirEmpty,
        Self::ReservoirDry,
        Self::SelfTest,
        Self::BadMemory,
        Self::Stopped,
        Self::ClockUncertain,
        Self::LimitHold,
        Self::UseByPassed,
        Self::NotProgrammed,
    ];

    /// Its code on the wire, 1 to 13.
    pub const fn code(self) -> u8 {
        match self {
            Self::MotorStall => 1,
            Self::InfusionError => 2,
            Self::MonitorCut => 3,
            Self::ReservoirLow => 4,
            Self::ReservoirEmpty => 5,
            Self::ReservoirDry => 6,
            Self::SelfTest => 7,
            Self::BadMemory => 8,
            Self::Stopped => 9,
            Self::ClockUncertain => 10,
            Self::LimitHold => 11,
            Self::UseByPassed => 12,
            Self::NotProgrammed => 13,
        }
    }

    /// The alarm of a code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How urgent an alarm is (IEC 60601-1-8's three priorities, and a notice without sound).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum Priority {
    /// Shown, not sounded.
    #[n(0)]
    Notice,
    /// Act within weeks or days.
    #[n(1)]
    Low,
    /// Act within hours.
    #[n(2)]
    Medium,
    /// Act now.
    #[n(3)]
    High,
}
