//! Slots: the moments at which the person is asked, each exactly once. SR-49
//!
//! A slot by clock is named by date and time of day, so that the set of slots never depends on a
//! zone; only its instant does. A slot after a dose is named by dose and hours, and follows elapsed
//! time. A dose that was not given has no slots.

use super::phase::{MIDNIGHT, Phase};
use super::plan::{
    ClockPrompts, DOSE_PROMPT_HOURS, Method, Plan, ScreeningDose, Trial, end_of_days,
};
use super::zones::Zones;
use crate::civil::{DAY_MS, Date, DateTime, HOUR_MS, MINUTE_MS, TimeOfDay};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Slots of the diary for the years are made this far ahead, in milliseconds.
const AHEAD_MS: i64 = 2 * DAY_MS;
/// No slot is due after 2200-01-01, in milliseconds since 1970-01-01 UTC, whatever a clock says.
const LAST_UTC_MS: i64 = 7_258_118_400_000;

/// Names a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKey {
    /// By clock.
    Clock {
        /// The person's date.
        date: Date,
        /// The person's time of day.
        time: TimeOfDay,
    },
    /// After a single dose.
    AfterDose {
        /// Place of the dose in the plan, from 0.
        dose: u8,
        /// Hours after it was given; one of [`DOSE_PROMPT_HOURS`].
        hours: u8,
    },
}

/// Not the name of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the name of a prompt: write 2026-11-24T16:00, or dose1+4h")]
pub struct SlotKeyError;

impl fmt::Display for SlotKey {
    /// `2026-11-24T16:00`, or `dose1+4h` for the first dose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock { date, time } => write!(f, "{date}T{time}"),
            Self::AfterDose { dose, hours } => write!(f, "dose{}+{hours}h", u16::from(*dose) + 1),
        }
    }
}

impl FromStr for SlotKey {
    type Err = SlotKeyError;

    fn from_str(text: &str) -> Result<Self, SlotKeyError> {
        let key = Self::read(text).ok_or(SlotKeyError)?;
        // only what is written back the same, so that one slot has one name
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(SlotKeyError)
        }
    }
}

impl SlotKey {
    fn read(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("dose") {
            let (dose, hours) = rest.strip_suffix('h')?.split_once('+')?;
            let dose = dose.parse::<u16>().ok()?.checked_sub(1)?;
            return Some(Self::AfterDose {
                dose: u8::try_from(dose).ok()?,
                hours: hours.parse().ok()?,
            });
        }
        let (date, time) = text.split_once('T')?;
        Some(Self::Clock {
            date: date.parse().ok()?,
            time: time.parse().ok()?,
        })
    }
}

/// Why a slot no longer applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// The plan ended before it.
    Ended,
    /// A dose was given before it: the answer would speak about that one.
    DoseGiven,
}

/// A moment at which the person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// Its name.
    pub key: SlotKey,
    /// Baseline, trial or the diary for the years.
    pub phase: Phase,
    /// When the person is asked, milliseconds since 1970-01-01 UTC.
    pub due_utc_ms: i64,
    /// From then on an answer is on time.
    pub on_time_from_utc_ms: i64,
    /// Up to and including then an answer is on time.
    pub on_time_until_utc_ms: i64,
    /// Set where it no longer applies.
    pub withdrawn: Option<Withdrawal>,
}

impl Slot {
    /// Whether an answer at this instant is on time.
    pub const fn is_on_time(&self, utc_ms: i64) -> bool {
        self.on_time_from_utc_ms <= utc_ms && utc_ms <= self.on_time_until_utc_ms
    }

    /// Whether a dose was given before it.
    pub(super) fn is_overtaken(&self) -> bool {
        self.withdrawn == Some(Withdrawal::DoseGiven)
    }

    fn new(key: SlotKey, phase: Phase, due_utc_ms: i64, tolerance_min: u16) -> Self {
        let tolerance_ms = i64::from(tolerance_min) * MINUTE_MS;
        Self {
            key,
            phase,
            due_utc_ms,
            on_time_from_utc_ms: due_utc_ms.saturating_sub(tolerance_ms),
            on_time_until_utc_ms: due_utc_ms.saturating_add(tolerance_ms),
            withdrawn: None,
        }
    }
}

/// Every slot of the plan in order of time: those of a trial whole, those of the diary for the
/// years up to two days after `now_utc_ms`.
pub(super) fn slots(plan: &Plan, zones: &Zones, now_utc_ms: i64) -> Vec<Slot> {
    let spec = plan.spec();
    let mut slots = Vec::new();
    if let Some(trial) = &spec.trial {
        trial_slots(trial, zones, &mut slots);
    }
    if let Some(long_term) = &spec.long_term {
        let run = Run {
            prompts: &long_term.prompts,
            from: long_term.from.local(),
            until: None,
            due_until_utc_ms: now_utc_ms
                .max(long_term.from.utc_ms)
                .saturating_add(AHEAD_MS)
                .min(LAST_UTC_MS),
        };
        slots.extend(run.slots(zones, |_| Phase::LongTerm));
    }
    if let Some(ending) = spec.ending {
        let after = |slot: &&mut Slot| slot.due_utc_ms >= ending.at.utc_ms;
        for slot in slots.iter_mut().filter(after) {
            slot.withdrawn = Some(Withdrawal::Ended);
        }
    }
    slots.sort_by_key(|slot| (slot.due_utc_ms, slot.key));
    slots
}

