//! Alarms: what happened, what it means, what to do, what to watch for. SR-20, SR-21, SR-22

use super::{Calls, ReadAt, words};
use crate::clock::Instant;
use crate::pump::status::Reading;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::status::Alarm;
use cisterna_text::Texts;

/// Signs to watch for, under their heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// What they are signs of.
    pub heading: String,
    /// The signs.
    pub signs: Vec<String>,
}

/// One alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmView {
    /// Which.
    pub kind: AlarmKind,
    /// How urgent it is for this drug, by the pump.
    pub priority: Priority,
    /// When it began, on the phone's clocks.
    pub since: Instant,
    /// Until when it is mute; none where it sounds.
    pub muted_until: Option<Instant>,
    /// The state in words.
    pub title: String,
    /// What happened.
    pub happened: String,
    /// What it means for this drug.
    pub meaning: String,
    /// What to do.
    pub act: String,
    /// What to watch for.
    pub watch: Vec<Signs>,
    /// What to bring.
    pub bring: String,
    /// Its code, for the clinic.
    pub code: u8,
}

/// The alarms at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmsScreen {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read: alarms of an old reading are still shown. SR-52
    pub read: Option<ReadAt>,
    /// The most urgent first.
    pub alarms: Vec<AlarmView>,
    /// Whom to call now.
    pub calls: Calls,
}

impl AlarmsScreen {
    pub(crate) fn new(
        revision: u64,
        reading: Option<&Reading>,
        calls: Calls,
        texts: &Texts,
    ) -> Self {
        Self {
            calls,
            revision,
            read: reading.map(ReadAt::of),
            alarms: reading.map_or_else(Vec::new, |it| views(it, texts)),
        }
    }
}

fn views(reading: &Reading, texts: &Texts) -> Vec<AlarmView> {
    let alarms = reading.alarms_by_urgency();
    alarms.iter().map(|it| view(it, reading, texts)).collect()
}

fn view(alarm: &Alarm, reading: &Reading, texts: &Texts) -> AlarmView {
    let drug = words::drug_of(Some(reading));
    let kind = alarm.kind;
    let count = reading.status().count;
    let at = reading.at();
    let signs = texts.alarm_signs(kind, drug).into_iter();
    AlarmView {
        kind,
        priority: alarm.priority,
        since: before(at, count.since(alarm.since)),
        muted_until: alarm
            .muted_until
            .filter(|until| *until > count)
            .map(|until| super::home::after(at, until.since(count))),
        title: texts.alarm_title(kind, drug),
        happened: texts.alarm_happened(kind),
        meaning: texts.alarm_meaning(kind, drug),
        act: texts.alarm_act(kind, alarm.priority, drug),
        watch: signs
            .map(|(heading, signs)| Signs { heading, signs })
            .collect(),
        bring: texts.alarm_bring(drug),
        code: kind.code(),
    }
}

/// `seconds` before an instant; held at the boot on the counted clock.
const fn before(at: Instant, seconds: u64) -> Instant {
    let ms = seconds.saturating_mul(1_000);
    Instant {
        boot_id: at.boot_id,
        since_boot_ms: at.since_boot_ms.saturating_sub(ms),
        wall_utc_ms: at.wall_utc_ms.saturating_sub_unsigned(ms),
    }
}
