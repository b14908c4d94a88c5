//! Clinic commands: what changes therapy, refill, clock, keys or stop. SR-30
//!
//! Responsible for their shape. Each travels signed, inside a session ([`crate::signed`]).

use crate::bounded::{Bytes, Octets};
use crate::message::AlarmKind;
use crate::prescription::SignedPrescription;
use crate::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use minicbor::{Decode, Encode};

/// Longest encoded clinic command, in bytes.
pub const MAX_COMMAND: usize = 1024;

/// A clinic command's bytes, with who signed them and the signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct SignedCommand {
    /// The encoded [`ClinicCommand`].
    #[n(0)]
    pub command: Bytes<MAX_COMMAND>,
    /// Rises with every command of this signer.
    #[n(1)]
    pub counter: u64,
    /// Public key of the clinician who signed.
    #[n(2)]
    pub signer: Octets<32>,
    /// Ed25519 signature over serial, session, counter and bytes.
    #[n(3)]
    pub signature: Octets<64>,
}

/// What a clinician can order.
#[allow(
    clippy::large_enum_variant,
    reason = "without an allocator there is nothing to box into"
)]
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(flat)]
pub enum ClinicCommand {
    /// Lays a prescription beside the active one; therapy does not change.
    #[n(1)]
    Stage(#[n(0)] SignedPrescription),
    /// Makes the staged prescription the active one, whole or not at all.
    #[n(2)]
    Activate(#[n(0)] Activation),
    /// Records a refill.
    #[n(3)]
    Refill(#[n(0)] Refill),
    /// Fills the catheter's dead volume, once, boluses blocked meanwhile.
    #[n(4)]
    Prime(#[n(0)] Nanolitres),
    /// Sets the pump's civil clock; treated as an activation.
    #[n(5)]
    SetClock(#[n(0)] CivilClock),
    /// Stops therapy. The pump sounds until it goes on. SR-16
    #[n(6)]
    Stop,
    /// Goes on with therapy.
    #[n(7)]
    Resume,
    /// Opens the pairing window for so many seconds, 1 to 600.
    #[n(8)]
    OpenPairing(#[n(0)] u32),
    /// Revokes the phone with this key epoch and ends its session.
    #[n(9)]
    RevokePhone(#[n(0)] u32),
    /// Trusts a further clinician.
    #[n(10)]
    TrustClinician(#[n(0)] ClinicianKeys),
    /// Ends the trust in a clinician; the last one stays.
    #[n(11)]
    RemoveClinician(#[n(0)] Octets<32>),
    /// A bolus by the clinician: dose and seconds over which it is given.
    #[n(12)]
    ClinicianBolus(#[n(0)] ClinicianBolus),
    /// Clears a fault whose cause is gone.
    #[n(13)]
    ClearFault(#[n(0)] AlarmKind),
}

/// The digests that an activation joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Activation {
    /// SHA-256 of the active prescription's bytes; absent where there is none yet.
    #[n(0)]
    pub old: Option<Octets<32>>,
    /// SHA-256 of the staged prescription's bytes.
    #[n(1)]
    pub new: Octets<32>,
}

/// A refill as the clinic did it. SR-18
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Refill {
    /// Code of the drug that was filled in.
    #[n(0)]
    pub drug: u8,
    /// Its concentration.
    #[n(1)]
    pub concentration: NanogramsPerMl,
    /// Volume in the reservoir after the fill.
    #[n(2)]
    pub volume: Nanolitres,
    /// Use-by of the drug, in seconds since 1970-01-01 UTC.
    #[n(3)]
    pub use_by_utc_s: u64,
    /// The prescription that becomes active in the same transaction.
    #[n(4)]
    pub activation: Option<Activation>,
    /// What the catheter still holds, and how to get it through.
    #[n(5)]
    pub bridge: Option<Bridge>,
}

/// The old fluid in the catheter, given at a rate that suits it, boluses blocked until it is
/// through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct Bridge {
    /// Volume of the old fluid between reservoir and catheter tip.
    #[n(0)]
    pub volume: Nanolitres,
    /// Dose rate at which the old fluid is given, by its own concentration.
    #[n(1)]
    pub rate: NanogramsPerHour,
    /// True where the drug itself changed: the old drug is flushed, not bridged.
    #[n(2)]
    pub flush: bool,
}

/// Civil time on the pump: UTC and a fixed offset, no DST. SR-19
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct CivilClock {
    /// Seconds since 1970-01-01 UTC, now.
    #[n(0)]
    pub utc_s: u64,
    /// Offset of the local time from UTC in seconds, −50 400 to 50 400, whole minutes.
    #[n(1)]
    pub offset_s: i32,
}

/// A clinician's public key and the key of their programmer's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct ClinicianKeys {
    /// Ed25519 public key.
    #[n(0)]
    pub public: Octets<32>,
    /// Pre-shared key of the session.
    #[n(1)]
    pub link: Octets<32>,
}

/// A clinician's bolus: outside lockout and number, inside the window's dose limit, and counted
/// in all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(serde::Serialize))]
#[cbor(map)]
pub struct ClinicianBolus {
    /// Dose.
    #[n(0)]
    pub dose: Nanograms,
    /// Seconds over which it is given.
    #[n(1)]
    pub duration_s: u32,
}
