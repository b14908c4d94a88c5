//! The shortest scenario that still fails: steps and faults are taken away while the same row fails.

use crate::canary::Canary;
use crate::scenario::{Act, Scenario};
use crate::world::{WorldError, run};

/// Runs that shrinking takes at most.
const RUNS: u32 = 400;

/// Takes away from `scenario` what the violation of `row` does not need.
///
/// # Errors
/// [`WorldError`].
pub(crate) fn shrink(
    scenario: &Scenario,
    canary: Option<Canary>,
    row: &str,
) -> Result<Scenario, WorldError> {
    let mut best = scenario.clone();
    let mut runs = 0;
    let mut chunk = best.steps.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < best.steps.len() && runs < RUNS {
            let mut fewer = best.clone();
            let end = (at + chunk).min(fewer.steps.len());
            fewer.steps.drain(at..end);
            runs += 1;
            if fails(&fewer, canary, row)? {
                best = fewer;
            } else {
                at += chunk;
            }
        }
        if chunk == 1 || runs >= RUNS {
            break;
        }
        chunk = chunk.div_ceil(2);
    }
    fewer_faults(best, canary, row)
}

fn fewer_faults(
    mut best: Scenario,
    canary: Option<Canary>,
    row: &str,
) -> Result<Scenario, WorldError> {
    for step in 0..best.steps.len() {
        let mut fewer = best.clone();
        if let Act::Visit { faults, .. } = &mut fewer.steps[step].act
            && !faults.is_empty()
        {
            faults.clear();
            if fails(&fewer, canary, row)? {
                best = fewer;
            }
        }
    }
    if let Some(last) = best.steps.last() {
        let mut shorter = best.clone();
        shorter.length_s = (last.at_s + 7_200).min(best.length_s);
        if fails(&shorter, canary, row)? {
            best = shorter;
        }
    }
    Ok(best)
}

fn fails(scenario: &Scenario, canary: Option<Canary>, row: &str) -> Result<bool, WorldError> {
    let run = run(scenario, canary)?;
    Ok(run.trace.violations.iter().any(|it| it.row == row))
}
