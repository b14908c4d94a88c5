//! What the person did about reminders, and what they set. SR-47

use super::{Cause, Daily, MriFollowUp, QuietHours, policy};
use crate::civil::DAY_MS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// A silence is forgotten after this long: longer than any may be, in milliseconds.
const FORGOTTEN_AFTER_MS: i64 = 30 * DAY_MS;

/// Why something cannot be done about a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReminderError {
    /// It does not stand now.
    #[error("this reminder does not stand now: look again")]
    Gone,
    /// Later than it may be put off.
    #[error("this cannot be put off for so long: choose an earlier time")]
    TooLong,
    /// Not after now.
    #[error("this time has passed: choose a later one")]
    Past,
    /// Only what is due at a time of day can be done.
    #[error("this goes on until its cause ends: it can be silenced, not done")]
    NotDone,
}

/// Silence for one cause. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Silence {
    /// When the person asked for it.
    pub(super) at_utc_ms: i64,
    /// Until when.
    pub(super) until_utc_ms: i64,
}

/// Everything that is kept about reminders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReminderState {
    /// Quiet hours; none unless the person set some.
    pub quiet: Option<QuietHours>,
    /// The follow-up of an MRI.
    pub mri: MriFollowUp,
    /// What is due at times of day, beside the checks after surgery.
    pub daily: Vec<Daily>,
    pub(super) silences: BTreeMap<String, Silence>,
    /// Daily things that were done, by the name of the occurrence, and when.
    pub(super) done: BTreeMap<String, i64>,
}

impl ReminderState {
    /// Stops the sound of `cause`; it comes back while the cause stays.
    ///
    /// # Errors
    /// [`ReminderError::Gone`] where it does not stand now.
    pub fn acknowledge(&mut self, cause: &Cause, now_utc_ms: i64) -> Result<(), ReminderError> {
        let until_utc_ms = now_utc_ms.saturating_add(policy(cause.urgency).repeat_ms);
        self.silence(cause, now_utc_ms, until_utc_ms)
    }

    /// Puts `cause` off until an instant, within what its urgency allows.
    ///
    /// # Errors
    /// [`ReminderError`]; nothing changes then.
    pub fn snooze(
        &mut self,
        cause: &Cause,
        until_utc_ms: i64,
        now_utc_ms: i64,
    ) -> Result<(), ReminderError> {
        if until_utc_ms <= now_utc_ms {
            return Err(ReminderError::Past);
        }
        let longest = policy(cause.urgency).longest_snooze_ms;
        if until_utc_ms > now_utc_ms.saturating_add(longest) {
            return Err(ReminderError::TooLong);
        }
        self.silence(cause, now_utc_ms, until_utc_ms)
    }

    /// What was due at a time of day is done.
    ///
    /// # Errors
    /// [`ReminderError::NotDone`] for anything that ends by its cause alone.
    pub fn done(&mut self, cause: &Cause, now_utc_ms: i64) -> Result<(), ReminderError> {
        use super::Kind;
        match cause.kind {
            Kind::Medicine(_) | Kind::WoundCheck | Kind::FeverCheck => {}
            Kind::DiaryPrompt(_)
            | Kind::Refill
            | Kind::Low
            | Kind::Empty
            | Kind::UseBy
            | Kind::Battery
            | Kind::Discrepancy
            | Kind::Unreachable
            | Kind::PumpAlarm(_)
            | Kind::MriRead
            | Kind::MriConfirm
            | Kind::MriNotInfusing
            | Kind::CarePlanGap
            | Kind::Appointment => return Err(ReminderError::NotDone),
        }
        if !cause.stands(now_utc_ms) {
            return Err(ReminderError::Gone);
        }
        self.done.insert(cause.id.clone(), now_utc_ms);
        Ok(())
    }

    /// Forgets what can no longer matter.
    pub fn prune(&mut self, now_utc_ms: i64) {
        let recent = |at: i64| now_utc_ms.abs_diff(at) < FORGOTTEN_AFTER_MS.unsigned_abs();
        self.silences.retain(|_, it| recent(it.at_utc_ms));
        self.done.retain(|_, at| recent(*at));
    }

    fn silence(
        &mut self,
        cause: &Cause,
        at_utc_ms: i64,
        until_utc_ms: i64,
    ) -> Result<(), ReminderError> {
        if !cause.stands(at_utc_ms) {
            return Err(ReminderError::Gone);
        }
        let silence = Silence {
            at_utc_ms,
            until_utc_ms,
        };
        self.silences.insert(cause.id.clone(), silence);
        Ok(())
    }
}
