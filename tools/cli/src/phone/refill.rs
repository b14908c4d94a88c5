//! The refill's commands: dates and warnings, and what the person planned around them.

use super::{Phone, dialer};
use crate::args::refill::{Away, Book, Found, Refill, RefillCommand};
use crate::error::CliError;
use crate::local::{end_of, minute};
use crate::out::Report;
use crate::show;
use serde_json::json;
use std::path::Path;

/// One command of the refill.
///
/// # Errors
/// [`CliError`].
pub(crate) fn refill(phone: &mut Phone, args: &Refill) -> Result<Report, CliError> {
    match &args.what {
        None => shown(phone, args.socket.socket.as_deref()),
        Some(RefillCommand::Book(args)) => book(phone, args),
        Some(RefillCommand::Away(args)) => away(phone, args),
        Some(RefillCommand::Found(args)) => found(phone, args),
    }
}

/// Forecasts the refill, with the warnings that stand now. SR-46, SR-47
fn shown(phone: &mut Phone, socket: Option<&Path>) -> Result<Report, CliError> {
    let reading = phone.reading(socket)?;
    let age = phone.age(&reading);
    let zone = phone.zone();
    let forecast = phone.companion.refill()?;
    let plans = phone.companion.refill_plans()?;
    let warnings = phone.companion.refill_warnings()?;
    let mut text = match &forecast {
        Some(forecast) => show::refill::text(forecast, reading.status().clock.offset_s),
        None => "No date: the pump is not filled, or has no prescription.\n".to_owned(),
    };
    text.push_str(&show::warnings::plans(&plans, zone));
    text.push_str(&show::warnings::text(&warnings, zone));
    let json = json!({
        "forecast": forecast.as_ref().map(show::refill::object),
        "age_s": age.age_s,
        "booked_utc_ms": plans.booking.map(|it| it.at_utc_ms()),
        "away_until_utc_ms": plans.away.map(|it| it.until_utc_ms()),
        "warnings": warnings.iter().map(show::warnings::object).collect::<Vec<_>>(),
    });
    Ok(Report::done(text, json))
}

fn book(phone: &mut Phone, args: &Book) -> Result<Report, CliError> {
    let at = args.at.map(|at| at.moment(phone.zone()));
    phone.companion.book_refill(at)?;
    let text = at.map_or_else(
        || "No refill is booked any more.".to_owned(),
        |at| format!("The refill is booked for {}.", minute(at)),
    );
    let json = json!({"booked_utc_ms": at.map(|at| at.utc_ms)});
    Ok(Report::done(text, json))
}

fn away(phone: &mut Phone, args: &Away) -> Result<Report, CliError> {
    let until = args.until.map(|date| end_of(date, phone.zone()));
    phone.companion.expect_away(until)?;
    let text = until.map_or_else(
        || "The phone is back with the pump.".to_owned(),
        |until| format!("Away from the pump until {}.", minute(until)),
    );
    let json = json!({"away_until_utc_ms": until.map(|until| until.utc_ms)});
    Ok(Report::done(text, json))
}

fn found(phone: &mut Phone, args: &Found) -> Result<Report, CliError> {
    let mut contact = phone.companion.connect(&mut dialer(&args.socket.socket))?;
    let discrepancy = phone.companion.note_found_volume(&contact, args.volume);
    contact.close();
    let discrepancy = discrepancy?;
    let text = show::warnings::discrepancy(&discrepancy);
    let json = json!({"discrepancy": show::warnings::discrepancy_object(&discrepancy)});
    Ok(Report::done(text, json))
}
