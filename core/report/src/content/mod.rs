//! What stands in the report, in its order, in words: no place on a page yet, no PDF.
//!
//! Responsible for what a doctor reads and in which order. Leaves pages to [`crate::pdf`], pictures
//! to [`crate::chart`], and every number to the input.

mod days;
mod facts;
mod headline;
mod medicines;
mod pump;
mod remarks;
mod results;

use crate::chart::{Chart, trial_chart};
use crate::check::Checked;
use crate::input::Method;
use crate::names;
use cisterna_text::Texts;

pub(crate) use days::day_name;

/// A table whose first column names its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// The head of a section.
    Heading(String),
    /// Names and what they stand for.
    Facts(Vec<(String, String)>),
    /// The result, set apart.
    Result {
        title: String,
        lead: Vec<String>,
        rest: Vec<String>,
    },
    /// A paragraph.
    Text(String),
    /// A paragraph of small print.
    Small(String),
    /// A table.
    Table(Table),
    /// A picture and its words.
    Figure(Chart),
}

/// The whole report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Content {
    pub(crate) title: String,
    pub(crate) footer: String,
    pub(crate) blocks: Vec<Block>,
}

pub(crate) fn content(report: Checked<'_>, texts: &Texts) -> Content {
    let title = names::title(texts, report.plan.purpose, report.plan.drug);
    let made = texts.date_and_time(report.local(report.created));
    let footer = texts.report_footer(&made, &title, &report.app_version);
    let chart = trial_chart(report, texts);
    let mut blocks = vec![
        Block::Facts(facts::facts(report, texts)),
        headline::headline(report, texts),
        Block::Heading(texts.report_chart_title()),
        Block::Figure(chart),
    ];
    blocks.extend(results::blocks(report, texts));
    blocks.extend(days::blocks(report, texts));
    blocks.extend(days::side_effects(report, texts));
    blocks.extend(medicines::blocks(report, texts));
    blocks.extend(pump::blocks(report, texts));
    blocks.extend(remarks::blocks(report, texts));
    blocks.push(Block::Heading(texts.report_method_title()));
    blocks.push(Block::Small(match &report.plan.method {
        Method::Infusion { window_h, .. } => texts.report_method_text_infusion(*window_h),
        Method::SingleDoses => texts.report_method_text_doses(),
    }));
    blocks.push(Block::Small(texts.report_not_a_device()));
    Content {
        title,
        footer,
        blocks,
    }
}
