//! What a trial adds up to. SR-50
//!
//! Responsible for sums, shares and relief, each measure apart. Baseline: every entry of the
//! baseline, prompted or not, late ones included. Result of an infusion: answers on time in the
//! last hours of the plan's trial. Result of single doses: the best answer on time after each dose.
//! Missing stays missing. Leaves the decision to the clinic: nothing here says "success".

mod doses;
mod infusion;
mod relief;
mod share;

use super::diary::{Diary, Resolved, SlotView};
use super::measure::Measure;
use super::phase::Phase;
use super::plan::Method;
use crate::civil::{DateTime, Moment};

pub use doses::{DoseMeasure, DoseResult, Peak};
pub use relief::{Outcome, Part, Relief, Tally};
pub use share::{Answered, Share};

/// The results of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    /// Of a continuous infusion.
    Infusion(InfusionResult),
    /// Of single doses that were given, in their order.
    SingleDoses {
        /// The measure that leads.
        lead: Measure,
        /// What became of the baseline's prompts.
        baseline: Share,
        /// One a dose.
        doses: Vec<DoseResult>,
    },
}

/// The results of a continuous infusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfusionResult {
    /// The measure that leads.
    pub lead: Measure,
    /// False while the trial or one of its prompts is still to come: then this is how it stands.
    pub complete: bool,
    /// When the plan was ended before the trial was over. The result window stays where it was
    /// planned; what was not asked in it is not answered.
    pub ended_early: Option<Moment>,
    /// The result window on the person's clock: from then,
    pub window_from: DateTime,
    /// and until then, not included.
    pub window_until: DateTime,
    /// What became of the prompts of the baseline.
    pub baseline: Share,
    /// What became of the prompts of the whole trial.
    pub trial: Share,
    /// What became of the prompts of the result window.
    pub window: Share,
    /// Each measure of the purpose, apart.
    pub measures: Vec<MeasureResult>,
}

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureResult {
    /// The measure.
    pub measure: Measure,
    /// Every answer of the baseline.
    pub baseline: Tally,
    /// How many of the baseline's prompts have an answer to it, made in the baseline.
    pub baseline_answered: Answered,
    /// The answers on time of the result window.
    pub result: Tally,
    /// How many of the window's prompts have an answer to it on time.
    pub window_answered: Answered,
    /// What they say.
    pub outcome: Outcome,
}

/// A measure's baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Baseline {
    pub(super) tally: Tally,
    pub(super) answered: Answered,
}

impl Diary<'_> {
    /// The results as they stand now, or `None` where the plan has no trial. Linear in the entries.
    pub fn results(&self) -> Option<Results> {
        let spec = self.plan.spec();
        let results = match &spec.trial.as_ref()?.method {
            Method::Infusion {
                start,
                days,
                window_h,
            } => Results::Infusion(infusion::result(self, *start, *days, *window_h)),
            Method::SingleDoses { doses } => Results::SingleDoses {
                lead: spec.lead,
                baseline: self.share(|view| view.slot.phase == Phase::Baseline),
                doses: doses::results(self, doses),
            },
        };
        Some(results)
    }

    /// A measure's baseline: all of its entries. SR-50
    pub(super) fn baseline(&self, measure: Measure) -> Baseline {
        let given = |entry: &Resolved<'_>| entry.in_baseline(measure);
        let of_baseline = |view: &SlotView| view.slot.phase == Phase::Baseline;
        let (answered, _) = self.answered(measure, of_baseline, given);
        Baseline {
            tally: self.entries().iter().filter_map(given).collect(),
            answered,
        }
    }
}
