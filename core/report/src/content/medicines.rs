//! Medicines by mouth, and those taken on top.

use super::{Block, Table};
use crate::check::Checked;
use crate::input::Phase;
use crate::names;
use cisterna_text::Texts;
use std::collections::BTreeMap;

pub(super) fn blocks(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(texts.report_medicines_title())];
    blocks.push(by_mouth(report, texts));
    blocks.push(Block::Heading(texts.report_analgesics_title()));
    blocks.push(on_top(report, texts));
    blocks
}

fn by_mouth(report: Checked<'_>, texts: &Texts) -> Block {
    if report.oral_medicines.is_empty() {
        return Block::Text(texts.report_medicines_none());
    }
    let rows = report.oral_medicines.iter().map(|it| {
        vec![
            it.name.clone(),
            it.amount.clone(),
            texts.date(it.from),
            it.until
                .map_or_else(|| texts.report_goes_on(), |it| texts.date(it)),
            names::change(texts, it.change),
        ]
    });
    Block::Table(Table {
        head: vec![
            texts.report_column_medicine(),
            texts.report_column_amount(),
            texts.report_column_from(),
            texts.report_column_until(),
            texts.report_column_change(),
        ],
        rows: rows.collect(),
    })
}

/// Each medicine with how often it was told, before and in the trial.
fn on_top(report: Checked<'_>, texts: &Texts) -> Block {
    let mut counts: BTreeMap<(&str, &str), [u64; 2]> = BTreeMap::new();
    for entry in &report.entries {
        let told = entry.answers().and_then(|it| it.analgesics.told());
        for taken in told.into_iter().flatten() {
            let of = counts
                .entry((taken.name.trim(), taken.amount.trim()))
                .or_default();
            match entry.phase {
                Phase::Baseline => of[0] += u64::from(taken.count),
                Phase::Trial => of[1] += u64::from(taken.count),
                Phase::Outside => {}
            }
        }
    }
    counts.retain(|_, times| times.iter().any(|it| *it > 0));
    if counts.is_empty() {
        return Block::Text(texts.report_analgesics_none());
    }
    let number = |it: u64| texts.integer(i64::try_from(it).unwrap_or(i64::MAX));
    let rows = counts.iter().map(|((name, amount), times)| {
        vec![
            (*name).to_owned(),
            (*amount).to_owned(),
            number(times[0]),
            number(times[1]),
        ]
    });
    Block::Table(Table {
        head: vec![
            texts.report_column_medicine(),
            texts.report_column_amount(),
            texts.report_column_times_before(),
            texts.report_column_times_trial(),
        ],
        rows: rows.collect(),
    })
}
