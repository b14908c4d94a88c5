//! Arguments of the reminders.

use cisterna_core::civil::TimeOfDay;
use clap::{Args, Subcommand, ValueEnum};

pub(crate) const REMIND: &str = "\
Show what is due, and react to it.

Without a subcommand: what stands now, the most urgent first, and when something sounds next. An
acknowledgement stops the sound; it comes back while the cause stays. Quiet hours never silence an
emergency.

Examples:
  cisterna remind
  cisterna remind ack low/soon
  cisterna remind quiet 22:00 07:00
  cisterna remind mri done";

#[derive(Debug, Args)]
pub(crate) struct Remind {
    #[command(subcommand)]
    pub(crate) command: Option<What>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Stop the sound of a reminder
    Ack(Named),
    /// Put a reminder off
    Snooze(Snooze),
    /// Note that something daily is done
    Done(Named),
    /// Set quiet hours; without times there are none
    Quiet(Quiet),
    /// Note an MRI and follow it up
    Mri(Mri),
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The reminder's name, as `remind` shows it
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct Snooze {
    /// The reminder's name, as `remind` shows it
    pub(crate) id: String,
    /// For so many minutes
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=10_080))]
    pub(crate) minutes: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Quiet {
    /// They begin, HH:MM
    #[arg(requires = "until")]
    pub(crate) from: Option<TimeOfDay>,
    /// They end, HH:MM
    pub(crate) until: Option<TimeOfDay>,
}

/// What happened around an MRI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MriStep {
    /// It was made
    Done,
    /// The pump was read and the person has seen that it infuses
    Confirmed,
    /// A planned one is called off
    CalledOff,
}

#[derive(Debug, Args)]
pub(crate) struct Mri {
    /// What happened
    #[arg(value_enum)]
    pub(crate) step: MriStep,
}
