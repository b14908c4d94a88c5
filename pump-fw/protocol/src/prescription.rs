//! The prescription as it travels: what the clinic programmed, before anybody judged it.
//!
//! Responsible for its shape and its digest's bytes. Leaves every judgement (hard limits,
//! overlaps, window) to `cisterna-dosing`, which refuses it whole and names the [`Field`].

use crate::bounded::{Bytes, List, Octets, Text};
use crate::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use minicbor::{Decode, Encode};

/// Most steps in a program.
pub const MAX_STEPS: usize = 12;
/// Longest encoded prescription, in bytes.
pub const MAX_PRESCRIPTION: usize = 512;
/// Longest serial, in bytes of ASCII.
pub const MAX_SERIAL: usize = 16;
/// Seconds in a day of the pump's civil clock, which knows no DST. SR-19
pub const DAY_S: u32 = 86_400;

/// The pump's serial number.
pub type Serial = Text<MAX_SERIAL>;

/// The drugs that this firmware knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drug {
    /// Spasticity. A sudden stop is the emergency.
    Baclofen,
    /// Chronic pain. Over-delivery is the emergency.
    Morphine,
    /// Chronic pain. May be stopped abruptly.
    Ziconotide,
}

impl Drug {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 3] = [Self::Baclofen, Self::Morphine, Self::Ziconotide];

    /// The drug's code on the wire: 1 baclofen, 2 morphine, 3 ziconotide.
    pub const fn code(self) -> u8 {
        match self {
            Self::Baclofen => 1,
            Self::Morphine => 2,
            Self::Ziconotide => 3,
        }
    }

    /// The drug of a code, or `None` where this version does not know it.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|drug| drug.code() == code)
    }

    /// Its international nonproprietary name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baclofen => "baclofen",
            Self::Morphine => "morphine",
            Self::Ziconotide => "ziconotide",
        }
    }
}

/// One step of the basal program, by time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Step {
    /// Second of the day at which it begins, 0 to 86 399.
    #[n(0)]
    pub from_s: u32,
    /// Second of the day at which it ends, exclusive, 1 to 86 400. A step over midnight is two.
    #[n(1)]
    pub until_s: u32,
    /// The basal dose rate in it.
    #[n(2)]
    pub rate: NanogramsPerHour,
}

/// The permission to ask for boluses, and its limits. SR-11
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct BolusPermission {
    /// Dose of one bolus.
    #[n(0)]
    pub dose: Nanograms,
    /// Seconds over which one bolus is given.
    #[n(1)]
    pub duration_s: u32,
    /// Seconds from the start of one bolus to the earliest start of the next.
    #[n(2)]
    pub lockout_s: u32,
    /// Most boluses whose start lies in one window.
    #[n(3)]
    pub max_in_window: u8,
}

/// What the clinic programmed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Prescription {
    /// The pump that it is for.
    #[n(0)]
    pub serial: Serial,
    /// Rises with every prescription of this pump.
    #[n(1)]
    pub version: u32,
    /// The drug's code ([`Drug::code`]); an unknown one is refused, not guessed.
    #[n(2)]
    pub drug: u8,
    /// Concentration of the drug in the reservoir.
    #[n(3)]
    pub concentration: NanogramsPerMl,
    /// The basal program: whole day, ascending, without gap or overlap.
    #[n(4)]
    pub steps: List<Step, MAX_STEPS>,
    /// Absent means that boluses are not permitted.
    #[n(5)]
    pub bolus: Option<BolusPermission>,
    /// Length of the rolling window in seconds, whole hours from 1 h to 24 h.
    #[n(6)]
    pub window_s: u32,
    /// Most that may be delivered in any window, basal and bolus together.
    #[n(7)]
    pub window_limit: Nanograms,
    /// Lower bound of the residual at which the low-reservoir alarm begins.
    #[n(8)]
    pub low_level: Nanolitres,
    /// Volume of the catheter between reservoir and tip: bounds a prime and a bridge. SR-18
    #[n(9)]
    pub dead_volume: Nanolitres,
}

/// A prescription's bytes with the signature over them.
///
/// The signature covers [`crate::signed::PRESCRIPTION_CONTEXT`] and the bytes exactly as sent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct SignedPrescription {
    /// The encoded [`Prescription`].
    #[n(0)]
    pub prescription: Bytes<MAX_PRESCRIPTION>,
    /// Public key of the clinician who signed.
    #[n(1)]
    pub signer: Octets<32>,
    /// Ed25519 signature.
    #[n(2)]
    pub signature: Octets<64>,
}

/// A field that a refusal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(index_only)]
pub enum Field {
    /// The bytes are not of the message's shape.
    #[n(0)]
    Shape,
    /// Serial of another pump.
    #[n(1)]
    Serial,
    /// Version not above the last one.
    #[n(2)]
    Version,
    /// Drug unknown, or not the one that is in the pump.
    #[n(3)]
    Drug,
    /// Concentration outside the drug's limits, or not the one that is in the pump.
    #[n(4)]
    Concentration,
    /// Steps that overlap, leave a gap, or run backwards.
    #[n(5)]
    Steps,
    /// A step's rate above the drug's or the pump's limit.
    #[n(6)]
    StepRate,
    /// The day's basal dose above the drug's limit.
    #[n(7)]
    DailyDose,
    /// Bolus dose outside the drug's limits, or under one pulse.
    #[n(8)]
    BolusDose,
    /// Bolus duration outside its range, or faster than the pump can pulse.
    #[n(9)]
    BolusDuration,
    /// Lockout outside its range.
    #[n(10)]
    Lockout,
    /// Boluses a window outside their range.
    #[n(11)]
    MaxInWindow,
    /// Window not a whole number of hours from 1 to 24.
    #[n(12)]
    Window,
    /// The basal alone breaks the window's dose limit.
    #[n(13)]
    WindowLimit,
    /// Low-reservoir level outside its range.
    #[n(14)]
    LowLevel,
    /// Signature does not verify.
    #[n(15)]
    Signature,
    /// Signer is not trusted by this pump.
    #[n(16)]
    Signer,
    /// Counter not above the last one of this signer.
    #[n(17)]
    Counter,
    /// Digest of the old or the new prescription is another one.
    #[n(18)]
    Digest,
    /// Volume outside its range.
    #[n(19)]
    Volume,
    /// Use-by date in the past or unreadable.
    #[n(20)]
    UseBy,
    /// Bridge missing, superfluous or out of range.
    #[n(21)]
    Bridge,
    /// Civil time or offset outside its range.
    #[n(22)]
    Clock,
    /// Duration outside its range.
    #[n(23)]
    Duration,
    /// No such key.
    #[n(24)]
    Key,
    /// No such alarm, or one that is not cleared this way.
    #[n(25)]
    Alarm,
    /// A page's start or size.
    #[n(26)]
    Page,
    /// Dead volume of the catheter outside its range.
    #[n(27)]
    DeadVolume,
}
