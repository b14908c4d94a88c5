//! The snapshots: each is pulled by the screen that shows it.

use super::{Companion, Screen};
use crate::error::CompanionError;
use crate::pump::doses::DayDoses;
use crate::pump::status::{Reading, standing};
use crate::pump::sync::HistoryCursor;
use crate::screens::words::Times;
use crate::screens::{
    self, AlarmsScreen, BolusScreen, DiaryScreen, HistoryScreen, HomeBasis, HomeScreen, PumpScreen,
    ReadAt, TrialScreen,
};
use crate::store::RequestRow;
use cisterna_protocol::history::Log;

impl Companion {
    /// Home: how things stand, at a glance.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn home_screen(&self) -> Result<HomeScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::Home);
        let reading = self.status_if_paired()?;
        let pump = self.home.store.current_pump()?;
        let now = self.now();
        let forecast = match reading {
            Some(_) => self.refill()?,
            None => None,
        };
        let request = self.latest_request()?;
        let basis = self.recent_basis()?;
        let prompt = basis.as_ref().and_then(|basis| {
            let diary = basis.diary();
            let next = diary.next_prompt()?.key;
            diary.slot(next).copied()
        });
        let times = Times {
            zones: self.zones()?,
        };
        let basis = HomeBasis {
            revision,
            serial: pump.map(|it| it.serial.as_str().to_owned()),
            standing: standing(reading.as_ref(), &now),
            is_fresh: reading.as_ref().is_some_and(|it| it.is_fresh(&now)),
            reading: reading.as_ref(),
            forecast: forecast.as_ref(),
            request: request.as_ref(),
            prompt,
        };
        Ok(HomeScreen::new(basis, &self.texts, &times))
    }

    /// The extra dose. SR-42
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn bolus_screen(&self) -> Result<BolusScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::Bolus);
        let reading = self.status_if_paired()?;
        let request = self.latest_request()?;
        Ok(BolusScreen::new(
            revision,
            reading.as_ref(),
            request.as_ref(),
            &self.texts,
        ))
    }

    /// The pump's alarms.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn alarms_screen(&self) -> Result<AlarmsScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::Alarms);
        let reading = self.status_if_paired()?;
        let calls = self.calls(&self.care_plan()?);
        Ok(AlarmsScreen::new(
            revision,
            reading.as_ref(),
            calls,
            &self.texts,
        ))
    }

    /// A page of the pump's log, newest first, at most `limit` and 100 entries.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn history_screen(
        &self,
        log: Log,
        cursor: Option<HistoryCursor>,
        limit: u32,
    ) -> Result<HistoryScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::History);
        let list = self.history(log, cursor, limit)?;
        Ok(HistoryScreen {
            revision,
            log,
            entries: list.entries,
            next: list.next,
            breaks: self.breaks(log)?.len(),
        })
    }

    /// The pump and its prescription; `None` before the first pairing.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn pump_screen(&self) -> Result<Option<PumpScreen>, CompanionError> {
        let revision = self.signals.pulled(Screen::PumpDetails);
        let Some(pump) = self.home.store.current_pump()? else {
            return Ok(None);
        };
        let reading = self.status()?;
        let status = reading.as_ref().map(Reading::status);
        Ok(Some(PumpScreen {
            revision,
            serial: pump.serial.as_str().to_owned(),
            paired_utc_ms: pump.paired_utc_ms,
            has_key: pump.key_epoch.is_some(),
            read: reading.as_ref().map(ReadAt::of),
            prescription: self.prescription()?,
            clock: status.map(|it| it.clock),
            totals: status.map(|it| it.totals),
        }))
    }

    fn latest_request(&self) -> Result<Option<RequestRow>, CompanionError> {
        let Some(pump) = self.home.store.current_pump()? else {
            return Ok(None);
        };
        Ok(self.home.store.latest_requests(&pump, 1)?.pop())
    }

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

#[cfg(test)]
mod tests;
