//! One snapshot a screen: one call, one record.

use super::{Core, PhoneCore};
use crate::error::AppError;
use crate::records::{self, AlarmsSnapshot, BolusSnapshot, DiarySnapshot, HomeSnapshot};
use crate::records::{PersonSettings, RefillSnapshot, RemindersSnapshot, TrialSnapshot};
use cisterna_core::CompanionError;

impl Core {
    pub(super) fn bolus(&self) -> Result<BolusSnapshot, CompanionError> {
        let screen = self.companion.bolus_screen()?;
        Ok(records::bolus(screen, &self.companion.now()))
    }
}

#[uniffi::export]
impl PhoneCore {
    /// Home: how things stand, at a glance.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn home(&self) -> Result<HomeSnapshot, AppError> {
        self.run(|core| {
            let screen = core.companion.home_screen()?;
            Ok(records::home(screen, &core.companion.now()))
        })
        .await
    }

    /// The extra dose: limits, and what became of the last request.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn bolus(&self) -> Result<BolusSnapshot, AppError> {
        self.run(|core| core.bolus()).await
    }

    /// The pump's alarms.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn alarms(&self) -> Result<AlarmsSnapshot, AppError> {
        self.run(|core| {
            let screen = core.companion.alarms_screen()?;
            Ok(records::alarms(screen, &core.companion.now()))
        })
        .await
    }

    /// The diary.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn diary(&self) -> Result<DiarySnapshot, AppError> {
        self.run(|core| Ok(records::diary(core.companion.diary_screen()?)))
            .await
    }

    /// The trial and its charts; none without a plan.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn trial(&self) -> Result<Option<TrialSnapshot>, AppError> {
        self.run(|core| Ok(core.companion.trial_screen()?.map(records::trial)))
            .await
    }

    /// The refill: dates, curve, warnings; none before the first reading.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn refill(&self) -> Result<Option<RefillSnapshot>, AppError> {
        self.run(|core| {
            let screen = core.companion.refill_screen()?;
            let now = core.companion.now();
            Ok(screen.map(|it| records::refill(it, &now)))
        })
        .await
    }

    /// What stands now, and when the platform wakes the app next.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn reminders(&self) -> Result<RemindersSnapshot, AppError> {
        self.run(|core| Ok(records::reminders(core.companion.reminders_screen()?)))
            .await
    }

    /// What the person set.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn settings(&self) -> Result<PersonSettings, AppError> {
        self.run(|core| Ok(core.companion.settings()?.into())).await
    }
}
