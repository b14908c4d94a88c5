//! The basal program against the strokes: within one pulse, no drift, no burst. SR-12, SR-15

use super::{PER_NG, stroke_dose};
use crate::trace::Trace;
use cisterna_protocol::prescription::{DAY_S, Prescription};

/// Slack in strokes: one for the pulse, one for what an earlier span still owed.
const SLACK: i128 = 2;

/// A span in which the program should flow undisturbed.
#[derive(Debug, Default)]
pub(crate) struct Program {
    prescription: Option<Prescription>,
    /// Powered seconds up to which `due` is counted, and second of the civil day there.
    at_s: u64,
    local_s: u32,
    flowing: bool,
    /// Dose that is due less dose that was given, in millionths of ng · s/h.
    due: i128,
    disturbed: bool,
}

impl Program {
    /// A new span: another prescription, clock, boot or way of flowing.
    pub(crate) fn begin(
        &mut self,
        prescription: Option<Prescription>,
        powered_s: u64,
        local_s: u32,
        flowing: bool,
    ) {
        *self = Self {
            prescription,
            at_s: powered_s,
            local_s,
            flowing,
            due: 0,
            disturbed: false,
        };
    }

    /// Less than the program may be given from here on: a stall, a hold, a lapse.
    pub(crate) const fn disturb(&mut self) {
        self.disturbed = true;
    }

    /// The processor did not run up to here: nothing of that time may be given later. SR-12
    pub(crate) fn lapsed(&mut self, powered_s: u64) {
        let span_s = powered_s.saturating_sub(self.at_s);
        self.at_s = powered_s;
        let local_s = (u64::from(self.local_s) + span_s) % u64::from(DAY_S);
        self.local_s = u32::try_from(local_s).unwrap_or(0);
        self.disturbed = true;
    }

    pub(crate) const fn flows(&self) -> bool {
        self.flowing
    }

    pub(crate) fn stroke(&mut self, powered_s: u64, at_ms: u64, trace: &mut Trace) {
        self.advance(powered_s);
        let Some(per_stroke) = self.per_stroke() else {
            return;
        };
        self.due -= per_stroke;
        if !self.flowing {
            trace.violated("SR-12", at_ms, "a basal stroke while nothing should flow");
        } else if self.due < -SLACK * per_stroke {
            let ahead = -self.due / per_stroke;
            let what = format!("{ahead} strokes ahead of the program");
            trace.violated("SR-12", at_ms, what);
        }
    }

    pub(crate) fn look(&mut self, powered_s: u64, at_ms: u64, trace: &mut Trace) {
        self.advance(powered_s);
        let Some(per_stroke) = self.per_stroke() else {
            return;
        };
        if self.flowing && !self.disturbed && self.due > SLACK * per_stroke {
            let behind = self.due / per_stroke;
            let what = format!("{behind} strokes behind the program, and no reason told");
            trace.violated("SR-12", at_ms, what);
        }
    }

    fn per_stroke(&self) -> Option<i128> {
        let concentration = self.prescription.as_ref()?.concentration.0;
        Some(i128::from(stroke_dose(concentration)) * 3_600)
    }

    fn advance(&mut self, powered_s: u64) {
        let Some(prescription) = &self.prescription else {
            return;
        };
        while self.at_s < powered_s {
            let here = prescription
                .steps
                .iter()
                .find(|step| self.local_s < step.until_s);
            let Some(step) = here else {
                self.local_s = 0;
                continue;
            };
            let span_s = u64::from(step.until_s - self.local_s).min(powered_s - self.at_s);
            if self.flowing {
                self.due += i128::from(span_s) * i128::from(step.rate.0) * i128::from(PER_NG);
            }
            self.at_s += span_s;
            let local_s = u64::from(self.local_s) + span_s;
            self.local_s = u32::try_from(local_s % u64::from(DAY_S)).unwrap_or(0);
        }
    }
}
