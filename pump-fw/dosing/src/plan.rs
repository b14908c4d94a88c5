//! A prescription after judgement: every limit checked, in the pump's own units.
//!
//! Responsible for refusing a prescription whole and naming the field (SR-05), and for the
//! arithmetic of the basal program. Leaves the state of the pump to the engine.
//!
//! # Exact accumulation
//! A basal rate of `r` ng/h adds `r · 10⁶` units a second; a pulse is worth
//! `PULSE_NL · c · 3600` units at `c` ng/mL. Both are integers, so nothing is ever rounded: the
//! error stays under one pulse for ever. SR-12

use crate::limits::{self, PULSE_NL};
use cisterna_protocol::message::Rejection;
use cisterna_protocol::prescription::{DAY_S, Drug, Field, MAX_STEPS, Prescription, Step};
use cisterna_protocol::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl};
use heapless::Vec;

/// Length of a slot of the window's ledger, s.
pub const SLOT_S: u64 = 300;
/// Units that a rate of 1 ng/h adds in a second.
const UNITS_PER_NG_H_S: u64 = 1_000_000;

/// Units that `rate` adds in a second.
pub fn units_per_s(rate: NanogramsPerHour) -> u64 {
    u64::from(rate.0) * UNITS_PER_NG_H_S
}

/// Units that one pulse is worth at `concentration`.
pub fn pulse_units(concentration: NanogramsPerMl) -> u64 {
    PULSE_NL * u64::from(concentration.0) * 3_600
}

/// Whole pulses in `dose`, rounded down: a bolus never gives more than prescribed. SR-01
pub fn pulses_in(dose: Nanograms, concentration: NanogramsPerMl) -> u32 {
    let per_pulse = u128::from(PULSE_NL) * u128::from(concentration.0);
    let pulses = u128::from(dose.0) * 1_000_000 / per_pulse.max(1);
    u32::try_from(pulses).unwrap_or(u32::MAX)
}

/// The bolus permission in the pump's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BolusPlan {
    /// Dose of one bolus as prescribed.
    pub dose: Nanograms,
    /// Pulses of one bolus.
    pub pulses: u32,
    /// Seconds over which one is given.
    pub duration_s: u32,
    /// Seconds from start to start.
    pub lockout_s: u32,
    /// Most in a window.
    pub max_in_window: u8,
}

/// A prescription that holds every limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Version of the prescription.
    pub version: u32,
    /// The drug.
    pub drug: Drug,
    /// Its concentration.
    pub concentration: NanogramsPerMl,
    steps: Vec<Step, MAX_STEPS>,
    /// The bolus permission.
    pub bolus: Option<BolusPlan>,
    /// Length of the window.
    pub window_s: u32,
    /// The window's dose limit.
    pub window_limit: Nanograms,
    /// Level of the low alarm, nL.
    pub low_level_nl: u64,
    /// Catheter volume, nL.
    pub dead_volume_nl: u64,
}

fn bad(field: Field) -> Rejection {
    Rejection::field(field)
}

fn bad_item(field: Field, index: usize) -> Rejection {
    Rejection {
        index: u8::try_from(index).ok(),
        ..Rejection::field(field)
    }
}

impl Plan {
    /// Judges a prescription.
    ///
    /// # Errors
    /// The first field that breaks a limit; nothing is taken over from a refused prescription.
    pub fn judge(prescription: &Prescription) -> Result<Self, Rejection> {
        let drug = Drug::from_code(prescription.drug).ok_or(bad(Field::Drug))?;
        let hard = limits::of(drug);
        let (least, most) = hard.concentration;
        if !(least..=most).contains(&prescription.concentration.0) {
            return Err(bad(Field::Concentration));
        }
        check_steps(prescription, &hard)?;
        if !limits::WINDOW_S.contains(&prescription.window_s)
            || !prescription.window_s.is_multiple_of(limits::WINDOW_STEP_S)
        {
            return Err(bad(Field::Window));
        }
        let bolus = check_bolus(prescription, &hard)?;
        if !limits::LOW_LEVEL_NL.contains(&prescription.low_level.0) {
            return Err(bad(Field::LowLevel));
        }
        if !limits::DEAD_VOLUME_NL.contains(&prescription.dead_volume.0) {
            return Err(bad(Field::DeadVolume));
        }
        let plan = Self {
            version: prescription.version,
            drug,
            concentration: prescription.concentration,
            steps: Vec::from_slice(&prescription.steps).map_err(|_| bad(Field::Steps))?,
            bolus,
            window_s: prescription.window_s,
            window_limit: prescription.window_limit,
            low_level_nl: prescription.low_level.0,
            dead_volume_nl: prescription.dead_volume.0,
        };
        // SR-04: basal alone, over the longest span that the ledger counts as one window.
        let over_hard = prescription.window_limit.0 > hard.max_window_ng;
        if over_hard || plan.busiest_window_pulses() > u64::from(plan.limit_pulses()) {
            return Err(bad(Field::WindowLimit));
        }
        Ok(plan)
    }

    /// The window's dose limit in whole pulses at the plan's concentration.
    pub fn limit_pulses(&self) -> u32 {
        pulses_in(self.window_limit, self.concentration)
    }

