//! What the program does: runs, a bar of progress, a table at the end.

use crate::canary::{self, Canary};
use crate::generate::generate;
use crate::scenario::{Scenario, ScenarioError};
use crate::world::{Run, WorldError, run};
use crate::{parallel, picture, search, shrink};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Violations that are printed one by one.
const TOLD: usize = 20;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No world.
    #[error(transparent)]
    World(#[from] WorldError),
    /// No scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A file.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// No such canary.
    #[error("there is no canary of that name; `canaries` lists them")]
    NoCanary,
}

fn bar(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}");
    let bar = ProgressBar::new(length as u64);
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

/// Runs seeds. Returns whether everything held.
///
/// # Errors
/// [`CommandError`].
pub fn seeds(
    from: u64,
    count: u64,
    days: u64,
    canary: Option<&str>,
    out: &Path,
) -> Result<bool, CommandError> {
    let canary = match canary {
        Some(name) => Some(Canary::named(name).ok_or(CommandError::NoCanary)?),
        None => None,
    };
    let cases: Vec<u64> = (from..from + count).collect();
    let began = Instant::now();
    let bar = bar(cases.len());
    let work = |seed: &u64| run(&generate(*seed, days), canary).map(|run| (*seed, run));
    let runs = parallel::over(&cases, work, || bar.inc(1));
    bar.finish_and_clear();
    let runs: Vec<(u64, Run)> = runs.into_iter().collect::<Result<_, _>>()?;
    let failed: Vec<&(u64, Run)> = runs
        .iter()
        .filter(|(_, run)| !run.trace.violations.is_empty())
        .collect();
    for (seed, run) in failed.iter().take(TOLD) {
        for violation in run.trace.violations.iter().take(2) {
            let at_s = violation.at_ms / 1_000;
            println!(
                "seed {seed}, {at_s} s: {} {}",
                violation.row, violation.what
            );
        }
    }
    table(&runs, days, began.elapsed().as_secs_f64());
    if let Some((seed, run)) = failed.first() {
        keep(*seed, days, canary, run, out)?;
    }
    Ok(failed.is_empty())
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a rate on a screen; nothing clinical"
)]
fn table(runs: &[(u64, Run)], days: u64, took_s: f64) {
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, run) in runs {
        let mut seen = Vec::new();
        for violation in &run.trace.violations {
            if !seen.contains(&violation.row) {
                seen.push(violation.row);
                *rows.entry(violation.row).or_default() += 1;
            }
        }
    }
    let sum = |of: fn(&Run) -> usize| runs.iter().map(|(_, run)| of(run)).sum::<usize>();
    let simulated_s = runs.len() as f64 * days as f64 * 86_400.0;
    println!("seeds            {:>12}", runs.len());
    println!("simulated days   {:>12}", runs.len() as u64 * days);
    println!("strokes          {:>12}", sum(|run| run.strokes.len()));
    println!("boluses          {:>12}", sum(|run| run.boluses));
    println!("visits           {:>12}", sum(|run| run.visits as usize));
    println!("starts of pumps  {:>12}", sum(|run| run.boots as usize));
    println!("seconds          {took_s:>12.1}");
    println!("times real time  {:>12.0}", simulated_s / took_s.max(0.001));
    for (row, seeds) in rows {
        println!("VIOLATED {row:<8}{seeds:>12} seeds");
    }
}

fn keep(
    seed: u64,
    days: u64,
    canary: Option<Canary>,
    failed: &Run,
    out: &Path,
) -> Result<(), CommandError> {
    let Some(violation) = failed.trace.violations.first() else {
        return Ok(());
    };
    let shortest = shrink::shrink(&generate(seed, days), canary, violation.row)?;
    let again = run(&shortest, canary)?;
    fs::create_dir_all(out)?;
    let scenario = out.join(format!("seed-{seed}.toml"));
    let drawing = out.join(format!("seed-{seed}.html"));
    fs::write(&scenario, shortest.to_text())?;
    fs::write(&drawing, picture::html(&shortest, &again))?;
    println!(
        "seed {seed} in {} steps: {}",
        shortest.steps.len(),
        scenario.display()
    );
    println!("its picture: {}", drawing.display());
    Ok(())
}

/// Runs one seed or scenario and draws it. Returns whether everything held.
///
/// # Errors
/// [`CommandError`].
pub fn show(what: &str, days: u64, drawing: &Path) -> Result<bool, CommandError> {
    let scenario = match what.parse() {
        Ok(seed) => generate(seed, days),
        Err(_) => Scenario::parse(&fs::read_to_string(what)?)?,
    };
    let run = run(&scenario, None)?;
    for line in &run.trace.lines {
        println!("{:>9} {:?}: {}", line.at_ms / 1_000, line.side, line.what);
    }
    for violation in &run.trace.violations {
        println!("VIOLATED {} {}", violation.row, violation.what);
    }
    println!("trace {}", run.trace.digest());
    if let Some(folder) = drawing.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(drawing, picture::html(&scenario, &run))?;
    Ok(run.trace.violations.is_empty())
}

/// The exhaustive search. Returns whether everything held.
///
/// # Errors
/// [`CommandError`].
pub fn search(depth: u8) -> Result<bool, CommandError> {
    let points = search::points()?;
    let cases = if depth >= 2 {
        search::depth_2(&points)
    } else {
        search::depth_1(&points)
    };
    let (events, bytes) = (points.events.len(), points.bytes.len());
    println!(
        "{events} events, {bytes} bytes, {} cases at depth {depth}",
        cases.len()
    );
    let bar = bar(cases.len());
    let found = parallel::over(&cases, search::judge, || bar.inc(1));
    bar.finish_and_clear();
    let found: Vec<Option<String>> = found.into_iter().collect::<Result<_, _>>()?;
    let bad: Vec<String> = found.into_iter().flatten().collect();
    for what in bad.iter().take(TOLD) {
        println!("{what}");
    }
    println!("{} cases, {} violations", cases.len(), bad.len());
    Ok(bad.is_empty())
}

/// Every canary. Returns whether each was caught by a row that it should be caught by.
///
/// # Errors
/// [`CommandError`].
pub fn canaries(seeds: u64) -> Result<bool, CommandError> {
    let caught = parallel::over(canary::ALL, |canary| catch(*canary, seeds), || {});
    let mut all = true;
    for (canary, caught) in canary::ALL.iter().zip(caught) {
        let caught = caught?;
        all &= caught.is_some();
        let by = caught.map_or("NOT CAUGHT".to_owned(), |(seed, row)| {
            format!("{row}, seed {seed}")
        });
        println!("{:<28} {by:<20} {}", canary.name, canary.about);
    }
    Ok(all)
}

/// The first seed that catches a canary, and the row.
///
/// # Errors
/// [`WorldError`].
pub fn catch(canary: Canary, seeds: u64) -> Result<Option<(u64, &'static str)>, WorldError> {
    for seed in 1..=seeds {
        let run = run(&generate(seed, 7), Some(canary))?;
        let row = run.trace.violations.iter().map(|it| it.row);
        if let Some(row) = row.into_iter().find(|row| canary.caught_by.contains(row)) {
            return Ok(Some((seed, row)));
        }
    }
    Ok(None)
}
