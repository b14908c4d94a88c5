//! The report for the clinic, and the pictures of a terminal.

use super::Companion;
use crate::error::CompanionError;
use crate::pump::status::Reading;
use crate::report::{self, NoReport, PumpBasis, ReportBasis};
use crate::store::{LogKey, RequestRow};
use cisterna_protocol::history::Log;
use cisterna_protocol::quantity::Count;
use cisterna_report as out;

/// Most requests and gaps that a report looks at.
const MOST_ROWS: u32 = 1_000;

impl Companion {
    /// The trial of the present plan in the report's terms; [`crate::report`] makes pages, tables
    /// and FHIR of it.
    ///
    /// # Errors
    /// [`CompanionError::NoPlan`] and [`CompanionError::NoReport`] where there is no trial.
    pub fn report(&self) -> Result<out::Report, CompanionError> {
        let diary = self.whole_basis()?.ok_or(CompanionError::NoPlan)?;
        let spec = diary.plan.spec();
        let trial = spec.trial.as_ref().ok_or(NoReport::NoTrial)?;
        let from_utc_ms = trial.baseline_from.utc_ms;
        let medicines = self.home.store.medicines()?;
        let person = self.settings_kept()?.name_on_report;
        let reading = self.status_if_paired()?;
        let Some(reading) = reading else {
            return Ok(report::report(&ReportBasis {
                diary: &diary,
                doses: &crate::pump::doses::DayDoses::default(),
                medicines: &medicines,
                pump: None,
                person,
            })?);
        };
        let pump = self.pump()?;
        let key = |log| LogKey::of(&pump, log);
        let store = &self.home.store;
        let requests: Vec<RequestRow> = store.latest_requests(&pump, MOST_ROWS)?;
        let gaps = store.gaps_before(key(Log::Doses), 1 << 32, MOST_ROWS)?;
        let zones = self.zones()?;
        Ok(report::report(&ReportBasis {
            diary: &diary,
            doses: &self.day_doses(from_utc_ms)?,
            medicines: &medicines,
            pump: Some(PumpBasis {
                serial: pump.serial.as_str(),
                reading: &reading,
                prescription: self.prescription()?.as_ref(),
                doses: &self.located(key(Log::Doses), from_utc_ms)?,
                events: &self.located(key(Log::Events), from_utc_ms)?,
                requests: &requests,
                gaps: &gaps,
                zones: &zones,
                copied_until_utc_ms: self.copied_until_utc_ms(&reading)?,
            }),
            person,
        })?)
    }

    /// The residual's forecast over `days` days ahead, for a picture; `None` before a fill or a
    /// prescription.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn residual_forecast(
        &self,
        days: u32,
    ) -> Result<Option<out::ResidualForecast>, CompanionError> {
        let (Some(forecast), Some(curve)) = (self.refill()?, self.refill_curve(days)?) else {
            return Ok(None);
        };
        let reading = self.status()?;
        let residual = reading.and_then(|it| it.status().reservoir);
        let residual_nl = residual.map_or(0, |it| it.residual.0);
        let zones = self.zones()?;
        Ok(Some(report::residual(
            &forecast,
            &curve,
            residual_nl,
            &zones,
        )))
    }

    /// Up to when the dose log is copied: the last record, or the reading where nothing is missing.
    fn copied_until_utc_ms(&self, reading: &Reading) -> Result<Option<i64>, CompanionError> {
        let key = LogKey::of(&self.pump()?, Log::Doses);
        let head = self.home.store.head(key)?;
        if head.next_seq >= reading.status().doses.next.max(1) {
            return Ok(Some(reading.at().wall_utc_ms));
        }
        let last = self.home.store.records_before(key, 1 << 32, 1)?;
        let count = last.first().map(|it| it.place().1);
        let behind_s = count.map(|count: Count| reading.status().count.since(count));
        let behind_ms = behind_s.and_then(|it| i64::try_from(it.saturating_mul(1_000)).ok());
        Ok(behind_ms.map(|behind| reading.at().wall_utc_ms.saturating_sub(behind)))
    }
}

impl From<NoReport> for CompanionError {
    fn from(_: NoReport) -> Self {
        Self::NoReport
    }
}

#[cfg(test)]
mod tests;
