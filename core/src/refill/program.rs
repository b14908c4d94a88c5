//! The basal program by time of day as a sum over any span, and the worst case of boluses.
//!
//! Everything is counted in units of ng·s/h: a rate (ng/h) times seconds, without a division.

use cisterna_protocol::prescription::Prescription;
use cisterna_protocol::quantity::{NanogramsPerMl, Nanolitres};
use cisterna_protocol::status::Status;

/// Seconds in a day of the pump's civil clock.
pub(super) const DAY_S: u32 = cisterna_protocol::prescription::DAY_S;
const HOUR_S: u128 = 3_600;
/// Nanolitres in a millilitre.
pub(super) const NL_PER_ML: u128 = 1_000_000;

/// The units that a volume holds at `concentration`, rounded down.
pub(super) fn volume_units(volume: Nanolitres, concentration: NanogramsPerMl) -> u128 {
    u128::from(volume.0) * u128::from(concentration.0) * HOUR_S / NL_PER_ML
}

/// The volume of `units` at `concentration`, in nanolitres, rounded up and held at the type's range.
pub(super) fn volume_nl(units: u128, concentration: NanogramsPerMl) -> u64 {
    let per_nl = u128::from(concentration.0) * HOUR_S;
    let nl = (units.saturating_mul(NL_PER_ML) + per_nl.saturating_sub(1)).checked_div(per_nl);
    nl.map_or(u64::MAX, |nl| u64::try_from(nl).unwrap_or(u64::MAX))
}

const fn dose_units(dose_ng: u64) -> u128 {
    dose_ng as u128 * HOUR_S
}

/// The basal program from one time of day on.
#[derive(Debug)]
pub(super) struct Program<'a> {
    prescription: &'a Prescription,
    /// Second of the day at which it is looked at; absent where it is not certain.
    from_s: Option<u32>,
}

impl<'a> Program<'a> {
    pub(super) const fn new(prescription: &'a Prescription, from_s: Option<u32>) -> Self {
        Self {
            prescription,
            from_s,
        }
    }

    /// Basal of the next `span_s`; the day's average where the time of day is not certain.
    pub(super) fn average_units(&self, span_s: u64) -> u128 {
        let whole = |span_s: u64| self.day_units() * u128::from(span_s) / u128::from(DAY_S);
        self.from_s
            .map_or_else(|| whole(span_s), |from_s| self.exact_units(from_s, span_s))
    }

    /// Basal of the next `span_s`; at the fastest step where the time of day is not certain.
    pub(super) fn most_units(&self, span_s: u64) -> u128 {
        let fastest = self
            .prescription
            .steps
            .iter()
            .map(|step| step.rate.0)
            .max()
            .unwrap_or(0);
        let fast = || u128::from(fastest) * u128::from(span_s);
        self.from_s
            .map_or_else(fast, |from_s| self.exact_units(from_s, span_s))
    }

    fn exact_units(&self, from_s: u32, span_s: u64) -> u128 {
        let from_s = u64::from(from_s);
        self.since_midnight(from_s + span_s) - self.since_midnight(from_s)
    }

    /// Basal from a midnight to `at_s` after it, days later or not.
    fn since_midnight(&self, at_s: u64) -> u128 {
        let day_s = u64::from(DAY_S);
        let days = u128::from(at_s / day_s);
        let within = at_s % day_s;
        let part: u128 = self
            .prescription
            .steps
            .iter()
            .map(|step| {
                let until_s = u64::from(step.until_s).min(within);
                let span_s = until_s.saturating_sub(u64::from(step.from_s));
                u128::from(step.rate.0) * u128::from(span_s)
            })
            .sum();
        days * self.day_units() + part
    }

    fn day_units(&self) -> u128 {
        let steps = self.prescription.steps.iter();
        steps
            .map(|step| {
                let span_s = step.until_s.saturating_sub(step.from_s);
                u128::from(step.rate.0) * u128::from(span_s)
            })
            .sum()
    }
}

/// Basal, and every bolus as soon as it is allowed, given at once.
///
/// A bolus counts with its prescribed dose. The pump gives whole pulses of it, rounded down, whose
/// size the phone need not know: what it counts is never less than what the pump gives.
#[derive(Debug)]
pub(super) struct Worst<'a> {
    program: Program<'a>,
    bolus_units: u128,
    running_units: u128,
    lockout_s: u64,
    max_in_window: u64,
    window_s: u64,
}

impl<'a> Worst<'a> {
    pub(super) fn new(
        prescription: &'a Prescription,
        status: &Status,
        from_s: Option<u32>,
    ) -> Self {
        let bolus = prescription.bolus;
        let running = status.bolus.running.map_or(Nanolitres(0), |it| {
            it.course.programmed.saturating_sub(it.course.delivered)
        });
        let bolus_units = bolus.map_or(0, |it| dose_units(it.dose.0));
        Self {
            program: Program::new(prescription, from_s),
            bolus_units,
            running_units: volume_units(running, prescription.concentration),
            lockout_s: bolus.map_or(0, |it| u64::from(it.lockout_s)),
            max_in_window: bolus.map_or(0, |it| u64::from(it.max_in_window)),
            window_s: u64::from(prescription.window_s).max(1),
        }
    }

    /// The most that can be used in the next `span_s`.
    pub(super) fn units(&self, span_s: u64) -> u128 {
        let boluses = u128::from(self.boluses(span_s)) * self.bolus_units;
        self.program.most_units(span_s) + self.running_units + boluses
    }

    /// Most starts within `span_s` from now, the ends included: no earlier bolus is counted on.
    ///
    /// The greediest order takes each bolus as soon as lockout and window allow, and no order is
    /// ahead of it at any instant. Either the lockout alone keeps the window, or the window's
    /// number comes in a row, lockout by lockout, and again when the first of it has left.
    fn boluses(&self, span_s: u64) -> u64 {
        let by_lockout = |span_s: u64| span_s.checked_div(self.lockout_s).map(|full| full + 1);
        if self.max_in_window.saturating_mul(self.lockout_s) >= self.window_s {
            return by_lockout(span_s).unwrap_or(0);
        }
        let rows = self.max_in_window * (span_s / self.window_s);
        let row = by_lockout(span_s % self.window_s);
        rows + row.map_or(self.max_in_window, |it| it.min(self.max_in_window))
    }
}
