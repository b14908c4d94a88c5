//! Arguments of the trial's commands.

use super::clinic::parse_drug;
use crate::local::LocalTime;
use crate::wording_diary::parse_measure;
use cisterna_core::civil::TimeOfDay;
use cisterna_core::trial::{EndReason, Measure, Purpose};
use cisterna_protocol::prescription::Drug;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

pub(crate) const START: &str = "\
Start a trial: days before it, then the trial itself.

Times are those of the phone's clock. An infusion begins at --start and lasts --days days (4 to 7);
--screening instead plans baclofen single doses of 50, 75 and 100 µg, 24 h apart, the first at
--start. Works without a pump. One plan at a time: an earlier one has to be ended first.

Examples:
  cisterna trial start --purpose pain --drug morphine --start 2027-06-10T09:00 --days 5
  cisterna trial start --purpose spasticity --screening --start 2027-06-10T09:00";

pub(crate) const CHANGE: &str = "\
Change the present plan, as the clinic or the course of things did.

Examples:
  cisterna trial change start 2027-06-11T09:00
  cisterna trial change dose-given 1 2027-06-10T09:20
  cisterna trial change go-on --from 2027-06-20T00:00
  cisterna trial change end --reason trial-stopped --yes";

pub(crate) const SHOW: &str = "\
Show what the trial adds up to: results, days and a chart.

Each measure is told apart, with how many prompts were answered. What was not answered is missing
and counts as no number. Nothing here decides: the decision is the clinic's.

Example:
  cisterna trial show";

#[derive(Debug, Subcommand)]
pub(crate) enum Trial {
    /// Start a trial
    #[command(long_about = START)]
    Start(Start),
    /// Change the present plan
    #[command(long_about = CHANGE, subcommand)]
    Change(Change),
    /// Show results, days and a chart
    #[command(long_about = SHOW)]
    Show,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhatFor {
    /// Chronic pain
    Pain,
    /// Spasticity
    Spasticity,
}

impl From<WhatFor> for Purpose {
    fn from(what_for: WhatFor) -> Self {
        match what_for {
            WhatFor::Pain => Self::Pain,
            WhatFor::Spasticity => Self::Spasticity,
        }
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("method").required(true).args(["days", "screening"]))]
pub(crate) struct Start {
    /// What the therapy is for
    #[arg(long, value_enum)]
    pub(crate) purpose: WhatFor,
    /// The drug, where it is known
    #[arg(long, value_name = "NAME", value_parser = parse_drug)]
    pub(crate) drug: Option<Drug>,
    /// The measure that leads: rest, motion, spasms, severity or function; default by purpose
    #[arg(long, value_name = "MEASURE", value_parser = parse_measure)]
    pub(crate) lead: Option<Measure>,
    /// When the days before the trial begin; default: now
    #[arg(long, value_name = "TIME")]
    pub(crate) baseline_from: Option<LocalTime>,
    /// When the infusion begins, or the first single dose is planned
    #[arg(long = "start", value_name = "TIME")]
    pub(crate) from: LocalTime,
    /// Days of an infusion, 4 to 7
    #[arg(long, value_name = "DAYS")]
    pub(crate) days: Option<u8>,
    /// Baclofen single doses instead of an infusion
    #[arg(long)]
    pub(crate) screening: bool,
    /// Hours at the trial's end that make the result; default: 48
    #[arg(long, value_name = "HOURS", conflicts_with = "screening")]
    pub(crate) window_h: Option<u16>,
    /// What the person wants to be able to do, in their words
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) goal: String,
    /// Times of day of the prompts; default: 10:00,16:00,20:00
    #[arg(long, value_name = "HH:MM,…", value_delimiter = ',')]
    pub(crate) prompts: Vec<TimeOfDay>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Change {
    /// The infusion begins at another time
    Start {
        /// When, by the phone's clock
        #[arg(value_name = "TIME")]
        at: LocalTime,
    },
    /// The trial lasts another number of days
    Days {
        /// 4 to 7
        #[arg(value_name = "DAYS")]
        days: u8,
    },
    /// A single dose was given
    DoseGiven {
        /// Its number in the plan, from 1
        #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
        number: u8,
        /// When, by the phone's clock
        #[arg(value_name = "TIME")]
        at: LocalTime,
    },
    /// A single dose is left out
    DoseLeftOut {
        /// Its number in the plan, from 1
        #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
        number: u8,
    },
    /// The diary goes on after the trial
    GoOn(GoOn),
    /// The plan ends now; what was written stays
    End(End),
}

#[derive(Debug, Args)]
pub(crate) struct GoOn {
    /// From when on; default: now
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<LocalTime>,
    /// Times of day of the prompts; default: 20:00
    #[arg(long, value_name = "HH:MM,…", value_delimiter = ',')]
    pub(crate) prompts: Vec<TimeOfDay>,
    /// Ask never: every entry is the person's own idea
    #[arg(long, conflicts_with = "prompts")]
    pub(crate) no_prompts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reason {
    /// The trial was stopped
    TrialStopped,
    /// The therapy ended
    TherapyEnded,
    /// The pump was replaced; a new plan goes on
    PumpReplaced,
}

impl From<Reason> for EndReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::TrialStopped => Self::TrialStopped,
            Reason::TherapyEnded => Self::TherapyEnded,
            Reason::PumpReplaced => Self::PumpReplaced,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct End {
    /// Why
    #[arg(long, value_enum)]
    pub(crate) reason: Reason,
    /// End without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}
