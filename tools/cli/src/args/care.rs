//! Arguments of the care plan and the caregivers.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

pub(crate) const SHOW: &str = "\
Show the care plan: whom to call now, what is missing, notices to caregivers.

Example:
  cisterna care show";

pub(crate) const SET: &str = "\
Take the care plan from a file.

The file is JSON, as `care export` writes it. A plan that cannot be is refused whole, and the
earlier one stays. Parts may be missing; `care show` says which matter for safety.

Example:
  cisterna care export plan.json   (then edit it)
  cisterna care set plan.json";

pub(crate) const TELL: &str = "\
Tell the next caregiver about something that goes on.

Makes a notice for the first caregiver who wants it and has none, or says how long to wait, or who
has seen one. Nothing is sent by this program: a notice is handed over by a person, and a caregiver
is told only once they have seen it.

Example:
  cisterna care tell low";

#[derive(Debug, Subcommand)]
pub(crate) enum Care {
    /// Show the care plan and whom to call now
    #[command(long_about = SHOW)]
    Show,
    /// Take the care plan from a file
    #[command(long_about = SET)]
    Set(PlanFile),
    /// Write the care plan to a file
    Export(PlanFile),
    /// Tell the next caregiver about something that goes on
    #[command(long_about = TELL)]
    Tell(Tell),
    /// Note what became of a notice
    Notice(NoticeArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PlanFile {
    /// The plan's file, JSON
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum About {
    /// The most urgent alarm of the last reading
    Alarm,
    /// The pump was not read for long
    Unreachable,
    /// The reservoir is low
    Low,
    /// The reservoir is empty
    Empty,
    /// The person does not answer
    NoAnswer,
}

#[derive(Debug, Args)]
pub(crate) struct Tell {
    /// What goes on
    #[arg(value_enum)]
    pub(crate) about: About,
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Became {
    /// It left the person's hands
    HandedOver,
    /// The caregiver has seen it
    Seen,
    /// The person takes it back
    TakenBack,
}

#[derive(Debug, Args)]
pub(crate) struct NoticeArgs {
    /// The notice's number
    pub(crate) id: u64,
    /// What became of it
    #[arg(value_enum)]
    pub(crate) became: Became,
}