fn trial_slots(trial: &Trial, zones: &Zones, slots: &mut Vec<Slot>) {
    let mut run = Run {
        prompts: &trial.prompts,
        from: trial.baseline_from.local(),
        until: None,
        due_until_utc_ms: LAST_UTC_MS,
    };
    match &trial.method {
        Method::Infusion { start, days, .. } => {
            run.until = Some(end_of_days(*start, *days));
            let start = start.local();
            slots.extend(run.slots(zones, |at| {
                if at < start {
                    Phase::Baseline
                } else {
                    Phase::Trial
                }
            }));
        }
        Method::SingleDoses { doses } => {
            // by the planned time, so that a dose given late adds no prompts to the past
            run.until = doses.first().map(|dose| dose.planned.local());
            let first_given = doses.iter().find_map(ScreeningDose::given);
            for mut slot in run.slots(zones, |_| Phase::Baseline) {
                cut_at(&mut slot, first_given.map(|at| at.utc_ms));
                slots.push(slot);
            }
            slots.extend(after_doses(doses, trial.prompts.tolerance_min));
        }
    }
}

/// Slots after each dose that was given, up to the next one that was.
fn after_doses(doses: &[ScreeningDose], tolerance_min: u16) -> Vec<Slot> {
    let mut slots = Vec::new();
    for ((index, dose), number) in doses.iter().enumerate().zip(0_u8..) {
        let Some(given) = dose.given() else {
            continue;
        };
        let mut later = doses.iter().skip(index + 1);
        let next_given = later.find_map(ScreeningDose::given);
        for hours in DOSE_PROMPT_HOURS {
            let key = SlotKey::AfterDose {
                dose: number,
                hours,
            };
            let due_utc_ms = given.utc_ms + i64::from(hours) * HOUR_MS;
            let mut slot = Slot::new(key, Phase::Trial, due_utc_ms, tolerance_min);
            cut_at(&mut slot, next_given.map(|at| at.utc_ms));
            slots.push(slot);
        }
    }
    slots
}

/// A slot ends where the next dose was given.
fn cut_at(slot: &mut Slot, given_utc_ms: Option<i64>) {
    let Some(given_utc_ms) = given_utc_ms else {
        return;
    };
    if slot.on_time_from_utc_ms >= given_utc_ms {
        slot.withdrawn = Some(Withdrawal::DoseGiven);
    } else {
        slot.on_time_until_utc_ms = slot.on_time_until_utc_ms.min(given_utc_ms - 1);
    }
}

/// A span of days with prompts by clock.
struct Run<'a> {
    prompts: &'a ClockPrompts,
    /// First date and time, included.
    from: DateTime,
    /// End, not included.
    until: Option<DateTime>,
    /// Nothing that is due after.
    due_until_utc_ms: i64,
}

impl Run<'_> {
    fn slots(&self, zones: &Zones, phase: impl Fn(DateTime) -> Phase) -> Vec<Slot> {
        let mut slots = Vec::new();
        for date in self.from.date().iter_days() {
            let past_end = self.until.is_some_and(|until| date > until.date());
            if past_end || zones.instant_of(date, MIDNIGHT) > self.due_until_utc_ms {
                break;
            }
            for &time in &self.prompts.times {
                let at = date.and_time(time.into());
                if at < self.from || self.until.is_some_and(|until| at >= until) {
                    continue;
                }
                let due_utc_ms = zones.instant_of(date, time);
                if due_utc_ms > self.due_until_utc_ms {
                    break;
                }
                let key = SlotKey::Clock { date, time };
                let tolerance_min = self.prompts.tolerance_min;
                slots.push(Slot::new(key, phase(at), due_utc_ms, tolerance_min));
            }
        }
        slots
    }
}

/// The person's date at which a slot stands: its own, or that of its instant.
pub(super) fn date_of(slot: &Slot, zones: &Zones) -> Date {
    match slot.key {
        SlotKey::Clock { date, .. } => date,
        SlotKey::AfterDose { .. } => zones.moment(slot.due_utc_ms).date(),
    }
}

/// Date and time of a slot by clock, to compare with civil spans.
pub(super) fn civil_of(slot: &Slot) -> Option<DateTime> {
    match slot.key {
        SlotKey::Clock { date, time } => Some(date.and_time(time.into())),
        SlotKey::AfterDose { .. } => None,
    }
}
