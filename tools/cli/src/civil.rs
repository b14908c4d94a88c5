//! Civil time as text: ISO 8601 in and out.
//!
//! Responsible for texts only. Instants are seconds since 1970-01-01 UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use std::time::{SystemTime, UNIX_EPOCH};
use thiserror::Error;

/// Furthest offset from UTC that a pump takes, in seconds: 14 h.
const FURTHEST_S: i32 = 14 * 3_600;

/// Why a text is no date, time or offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CivilError {
    /// Not `YYYY-MM-DD`.
    #[error("a date is YYYY-MM-DD, for example 2027-06-30")]
    Date,
    /// Not `YYYY-MM-DDTHH:MM:SSZ`.
    #[error("a time in UTC is YYYY-MM-DDTHH:MM:SSZ, for example 2027-06-30T08:15:00Z")]
    Instant,
    /// Not `+HH:MM` or `-HH:MM`, up to 14 h.
    #[error("an offset from UTC is +HH:MM or -HH:MM up to 14 h, for example +01:00")]
    Offset,
    /// Not `HH:MM`.
    #[error("a time of day is HH:MM from 00:00 to 24:00")]
    TimeOfDay,
}

/// The last second of a date, UTC: a use-by date holds to its end.
///
/// # Errors
/// [`CivilError::Date`].
pub(crate) fn parse_use_by(text: &str) -> Result<u64, CivilError> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| CivilError::Date)?;
    let end = date.and_hms_opt(23, 59, 59).ok_or(CivilError::Date)?;
    u64::try_from(end.and_utc().timestamp()).map_err(|_| CivilError::Date)
}

/// An instant in UTC.
///
/// # Errors
/// [`CivilError::Instant`].
pub(crate) fn parse_utc(text: &str) -> Result<u64, CivilError> {
    let instant = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ")
        .map_err(|_| CivilError::Instant)?;
    u64::try_from(instant.and_utc().timestamp()).map_err(|_| CivilError::Instant)
}

/// An offset from UTC, in seconds.
///
/// # Errors
/// [`CivilError::Offset`].
pub(crate) fn parse_offset(text: &str) -> Result<i32, CivilError> {
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) | None => return Err(CivilError::Offset),
    };
    let minutes = minutes(rest).ok_or(CivilError::Offset)?;
    let offset_s = sign * i32::try_from(minutes * 60).map_err(|_| CivilError::Offset)?;
    if offset_s.abs() <= FURTHEST_S {
        Ok(offset_s)
    } else {
        Err(CivilError::Offset)
    }
}

/// A time of day in seconds, 0 to 86 400.
///
/// # Errors
/// [`CivilError::TimeOfDay`].
pub(crate) fn parse_time_of_day(text: &str) -> Result<u32, CivilError> {
    let minutes = minutes(text).ok_or(CivilError::TimeOfDay)?;
    if minutes <= 24 * 60 {
        Ok(minutes * 60)
    } else {
        Err(CivilError::TimeOfDay)
    }
}

/// Minutes of `HH:MM`.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two(hours) || !two(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60).then_some(hours * 60 + minutes)
}

/// `HH:MM` of a second of the day; seconds are not shown.
pub(crate) fn time_of_day(second: u32) -> String {
    format!("{:02}:{:02}", second / 3_600, second / 60 % 60)
}

/// `+HH:MM` of an offset.
pub(crate) fn offset(offset_s: i32) -> String {
    let sign = if offset_s < 0 { '-' } else { '+' };
    let minutes = offset_s.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `2027-06-30T08:15:00Z`.
pub(crate) fn utc(utc_s: u64) -> String {
    formatted(utc_s, 0, "%Y-%m-%dT%H:%M:%SZ")
}

/// `2027-06-30`, in UTC.
pub(crate) fn date(utc_s: u64) -> String {
    formatted(utc_s, 0, "%Y-%m-%d")
}

/// `Wed 2027-06-30`, at a fixed offset.
pub(crate) fn day(utc_s: u64, offset_s: i32) -> String {
    formatted(utc_s, offset_s, "%a %Y-%m-%d")
}

/// `Wed 2027-06-30 09:15`, at a fixed offset.
pub(crate) fn minute(utc_s: u64, offset_s: i32) -> String {
    formatted(utc_s, offset_s, "%a %Y-%m-%d %H:%M")
}

fn formatted(utc_s: u64, offset_s: i32, pattern: &str) -> String {
    let shown = i64::try_from(utc_s)
        .unwrap_or(i64::MAX)
        .saturating_add(i64::from(offset_s));
    DateTime::from_timestamp(shown, 0).map_or_else(
        || format!("{utc_s} s"),
        |instant| instant.format(pattern).to_string(),
    )
}

/// Seconds since 1970-01-01 UTC, by this machine's clock.
pub(crate) fn now_utc_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_texts_are_read() {
        assert_eq!(parse_utc("1970-01-02T00:00:01Z"), Ok(86_401));
        assert_eq!(parse_use_by("1970-01-01"), Ok(86_399));
        assert_eq!(parse_offset("+01:00"), Ok(3_600));
        assert_eq!(parse_offset("-03:30"), Ok(-12_600));
        assert_eq!(parse_time_of_day("24:00"), Ok(86_400));
    }

    #[test]
    fn texts_that_only_look_alike_are_refused() {
        for text in ["2027-06-31", "27-06-30x", "30.06.2027", ""] {
            assert_eq!(parse_use_by(text), Err(CivilError::Date), "{text}");
        }
        for text in ["01:00", "+1:00", "+15:00", "+01:60", ""] {
            assert_eq!(parse_offset(text), Err(CivilError::Offset), "{text}");
        }
        for text in ["6:00", "24:01", "06:60", "0600", "+6:00"] {
            assert_eq!(
                parse_time_of_day(text),
                Err(CivilError::TimeOfDay),
                "{text}"
            );
        }
        assert_eq!(parse_utc("2027-06-30T08:15:00"), Err(CivilError::Instant));
    }

    #[test]
    fn instants_are_shown_at_the_pumps_offset() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(minute(0, 3_600), "Thu 1970-01-01 01:00");
        assert_eq!(offset(-12_600), "-03:30");
        assert_eq!(time_of_day(21_600), "06:00");
    }
}
