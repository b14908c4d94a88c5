//! Arguments of the refill's commands.

use super::phone::{MaybeSocket, Socket};
use crate::local::{LocalTime, parse_date};
use crate::units::parse_ml;
use cisterna_core::civil::Date;
use cisterna_protocol::quantity::Nanolitres;
use clap::{ArgGroup, Args, Subcommand};

pub(crate) const REFILL: &str = "\
When to refill: earliest and expected dates, with reasons and warnings.

Earliest assumes every allowed extra dose and a flow 14.5 % above the program; expected follows the
program and the extra doses of the last four weeks, with the range that these had. With --socket the
pump is read first.

Examples:
  cisterna refill --socket pump.sock
  cisterna refill book 2027-06-30T09:00
  cisterna refill away 2027-06-12
  cisterna refill found 3.2 --socket pump.sock";

const BOOK: &str = "\
Note the appointment for the refill, or that there is none any more.

Examples:
  cisterna refill book 2027-06-30T09:00
  cisterna refill book --none";

const AWAY: &str = "\
Note that this phone will be away from the pump until the end of a day, or that it is back.

Examples:
  cisterna refill away 2027-06-12
  cisterna refill away --none";

const FOUND: &str = "\
Note what the clinic found in the reservoir before the last refill, in mL.

Needs the pump (its size is the pump's to tell) and a copy of its log (`cisterna sync`).

Example:
  cisterna refill found 3.2 --socket pump.sock";

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Refill {
    #[command(flatten)]
    pub(crate) socket: MaybeSocket,
    #[command(subcommand)]
    pub(crate) what: Option<RefillCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RefillCommand {
    /// The appointment for the refill
    #[command(long_about = BOOK)]
    Book(Book),
    /// Away from the pump
    #[command(long_about = AWAY)]
    Away(Away),
    /// What the clinic found in the reservoir
    #[command(long_about = FOUND)]
    Found(Found),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("booking").required(true).args(["at", "none"]))]
pub(crate) struct Book {
    /// The appointment, by the phone's clock
    #[arg(value_name = "DATE-TIME")]
    pub(crate) at: Option<LocalTime>,
    /// There is none any more
    #[arg(long)]
    pub(crate) none: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("absence").required(true).args(["until", "none"]))]
pub(crate) struct Away {
    /// Last day away
    #[arg(value_name = "DATE", value_parser = parse_date)]
    pub(crate) until: Option<Date>,
    /// Back again
    #[arg(long)]
    pub(crate) none: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Found {
    /// Volume that the clinic took out, in mL
    #[arg(value_name = "ML", value_parser = parse_ml)]
    pub(crate) volume: Nanolitres,
    #[command(flatten)]
    pub(crate) socket: Socket,
}
