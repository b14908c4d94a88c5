//! The diary: plans, entries, oral medicines, and what they add up to.

use super::{Companion, Screen, Screens};
use crate::civil::{DAY_MS, Moment};
use crate::error::CompanionError;
use crate::pump::doses::{self, DayDoses, Filled, Located};
use crate::pump::sync::TimeRange;
use crate::store::{
    LogKey, Store, StoreError, insert_entry, next_plan_id, save_medicine, save_plan, save_zone,
};
use crate::trial::{
    Answers, Diary, EndReason, Ending, Entry, EntryDraft, EntryId, LongTerm, OralMedicine, Plan,
    PlanId, PlanSpec, Stamp, Target, ZoneChange, Zones,
};
use cisterna_protocol::history::Log;
use cisterna_protocol::quantity::NanogramsPerMl;
use cisterna_protocol::record::Body;

/// Entries of a diary for the years that a screen looks at, in milliseconds. A trial is looked at
/// whole.
const LATELY_MS: i64 = 62 * DAY_MS;
/// Records of the dose log in one read.
const CHUNK: u32 = 500;
/// Most entries of one page.
const MAX_PAGE: u32 = 100;

/// How a plan changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanChange {
    /// The infusion begins at another instant.
    Start(Moment),
    /// The trial lasts so many days, 4 to 7.
    TrialDays(u8),
    /// A single dose was given.
    DoseGiven {
        /// Its place in the plan, from 0.
        index: usize,
        /// When.
        at: Moment,
    },
    /// A single dose is left out.
    DoseLeftOut {
        /// Its place in the plan, from 0.
        index: usize,
    },
    /// The diary goes on for the years.
    GoOn(LongTerm),
    /// It ends now; the record stays.
    End(EndReason),
}

/// What a diary is made from, as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct DiaryBasis {
    pub(crate) plan: Plan,
    pub(crate) zones: Zones,
    pub(crate) entries: Vec<Entry>,
    pub(crate) now_utc_ms: i64,
}

impl DiaryBasis {
    /// The diary at its instant.
    pub(crate) fn diary(&self) -> Diary<'_> {
        Diary::new(&self.plan, &self.zones, &self.entries, self.now_utc_ms)
    }
}

