//! Alarms: what happened, what it means, what to do. SR-20, SR-21, SR-22

use super::care::{CallList, call_list};
use super::time::{PhoneInstant, ReadTime, instant, read_time};
use cisterna_core::clock::Instant;
use cisterna_core::screens::{AlarmView, AlarmsScreen};
use cisterna_protocol::message::{AlarmKind, Priority};

/// Signs to watch for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SignsToWatch {
    /// What they are signs of.
    pub heading: String,
    /// The signs.
    pub signs: Vec<String>,
}

/// One alarm.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AlarmDetails {
    /// Which.
    pub kind: AlarmKind,
    /// How urgent it is for this drug, by the pump.
    pub priority: Priority,
    /// When it began.
    pub since: PhoneInstant,
    /// Until when it is mute; none where it sounds.
    pub muted_until: Option<PhoneInstant>,
    /// The state in words.
    pub title: String,
    /// What happened.
    pub happened: String,
    /// What it means for this drug.
    pub meaning: String,
    /// What to do.
    pub act: String,
    /// What to watch for.
    pub watch: Vec<SignsToWatch>,
    /// What to bring.
    pub bring: String,
    /// Its code, for the clinic.
    pub code: u8,
}

/// The alarms at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AlarmsSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read: alarms of an old reading are still shown. SR-52
    pub read: Option<ReadTime>,
    /// The most urgent first.
    pub alarms: Vec<AlarmDetails>,
    /// Whom to call now.
    pub calls: CallList,
}

pub(crate) fn alarms(screen: AlarmsScreen, now: &Instant) -> AlarmsSnapshot {
    let alarms = screen.alarms.into_iter();
    AlarmsSnapshot {
        revision: screen.revision,
        read: screen.read.map(|it| read_time(it, now)),
        alarms: alarms.map(|it| alarm(it, now)).collect(),
        calls: call_list(screen.calls),
    }
}

fn alarm(alarm: AlarmView, now: &Instant) -> AlarmDetails {
    let watch = alarm.watch.into_iter();
    AlarmDetails {
        kind: alarm.kind,
        priority: alarm.priority,
        since: instant(alarm.since, now),
        muted_until: alarm.muted_until.map(|it| instant(it, now)),
        title: alarm.title,
        happened: alarm.happened,
        meaning: alarm.meaning,
        act: alarm.act,
        watch: watch
            .map(|it| SignsToWatch {
                heading: it.heading,
                signs: it.signs,
            })
            .collect(),
        bring: alarm.bring,
        code: alarm.code,
    }
}
