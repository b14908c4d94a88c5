//! The report for the clinic: what the phone keeps, in the report's own terms.
//!
//! Responsible for turning a diary, a log and a reading into the plain data of `cisterna-report`.
//! Leaves pages, pictures and formats to that crate.

mod diary;
mod pump;
mod results;

use crate::companion::DiaryBasis;
use crate::pump::doses::DayDoses;
use crate::trial::{OralMedicine, Zones};
use cisterna_report as out;

pub use cisterna_report::{
    Chart, Checked, Fonts, days_csv, entries_csv, fhir_bundle, pdf, residual_chart, trial_chart,
};
pub(crate) use pump::{PumpBasis, residual};

/// What a report is made from.
#[derive(Debug)]
pub(crate) struct ReportBasis<'a> {
    pub(crate) diary: &'a DiaryBasis,
    pub(crate) doses: &'a DayDoses,
    pub(crate) medicines: &'a [OralMedicine],
    pub(crate) pump: Option<PumpBasis<'a>>,
    pub(crate) person: Option<String>,
}

/// Why there is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReport {
    /// The plan has no trial.
    #[error("the plan has no trial to report: start one, or share the diary as a table")]
    NoTrial,
}

/// The report of the trial.
pub(crate) fn report(basis: &ReportBasis<'_>) -> Result<out::Report, NoReport> {
    let spec = basis.diary.plan.spec();
    let trial = spec.trial.as_ref().ok_or(NoReport::NoTrial)?;
    let diary = basis.diary.diary();
    let results = diary.results().ok_or(NoReport::NoTrial)?;
    let zones = &basis.diary.zones;
    let spans = results::spans(trial, zones);
    let now = moment_at(zones, basis.diary.now_utc_ms);
    let of_report = |utc_ms: i64| {
        utc_ms >= spans.baseline.from.utc_ms && utc_ms < spans.trial.until.utc_ms + AFTER_MS
    };
    let has_pump = basis.pump.is_some();
    Ok(out::Report {
        created: now,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        person: basis.person.clone(),
        plan: out::Plan {
            purpose: results::purpose(spec.purpose),
            drug: basis.diary.plan.drug().map(results::drug),
            method: results::method(&trial.method, &results, zones),
            lead: results::measure(spec.lead),
            measures: spec
                .purpose
                .measures()
                .iter()
                .map(|it| results::measure(*it))
                .collect(),
            baseline: spans.baseline,
            trial: spans.trial,
            ended_early: results::ended_early(&results),
            goal: spec.goal.clone(),
        },
        entries: diary::entries(basis.diary, &diary, &of_report),
        days: diary::days(&diary, basis.doses, basis.pump.as_ref(), spans, has_pump),
        results: results::results(&results, &diary, &trial.method),
        boluses: pump::boluses(basis.pump.as_ref(), zones, &of_report),
        program_changes: pump::program_changes(basis.pump.as_ref(), zones, &of_report),
        oral_medicines: basis.medicines.iter().map(diary::medicine).collect(),
        pump: basis.pump.as_ref().and_then(|it| pump::facts(it, zones)),
        log_gaps: pump::gaps(basis.pump.as_ref(), zones, now),
    })
}

/// Entries up to a day after the trial belong to it: the last prompts may be answered late.
const AFTER_MS: i64 = crate::civil::DAY_MS;

/// The parts of a trial.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spans {
    pub(crate) baseline: out::Span,
    pub(crate) trial: out::Span,
}

/// An instant in the report's terms.
pub(crate) const fn moment(at: crate::civil::Moment) -> out::Moment {
    out::Moment {
        utc_ms: at.utc_ms,
        offset_s: at.offset_s,
    }
}

pub(crate) fn moment_at(zones: &Zones, utc_ms: i64) -> out::Moment {
    moment(zones.moment(utc_ms))
}
