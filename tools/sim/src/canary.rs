//! Deliberately broken variants, chosen at run time: each has to be caught by a checker.
//!
//! They break a seam of the world (board, flash, clock, key store, shell), never the product's own
//! code, so that nothing of them is in any build of firmware or core.

/// A broken variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canary {
    /// Its name.
    pub name: &'static str,
    /// What is broken.
    pub about: &'static str,
    /// The rows of which one has to catch it.
    pub caught_by: &'static [&'static str],
    pub(crate) breaks: Breaks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaks {
    PhoneTimeIsPumpTime,
    OutageCountsAsTime,
    MissedPulsesInABurst,
    OutcomesForgottenAtReset,
    MotorDoubles,
    BolusDoubles,
    StallUnfelt,
    CutIgnored,
    SilentBuzzer,
    PhoneForgetsAtKill,
    ShellSaysFailed,
    ShellSaysDelivered,
    AnyoneAuthenticates,
    ClockSleeps,
    PumpNeedsThePhone,
    CountRunsFast,
    ShellCalmsDown,
}

const fn canary(
    name: &'static str,
    breaks: Breaks,
    caught_by: &'static [&'static str],
    about: &'static str,
) -> Canary {
    Canary {
        name,
        about,
        caught_by,
        breaks,
    }
}

/// All of them.
#[rustfmt::skip]
pub const ALL: &[Canary] = &[
    canary("lockout-from-phone-time", Breaks::PhoneTimeIsPumpTime, &["SR-02", "SR-09"],
        "the pump's count follows the phone's wall clock forward"),
    canary("outage-counts-as-time", Breaks::OutageCountsAsTime, &["SR-02", "SR-10"],
        "an outage's length is added to the count"),
    canary("count-runs-fast", Breaks::CountRunsFast, &["SR-02", "SR-04", "SR-12"],
        "the count runs a tenth too fast"),
    canary("missed-pulses-in-a-burst", Breaks::MissedPulsesInABurst, &["SR-12"],
        "a lapse is made up at once"),
    canary("outcomes-forgotten-at-reset", Breaks::OutcomesForgottenAtReset,
        &["SR-02", "SR-03", "SR-07", "SR-10", "SR-17", "SR-41", "SR-45"],
        "at a reset the flash is as it was a day before"),
    canary("motor-doubles", Breaks::MotorDoubles, &["SR-12", "SR-17"],
        "each hundredth stroke is two"),
    canary("bolus-doubles", Breaks::BolusDoubles, &["SR-01"],
        "a bolus moves twice what it was told"),
    canary("stall-unfelt", Breaks::StallUnfelt, &["SR-14"],
        "the feedback line says that it moved"),
    canary("cut-ignored", Breaks::CutIgnored, &["SR-13"],
        "the monitor's cut does nothing"),
    canary("silent-buzzer", Breaks::SilentBuzzer, &["SR-16"],
        "the pump sounds nothing"),
    canary("phone-forgets-at-kill", Breaks::PhoneForgetsAtKill, &["SR-41", "SR-51"],
        "the phone's database goes back to the last visit when the process dies"),
    canary("shell-says-failed", Breaks::ShellSaysFailed, &["SR-41"],
        "an uncertain request is shown as not received"),
    canary("shell-says-delivered", Breaks::ShellSaysDelivered, &["SR-41"],
        "an uncertain request is shown as delivered"),
    canary("anyone-authenticates", Breaks::AnyoneAuthenticates, &["SR-43"],
        "the proof is made though the person declined"),
    canary("clock-stops-asleep", Breaks::ClockSleeps, &["SR-52", "SR-40"],
        "the phone's count stands while it sleeps"),
    canary("shell-calms-down", Breaks::ShellCalmsDown, &["SR-52"],
        "an old reading is shown as all is well"),
    canary("pump-needs-the-phone", Breaks::PumpNeedsThePhone, &["SR-12", "SR-15"],
        "the pump sleeps on until a phone connects"),
];

impl Canary {
    /// The canary of a name.
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|canary| canary.name == name)
    }
}
