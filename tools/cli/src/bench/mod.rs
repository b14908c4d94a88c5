//! Figures of the rules, the firmware and the sync, measured on this machine.
//!
//! Responsible for what is measured and how it is told. Everything runs in this process: the real
//! firmware on flash in memory, the real core over a link in memory. The figures are of the build
//! that prints them: ask a release build.

mod decision;
mod patient;
mod world;

use crate::error::CliError;
use crate::out::{Out, Report};
use indicatif::ProgressBar;
use serde_json::json;
use std::time::{Duration, Instant};
use world::World;

/// A year of the pump, s.
const YEAR_S: u64 = 365 * 86_400;
/// Records that the sync is measured with.
const SYNC_RECORDS: u32 = 10_000;
/// Most years until the log holds them.
const MOST_YEARS: u32 = 8;

/// Measures.
///
/// # Errors
/// [`CliError`].
pub(crate) fn run(out: Out) -> Result<Report, CliError> {
    let bar = if out.shows_progress() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    };
    bar.enable_steady_tick(Duration::from_millis(100));
    bar.set_message("a year of the pump");
    let home = tempfile::tempdir();
    let home = home.map_err(CliError::file("make", std::path::Path::new("a folder")))?;
    let mut world = World::new(home.path())?;
    let decided = decision::measure(world.engine())?;
    let began = Instant::now();
    let wakes = world.run_a_year()?;
    let year_ms = ms(began.elapsed());
    let mut years = 1;
    while world.records() < SYNC_RECORDS && years < MOST_YEARS {
        world.run_a_year()?;
        years += 1;
    }
    bar.set_message("copying the log");
    let synced = patient::sync(&world, home.path(), SYNC_RECORDS)?;
    bar.finish_and_clear();
    Ok(report(&decided, year_ms, wakes, &synced))
}

fn report(
    decided: &decision::Decided,
    year_ms: u64,
    wakes: u64,
    synced: &patient::Synced,
) -> Report {
    let wakes_a_day = wakes / 365;
    let records_a_s = u64::from(synced.records) * 1_000 / synced.took_ms.max(1);
    let build = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    let text = format!(
        "Measured ({build} build):\n  \
         one decision, window full of {} boluses   {:>9} ns\n  \
         a simulated year of the pump             {:>9} ms  ({} times real time)\n  \
         wake-ups a day, usual program            {:>9}\n  \
         {} log records into the database      {:>9} ms  ({records_a_s} records/s)",
        decided.boluses,
        decided.request_ns,
        year_ms,
        YEAR_S * 1_000 / year_ms.max(1),
        wakes_a_day,
        synced.records,
        synced.took_ms,
    );
    let json = json!({
        "build": build,
        "decision_boluses_in_window": decided.boluses,
        "decision_ns": decided.request_ns,
        "pump_year_ms": year_ms,
        "pump_year_times_real": YEAR_S * 1_000 / year_ms.max(1),
        "wakes_per_day": wakes_a_day,
        "sync_records": synced.records,
        "sync_records_per_s": records_a_s,
        "sync_ms": synced.took_ms,
    });
    Report::done(text, json)
}

fn ms(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[allow(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn failed(what: impl ToString) -> CliError {
    CliError::Bench(what.to_string())
}
