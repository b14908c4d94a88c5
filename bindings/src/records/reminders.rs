//! Reminders: what stands now, and when the platform wakes the app next. SR-47, SR-48

use super::care::{CallList, call_list};
use cisterna_core::reminders::{Due, Kind, MriFollowUp, Urgency};
use cisterna_core::screens::RemindersScreen;

#[uniffi::remote(Enum)]
enum Urgency {
    Low,
    Medium,
    High,
}

#[uniffi::remote(Enum)]
enum MriFollowUp {
    None,
    Planned { at_utc_ms: i64 },
    Done { at_utc_ms: i64 },
    Read { at_utc_ms: i64 },
    NotInfusing { at_utc_ms: i64 },
}

/// What a reminder is about.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ReminderKind {
    /// The diary asks.
    DiaryPrompt {
        /// The prompt's key.
        key: String,
    },
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
    /// An alarm of the pump.
    PumpAlarm {
        /// Its code.
        code: u8,
    },
    /// After an MRI: read the pump.
    MriRead,
    /// After an MRI: confirm that it is infusing.
    MriConfirm,
    /// After an MRI the pump does not infuse.
    MriNotInfusing,
    /// A medicine by mouth.
    Medicine {
        /// Its number.
        id: u64,
    },
    /// Look at the wound.
    WoundCheck,
    /// Take the temperature.
    FeverCheck,
    /// The care plan lacks something that matters for safety.
    CarePlanGap,
    /// The appointment for the refill.
    Appointment,
}

/// Something that stands now. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReminderDue {
    /// Its name: what the person does about it is said with this.
    pub id: String,
    /// What it is about.
    pub kind: ReminderKind,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Since when.
    pub since_utc_ms: i64,
    /// Whether it sounds now.
    pub sounds: bool,
    /// When it sounds next, or again.
    pub next_sound_utc_ms: i64,
    /// Until when it can be put off.
    pub snooze_until_utc_ms: i64,
    /// 0 at first, 1 louder, 2 with the caregivers.
    pub level: u8,
}

/// An instant to wake for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WakeUp {
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at_utc_ms: i64,
    /// What changes or sounds then.
    pub ids: Vec<String>,
}

/// Reminders at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RemindersSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// What stands now, the most urgent first.
    pub due: Vec<ReminderDue>,
    /// For the platform's exact alarms, the earliest first, at most 64.
    pub schedule: Vec<WakeUp>,
    /// Whom to call now.
    pub calls: CallList,
    /// The follow-up of an MRI.
    pub mri: MriFollowUp,
}

pub(crate) fn reminders(screen: RemindersScreen) -> RemindersSnapshot {
    let schedule = screen.schedule.into_iter();
    RemindersSnapshot {
        revision: screen.revision,
        due: screen.due.into_iter().map(due).collect(),
        schedule: schedule
            .map(|it| WakeUp {
                at_utc_ms: it.at_utc_ms,
                ids: it.ids,
            })
            .collect(),
        calls: call_list(screen.calls),
        mri: screen.mri,
    }
}

fn due(due: Due) -> ReminderDue {
    ReminderDue {
        id: due.id,
        kind: kind(due.kind),
        urgency: due.urgency,
        since_utc_ms: due.since_utc_ms,
        sounds: due.sounds,
        next_sound_utc_ms: due.next_sound_utc_ms,
        snooze_until_utc_ms: due.snooze_until_utc_ms,
        level: due.level,
    }
}

fn kind(kind: Kind) -> ReminderKind {
    match kind {
        Kind::DiaryPrompt(key) => ReminderKind::DiaryPrompt { key },
        Kind::Refill => ReminderKind::Refill,
        Kind::Low => ReminderKind::Low,
        Kind::Empty => ReminderKind::Empty,
        Kind::UseBy => ReminderKind::UseBy,
        Kind::Battery => ReminderKind::Battery,
        Kind::Discrepancy => ReminderKind::Discrepancy,
        Kind::Unreachable => ReminderKind::Unreachable,
        Kind::PumpAlarm(code) => ReminderKind::PumpAlarm { code },
        Kind::MriRead => ReminderKind::MriRead,
        Kind::MriConfirm => ReminderKind::MriConfirm,
        Kind::MriNotInfusing => ReminderKind::MriNotInfusing,
        Kind::Medicine(id) => ReminderKind::Medicine { id },
        Kind::WoundCheck => ReminderKind::WoundCheck,
        Kind::FeverCheck => ReminderKind::FeverCheck,
        Kind::CarePlanGap => ReminderKind::CarePlanGap,
        Kind::Appointment => ReminderKind::Appointment,
    }
}
