//! The world on itself: it replays, the product holds in it, and what is broken is caught.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use cisterna_sim::canary::{self, Canary};
use cisterna_sim::generate::generate;
use cisterna_sim::scenario::Scenario;
use cisterna_sim::{command, search, world};
use std::fs;
use std::path::Path;

fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path| Scenario::parse(&fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().map(read).collect()
}

#[test]
fn one_seed_gives_the_same_trace_and_another_one_another() {
    let digest = |seed| {
        let run = world::run(&generate(seed, 2), None).unwrap();
        run.trace.digest()
    };
    assert_eq!(digest(5), digest(5));
    assert_ne!(digest(5), digest(6));
}

#[test]
fn every_scenario_holds() {
    let scenarios = scenarios();
    assert!(scenarios.len() >= 6);
    for scenario in scenarios {
        let run = world::run(&scenario, None).unwrap();
        assert_eq!(run.trace.violations, [], "{}", scenario.name);
    }
}

#[test]
fn a_scenario_survives_its_text() {
    let scenario = generate(3, 7);
    assert_eq!(Scenario::parse(&scenario.to_text()).unwrap(), scenario);
    assert!(Scenario::parse("name = 1").is_err());
}

#[test]
fn some_weeks_hold() {
    for seed in 1..=4 {
        let run = world::run(&generate(seed, 7), None).unwrap();
        assert_eq!(run.trace.violations, [], "seed {seed}");
    }
}

/// The first row that catches it: in a scenario, or in a week of a few seeds.
fn caught(canary: Canary) -> Option<String> {
    for scenario in scenarios() {
        let run = world::run(&scenario, Some(canary)).unwrap();
        let found = run.trace.violations.iter();
        let mut rows = found.map(|it| it.row);
        if let Some(row) = rows.find(|row| canary.caught_by.contains(row)) {
            return Some(row.to_owned());
        }
    }
    let by_seed = command::catch(canary, 4).unwrap();
    by_seed.map(|(_, row)| row.to_owned())
}

#[test]
fn every_canary_is_caught() {
    assert!(canary::ALL.len() >= 10);
    let missed: Vec<&str> = canary::ALL
        .iter()
        .filter(|canary| caught(**canary).is_none())
        .map(|canary| canary.name)
        .collect();
    assert_eq!(missed, [""; 0]);
}

#[test]
fn one_request_holds_at_every_kill_frame_and_write() {
    let points = search::points().unwrap();
    assert!(points.events.len() > 100, "{}", points.events.len());
    println!("{} cases", points.events.len());
    for fault in &points.events {
        let bad = search::judge(&(vec![*fault], Vec::new())).unwrap();
        assert_eq!(bad, None);
    }
}
