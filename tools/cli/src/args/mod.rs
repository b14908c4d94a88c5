//! The command line: names, units, formats and examples of everything.

pub(crate) mod care;
pub(crate) mod clinic;
pub(crate) mod data;
pub(crate) mod diary;
pub(crate) mod phone;
pub(crate) mod pump;
pub(crate) mod refill;
pub(crate) mod remind;
pub(crate) mod report;
pub(crate) mod settings;
pub(crate) mod trial;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  anything that is not one of the others
  2  refused by the pump; nothing was given and nothing changed
  3  the outcome is not known yet: do not repeat, find out

Units: µg, µg/h, µg/mL, mL as decimals with a point; JSON output has integers in ng, nL and s.
With --json a command prints one object on stdout; an error is
  {\"error\": {\"code\": …, \"message\": …}}";

/// The companion of a person with an intrathecal drug pump, in a terminal.
///
/// Three programs in one: the phone's companion (pair, status, bolus, …), the clinic's programmer
/// (clinic …) and the pump on a bench (pump …). For engineers and test benches, not for patients:
/// no part of it is a medical device.
#[derive(Debug, Parser)]
#[command(name = "cisterna", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Cli {
    /// The phone's data: database and keys
    ///
    /// Made where it does not exist. Default: $HOME/.cisterna
    #[arg(long, global = true, env = "CISTERNA_HOME", value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Print JSON for programs instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Pair this phone with a pump, by its implant card
    #[command(long_about = phone::PAIR)]
    Pair(phone::Pair),
    /// Read the pump, or show the last reading with its age
    #[command(long_about = phone::STATUS)]
    Status(phone::MaybeSocket),
    /// Copy the pump's logs to this phone
    #[command(long_about = phone::SYNC)]
    Sync(phone::Socket),
    /// Show the copied log, newest first
    #[command(long_about = phone::HISTORY)]
    History(phone::History),
    /// Ask for an extra dose, end it, or find out about one
    #[command(long_about = phone::BOLUS)]
    Bolus(phone::Bolus),
    /// When to refill: earliest and expected dates, with reasons
    #[command(long_about = refill::REFILL)]
    Refill(refill::Refill),
    /// The diary: what is asked, what was written
    #[command(long_about = diary::DIARY)]
    Diary(diary::Diary),
    /// A trial of the therapy, with or without a pump
    #[command(subcommand)]
    Trial(trial::Trial),
    /// Language, hours, what may be told
    #[command(subcommand)]
    Settings(settings::Settings),
    /// Mute an alarm while its cause stays
    #[command(long_about = phone::ACKNOWLEDGE)]
    Acknowledge(phone::Acknowledge),
    /// The care plan: whom to call, caregivers, implant card
    #[command(subcommand)]
    Care(care::Care),
    /// Show what is due, and react to it
    #[command(long_about = remind::REMIND)]
    Remind(remind::Remind),
    /// Make the clinic's report of the trial: pages, tables, FHIR, pictures
    #[command(long_about = report::REPORT)]
    Report(report::ReportArgs),
    /// Write a backup: everything but the keys, in one encrypted file
    #[command(long_about = data::BACKUP)]
    Backup(data::Backup),
    /// Restore a backup into an empty home
    #[command(long_about = data::RESTORE)]
    Restore(data::Backup),
    /// Read the whole database and say whether it is as it was written
    #[command(long_about = data::CHECK)]
    Check,
    /// Delete everything that this phone keeps about the person
    #[command(long_about = data::ERASE)]
    Erase(data::Erase),
    /// The clinic's programmer
    #[command(subcommand)]
    Clinic(clinic::Clinic),
    /// The pump on a bench: the real firmware on this machine
    #[command(subcommand)]
    Pump(pump::Pump),
    /// Measure the rules, the firmware and the sync on this machine
    #[command(hide = true)]
    Bench,
    /// Walk through several days of a pump and its phone
    #[command(hide = true)]
    Demo(Demo),
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Keep the files and print where they are
    #[arg(long)]
    pub(crate) keep: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
