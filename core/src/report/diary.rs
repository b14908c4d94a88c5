//! Entries, days and medicines in the report's terms.

use super::pump::PumpBasis;
use super::results::{measure, share, tally};
use super::{Spans, moment};
use crate::companion::DiaryBasis;
use crate::pump::doses::DayDoses;
use crate::trial::{
    Analgesic, Answer, Answers, DayRow, Diary, Entry, EntryId, Measure, MedicineChange,
    OralMedicine, Phase, Resolved, SideEffect, SlotState, Timing,
};
use cisterna_report as out;
use std::collections::{BTreeMap, BTreeSet};

/// Every prompt that is over and every entry, in order of time.
pub(super) fn entries(
    basis: &DiaryBasis,
    diary: &Diary<'_>,
    of_report: &dyn Fn(i64) -> bool,
) -> Vec<out::Entry> {
    let versions = versions(&basis.entries);
    let mut all = Vec::new();
    for resolved in diary.entries() {
        if of_report(resolved.original().made.utc_ms) {
            all.push(entry(resolved, diary, &versions, basis));
        }
    }
    for view in diary.slots() {
        let missing = view.state == SlotState::Missing && view.entry.is_none();
        if missing && of_report(view.slot.due_utc_ms) {
            all.push(out::Entry {
                due: Some(super::moment_at(&basis.zones, view.slot.due_utc_ms)),
                phase: phase(view.slot.phase),
                timing: out::Timing::Missing,
                versions: Vec::new(),
            });
        }
    }
    all.sort_by_key(|it| it.at().map(|at| at.utc_ms));
    all
}

/// Every saved state of each entry, by the entry that it began as.
fn versions(entries: &[Entry]) -> BTreeMap<EntryId, Vec<&Entry>> {
    let mut ordered: Vec<&Entry> = entries.iter().collect();
    ordered.sort_by_key(|entry| entry.id);
    let mut first = BTreeMap::new();
    let mut versions: BTreeMap<EntryId, Vec<&Entry>> = BTreeMap::new();
    for entry in ordered {
        let of = entry.corrects.and_then(|id| first.get(&id).copied());
        let of = of.unwrap_or(entry.id);
        first.insert(entry.id, of);
        versions.entry(of).or_default().push(entry);
    }
    versions
}

fn entry(
    resolved: &Resolved<'_>,
    diary: &Diary<'_>,
    versions: &BTreeMap<EntryId, Vec<&Entry>>,
    basis: &DiaryBasis,
) -> out::Entry {
    let original = resolved.original();
    let slot = resolved.slot().and_then(|key| diary.slot(key));
    let timing = match (resolved.timing(), slot) {
        (Timing::Spontaneous, _) | (_, None) => out::Timing::Spontaneous,
        _ if !resolved.answers().any_given() => out::Timing::Skipped,
        (Timing::OnTime, Some(_)) => out::Timing::OnTime,
        (Timing::Late, Some(_)) => out::Timing::Late,
    };
    let due = slot.filter(|_| timing != out::Timing::Spontaneous);
    let saved = versions.get(&original.id);
    let version = |entry: &&Entry| out::Version {
        id: entry.id.0,
        saved: moment(entry.made),
        answers: answers(&entry.answers),
    };
    out::Entry {
        due: due.map(|view| super::moment_at(&basis.zones, view.slot.due_utc_ms)),
        phase: phase(resolved.phase()),
        timing,
        versions: saved.into_iter().flatten().map(version).collect(),
    }
}

const fn phase(it: Phase) -> out::Phase {
    match it {
        Phase::Baseline => out::Phase::Baseline,
        Phase::Trial => out::Phase::Trial,
        Phase::Before | Phase::AfterTrial | Phase::LongTerm | Phase::Ended => out::Phase::Outside,
    }
}

fn answers(it: &Answers) -> out::Answers {
    let mut told = out::Answers {
        side_effects: known(&it.side_effects, |found| {
            found.iter().copied().map(side_effect).collect()
        }),
        analgesics: known(&it.analgesics, |taken| {
            taken.iter().map(analgesic).collect()
        }),
        note: it.note.clone(),
        ..out::Answers::default()
    };
    for of in Measure::ALL {
        let answer = match it.of(of) {
            Answer::Given(value) => out::Answer::Given(value),
            Answer::Skipped => out::Answer::Skipped,
            Answer::NotAsked => out::Answer::NotAsked,
        };
        told = told.with(measure(of), answer);
    }
    told
}

fn known<T, U>(answer: &Answer<T>, tell: impl FnOnce(&T) -> U) -> out::Known<U> {
    match answer {
        Answer::Given(it) => out::Known::Told(tell(it)),
        Answer::Skipped | Answer::NotAsked => out::Known::NotTold,
    }
}

