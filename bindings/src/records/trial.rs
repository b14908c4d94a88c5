//! The trial: charts of points and gaps with their lines. SR-50

use cisterna_core::screens::TrialScreen;
use cisterna_core::trial::{Chart, ChartPoint, Measure, Phase, Timing};

#[uniffi::remote(Enum)]
enum Timing {
    OnTime,
    Late,
    Spontaneous,
}

/// Something on a chart; instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TrialPoint {
    /// An answer.
    Value {
        /// When it was made.
        at_utc_ms: i64,
        /// The answer.
        value: u8,
        /// On time, late, or by the person's own idea.
        timing: Timing,
    },
    /// Prompts without an answer: the line breaks here.
    Gap {
        /// The first of them.
        from_utc_ms: i64,
        /// The last of them.
        until_utc_ms: i64,
        /// How many.
        prompts: u32,
    },
}

/// A line of relief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReliefLine {
    /// 30 or 50.
    pub percent: u8,
    /// Where it is drawn, in thousandths of the scale's unit.
    pub value_milli: u64,
}

/// The chart of one measure.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TrialChart {
    /// The measure.
    pub measure: Measure,
    /// In order of time, at most 300.
    pub points: Vec<TrialPoint>,
    /// Whether points were left out to keep within that.
    pub thinned: bool,
    /// None where the baseline is 0, empty or too thin.
    pub lines: Vec<ReliefLine>,
}

/// The trial at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TrialSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// The plan's number.
    pub plan: u64,
    /// Its phase now.
    pub phase: Phase,
    /// One a measure, the leading one first.
    pub charts: Vec<TrialChart>,
    /// What the charts span: from then,
    pub from_utc_ms: i64,
    /// until then, not included.
    pub until_utc_ms: i64,
}

pub(crate) fn trial(screen: TrialScreen) -> TrialSnapshot {
    TrialSnapshot {
        revision: screen.revision,
        plan: screen.plan.id().0,
        phase: screen.phase,
        charts: screen.charts.into_iter().map(chart).collect(),
        from_utc_ms: screen.span.from_utc_ms,
        until_utc_ms: screen.span.until_utc_ms,
    }
}

fn chart(chart: Chart) -> TrialChart {
    let lines = chart.levels.iter();
    TrialChart {
        measure: chart.measure,
        points: chart.points.into_iter().map(point).collect(),
        thinned: chart.thinned,
        lines: lines
            .map(|it| ReliefLine {
                percent: it.percent,
                value_milli: it.value_milli(),
            })
            .collect(),
    }
}

fn point(point: ChartPoint) -> TrialPoint {
    match point {
        ChartPoint::Value {
            at_utc_ms,
            value,
            timing,
        } => TrialPoint::Value {
            at_utc_ms,
            value,
            timing,
        },
        ChartPoint::Gap {
            from_utc_ms,
            until_utc_ms,
            prompts,
        } => TrialPoint::Gap {
            from_utc_ms,
            until_utc_ms,
            prompts,
        },
    }
}
