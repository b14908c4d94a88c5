//! Beneath the values: what nobody answered, and what was given, on the same time axis.

use super::{DAYS_MAX, LEFT, Picture, SMALL};
use crate::chart::svg::{Anchor, Paint, Stroke, Svg, Type};
use crate::input::{BolusState, Day, DayDose, Results, Timing};
use crate::look::{CONTAINER, INK, LINE, MUTED, PAPER, PRIMARY};
use crate::phrases;

const BAR_HEIGHT: f32 = 22.0;
/// Days narrower than this have no number on their bar, in points.
const NUMBER_WIDTH: f32 = 22.0;

/// A strip of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    NotAnswered,
    Basal,
    Boluses,
    Doses,
}

impl Lane {
    pub(super) const fn height(self) -> f32 {
        match self {
            Self::NotAnswered => 15.0,
            Self::Basal => BAR_HEIGHT + 17.0,
            Self::Boluses | Self::Doses => 19.0,
        }
    }
}

/// The strips that this report has something for.
pub(super) fn lanes(picture: &Picture<'_, '_>) -> Vec<Lane> {
    let report = picture.report;
    let mut lanes = vec![Lane::NotAnswered];
    if report.days.iter().any(|it| it.dose.is_some()) {
        lanes.push(Lane::Basal);
    }
    if !report.boluses.is_empty() {
        lanes.push(Lane::Boluses);
    }
    if matches!(report.results, Results::SingleDoses { .. }) {
        lanes.push(Lane::Doses);
    }
    lanes
}

impl Picture<'_, '_> {
    pub(super) fn draw_lane(&self, svg: &mut Svg, lane: Lane, top: f32) {
        let bottom = top + lane.height();
        svg.line(
            &[(LEFT, bottom), (Self::plot_right(), bottom)],
            Stroke::solid(LINE, 0.5),
        );
        let texts = self.texts;
        let name = match lane {
            Lane::NotAnswered => texts.report_chart_not_answered(),
            Lane::Basal => texts.report_chart_basal(),
            Lane::Boluses => texts.report_chart_boluses(),
            Lane::Doses => texts.report_chart_doses(),
        };
        let middle = f32::midpoint(top, bottom);
        svg.text(
            Self::names_left(),
            middle + 2.5,
            Type::new(SMALL, INK),
            &name,
        );
        match lane {
            Lane::NotAnswered => self.draw_not_answered(svg, middle),
            Lane::Basal => self.draw_basal(svg, top),
            Lane::Boluses => {
                for bolus in &self.report.boluses {
                    let at = bolus.when.earliest().utc_ms;
                    if self.axis.contains(at) {
                        draw_bolus(svg, (self.axis.x(at), middle), bolus.state);
                    }
                }
            }
            Lane::Doses => self.draw_doses(svg, middle),
        }
    }

    fn draw_not_answered(&self, svg: &mut Svg, y: f32) {
        for entry in &self.report.entries {
            let Some(at) = entry.at() else { continue };
            let x = self.axis.x(at.utc_ms);
            match entry.timing {
                Timing::Missing => draw_cross(svg, (x, y)),
                Timing::Skipped => draw_dash(svg, (x, y)),
                Timing::OnTime | Timing::Late | Timing::Spontaneous => {}
            }
        }
    }

