//! The diary day by day: what was asked and answered, what it was on the mean, and what was given.
//!
//! A prompt stands on its own date, an entry on the date that the person's calendar showed when it
//! was made. Means are of every entry of the day, late and spontaneous ones included; only results
//! leave those out.

use super::diary::{Diary, Timing};
use super::measure::Measure;
use super::plan::{Method, ScreeningDose};
use super::results::{Share, Tally};
use super::side_effects::SideEffect;
use super::slots::date_of;
use crate::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most days of the plan that get a row: a century, so that a wrong clock fills no memory.
const ROWS_MAX: usize = 36_525;

/// What the pump gave on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDose {
    /// The day.
    pub date: Date,
    /// Basal, in nanograms.
    pub basal_ng: u64,
    /// Boluses together, in nanograms.
    pub bolus_ng: u64,
    /// How many boluses.
    pub boluses: u32,
}

/// One civil day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// The day.
    pub date: Date,
    /// Which day of an infusion trial it is, from 1; none of it before and after.
    pub trial_day: Option<u8>,
    /// What became of its prompts.
    pub prompts: Share,
    /// Entries without a prompt.
    pub spontaneous: u32,
    /// Entries that were corrected.
    pub corrected: u32,
    /// Entries on a doubtful clock.
    pub clock_suspect: u32,
    /// Side effects that were told.
    pub side_effects: BTreeSet<SideEffect>,
    /// How many analgesics were told to be taken.
    pub analgesics: u32,
    /// What the pump gave, where that is known.
    pub dose: Option<DayDose>,
    /// Single doses that were given: their places in the plan, from 0.
    pub single_doses: Vec<u8>,
    tallies: [Tally; Measure::ALL.len()],
}

impl DayRow {
    const fn new(date: Date) -> Self {
        Self {
            date,
            trial_day: None,
            prompts: Share {
                on_time: 0,
                late: 0,
                skipped: 0,
                missing: 0,
                ahead: 0,
                withdrawn: 0,
            },
            spontaneous: 0,
            corrected: 0,
            clock_suspect: 0,
            side_effects: BTreeSet::new(),
            analgesics: 0,
            dose: None,
            single_doses: Vec::new(),
            tallies: [Tally { sum: 0, count: 0 }; Measure::ALL.len()],
        }
    }

    /// The answers of the day to a measure: their sum and number are its mean, exactly. Empty
    /// where nobody answered. SR-50
    pub const fn tally(&self, measure: Measure) -> Tally {
        self.tallies[measure.index()]
    }
}

impl Diary<'_> {
    /// One row for every civil day of the plan up to today, without gaps, and one for any other day
    /// on which an entry was made. `doses` are what the pump gave, where there is one; those of
    /// days outside are left out. n log n in entries and days.
    pub fn days(&self, doses: &[DayDose]) -> Vec<DayRow> {
        let mut rows = self.empty_rows();
        self.add_slots(&mut rows);
        self.add_entries(&mut rows);
        for dose in doses {
            if let Some(row) = rows.get_mut(&dose.date) {
                row.dose = Some(*dose);
            }
        }
        for (number, given) in (0_u8..).zip(self.plan.doses().iter().map(ScreeningDose::given)) {
            if let Some(row) = given.and_then(|at| rows.get_mut(&at.date())) {
                row.single_doses.push(number);
            }
        }
        rows.into_values().collect()
    }

    fn empty_rows(&self) -> BTreeMap<Date, DayRow> {
        let mut rows = BTreeMap::new();
        let Some(first_utc_ms) = self.spans.begins() else {
            return rows;
        };
        let today = self.zones.moment(self.now_utc_ms).date();
        let ended = self.spans.ended_from();
        let last = ended.map_or(today, |at| self.zones.moment(at).date().min(today));
        let first = self.zones.moment(first_utc_ms).date();
        let days = first.iter_days().take(ROWS_MAX);
        for date in days.take_while(|date| *date <= last) {
            let mut row = DayRow::new(date);
            row.trial_day = self.trial_day(date);
            rows.insert(date, row);
        }
        rows
    }

    fn trial_day(&self, date: Date) -> Option<u8> {
        match &self.plan.spec().trial.as_ref()?.method {
            Method::Infusion { start, days, .. } => {
                let day = (date - start.date()).num_days().checked_add(1)?;
                u8::try_from(day)
                    .ok()
                    .filter(|day| (1..=*days).contains(day))
            }
            Method::SingleDoses { .. } => None,
        }
    }

    fn add_slots(&self, rows: &mut BTreeMap<Date, DayRow>) {
        for view in self.slots() {
            // slots of days that have not come yet have no row
            if let Some(row) = rows.get_mut(&date_of(&view.slot, self.zones)) {
                row.prompts.add(view.state);
            }
        }
    }

    fn add_entries(&self, rows: &mut BTreeMap<Date, DayRow>) {
        for entry in self.entries() {
            let date = entry.original().made.date();
            let row = rows.entry(date).or_insert_with(|| DayRow::new(date));
            for measure in Measure::ALL {
                if let Some(value) = entry.value(measure).given() {
                    row.tallies[measure.index()].add(*value);
                }
            }
            row.spontaneous += u32::from(entry.timing() == Timing::Spontaneous);
            row.corrected += u32::from(entry.corrections() > 0);
            row.clock_suspect += u32::from(entry.is_clock_suspect());
            let answers = entry.answers();
            row.side_effects
                .extend(answers.side_effects.given().into_iter().flatten());
            for taken in answers.analgesics.given().into_iter().flatten() {
                row.analgesics = row.analgesics.saturating_add(u32::from(taken.count));
            }
        }
    }
}
