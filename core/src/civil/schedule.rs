//! From a civil time to the instant at which it is.

use super::{Date, TimeOfDay, Zone};
use chrono::{LocalResult, Offset, TimeDelta, TimeZone};

/// The instant, in milliseconds since 1970-01-01 UTC, at which the clocks of `zone` show `time` on
/// `date`. A time that a change of clocks skips is taken at the first instant after the gap, one
/// that it repeats at its first occurrence: something that is due once a day is due exactly once
/// on every day. SR-49
pub fn instant_of(date: Date, time: TimeOfDay, zone: Zone) -> i64 {
    let local = date.and_time(time.into());
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.timestamp_millis(),
        LocalResult::None => after_gap(local, zone),
    }
}

/// The first instant whose local time is past `local`: the offset before the gap carries `local`
/// beyond it by as much as it lay inside.
fn after_gap(local: chrono::NaiveDateTime, zone: Zone) -> i64 {
    // a zone's clocks jump by a day at most (Samoa left out 2011-12-30)
    let day_before = local - TimeDelta::days(2);
    let before = zone.offset_from_utc_datetime(&day_before).fix();
    let inside = local.and_utc().timestamp_millis() - i64::from(before.local_minus_utc()) * 1_000;
    let is_after = |utc_ms: i64| super::Moment::in_zone(utc_ms, zone).local() > local;
    // `inside` is after the change; the change itself is the first instant that is past `local`
    let (mut low, mut high) = (inside - 2 * super::DAY_MS, inside + 2 * super::DAY_MS);
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if is_after(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(date: &str, time: &str, zone: Zone) -> String {
        let date = date.parse().unwrap();
        let utc_ms = instant_of(date, time.parse().unwrap(), zone);
        let utc = chrono::DateTime::from_timestamp_millis(utc_ms).unwrap();
        utc.naive_utc().to_string()
    }

    /// SR-49
    #[test]
    fn a_skipped_time_is_due_right_after_the_gap() {
        let berlin = Zone::Europe__Berlin;
        assert_eq!(at("2026-03-29", "02:30", berlin), "2026-03-29 01:00:00");
        assert_eq!(at("2026-03-29", "03:00", berlin), "2026-03-29 01:00:00");
        let new_york = Zone::America__New_York;
        assert_eq!(at("2026-03-08", "02:30", new_york), "2026-03-08 07:00:00");
        // half an hour
        let lord_howe = Zone::Australia__Lord_Howe;
        assert_eq!(at("2026-10-04", "02:15", lord_howe), "2026-10-03 15:30:00");
        // a whole day
        let apia = Zone::Pacific__Apia;
        assert_eq!(at("2011-12-30", "12:00", apia), "2011-12-30 10:00:00");
    }

    /// SR-49
    #[test]
    fn a_repeated_time_is_due_once_at_its_first_occurrence() {
        let berlin = Zone::Europe__Berlin;
        assert_eq!(at("2026-10-25", "02:30", berlin), "2026-10-25 00:30:00");
        let lord_howe = Zone::Australia__Lord_Howe;
        assert_eq!(at("2026-04-05", "01:45", lord_howe), "2026-04-04 14:45:00");
    }

    #[test]
    fn an_ordinary_time_is_what_the_clocks_show() {
        let zone = Zone::Asia__Kathmandu;
        assert_eq!(at("2026-11-24", "20:00", zone), "2026-11-24 14:15:00");
    }
}
