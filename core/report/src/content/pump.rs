//! What the pump was programmed to do, what changed, and how whole its log is.

use super::facts::{at, span};
use super::{Block, Table};
use crate::check::Checked;
use crate::input::{BolusState, Pump, When};
use crate::names;
use chrono::{NaiveTime, TimeDelta};
use cisterna_text::Texts;

pub(super) fn blocks(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let Some(pump) = &report.pump else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Heading(texts.report_pump_title())];
    blocks.push(Block::Text(prescription(report, texts, pump)));
    blocks.extend(changes(report, texts));
    blocks.extend(doubtful(report, texts));
    blocks.push(Block::Heading(texts.report_log_title()));
    if report.log_gaps.is_empty() {
        blocks.push(Block::Text(texts.report_log_whole()));
    }
    blocks.extend(report.log_gaps.iter().map(|gap| {
        let cause = names::gap(texts, gap.cause);
        Block::Text(texts.report_log_gap(cause, span(report, texts, gap.span)))
    }));
    blocks
}

fn prescription(report: Checked<'_>, texts: &Texts, pump: &Pump) -> String {
    let read = texts.report_pump_read(
        &texts.concentration(pump.concentration_ng_per_ml),
        names::drug(texts, pump.drug),
        at(report, texts, pump.read),
    );
    let steps: Vec<_> = pump
        .program
        .iter()
        .map(|step| {
            let minutes = TimeDelta::minutes(step.from_min.into());
            let (time, _) = NaiveTime::MIN.overflowing_add_signed(minutes);
            texts.report_pump_step(&texts.dose_an_hour(step.rate_ng_per_h), texts.time(time))
        })
        .collect();
    let mut sentences = vec![read];
    if !steps.is_empty() {
        sentences.push(texts.report_pump_program(steps.join("; ")));
    }
    sentences.push(match pump.bolus {
        Some(bolus) => texts.report_pump_bolus(
            bolus.most_per_window,
            &texts.dose(bolus.dose_ng),
            &texts.duration(bolus.lockout_s.into()),
            &texts.duration(bolus.window_s.into()),
        ),
        None => texts.report_pump_no_bolus(),
    });
    sentences.join(" ")
}

fn changes(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    if report.program_changes.is_empty() {
        return vec![Block::Text(texts.report_changes_none())];
    }
    let rows = report.program_changes.iter().map(|change| {
        let a_day = |ng| texts.dose_a_day(ng).screen;
        vec![
            when(report, texts, change.when),
            change
                .before_ng_per_day
                .map_or_else(|| texts.report_not_known(), a_day),
            a_day(change.after_ng_per_day),
            change
                .bolus_ng
                .map_or_else(|| texts.report_none(), |ng| texts.dose(ng).screen),
        ]
    });
    let table = Table {
        head: vec![
            texts.report_column_when(),
            texts.report_column_basal_before(),
            texts.report_column_basal_after(),
            texts.report_column_bolus(),
        ],
        rows: rows.collect(),
    };
    vec![
        Block::Heading(texts.report_changes_title()),
        Block::Table(table),
    ]
}

/// The boluses whose number alone would mislead. SR-41, SR-06
fn doubtful(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let plain = |state: BolusState| match state {
        BolusState::Given { .. } => true,
        BolusState::StoppedEarly { .. }
        | BolusState::Running
        | BolusState::Refused
        | BolusState::Uncertain => false,
    };
    let rows: Vec<_> = report
        .boluses
        .iter()
        .filter(|it| !plain(it.state))
        .map(|bolus| {
            vec![
                when(report, texts, bolus.when),
                texts.dose(bolus.programmed_ng).screen,
                names::bolus(texts, bolus.state),
                names::origin(texts, bolus.origin),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = vec![
        texts.report_column_when(),
        texts.report_column_programmed(),
        texts.report_column_outcome(),
        texts.report_column_asked_by(),
    ];
    vec![
        Block::Heading(texts.report_doubtful_title()),
        Block::Table(Table { head, rows }),
    ]
}

fn when(report: Checked<'_>, texts: &Texts, when: When) -> String {
    match when {
        When::At(moment) => at(report, texts, moment),
        When::Within(within) => span(report, texts, within),
    }
}
