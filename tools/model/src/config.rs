//! How large a search is, and which mistake is built in.

/// What a search may do: everything else is without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Phones that are paired, 1 or 2.
    pub phones: u8,
    /// Taps of each phone with one key.
    pub taps: u8,
    /// Power cuts at the pump.
    pub cuts: u8,
    /// Frames on their way in one direction; one more is lost.
    pub frames: usize,
    /// Times that a clinic replaces the prescription.
    pub prescriptions: u8,
    /// Times that the first phone is paired anew, and its old key revoked.
    pub keys: u8,
    /// Times that the pump's memory is made anew.
    pub storages: u8,
    /// Outcomes that the pump keeps in each of its three rings. The firmware keeps more; one is the
    /// hardest case.
    pub ring: usize,
    /// What is wrong with the code.
    pub variant: Variant,
}

impl Config {
    /// One phone, one tap, one power cut.
    pub const SMALL: Self = Self {
        phones: 1,
        taps: 1,
        cuts: 1,
        frames: 2,
        prescriptions: 0,
        keys: 0,
        storages: 0,
        ring: 1,
        variant: Variant::Sound,
    };
}

/// The protocol as it is, or with one mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// As it is.
    Sound,
    /// The first pulse is given before the acceptance is durable.
    PulseBeforeCommit,
    /// A restart ends the lockout.
    LockoutLostAtReset,
    /// A restart goes on with the bolus that ran.
    ResumedAfterReset,
    /// An id that is no longer stored counts as new: there is no high-water mark.
    ForgottenTakenAsNew,
    /// Refusals and deliveries share one ring.
    OneRing,
    /// Resolving tells *voided* and keeps nothing of it.
    VoidNotKept,
    /// The boot epoch of a request is not looked at.
    EpochIgnored,
    /// The expiry is looked at before the stored outcome.
    ExpiryBeforeLookUp,
    /// The prescription that was shown is not looked at.
    OfferIgnored,
    /// The phone sends before it is durable that it does.
    SentBeforeDurable,
    /// The phone takes silence for failure.
    SilenceIsFailure,
    /// The phone takes a tap while an outcome is uncertain.
    TapWhileUncertain,
    /// The phone takes *forgotten* for *not received*.
    ForgottenIsNotReceived,
}

impl Variant {
    /// Every mistake.
    pub const BROKEN: [Self; 13] = [
        Self::PulseBeforeCommit,
        Self::LockoutLostAtReset,
        Self::ResumedAfterReset,
        Self::ForgottenTakenAsNew,
        Self::OneRing,
        Self::VoidNotKept,
        Self::EpochIgnored,
        Self::ExpiryBeforeLookUp,
        Self::OfferIgnored,
        Self::SentBeforeDurable,
        Self::SilenceIsFailure,
        Self::TapWhileUncertain,
        Self::ForgottenIsNotReceived,
    ];
}
