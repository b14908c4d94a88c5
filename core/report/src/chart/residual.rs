//! The forecast of the reservoir: expected, and the earliest that is possible. SR-46
//!
//! Responsible for drawing and telling what a forecast says. Leaves the forecast itself to who made
//! it; between two of its points a straight line is drawn.

use super::Chart;
use super::axis::{TimeAxis, apart};
use super::svg::{Anchor, Dash, Paint, Stroke, Svg, Type, about_width};
use super::twin::Twin;
use crate::check::is_time;
use crate::input::Moment;
use crate::look::{GROUND, INK, LINE, MUTED, PAPER, PRIMARY};
use cisterna_text::Texts;
use thiserror::Error;

const WIDTH: f32 = 523.0;
const HEIGHT: f32 = 186.0;
const LEFT: f32 = 30.0;
const RIGHT: f32 = 112.0;
const TOP: f32 = 30.0;
const PLOT_HEIGHT: f32 = 134.0;
const SMALL: f32 = 7.5;
/// Most points of a line.
const POINTS_MAX: usize = 300;
/// Rows of the twin.
const ROWS: usize = 8;
const NL_PER_ML: u64 = 1_000_000;

/// What is left at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResidualPoint {
    /// When.
    pub at: Moment,
    /// Nanolitres.
    pub residual_nl: u64,
}

/// A forecast as points of two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidualForecast {
    /// When the pump was read; the lines begin there.
    pub now: Moment,
    /// What the pump said was left, in nanolitres.
    pub residual_nl: u64,
    /// By the program and the boluses seen lately; 2 to 300 points in order of time.
    pub expected: Vec<ResidualPoint>,
    /// The least that can be left; 2 to 300 points in order of time.
    pub earliest: Vec<ResidualPoint>,
    /// The low level, in nanolitres.
    pub low_nl: u64,
    /// When it is expected to be low, where the forecast reaches that far.
    pub low_expected: Option<Moment>,
    /// When it can be low at the earliest, where the forecast reaches that far.
    pub low_earliest: Option<Moment>,
    /// The drug's use-by.
    pub use_by: Option<Moment>,
}

/// Why no chart came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ResidualError {
    /// A line has fewer than 2 or more than 300 points.
    #[error("a line of the forecast needs 2 to 300 points: thin it out or compute it further")]
    Points,
    /// Points are not in order of time, or a time is beyond every calendar.
    #[error("the times of the forecast are not in order: sort them, and correct the clock")]
    Times,
}

/// The chart of a forecast.
///
/// # Errors
/// When its points are too few, too many, or not in order.
pub fn residual_chart(forecast: &ResidualForecast, texts: &Texts) -> Result<Chart, ResidualError> {
    check(forecast)?;
    let picture = Picture {
        forecast,
        texts,
        axis: axis(forecast),
        most_ml: most_ml(forecast),
    };
    let mut svg = Svg::default();
    picture.draw_ground(&mut svg);
    picture.draw_scale(&mut svg);
    picture.draw_days(&mut svg);
    picture.draw_instants(&mut svg);
    picture.draw_lines(&mut svg);
    picture.draw_low(&mut svg);
    Ok(Chart {
        svg: svg.finish(WIDTH, HEIGHT),
        width: WIDTH,
        height: HEIGHT,
        twin: picture.twin(),
    })
}

fn check(forecast: &ResidualForecast) -> Result<(), ResidualError> {
    for line in [&forecast.expected, &forecast.earliest] {
        if !(2..=POINTS_MAX).contains(&line.len()) {
            return Err(ResidualError::Points);
        }
        let ordered = line.is_sorted_by(|a, b| a.at.utc_ms < b.at.utc_ms);
        if !ordered || !line.iter().all(|it| is_time(it.at)) {
            return Err(ResidualError::Times);
        }
    }
    let others = [
        Some(forecast.now),
        forecast.low_expected,
        forecast.low_earliest,
        forecast.use_by,
    ];
    if others.into_iter().flatten().all(is_time) {
        Ok(())
    } else {
        Err(ResidualError::Times)
    }
}

