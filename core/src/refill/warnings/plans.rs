//! What a person told about their plans: an appointment, and being away.
//!
//! Responsible for their shape and limits, also where they are read back. Both end by themselves.
//! Leaves keeping them to the store.

use crate::civil::DAY_MS;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An appointment lies at most this far ahead, in milliseconds. Assumption: beyond it a year was
/// mistyped.
const LONGEST_BOOKING_MS: i64 = 400 * DAY_MS;

/// Nobody is away for longer at once, in milliseconds. Assumption: a refill falls due within
/// months, so that silence of more than four weeks is looked at again.
const LONGEST_AWAY_MS: i64 = 28 * DAY_MS;

/// A plan that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// It is over before it was told.
    #[error("this lies in the past: choose a later time")]
    Past,
    /// It lies too far ahead.
    #[error("this lies too far ahead: check the date")]
    TooFar,
}

fn check(from_ms: i64, until_ms: i64, longest_ms: i64) -> Result<(), PlanError> {
    if until_ms <= from_ms {
        return Err(PlanError::Past);
    }
    // a span past the type's range is too far as well
    match until_ms.checked_sub(from_ms) {
        Some(span_ms) if span_ms <= longest_ms => Ok(()),
        Some(_) | None => Err(PlanError::TooFar),
    }
}

/// "I booked it": an appointment for the refill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BookingForm", into = "BookingForm")]
pub struct Booking {
    at_utc_ms: i64,
    made_utc_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct BookingForm {
    at_utc_ms: i64,
    made_utc_ms: i64,
}

impl Booking {
    /// An appointment at `at_utc_ms` that was told at `made_utc_ms`, both in milliseconds since
    /// 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`PlanError`] unless it lies 1 ms to 400 days after it was told.
    pub fn new(at_utc_ms: i64, made_utc_ms: i64) -> Result<Self, PlanError> {
        check(made_utc_ms, at_utc_ms, LONGEST_BOOKING_MS)?;
        Ok(Self {
            at_utc_ms,
            made_utc_ms,
        })
    }

    /// The appointment, in milliseconds since 1970-01-01 UTC.
    pub const fn at_utc_ms(&self) -> i64 {
        self.at_utc_ms
    }

    /// When it was told, in milliseconds since 1970-01-01 UTC.
    pub const fn made_utc_ms(&self) -> i64 {
        self.made_utc_ms
    }
}

impl TryFrom<BookingForm> for Booking {
    type Error = PlanError;

    fn try_from(form: BookingForm) -> Result<Self, PlanError> {
        Self::new(form.at_utc_ms, form.made_utc_ms)
    }
}

impl From<Booking> for BookingForm {
    fn from(booking: Booking) -> Self {
        Self {
            at_utc_ms: booking.at_utc_ms,
            made_utc_ms: booking.made_utc_ms,
        }
    }
}

/// "Expected away": this phone will not be near the pump. It ends by itself. SR-47
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AwayForm", into = "AwayForm")]
pub struct Away {
    until_utc_ms: i64,
    made_utc_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct AwayForm {
    until_utc_ms: i64,
    made_utc_ms: i64,
}

impl Away {
    /// Away until `until_utc_ms`, told at `made_utc_ms`, both in milliseconds since 1970-01-01
    /// UTC. When it was told is kept, so that a damaged row cannot silence for ever.
    ///
    /// # Errors
    /// [`PlanError`] unless it ends 1 ms to 28 days after it was told.
    pub fn new(until_utc_ms: i64, made_utc_ms: i64) -> Result<Self, PlanError> {
        check(made_utc_ms, until_utc_ms, LONGEST_AWAY_MS)?;
        Ok(Self {
            until_utc_ms,
            made_utc_ms,
        })
    }

    /// Its end, in milliseconds since 1970-01-01 UTC.
    pub const fn until_utc_ms(&self) -> i64 {
        self.until_utc_ms
    }
}

impl TryFrom<AwayForm> for Away {
    type Error = PlanError;

    fn try_from(form: AwayForm) -> Result<Self, PlanError> {
        Self::new(form.until_utc_ms, form.made_utc_ms)
    }
}

impl From<Away> for AwayForm {
    fn from(away: Away) -> Self {
        Self {
            until_utc_ms: away.until_utc_ms,
            made_utc_ms: away.made_utc_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_lies_ahead_and_not_too_far() {
        let booking = |at_ms| Booking::new(at_ms, 100).map(|it| it.at_utc_ms());
        assert_eq!(booking(100), Err(PlanError::Past));
        assert_eq!(booking(101), Ok(101));
        let last = 100 + LONGEST_BOOKING_MS;
        assert_eq!(booking(last), Ok(last));
        assert_eq!(booking(last + 1), Err(PlanError::TooFar));
        assert_eq!(Booking::new(i64::MAX, i64::MIN), Err(PlanError::TooFar));
        let away = |until_ms| Away::new(until_ms, 100).map(|it| it.until_utc_ms());
        assert_eq!(away(100), Err(PlanError::Past));
        let last = 100 + LONGEST_AWAY_MS;
        assert_eq!(away(last), Ok(last));
        assert_eq!(away(last + 1), Err(PlanError::TooFar));
    }

    #[test]
    fn what_is_read_back_is_judged_again() {
        let booking = Booking::new(200, 100).unwrap();
        let json = serde_json::to_string(&booking).unwrap();
        assert_eq!(json, r#"{"at_utc_ms":200,"made_utc_ms":100}"#);
        assert_eq!(serde_json::from_str::<Booking>(&json).unwrap(), booking);
        let away = Away::new(200, 100).unwrap();
        let json = serde_json::to_string(&away).unwrap();
        assert_eq!(json, r#"{"until_utc_ms":200,"made_utc_ms":100}"#);
        assert_eq!(serde_json::from_str::<Away>(&json).unwrap(), away);
        let for_ever = format!(r#"{{"until_utc_ms":{},"made_utc_ms":100}}"#, i64::MAX);
        assert!(serde_json::from_str::<Away>(&for_ever).is_err());
        let past = r#"{"at_utc_ms":100,"made_utc_ms":200}"#;
        assert!(serde_json::from_str::<Booking>(past).is_err());
    }
}
