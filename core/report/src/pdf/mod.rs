//! The report as a tagged PDF (PDF/UA-1).
//!
//! Two steps: [`layout`] puts the content on pages (text measured, tables flowed, nothing cut off),
//! and [`write`] draws the pages and hands the tag tree to krilla, which checks PDF/UA on export.
//! Between them lies [`page::Laid`], which tests read instead of a PDF.

mod flow;
mod grid;
mod layout;
mod page;
mod text;
mod write;

use crate::chart::PictureError;
use crate::check::Checked;
use crate::content::content;
use crate::fonts::Fonts;
use cisterna_text::{Language, Texts};
use thiserror::Error;

#[cfg(test)]
pub(crate) use page::{BOTTOM, Child, HEIGHT, Laid, Role, SIDE, Shape, TEXT_WIDTH, TOP, Told};

/// Why no PDF came out. Says nothing of what the person told. SR-35
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PdfError {
    /// The built-in fonts lack the letters of the report's language.
    #[error(
        "the letters of this language need a font of the platform: pass one to `Fonts::with_platform`"
    )]
    FontMissing,
    /// The chart could not be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The file would not be a PDF/UA-1 file.
    #[error(
        "the PDF would not be accessible, so none was made: report this with the app's version"
    )]
    NotAccessible,
}

/// The report as PDF/UA-1 on A4, in the language of `texts`. The same input gives the same bytes.
///
/// # Errors
/// When a font is missing for the language, or krilla finds the file not accessible.
pub fn pdf(report: Checked<'_>, texts: &Texts, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let laid = lay(report, texts, fonts)?;
    write(&laid, report, texts)
}

pub(crate) fn write(
    laid: &page::Laid,
    report: Checked<'_>,
    texts: &Texts,
) -> Result<Vec<u8>, PdfError> {
    write::write(laid, report, texts)
}

pub(crate) fn lay(
    report: Checked<'_>,
    texts: &Texts,
    fonts: &Fonts,
) -> Result<page::Laid, PdfError> {
    let sample = texts.report_method_title() + &texts.report_result_title();
    if !fonts.covers(&sample) {
        return Err(PdfError::FontMissing);
    }
    layout::lay_out(&content(report, texts), texts, fonts)
}

/// The language of the words in the report.
pub(crate) const fn tag(language: Language) -> &'static str {
    match language {
        // made from English for tests of the layout; no reader knows its tag
        Language::Pseudo => "en",
        Language::English | Language::German | Language::Arabic => language.code(),
    }
}
