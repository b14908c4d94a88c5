//! The table of results: each measure apart, with its lines. SR-50

use super::{Block, Table};
use crate::check::Checked;
use crate::input::{Answered, MeasureResult, Method, Outcome, Results, Tally, Value};
use crate::names;
use crate::phrases::{self, LINES_PERCENT};
use cisterna_text::Texts;

pub(super) fn blocks(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let table = match &report.results {
        Results::Infusion { measures, .. } => infusion(report, texts, measures),
        Results::SingleDoses { doses, .. } => {
            let given = doses.iter().filter(|it| !it.measures.is_empty());
            let rows = given.flat_map(|dose| {
                let amount = texts.dose(dose.dose_ng).screen;
                let row = move |(result, values): &(MeasureResult, Vec<Value>)| {
                    let mut row = vec![amount.clone()];
                    row.extend(self::row(texts, result, &best(texts, result, values)));
                    row
                };
                dose.measures.iter().map(row)
            });
            let mut head = vec![texts.report_column_dose()];
            head.extend(self::head(texts, texts.report_column_best()));
            Table {
                head,
                rows: rows.collect(),
            }
        }
    };
    if table.rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(texts.report_results_title()),
        Block::Table(table),
    ]
}

fn infusion(report: Checked<'_>, texts: &Texts, measures: &[MeasureResult]) -> Table {
    let hours = match &report.plan.method {
        Method::Infusion { window_h, .. } => *window_h,
        Method::SingleDoses => 0,
    };
    let rows = measures.iter().map(|result| {
        let after = mean_of(texts, result.result, result.result_answered);
        row(texts, result, &after)
    });
    Table {
        head: head(texts, texts.report_column_window(hours)),
        rows: rows.collect(),
    }
}

fn head(texts: &Texts, after: String) -> Vec<String> {
    let mut head = vec![
        texts.report_column_measure(),
        texts.report_column_before(),
        after,
        texts.report_column_answered_on_time(),
        texts.report_column_relief(),
    ];
    head.extend(LINES_PERCENT.map(|percent| texts.report_column_line(percent)));
    head
}

fn row(texts: &Texts, result: &MeasureResult, after: &str) -> Vec<String> {
    let mut row = vec![
        names::measure(texts, result.measure),
        mean_of(texts, result.baseline, result.baseline_answered),
        after.to_owned(),
        phrases::answered(texts, result.result_answered),
        phrases::outcome(texts, result),
    ];
    row.extend(LINES_PERCENT.map(|percent| line(texts, result, percent)));
    row
}

/// A question that did not come up is another thing than one that nobody answered. SR-50
fn mean_of(texts: &Texts, tally: Tally, answered: Answered) -> String {
    match phrases::mean(texts, tally) {
        Some(mean) => texts.report_mean_of(tally.count, mean),
        None if answered.asked == 0 => texts.report_not_asked(),
        None => texts.report_no_answer(),
    }
}

/// The answer that the result was taken from, with its hour.
fn best(texts: &Texts, result: &MeasureResult, values: &[Value]) -> String {
    let best = values
        .iter()
        .find(|it| result.result.count == 1 && u64::from(it.value) == result.result.sum);
    best.map_or_else(
        || texts.report_no_answer(),
        |it| texts.report_best_after(it.hours, texts.integer(it.value.into())),
    )
}

fn line(texts: &Texts, result: &MeasureResult, percent: u8) -> String {
    if !phrases::has_lines(result) {
        return texts.report_line_no();
    }
    let better = result.measure.better();
    let value = phrases::line_value(texts, better, result.baseline, percent);
    if !phrases::is_on_scale(result.measure, result.baseline, percent) {
        return texts.report_line_beyond(value);
    }
    match result.outcome {
        Outcome::Relief(fraction) if fraction.is_at_least(percent) => {
            texts.report_line_reached(value)
        }
        Outcome::Relief(_) => texts.report_line_not_reached(value),
        Outcome::BaselineZero | Outcome::NotEnoughData(_) | Outcome::NotAsked(_) => {
            texts.report_line_at(value)
        }
    }
}
