//! When the clinic is open, on its own clocks. SR-49

use crate::civil::{Date, Moment, TimeOfDay, Zone, instant_of};
use chrono::Datelike;
pub use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use thiserror::Error;

/// Most spans of a week. Assumption: four a day.
const SPANS_MAX: usize = 28;
/// From 2000-01-01 to 2200-01-01, in milliseconds since 1970-01-01 UTC. A clock beyond is wrong.
const CALENDAR_MS: RangeInclusive<i64> = 946_684_800_000..=7_258_118_400_000;

/// Why opening hours cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HoursError {
    /// No span at all.
    #[error("the clinic is never open: add its hours, or leave them out")]
    NeverOpen,
    /// More than 28.
    #[error("more than {max} opening hours a week: join some", max = SPANS_MAX)]
    TooMany,
    /// The same span twice.
    #[error("the same opening hours stand there twice: remove one of them")]
    Twice,
}

/// One span of opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSpan {
    /// The day on which it begins.
    pub day: Weekday,
    /// Open from then on.
    pub from: TimeOfDay,
    /// Closed from then on. At or before `from` it lies on the next day; the same time is 24 hours.
    pub until: TimeOfDay,
}

/// Opening hours of a week in the clinic's zone, wherever the person is. They know no holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    /// Where the clinic is.
    pub zone: Zone,
    /// At most 28 spans, in any order; they may overlap.
    #[serde(default)]
    pub spans: Vec<OpenSpan>,
}

impl OpeningHours {
    /// Whether they make sense.
    ///
    /// # Errors
    /// [`HoursError`], each with what to change.
    pub fn check(&self) -> Result<(), HoursError> {
        if self.spans.is_empty() {
            return Err(HoursError::NeverOpen);
        }
        if self.spans.len() > SPANS_MAX {
            return Err(HoursError::TooMany);
        }
        let earlier = |at: usize| self.spans.iter().take(at);
        let twice = |(at, span): (usize, &OpenSpan)| earlier(at).any(|it| it == span);
        if self.spans.iter().enumerate().any(twice) {
            return Err(HoursError::Twice);
        }
        Ok(())
    }

    /// Whether the clinic is open at `now_utc_ms`, milliseconds since 1970-01-01 UTC: from the
    /// first instant of a span up to, and without, its last. Closed before 2000 and after 2200.
    /// SR-49
    pub fn is_open(&self, now_utc_ms: i64) -> bool {
        if !CALENDAR_MS.contains(&now_utc_ms) {
            return false;
        }
        let today = Moment::in_zone(now_utc_ms, self.zone).date();
        // a span lasts 24 civil hours at most: it began today or yesterday
        [Some(today), today.pred_opt()]
            .into_iter()
            .flatten()
            .any(|date| self.is_open_since(date, now_utc_ms))
    }