fn axis(forecast: &ResidualForecast) -> TimeAxis {
    let lines = [&forecast.expected, &forecast.earliest];
    let points = || lines.into_iter().flatten().map(|it| it.at.utc_ms);
    let now = forecast.now.utc_ms;
    let from = Moment {
        utc_ms: points().min().unwrap_or(now).min(now),
        offset_s: forecast.now.offset_s,
    };
    let until_ms = points().max().unwrap_or(now);
    TimeAxis::new(from, until_ms, LEFT, WIDTH - LEFT - RIGHT)
}

/// The top of the scale: the next step above everything shown.
fn most_ml(forecast: &ResidualForecast) -> u64 {
    let lines = forecast.expected.iter().chain(&forecast.earliest);
    let most_nl = lines.map(|it| it.residual_nl).max().unwrap_or(0);
    let most_nl = most_nl.max(forecast.low_nl).max(forecast.residual_nl);
    let ml = most_nl.div_ceil(NL_PER_ML).max(1);
    ml.next_multiple_of(step_ml(ml))
}

const fn step_ml(most_ml: u64) -> u64 {
    match most_ml {
        0..=5 => 1,
        6..=12 => 2,
        13..=30 => 5,
        31.. => 10,
    }
}

struct Picture<'a> {
    forecast: &'a ResidualForecast,
    texts: &'a Texts,
    axis: TimeAxis,
    most_ml: u64,
}

