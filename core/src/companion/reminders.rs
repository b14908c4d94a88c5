//! Reminders: causes from everywhere, and what the person does about them. SR-47, SR-48

use super::{Companion, Screen, Screens};
use crate::civil::DAY_MS;
use crate::error::CompanionError;
use crate::refill::warnings::{self, Level, UNREACHABLE_AFTER_MS, Warning};
use crate::reminders::{
    Cause, Daily, Kind, MriEvent, MriFollowUp, QuietHours, ReminderState, Urgency,
    checks_after_surgery, due, schedule,
};
use crate::screens::RemindersScreen;
use crate::store::{Document, save_document};
use crate::trial::SlotState;
use cisterna_protocol::message::Priority;
use cisterna_protocol::status::Therapy;

/// How far ahead the platform is asked to wake, in milliseconds.
const AHEAD_MS: i64 = 3 * DAY_MS;

impl Document for ReminderState {
    const KIND: &'static str = "reminders";
}

impl Companion {
    /// What stands now, and when that changes.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn reminders_screen(&self) -> Result<RemindersScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::Reminders);
        let state = self.reminder_state()?;
        let (causes, daily) = (self.causes()?, self.checks()?);
        let zones = self.zones()?;
        let now = self.now().wall_utc_ms;
        let span = (now, now.saturating_add(AHEAD_MS));
        Ok(RemindersScreen {
            revision,
            due: due(&causes, &daily, &state, &zones, now),
            schedule: schedule(&causes, &daily, &state, &zones, span),
            calls: self.calls(&self.care_plan()?),
            quiet: state.quiet,
            mri: state.mri,
        })
    }

    /// Stops the sound of a reminder; it comes back while its cause stays.
    ///
    /// # Errors
    /// [`CompanionError::Reminder`].
    pub fn acknowledge_reminder(&mut self, id: &str) -> Result<(), CompanionError> {
        self.change_reminder(id, ReminderState::acknowledge)
    }

    /// Puts a reminder off, within what its urgency allows. Milliseconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`CompanionError::Reminder`].
    pub fn snooze_reminder(&mut self, id: &str, until_utc_ms: i64) -> Result<(), CompanionError> {
        self.change_reminder(id, |state, cause, now| {
            state.snooze(cause, until_utc_ms, now)
        })
    }

    /// What was due at a time of day is done.
    ///
    /// # Errors
    /// [`CompanionError::Reminder`].
    pub fn reminder_done(&mut self, id: &str) -> Result<(), CompanionError> {
        self.change_reminder(id, ReminderState::done)
    }

    /// Quiet hours, or none. They never silence an emergency.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn set_quiet_hours(&mut self, quiet: Option<QuietHours>) -> Result<(), CompanionError> {
        let mut state = self.reminder_state()?;
        state.quiet = quiet;
        self.keep_reminders(state)
    }

    /// What is due at times of day, in place of what was.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn set_daily(&mut self, daily: Vec<Daily>) -> Result<(), CompanionError> {
        let mut state = self.reminder_state()?;
        state.daily = daily;
        self.keep_reminders(state)
    }

    /// An MRI is planned, called off, made, or confirmed. Readings come by themselves. SR-48
    ///
    /// # Errors
    /// [`CompanionError::Mri`].
    pub fn mri_event(&mut self, event: MriEvent) -> Result<MriFollowUp, CompanionError> {
        let mut state = self.reminder_state()?;
        let now = self.now().wall_utc_ms;
        state.mri = state.mri.after(event, now)?;
        let after = state.mri;
        self.keep_reminders(state)?;
        Ok(after)
    }

    /// A reading after an MRI says whether the pump infuses. SR-48
    pub(crate) fn note_reading_after_mri(&mut self) -> Result<(), CompanionError> {
        let state = self.reminder_state()?;
        if state.mri == MriFollowUp::None {
            return Ok(());
        }
        let Some(reading) = self.status_if_paired()? else {
            return Ok(());
        };
        let event = match reading.status().therapy {
            Therapy::Running | Therapy::Bridging => MriEvent::ReadInfusing,
            Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted => {
                MriEvent::ReadNotInfusing
            }
        };
        self.mri_event(event).map(drop)
    }

    fn reminder_state(&self) -> Result<ReminderState, CompanionError> {
        Ok(self.home.store.document()?.unwrap_or_default())
    }

    fn keep_reminders(&mut self, mut state: ReminderState) -> Result<(), CompanionError> {
        let now = self.now().wall_utc_ms;
        state.prune(now);
        self.home.store.write(|tx| save_document(tx, &state, now))?;
        self.signals
            .mark(Screens::of(&[Screen::Home, Screen::Reminders]));
        Ok(())
    }

    fn change_reminder(
        &mut self,
        id: &str,
        change: impl FnOnce(
            &mut ReminderState,
            &Cause,
            i64,
        ) -> Result<(), crate::reminders::ReminderError>,
    ) -> Result<(), CompanionError> {
        let mut state = self.reminder_state()?;
        let now = self.now().wall_utc_ms;
        let zones = self.zones()?;
        let standing = due(&self.causes()?, &self.checks()?, &state, &zones, now);
        let found = standing.into_iter().find(|it| it.id == id);
        let found = found.ok_or(crate::reminders::ReminderError::Gone)?;
        let cause = Cause {
            id: found.id,
            kind: found.kind,
            urgency: found.urgency,
            since_utc_ms: found.since_utc_ms,
            until_utc_ms: None,
        };
        change(&mut state, &cause, now)?;
        self.keep_reminders(state)
    }

    /// Wound and temperature in the weeks after the surgery that the implant card names.
    fn checks(&self) -> Result<Vec<Daily>, CompanionError> {
        let implanted_on = self.care_plan()?.implant.implanted_on;
        Ok(implanted_on.map_or_else(Vec::new, checks_after_surgery))
    }

    /// Everything that there is to remind of, from all over the core.
    fn causes(&self) -> Result<Vec<Cause>, CompanionError> {
        let mut causes = self.pump_causes()?;
        causes.extend(self.refill_warnings()?.iter().map(of_warning));
        if let Some(basis) = self.recent_basis()? {
            let diary = basis.diary();
            let open = diary.slots().iter().filter(|view| {
                view.slot.on_time_until_utc_ms >= basis.now_utc_ms
                    && matches!(view.state, SlotState::Open | SlotState::Upcoming)
            });
            causes.extend(open.map(|view| Cause {
                id: format!("diary/{}", view.slot.key),
                kind: Kind::DiaryPrompt(view.slot.key.to_string()),
                urgency: Urgency::Low,
                since_utc_ms: view.slot.due_utc_ms,
                until_utc_ms: Some(view.slot.on_time_until_utc_ms.saturating_add(1)),
            }));
        }
        if let Some(booking) = self.refill_plans()?.booking {
            causes.push(Cause {
                id: format!("appointment/{}", booking.at_utc_ms()),
                kind: Kind::Appointment,
                urgency: Urgency::Low,
                since_utc_ms: booking.at_utc_ms().saturating_sub(DAY_MS),
                until_utc_ms: Some(booking.at_utc_ms()),
            });
        }
        Ok(causes)
    }

    /// Alarms of the latest reading, and that it is long ago. SR-16, SR-47
    fn pump_causes(&self) -> Result<Vec<Cause>, CompanionError> {
        let Some(reading) = self.status_if_paired()? else {
            return Ok(Vec::new());
        };
        let read_at = self.read_at_utc_ms(&reading);
        let count = reading.status().count;
        let alarm = |it: cisterna_protocol::status::Alarm| {
            let before_s = i64::try_from(count.since(it.since)).unwrap_or(i64::MAX);
            Cause {
                id: format!("alarm/{}/{}", it.kind.code(), it.since.0),
                kind: Kind::PumpAlarm(it.kind.code()),
                urgency: match it.priority {
                    Priority::High => Urgency::High,
                    Priority::Medium => Urgency::Medium,
                    Priority::Low | Priority::Notice => Urgency::Low,
                },
                since_utc_ms: read_at.saturating_sub(before_s.saturating_mul(1_000)),
                until_utc_ms: None,
            }
        };
        let mut causes: Vec<Cause> = reading.alarms_by_urgency().into_iter().map(alarm).collect();
        let plans = self.refill_plans()?;
        let after = plans.unreachable_after_ms.unwrap_or(UNREACHABLE_AFTER_MS);
        let since = read_at.saturating_add(i64::try_from(after).unwrap_or(i64::MAX));
        // away ends by itself, and with the first reading
        let away = plans.away.map_or(i64::MIN, |it| it.until_utc_ms());
        causes.push(Cause {
            id: format!("unreachable/{}", reading.status().count.0),
            kind: Kind::Unreachable,
            urgency: Urgency::Medium,
            since_utc_ms: since.max(away),
            until_utc_ms: None,
        });
        Ok(causes)
    }
}

