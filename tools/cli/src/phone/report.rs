//! The clinic's report, and the pictures.

use super::Phone;
use crate::args::report::ReportArgs;
use crate::error::CliError;
use crate::out::Report;
use crate::private_file;
use cisterna_core::Locale;
use cisterna_core::report::{
    Chart, Checked, Fonts, days_csv, entries_csv, fhir_bundle, pdf, residual_chart, trial_chart,
};
use cisterna_core::text::Language;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Width of a PNG, in pixels.
const PNG_WIDTH: u32 = 1_600;

/// Makes what was asked for.
///
/// # Errors
/// [`CliError`]; files that were finished before stay.
pub(crate) fn report(phone: &mut Phone, args: &ReportArgs) -> Result<Report, CliError> {
    if let Some(tag) = &args.language {
        let language = Language::for_tag(tag);
        let unknown = || CliError::Usage(format!("no texts in `{tag}`: use en or de"));
        let locale = Locale {
            language: language.ok_or_else(unknown)?,
            ..Locale::default()
        };
        phone.companion.set_locale(locale)?;
    }
    let mut made = Vec::new();
    of_trial(phone, args, &mut made)?;
    if let Some(path) = &args.residual {
        let forecast = phone.companion.residual_forecast(args.days_ahead)?;
        let none = || CliError::Usage("no forecast: read a filled pump first".to_owned());
        let chart = residual_chart(&forecast.ok_or_else(none)?, phone.companion.texts());
        picture(path, &chart.map_err(usage)?, &mut made)?;
    }
    if made.is_empty() {
        let what = "name at least one file: --pdf, --fhir, --entries-csv, --days-csv, --chart or \
                    --residual";
        return Err(CliError::Usage(what.to_owned()));
    }
    let lines: Vec<String> = made
        .iter()
        .map(|it| format!("  {}", it.display()))
        .collect();
    let text = format!("Written:\n{}", lines.join("\n"));
    Ok(Report::done(text, json!({"files": made})))
}

fn of_trial(phone: &Phone, args: &ReportArgs, made: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let wanted = [
        &args.pdf,
        &args.fhir,
        &args.entries_csv,
        &args.days_csv,
        &args.chart,
    ];
    if wanted.iter().all(|it| it.is_none()) {
        return Ok(());
    }
    let report = phone.companion.report()?;
    let checked = Checked::new(&report).map_err(usage)?;
    let (texts, fonts) = (phone.companion.texts(), Fonts::built_in());
    if let Some(path) = &args.pdf {
        write(path, &pdf(checked, texts, &fonts).map_err(usage)?, made)?;
    }
    if let Some(path) = &args.fhir {
        let bundle = fhir_bundle(checked, texts);
        write(path, bundle.as_bytes(), made)?;
    }
    if let Some(path) = &args.entries_csv {
        let table = entries_csv(checked);
        write(path, table.as_bytes(), made)?;
    }
    if let Some(path) = &args.days_csv {
        let table = days_csv(checked);
        write(path, table.as_bytes(), made)?;
    }
    if let Some(path) = &args.chart {
        picture(path, &trial_chart(checked, texts), made)?;
    }
    Ok(())
}

fn picture(path: &Path, chart: &Chart, made: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let ending = path.extension().and_then(|it| it.to_str());
    match ending {
        Some("svg") => write(path, chart.svg.as_bytes(), made),
        Some("png") => {
            let bytes = chart.png(&Fonts::built_in(), PNG_WIDTH).map_err(usage)?;
            write(path, &bytes, made)
        }
        Some(_) | None => Err(CliError::Usage(format!(
            "{}: a picture's name ends with .svg or .png",
            path.display()
        ))),
    }
}

/// Health data: the owner alone reads it.
fn write(path: &Path, bytes: &[u8], made: &mut Vec<PathBuf>) -> Result<(), CliError> {
    private_file::replace(path, bytes)?;
    made.push(path.to_owned());
    Ok(())
}

/// What a format could not do is a sentence that says what to change.
#[allow(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn usage(error: impl ToString) -> CliError {
    CliError::Usage(error.to_string())
}
