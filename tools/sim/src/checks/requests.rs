//! What a phone shows about a request against what was physically given. SR-07, SR-40, SR-41, SR-43

use super::{Oracle, STROKE_NL};
use crate::trace::Trace;
use cisterna_core::pump::bolus::BolusOutcome;
use cisterna_protocol::outcome::RequestId;

/// What one phone shows of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) phone: usize,
    pub(crate) id: RequestId,
    pub(crate) outcome: BolusOutcome,
}

/// Judges what is shown. `last` says that no more is to come: everything has healed.
pub(crate) fn judge_shown(
    shown: &Shown,
    oracle: &Oracle,
    at_ms: u64,
    last: bool,
    trace: &mut Trace,
) {
    let strokes = oracle.strokes_of(shown.id);
    let given_nl = strokes * STROKE_NL;
    let id = shown.id;
    let problem = match shown.outcome {
        BolusOutcome::Preparing
        | BolusOutcome::NotSent(_)
        | BolusOutcome::NotReceived
        | BolusOutcome::Refused(_) => {
            (strokes > 0).then(|| format!("{:?} shown, {strokes} strokes given", shown.outcome))
        }
        BolusOutcome::Delivered(course) => (course.delivered.0 != given_nl).then(|| {
            format!(
                "delivered {} shown, {given_nl} nL given",
                course.delivered.0
            )
        }),
        BolusOutcome::StoppedEarly(stopped) => {
            let range = stopped.least.0..=stopped.most.0;
            (!range.contains(&given_nl)).then(|| format!("{range:?} shown, {given_nl} nL given"))
        }
        BolusOutcome::NotKnownYet => last.then(|| "uncertain for ever".to_owned()),
        BolusOutcome::Running(_) => last.then(|| "running for ever".to_owned()),
        BolusOutcome::CannotBeKnown { .. } => None,
    };
    if let Some(problem) = problem {
        let what = format!("phone {}, request {id:?}: {problem}", shown.phone);
        trace.violated("SR-41", at_ms, what);
    }
}

/// Authenticated acts of people, and what became of them.
#[derive(Debug, Default)]
pub(crate) struct Acts {
    /// Phone, request, when.
    taps: Vec<(usize, RequestId, u64)>,
    proofs: Vec<u64>,
}

impl Acts {
    pub(crate) fn tapped(&mut self, phone: usize, id: RequestId, at_ms: u64) {
        self.taps.push((phone, id, at_ms));
    }

    pub(crate) fn proved(&mut self, at_ms: u64) {
        self.proofs.push(at_ms);
    }

    /// What was given of a phone's latest requests, that phone knows. SR-41
    pub(crate) fn remembered(
        &self,
        phone: usize,
        shown: &[Shown],
        oracle: &Oracle,
        at_ms: u64,
        trace: &mut Trace,
    ) {
        const LATEST: usize = 12;
        let own = self.taps.iter().rev().filter(|tap| tap.0 == phone);
        for (_, id, _) in own.take(LATEST) {
            if oracle.strokes_of(*id) > 0 && !shown.iter().any(|it| it.id == *id) {
                let what = format!("phone {phone} does not know {id:?}, which was given");
                trace.violated("SR-41", at_ms, what);
            }
        }
    }

    /// Every bolus that was given stands behind a tap and a proof of a minute or two before.
    pub(crate) fn judge(&self, oracle: &Oracle, at_ms: u64, trace: &mut Trace) {
        const REACH_MS: u64 = 150_000;
        for given in oracle.given.iter().filter(|it| it.by_patient) {
            let began_ms = given.began_s * 1_000 + 1_000;
            let near = |at: u64| at <= began_ms && began_ms - at <= REACH_MS;
            let tapped = self
                .taps
                .iter()
                .any(|(_, id, at)| Some(*id) == given.id && near(*at));
            if !tapped {
                let what = format!("{:?} was given without a tap just before", given.id);
                trace.violated("SR-40", at_ms, what);
            }
            if !self.proofs.iter().any(|at| near(*at)) {
                let what = format!("{:?} was given without an authenticated act", given.id);
                trace.violated("SR-43", at_ms, what);
            }
        }
    }
}