/// A warning around the refill. It is named by its kind and level, so that one that has grown
/// sounds anew.
fn of_warning(warning: &Warning) -> Cause {
    use warnings::Kind as Of;
    let (name, kind) = match warning.kind {
        Of::ReservoirEmpty { .. } => ("empty", Kind::Empty),
        Of::Unreachable { .. } => ("unreachable-near-empty", Kind::Unreachable),
        Of::Discrepancy(_) => ("discrepancy", Kind::Discrepancy),
        Of::ReservoirLow { .. } => ("low", Kind::Low),
        Of::UseBy { .. } => ("use-by", Kind::UseBy),
        Of::Battery { .. } => ("battery", Kind::Battery),
        Of::RefillDue { .. } => ("refill", Kind::Refill),
    };
    let (step, urgency) = match warning.level {
        Level::Plan => ("plan", Urgency::Low),
        Level::Soon => ("soon", Urgency::Medium),
        Level::Now => ("now", Urgency::Medium),
        Level::Emergency => ("emergency", Urgency::High),
    };
    Cause {
        id: format!("{name}/{step}"),
        kind,
        urgency,
        since_utc_ms: warning.since_utc_ms,
        until_utc_ms: None,
    }
}

impl From<crate::reminders::ReminderError> for CompanionError {
    fn from(error: crate::reminders::ReminderError) -> Self {
        Self::Reminder(error)
    }
}

impl From<crate::reminders::MriError> for CompanionError {
    fn from(error: crate::reminders::MriError) -> Self {
        Self::Mri(error)
    }
}

#[cfg(test)]
mod tests;
