//! The diary and its days as tables for other programs: RFC 4180, UTF-8 without a mark at the
//! begin, CRLF, one line of names first. Codes are the same in every language; the columns are told
//! in the README of this crate.
//!
//! Responsible for rows and for guarding free text against programs that would run it. Leaves words
//! for people to the PDF.

mod days;
mod entries;
mod guard;

use crate::check::Checked;
use csv::{Terminator, Writer, WriterBuilder};

pub use guard::unguarded;

/// One row for every saved state of an entry and every measure that came up, and one for every
/// prompt without an answer. Corrected entries stay, and say so.
pub fn entries_csv(report: Checked<'_>) -> String {
    table(&entries::COLUMNS, entries::rows(report))
}

/// One row a day.
pub fn days_csv(report: Checked<'_>) -> String {
    table(&days::columns(report), days::rows(report))
}

fn table(columns: &[impl AsRef<str>], rows: Vec<Vec<String>>) -> String {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let names = columns.iter().map(|it| it.as_ref().to_owned()).collect();
    for row in std::iter::once(names).chain(rows) {
        writer
            .write_record(&row)
            .expect("a vector takes every write, and all rows are as long as the names");
    }
    let bytes = writer.into_inner().expect("a vector takes every write");
    String::from_utf8(bytes).expect("made of strings alone")
}

/// Nothing for what is not known: an empty field is never 0.
fn field(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |it| it.to_string())
}
