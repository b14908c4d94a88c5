//! Arguments of the report and of the pictures.

use clap::Args;
use std::path::PathBuf;

pub(crate) const REPORT: &str = "\
Make the clinic's report of the trial: pages, tables, FHIR, pictures.

Each option names a file; an existing one is replaced once the new one is whole. The PDF has one to
three pages and is tagged for screen readers; the bundle is FHIR R4. A picture is SVG, or PNG where
its name ends so. The decision is the clinic's: a report never says whether a trial succeeded.

Examples:
  cisterna report --pdf trial.pdf --fhir trial.json
  cisterna report --entries-csv entries.csv --days-csv days.csv --chart trial.png
  cisterna report --residual residual.svg --days-ahead 90";

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The pages
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Every prompt and entry as a table
    #[arg(long, value_name = "FILE")]
    pub(crate) entries_csv: Option<PathBuf>,
    /// Day by day as a table
    #[arg(long, value_name = "FILE")]
    pub(crate) days_csv: Option<PathBuf>,
    /// FHIR R4 bundle
    #[arg(long, value_name = "FILE")]
    pub(crate) fhir: Option<PathBuf>,
    /// The trial's chart, .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) chart: Option<PathBuf>,
    /// What will be left in the pump, .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) residual: Option<PathBuf>,
    /// Days ahead of that picture, 1 to 366
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=366))]
    pub(crate) days_ahead: u32,
    /// Language, as a tag (en, de); the settings' where it is absent
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
}
