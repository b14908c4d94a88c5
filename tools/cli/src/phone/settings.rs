//! The settings' commands.

use super::Phone;
use crate::args::settings::{Hours, Set, Settings as Command, YesNo};
use crate::error::CliError;
use crate::out::Report;
use cisterna_core::Settings;
use cisterna_core::text::Language;
use serde_json::json;

/// Longest name on a report, in characters. Assumption: one line of it.
const NAME_MAX_CHARS: usize = 100;

/// Shows or changes the settings.
///
/// # Errors
/// [`CliError`].
pub(crate) fn settings(phone: &mut Phone, command: &Command) -> Result<Report, CliError> {
    let mut settings = phone.companion.settings()?;
    match command {
        Command::Show => {}
        Command::Set(args) => {
            change(&mut settings, args)?;
            phone.companion.change_settings(&settings)?;
        }
    }
    Ok(report(&settings))
}

fn change(settings: &mut Settings, args: &Set) -> Result<(), CliError> {
    if let Some(tag) = &args.language {
        settings.language = language(tag)?;
    }
    if let Some(hours) = args.hours {
        settings.twelve_hours = match hours {
            Hours::Twelve => Some(true),
            Hours::TwentyFour => Some(false),
            Hours::Phone => None,
        };
    }
    if let Some(name) = &args.name {
        settings.name_on_report = Some(name_on_report(name)?);
    }
    if args.no_name {
        settings.name_on_report = None;
    }
    if let Some(tell) = args.tell_when_waiting_ends {
        settings.tell_when_waiting_ends = match tell {
            YesNo::Yes => true,
            YesNo::No => false,
        };
    }
    Ok(())
}

fn language(tag: &str) -> Result<Option<String>, CliError> {
    if tag == "phone" {
        return Ok(None);
    }
    if Language::for_tag(tag).is_some() {
        return Ok(Some(tag.to_owned()));
    }
    let codes = Language::ALL.map(Language::code).join(", ");
    Err(CliError::Usage(format!(
        "this language is not spoken: choose one of {codes}, or phone"
    )))
}

fn name_on_report(name: &str) -> Result<String, CliError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX_CHARS {
        return Err(CliError::Usage(format!(
            "a name has 1 to {NAME_MAX_CHARS} characters: write it so, or use --no-name"
        )));
    }
    Ok(name.to_owned())
}

fn report(settings: &Settings) -> Report {
    let hours = match settings.twelve_hours {
        Some(true) => "12",
        Some(false) => "24",
        None => "as the phone",
    };
    let language = settings.language.as_deref().unwrap_or("as the phone");
    let name = settings.name_on_report.as_deref().unwrap_or("none");
    let tell = if settings.tell_when_waiting_ends {
        "yes"
    } else {
        "no"
    };
    let rows = [
        ("language", language),
        ("hours", hours),
        ("name on reports", name),
        ("tell when waiting ends", tell),
    ];
    let lines = rows.map(|(label, value)| format!("  {label:<22}  {value}\n"));
    let text = format!("Settings\n{}", lines.concat());
    let json = json!({
        "language": settings.language,
        "twelve_hours": settings.twelve_hours,
        "name_on_report": settings.name_on_report,
        "tell_when_waiting_ends": settings.tell_when_waiting_ends,
    });
    Report::done(text, json)
}
