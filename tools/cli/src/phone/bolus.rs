//! Extra doses: ask, wait, cancel, find out.

use super::dropping::{ArmingAuthenticator, Cut, dropping};
use super::passphrase::{Purpose, passphrase};
use super::{Phone, dialer};
use crate::args::phone::Bolus;
use crate::confirm::{Consent, confirm};
use crate::error::CliError;
use crate::out::{Exit, Out, Report};
use crate::show;
use crate::show::status::ReadAge;
use crate::units::{ug, words};
use cisterna_core::CompanionError;
use cisterna_core::pump::Contact;
use cisterna_core::pump::bolus::{BolusOffer, BolusOutcome};
use cisterna_core::pump::link::Link;
use cisterna_protocol::outcome::RequestId;
use cisterna_protocol::status::Status;
use indicatif::ProgressBar;
use std::time::Duration;

/// Between two looks at a running extra dose.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Runs `cisterna bolus`.
///
/// # Errors
/// [`CliError`]; outcomes, refusals too, are reports.
pub(crate) fn bolus(phone: &mut Phone, args: &Bolus, out: Out) -> Result<Report, CliError> {
    if args.resolve {
        return resolve(phone, args);
    }
    if args.cancel {
        return cancel(phone, args);
    }
    request(phone, args, out)
}

fn request(phone: &mut Phone, args: &Bolus, out: Out) -> Result<Report, CliError> {
    let socket = &args.socket.socket;
    let status = phone.reading(Some(socket))?.status().clone();
    let offer = BolusOffer::of(&status).ok_or(CliError::NoExtraDose)?;
    confirm(
        Consent::given(args.yes),
        &offered(phone, &status)?,
        "Send the request?",
    )?;
    let passphrase = passphrase(&args.passphrase, Purpose::Use)?;
    let inner = phone.companion.authenticator(&passphrase)?;
    let cut = Cut::default();
    let authenticator = ArmingAuthenticator {
        inner: &inner,
        cut: cut.clone(),
        armed: args.drop_after_send,
    };
    let mut contact = phone
        .companion
        .connect(&mut dropping(dialer(socket), &cut))?;
    let requested = phone
        .companion
        .request_bolus(&mut contact, offer, &authenticator);
    let (id, outcome) = match requested {
        Ok(requested) => requested,
        Err(error) => not_known_after(phone, error)?,
    };
    let followed = if args.wait {
        follow(phone, &mut contact, id, out)
    } else {
        Ok(())
    };
    let outcome = if args.wait {
        phone.companion.request(id)?
    } else {
        outcome
    };
    let report = show::outcome::report(Some(id), &outcome, contact.reading().status().count.0);
    contact.close();
    Ok(if followed.is_ok() {
        report
    } else {
        out_of_sight(report)
    })
}

/// An error after sending leaves the request uncertain; any other means that nothing was sent.
fn not_known_after(
    phone: &Phone,
    error: CompanionError,
) -> Result<(RequestId, BolusOutcome), CliError> {
    let latest = phone.companion.requests(1)?;
    match latest.first().filter(|row| row.state.is_uncertain()) {
        Some(row) => Ok((row.id, row.state.into())), // SR-41
        None => Err(error.into()),
    }
}

/// The link ended while the extra dose ran: its end is not known yet.
fn out_of_sight(report: Report) -> Report {
    let text = format!(
        "{}\n  The link ended. Its end is not known yet.",
        report.text
    );
    Report { text, ..report }.exits(Exit::NotKnown)
}

/// What the person says yes to: dose, limits and waiting time of a fresh reading. SR-42
fn offered(phone: &Phone, status: &Status) -> Result<String, CliError> {
    let bolus = &status.bolus;
    let dose = bolus.dose.map_or_else(|| "none".to_owned(), ug);
    Ok(format!(
        "{}  One extra dose is {dose} over {}; waiting time {}, at most {} in {} h.",
        show::status::text(&phone.serial()?, status, &ReadAge::NOW),
        words(u64::from(bolus.duration_s)),
        words(u64::from(bolus.lockout_s)),
        bolus.max_in_window,
        bolus.window_s / 3_600,
    ))
}

/// Looks until the extra dose has ended. Its end is the pump's; leaving changes nothing.
fn follow<L: Link>(
    phone: &mut Phone,
    contact: &mut Contact<L>,
    id: RequestId,
    out: Out,
) -> Result<(), CompanionError> {
    let bar = if out.shows_progress() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    while let BolusOutcome::Running(course) = phone.companion.request(id)? {
        bar.set_length(course.programmed.0);
        bar.set_position(course.delivered.0);
        std::thread::sleep(LOOK_EVERY);
        phone.companion.refresh(contact)?;
        phone.companion.resolve(contact)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Connecting settles what is open; the answer is what became of the latest request.
fn resolve(phone: &mut Phone, args: &Bolus) -> Result<Report, CliError> {
    let mut contact = phone.companion.connect(&mut dialer(&args.socket.socket))?;
    let count_s = contact.reading().status().count.0;
    contact.close();
    let latest = phone.companion.requests(1)?;
    let latest = latest
        .first()
        .ok_or(CliError::NoRequest("found out about"))?;
    Ok(show::outcome::report(
        Some(latest.id),
        &latest.state.into(),
        count_s,
    ))
}

/// Ends the latest request, or takes it back where it never arrived.
fn cancel(phone: &mut Phone, args: &Bolus) -> Result<Report, CliError> {
    let latest = phone.companion.requests(1)?;
    let id = latest.first().ok_or(CliError::NoRequest("cancelled"))?.id;
    let mut contact = phone.companion.connect(&mut dialer(&args.socket.socket))?;
    let outcome = match phone.companion.cancel_bolus(&mut contact, id) {
        // it may have arrived: the request itself is still open
        Err(CompanionError::OutOfReach) => phone.companion.request(id)?,
        outcome => outcome?,
    };
    let count_s = contact.reading().status().count.0;
    contact.close();
    Ok(show::outcome::report(Some(id), &outcome, count_s))
}
