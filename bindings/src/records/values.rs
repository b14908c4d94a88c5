//! The core's own enums and small records, as they are: a variant that one has and the other lacks
//! does not compile.

use cisterna_core::Screen;
use cisterna_core::pump::bolus::NotSent;
use cisterna_core::trial::{
    EndReason, Measure, Phase, Purpose as TrialPurpose, SideEffect, SlotState,
};
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::outcome::{RefusalReason, RequestId, StopCause};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Therapy;
use cisterna_text::{HourCycle, Language, Quantity};

#[uniffi::remote(Enum)]
enum Screen {
    Home,
    Bolus,
    Diary,
    Trial,
    Refill,
    Reminders,
    Alarms,
    History,
    PumpDetails,
    CarePlan,
    Settings,
}

#[uniffi::remote(Enum)]
enum Drug {
    Baclofen,
    Morphine,
    Ziconotide,
}

#[uniffi::remote(Enum)]
enum Priority {
    Notice,
    Low,
    Medium,
    High,
}

#[uniffi::remote(Enum)]
enum Therapy {
    NotProgrammed,
    Running,
    Bridging,
    Stopped,
    Faulted,
}

#[uniffi::remote(Enum)]
enum AlarmKind {
    MotorStall,
    InfusionError,
    MonitorCut,
    ReservoirLow,
    ReservoirEmpty,
    ReservoirDry,
    SelfTest,
    BadMemory,
    Stopped,
    ClockUncertain,
    LimitHold,
    UseByPassed,
    NotProgrammed,
}

#[uniffi::remote(Enum)]
enum RefusalReason {
    NotPermitted,
    Lockout,
    NumberInWindow,
    DoseLimit,
    Stopped,
    Fault,
    Bridge,
    ReservoirEmpty,
    Expired,
    ExpiryTooFar,
    WrongEpoch,
    BadProof,
    PrescriptionChanged,
    BolusRunning,
    CannotStore,
    NotYourKey,
    CountNotRead,
}

#[uniffi::remote(Enum)]
enum NotSent {
    TooLate,
    Restarted,
    NotAuthenticated,
    OfferChanged,
    LinkLost,
    Cancelled,
    Held,
}

#[uniffi::remote(Enum)]
enum StopCause {
    Cancelled,
    Alarm,
    Clinic,
    Reset,
    Late,
}

#[uniffi::remote(Enum)]
enum Measure {
    NrsRest,
    NrsMotion,
    SpasmFrequency,
    SpasmSeverity,
    Function,
    Sleep,
}

#[uniffi::remote(Enum)]
enum TrialPurpose {
    Pain,
    Spasticity,
}

#[uniffi::remote(Enum)]
enum Phase {
    Before,
    Baseline,
    Trial,
    AfterTrial,
    LongTerm,
    Ended,
}

#[uniffi::remote(Enum)]
enum EndReason {
    TrialStopped,
    TherapyEnded,
    PumpReplaced,
}

#[uniffi::remote(Enum)]
enum SlotState {
    Upcoming,
    Open,
    AnsweredOnTime,
    AnsweredLate,
    Skipped,
    Missing,
    Withdrawn,
}

#[uniffi::remote(Enum)]
enum SideEffect {
    Nausea,
    Vomiting,
    Itching,
    UrinaryRetention,
    Constipation,
    Sleepiness,
    Swelling,
    Weakness,
    Dizziness,
    Confusion,
    Memory,
    Gait,
}

#[uniffi::remote(Enum)]
enum Language {
    English,
    German,
    Arabic,
    Pseudo,
}

#[uniffi::remote(Enum)]
enum HourCycle {
    H12,
    H23,
}

#[uniffi::remote(Record)]
struct RequestId {
    key_epoch: u32,
    counter: u32,
}

#[uniffi::remote(Record)]
struct Quantity {
    screen: String,
    spoken: String,
}
