//! The phone's companion: the core behind commands.
//!
//! Responsible for arguments, words and exit codes. Decides nothing: the core and the pump do.

mod acknowledge;
mod bolus;
mod care;
mod data;
mod diary;
mod dropping;
mod medicine;
mod passphrase;
mod refill;
mod remind;
mod report;
mod settings;
mod trial;

pub(crate) use acknowledge::acknowledge;
pub(crate) use bolus::bolus;
pub(crate) use care::care;
pub(crate) use data::{backup, check, erase, restore};
pub(crate) use diary::diary;
pub(crate) use refill::refill;
pub(crate) use remind::remind;
pub(crate) use report::report;
pub(crate) use settings::settings;
pub(crate) use trial::trial;

use crate::args::phone::{History, Pair, WhichLog};
use crate::error::CliError;
use crate::out::{Out, Report};
use crate::show::{self, status::ReadAge};
use cisterna_core::civil::Zone;
use cisterna_core::clock::{Clock, SystemClock};
use cisterna_core::keys::RequestKeySeal;
use cisterna_core::pump::link::{LinkError, SocketLink};
use cisterna_core::pump::status::Reading;
use cisterna_core::pump::sync::{Entry, Progress};
use cisterna_core::{Companion, CompanionError};
use cisterna_protocol::history::Log;
use indicatif::{ProgressBar, ProgressStyle};
use passphrase::{Purpose, passphrase};
use serde_json::{Value, json};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The phone's data, opened.
pub(crate) struct Phone {
    pub(crate) companion: Companion,
    home: PathBuf,
    clock: Arc<SystemClock>,
}

impl Phone {
    /// Opens the phone in `home`, which is made where it does not exist.
    ///
    /// # Errors
    /// [`CliError`].
    pub(crate) fn open(home: &Path) -> Result<Self, CliError> {
        make_home(home)?;
        let clock = system_clock()?;
        let companion = Companion::open(home, clock.clone())?;
        Ok(Self {
            companion,
            home: home.to_owned(),
            clock,
        })
    }

    /// The zone that the phone is in.
    fn zone(&self) -> Zone {
        self.clock.zone()
    }

    fn serial(&self) -> Result<String, CliError> {
        Ok(self.companion.pump()?.serial.as_str().to_owned())
    }

    /// The last reading, after reading the pump where it is in reach.
    fn reading(&mut self, socket: Option<&Path>) -> Result<Reading, CliError> {
        if let Some(socket) = socket {
            self.companion.connect(&mut dialer(socket))?.close();
        }
        Ok(self.companion.status()?.ok_or(CompanionError::NotPaired)?)
    }

    fn age(&self, reading: &Reading) -> ReadAge {
        let now = self.companion.now();
        ReadAge {
            age_s: reading.age(&now).ms() / 1_000,
            fresh: reading.is_fresh(&now),
        }
    }
}

fn make_home(home: &Path) -> Result<(), CliError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(home);
    made.map_err(CliError::file("create", home))
}

fn system_clock() -> Result<Arc<SystemClock>, CliError> {
    let no_clock = |error: cisterna_core::clock::ClockError| {
        CliError::Usage(format!("this system cannot be a phone: {error}"))
    };
    SystemClock::new().map(Arc::new).map_err(no_clock)
}

/// Links to the pump's socket.
pub(crate) fn dialer(socket: &Path) -> impl FnMut() -> Result<SocketLink, LinkError> {
    let socket = socket.to_owned();
    move || SocketLink::connect(&socket)
}

/// Pairs by the implant card.
///
/// # Errors
/// [`CliError`], never with the card's code.
pub(crate) fn pair(phone: &mut Phone, args: &Pair) -> Result<Report, CliError> {
    let card = match (&args.card, &args.code) {
        (Some(path), _) => std::fs::read_to_string(path).map_err(CliError::file("read", path))?,
        (None, code) => code.clone().unwrap_or_default(),
    };
    let card = Zeroizing::new(card);
    let passphrase = passphrase(&args.passphrase, Purpose::Set)?;
    let seal = RequestKeySeal::new(&passphrase);
    let mut contact = phone
        .companion
        .pair(card.trim(), &seal, &mut dialer(&args.socket.socket))?;
    contact.close();
    let pump = phone.companion.pump()?;
    let serial = pump.serial.as_str();
    let text = format!("Paired with pump {serial}. The passphrase is needed for every extra dose.");
    let json = json!({"serial": serial, "key_epoch": pump.key_epoch});
    Ok(Report::done(text, json))
}