impl Picture<'_> {
    const fn right() -> f32 {
        WIDTH - RIGHT
    }

    const fn bottom() -> f32 {
        TOP + PLOT_HEIGHT
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a place in a picture, to a part of a point"
    )]
    fn y(&self, nl: u64) -> f32 {
        let most = (self.most_ml * NL_PER_ML) as f32;
        Self::bottom() - (nl as f32 / most).clamp(0.0, 1.0) * PLOT_HEIGHT
    }

    fn draw_scale(&self, svg: &mut Svg) {
        let step = step_ml(self.most_ml);
        let mut ml = 0;
        while ml <= self.most_ml {
            let y = self.y(ml * NL_PER_ML);
            svg.line(&[(LEFT, y), (Self::right(), y)], Stroke::solid(LINE, 0.5));
            let font = Type::new(SMALL, INK).anchored(Anchor::End);
            let label = self.texts.integer(i64::try_from(ml).unwrap_or(i64::MAX));
            svg.text(LEFT - 5.0, y + 2.5, font, &label);
            ml += step;
        }
        let name = self.texts.report_residual_axis();
        svg.text(LEFT - 22.0, 8.0, Type::new(SMALL, MUTED), &name);
    }

    /// At most about eight names of days.
    fn draw_days(&self, svg: &mut Svg) {
        let days = self.axis.days(4_000);
        let every = days.len().div_ceil(6).max(1);
        for day in days.iter().skip(1).step_by(every) {
            let stroke = Stroke::solid(LINE, 0.5);
            svg.line(&[(day.left, TOP), (day.left, Self::bottom() + 4.0)], stroke);
            if day.left > Self::right() - 24.0 {
                continue;
            }
            let font = Type::new(SMALL, INK).anchored(Anchor::Middle);
            let name = self.texts.day(day.date);
            svg.text(day.left, Self::bottom() + 13.0, font, &name);
        }
    }

    fn draw_ground(&self, svg: &mut Svg) {
        let y = self.y(self.forecast.low_nl);
        let height = Self::bottom() - y;
        svg.rect(LEFT, y, Self::right() - LEFT, height, Paint::filled(GROUND));
    }

    /// The low level, and the days on which it is reached, the earliest below its line.
    fn draw_low(&self, svg: &mut Svg) {
        let y = self.y(self.forecast.low_nl);
        let stroke = Stroke::solid(INK, 1.2).dash(Dash::Dotted);
        svg.line(&[(LEFT, y), (Self::right() + 3.0, y)], stroke);
        let days = [
            (
                self.forecast.low_earliest,
                INK,
                GROUND,
                (Anchor::End, -5.0, 10.5),
            ),
            (
                self.forecast.low_expected,
                PRIMARY,
                PAPER,
                (Anchor::Start, 5.0, -5.0),
            ),
        ];
        for (moment, colour, ground, (anchor, right, down)) in days {
            let Some(at) = moment.filter(|it| self.axis.contains(it.utc_ms)) else {
                continue;
            };
            let x = self.axis.x(at.utc_ms);
            svg.circle(x, y, 2.8, Paint::filled(colour));
            let font = Type::new(SMALL, colour).bold();
            let name = self.texts.day(at.local().unwrap_or_default().date());
            // never beyond the edges of the plot
            let anchor = if x < LEFT + 60.0 {
                Anchor::Start
            } else if x > Self::right() - 60.0 {
                Anchor::End
            } else {
                anchor
            };
            let width = about_width(&name, SMALL) + 2.0;
            let left = match anchor {
                Anchor::Start => x + right - 1.0,
                Anchor::Middle => x + right - width / 2.0,
                Anchor::End => x + right - width + 1.0,
            };
            // no line runs through the name
            let place = (left, y + down - 6.5, width, 8.5);
            svg.rect(place.0, place.1, place.2, place.3, Paint::filled(ground));
            svg.text(x + right, y + down, font.anchored(anchor), &name);
        }
    }

    fn draw_lines(&self, svg: &mut Svg) {
        let places = |line: &[ResidualPoint]| -> Vec<(f32, f32)> {
            let place = |it: &ResidualPoint| (self.axis.x(it.at.utc_ms), self.y(it.residual_nl));
            line.iter().map(place).collect()
        };
        let expected = places(&self.forecast.expected);
        let earliest = places(&self.forecast.earliest);
        svg.line(&earliest, Stroke::solid(INK, 1.3).dash(Dash::Dashed));
        svg.line(&expected, Stroke::solid(PRIMARY, 2.0));
        let end = |line: &[(f32, f32)]| line.last().map_or(Self::bottom(), |it| it.1) + 2.5;
        let mut at = [
            end(&expected),
            end(&earliest),
            self.y(self.forecast.low_nl) + 2.5,
        ];
        apart(&mut at, 10.0, TOP + 4.0, Self::bottom() + 6.0);
        let font = Type::new(SMALL, INK);
        let left = Self::right() + 20.0;
        let samples = [
            Stroke::solid(PRIMARY, 2.0),
            Stroke::solid(INK, 1.3).dash(Dash::Dashed),
            Stroke::solid(INK, 1.2).dash(Dash::Dotted),
        ];
        let low = self.texts.volume_exact(self.forecast.low_nl);
        let names = [
            self.texts.report_residual_expected(),
            self.texts.report_residual_earliest(),
            self.texts.report_residual_low(&low),
        ];
        for ((y, name), sample) in at.into_iter().zip(names).zip(samples) {
            // each name stands behind a piece of its line
            let piece = [(Self::right() + 6.0, y - 2.5), (left - 3.0, y - 2.5)];
            svg.line(&piece, sample);
            svg.text(left, y, font, &name);
        }
    }

    /// Now, and the use-by where it lies on the axis; otherwise the twin alone tells it.
    fn draw_instants(&self, svg: &mut Svg) {
        let now = self.axis.x(self.forecast.now.utc_ms);
        svg.line(
            &[(now, TOP - 4.0), (now, Self::bottom())],
            Stroke::solid(INK, 0.9),
        );
        let font = Type::new(SMALL, INK).bold();
        svg.text(now, TOP - 7.0, font, &self.texts.report_residual_now());
        let Some(use_by) = self.forecast.use_by else {
            return;
        };
        if self.axis.contains(use_by.utc_ms) {
            let x = self.axis.x(use_by.utc_ms);
            let stroke = Stroke::solid(MUTED, 1.2).dash(Dash::Dashed);
            svg.line(&[(x, TOP - 4.0), (x, Self::bottom())], stroke);
            let anchor = if x > f32::midpoint(LEFT, Self::right()) {
                Anchor::End
            } else {
                Anchor::Start
            };
            let name = self.texts.report_residual_use_by(self.date(use_by));
            // beside "now" there is no room in one row
            let row = if x - now < 40.0 { TOP + 8.0 } else { TOP - 7.0 };
            svg.text(x, row, font.anchored(anchor), &name);
        }
    }

    fn date(&self, moment: Moment) -> String {
        let local = moment.local().unwrap_or_default();
        self.texts.date(local.date())
    }

    fn twin(&self) -> Twin {
        let (texts, forecast) = (self.texts, self.forecast);
        let read = texts.day_and_time(forecast.now.local().unwrap_or_default());
        let low = texts.volume_exact(forecast.low_nl);
        let left = texts.volume(forecast.residual_nl);
        let mut sentences = vec![
            texts.report_residual_title() + ".",
            texts.report_residual_twin_now(read, &left),
            match (forecast.low_earliest, forecast.low_expected) {
                (Some(earliest), Some(expected)) => {
                    texts.report_residual_twin_low(self.date(earliest), self.date(expected), &low)
                }
                (Some(earliest), None) => {
                    texts.report_residual_twin_low_earliest(self.date(earliest), &low)
                }
                (None, _) => texts.report_residual_twin_low_unknown(&low),
            },
        ];
        sentences.extend(
            forecast
                .use_by
                .map(|it| texts.report_residual_twin_use_by(self.date(it))),
        );
        let every = forecast.expected.len().div_ceil(ROWS).max(1);
        let rows = forecast.expected.iter().step_by(every).map(|point| {
            let least = at(&forecast.earliest, point.at.utc_ms);
            vec![
                self.date(point.at),
                texts.volume(point.residual_nl).screen,
                least.map_or_else(|| texts.report_not_known(), |nl| texts.volume(nl).screen),
            ]
        });
        let head = [
            texts.report_residual_column_day(),
            texts.report_residual_column_expected(),
            texts.report_residual_column_earliest(),
        ];
        Twin::new(&sentences, &head, &rows.collect::<Vec<_>>())
    }
}

