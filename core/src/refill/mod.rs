//! When the reservoir will be low and empty, and what follows from it. SR-46
//!
//! Responsible for the dates, expected as a range and at the earliest, with the reasons why they
//! are as they are. Pure, in whole seconds and integers. Leaves every decision about doses to the
//! pump; whatever the pump itself says is never exceeded. Leaves sentences to the texts, and
//! repeating a warning to those who remind.
//!
//! | module | what |
//! |---|---|
//! | `habit` | bolus volume a day, as a range from the dose log |
//! | `curve` | residuals over the days ahead, for a chart |
//! | `fill` | what the clinic found at a fill, against what the pump counted |
//! | `warnings` | what to warn of, how urgently, and since when |
//!
//! # What the earliest date counts with
//! From the instant of the reading on: every allowed bolus as soon as it is allowed, whatever was
//! taken before; the basal program, at its fastest step where the time of day is not certain; all
//! of it 14.5 % faster; from the lower bound of the residual. An old reading moves nothing: what
//! could have been used since is counted already, so that the date comes nearer as time passes.

mod curve;
mod fill;
mod habit;
mod program;
pub mod warnings;

pub use curve::{Curve, MAX_DAYS, MAX_POINTS, Point, curve};
pub use fill::{Direction, Discrepancy, Fill, FillError, Rule};
pub use habit::{CountSpan, Habit, LATELY_DAYS, Seen, SeenBolus};

use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::status::{Reservoir, Status, Therapy};
use program::{Program, Worst, volume_units};

/// A reading older than this widens the dates noticeably, in seconds.
const OLD_S: u64 = 15 * 60;

/// As far as forecasts look, in seconds: what the pump's own seconds can say.
const HORIZON_S: u64 = u32::MAX as u64;

/// The actuator's flow may be 14.5 % above its command.
const FLOW_MOST_PERMILLE: u128 = 1145;

/// What a forecast is made from.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The latest reading.
    pub status: &'a Status,
    /// The prescription that the reading names.
    pub prescription: &'a Prescription,
    /// Wall time of that reading, seconds since 1970-01-01 UTC.
    pub read_at_utc_s: u64,
    /// Its age, in seconds.
    pub age_s: u64,
    /// Boluses as they were seen lately.
    pub habit: Habit,
}

/// Dates of one level, in seconds since 1970-01-01 UTC:
/// earliest ≤ early ≤ expected ≤ late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// By the program and the high end of the boluses seen lately; absent beyond the horizon.
    pub expected_early_utc_s: Option<u64>,
    /// By the program and the mean of the boluses seen lately; absent beyond the horizon.
    pub expected_utc_s: Option<u64>,
    /// By the program and the low end of the boluses seen lately; absent beyond the horizon.
    pub expected_late_utc_s: Option<u64>,
    /// Every allowed bolus, flow +14.5 %, from the lower bound; the drug's use-by where that is
    /// earlier. Never after the pump's own.
    pub earliest_utc_s: u64,
    /// The same with the drug's use-by left aside: when this level may be reached.
    pub reached_utc_s: u64,
}

/// Why a date is wider or earlier than the program alone would make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Widening {
    /// The reading is old: what happened since is not known.
    OldReading {
        /// Its age.
        age_s: u64,
    },
    /// The pump's time of day is unknown or uncertain: the fastest step counts all day.
    ClockUncertain,
    /// Therapy does not follow the program now; the dates assume that it did.
    NotRunning(Therapy),
    /// The drug's use-by comes first.
    UseBy,
    /// The pump itself names an earlier date.
    PumpSaysEarlier,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The low-reservoir level.
    pub low: Dates,
    /// Nothing left.
    pub empty: Dates,
    /// Use-by of the drug.
    pub use_by_utc_s: u64,
    /// The boluses that the expected dates count with, and from how many days they are known.
    pub habit: Habit,
    /// Why the dates are as they are; empty where the program alone makes them.
    pub because: Vec<Widening>,
}

/// The forecast, or `None` before the first fill.
pub fn forecast(basis: &Basis<'_>) -> Option<Forecast> {
    let reservoir = basis.status.reservoir?;
    let mut because = widenings(basis);
    let low = dates(
        basis,
        &reservoir,
        reservoir.low_level,
        reservoir.low_in_s,
        &mut because,
    );
    let empty = dates(
        basis,
        &reservoir,
        Nanolitres(0),
        reservoir.empty_in_s,
        &mut because,
    );
    Some(Forecast {
        low,
        empty,
        use_by_utc_s: reservoir.use_by_utc_s,
        habit: basis.habit,
        because,
    })
}