    fn draw_basal(&self, svg: &mut Svg, top: f32) {
        let days = &self.report.days;
        let most = days.iter().filter_map(basal).max().unwrap_or(0).max(1);
        let bottom = top + BAR_HEIGHT + 14.0;
        for place in self.axis.days(DAYS_MAX) {
            let Some(day) = days.iter().find(|it| it.date == place.date) else {
                continue;
            };
            let middle = f32::midpoint(place.left, place.right);
            let centred = Type::new(SMALL, INK).anchored(Anchor::Middle);
            let wide = place.right - place.left >= NUMBER_WIDTH;
            let (basal_ng, paint, mark) = match day.dose {
                None => continue,
                Some(DayDose::NotKnown) => {
                    svg.text(middle, bottom - 3.0, centred.bold(), "?");
                    continue;
                }
                Some(DayDose::Whole { basal_ng, .. }) => (basal_ng, Paint::filled(PRIMARY), ""),
                Some(DayDose::AtLeast { basal_ng, .. }) => {
                    let stroke = Some(Stroke::solid(PRIMARY, 0.9));
                    let fill = Some(CONTAINER);
                    (basal_ng, Paint { fill, stroke }, "+")
                }
            };
            #[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
            let height = basal_ng as f32 / most as f32 * BAR_HEIGHT;
            let (left, width) = (place.left + 3.0, place.right - place.left - 6.0);
            svg.rect(left, bottom - height, width, height, paint);
            if wide {
                let number = phrases::micrograms(self.texts, basal_ng);
                let label = format!("{number}{mark}");
                svg.text(middle, bottom - height - 2.5, centred, &label);
            }
        }
        for change in &self.report.program_changes {
            let at = change.when.earliest().utc_ms;
            if self.axis.contains(at) {
                draw_change(svg, (self.axis.x(at), top + 3.0));
            }
        }
    }

    fn draw_doses(&self, svg: &mut Svg, y: f32) {
        let Results::SingleDoses { doses, .. } = &self.report.results else {
            return;
        };
        for dose in doses {
            let Some(given) = dose.given else { continue };
            let x = self.axis.x(given.utc_ms);
            draw_bolus(svg, (x, y), BolusState::Given { given_ng: 0 });
            let amount = phrases::micrograms(self.texts, dose.dose_ng);
            svg.text(x + 6.0, y + 2.5, Type::new(SMALL, INK), &amount);
        }
    }
}

fn basal(day: &Day) -> Option<u64> {
    match day.dose? {
        DayDose::Whole { basal_ng, .. } | DayDose::AtLeast { basal_ng, .. } => Some(basal_ng),
        DayDose::NotKnown => None,
    }
}

/// A prompt that nobody answered.
pub(super) fn draw_cross(svg: &mut Svg, (x, y): (f32, f32)) {
    let stroke = Stroke::solid(INK, 1.2);
    svg.line(&[(x - 2.4, y - 2.4), (x + 2.4, y + 2.4)], stroke);
    svg.line(&[(x - 2.4, y + 2.4), (x + 2.4, y - 2.4)], stroke);
}

/// A prompt that was left out on purpose.
pub(super) fn draw_dash(svg: &mut Svg, (x, y): (f32, f32)) {
    svg.line(&[(x - 3.0, y), (x + 3.0, y)], Stroke::solid(INK, 1.4));
}

/// A change of the program: a flag that points down.
pub(super) fn draw_change(svg: &mut Svg, (x, y): (f32, f32)) {
    let corners = [(x - 3.0, y - 2.5), (x + 3.0, y - 2.5), (x, y + 3.0)];
    svg.polygon(&corners, Paint::filled(INK));
}

/// Given: a full triangle. Stopped early or under way: half of one. Refused: an empty one. Not known
/// yet: a question mark.
pub(super) fn draw_bolus(svg: &mut Svg, (x, y): (f32, f32), state: BolusState) {
    let corners = [(x - 4.0, y + 3.5), (x + 4.0, y + 3.5), (x, y - 4.0)];
    let outline = Stroke::solid(PRIMARY, 1.0);
    let with = |fill| Paint {
        fill: Some(fill),
        stroke: Some(outline),
    };
    match state {
        BolusState::Given { .. } => svg.polygon(&corners, with(PRIMARY)),
        BolusState::StoppedEarly { .. } | BolusState::Running => {
            svg.polygon(&corners, with(PAPER));
            let half = [(x - 4.0, y + 3.5), (x, y + 3.5), (x, y - 4.0)];
            svg.polygon(&half, with(PRIMARY));
        }
        BolusState::Refused => svg.polygon(&corners, with(PAPER)),
        BolusState::Uncertain => {
            svg.circle(
                x,
                y,
                4.4,
                Paint {
                    fill: Some(PAPER),
                    stroke: Some(Stroke::solid(MUTED, 1.0)),
                },
            );
            let font = Type::new(SMALL, INK).bold().anchored(Anchor::Middle);
            svg.text(x, y + 2.6, font, "?");
        }
    }
}
