//! Times as the person's clock shows them: texts in, texts out. SR-49
//!
//! Responsible for texts in the phone's zone. Leaves zones and their gaps to the core's civil time.

use cisterna_core::civil::{Date, Moment, TimeOfDay, Zone, instant_of};
use std::str::FromStr;
use thiserror::Error;

/// Why a text is no time of the person's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum LocalError {
    /// Not `YYYY-MM-DDTHH:MM`.
    #[error("write a time as YYYY-MM-DDTHH:MM by your own clock, for example 2027-06-30T08:15")]
    Time,
    /// Not `YYYY-MM-DD`.
    #[error("write a date as YYYY-MM-DD, for example 2027-06-30")]
    Date,
}

/// Date and time that the person's clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocalTime {
    date: Date,
    time: TimeOfDay,
}

impl LocalTime {
    /// Its instant. A time that a change of clocks skips is right after the gap, one that it
    /// repeats is its first occurrence.
    pub(crate) fn moment(self, zone: Zone) -> Moment {
        Moment::in_zone(instant_of(self.date, self.time, zone), zone)
    }
}

impl FromStr for LocalTime {
    type Err = LocalError;

    fn from_str(text: &str) -> Result<Self, LocalError> {
        let (date, time) = text.split_once(['T', ' ']).ok_or(LocalError::Time)?;
        Ok(Self {
            date: parse_date(date).map_err(|_| LocalError::Time)?,
            time: time.parse().map_err(|_| LocalError::Time)?,
        })
    }
}

/// A date.
///
/// # Errors
/// [`LocalError::Date`].
pub(crate) fn parse_date(text: &str) -> Result<Date, LocalError> {
    let date: Date = text.parse().map_err(|_| LocalError::Date)?;
    // only what is written back the same: 2027-6-3 is no date
    if date.to_string() == text {
        Ok(date)
    } else {
        Err(LocalError::Date)
    }
}

/// The last minute of a date: who is away until a day is away on it.
pub(crate) fn end_of(date: Date, zone: Zone) -> Moment {
    let next = date.succ_opt().unwrap_or(date);
    Moment::in_zone(instant_of(next, TimeOfDay::MIDNIGHT, zone) - 1, zone)
}

/// `Wed 2027-06-30 08:15`.
pub(crate) fn minute(at: Moment) -> String {
    at.local().format("%a %Y-%m-%d %H:%M").to_string()
}

/// `Wed 2027-06-30 08:15` of an instant in milliseconds since 1970-01-01 UTC.
pub(crate) fn minute_of(utc_ms: i64, zone: Zone) -> String {
    minute(Moment::in_zone(utc_ms, zone))
}

/// `Wed 2027-06-30`.
pub(crate) fn day(date: Date) -> String {
    date.format("%a %Y-%m-%d").to_string()
}

/// `08:15` of an instant in milliseconds since 1970-01-01 UTC.
pub(crate) fn time_of(utc_ms: i64, zone: Zone) -> String {
    Moment::in_zone(utc_ms, zone)
        .local()
        .format("%H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SR-49
    #[test]
    fn a_time_is_the_one_of_the_persons_clock() {
        let at: LocalTime = "2026-07-01T08:15".parse().unwrap();
        let moment = at.moment(Zone::Europe__Berlin);
        assert_eq!(moment.offset_s, 7_200);
        assert_eq!(minute(moment), "Wed 2026-07-01 08:15");
        assert_eq!("2026-07-01 08:15".parse(), Ok(at));
        assert_eq!(time_of(moment.utc_ms, Zone::UTC), "06:15");
    }

    #[test]
    fn texts_that_only_look_alike_are_refused() {
        for text in [
            "",
            "2026-07-01",
            "2026-07-01T8:15",
            "2026-7-01T08:15",
            "2026-07-01T24:00",
        ] {
            assert_eq!(text.parse::<LocalTime>(), Err(LocalError::Time), "{text}");
        }
        for text in ["", "2026-02-30", "2026-7-1", "1.7.2026"] {
            assert_eq!(parse_date(text), Err(LocalError::Date), "{text}");
        }
    }

    #[test]
    fn a_day_ends_with_its_own_midnight() {
        let last = end_of(parse_date("2026-03-29").unwrap(), Zone::Europe__Berlin);
        assert_eq!(minute(last), "Sun 2026-03-29 23:59");
    }
}
