//! The checkers. They know SAFETY's rows, what the clinic signed, and what physically happened; no
//! rule of `cisterna-dosing` is used here.

mod delivery;
mod program;
mod pump;
mod requests;

pub(crate) use delivery::{Beside, Oracle};
pub(crate) use program::Program;
pub(crate) use pump::{Look, PumpWatch};
pub(crate) use requests::{Acts, Shown, judge_shown};

use cisterna_protocol::prescription::Prescription;

/// Volume of one stroke, nL: the motor's own figure.
pub(crate) const STROKE_NL: u64 = 250;

/// Millionths of a nanogram in one stroke at `concentration` ng/mL: exact.
pub(crate) fn stroke_dose(concentration: u32) -> u64 {
    STROKE_NL * u64::from(concentration)
}

/// Millionths of a nanogram in one.
pub(crate) const PER_NG: u64 = 1_000_000;

/// The limits that a clinic signed, in the checker's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) window_s: u64,
    pub(crate) window_dose: u64,
    pub(crate) concentration: u32,
    /// Strokes, duration, lockout, number; none where boluses are not permitted.
    pub(crate) bolus: Option<(u64, u64, u64, usize)>,
}

impl Limits {
    pub(crate) fn of(prescription: &Prescription) -> Self {
        let concentration = prescription.concentration.0;
        Self {
            window_s: u64::from(prescription.window_s),
            window_dose: prescription.window_limit.0 * PER_NG,
            concentration,
            bolus: prescription.bolus.map(|bolus| {
                (
                    bolus.dose.0 * PER_NG / stroke_dose(concentration),
                    u64::from(bolus.duration_s),
                    u64::from(bolus.lockout_s),
                    usize::from(bolus.max_in_window),
                )
            }),
        }
    }
}
