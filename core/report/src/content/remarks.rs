//! What the person wrote.

use super::facts::at;
use super::{Block, Table};
use crate::check::Checked;
use cisterna_text::Texts;

pub(super) fn blocks(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let rows: Vec<_> = report
        .entries
        .iter()
        .filter_map(|entry| {
            let note = entry.answers()?.note.trim();
            let when = at(report, texts, entry.at()?);
            (!note.is_empty()).then(|| vec![when, note.to_owned()])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = vec![texts.report_column_when(), texts.report_column_remark()];
    vec![
        Block::Heading(texts.report_remarks_title()),
        Block::Table(Table { head, rows }),
    ]
}