impl Companion {
    /// The present plan: the newest one, also when it has ended.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn plan(&self) -> Result<Option<Plan>, CompanionError> {
        Ok(self.home.store.latest_plan()?)
    }

    /// All plans, oldest first.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn plans(&self) -> Result<Vec<Plan>, CompanionError> {
        Ok(self.home.store.plans()?)
    }

    /// Begins a plan; its number is given here, whatever `spec` holds. Works without a pump.
    ///
    /// # Errors
    /// [`CompanionError::PlanRunning`] while an earlier plan has not ended, and what is wrong with
    /// the plan.
    pub fn start_plan(&mut self, spec: PlanSpec) -> Result<PlanId, CompanionError> {
        let running = self.plan()?.filter(|plan| plan.spec().ending.is_none());
        if running.is_some() {
            return Err(CompanionError::PlanRunning);
        }
        self.note_zone()?;
        let now_utc_ms = self.now().wall_utc_ms;
        let id = self.home.store.write(|tx| {
            let id = next_plan_id(tx)?;
            let plan = Plan::new(PlanSpec { id, ..spec })?;
            save_plan(tx, &plan, now_utc_ms)?;
            Ok::<_, CompanionError>(id)
        })?;
        self.diary_changed();
        Ok(id)
    }

    /// Changes the present plan, as the clinic or the course of things did.
    ///
    /// # Errors
    /// [`CompanionError::NoPlan`], or why the plan cannot change so.
    pub fn change_plan(&mut self, change: PlanChange) -> Result<Plan, CompanionError> {
        self.note_zone()?;
        let plan = self.plan()?.ok_or(CompanionError::NoPlan)?;
        let now = self.moment();
        let changed = match change {
            PlanChange::Start(start) => plan.with_start(start, now),
            PlanChange::TrialDays(days) => plan.with_trial_days(days, now),
            PlanChange::DoseGiven { index, at } => plan.with_dose_given(index, at, now.utc_ms),
            PlanChange::DoseLeftOut { index } => plan.with_dose_left_out(index),
            PlanChange::GoOn(long_term) => plan.with_long_term(long_term),
            PlanChange::End(why) => plan.with_end(Ending { at: now, why }),
        }?;
        self.home
            .store
            .write(|tx| save_plan(tx, &changed, now.utc_ms))?;
        self.diary_changed();
        Ok(changed)
    }

    /// Records an entry of now. SR-49, SR-50
    ///
    /// # Errors
    /// [`CompanionError::NoPlan`], or why there is no such entry; nothing is kept then.
    pub fn record_entry(
        &mut self,
        target: Target,
        answers: Answers,
    ) -> Result<EntryId, CompanionError> {
        self.note_zone()?;
        let basis = self.whole_basis()?.ok_or(CompanionError::NoPlan)?;
        let now = self.now();
        let stamp = Stamp::now(&now, self.home.clock.zone());
        let draft = EntryDraft {
            plan: basis.plan.id(),
            target,
            answers,
        };
        let entry = basis.diary().record(draft, &stamp)?;
        self.home.store.write(|tx| insert_entry(tx, &entry))?;
        self.diary_changed();
        Ok(entry.id)
    }

    /// Entries of the present plan as they were recorded, newest first, at most `limit` and 100.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn entries(
        &self,
        before: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Entry>, CompanionError> {
        let Some(plan) = self.plan()? else {
            return Ok(Vec::new());
        };
        let limit = limit.clamp(1, MAX_PAGE);
        Ok(self.home.store.entries_before(plan.id(), before, limit)?)
    }

    /// The oral medicines, in the order in which they were noted.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn medicines(&self) -> Result<Vec<OralMedicine>, CompanionError> {
        Ok(self.home.store.medicines()?)
    }

    /// Keeps an oral medicine; with the number 0 as a new one, else in place of that one. Gives its
    /// number.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn keep_medicine(&mut self, medicine: OralMedicine) -> Result<u64, CompanionError> {
        let others = self.medicines()?;
        let newest = others.iter().map(|it| it.id).max().unwrap_or(0);
        let id = match medicine.id {
            0 => newest + 1,
            id => id,
        };
        let medicine = OralMedicine { id, ..medicine };
        medicine.check(&others)?;
        self.home.store.write(|tx| save_medicine(tx, &medicine))?;
        self.diary_changed();
        Ok(id)
    }

    /// The phone's now as the person sees it.
    pub fn moment(&self) -> Moment {
        self.now().moment(self.home.clock.zone())
    }

    /// Where the person was, so that prompts follow them. SR-49
    pub(crate) fn zones(&self) -> Result<Zones, CompanionError> {
        let known = self.home.store.zones()?;
        let first = known
            .first()
            .map_or_else(|| self.home.clock.zone(), |(_, zone)| *zone);
        let change = |(from_utc_ms, zone): &(i64, _)| ZoneChange {
            from_utc_ms: *from_utc_ms,
            zone: *zone,
        };
        let changes: Vec<ZoneChange> = known.iter().skip(1).map(change).collect();
        Ok(Zones::new(first, &changes))
    }

    /// Keeps the zone where it is another one than before. Where the phone's clock was set back it
    /// counts from right after the change before it: order is never lost.
    pub(crate) fn note_zone(&mut self) -> Result<(), CompanionError> {
        let zone = self.home.clock.zone();
        let known = self.home.store.zones()?;
        let now_utc_ms = self.now().wall_utc_ms;
        let from_utc_ms = match known.last() {
            Some((_, last)) if *last == zone => return Ok(()),
            Some((from_utc_ms, _)) => now_utc_ms.max(from_utc_ms.saturating_add(1)),
            None => now_utc_ms,
        };
        Ok(self
            .home
            .store
            .write(|tx| save_zone(tx, from_utc_ms, zone))?)
    }

    /// Everything of the present plan.
    pub(crate) fn whole_basis(&self) -> Result<Option<DiaryBasis>, CompanionError> {
        self.basis(|store, plan, _now| store.entries_since(plan.id(), i64::MIN))
    }

    /// What a screen looks at: the trial whole, of the diary for the years what was written lately.
    pub(crate) fn recent_basis(&self) -> Result<Option<DiaryBasis>, CompanionError> {
        self.basis(|store, plan, now_utc_ms| {
            let Some(long_term) = &plan.spec().long_term else {
                return store.entries_since(plan.id(), i64::MIN);
            };
            let lately = long_term.from.utc_ms.max(now_utc_ms - LATELY_MS);
            let mut entries = store.entries_until(plan.id(), long_term.from.utc_ms)?;
            entries.extend(store.entries_since(plan.id(), lately)?);
            // the newest one carries the next number, wherever its clock put it
            entries.extend(store.newest_entry(plan.id())?);
            entries.sort_by_key(|entry| entry.id);
            entries.dedup_by_key(|entry| entry.id);
            Ok(entries)
        })
    }

    fn basis(
        &self,
        entries: impl FnOnce(&Store, &Plan, i64) -> Result<Vec<Entry>, StoreError>,
    ) -> Result<Option<DiaryBasis>, CompanionError> {
        let Some(plan) = self.plan()? else {
            return Ok(None);
        };
        let now_utc_ms = self.now().wall_utc_ms;
        Ok(Some(DiaryBasis {
            entries: entries(&self.home.store, &plan, now_utc_ms)?,
            zones: self.zones()?,
            plan,
            now_utc_ms,
        }))
    }

    /// What the pump gave on each day from `from_utc_ms` on; nothing where no pump is known. SR-44
    pub(crate) fn day_doses(&self, from_utc_ms: i64) -> Result<DayDoses, CompanionError> {
        let (Ok(pump), Some(reading)) = (self.pump(), self.status_if_paired()?) else {
            return Ok(DayDoses::default());
        };
        let present = reading
            .status()
            .prescription
            .map_or(NanogramsPerMl(0), |it| it.concentration);
        let records = self.located(LogKey::of(&pump, Log::Doses), from_utc_ms)?;
        let events = self.located(LogKey::of(&pump, Log::Events), from_utc_ms)?;
        let mut fills: Vec<Filled> = events.iter().filter_map(fill).collect();
        fills.sort_unstable();
        Ok(doses::by_day(&records, &fills, present, &self.zones()?))
    }

    /// Records of a log that may be of `from_utc_ms` or later, newest first.
    pub(crate) fn located(
        &self,
        key: LogKey,
        from_utc_ms: i64,
    ) -> Result<Vec<Located>, CompanionError> {
        let pump = self.pump()?;
        let store = &self.home.store;
        let mut found = Vec::new();
        let mut before_seq = u64::from(u32::MAX) + 1;
        loop {
            let rows = store.read_before(key, before_seq, CHUNK)?;
            let counts = rows.iter().map(|record| (record.epoch, record.at));
            let anchors = store.anchors_for(&pump, key.generation, counts)?;
            for record in &rows {
                let when = TimeRange::locate(record.epoch, record.at, &anchors);
                if when.until_utc_ms.is_some_and(|until| until < from_utc_ms) {
                    return Ok(found);
                }
                found.push((*record, when));
            }
            let Some(last) = rows.last().filter(|_| rows.len() == CHUNK as usize) else {
                return Ok(found);
            };
            before_seq = u64::from(last.seq);
        }
    }

    fn diary_changed(&self) {
        self.signals.mark(Screens::of(&[
            Screen::Home,
            Screen::Diary,
            Screen::Trial,
            Screen::Reminders,
        ]));
    }
}

/// The fill that an event tells, if it is one.
fn fill((record, _): &Located) -> Option<Filled> {
    if let Body::Refill { concentration, .. } = record.body {
        Some(Filled {
            place: (record.epoch, record.at.0),
            ng_per_ml: concentration,
        })
    } else {
        None
    }
}

impl From<crate::trial::PlanError> for CompanionError {
    fn from(error: crate::trial::PlanError) -> Self {
        Self::Plan(error)
    }
}

impl From<crate::trial::EntryError> for CompanionError {
    fn from(error: crate::trial::EntryError) -> Self {
        Self::Entry(error)
    }
}

impl From<crate::trial::MedicineError> for CompanionError {
    fn from(error: crate::trial::MedicineError) -> Self {
        Self::Medicine(error)
    }
}

#[cfg(test)]
mod tests;