fn widenings(basis: &Basis<'_>) -> Vec<Widening> {
    let mut because = Vec::new();
    if basis.age_s > OLD_S {
        because.push(Widening::OldReading { age_s: basis.age_s });
    }
    if time_of_day_s(basis.status).is_none() {
        because.push(Widening::ClockUncertain);
    }
    match basis.status.therapy {
        Therapy::Running => {}
        therapy @ (Therapy::NotProgrammed
        | Therapy::Bridging
        | Therapy::Stopped
        | Therapy::Faulted) => because.push(Widening::NotRunning(therapy)),
    }
    because
}

fn dates(
    basis: &Basis<'_>,
    reservoir: &Reservoir,
    level: Nanolitres,
    pump_says_s: u32,
    because: &mut Vec<Widening>,
) -> Dates {
    let above = reservoir.residual.saturating_sub(level);
    let expected_s = |nl_per_day| expected_s(basis, above, nl_per_day);
    let early_s = expected_s(basis.habit.high_nl_per_day);
    let computed_s = earliest_s(basis, reservoir.lower.saturating_sub(level));
    let pump_says_s = u64::from(pump_says_s);
    let mut note = |why| {
        if !because.contains(&why) {
            because.push(why);
        }
    };
    if pump_says_s < computed_s {
        note(Widening::PumpSaysEarlier);
    }
    // the earliest counts from the reading: an old one leaves less of it
    let earliest_s = computed_s
        .min(pump_says_s)
        .min(early_s.unwrap_or(HORIZON_S));
    let at = |span_s: u64| basis.read_at_utc_s.saturating_add(span_s);
    if reservoir.use_by_utc_s < at(earliest_s) {
        note(Widening::UseBy);
    }
    Dates {
        expected_early_utc_s: early_s.map(at),
        expected_utc_s: expected_s(basis.habit.middle_nl_per_day).map(at),
        expected_late_utc_s: expected_s(basis.habit.low_nl_per_day).map(at),
        earliest_utc_s: at(earliest_s).min(reservoir.use_by_utc_s),
        reached_utc_s: at(earliest_s),
    }
}

/// Seconds until `volume` is used, by the program and `nl_per_day` of boluses.
fn expected_s(basis: &Basis<'_>, volume: Nanolitres, nl_per_day: u64) -> Option<u64> {
    let usual = Usual::new(basis, nl_per_day);
    let target = volume_units(volume, basis.prescription.concentration);
    first_second(|span_s| usual.units(span_s) >= target)
}

/// The program, and boluses as they are usual.
struct Usual<'a> {
    program: Program<'a>,
    daily_units: u128,
}

impl<'a> Usual<'a> {
    fn new(basis: &Basis<'a>, nl_per_day: u64) -> Self {
        let prescription = basis.prescription;
        Self {
            program: Program::new(prescription, time_of_day_s(basis.status)),
            daily_units: volume_units(Nanolitres(nl_per_day), prescription.concentration),
        }
    }

    /// What is used in the next `span_s`.
    fn units(&self, span_s: u64) -> u128 {
        let boluses = self.daily_units * u128::from(span_s) / u128::from(program::DAY_S);
        self.program.average_units(span_s) + boluses
    }
}

/// Seconds until the lower bound has lost `volume` at the earliest.
fn earliest_s(basis: &Basis<'_>, volume: Nanolitres) -> u64 {
    let worst = Worst::new(
        basis.prescription,
        basis.status,
        time_of_day_s(basis.status),
    );
    let target = volume_units(volume, basis.prescription.concentration);
    let target = target.saturating_mul(1000) / FLOW_MOST_PERMILLE;
    first_second(|span_s| worst.units(span_s) >= target).unwrap_or(HORIZON_S)
}

/// The second of the pump's day at the reading, where it is certain.
fn time_of_day_s(status: &Status) -> Option<u32> {
    let clock = status.clock;
    let utc_s = i64::try_from(clock.utc_s.filter(|_| !clock.uncertain)?).ok()?;
    let local_s = utc_s.checked_add(i64::from(clock.offset_s))?;
    u32::try_from(local_s.rem_euclid(i64::from(program::DAY_S))).ok()
}

/// The first second up to the horizon at which `holds`, which never ceases to hold.
fn first_second(holds: impl Fn(u64) -> bool) -> Option<u64> {
    if !holds(HORIZON_S) {
        return None;
    }
    let (mut low, mut high) = (0, HORIZON_S);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