/// Shows the pump as it is, or as it was read last.
///
/// # Errors
/// [`CliError`].
pub(crate) fn status(phone: &mut Phone, socket: Option<&Path>) -> Result<Report, CliError> {
    let reading = phone.reading(socket)?;
    let (serial, age) = (phone.serial()?, phone.age(&reading));
    let mut text = show::status::text(&serial, reading.status(), &age);
    let uncertain = phone
        .companion
        .requests(1)?
        .first()
        .is_some_and(|it| it.state.is_uncertain());
    if uncertain {
        text.push_str("  An extra dose is not known yet: do not repeat, use `bolus --resolve`.\n");
    }
    let mut json = show::status::object(&serial, reading.status(), &age);
    json.insert("request_not_known".to_owned(), uncertain.into());
    Ok(Report {
        exit: crate::out::Exit::Done,
        text,
        json,
    })
}

/// Copies the logs.
///
/// # Errors
/// [`CliError`]; the next copy goes on where this one ended.
pub(crate) fn sync(phone: &mut Phone, socket: &Path, out: Out) -> Result<Report, CliError> {
    let mut contact = phone.companion.connect(&mut dialer(socket))?;
    let bar = progress_bar(out);
    let report = phone
        .companion
        .sync(&mut contact, &mut |progress| show_progress(&bar, progress));
    bar.finish_and_clear();
    contact.close();
    let report = report?;
    let text = format!(
        "The log is copied: {} new records, {} gaps, {} places that do not fit.",
        report.records,
        report.gaps,
        report.breaks.len()
    );
    let json = json!({
        "records": report.records,
        "gaps": report.gaps,
        "breaks": report.breaks.len(),
    });
    Ok(Report::done(text, json))
}

fn progress_bar(out: Out) -> ProgressBar {
    if !out.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show_progress(bar: &ProgressBar, progress: Progress) {
    bar.set_message(log_name(progress.log));
    bar.set_length(u64::from(progress.end_seq.saturating_sub(1)));
    bar.set_position(u64::from(progress.next_seq.saturating_sub(1)));
}

const fn log_name(log: Log) -> &'static str {
    match log {
        Log::Doses => "doses",
        Log::Events => "events",
    }
}

/// Shows the copied log.
///
/// # Errors
/// [`CliError`].
pub(crate) fn history(phone: &Phone, args: &History) -> Result<Report, CliError> {
    let log = match args.log {
        WhichLog::Doses => Log::Doses,
        WhichLog::Events => Log::Events,
    };
    let entries = entries(phone, log, args)?;
    let lines: Vec<String> = entries.iter().map(show::history::line).collect();
    let text = if lines.is_empty() {
        "Nothing is copied yet: run `cisterna sync`.".to_owned()
    } else {
        lines.join("\n")
    };
    let entries: Vec<Value> = entries.iter().map(show::history::object).collect();
    Ok(Report::done(
        text,
        json!({"log": log_name(log), "entries": entries}),
    ))
}

fn entries(phone: &Phone, log: Log, args: &History) -> Result<Vec<Entry>, CliError> {
    let below = args.before.unwrap_or(u32::MAX);
    let wanted = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let mut entries = Vec::new();
    let mut cursor = None;
    loop {
        let page = phone.companion.history(log, cursor, args.limit)?;
        entries.extend(
            page.entries
                .into_iter()
                .filter(|entry| is_below(entry, below)),
        );
        cursor = page.next;
        if entries.len() >= wanted || cursor.is_none() {
            entries.truncate(wanted);
            return Ok(entries);
        }
    }
}

const fn is_below(entry: &Entry, seq: u32) -> bool {
    match entry {
        Entry::Record { record, .. } => record.seq < seq,
        Entry::Gap(gap) => gap.from_seq < seq,
        Entry::NewMemory => true,
    }
}
