//! The diary's commands: what is asked, an entry, the list.

use super::Phone;
use super::medicine::medicine;
use crate::args::diary::{Add, Diary, DiaryCommand, List};
use crate::error::CliError;
use crate::out::Report;
use crate::show;
use crate::wording_diary::{measure, measure_name};
use cisterna_core::CompanionError;
use cisterna_core::trial::{Answer, Answers, EntryId, Measure, Target};
use serde_json::{Value, json};

/// One command of the diary.
///
/// # Errors
/// [`CliError`].
pub(crate) fn diary(phone: &mut Phone, args: &Diary) -> Result<Report, CliError> {
    match &args.what {
        None => now(phone),
        Some(DiaryCommand::Add(args)) => add(phone, args),
        Some(DiaryCommand::List(args)) => list(phone, args),
        Some(DiaryCommand::Medicine(command)) => medicine(phone, command),
    }
}

fn now(phone: &Phone) -> Result<Report, CliError> {
    let screen = phone.companion.diary_screen()?;
    let text = show::diary::text(&screen, phone.zone());
    Ok(Report::done(text, show::diary::object(&screen)))
}

fn add(phone: &mut Phone, args: &Add) -> Result<Report, CliError> {
    if phone.companion.plan()?.is_none() {
        return Err(CompanionError::NoPlan.into());
    }
    let answers = answers(args)?;
    let target = match (args.slot, args.correct) {
        (Some(key), _) => Target::Slot(key),
        (None, Some(id)) => Target::Correction(EntryId(id)),
        (None, None) => Target::Spontaneous,
    };
    let id = phone.companion.record_entry(target, answers)?;
    let after = EntryId(id.0.saturating_add(1));
    let kept = phone.companion.entries(Some(after), 1)?;
    let lines: Vec<String> = kept.iter().map(show::diary::line).collect();
    let text = format!("Written.\n{}", lines.join("\n"));
    let entry = kept.first().map(show::diary::entry);
    Ok(Report::done(text, json!({"id": id.0, "entry": entry})))
}

/// The answers of the command line; the scales are the core's.
fn answers(args: &Add) -> Result<Answers, CliError> {
    let given = [
        (Measure::NrsRest, args.rest),
        (Measure::NrsMotion, args.motion),
        (Measure::SpasmFrequency, args.spasms),
        (Measure::SpasmSeverity, args.severity),
        (Measure::Function, args.function),
        (Measure::Sleep, args.sleep),
    ];
    let mut answers = Answers::default();
    for (it, value) in given {
        let skipped = args.skip.contains(&it);
        match value {
            Some(_) if skipped => return Err(both(it)),
            Some(value) => {
                on_scale(it, value)?;
                answers = answers.with(it, value);
            }
            None if skipped => skip(&mut answers, it),
            None => {}
        }
    }
    if !args.side_effect.is_empty() {
        answers.side_effects = side_effects(args)?;
    }
    if !args.analgesic.is_empty() {
        answers.analgesics = Answer::Given(args.analgesic.clone());
    }
    answers.note.clone_from(&args.note);
    Ok(answers)
}

fn both(it: Measure) -> CliError {
    let name = measure_name(it);
    CliError::Usage(format!("{name} is answered and skipped: choose one"))
}

fn on_scale(it: Measure, value: u8) -> Result<(), CliError> {
    let range = it.range();
    if range.contains(&value) {
        return Ok(());
    }
    Err(CliError::Usage(format!(
        "{} (--{}) is {} to {}: choose one of these",
        measure(it),
        measure_name(it),
        range.start(),
        range.end()
    )))
}

const fn skip(answers: &mut Answers, it: Measure) {
    let answer = match it {
        Measure::NrsRest => &mut answers.nrs_rest,
        Measure::NrsMotion => &mut answers.nrs_motion,
        Measure::SpasmFrequency => &mut answers.spasm_frequency,
        Measure::SpasmSeverity => &mut answers.spasm_severity,
        Measure::Function => &mut answers.function,
        Measure::Sleep => &mut answers.sleep,
    };
    *answer = Answer::Skipped;
}

fn side_effects(
    args: &Add,
) -> Result<Answer<std::collections::BTreeSet<cisterna_core::trial::SideEffect>>, CliError> {
    let told = args.side_effect.iter().filter_map(|it| it.0).collect();
    let none = args.side_effect.iter().any(|it| it.0.is_none());
    if none && args.side_effect.len() > 1 {
        let message = "--side-effect none goes with no other side effect: leave one out";
        return Err(CliError::Usage(message.to_owned()));
    }
    Ok(Answer::Given(told))
}

fn list(phone: &Phone, args: &List) -> Result<Report, CliError> {
    if phone.companion.plan()?.is_none() {
        return Err(CompanionError::NoPlan.into());
    }
    let entries = phone
        .companion
        .entries(args.before.map(EntryId), args.limit)?;
    let lines: Vec<String> = entries.iter().map(show::diary::line).collect();
    let text = if lines.is_empty() {
        "Nothing is written yet.".to_owned()
    } else {
        lines.join("\n")
    };
    let entries: Vec<Value> = entries.iter().map(show::diary::entry).collect();
    Ok(Report::done(text, json!({"entries": entries})))
}
