//! Reminders: what is due, and what the person does about it.

use super::Phone;
use crate::args::remind::{Mri, MriStep, Quiet, Remind, What};
use crate::error::CliError;
use crate::out::Report;
use cisterna_core::civil::Moment;
use cisterna_core::reminders::{Due, MriEvent, QuietHours, Urgency};
use serde_json::json;

/// Lines of the time table that are shown.
const MOST_LINES: usize = 10;

/// Runs `cisterna remind`.
///
/// # Errors
/// [`CliError`].
pub(crate) fn remind(phone: &mut Phone, args: &Remind) -> Result<Report, CliError> {
    match &args.command {
        None => show(phone),
        Some(What::Ack(named)) => {
            phone.companion.acknowledge_reminder(&named.id)?;
            Ok(said("Silent. It comes back while its cause stays."))
        }
        Some(What::Snooze(snooze)) => {
            let now = phone.companion.now().wall_utc_ms;
            let until = now.saturating_add(i64::from(snooze.minutes) * 60_000);
            phone.companion.snooze_reminder(&snooze.id, until)?;
            Ok(said("Put off."))
        }
        Some(What::Done(named)) => {
            phone.companion.reminder_done(&named.id)?;
            Ok(said("Done."))
        }
        Some(What::Quiet(quiet)) => set_quiet(phone, quiet),
        Some(What::Mri(step)) => mri(phone, step),
    }
}

fn said(text: &str) -> Report {
    Report::done(text, json!({"done": true}))
}

fn show(phone: &Phone) -> Result<Report, CliError> {
    let screen = phone.companion.reminders_screen()?;
    let zone = phone.companion.moment().offset_s;
    let at = |utc_ms: i64| {
        let local = Moment {
            utc_ms,
            offset_s: zone,
        };
        local.local().format("%a %Y-%m-%d %H:%M").to_string()
    };
    let mut text = if screen.due.is_empty() {
        "Nothing is due now.\n".to_owned()
    } else {
        screen.due.iter().map(|it| line(it, &at)).collect()
    };
    if !screen.schedule.is_empty() {
        text.push_str("Next:\n");
        let rows = screen.schedule.iter().take(MOST_LINES);
        let row = rows.map(|it| format!("  {}  {}\n", at(it.at_utc_ms), it.ids.join(", ")));
        text.extend(row);
    }
    let json = json!({
        "due": screen.due,
        "schedule": screen.schedule,
        "mri": screen.mri,
        "quiet": screen.quiet.map(|it| json!({
            "from": it.from.to_string(),
            "until": it.until.to_string(),
        })),
    });
    Ok(Report::done(text.trim_end(), json))
}

fn line(due: &Due, at: &impl Fn(i64) -> String) -> String {
    let urgency = match due.urgency {
        Urgency::High => "EMERGENCY",
        Urgency::Medium => "in time",
        Urgency::Low => "to know",
    };
    let sound = if due.sounds {
        "sounds now".to_owned()
    } else {
        format!("silent until {}", at(due.next_sound_utc_ms))
    };
    format!("{urgency:<10} {:<28} {sound}\n", due.id)
}

fn set_quiet(phone: &mut Phone, quiet: &Quiet) -> Result<Report, CliError> {
    let hours = quiet
        .from
        .zip(quiet.until)
        .map(|(from, until)| QuietHours { from, until });
    phone.companion.set_quiet_hours(hours)?;
    Ok(said(if hours.is_some() {
        "Quiet hours are set. An emergency sounds all the same."
    } else {
        "There are no quiet hours now."
    }))
}

fn mri(phone: &mut Phone, args: &Mri) -> Result<Report, CliError> {
    let (event, text) = match args.step {
        MriStep::Done => (
            MriEvent::Done,
            "Noted. Read your pump now, and see that it is infusing.",
        ),
        MriStep::Confirmed => (MriEvent::Confirmed, "Noted. Nothing is left to follow up."),
        MriStep::CalledOff => (MriEvent::CalledOff, "Noted."),
    };
    let after = phone.companion.mri_event(event)?;
    Ok(Report::done(text, json!({"mri": after})))
}
