//! Quiet hours, by the person's own clock.

use crate::civil::{DAY_MS, TimeOfDay};
use crate::trial::Zones;
use serde::{Deserialize, Serialize};

/// From one time of day to another, over midnight or not. The same time twice means never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// They begin.
    pub from: TimeOfDay,
    /// They end, not included.
    pub until: TimeOfDay,
}

impl QuietHours {
    /// The end of the quiet hours in which an instant lies, in milliseconds since 1970-01-01 UTC.
    pub fn end_of(self, now_utc_ms: i64, zones: &Zones) -> Option<i64> {
        self.spans(now_utc_ms, zones)
            .into_iter()
            .find(|(from, until)| (*from..*until).contains(&now_utc_ms))
            .map(|(_, until)| until)
    }

    /// Where they begin and end from `now_utc_ms` to `until_utc_ms`.
    pub(super) fn edges(self, now_utc_ms: i64, until_utc_ms: i64, zones: &Zones) -> Vec<i64> {
        let mut edges = Vec::new();
        let mut day = now_utc_ms;
        while day <= until_utc_ms.saturating_add(DAY_MS) {
            let spans = self.spans(day, zones);
            edges.extend(spans.into_iter().flat_map(|(from, until)| [from, until]));
            day = day.saturating_add(DAY_MS);
        }
        edges.retain(|at| (now_utc_ms..=until_utc_ms).contains(at));
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// The quiet hours that begin on the day before, of and after an instant.
    fn spans(self, at_utc_ms: i64, zones: &Zones) -> Vec<(i64, i64)> {
        if self.from == self.until {
            return Vec::new();
        }
        let today = zones.moment(at_utc_ms).date();
        let days = [today.pred_opt(), Some(today), today.succ_opt()];
        let span = |date: crate::civil::Date| {
            let ends_on = if self.until > self.from {
                date
            } else {
                date.succ_opt()?
            };
            let from = zones.instant_of(date, self.from);
            Some((from, zones.instant_of(ends_on, self.until)))
        };
        days.into_iter().flatten().filter_map(span).collect()
    }
}
