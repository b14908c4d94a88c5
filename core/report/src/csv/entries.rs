//! Entries, in long form.

use super::{field, guard::guarded};
use crate::check::Checked;
use crate::codes;
use crate::input::{Answer, Entry, Measure, Version};

pub(super) const COLUMNS: [&str; 16] = [
    "entry_id",
    "corrects_entry_id",
    "counts",
    "phase",
    "prompt_utc",
    "prompt_local",
    "state",
    "saved_utc",
    "offset_minutes",
    "saved_local",
    "measure",
    "answer",
    "value",
    "side_effects",
    "analgesics",
    "note",
];

const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";
const UTC: &str = "%Y-%m-%dT%H:%M:%SZ";

pub(super) fn rows(report: Checked<'_>) -> Vec<Vec<String>> {
    report
        .entries
        .iter()
        .flat_map(|entry| rows_of(report, entry))
        .collect()
}

fn rows_of(report: Checked<'_>, entry: &Entry) -> Vec<Vec<String>> {
    if entry.versions.is_empty() {
        let measures = report.plan.measures.iter();
        let row = |measure: &Measure| row(report, entry, None, Some((*measure, Answer::NotAsked)));
        return measures.map(row).collect();
    }
    let versions = 0..entry.versions.len();
    versions
        .flat_map(|place| rows_of_version(report, entry, place))
        .collect()
}

fn rows_of_version(report: Checked<'_>, entry: &Entry, place: usize) -> Vec<Vec<String>> {
    let answers = &entry.versions[place].answers;
    let came_up = Measure::ALL
        .into_iter()
        .map(|measure| (measure, answers.of(measure)))
        .filter(|(_, answer)| *answer != Answer::NotAsked);
    let rows: Vec<_> = came_up
        .map(|it| row(report, entry, Some(place), Some(it)))
        .collect();
    if rows.is_empty() {
        // a remark or a side effect alone
        return vec![row(report, entry, Some(place), None)];
    }
    rows
}

fn row(
    report: Checked<'_>,
    entry: &Entry,
    place: Option<usize>,
    asked: Option<(Measure, Answer)>,
) -> Vec<String> {
    let version = place.and_then(|it| entry.versions.get(it));
    let earlier = place.and_then(|it| it.checked_sub(1));
    let corrects = earlier.and_then(|it| entry.versions.get(it));
    let counts = place.is_none_or(|it| it + 1 == entry.versions.len());
    let local = |moment| report.local(moment).format(LOCAL).to_string();
    let utc = |moment: crate::Moment| {
        let at = crate::Moment {
            offset_s: 0,
            ..moment
        };
        report.local(at).format(UTC).to_string()
    };
    let (answer, value) = match asked.map(|(_, answer)| answer) {
        Some(Answer::Given(value)) => ("given", Some(value)),
        Some(Answer::Skipped) => ("skipped", None),
        // a question of a prompt that nobody answered
        Some(Answer::NotAsked) => ("missing", None),
        None => ("", None),
    };
    vec![
        field(version.map(|it| it.id)),
        field(corrects.map(|it| it.id)),
        if counts { "yes" } else { "no" }.to_owned(),
        codes::phase(entry.phase).to_owned(),
        field(entry.due.map(utc)),
        field(entry.due.map(local)),
        codes::timing(entry.timing).to_owned(),
        field(version.map(|it| utc(it.saved))),
        field(version.map(|it| it.saved.offset_s.div_euclid(60))),
        field(version.map(|it| local(it.saved))),
        asked.map_or("", |(it, _)| codes::measure(it)).to_owned(),
        answer.to_owned(),
        field(value),
        version.map_or_else(String::new, side_effects),
        version.map_or_else(String::new, analgesics),
        version.map_or_else(String::new, |it| guarded(&it.answers.note)),
    ]
}

/// "none" where the person said so; empty where nothing was said.
fn side_effects(version: &Version) -> String {
    version
        .answers
        .side_effects
        .told()
        .map_or_else(String::new, |told| {
            joined(told.iter().map(|it| codes::side_effect(*it).to_owned()))
        })
}

fn analgesics(version: &Version) -> String {
    let words = |told: &Vec<crate::Analgesic>| {
        let one = |it: &crate::Analgesic| format!("{} x {} {}", it.count, it.name, it.amount);
        guarded(&joined(told.iter().map(|it| one(it).trim_end().to_owned())))
    };
    version
        .answers
        .analgesics
        .told()
        .map_or_else(String::new, words)
}

fn joined(items: impl Iterator<Item = String>) -> String {
    let all: Vec<_> = items.collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join("; ")
    }
}