    /// The basal rate in the second that begins at `local_s` of the day.
    pub fn rate_at(&self, local_s: u32) -> NanogramsPerHour {
        self.steps[self.step_at(local_s)].rate
    }

    /// Second of the day, exclusive, until which the step at `local_s` lasts.
    pub fn step_end(&self, local_s: u32) -> u32 {
        self.steps[self.step_at(local_s)].until_s
    }

    /// The next other rate after `local_s`, and the seconds until it begins.
    pub fn next_rate(&self, local_s: u32) -> Option<(NanogramsPerHour, u32)> {
        let here = self.rate_at(local_s);
        let mut at = local_s;
        let mut left_s = 0;
        for _ in 0..=self.steps.len() {
            left_s += self.step_end(at) - at;
            at = self.step_end(at) % DAY_S;
            let rate = self.rate_at(at);
            if rate != here {
                return Some((rate, left_s));
            }
        }
        None
    }

    /// Units that the program adds in the `span_s` seconds from `local_s` of the day, held at
    /// the type's maximum (more than half a year of the fastest program).
    pub fn units(&self, local_s: u32, span_s: u64) -> u64 {
        let day_s = u64::from(DAY_S);
        let whole = (span_s / day_s).saturating_mul(self.day_units());
        let mut left_s = span_s % day_s;
        let mut at = local_s;
        let mut units = whole;
        while left_s > 0 {
            let here_s = u64::from(self.step_end(at) - at).min(left_s);
            units = units.saturating_add(units_per_s(self.rate_at(at)) * here_s);
            left_s -= here_s;
            at = self.step_end(at) % DAY_S;
        }
        units
    }

    /// Units of a whole day.
    pub fn day_units(&self) -> u64 {
        self.steps
            .iter()
            .map(|s| units_per_s(s.rate) * u64::from(s.until_s - s.from_s))
            .sum()
    }

    fn step_at(&self, local_s: u32) -> usize {
        assert!(local_s < DAY_S, "a second of the day");
        let after = self.steps.iter().position(|step| local_s < step.until_s);
        after.expect("the steps cover the whole day")
    }

    /// Most basal pulses in any span of window and slot. The sum changes its slope only where an
    /// end of the span meets the border of a step, so those spans hold the maximum.
    fn busiest_window_pulses(&self) -> u64 {
        let span_s = u64::from(self.window_s) + SLOT_S;
        let back_s = u32::try_from(span_s % u64::from(DAY_S)).expect("below a day");
        let most = self
            .steps
            .iter()
            .flat_map(|s| [s.from_s, (s.from_s + DAY_S - back_s) % DAY_S])
            .map(|start| self.units(start, span_s))
            .max()
            .expect("a plan has steps");
        most.div_ceil(pulse_units(self.concentration))
    }
}

fn check_steps(prescription: &Prescription, hard: &limits::DrugLimits) -> Result<(), Rejection> {
    let mut expected_s = 0;
    let mut day: u64 = 0;
    for (index, step) in prescription.steps.iter().enumerate() {
        if step.from_s != expected_s || step.until_s <= step.from_s || step.until_s > DAY_S {
            return Err(bad_item(Field::Steps, index));
        }
        let too_fast = units_per_s(step.rate) * limits::MIN_BASAL_INTERVAL_S
            > pulse_units(prescription.concentration);
        if step.rate.0 > hard.max_rate_ng_per_h || too_fast {
            return Err(bad_item(Field::StepRate, index));
        }
        day += u64::from(step.rate.0) * u64::from(step.until_s - step.from_s);
        expected_s = step.until_s;
    }
    if expected_s != DAY_S {
        return Err(bad(Field::Steps));
    }
    if day > hard.max_day_ng * 3_600 {
        return Err(bad(Field::DailyDose));
    }
    Ok(())
}

fn check_bolus(
    prescription: &Prescription,
    hard: &limits::DrugLimits,
) -> Result<Option<BolusPlan>, Rejection> {
    let Some(permission) = prescription.bolus else {
        return Ok(None);
    };
    let pulses = pulses_in(permission.dose, prescription.concentration);
    if permission.dose.0 > hard.max_bolus_ng || pulses == 0 {
        return Err(bad(Field::BolusDose));
    }
    let slowest_s = u64::from(pulses) * limits::MIN_BOLUS_INTERVAL_S;
    if !limits::BOLUS_DURATION_S.contains(&permission.duration_s)
        || u64::from(permission.duration_s) < slowest_s
    {
        return Err(bad(Field::BolusDuration));
    }
    if !limits::LOCKOUT_S.contains(&permission.lockout_s)
        || permission.lockout_s < permission.duration_s
    {
        return Err(bad(Field::Lockout));
    }
    if !limits::MAX_IN_WINDOW.contains(&permission.max_in_window) {
        return Err(bad(Field::MaxInWindow));
    }
    Ok(Some(BolusPlan {
        dose: permission.dose,
        pulses,
        duration_s: permission.duration_s,
        lockout_s: permission.lockout_s,
        max_in_window: permission.max_in_window,
    }))
}
