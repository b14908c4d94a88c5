//! The upper part: values, the baseline, the result window, and the lines of relief. A prompt
//! without an answer breaks the line. SR-50

use super::{LEFT, PLOT_HEIGHT, Picture, SMALL, TOP};
use crate::chart::axis::apart;
use crate::chart::svg::{Anchor, Dash, Paint, Stroke, Svg, Type};
use crate::input::{Answer, Entry, Measure, Outcome, Part, Timing};
use crate::look::{CONTAINER, GROUND, INK, LINE, MUTED, PAPER, PRIMARY};
use crate::phrases::{self, LINES_PERCENT};

/// Least distance of two names at the right, in points.
const NAMES_APART: f32 = 9.5;

/// How the points of a series look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// Round.
    Lead,
    /// Square.
    Beside,
}

/// An answer on the axis, or a place where one is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Point {
    At { x: f32, y: f32, timing: Timing },
    Gap,
}

impl Picture<'_, '_> {
    pub(super) fn draw_values(&self, svg: &mut Svg) {
        self.draw_scale(svg);
        self.draw_lines(svg);
        if let Some(beside) = self.beside {
            self.draw_series(svg, beside, Series::Beside);
        }
        self.draw_series(svg, self.lead, Series::Lead);
    }

    /// Grounds of the baseline and the result window, with their names above.
    pub(super) fn draw_spans(&self, svg: &mut Svg) {
        let baseline = self.report.plan.baseline;
        let (left, right) = (
            self.axis.x(baseline.from.utc_ms),
            self.axis.x(baseline.until.utc_ms),
        );
        svg.rect(
            left,
            TOP,
            right - left,
            PLOT_HEIGHT,
            Paint::filled(CONTAINER),
        );
        let small = Type::new(SMALL, MUTED);
        if right - left > 4.0 {
            svg.text(left, TOP - 5.5, small, &self.texts.report_chart_before());
        }
        if let Some((window, hours)) = self.window() {
            let (left, right) = (
                self.axis.x(window.from.utc_ms),
                self.axis.x(window.until.utc_ms),
            );
            svg.rect(left, TOP, right - left, PLOT_HEIGHT, Paint::filled(GROUND));
            let edge = Stroke::solid(MUTED, 0.7).dash(Dash::Dotted);
            svg.line(&[(left, TOP - 4.0), (left, TOP + PLOT_HEIGHT)], edge);
            svg.line(&[(right, TOP - 4.0), (right, TOP + PLOT_HEIGHT)], edge);
            let name = self.texts.report_chart_window(hours);
            svg.text(right, TOP - 5.5, small.anchored(Anchor::End), &name);
        }
    }

    fn draw_scale(&self, svg: &mut Svg) {
        let (least, most) = self.scale();
        let step = if most - least > 5 { 2 } else { 1 };
        for value in (least..=most).step_by(step) {
            let y = self.y(f32::from(value));
            svg.line(
                &[(LEFT, y), (Self::plot_right(), y)],
                Stroke::solid(LINE, 0.5),
            );
            let right = Type::new(SMALL, INK).anchored(Anchor::End);
            let label = self.texts.integer(value.into());
            svg.text(LEFT - 5.0, y + 2.5, right, &label);
        }
    }

    /// The mean before, 30 % and 50 % better, each named at the right and drawn in its own way.
    fn draw_lines(&self, svg: &mut Svg) {
        let Some(result) = self.result() else {
            return;
        };
        let left = self.axis.x(self.report.plan.baseline.from.utc_ms);
        let mut names: Vec<(f32, String, bool)> = Vec::new();
        // of a thin baseline no mean is drawn: it would look like one to measure against
        let mean = phrases::mean(self.texts, result.baseline);
        if let Some(mean) = mean.filter(|_| !phrases::is_thin_before(result)) {
            let y = self.y(ratio(result.baseline.sum, result.baseline.count.into()));
            let stroke = Stroke::solid(INK, 1.1);
            svg.line(&[(left, y), (Self::plot_right() + 3.0, y)], stroke);
            names.push((y, self.texts.report_chart_before_mean(mean), false));
        }
        if phrases::has_lines(result) {
            let better = self.lead.better();
            let (_, most) = self.scale();
            for percent in LINES_PERCENT {
                let (numerator, denominator) = phrases::line(better, result.baseline, percent);
                let value = ratio(numerator, denominator);
                if value > f32::from(most) {
                    // where higher is better, a line can lie beyond the scale
                    continue;
                }
                let is_half = percent == 50;
                let stroke = if is_half {
                    Stroke::solid(PRIMARY, 1.3).dash(Dash::Dashed)
                } else {
                    Stroke::solid(MUTED, 1.3).dash(Dash::Dotted)
                };
                let y = self.y(value);
                svg.line(&[(left, y), (Self::plot_right() + 3.0, y)], stroke);
                let value = phrases::line_value(self.texts, better, result.baseline, percent);
                names.push((y, self.texts.report_chart_line(percent, value), is_half));
            }
        } else {
            let note = match result.outcome {
                Outcome::NotEnoughData(Part::Baseline) | Outcome::NotAsked(Part::Baseline) => {
                    self.texts.report_chart_no_lines_data()
                }
                Outcome::BaselineZero
                | Outcome::Relief(_)
                | Outcome::NotEnoughData(Part::Result)
                | Outcome::NotAsked(Part::Result) => self.texts.report_chart_no_lines_zero(),
            };
            let middle = f32::midpoint(LEFT, Self::plot_right());
            let font = Type::new(SMALL, MUTED).anchored(Anchor::Middle);
            svg.text(middle, TOP + 9.0, font, &note);
        }
        let mut places: Vec<f32> = names.iter().map(|it| it.0 + 2.5).collect();
        apart(&mut places, NAMES_APART, TOP + 6.0, TOP + PLOT_HEIGHT);
        for ((_, name, is_half), y) in names.iter().zip(places) {
            let font = Type::new(SMALL, if *is_half { PRIMARY } else { INK });
            let font = if *is_half { font.bold() } else { font };
            svg.text(Self::names_left(), y, font, name);
        }
    }

