//! What is due at times of day. SR-49

use super::{Cause, Kind, Urgency};
use crate::civil::{Date, HOUR_MS, TimeOfDay};
use crate::trial::Zones;
use chrono::Days;
use serde::{Deserialize, Serialize};

/// After this long it is over, done or not, in milliseconds. Assumption: then the next one is
/// nearer.
const OVER_AFTER_MS: i64 = 6 * HOUR_MS;
/// Days after the surgery on which wound and temperature are looked at. Assumption: infections of
/// a pump's pocket show in the first weeks.
const CHECK_DAYS: u64 = 21;

/// What a daily reminder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DailyKind {
    /// A medicine by mouth, by its number.
    Medicine(u64),
    /// Look at the wound.
    WoundCheck,
    /// Take the temperature.
    FeverCheck,
}

/// Something that is due at times of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daily {
    /// What it is about.
    pub kind: DailyKind,
    /// When, by the person's own clock.
    pub times: Vec<TimeOfDay>,
    /// The first day.
    pub from: Date,
    /// The last day; none while it goes on.
    #[serde(default)]
    pub until: Option<Date>,
}

/// Wound and temperature in the weeks after an implantation. Times are an assumption.
pub fn checks_after_surgery(implanted_on: Date) -> Vec<Daily> {
    let until = implanted_on.checked_add_days(Days::new(CHECK_DAYS));
    let daily = |kind, hours: &[u16]| Daily {
        kind,
        times: hours
            .iter()
            .filter_map(|hour| TimeOfDay::from_minutes(hour * 60).ok())
            .collect(),
        from: implanted_on,
        until,
    };
    vec![
        daily(DailyKind::WoundCheck, &[18]),
        daily(DailyKind::FeverCheck, &[9, 18]),
    ]
}

impl Daily {
    /// Its occurrences on the person's days around an instant: yesterday, today and tomorrow. Each
    /// is named by kind, date and time.
    pub(super) fn causes(&self, now_utc_ms: i64, zones: &Zones) -> Vec<Cause> {
        let today = zones.moment(now_utc_ms).date();
        let days = [today.pred_opt(), Some(today), today.succ_opt()];
        let days = days.into_iter().flatten();
        let applies = |date: &Date| *date >= self.from && self.until.is_none_or(|it| *date <= it);
        let mut causes = Vec::new();
        for date in days.filter(applies) {
            for time in &self.times {
                causes.push(self.cause(date, *time, zones));
            }
        }
        causes
    }

    fn cause(&self, date: Date, time: TimeOfDay, zones: &Zones) -> Cause {
        let since_utc_ms = zones.instant_of(date, time);
        let (name, kind) = match self.kind {
            DailyKind::Medicine(id) => (format!("medicine-{id}"), Kind::Medicine(id)),
            DailyKind::WoundCheck => ("wound".to_owned(), Kind::WoundCheck),
            DailyKind::FeverCheck => ("fever".to_owned(), Kind::FeverCheck),
        };
        Cause {
            id: format!("{name}/{date}T{time}"),
            kind,
            urgency: Urgency::Low,
            since_utc_ms,
            until_utc_ms: Some(since_utc_ms.saturating_add(OVER_AFTER_MS)),
        }
    }
}
