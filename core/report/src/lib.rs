#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod chart;
mod check;
mod codes;
mod content;
mod csv;
mod fhir;
mod fonts;
mod input;
mod look;
mod names;
mod pdf;
mod phrases;

#[cfg(test)]
extern crate self as cisterna_report;
#[cfg(test)]
#[path = "../samples/mod.rs"]
mod samples;
#[cfg(test)]
mod tests;

pub use chart::{
    Chart, PNG_WIDTHS_PX, PictureError, ResidualError, ResidualForecast, ResidualPoint, Twin,
    residual_chart, trial_chart,
};
pub use check::{Checked, DAYS_MAX, ENTRIES_MAX, InputError, ROWS_MAX, TEXT_MAX_CHARS};
pub use csv::{days_csv, entries_csv, unguarded};
pub use fhir::fhir_bundle;
pub use fonts::{FontError, Fonts};
pub use input::*;
pub use pdf::{PdfError, pdf};
