//! When the reservoir will be low and empty. SR-46
//!
//! Responsible for two dates each: what to expect, and the earliest possible. Pure, in whole
//! seconds and integers. Leaves warnings to those who remind, and every decision about doses to the
//! pump; whatever the pump itself says is never exceeded.

mod program;

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
    /// Bolus volume a day that was seen lately, in nanolitres.
    pub observed_bolus_nl_per_day: u64,
}

/// Dates of one level, in seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// By the program and the boluses seen lately; absent beyond the horizon.
    pub expected_utc_s: Option<u64>,
    /// Every allowed bolus, flow +14.5 %, from the lower bound; the drug's use-by where that is
    /// earlier. Never after the pump's own.
    pub earliest_utc_s: u64,
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
    let expected_s = expected_s(basis, reservoir.residual.saturating_sub(level));
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
        .min(expected_s.unwrap_or(HORIZON_S));
    let at = |span_s: u64| basis.read_at_utc_s.saturating_add(span_s);
    if reservoir.use_by_utc_s < at(earliest_s) {
        note(Widening::UseBy);
    }
    Dates {
        expected_utc_s: expected_s.map(at),
        earliest_utc_s: at(earliest_s).min(reservoir.use_by_utc_s),
    }
}

/// Seconds until `volume` is used, by program and observed boluses.
fn expected_s(basis: &Basis<'_>, volume: Nanolitres) -> Option<u64> {
    let prescription = basis.prescription;
    let program = Program::new(prescription, time_of_day_s(basis.status));
    let target = volume_units(volume, prescription.concentration);
    let daily = Nanolitres(basis.observed_bolus_nl_per_day);
    let daily = volume_units(daily, prescription.concentration);
    first_second(|span_s| {
        let boluses = daily * u128::from(span_s) / u128::from(program::DAY_S);
        program.average_units(span_s) + boluses >= target
    })
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
mod tests;