    fn draw_series(&self, svg: &mut Svg, measure: Measure, series: Series) {
        let points = self.points(measure);
        let stroke = match series {
            Series::Lead => Stroke::solid(PRIMARY, 1.6),
            Series::Beside => Stroke::solid(MUTED, 0.9),
        };
        for run in points.split(|it| *it == Point::Gap) {
            let places: Vec<_> = run.iter().filter_map(place_of).collect();
            if places.len() > 1 {
                svg.line(&places, stroke);
            }
        }
        for point in &points {
            if let Point::At { x, y, timing } = *point {
                draw_mark(svg, (x, y), series, timing);
            }
        }
    }

    /// The answers to `measure` in order of time, with gaps between them.
    pub(super) fn points(&self, measure: Measure) -> Vec<Point> {
        let mut entries: Vec<_> = self
            .report
            .entries
            .iter()
            .filter_map(|it| Some((it.at()?.utc_ms, it)))
            .collect();
        entries.sort_by_key(|(at, _)| *at);
        let point = |(at, entry): (i64, &Entry)| match entry.answer(measure) {
            Some(Answer::Given(value)) => Some(Point::At {
                x: self.axis.x(at),
                y: self.y(f32::from(value)),
                timing: entry.timing,
            }),
            Some(Answer::Skipped) | None => Some(Point::Gap),
            Some(Answer::NotAsked) => None,
        };
        entries.into_iter().filter_map(point).collect()
    }

    /// Least and most of the scale that the chart shows.
    fn scale(&self) -> (u8, u8) {
        let ranges = [Some(self.lead), self.beside].into_iter().flatten();
        let ranges: Vec<_> = ranges.map(Measure::range).collect();
        let least = ranges.iter().map(|it| *it.start()).min().unwrap_or(0);
        let most = ranges.iter().map(|it| *it.end()).max().unwrap_or(10);
        (least, most)
    }

    fn y(&self, value: f32) -> f32 {
        let (least, most) = self.scale();
        let share = (value - f32::from(least)) / f32::from(most - least);
        TOP + PLOT_HEIGHT * (1.0 - share.clamp(0.0, 1.0))
    }
}

fn place_of(point: &Point) -> Option<(f32, f32)> {
    match point {
        Point::At { x, y, .. } => Some((*x, *y)),
        Point::Gap => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a place in a picture, to a part of a point"
)]
fn ratio(numerator: u64, denominator: u64) -> f32 {
    numerator as f32 / denominator.max(1) as f32
}

/// Round or square by series; hollow where late; a diamond where nobody asked.
pub(super) fn draw_mark(svg: &mut Svg, (x, y): (f32, f32), series: Series, timing: Timing) {
    let (colour, size) = match series {
        Series::Lead => (PRIMARY, 2.7),
        Series::Beside => (MUTED, 2.1),
    };
    let hollow = Paint {
        fill: Some(PAPER),
        stroke: Some(Stroke::solid(colour, 1.1)),
    };
    let filled = Paint {
        fill: Some(colour),
        stroke: Some(Stroke::solid(PAPER, 0.5)),
    };
    let paint = match timing {
        Timing::Late => hollow,
        Timing::OnTime | Timing::Spontaneous | Timing::Skipped | Timing::Missing => filled,
    };
    if timing == Timing::Spontaneous {
        let size = size + 1.2;
        let corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
        svg.polygon(&corners, paint);
        return;
    }
    match series {
        Series::Lead => svg.circle(x, y, size, paint),
        Series::Beside => svg.rect(x - size, y - size, size * 2.0, size * 2.0, paint),
    }
}
