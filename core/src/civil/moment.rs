//! An instant together with the offset that the person's clock had then.

use super::{Date, DateTime, Zone};
use chrono::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// An instant and the offset from UTC that the person saw at it. A later change of zone does not
/// move it. SR-49
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub utc_ms: i64,
    /// Seconds east of UTC, -86399 to 86399.
    pub offset_s: i32,
}

impl Moment {
    /// The instant `utc_ms` as the clocks of `zone` show it.
    pub fn in_zone(utc_ms: i64, zone: Zone) -> Self {
        let offset = zone.offset_from_utc_datetime(&utc(utc_ms));
        Self {
            utc_ms,
            offset_s: offset.fix().local_minus_utc(),
        }
    }

    /// Date and time that the person's clock showed.
    pub fn local(&self) -> DateTime {
        utc(self
            .utc_ms
            .saturating_add(i64::from(self.offset_s).saturating_mul(1_000)))
    }

    /// Date that the person's calendar showed.
    pub fn date(&self) -> Date {
        self.local().date()
    }
}

/// The calendar's date and time of an instant, clamped to what chrono can hold (years ±262,000).
fn utc(utc_ms: i64) -> DateTime {
    let beyond = if utc_ms < 0 {
        DateTime::MIN
    } else {
        DateTime::MAX
    };
    chrono::DateTime::from_timestamp_millis(utc_ms).map_or(beyond, |it| it.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SR-49
    #[test]
    fn the_offset_is_the_one_of_the_instant_and_stays() {
        // 2026-03-29 00:59:59 and 01:00:00 UTC: summer time begins in Berlin
        let before = Moment::in_zone(1_774_745_999_000, Zone::Europe__Berlin);
        let after = Moment::in_zone(1_774_746_000_000, Zone::Europe__Berlin);
        assert_eq!((before.offset_s, after.offset_s), (3_600, 7_200));
        assert_eq!(before.local().to_string(), "2026-03-29 01:59:59");
        assert_eq!(after.local().to_string(), "2026-03-29 03:00:00");
    }

    #[test]
    fn the_date_is_the_persons_and_not_the_one_in_greenwich() {
        let late = Moment::in_zone(1_774_745_999_000, Zone::Pacific__Auckland);
        assert_eq!(late.date().to_string(), "2026-03-29");
        let early = Moment::in_zone(1_774_745_999_000, Zone::America__Los_Angeles);
        assert_eq!(early.date().to_string(), "2026-03-28");
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_clamped() {
        assert_eq!(Moment::in_zone(i64::MAX, Zone::UTC).local(), DateTime::MAX);
    }
}
