//! Civil time: what a person's clock and calendar show, and what that is in UTC. SR-49
//!
//! Responsible for the three shapes in which time is kept: an instant with the offset that the
//! person saw ([`Moment`]), a time of day ([`TimeOfDay`]), and a zone with its rules ([`Zone`]).
//! Pure: the zone and the instant come in from outside, never from the machine.

mod moment;
mod schedule;
mod time_of_day;

pub use chrono::{NaiveDate as Date, NaiveDateTime as DateTime};
pub use chrono_tz::Tz as Zone;
pub use moment::Moment;
pub use schedule::instant_of;
pub use time_of_day::{TimeOfDay, TimeOfDayError};

/// Milliseconds in a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds in a day of 24 hours; a civil day may be shorter or longer.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// The minute of a wall clock; seconds are left out.
#[cfg(feature = "report")]
pub(crate) fn minute_of_day(time: chrono::NaiveTime) -> TimeOfDay {
    use chrono::Timelike;
    let minutes = time.num_seconds_from_midnight() / 60;
    u16::try_from(minutes)
        .ok()
        .and_then(|it| TimeOfDay::from_minutes(it).ok())
        .unwrap_or(TimeOfDay::MIDNIGHT)
}
