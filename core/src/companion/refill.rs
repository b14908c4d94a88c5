//! The refill: forecast, what the person planned, what the clinic found.

use super::{Companion, Screen, Screens};
use crate::civil::Moment;
use crate::error::CompanionError;
use crate::pump::Contact;
use crate::pump::link::Link;
use crate::pump::status::Reading;
use crate::refill::warnings::{Away, Booking, Facts, UNREACHABLE_AFTER_MS, Warning};
use crate::refill::{
    Basis, Curve, Discrepancy, Fill, Forecast, Habit, Seen, curve, forecast, warnings,
};
use crate::screens::{ReadAt, RefillScreen};
use crate::store::{Document, LogKey, StoredRecord, save_document};
use cisterna_protocol::history::Log;
use cisterna_protocol::prescription::{Drug, Prescription};
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::{Body, Record};
use cisterna_protocol::status::Status;
use serde::{Deserialize, Serialize};

/// Most dose records that are looked at for the boluses of lately.
const LATELY_RECORDS: u32 = 5_000;
/// Days ahead that the screen's curve shows.
const CURVE_DAYS: u32 = 90;

/// What a clinic found at one fill, as the person was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundVolume {
    /// The pump's memory and count of the fill that it belongs to.
    generation: u32,
    filled_at: u64,
    /// Volumes in nanolitres.
    expected_nl: u64,
    found_nl: u64,
    filled_nl: u64,
    capacity_nl: u64,
    noted_utc_ms: i64,
}

/// What the person planned around the refill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefillPlans {
    /// "I booked it".
    pub booking: Option<Booking>,
    /// "Expected away".
    pub away: Option<Away>,
    /// After so many milliseconds without a reading the pump counts as unreachable; `None` for the
    /// default of a day.
    pub unreachable_after_ms: Option<u64>,
    pub(crate) found: Option<FoundVolume>,
}

impl Document for RefillPlans {
    const KIND: &'static str = "refill plans";
}

impl Companion {
    /// When the reservoir will be low and empty; `None` before a fill or a prescription. SR-46
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refill(&self) -> Result<Option<Forecast>, CompanionError> {
        self.with_basis(forecast)
    }

