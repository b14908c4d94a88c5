//! The trial, and the years after it: results, days, charts.

use crate::civil::DAY_MS;
use crate::companion::DiaryBasis;
use crate::pump::doses::DayDoses;
use crate::trial::{Chart, DayRow, Phase, Plan, Results};

/// Most days that the screen shows in its table.
const ROWS: usize = 62;
/// Days of a chart of the years, unless the shell asks for another span.
const LATELY_DAYS: i64 = 62;

/// What a chart spans, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrialSpan {
    /// From then,
    pub from_utc_ms: i64,
    /// until then, not included.
    pub until_utc_ms: i64,
}

/// The trial at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialScreen {
    /// Rises with every change.
    pub revision: u64,
    /// The plan.
    pub plan: Plan,
    /// Its phase now.
    pub phase: Phase,
    /// What the trial adds up to so far; none where the plan has no trial. SR-50
    pub results: Option<Results>,
    /// Day by day, oldest first, with the dose given where a pump is known; the latest days.
    pub days: Vec<DayRow>,
    /// Given on no certain day, in nanograms.
    pub unplaced_ng: u64,
    /// One chart a measure, the leading one first.
    pub charts: Vec<Chart>,
    /// What the charts span.
    pub span: TrialSpan,
}

impl TrialScreen {
    pub(crate) fn new(revision: u64, basis: &DiaryBasis, doses: &DayDoses) -> Self {
        let diary = basis.diary();
        let spec = basis.plan.spec();
        let span = span(basis);
        let lead = std::iter::once(spec.lead);
        let others = spec.purpose.measures().iter().copied();
        let measures = lead.chain(others.filter(|measure| *measure != spec.lead));
        let chart = |measure| diary.chart(measure, span.from_utc_ms..span.until_utc_ms);
        let mut days = diary.days(&doses.days);
        let older = days.len().saturating_sub(ROWS);
        days.drain(..older);
        Self {
            revision,
            plan: basis.plan.clone(),
            phase: diary.phase(),
            results: diary.results(),
            days,
            unplaced_ng: doses.unplaced_ng,
            charts: measures.map(chart).collect(),
            span,
        }
    }
}

/// From the baseline to now, or the last two months of the years.
pub(crate) fn span(basis: &DiaryBasis) -> TrialSpan {
    let spec = basis.plan.spec();
    let until_utc_ms = basis.now_utc_ms.saturating_add(1);
    let lately = until_utc_ms.saturating_sub(LATELY_DAYS * DAY_MS);
    let trial = spec.trial.as_ref().map(|trial| trial.baseline_from.utc_ms);
    let years = spec.long_term.as_ref().map(|it| it.from.utc_ms);
    let in_years = years.is_some_and(|from| from <= basis.now_utc_ms);
    let from_utc_ms = match (trial, years) {
        (Some(from), _) if !in_years => from,
        (_, Some(from)) => from.max(lately),
        (Some(_) | None, None) => lately,
    };
    TrialSpan {
        from_utc_ms,
        until_utc_ms,
    }
}
