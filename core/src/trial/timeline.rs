//! Program changes, boluses and oral medicines in one order, to stand beside the diary.
//!
//! A medicine has days, the pump has instants. A day stands before everything that happened on it,
//! at the midnight of the person's clock. The order never contradicts either.

use super::medicine::{MedicineChange, OralMedicine};
use super::phase::MIDNIGHT;
use super::zones::Zones;
use crate::civil::{Date, Moment};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that the pump, or the clinic with it, did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PumpEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: PumpEventKind,
}

/// What the pump, or the clinic with it, did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PumpEventKind {
    /// A prescription was activated.
    ProgramChanged {
        /// Its version.
        version: u32,
        /// Basal of a day by it, in nanograms, where it is known.
        #[serde(default)]
        basal_ng_per_day: Option<u64>,
    },
    /// A bolus was given: between least and most, in nanograms.
    Bolus {
        /// At least.
        least_ng: u64,
        /// At most.
        most_ng: u64,
    },
    /// The therapy ended.
    TherapyEnded,
    /// Another pump took its place.
    PumpReplaced,
}

/// Something on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimelineEvent {
    /// The pump, or the clinic with it.
    Pump(PumpEventKind),
    /// A medicine was started.
    MedicineStarted(OralMedicine),
    /// Its amount changed; how, the record says.
    MedicineChanged(OralMedicine),
    /// The day after its last one.
    MedicineStopped(OralMedicine),
}

/// When something on the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At an instant.
    At(Moment),
    /// On a day.
    On(Date),
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    /// When.
    pub when: When,
    /// What.
    pub event: TimelineEvent,
}

/// All of it in order of time; what is at the same time stays in the order of the inputs, medicines
/// first. A medicine that was taken before the diary began is no event until it changes. n log n.
pub fn timeline(
    zones: &Zones,
    pump: &[PumpEvent],
    medicines: &[OralMedicine],
) -> Vec<TimelineItem> {
    let mut starts: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for it in medicines {
        starts.entry(it.key()).or_default().insert(it.from);
    }
    let mut items = Vec::new();
    for medicine in medicines {
        let begins = match medicine.change {
            MedicineChange::TakenBefore => None,
            MedicineChange::Started => Some(TimelineEvent::MedicineStarted(medicine.clone())),
            MedicineChange::More | MedicineChange::Fewer | MedicineChange::Other => {
                Some(TimelineEvent::MedicineChanged(medicine.clone()))
            }
        };
        items.extend(begins.map(|event| (When::On(medicine.from), event)));
        // one that goes on the next day at another amount has not stopped
        let next_day = medicine.until.and_then(|until| until.succ_opt());
        let goes_on = |day: &Date| {
            starts
                .get(&medicine.key())
                .is_some_and(|it| it.contains(day))
        };
        let stopped = next_day.filter(|day| !goes_on(day));
        let event = TimelineEvent::MedicineStopped(medicine.clone());
        items.extend(stopped.map(|day| (When::On(day), event)));
    }
    let pump = pump.iter();
    items.extend(pump.map(|it| (When::At(it.at), TimelineEvent::Pump(it.what))));
    items.sort_by_cached_key(|(when, _)| match when {
        When::At(moment) => moment.utc_ms,
        When::On(date) => zones.instant_of(*date, MIDNIGHT),
    });
    let item = |(when, event)| TimelineItem { when, event };
    items.into_iter().map(item).collect()
}
