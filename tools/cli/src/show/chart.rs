//! A measure over time, drawn with characters: a missing answer is marked and breaks the line.
//!
//! One place a point, in order of time; the distance between points says nothing. The table of
//! days beside it is its text twin.

use crate::local::minute_of;
use crate::wording_diary::{measure, measure_name, timing_name};
use cisterna_core::civil::Zone;
use cisterna_core::trial::{Better, Chart, ChartPoint, Level, Measure, Timing};
use serde_json::{Value, json};

/// Most points that fit a terminal of 80 characters, each two wide.
const POINTS_MAX: usize = 32;

/// The chart with its heading and legend; nothing where there is no point.
pub(crate) fn text(chart: &Chart, zone: Zone) -> String {
    let older = chart.points.len().saturating_sub(POINTS_MAX);
    let points = &chart.points[older..];
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let better = match chart.measure.better() {
        Better::Lower => "lower is better",
        Better::Higher => "higher is better",
    };
    let latest = if older > 0 {
        format!(", the latest {POINTS_MAX} of {} points", chart.points.len())
    } else {
        String::new()
    };
    let mut text = format!("\n{} ({better}{latest})\n", measure(chart.measure));
    for row in rows(chart.measure, points, &chart.levels) {
        text.push_str(&row);
        text.push('\n');
    }
    text.push_str(&format!(
        "     {} to {}\n     ● on time  ○ late  + own idea  × missing\n",
        minute_of(start_of(first), zone),
        minute_of(start_of(last), zone)
    ));
    text
}

/// One row a value of the scale, the highest first, then the row of what is missing.
fn rows(measure: Measure, points: &[ChartPoint], levels: &[Level]) -> Vec<String> {
    let mut rows = Vec::new();
    for value in measure.range().rev() {
        let mut row = format!("  {value:>2} │");
        let (mut line, mut percents) = (' ', Vec::new());
        for level in levels
            .iter()
            .filter(|it| first_reached(it, measure) == u64::from(value))
        {
            line = '┄';
            percents.push(format!("{} %", level.percent));
        }
        for (place, point) in points.iter().enumerate() {
            row.push(joint(
                place.checked_sub(1).map(|it| &points[it]),
                point,
                value,
                line,
            ));
            row.push(cell(point, value, line));
        }
        row.push_str(&percents.join(", "));
        rows.push(row.trim_end().to_owned());
    }
    let mark = |point: &ChartPoint| match point {
        ChartPoint::Value { .. } => "──",
        ChartPoint::Gap { .. } => "─×",
    };
    let marks: String = points.iter().map(mark).collect();
    rows.push(format!("     └{marks}"));
    rows
}

/// The first whole answer that is as much better as the level says; beyond the scale where none is.
fn first_reached(level: &Level, measure: Measure) -> u64 {
    match measure.better() {
        Better::Lower => level.numerator / level.denominator,
        Better::Higher => level.numerator.div_ceil(level.denominator),
    }
}

fn cell(point: &ChartPoint, row: u8, line: char) -> char {
    match point {
        ChartPoint::Value { value, timing, .. } if *value == row => match timing {
            Timing::OnTime => '●',
            Timing::Late => '○',
            Timing::Spontaneous => '+',
        },
        ChartPoint::Value { .. } | ChartPoint::Gap { .. } => line,
    }
}

/// Between two answers runs the line; at a gap it does not.
fn joint(before: Option<&ChartPoint>, point: &ChartPoint, row: u8, line: char) -> char {
    let (Some(ChartPoint::Value { value: from, .. }), ChartPoint::Value { value: to, .. }) =
        (before, point)
    else {
        return line;
    };
    let (low, high) = (from.min(to), from.max(to));
    if low == high && row == *low {
        '─'
    } else if low < high && (low..=high).contains(&&row) {
        '│'
    } else {
        line
    }
}

const fn start_of(point: &ChartPoint) -> i64 {
    match point {
        ChartPoint::Value { at_utc_ms, .. } => *at_utc_ms,
        ChartPoint::Gap { from_utc_ms, .. } => *from_utc_ms,
    }
}

/// A chart for programs, all of its points.
pub(crate) fn object(chart: &Chart) -> Value {
    let point = |point: &ChartPoint| match point {
        ChartPoint::Value {
            at_utc_ms,
            value,
            timing,
        } => json!({"at_utc_ms": at_utc_ms, "value": value, "timing": timing_name(*timing)}),
        ChartPoint::Gap {
            from_utc_ms,
            until_utc_ms,
            prompts,
        } => json!({
            "missing_from_utc_ms": from_utc_ms,
            "missing_until_utc_ms": until_utc_ms,
            "prompts": prompts,
        }),
    };
    let level = |it: &Level| {
        json!({
            "percent": it.percent,
            "numerator": it.numerator,
            "denominator": it.denominator,
        })
    };
    json!({
        "measure": measure_name(chart.measure),
        "thinned": chart.thinned,
        "points": chart.points.iter().map(point).collect::<Vec<_>>(),
        "levels": chart.levels.iter().map(level).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(at_utc_ms: i64, value: u8, timing: Timing) -> ChartPoint {
        ChartPoint::Value {
            at_utc_ms,
            value,
            timing,
        }
    }

    fn gap(at_utc_ms: i64) -> ChartPoint {
        ChartPoint::Gap {
            from_utc_ms: at_utc_ms,
            until_utc_ms: at_utc_ms,
            prompts: 1,
        }
    }

    /// SR-50
    #[test]
    fn a_missing_answer_is_marked_and_breaks_the_line() {
        let points = [
            value(0, 2, Timing::OnTime),
            value(1, 4, Timing::Late),
            gap(2),
            value(3, 1, Timing::Spontaneous),
            value(4, 1, Timing::OnTime),
        ];
        let rows = rows(Measure::SpasmFrequency, &points, &[]);
        let expected = [
            "   4 │  │○",
            "   3 │  │",
            "   2 │ ●│",
            "   1 │       +─●",
            "   0 │",
            "     └─────×────",
        ];
        assert_eq!(rows, expected);
    }

    /// SR-50
    #[test]
    fn a_line_stands_at_the_first_answer_that_reaches_it() {
        // a baseline of 7 made of one answer: 4.9 and 3.5
        let level = |percent: u8, kept: u64| Level {
            percent,
            numerator: 7 * kept,
            denominator: 100,
        };
        let points = [value(0, 7, Timing::OnTime)];
        let rows = rows(Measure::NrsRest, &points, &[level(30, 70), level(50, 50)]);
        assert_eq!(rows[10 - 7], "   7 │ ●");
        assert_eq!(rows[10 - 4], "   4 │┄┄30 %");
        assert_eq!(rows[10 - 3], "   3 │┄┄50 %");
        // higher is better: 4 becomes 5.2, reached by 6, and 12 lies beyond the scale
        let higher = Level {
            percent: 30,
            numerator: 520,
            denominator: 100,
        };
        assert_eq!(first_reached(&higher, Measure::Sleep), 6);
    }

    #[test]
    fn a_long_chart_shows_its_latest_points_and_says_so() {
        let points: Vec<ChartPoint> = (0..40).map(|at| value(at, 3, Timing::OnTime)).collect();
        let mut chart = Chart {
            measure: Measure::NrsRest,
            points,
            thinned: false,
            levels: Vec::new(),
        };
        let shown = text(&chart, Zone::UTC);
        assert!(shown.contains("the latest 32 of 40 points"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() <= 80),
            "{shown}"
        );
        chart.points.clear();
        assert_eq!(text(&chart, Zone::UTC), "");
    }
}
