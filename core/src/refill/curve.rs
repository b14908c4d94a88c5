//! Residuals over the days ahead, for a chart.
//!
//! Responsible for the numbers of the picture, which agree with the dates of the forecast. Leaves
//! drawing, and the text beside it, to the shells.

use super::program::{Worst, volume_nl};
use super::{Basis, FLOW_MOST_PERMILLE, Usual, time_of_day_s};
use cisterna_protocol::status::Reservoir;

/// Most points of a curve.
pub const MAX_POINTS: u64 = 300;
/// Most days ahead.
pub const MAX_DAYS: u32 = 366;

const DAY_S: u64 = super::program::DAY_S as u64;

/// Residuals at one instant, in nanolitres: earliest ≤ early ≤ expected ≤ late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Seconds since 1970-01-01 UTC.
    pub at_utc_s: u64,
    /// The lower bound, with every allowed bolus and flow +14.5 %; never above what the pump's
    /// own dates leave.
    pub earliest_nl: u64,
    /// By the program and the high end of the boluses seen lately.
    pub expected_early_nl: u64,
    /// By the program and the mean of the boluses seen lately.
    pub expected_nl: u64,
    /// By the program and the low end of the boluses seen lately.
    pub expected_late_nl: u64,
}

/// Residuals from the reading to some days from now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// At most [`MAX_POINTS`], evenly spaced, the first at the reading.
    pub points: Vec<Point>,
    /// The low-reservoir level, in nanolitres.
    pub low_level_nl: u64,
    /// Volume after the last fill, in nanolitres: the top of the picture.
    pub filled_nl: u64,
}

/// The curve until `days` from now, 1 to [`MAX_DAYS`]; held at those. `None` before the first fill.
pub fn curve(basis: &Basis<'_>, days: u32) -> Option<Curve> {
    let reservoir = basis.status.reservoir?;
    let ahead_s = u64::from(days.clamp(1, MAX_DAYS)) * DAY_S;
    let span_s = basis.age_s.saturating_add(ahead_s);
    let lines = Lines::new(basis, reservoir);
    let steps = MAX_POINTS - 1;
    let after_s = |step: u64| {
        let exact = u128::from(span_s) * u128::from(step) / u128::from(steps);
        u64::try_from(exact).unwrap_or(span_s)
    };
    Some(Curve {
        points: (0..=steps).map(|step| lines.at(after_s(step))).collect(),
        low_level_nl: reservoir.low_level.0,
        filled_nl: reservoir.filled.0,
    })
}

struct Lines<'a> {
    basis: &'a Basis<'a>,
    reservoir: Reservoir,
    worst: Worst<'a>,
    early: Usual<'a>,
    middle: Usual<'a>,
    late: Usual<'a>,
}

impl<'a> Lines<'a> {
    fn new(basis: &'a Basis<'a>, reservoir: Reservoir) -> Self {
        let from_s = time_of_day_s(basis.status);
        Self {
            basis,
            reservoir,
            worst: Worst::new(basis.prescription, basis.status, from_s),
            early: Usual::new(basis, basis.habit.high_nl_per_day),
            middle: Usual::new(basis, basis.habit.middle_nl_per_day),
            late: Usual::new(basis, basis.habit.low_nl_per_day),
        }
    }

    fn at(&self, after_s: u64) -> Point {
        let left = |usual: &Usual<'_>| self.left(self.reservoir.residual.0, usual.units(after_s));
        let early = left(&self.early);
        Point {
            at_utc_s: self.basis.read_at_utc_s.saturating_add(after_s),
            earliest_nl: self.least(after_s).min(early),
            expected_early_nl: early,
            expected_nl: left(&self.middle),
            expected_late_nl: left(&self.late),
        }
    }

    /// The lower bound, and no more than the pump's own dates say.
    fn least(&self, after_s: u64) -> u64 {
        let used = self.worst.units(after_s).saturating_mul(FLOW_MOST_PERMILLE);
        let computed = self.left(self.reservoir.lower.0, used.div_ceil(1000));
        if after_s >= u64::from(self.reservoir.empty_in_s) {
            0
        } else if after_s >= u64::from(self.reservoir.low_in_s) {
            computed.min(self.reservoir.low_level.0)
        } else {
            computed
        }
    }

    fn left(&self, volume_left_nl: u64, used_units: u128) -> u64 {
        let used_nl = volume_nl(used_units, self.basis.prescription.concentration);
        volume_left_nl.saturating_sub(used_nl)
    }
}

#[cfg(test)]
mod tests;
