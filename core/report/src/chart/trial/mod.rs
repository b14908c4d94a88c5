//! The chart of a trial: the lead measure over time with its companion on the same scale, and
//! beneath it, on the same time axis, what nobody answered and what the pump gave. SR-50
//!
//! Order from above: values with baseline, result window and lines of relief; prompts without an
//! answer; basal; boluses or single doses; days; legend.

mod lanes;
mod legend;
mod values;
mod words;

use super::Chart;
use super::axis::TimeAxis;
use super::svg::{Anchor, Stroke, Svg, Type};
use crate::check::Checked;
use crate::input::{Entry, Measure, MeasureResult, Method, Results};
use crate::look::{INK, LINE, MUTED};
use crate::names;
use chrono::Datelike;
use cisterna_text::Texts;

/// Width of the picture, in points: the text of an A4 page.
const WIDTH: f32 = 523.0;
const LEFT: f32 = 26.0;
/// Room at the right for the names of lines and lanes.
const RIGHT: f32 = 112.0;
const TOP: f32 = 15.0;
const PLOT_HEIGHT: f32 = 136.0;
const SMALL: f32 = 7.2;
/// Most days with a label of their own. Assumption: more cannot be read.
const DAYS_MAX: usize = 60;
/// Narrower days share labels, in points.
const LABEL_WIDTH: f32 = 24.0;

/// What is drawn, and where.
struct Picture<'a, 'r> {
    report: Checked<'r>,
    texts: &'a Texts,
    axis: TimeAxis,
    lead: Measure,
    beside: Option<Measure>,
}

/// The chart of the plan's lead measure.
pub fn trial_chart(report: Checked<'_>, texts: &Texts) -> Chart {
    let plan = &report.plan;
    let picture = Picture {
        report,
        texts,
        axis: axis(report),
        lead: plan.lead,
        beside: plan.lead.beside().filter(|it| plan.measures.contains(it)),
    };
    let mut svg = Svg::default();
    let lanes_top = TOP + PLOT_HEIGHT + 6.0;
    let lanes = lanes::lanes(&picture);
    let bottom = lanes_top + lanes.iter().copied().map(lanes::Lane::height).sum::<f32>();
    picture.draw_spans(&mut svg);
    picture.draw_days(&mut svg, bottom);
    picture.draw_values(&mut svg);
    let mut top = lanes_top;
    for lane in lanes {
        picture.draw_lane(&mut svg, lane, top);
        top += lane.height();
    }
    let height = picture.draw_legend(&mut svg, bottom + 30.0);
    Chart {
        svg: svg.finish(WIDTH, height),
        width: WIDTH,
        height,
        twin: picture.twin(),
    }
}

/// From the first to the last thing that the chart shows.
fn axis(report: Checked<'_>) -> TimeAxis {
    let plan = &report.plan;
    let entries = || report.entries.iter().filter_map(Entry::at);
    let first = entries().map(|it| it.utc_ms).min();
    let last = entries().map(|it| it.utc_ms).max();
    let from_ms = first.map_or(plan.baseline.from.utc_ms, |it| {
        it.min(plan.baseline.from.utc_ms)
    });
    let until_ms = last.map_or(plan.trial.until.utc_ms, |it| {
        it.max(plan.trial.until.utc_ms)
    });
    let from = crate::Moment {
        utc_ms: from_ms,
        offset_s: plan.trial.from.offset_s,
    };
    TimeAxis::new(from, until_ms, LEFT, WIDTH - LEFT - RIGHT)
}

impl Picture<'_, '_> {
    /// The result of the lead, where the plan has one for the whole trial.
    fn result(&self) -> Option<&MeasureResult> {
        match &self.report.results {
            Results::Infusion { measures, .. } => {
                measures.iter().find(|it| it.measure == self.lead)
            }
            Results::SingleDoses { doses, .. } => {
                let first = doses.iter().flat_map(|it| &it.measures);
                first
                    .map(|(result, _)| result)
                    .find(|it| it.measure == self.lead)
            }
        }
    }

    const fn plot_right() -> f32 {
        WIDTH - RIGHT
    }

    /// Where names of lines and lanes begin.
    const fn names_left() -> f32 {
        Self::plot_right() + 7.0
    }

    /// Lines at midnight, and the days' names beneath everything.
    fn draw_days(&self, svg: &mut Svg, bottom: f32) {
        let days = self.axis.days(DAYS_MAX);
        let widest = days.iter().map(|it| it.right - it.left).fold(0.0, f32::max);
        let every = (1..=DAYS_MAX)
            .find(|it| {
                #[expect(clippy::cast_precision_loss, reason = "at most 60")]
                let days = *it as f32;
                widest * days >= LABEL_WIDTH
            })
            .unwrap_or(DAYS_MAX);
        let mut month = None;
        for (place, day) in days.iter().enumerate() {
            svg.line(
                &[(day.left, TOP), (day.left, bottom)],
                Stroke::solid(LINE, 0.5),
            );
            if place % every != 0 {
                continue;
            }
            let middle = f32::midpoint(day.left, day.right);
            let centred = Type::new(SMALL, INK).anchored(Anchor::Middle);
            let row = self.report.days.iter().find(|it| it.date == day.date);
            let number = row.and_then(|it| it.trial_day);
            if let Some(number) = number {
                let name = self.texts.report_day_of_trial(number);
                svg.text(middle, bottom + 10.0, centred.bold(), &name);
            }
            // a month is named where it begins on the axis
            let is_new = month.replace(day.date.month()) != Some(day.date.month());
            let muted = Type::new(SMALL, MUTED);
            if is_new {
                let date = self.texts.day(day.date);
                let left = day.left.max(LEFT) + 1.5;
                svg.text(left, bottom + 19.5, muted, &date);
            } else if !self.is_beside_month(&days, place) {
                let date = self.texts.integer(day.date.day().into());
                let centred = muted.anchored(Anchor::Middle);
                svg.text(middle, bottom + 19.5, centred, &date);
            }
        }
        svg.line(
            &[(Self::plot_right(), TOP), (Self::plot_right(), bottom)],
            Stroke::solid(LINE, 0.5),
        );
    }

    /// Whether the month's name before this day reaches into it.
    fn is_beside_month(&self, days: &[super::axis::AxisDay], place: usize) -> bool {
        let before = place.checked_sub(1).and_then(|it| days.get(it));
        before.is_some_and(|day| {
            let named = place == 1 || day.date.day() == 1;
            let name = self.texts.day(day.date);
            let middle = f32::midpoint(days[place].left, days[place].right);
            named && day.left + super::svg::about_width(&name, SMALL) + 4.0 > middle
        })
    }

    fn measure_name(&self, measure: Measure) -> String {
        names::measure(self.texts, measure)
    }

    /// Hours of the result window, where the method has one.
    fn window(&self) -> Option<(crate::input::Span, u16)> {
        match &self.report.plan.method {
            Method::Infusion {
                window, window_h, ..
            } => Some((*window, *window_h)),
            Method::SingleDoses => None,
        }
    }
}