fn analgesic(it: &Analgesic) -> out::Analgesic {
    out::Analgesic {
        name: it.name.clone(),
        amount: it.amount.clone(),
        count: it.count,
    }
}

const fn side_effect(it: SideEffect) -> out::SideEffect {
    match it {
        SideEffect::Nausea => out::SideEffect::Nausea,
        SideEffect::Vomiting => out::SideEffect::Vomiting,
        SideEffect::Itching => out::SideEffect::Itching,
        SideEffect::UrinaryRetention => out::SideEffect::UrinaryRetention,
        SideEffect::Constipation => out::SideEffect::Constipation,
        SideEffect::Sleepiness => out::SideEffect::Sleepiness,
        SideEffect::Swelling => out::SideEffect::Swelling,
        SideEffect::Weakness => out::SideEffect::Weakness,
        SideEffect::Dizziness => out::SideEffect::Dizziness,
        SideEffect::Confusion => out::SideEffect::Confusion,
        SideEffect::Memory => out::SideEffect::Memory,
        SideEffect::Gait => out::SideEffect::Gait,
    }
}

/// The days of baseline and trial.
pub(super) fn days(
    diary: &Diary<'_>,
    doses: &DayDoses,
    pump: Option<&PumpBasis<'_>>,
    spans: Spans,
    has_pump: bool,
) -> Vec<out::Day> {
    let date = |at: out::Moment| at.local().map(|it| it.date());
    let (first, last) = (date(spans.baseline.from), date(spans.trial.until));
    let told: BTreeSet<_> = told_days(diary);
    let rows = diary.days(&doses.days).into_iter();
    rows.filter(|row| first.is_none_or(|it| row.date >= it) && last.is_none_or(|it| row.date <= it))
        .map(|row| day(&row, pump, has_pump, &told))
        .collect()
}

/// Days on which anything was told about side effects or analgesics: an empty list means "none".
fn told_days(diary: &Diary<'_>) -> BTreeSet<chrono::NaiveDate> {
    let told = |it: &&Resolved<'_>| {
        let answers = it.answers();
        answers.side_effects.given().is_some() || answers.analgesics.given().is_some()
    };
    let entries = diary.entries().iter().filter(told);
    entries.map(|it| it.original().made.date()).collect()
}

fn day(
    row: &DayRow,
    pump: Option<&PumpBasis<'_>>,
    has_pump: bool,
    told: &BTreeSet<chrono::NaiveDate>,
) -> out::Day {
    let tallies = Measure::ALL.into_iter();
    let tallies = tallies.map(|it| (measure(it), tally(row.tally(it))));
    let was_told = told.contains(&row.date);
    let effects: Vec<_> = row.side_effects.iter().copied().map(side_effect).collect();
    let tell_effects = was_told || !effects.is_empty();
    let tell_analgesics = was_told || row.analgesics > 0;
    out::Day {
        date: row.date,
        trial_day: row.trial_day,
        prompts: share(&row.prompts),
        tallies: tallies.filter(|(_, it)| it.count > 0).collect(),
        dose: has_pump.then(|| dose(row, pump)),
        boluses: pump.map(|it| it.counts_on(row.date)),
        side_effects: if tell_effects {
            out::Known::Told(effects)
        } else {
            out::Known::NotTold
        },
        analgesics: if tell_analgesics {
            out::Known::Told(row.analgesics)
        } else {
            out::Known::NotTold
        },
        corrected: row.corrected,
    }
}

/// A day's dose. Whole where the copied log covers the day from midnight to midnight. SR-45
fn dose(row: &DayRow, pump: Option<&PumpBasis<'_>>) -> out::DayDose {
    let Some(given) = row.dose else {
        return out::DayDose::NotKnown;
    };
    let (basal_ng, bolus_ng) = (given.basal_ng, given.bolus_ng);
    if pump.is_some_and(|it| it.covers(row.date)) {
        out::DayDose::Whole { basal_ng, bolus_ng }
    } else {
        out::DayDose::AtLeast { basal_ng, bolus_ng }
    }
}

pub(super) fn medicine(it: &OralMedicine) -> out::OralMedicine {
    out::OralMedicine {
        name: it.name.clone(),
        amount: it.amount.clone(),
        from: it.from,
        until: it.until,
        change: match it.change {
            MedicineChange::TakenBefore => out::MedicineChange::TakenBefore,
            MedicineChange::Started => out::MedicineChange::Started,
            MedicineChange::More => out::MedicineChange::More,
            MedicineChange::Fewer => out::MedicineChange::Fewer,
            MedicineChange::Other => out::MedicineChange::Other,
        },
    }
}