    /// Whether a span that begins on `date` covers the instant.
    fn is_open_since(&self, date: Date, now_utc_ms: i64) -> bool {
        let begins = |span: &&OpenSpan| span.day == date.weekday();
        self.spans.iter().filter(begins).any(|span| {
            let overnight = span.until <= span.from;
            let ends_on = if overnight {
                date.succ_opt()
            } else {
                Some(date)
            };
            let from_utc_ms = instant_of(date, span.from, self.zone);
            let until_utc_ms =
                ends_on.map_or(i64::MAX, |date| instant_of(date, span.until, self.zone));
            (from_utc_ms..until_utc_ms).contains(&now_utc_ms)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Zone = Zone::Europe__Berlin;

    fn span(day: Weekday, from: &str, until: &str) -> OpenSpan {
        OpenSpan {
            day,
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        }
    }

    fn hours(spans: &[OpenSpan]) -> OpeningHours {
        OpeningHours {
            zone: BERLIN,
            spans: spans.to_vec(),
        }
    }

    fn utc(text: &str) -> i64 {
        let at: crate::civil::DateTime = text.parse().unwrap();
        at.and_utc().timestamp_millis()
    }

    #[test]
    fn open_from_the_first_minute_and_closed_from_the_last() {
        // 2026-11-24 is a Tuesday, Berlin is at UTC+1
        let hours = hours(&[span(Weekday::Tue, "08:00", "16:30")]);
        assert!(!hours.is_open(utc("2026-11-24T06:59:59")));
        assert!(hours.is_open(utc("2026-11-24T07:00:00")));
        assert!(hours.is_open(utc("2026-11-24T15:29:59")));
        assert!(!hours.is_open(utc("2026-11-24T15:30:00")));
        assert!(!hours.is_open(utc("2026-11-25T08:00:00")), "Wednesday");
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
        let hours = hours(&[span(Weekday::Fri, "18:00", "02:00")]);
        assert!(hours.is_open(utc("2026-11-27T17:00:00")), "Friday 18:00");
        assert!(hours.is_open(utc("2026-11-28T00:59:59")), "Saturday 01:59");
        assert!(!hours.is_open(utc("2026-11-28T01:00:00")), "Saturday 02:00");
        assert!(!hours.is_open(utc("2026-11-27T00:30:00")), "Friday 01:30");
    }

    #[test]
    fn the_same_time_twice_is_a_whole_day() {
        let hours = hours(&[span(Weekday::Sun, "00:00", "00:00")]);
        assert!(!hours.is_open(utc("2026-11-28T22:59:59")));
        assert!(hours.is_open(utc("2026-11-28T23:00:00")));
        assert!(hours.is_open(utc("2026-11-29T22:59:59")));
        assert!(!hours.is_open(utc("2026-11-29T23:00:00")));
    }

    /// SR-49
    #[test]
    fn hours_follow_the_clinics_clocks_over_both_changes() {
        let monday = hours(&[span(Weekday::Mon, "08:00", "16:00")]);
        // before and after 2026-03-29: 08:00 is 07:00 and then 06:00 UTC
        assert!(!monday.is_open(utc("2026-03-23T06:30:00")));
        assert!(monday.is_open(utc("2026-03-30T06:30:00")));
        assert!(!monday.is_open(utc("2026-03-30T14:00:00")));
        // a night of 25 hours: 22:00 to 06:00 is nine hours long
        let night = hours(&[span(Weekday::Sat, "22:00", "06:00")]);
        assert!(night.is_open(utc("2026-10-24T20:00:00")));
        assert!(night.is_open(utc("2026-10-25T04:59:59")));
        assert!(!night.is_open(utc("2026-10-25T05:00:00")));
        // a night of 23 hours: seven
        assert!(night.is_open(utc("2026-03-28T21:00:00")));
        assert!(night.is_open(utc("2026-03-29T03:59:59")));
        assert!(!night.is_open(utc("2026-03-29T04:00:00")));
    }

    /// SR-49
    #[test]
    fn a_time_that_the_clocks_skip_opens_and_closes_right_after_the_gap() {
        let skipped = hours(&[
            span(Weekday::Sun, "02:30", "05:00"),
            span(Weekday::Sat, "20:00", "02:30"),
        ]);
        assert!(skipped.is_open(utc("2026-03-29T00:59:59")), "Saturday's");
        assert!(skipped.is_open(utc("2026-03-29T01:00:00")), "Sunday's");
        let sunday = hours(&[span(Weekday::Sun, "02:30", "05:00")]);
        assert!(!sunday.is_open(utc("2026-03-29T00:59:59")));
        assert!(sunday.is_open(utc("2026-03-29T01:00:00")));
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        let nine = span(Weekday::Mon, "09:00", "12:00");
        assert_eq!(hours(&[nine]).check(), Ok(()));
        assert_eq!(hours(&[]).check(), Err(HoursError::NeverOpen));
        assert_eq!(hours(&[nine, nine]).check(), Err(HoursError::Twice));
        assert_eq!(hours(&[nine; 29]).check(), Err(HoursError::TooMany));
    }

    #[test]
    fn a_clock_that_is_far_off_finds_the_clinic_closed() {
        let always = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let always = hours(&always.map(|day| span(day, "00:00", "00:00")));
        assert!(always.is_open(utc("2000-01-01T00:00:00")));
        assert!(always.is_open(utc("2200-01-01T00:00:00")));
        for far in [i64::MIN, 0, 7_258_118_400_001, i64::MAX] {
            assert!(!always.is_open(far), "{far}");
        }
    }
}