/// The line's value at an instant, rounded down; `None` where the line does not reach.
fn at(line: &[ResidualPoint], utc_ms: i64) -> Option<u64> {
    let pair = line
        .windows(2)
        .find(|pair| (pair[0].at.utc_ms..=pair[1].at.utc_ms).contains(&utc_ms))?;
    let (from, until) = (pair[0], pair[1]);
    let span = i128::from(until.at.utc_ms - from.at.utc_ms).max(1);
    let rise = i128::from(until.residual_nl) - i128::from(from.residual_nl);
    let passed = i128::from(utc_ms - from.at.utc_ms);
    let value = i128::from(from.residual_nl) + (rise * passed).div_euclid(span);
    u64::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(utc_ms: i64, residual_nl: u64) -> ResidualPoint {
        let at = Moment {
            utc_ms,
            offset_s: 0,
        };
        ResidualPoint { at, residual_nl }
    }

    #[test]
    fn between_points_the_line_is_straight_and_rounded_down() {
        let line = [point(0, 10), point(3, 0)];
        let values: Vec<_> = (0..=4).map(|it| at(&line, it)).collect();
        assert_eq!(values, [Some(10), Some(6), Some(3), Some(0), None]);
    }

    #[test]
    fn the_scale_ends_on_a_step_above_everything() {
        for (ml, most) in [(1, 1), (4, 4), (7, 8), (12, 12), (18, 20), (40, 40)] {
            assert_eq!(ml_top(ml * NL_PER_ML), most);
        }
        assert_eq!(ml_top(18 * NL_PER_ML + 1), 20);
    }

    fn ml_top(nl: u64) -> u64 {
        let line = vec![point(0, nl), point(1, 0)];
        most_ml(&ResidualForecast {
            now: line[0].at,
            residual_nl: nl,
            expected: line.clone(),
            earliest: line,
            low_nl: 0,
            low_expected: None,
            low_earliest: None,
            use_by: None,
        })
    }
}
