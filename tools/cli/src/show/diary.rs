//! The diary: what is asked now, and entries as they were written.

use super::medicine;
use super::plan::moment;
use crate::local::{minute, minute_of, time_of};
use crate::wording_diary::{
    measure, measure_name, phase, phase_name, side_effect, side_effect_name, slot_state,
    slot_state_name, suspicion, suspicion_name,
};
use cisterna_core::civil::Zone;
use cisterna_core::screens::DiaryScreen;
use cisterna_core::trial::{Answer, Entry, Measure, SlotState, SlotView};
use serde_json::{Map, Value, json};

/// Entries that the overview shows; the others come with `diary list`.
const LATEST: usize = 5;

/// The diary as it stands.
pub(crate) fn text(screen: &DiaryScreen, zone: Zone) -> String {
    let Some(at) = screen.phase else {
        let mut text = "There is no diary yet: start one with `cisterna trial start`.\n".to_owned();
        text.push_str(&medicines(screen));
        return text;
    };
    let mut text = screen.prompt.as_ref().map_or_else(
        || "Nothing is asked.\n".to_owned(),
        |view| prompt(view, screen, zone),
    );
    text.push_str(&format!("{}\n", phase(at)));
    if !screen.goal.is_empty() {
        text.push_str(&format!("Own goal: {}\n", screen.goal));
    }
    if !screen.today.is_empty() {
        text.push_str("\nToday\n");
        text.extend(screen.today.iter().map(|view| slot_line(view, zone)));
    }
    if !screen.latest.is_empty() {
        text.push_str("\nWritten lately\n");
        let latest = screen.latest.iter().take(LATEST);
        text.extend(latest.map(|it| format!("{}\n", line(it))));
    }
    text.push_str(&medicines(screen));
    text
}

fn medicines(screen: &DiaryScreen) -> String {
    if screen.medicines.is_empty() {
        return String::new();
    }
    format!("\nMedicines\n{}", medicine::text(&screen.medicines))
}

fn prompt(view: &SlotView, screen: &DiaryScreen, zone: Zone) -> String {
    let slot = &view.slot;
    let asked: Vec<&str> = screen.questions.iter().map(|it| measure(*it)).collect();
    let when = if view.state == SlotState::Open {
        format!(
            "Asked now, on time until {}",
            time_of(slot.on_time_until_utc_ms, zone)
        )
    } else {
        format!("Next asked {}", minute_of(slot.due_utc_ms, zone))
    };
    format!("{when}: {}.\n  --slot {}\n", asked.join(", "), slot.key)
}

fn slot_line(view: &SlotView, zone: Zone) -> String {
    format!(
        "  {}  {:<15}  {}\n",
        time_of(view.slot.due_utc_ms, zone),
        slot_state(view.state),
        view.slot.key
    )
}

/// An entry in one line.
pub(crate) fn line(entry: &Entry) -> String {
    let target = match (entry.corrects, entry.slot) {
        (Some(id), _) => format!("corrects {}", id.0),
        (None, Some(key)) => key.to_string(),
        (None, None) => "own idea".to_owned(),
    };
    let doubt = entry.clock_suspect.map_or_else(String::new, |why| {
        format!(" [time in doubt: {}]", suspicion(why))
    });
    let made = minute(entry.made);
    format!(
        "  {:>3}  {made}  {target:<16}  {}{doubt}",
        entry.id.0,
        said(entry)
    )
}

fn said(entry: &Entry) -> String {
    let answers = &entry.answers;
    let mut said: Vec<String> = Vec::new();
    for it in Measure::ALL {
        match answers.of(it) {
            Answer::Given(value) => said.push(format!("{} {value}", measure_name(it))),
            Answer::Skipped => said.push(format!("{} skipped", measure_name(it))),
            Answer::NotAsked => {}
        }
    }
    match &answers.side_effects {
        Answer::Given(told) if told.is_empty() => said.push("no side effects".to_owned()),
        Answer::Given(told) => said.extend(told.iter().map(|it| side_effect(*it).to_owned())),
        Answer::Skipped => said.push("side effects skipped".to_owned()),
        Answer::NotAsked => {}
    }
    for taken in answers.analgesics.given().into_iter().flatten() {
        said.push(format!("{} × {}", taken.count, taken.name));
    }
    if !answers.note.trim().is_empty() {
        said.push(format!("\"{}\"", answers.note.trim()));
    }
    said.join(", ")
}

/// The diary for programs.
pub(crate) fn object(screen: &DiaryScreen) -> Value {
    json!({
        "plan": screen.plan.map(|id| id.0),
        "phase": screen.phase.map(phase_name),
        "prompt": screen.prompt.as_ref().map(slot),
        "questions": screen.questions.iter().map(|it| measure_name(*it)).collect::<Vec<_>>(),
        "side_effects": screen.side_effects.iter().map(|it| side_effect_name(*it)).collect::<Vec<_>>(),
        "goal": screen.goal,
        "today": screen.today.iter().map(slot).collect::<Vec<_>>(),
        "latest": screen.latest.iter().map(entry).collect::<Vec<_>>(),
        "medicines": screen.medicines.iter().map(medicine::object).collect::<Vec<_>>(),
    })
}

fn slot(view: &SlotView) -> Value {
    json!({
        "slot": view.slot.key.to_string(),
        "phase": phase_name(view.slot.phase),
        "state": slot_state_name(view.state),
        "due_utc_ms": view.slot.due_utc_ms,
        "on_time_from_utc_ms": view.slot.on_time_from_utc_ms,
        "on_time_until_utc_ms": view.slot.on_time_until_utc_ms,
    })
}

/// An entry for programs: what was given as a number, what was skipped as a list of names; what is
/// in neither was not asked.
pub(crate) fn entry(entry: &Entry) -> Value {
    let answers = &entry.answers;
    let mut given = Map::new();
    let mut skipped = Vec::new();
    for it in Measure::ALL {
        match answers.of(it) {
            Answer::Given(value) => {
                given.insert(measure_name(it).to_owned(), value.into());
            }
            Answer::Skipped => skipped.push(measure_name(it)),
            Answer::NotAsked => {}
        }
    }
    let effects = answers.side_effects.given();
    let effects = effects.map(|told| {
        told.iter()
            .map(|it| side_effect_name(*it))
            .collect::<Vec<_>>()
    });
    let taken = answers.analgesics.given().map(|all| {
        let one = |it: &cisterna_core::trial::Analgesic| {
            json!({"name": it.name, "amount": it.amount, "count": it.count})
        };
        all.iter().map(one).collect::<Vec<_>>()
    });
    json!({
        "id": entry.id.0,
        "made": moment(entry.made),
        "slot": entry.slot.map(|key| key.to_string()),
        "corrects": entry.corrects.map(|id| id.0),
        "given": given,
        "skipped": skipped,
        "side_effects": effects,
        "analgesics": taken,
        "note": answers.note,
        "clock_suspect": entry.clock_suspect.map(suspicion_name),
    })
}
