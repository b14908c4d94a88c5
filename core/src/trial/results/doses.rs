//! The results of single doses: the best answer on time after each dose, against the baseline.
//!
//! A screening dose is watched for its peak (4 to 8 h of observation: drugs.com). The best of
//! several answers is better than their mean even by chance, so all of them are shown beside it.

use super::{Answered, Outcome, Share, Tally};
use crate::civil::Moment;
use crate::trial::diary::{Diary, Resolved, SlotView};
use crate::trial::measure::{Better, Measure};
use crate::trial::plan::ScreeningDose;
use crate::trial::slots::SlotKey;

/// What came after one dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseResult {
    /// Place of the dose in the plan, from 0.
    pub dose: u8,
    /// Nanograms.
    pub dose_ng: u64,
    /// When it was given.
    pub given: Moment,
    /// False while one of its prompts is still to come.
    pub complete: bool,
    /// What became of its prompts.
    pub prompts: Share,
    /// Each measure of the purpose, apart.
    pub measures: Vec<DoseMeasure>,
}

/// One measure after a dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseMeasure {
    /// The measure.
    pub measure: Measure,
    /// Every answer of the baseline.
    pub baseline: Tally,
    /// How many of the baseline's prompts have an answer to it, made in the baseline.
    pub baseline_answered: Answered,
    /// How many of the dose's prompts have an answer to it on time.
    pub answered: Answered,
    /// The answers on time, by hours after the dose.
    pub values: Vec<Peak>,
    /// The best of them; of equal ones the first.
    pub peak: Option<Peak>,
    /// The peak against the baseline's mean.
    pub outcome: Outcome,
}

/// An answer after a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// Hours after the dose.
    pub hours: u8,
    /// The answer.
    pub value: u8,
}

pub(super) fn results(diary: &Diary<'_>, doses: &[ScreeningDose]) -> Vec<DoseResult> {
    let given = doses.iter().zip(0_u8..);
    let given = given.filter_map(|(dose, number)| Some((dose, number, dose.given()?)));
    let result = |(dose, number, given): (&ScreeningDose, u8, Moment)| {
        let of_dose = |view: &SlotView| hours_after(view, number).is_some();
        let prompts = diary.share(of_dose);
        let measures = diary.plan.spec().purpose.measures();
        let measures = measures.iter().map(|&it| measure(diary, number, it));
        DoseResult {
            dose: number,
            dose_ng: dose.dose_ng,
            given,
            complete: prompts.ahead == 0,
            prompts,
            measures: measures.collect(),
        }
    };
    given.map(result).collect()
}

fn measure(diary: &Diary<'_>, dose: u8, measure: Measure) -> DoseMeasure {
    let on_time = |entry: &Resolved<'_>| entry.on_time(measure);
    let of_dose = |view: &SlotView| hours_after(view, dose).is_some();
    let (answered, _) = diary.answered(measure, of_dose, on_time);
    let value = |view: &SlotView| {
        let entry = view.entry.and_then(|index| diary.entries().get(index))?;
        Some(Peak {
            hours: hours_after(view, dose)?,
            value: on_time(entry)?,
        })
    };
    let values: Vec<Peak> = diary.slots().iter().filter_map(value).collect();
    let peak = match measure.better() {
        Better::Lower => values.iter().min_by_key(|it| (it.value, it.hours)),
        Better::Higher => values
            .iter()
            .max_by_key(|it| (it.value, u8::MAX - it.hours)),
    };
    let baseline = diary.baseline(measure);
    let result: Tally = peak.map(|it| it.value).into_iter().collect();
    DoseMeasure {
        measure,
        baseline: baseline.tally,
        baseline_answered: baseline.answered,
        answered,
        peak: peak.copied(),
        outcome: Outcome::of(measure, &baseline, result, answered),
        values,
    }
}

/// Hours of a slot after that dose.
const fn hours_after(view: &SlotView, number: u8) -> Option<u8> {
    match view.slot.key {
        SlotKey::AfterDose { dose, hours } if dose == number => Some(hours),
        SlotKey::AfterDose { .. } | SlotKey::Clock { .. } => None,
    }
}
