//! The chart in words: the same days, values, gaps and lines. SR-50

use super::Picture;
use crate::chart::Twin;
use crate::input::{Answer, Day, DayDose, Entry, Measure, Timing};
use crate::phrases::{self, LINES_PERCENT};
use crate::{content, names};

impl Picture<'_, '_> {
    pub(super) fn twin(&self) -> Twin {
        let mut sentences = vec![self.texts.report_twin_title(
            names::measure_with_scale(self.texts, self.lead),
            self.span(),
        )];
        if let Some(beside) = self.beside {
            let name = names::measure_with_scale(self.texts, beside);
            sentences.push(self.texts.report_twin_beside(name));
        }
        sentences.extend(self.baseline());
        let mut head = vec![self.texts.report_column_day(), self.measure_name(self.lead)];
        head.extend(self.beside.map(|it| self.measure_name(it)));
        let with_pump = self.report.days.iter().any(|it| it.dose.is_some());
        if with_pump {
            head.push(self.texts.report_column_basal());
            head.push(self.texts.report_column_boluses());
        }
        let rows = self.report.days.iter().map(|day| {
            let mut row = vec![content::day_name(self.report, self.texts, day)];
            row.push(self.values(day, self.lead));
            row.extend(self.beside.map(|it| self.values(day, it)));
            if with_pump {
                row.push(self.basal(day));
                row.push(day.boluses.map_or_else(
                    || self.texts.report_no_pump(),
                    |it| self.texts.report_boluses(it.asked(), it.given),
                ));
            }
            row
        });
        let rows: Vec<_> = rows.collect();
        Twin::new(&sentences, &head, &rows)
    }

    fn span(&self) -> String {
        let plan = &self.report.plan;
        let date = |moment| self.texts.date(self.report.local(moment).date());
        self.texts
            .report_span(date(plan.baseline.from), date(plan.trial.until))
    }

    fn baseline(&self) -> Vec<String> {
        let Some(result) = self.result() else {
            return Vec::new();
        };
        let Some(mean) = phrases::mean(self.texts, result.baseline) else {
            return vec![self.texts.report_twin_no_before()];
        };
        let most = *self.lead.range().end();
        let most = self.texts.integer(most.into());
        let count = result.baseline.count;
        let mut all = vec![self.texts.report_twin_before(count, mean, most)];
        if phrases::has_lines(result) {
            let better = self.lead.better();
            all.extend(LINES_PERCENT.map(|percent| {
                let value = phrases::line_value(self.texts, better, result.baseline, percent);
                self.texts.report_twin_line(percent, value)
            }));
        } else {
            all.extend(phrases::reason(self.texts, result));
        }
        all
    }

    /// Every answer of a day, and every prompt without one.
    fn values(&self, day: &Day, measure: Measure) -> String {
        let of_day = self.report.entries.iter().filter(|entry| {
            let at = entry.at().map(|it| self.report.local(it).date());
            at == Some(day.date)
        });
        let all: Vec<_> = of_day
            .filter_map(|entry| self.value(entry, measure))
            .collect();
        if all.is_empty() {
            return self.texts.report_not_asked();
        }
        all.join("; ")
    }

    fn value(&self, entry: &Entry, measure: Measure) -> Option<String> {
        match entry.answer(measure) {
            Some(Answer::Given(value)) => {
                let value = self.texts.integer(value.into());
                Some(match entry.timing {
                    Timing::Late => self.texts.report_twin_late(value),
                    Timing::Spontaneous => self.texts.report_twin_unprompted(value),
                    Timing::OnTime | Timing::Skipped | Timing::Missing => value,
                })
            }
            Some(Answer::Skipped) => Some(self.texts.report_twin_skipped()),
            Some(Answer::NotAsked) => None,
            None => Some(self.texts.report_twin_missing()),
        }
    }

    fn basal(&self, day: &Day) -> String {
        let amount = |ng| phrases::micrograms(self.texts, ng);
        match day.dose {
            Some(DayDose::Whole { basal_ng, .. }) => amount(basal_ng),
            Some(DayDose::AtLeast { basal_ng, .. }) => self.texts.report_at_least(amount(basal_ng)),
            Some(DayDose::NotKnown) => self.texts.report_not_known(),
            None => self.texts.report_no_pump(),
        }
    }
}
