//! A time of day, to the minute.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Minutes in a day.
const DAY_MIN: u16 = 24 * 60;

/// A time of day, to the minute: what prompts, quiet hours and appointments are set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct TimeOfDay(u16);

/// Not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a time of day: write hours and minutes, from 00:00 to 23:59")]
pub struct TimeOfDayError;

impl TimeOfDay {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);

    /// The time `minutes` after midnight, 0 to 1439.
    ///
    /// # Errors
    /// [`TimeOfDayError`] from 1440 on.
    pub const fn from_minutes(minutes: u16) -> Result<Self, TimeOfDayError> {
        if minutes < DAY_MIN {
            Ok(Self(minutes))
        } else {
            Err(TimeOfDayError)
        }
    }

    /// Minutes after midnight, 0 to 1439.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Hour, 0 to 23, and minute, 0 to 59.
    pub const fn hour_and_minute(self) -> (u16, u16) {
        (self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<u16> for TimeOfDay {
    type Error = TimeOfDayError;

    fn try_from(minutes: u16) -> Result<Self, TimeOfDayError> {
        Self::from_minutes(minutes)
    }
}

impl From<TimeOfDay> for u16 {
    fn from(time: TimeOfDay) -> Self {
        time.0
    }
}

impl From<TimeOfDay> for chrono::NaiveTime {
    fn from(time: TimeOfDay) -> Self {
        let seconds = u32::from(time.0) * 60;
        Self::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(text: &str) -> Result<Self, TimeOfDayError> {
        let (hour, minute) = text.split_once(':').ok_or(TimeOfDayError)?;
        let part = |digits: &str, below: u16| {
            let plain = digits.len() == 2 && digits.bytes().all(|it| it.is_ascii_digit());
            let value = digits.parse::<u16>().ok().filter(|it| plain && *it < below);
            value.ok_or(TimeOfDayError)
        };
        Self::from_minutes(part(hour, 24)? * 60 + part(minute, 60)?)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hour_and_minute();
        write!(f, "{hour:02}:{minute:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        for minutes in 0..DAY_MIN {
            let time = TimeOfDay::from_minutes(minutes).unwrap();
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        for wrong in [
            "24:00", "9:00", "09:60", "0900", "09:0", "+9:00", "", "09:00:00",
        ] {
            assert_eq!(wrong.parse::<TimeOfDay>(), Err(TimeOfDayError), "{wrong}");
        }
        assert!(TimeOfDay::from_minutes(DAY_MIN).is_err());
    }
}
