//! What a chart of one measure shows: points, gaps, and the lines of relief.
//!
//! At most 300 points. The rule of thinning: items in order of time are cut into at most 100 runs
//! of equal number; of each run stay its first lowest and its first highest answer, and its first
//! gap for all of its gaps. No extreme of any run is hidden, no gap vanishes, nothing is averaged.
//! Leaves drawing to shells and reports.

use super::answers::Answer;
use super::diary::{Diary, SlotState, Timing};
use super::measure::{Better, Measure};
use super::results::Tally;
use std::ops::Range;

/// Most points of a chart, gaps included.
pub const CHART_MAX_POINTS: usize = 300;
/// Of each run stay at most a lowest, a highest and a gap.
const RUNS_MAX: usize = CHART_MAX_POINTS / 3;
/// Relief at which a line is drawn, in percent: clinically important (`PubMed` 11690728) and
/// substantial (IMMPACT 2008).
const LINES_PERCENT: [u8; 2] = [30, 50];

/// Something on the chart, in order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartPoint {
    /// An answer.
    Value {
        /// When it was made, milliseconds since 1970-01-01 UTC.
        at_utc_ms: i64,
        /// The answer.
        value: u8,
        /// On time, late, or by the person's own idea.
        timing: Timing,
    },
    /// Prompts without an answer: the line breaks here.
    Gap {
        /// The first of them, milliseconds since 1970-01-01 UTC.
        from_utc_ms: i64,
        /// The last of them.
        until_utc_ms: i64,
        /// How many.
        prompts: u32,
    },
}

/// A line of relief: the value that is as many percent better than the baseline's mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// 30 or 50.
    pub percent: u8,
    /// The value is this,
    pub numerator: u64,
    /// divided by this, above 0. May lie beyond the scale where higher is better.
    pub denominator: u64,
}

impl Level {
    /// The value in thousandths, rounded down, for drawing.
    pub const fn value_milli(&self) -> u64 {
        self.numerator.saturating_mul(1_000) / self.denominator
    }
}

/// The chart of one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The measure.
    pub measure: Measure,
    /// At most [`CHART_MAX_POINTS`], in order of time.
    pub points: Vec<ChartPoint>,
    /// Whether points were left out to keep within that.
    pub thinned: bool,
    /// The lines at 30 and 50 percent; none where the baseline is 0, empty or too thin.
    pub levels: Vec<Level>,
}

impl Diary<'_> {
    /// The chart of `measure` over a span, in milliseconds since 1970-01-01 UTC. n log n.
    pub fn chart(&self, measure: Measure, span_utc_ms: Range<i64>) -> Chart {
        let mut all = self.points(measure);
        all.retain(|point| span_utc_ms.contains(&start_of(point)));
        all.sort_by_key(start_of);
        let all = join_gaps(all);
        let points = thin(&all);
        Chart {
            measure,
            thinned: points.len() < all.len(),
            points,
            levels: self.levels(measure),
        }
    }

    fn points(&self, measure: Measure) -> Vec<ChartPoint> {
        let mut points = Vec::new();
        for entry in self.entries() {
            let at_utc_ms = entry.original().made.utc_ms;
            match entry.value(measure) {
                Answer::Given(value) => points.push(ChartPoint::Value {
                    at_utc_ms,
                    value,
                    timing: entry.timing_of(measure),
                }),
                Answer::Skipped => points.push(gap(at_utc_ms)),
                Answer::NotAsked => {}
            }
        }
        if self.plan.spec().purpose.measures().contains(&measure) {
            let slots = self.slots().iter();
            let missing = slots.filter(|view| view.state == SlotState::Missing);
            points.extend(missing.map(|view| gap(view.slot.due_utc_ms)));
        }
        points
    }

    fn levels(&self, measure: Measure) -> Vec<Level> {
        let baseline = self.baseline(measure);
        if baseline.tally.sum == 0 || baseline.answered.is_under_half() {
            return Vec::new();
        }
        let level = |percent| level(measure.better(), baseline.tally, percent);
        LINES_PERCENT.into_iter().map(level).collect()
    }
}

fn level(better: Better, baseline: Tally, percent: u8) -> Level {
    let kept_percent = match better {
        Better::Lower => 100_u64.saturating_sub(u64::from(percent)),
        Better::Higher => 100 + u64::from(percent),
    };
    Level {
        percent,
        numerator: baseline.sum.saturating_mul(kept_percent),
        denominator: u64::from(baseline.count.max(1)) * 100,
    }
}

const fn gap(at_utc_ms: i64) -> ChartPoint {
    ChartPoint::Gap {
        from_utc_ms: at_utc_ms,
        until_utc_ms: at_utc_ms,
        prompts: 1,
    }
}

const fn start_of(point: &ChartPoint) -> i64 {
    match point {
        ChartPoint::Value { at_utc_ms, .. } => *at_utc_ms,
        ChartPoint::Gap { from_utc_ms, .. } => *from_utc_ms,
    }
}

/// Gaps that follow each other become one.
fn join_gaps(points: Vec<ChartPoint>) -> Vec<ChartPoint> {
    let mut joined: Vec<ChartPoint> = Vec::with_capacity(points.len());
    for point in points {
        let joins = joined.last_mut().is_some_and(|last| widen(last, &point));
        if !joins {
            joined.push(point);
        }
    }
    joined
}

/// Makes a gap reach to the end of another one; false where either is none.
const fn widen(gap: &mut ChartPoint, by: &ChartPoint) -> bool {
    if let ChartPoint::Gap {
        until_utc_ms,
        prompts,
        ..
    } = gap
        && let ChartPoint::Gap {
            until_utc_ms: until,
            prompts: more,
            ..
        } = by
    {
        *until_utc_ms = *until;
        *prompts = prompts.saturating_add(*more);
        return true;
    }
    false
}

fn thin(points: &[ChartPoint]) -> Vec<ChartPoint> {
    if points.len() <= CHART_MAX_POINTS {
        return points.to_vec();
    }
    let run = points.len().div_ceil(RUNS_MAX);
    points.chunks(run).flat_map(extremes).collect()
}

/// The first lowest and the first highest answer of a run, and its first gap with the number of all
/// prompts without an answer, in order of time.
fn extremes(run: &[ChartPoint]) -> Vec<ChartPoint> {
    let (mut lowest, mut highest, mut first_gap) = (None, None, None);
    let mut unanswered = 0_u32;
    for (place, point) in run.iter().enumerate() {
        match point {
            ChartPoint::Value { value, .. } => {
                if lowest.is_none_or(|(low, _)| *value < low) {
                    lowest = Some((*value, place));
                }
                if highest.is_none_or(|(high, _)| *value > high) {
                    highest = Some((*value, place));
                }
            }
            ChartPoint::Gap { prompts, .. } => {
                unanswered = unanswered.saturating_add(*prompts);
                first_gap = first_gap.or(Some(place));
            }
        }
    }
    let values = [lowest, highest].map(|it| it.map(|(_, place)| place));
    let mut places: Vec<usize> = values.into_iter().chain([first_gap]).flatten().collect();
    places.sort_unstable();
    places.dedup();
    let kept = |place: usize| match run[place] {
        ChartPoint::Gap {
            from_utc_ms,
            until_utc_ms,
            ..
        } => ChartPoint::Gap {
            from_utc_ms,
            until_utc_ms,
            prompts: unanswered,
        },
        value @ ChartPoint::Value { .. } => value,
    };
    places.into_iter().map(kept).collect()
}
