//! The oracle of what was physically delivered: every stroke against every limit. SR-01 to SR-11

use super::{Limits, PER_NG, stroke_dose};
use crate::trace::Trace;
use crate::world::Stroke;
use cisterna_dosing::engine::PulseOrigin;
use cisterna_protocol::outcome::RequestId;
use std::collections::VecDeque;

/// One bolus as it physically happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) id: Option<RequestId>,
    pub(crate) by_patient: bool,
    pub(crate) began_s: u64,
    pub(crate) began_powered_s: u64,
    pub(crate) boot: u32,
    pub(crate) strokes: u64,
}

/// What is known beside the stroke itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside {
    pub(crate) at_ms: u64,
    pub(crate) boot: u32,
    /// Concentration of what leaves the catheter, ng/mL.
    pub(crate) concentration: u32,
    /// The request that the pump says is running.
    pub(crate) running: Option<RequestId>,
}

/// The oracle.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    limits: Option<Limits>,
    window: VecDeque<(u64, u64)>,
    in_window: u64,
    pub(crate) given: Vec<Given>,
    /// Since when therapy is what it is: an activation, a refill, a clock or a resume.
    changed_powered_s: u64,
    /// A prescription took effect under a running bolus or a start: its own limits hold from here.
    boots: u64,
    pub(crate) strokes: u64,
}

impl Oracle {
    pub(crate) fn activated(&mut self, limits: Limits, powered_s: u64) {
        self.limits = Some(limits);
        self.changed_powered_s = powered_s;
    }

    /// Therapy was changed otherwise; the look-ahead before it no longer binds. SR-04
    pub(crate) const fn changed(&mut self, powered_s: u64) {
        self.changed_powered_s = powered_s;
    }

    pub(crate) const fn booted(&mut self) {
        self.boots += 1;
    }

    pub(crate) fn stroke(&mut self, stroke: &Stroke, beside: &Beside, trace: &mut Trace) {
        self.strokes += 1;
        let Some(limits) = self.limits else {
            let what = "a stroke before any prescription";
            trace.violated("SR-30", beside.at_ms, what);
            return;
        };
        match stroke.origin {
            Some(PulseOrigin::Patient) => self.bolus(stroke, beside, limits, true, trace),
            Some(PulseOrigin::Clinician) => self.bolus(stroke, beside, limits, false, trace),
            Some(PulseOrigin::Prime) => return,
            Some(PulseOrigin::Basal) | None => {}
        }
        self.count(stroke, beside, limits, trace);
    }

    /// SR-04: the window that ends with this stroke.
    fn count(&mut self, stroke: &Stroke, beside: &Beside, limits: Limits, trace: &mut Trace) {
        let now = stroke.powered_s;
        while let Some((at, ng)) = self.window.front().copied() {
            if at + limits.window_s > now {
                break;
            }
            self.in_window -= ng;
            self.window.pop_front();
        }
        let ng = stroke_dose(beside.concentration);
        self.window.push_back((now, ng));
        self.in_window += ng;
        if self.in_window <= limits.window_dose || stroke.origin.is_none() {
            return;
        }
        let excused = self.changed_powered_s + limits.window_s > now
            && !self
                .given
                .iter()
                .any(|it| it.began_powered_s > self.changed_powered_s)
            && stroke.origin == Some(PulseOrigin::Basal);
        if !excused {
            let what = format!(
                "{} ng in the window of {} s, limit {} ng",
                self.in_window / PER_NG,
                limits.window_s,
                limits.window_dose / PER_NG
            );
            trace.violated("SR-04", beside.at_ms, what);
        }
    }

    fn bolus(
        &mut self,
        stroke: &Stroke,
        beside: &Beside,
        limits: Limits,
        by_patient: bool,
        trace: &mut Trace,
    ) {
        let Some((most, duration_s, _, _)) = limits.bolus else {
            if by_patient {
                trace.violated("SR-11", beside.at_ms, "a bolus that nobody permitted");
            }
            return;
        };
        let id = beside.running.filter(|_| by_patient);
        let same = self.given.last().is_some_and(|last| {
            let running_on = stroke.powered_s <= last.began_powered_s + duration_s;
            last.by_patient == by_patient && (id == last.id || id.is_none()) && running_on
        });
        if !same {
            self.begin(stroke, beside, limits, by_patient, trace);
        }
        let Some(last) = self.given.last_mut() else {
            return;
        };
        last.strokes += 1;
        if last.boot != beside.boot {
            trace.violated("SR-06", beside.at_ms, "a bolus went on after a reset");
        }
        if by_patient && last.strokes > most {
            let what = format!("{} strokes of a bolus of {most}", last.strokes);
            trace.violated("SR-01", beside.at_ms, what);
        }
        // the prescribed rate: no stroke before its part of the duration, one stroke of slack
        let due_s = last.strokes.saturating_sub(2) * duration_s / most.max(1);
        if by_patient && stroke.powered_s + 1 < last.began_powered_s + due_s {
            trace.violated("SR-01", beside.at_ms, "a bolus faster than prescribed");
        }
    }

    fn begin(
        &mut self,
        stroke: &Stroke,
        beside: &Beside,
        limits: Limits,
        by_patient: bool,
        trace: &mut Trace,
    ) {
        if let Some((strokes, duration_s, lockout_s, number)) = limits.bolus.filter(|_| by_patient)
        {
            // first strokes stand in for starts: one interval of slack, and a second a boot
            let slack_s = duration_s / strokes.max(1) + 2 + self.boots;
            if let Some(last) = self.given.last() {
                let apart_s = stroke.powered_s - last.began_powered_s;
                if apart_s + slack_s < lockout_s {
                    let what = format!("{apart_s} s between starts, lockout {lockout_s} s");
                    trace.violated("SR-02", beside.at_ms, what);
                }
            }
            let since = (stroke.powered_s + slack_s).saturating_sub(limits.window_s);
            let earlier = self
                .given
                .iter()
                .filter(|it| it.began_powered_s > since)
                .count();
            if earlier + 1 > number {
                let what = format!("{} boluses in a window of {number}", earlier + 1);
                trace.violated("SR-03", beside.at_ms, what);
            }
            let twice = self
                .given
                .iter()
                .any(|it| it.by_patient && it.id.is_some() && it.id == beside.running);
            if twice {
                let what = format!("{:?} began twice", beside.running);
                trace.violated("SR-07", beside.at_ms, what);
            }
        }
        self.given.push(Given {
            id: beside.running.filter(|_| by_patient),
            by_patient,
            began_s: stroke.at_s,
            began_powered_s: stroke.powered_s,
            boot: beside.boot,
            strokes: 0,
        });
    }

    /// Strokes that an id got, over all.
    pub(crate) fn strokes_of(&self, id: RequestId) -> u64 {
        let own = self.given.iter().filter(|it| it.id == Some(id));
        own.map(|it| it.strokes).sum()
    }

    pub(crate) fn begun(&self) -> usize {
        self.given.iter().filter(|it| it.by_patient).count()
    }
}