    /// Residuals over the days ahead, 1 to 366; `None` before a fill or a prescription.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refill_curve(&self, days: u32) -> Result<Option<Curve>, CompanionError> {
        self.with_basis(|basis| curve(basis, days))
    }

    fn with_basis<T>(
        &self,
        make: impl FnOnce(&Basis<'_>) -> Option<T>,
    ) -> Result<Option<T>, CompanionError> {
        let (Some(reading), Some(prescription)) = (self.status()?, self.prescription()?) else {
            return Ok(None);
        };
        let age_s = reading.age(&self.now()).ms() / 1000;
        Ok(make(&Basis {
            status: reading.status(),
            prescription: &prescription,
            read_at_utc_s: u64::try_from(self.read_at_utc_ms(&reading) / 1_000).unwrap_or(0),
            age_s,
            habit: self.bolus_habit(reading.status(), &prescription)?,
        }))
    }

    /// When a reading was made, by the present wall clock and the counted age: a clock that was set
    /// in between does not move what is ahead. SR-49
    pub(crate) fn read_at_utc_ms(&self, reading: &Reading) -> i64 {
        let now = self.now();
        let age_ms = i64::try_from(reading.age(&now).ms()).unwrap_or(i64::MAX);
        now.wall_utc_ms.saturating_sub(age_ms)
    }

    /// The bolus habit by the copied dose log.
    fn bolus_habit(
        &self,
        status: &Status,
        prescription: &Prescription,
    ) -> Result<Habit, CompanionError> {
        let key = LogKey::of(&self.pump()?, Log::Doses);
        let stored = self
            .home
            .store
            .records_before(key, 1 << 32, LATELY_RECORDS)?;
        let record = |it: &StoredRecord| Record {
            seq: it.seq,
            ..Record::from_bytes(&it.bytes)
        };
        let records: Vec<Record> = stored.iter().map(record).collect();
        let seen = Seen::in_log(&records, status, Count(0));
        Ok(Habit::of(&seen, prescription))
    }

    /// What the person planned around the refill.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refill_plans(&self) -> Result<RefillPlans, CompanionError> {
        Ok(self.home.store.document()?.unwrap_or_default())
    }

    /// "I booked it": an appointment, or none any more.
    ///
    /// # Errors
    /// [`CompanionError::RefillPlan`] where it lies in the past or too far ahead.
    pub fn book_refill(&mut self, at: Option<Moment>) -> Result<(), CompanionError> {
        let made_utc_ms = self.now().wall_utc_ms;
        let booking = at.map(|at| Booking::new(at.utc_ms, made_utc_ms));
        let booking = booking.transpose()?;
        self.keep_plans(|plans| plans.booking = booking)
    }

    /// "Expected away" until an instant, or back. SR-47
    ///
    /// # Errors
    /// [`CompanionError::RefillPlan`] where it ends in the past or after more than four weeks.
    pub fn expect_away(&mut self, until: Option<Moment>) -> Result<(), CompanionError> {
        let made_utc_ms = self.now().wall_utc_ms;
        let away = until.map(|until| Away::new(until.utc_ms, made_utc_ms));
        let away = away.transpose()?;
        self.keep_plans(|plans| plans.away = away)
    }

    /// What the clinic found in the reservoir before the fill that the pump told last, in
    /// nanolitres. Needs a connection: the size of the reservoir is the pump's to tell.
    ///
    /// # Errors
    /// [`CompanionError::FoundVolume`] where it is more than the reservoir holds,
    /// [`CompanionError::NoFill`] before the first fill was copied.
    pub fn note_found_volume<L: Link>(
        &mut self,
        contact: &Contact<L>,
        found: Nanolitres,
    ) -> Result<Discrepancy, CompanionError> {
        let pump = self.pump()?;
        let told = self.last_fill()?.ok_or(CompanionError::NoFill)?;
        let found = FoundVolume {
            generation: pump.generation,
            filled_at: told.at.0,
            expected_nl: told.expected.0,
            found_nl: found.0,
            filled_nl: told.volume.0,
            capacity_nl: contact.device().capacity_nl,
            noted_utc_ms: self.now().wall_utc_ms,
        };
        let discrepancy = Discrepancy::at(&found.fill())?;
        self.keep_plans(|plans| plans.found = Some(found))?;
        Ok(discrepancy)
    }

    /// The latest fill in the copied event log.
    fn last_fill(&self) -> Result<Option<ToldFill>, CompanionError> {
        let key = LogKey::of(&self.pump()?, Log::Events);
        let mut before_seq = 1 << 32;
        loop {
            let rows = self
                .home
                .store
                .records_before(key, before_seq, LATELY_RECORDS)?;
            let mut records = rows.iter().map(|row| Record::from_bytes(&row.bytes));
            if let Some(fill) = records.find_map(|record| ToldFill::of(&record)) {
                return Ok(Some(fill));
            }
            let Some(last) = rows.last() else {
                return Ok(None);
            };
            before_seq = u64::from(last.seq);
        }
    }

    /// What the clinic found at the present fill; nothing once another fill was read.
    pub(crate) fn discrepancy(&self) -> Result<Option<Discrepancy>, CompanionError> {
        let Some(found) = self.refill_plans()?.found else {
            return Ok(None);
        };
        let pump = self.pump()?;
        let reading = self.status()?;
        let filled_at = reading
            .and_then(|it| it.status().reservoir)
            .map(|it| it.filled_at.0);
        let present = pump.generation == found.generation && filled_at == Some(found.filled_at);
        Ok(if present {
            Discrepancy::at(&found.fill()).ok()
        } else {
            None
        })
    }

    /// The warnings around the refill that stand now, the most urgent first. SR-46, SR-47
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refill_warnings(&self) -> Result<Vec<Warning>, CompanionError> {
        let Some(reading) = self.status_if_paired()? else {
            return Ok(Vec::new());
        };
        let plans = self.refill_plans()?;
        let forecast = self.refill()?;
        let read_at_utc_ms = self.read_at_utc_ms(&reading);
        let code = reading.status().prescription.map(|it| it.drug);
        Ok(warnings::warnings(&Facts {
            now_utc_ms: self.now().wall_utc_ms,
            drug: code.and_then(Drug::from_code),
            forecast: forecast.as_ref(),
            read_at_utc_ms: Some(read_at_utc_ms),
            unreachable_after_ms: plans.unreachable_after_ms.unwrap_or(UNREACHABLE_AFTER_MS),
            filled_at_utc_ms: warnings::filled_at_utc_ms(reading.status(), read_at_utc_ms),
            discrepancy: self.discrepancy()?,
            battery_end_utc_ms: self.battery_end_utc_ms()?,
            booking: plans.booking,
            away: plans.away,
        }))
    }

    /// The refill's screen; `None` before the first pairing.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn refill_screen(&self) -> Result<Option<RefillScreen>, CompanionError> {
        let revision = self.signals.pulled(Screen::Refill);
        let Some(reading) = self.status_if_paired()? else {
            return Ok(None);
        };
        let plans = self.refill_plans()?;
        Ok(Some(RefillScreen {
            revision,
            read: ReadAt::of(&reading),
            reservoir: reading.status().reservoir,
            forecast: self.refill()?,
            curve: self.refill_curve(CURVE_DAYS)?,
            warnings: self.refill_warnings()?,
            discrepancy: self.discrepancy()?.filter(|it| it.beyond),
            booking: plans.booking,
            away: plans.away,
        }))
    }

    fn keep_plans(&mut self, change: impl FnOnce(&mut RefillPlans)) -> Result<(), CompanionError> {
        let mut plans = self.refill_plans()?;
        change(&mut plans);
        let now_utc_ms = self.now().wall_utc_ms;
        self.home
            .store
            .write(|tx| save_document(tx, &plans, now_utc_ms))?;
        self.signals.mark(Screens::of(&[
            Screen::Home,
            Screen::Refill,
            Screen::Reminders,
        ]));
        Ok(())
    }
}

/// A fill as the pump told it.
struct ToldFill {
    at: Count,
    expected: Nanolitres,
    volume: Nanolitres,
}

impl ToldFill {
    const fn of(record: &Record) -> Option<Self> {
        if let Body::Refill {
            expected, volume, ..
        } = record.body
        {
            Some(Self {
                at: record.at,
                expected,
                volume,
            })
        } else {
            None
        }
    }
}

impl FoundVolume {
    const fn fill(&self) -> Fill {
        Fill {
            expected: Nanolitres(self.expected_nl),
            found: Nanolitres(self.found_nl),
            filled: Nanolitres(self.filled_nl),
            capacity: Nanolitres(self.capacity_nl),
            at_utc_ms: self.noted_utc_ms,
        }
    }
}

impl From<crate::refill::FillError> for CompanionError {
    fn from(error: crate::refill::FillError) -> Self {
        Self::FoundVolume(error)
    }
}

impl From<crate::refill::warnings::PlanError> for CompanionError {
    fn from(error: crate::refill::warnings::PlanError) -> Self {
        Self::RefillPlan(error)
    }
}
