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
use thiserror::Error;

pub use guard::unguarded;

/// Why no table came out. Says nothing of what the person told. SR-35
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CsvError {
    /// The memory did not take a row.
    #[error("the table could not be written: report a shorter time")]
    NotWritten,
}

/// One row for every saved state of an entry and every measure that came up, and one for every
/// prompt without an answer. Corrected entries stay, and say so.
///
/// # Errors
/// When the memory does not take it.
pub fn entries_csv(report: &Checked<'_>) -> Result<String, CsvError> {
    table(&entries::COLUMNS, entries::rows(report))
}

/// One row a day.
///
/// # Errors
/// When the memory does not take it.
pub fn days_csv(report: &Checked<'_>) -> Result<String, CsvError> {
    table(&days::columns(report), days::rows(report))
}

fn table(
    columns: &[impl AsRef<[u8]>],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<String, CsvError> {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |row: &mut dyn Iterator<Item = &[u8]>| {
        let written = writer.write_record(row);
        written.map_err(|_| CsvError::NotWritten)
    };
    write(&mut columns.iter().map(AsRef::as_ref))?;
    for row in rows {
        write(&mut row.iter().map(String::as_bytes))?;
    }
    let bytes = writer.into_inner().map_err(|_| CsvError::NotWritten)?;
    String::from_utf8(bytes).map_err(|_| CsvError::NotWritten)
}

/// Nothing for what is not known: an empty field is never 0.
fn field(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |it| it.to_string())
}
