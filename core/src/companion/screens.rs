//! The snapshots: each is pulled by the screen that shows it.

use super::{Companion, Screen};
use crate::error::CompanionError;
use crate::pump::doses::DayDoses;
use crate::screens::{self, DiaryScreen, TrialScreen};

impl Companion {
    /// The diary.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn diary_screen(&self) -> Result<DiaryScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::Diary);
        let basis = self.recent_basis()?;
        let medicines = self.home.store.medicines()?;
        Ok(DiaryScreen::new(revision, basis.as_ref(), medicines))
    }

    /// The trial; `None` without a plan.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn trial_screen(&self) -> Result<Option<TrialScreen>, CompanionError> {
        let revision = self.signals.pulled(Screen::Trial);
        let Some(basis) = self.recent_basis()? else {
            return Ok(None);
        };
        let from_utc_ms = screens::trial_span(&basis).from_utc_ms;
        let doses = match self.pump() {
            Ok(_) => self.day_doses(from_utc_ms)?,
            Err(CompanionError::NotPaired) => DayDoses::default(),
            Err(error) => return Err(error),
        };
        Ok(Some(TrialScreen::new(revision, &basis, &doses)))
    }
}
