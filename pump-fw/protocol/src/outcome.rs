//! Bolus requests and what became of them.
//!
//! Responsible for ids, the request and its outcomes on the wire. Leaves the rules to
//! `cisterna-dosing`, and the proof's bytes to [`crate::signed`].

use crate::bounded::Octets;
use crate::message::AlarmKind;
use crate::quantity::{Count, Nanograms, Nanolitres};
use minicbor::{Decode, Encode};

/// Names one wish of the patient; never used again. SR-07
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct RequestId {
    /// The phone's key epoch, given at pairing.
    #[n(0)]
    pub key_epoch: u32,
    /// Rises with every request of this phone, from 1.
    #[n(1)]
    pub counter: u32,
}

/// One wish for a bolus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct BolusRequest {
    /// The wish.
    #[n(0)]
    pub id: RequestId,
    /// The dose that the person was shown; refused where the prescription says another.
    #[n(1)]
    pub dose: Nanograms,
    /// Version of the prescription that the person was shown.
    #[n(2)]
    pub prescription_version: u32,
    /// Boot epoch in which the count was read.
    #[n(3)]
    pub epoch: u32,
    /// Last instant at which it may be accepted: at most 60 s after a count read in this session.
    /// SR-08
    #[n(4)]
    pub expires_at: Count,
    /// HMAC-SHA256 by the phone's request key ([`crate::signed::bolus_proof_message`]). SR-43
    #[n(5)]
    pub proof: Octets<32>,
}

/// An outcome with the id that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct OutcomeReport {
    /// The wish.
    #[n(0)]
    pub id: RequestId,
    /// What became of it.
    #[n(1)]
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(flat)]
pub enum Outcome {
    /// Nothing was or will be given.
    #[n(0)]
    Refused(#[n(0)] Refusal),
    /// Being given now.
    #[n(1)]
    Running(#[n(0)] Course),
    /// Given in full.
    #[n(2)]
    Delivered(#[n(0)] Course),
    /// Ended before its end; never resumed. SR-06
    #[n(3)]
    StoppedEarly(#[n(0)] Stopped),
    /// Never arrived, and never will be given.
    #[n(4)]
    Voided,
    /// Known once, no longer stored.
    #[n(5)]
    Forgotten,
}

/// The course of a bolus that runs or ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Course {
    /// Count at its start.
    #[n(0)]
    pub started_at: Count,
    /// Count at its end; while it runs, the end to expect.
    #[n(1)]
    pub ends_at: Count,
    /// Volume of the whole bolus.
    #[n(2)]
    pub programmed: Nanolitres,
    /// Volume given so far.
    #[n(3)]
    pub delivered: Nanolitres,
    /// Dose given so far.
    #[n(4)]
    pub delivered_dose: Nanograms,
}

/// A bolus that ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Stopped {
    /// Count at its start.
    #[n(0)]
    pub started_at: Count,
    /// Count at which it ended, or was found ended.
    #[n(1)]
    pub ended_at: Count,
    /// Volume of the whole bolus.
    #[n(2)]
    pub programmed: Nanolitres,
    /// Least that was given.
    #[n(3)]
    pub least: Nanolitres,
    /// Most that was given; limits use it.
    #[n(4)]
    pub most: Nanolitres,
    /// Dose of the least.
    #[n(5)]
    pub least_dose: Nanograms,
    /// Dose of the most.
    #[n(6)]
    pub most_dose: Nanograms,
    /// Why.
    #[n(7)]
    pub cause: StopCause,
}

/// Why a bolus ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum StopCause {
    /// The person cancelled it.
    #[n(1)]
    Cancelled,
    /// An alarm made delivery unsafe.
    #[n(2)]
    Alarm,
    /// The clinic stopped therapy or changed the prescription.
    #[n(3)]
    Clinic,
    /// The pump restarted.
    #[n(4)]
    Reset,
    /// The pump slept over it.
    #[n(5)]
    Late,
}

impl StopCause {
    /// Its code on the wire and in log records, 1 to 5.
    pub const fn code(self) -> u8 {
        match self {
            Self::Cancelled => 1,
            Self::Alarm => 2,
            Self::Clinic => 3,
            Self::Reset => 4,
            Self::Late => 5,
        }
    }

    /// The cause of a code.
    pub fn from_code(code: u8) -> Option<Self> {
        [
            Self::Cancelled,
            Self::Alarm,
            Self::Clinic,
            Self::Reset,
            Self::Late,
        ]
        .into_iter()
        .find(|cause| cause.code() == code)
    }
}

/// A refusal with its reason and the time that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Refusal {
    /// Why.
    #[n(0)]
    pub reason: RefusalReason,
    /// Seconds until this reason ends by itself; absent where it does not.
    #[n(1)]
    pub left_s: Option<u32>,
    /// The alarm behind it, where one is.
    #[n(2)]
    pub alarm: Option<AlarmKind>,
}

impl Refusal {
    /// A refusal that does not end by itself.
    pub const fn because(reason: RefusalReason) -> Self {
        Self {
            reason,
            left_s: None,
            alarm: None,
        }
    }

    /// A refusal that ends in `left_s` seconds.
    pub const fn for_seconds(reason: RefusalReason, left_s: u32) -> Self {
        Self {
            reason,
            left_s: Some(left_s),
            alarm: None,
        }
    }
}

macro_rules! refusal_reasons {
    ($($(#[$doc:meta])* $code:literal $name:ident,)*) => {
        /// Why a bolus was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
        #[cfg_attr(test, derive(serde::Serialize))]
        #[cbor(index_only)]
        pub enum RefusalReason {
            $($(#[$doc])* #[n($code)] $name,)*
        }

        impl RefusalReason {
            /// All of them, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its code on the wire and in log records.
            pub const fn code(self) -> u8 {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The reason of a code.
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }
        }
    };
}

refusal_reasons! {
    /// The prescription does not permit boluses. SR-11
    1 NotPermitted,
    /// Inside the lockout. SR-02
    2 Lockout,
    /// As many boluses as the window allows. SR-03
    3 NumberInWindow,
    /// The window's dose limit would be broken. SR-04
    4 DoseLimit,
    /// Therapy is stopped.
    5 Stopped,
    /// A fault blocks boluses. SR-14
    6 Fault,
    /// A bridge, a prime or a flush is still running. SR-18
    7 Bridge,
    /// Too little drug in the reservoir.
    8 ReservoirEmpty,
    /// The expiry has passed. SR-08
    9 Expired,
    /// The expiry is more than 60 s ahead. SR-08
    10 ExpiryTooFar,
    /// The count was read in another boot epoch. SR-08
    11 WrongEpoch,
    /// The proof is not by this phone's request key. SR-43
    12 BadProof,
    /// Dose or prescription are not those that the person was shown.
    13 PrescriptionChanged,
    /// A bolus is running.
    14 BolusRunning,
    /// Durable memory took no write.
    15 CannotStore,
    /// The id belongs to another phone's key.
    16 NotYourKey,
    /// The count was not read in this session. SR-08
    17 CountNotRead,
}
