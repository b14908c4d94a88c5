//! What each sign means; only the signs that the chart shows.

use super::lanes::{Lane, draw_bolus, draw_change, draw_cross, draw_dash, lanes};
use super::values::{Series, draw_mark};
use super::{LEFT, Picture, SMALL, WIDTH};
use crate::chart::svg::{Paint, Stroke, Svg, Type, about_width};
use crate::input::{BolusState, DayDose, Timing};
use crate::look::{CONTAINER, INK, PRIMARY};

const ROW: f32 = 11.5;
/// Sign and the room around it, in points.
const SIGN: f32 = 13.0;
const BETWEEN: f32 = 10.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Point(Series, Timing),
    Cross,
    Dash,
    Bolus(BolusState),
    Change,
    AtLeast,
}

impl Picture<'_, '_> {
    /// Draws it from there on and returns where the picture ends.
    pub(super) fn draw_legend(&self, svg: &mut Svg, top: f32) -> f32 {
        let (mut x, mut y) = (LEFT, top);
        for (sign, name) in self.legend() {
            let width = SIGN + about_width(&name, SMALL);
            if x > LEFT && x + width > WIDTH {
                (x, y) = (LEFT, y + ROW);
            }
            draw(svg, sign, (x + 5.0, y));
            svg.text(x + SIGN, y + 2.6, Type::new(SMALL, INK), &name);
            x += width + BETWEEN;
        }
        y + 7.0
    }

    fn legend(&self) -> Vec<(Sign, String)> {
        let texts = self.texts;
        let point = |series, measure| {
            let name = self.measure_name(measure);
            (Sign::Point(series, Timing::OnTime), name)
        };
        let mut all = vec![point(Series::Lead, self.lead)];
        all.extend(self.beside.map(|it| point(Series::Beside, it)));
        let entries = &self.report.entries;
        let timings = [
            (
                Timing::Late,
                Sign::Point(Series::Lead, Timing::Late),
                texts.report_chart_legend_late(),
            ),
            (
                Timing::Spontaneous,
                Sign::Point(Series::Lead, Timing::Spontaneous),
                texts.report_chart_legend_spontaneous(),
            ),
            (
                Timing::Missing,
                Sign::Cross,
                texts.report_chart_legend_missing(),
            ),
            (
                Timing::Skipped,
                Sign::Dash,
                texts.report_chart_legend_skipped(),
            ),
        ];
        let shown = timings
            .into_iter()
            .filter(|(timing, ..)| entries.iter().any(|it| it.timing == *timing));
        all.extend(shown.map(|(_, sign, name)| (sign, name)));
        let lanes = lanes(self);
        if lanes.contains(&Lane::Boluses) {
            all.extend(self.boluses());
        }
        if lanes.contains(&Lane::Basal) {
            if !self.report.program_changes.is_empty() {
                all.push((Sign::Change, texts.report_chart_legend_changed()));
            }
            let partly = |dose| matches!(dose, Some(DayDose::AtLeast { .. }));
            if self.report.days.iter().any(|it| partly(it.dose)) {
                all.push((Sign::AtLeast, texts.report_chart_legend_at_least()));
            }
        }
        all
    }

    fn boluses(&self) -> Vec<(Sign, String)> {
        let texts = self.texts;
        let given = BolusState::Given { given_ng: 0 };
        let stopped = BolusState::StoppedEarly {
            least_ng: 0,
            most_ng: 0,
        };
        let states = [
            (given, texts.report_chart_legend_given()),
            (stopped, texts.report_chart_legend_stopped()),
            (BolusState::Running, texts.report_outcome_running()),
            (BolusState::Refused, texts.report_chart_legend_refused()),
            (BolusState::Uncertain, texts.report_chart_legend_uncertain()),
        ];
        let same =
            |a: BolusState, b: BolusState| std::mem::discriminant(&a) == std::mem::discriminant(&b);
        states
            .into_iter()
            .filter(|(state, _)| self.report.boluses.iter().any(|it| same(it.state, *state)))
            .map(|(state, name)| (Sign::Bolus(state), name))
            .collect()
    }
}

fn draw(svg: &mut Svg, sign: Sign, (x, y): (f32, f32)) {
    match sign {
        Sign::Point(series, timing) => draw_mark(svg, (x, y), series, timing),
        Sign::Cross => draw_cross(svg, (x, y)),
        Sign::Dash => draw_dash(svg, (x, y)),
        Sign::Bolus(state) => draw_bolus(svg, (x, y), state),
        Sign::Change => draw_change(svg, (x, y)),
        Sign::AtLeast => {
            let paint = Paint {
                fill: Some(CONTAINER),
                stroke: Some(Stroke::solid(PRIMARY, 0.9)),
            };
            svg.rect(x - 4.0, y - 3.5, 8.0, 7.0, paint);
        }
    }
}
