//! Arguments of the phone's commands.

use crate::wording::parse_alarm;
use cisterna_protocol::message::AlarmKind;
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;

pub(crate) const PAIR: &str = "\
Pair this phone with a pump, by its implant card.

The clinic (`clinic open-pairing`) or the magnet opens the pump's pairing window first. The card's
code has the form CISTERNA1:<serial>:<32 hex digits>:<4 hex digits>. A passphrase protects the key
that proves requests for extra doses; it is asked for on the terminal, or taken from
--passphrase-file (first line) or $CISTERNA_PASSPHRASE.

Example:
  cisterna pair --socket pump.sock --card card.txt";

pub(crate) const STATUS: &str = "\
Read the pump, or show the last reading with its age.

With --socket the pump is read now. Without it the last reading on this phone is shown; from a
quarter of an hour on it is marked as old and says nothing about now.

Example:
  cisterna status --socket pump.sock";

pub(crate) const SYNC: &str = "\
Copy the pump's logs to this phone.

Goes on where the last copy ended. Records that the pump no longer has are kept as a gap.

Example:
  cisterna sync --socket pump.sock";

pub(crate) const HISTORY: &str = "\
Show the copied log, newest first.

Doses are what was given and what was not; events are everything else. Times are UTC by the
phone's clock, and ranges where the pump was without power in between.

Examples:
  cisterna history --log doses --limit 20
  cisterna history --log events --before 120";

pub(crate) const BOLUS: &str = "\
Ask for an extra dose, end it, or find out about one.

Reads the pump, shows dose, limits and waiting time, asks for the passphrase and sends one request.
The pump alone decides. Where its answer is lost the outcome is not known yet (exit code 3): the
request is not repeated, and --resolve finds out without a second dose.

Examples:
  cisterna bolus --socket pump.sock
  cisterna bolus --socket pump.sock --yes --wait --passphrase-file pass.txt
  cisterna bolus --socket pump.sock --resolve";

pub(crate) const ACKNOWLEDGE: &str = "\
Mute an alarm while its cause stays.

The pump sounds again after --minutes (1 to 60), and stops for good when the cause is gone.

Example:
  cisterna acknowledge --socket pump.sock --alarm reservoir-low --minutes 30";

/// The pump's socket.
#[derive(Debug, Args)]
pub(crate) struct Socket {
    /// The pump's socket
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: PathBuf,
}

/// The pump's socket, if it is in reach.
#[derive(Debug, Args)]
pub(crate) struct MaybeSocket {
    /// The pump's socket; without it the last reading is used
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: Option<PathBuf>,
}

/// Where the passphrase comes from.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Passphrase {
    /// File whose first line is the passphrase
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("by").required(true).args(["card", "code"]))]
pub(crate) struct Pair {
    #[command(flatten)]
    pub(crate) socket: Socket,
    /// File with the implant card's code
    #[arg(long, value_name = "FILE")]
    pub(crate) card: Option<PathBuf>,
    /// The implant card's code itself
    #[arg(long, value_name = "TEXT")]
    pub(crate) code: Option<String>,
    #[command(flatten)]
    pub(crate) passphrase: Passphrase,
}

/// Which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhichLog {
    /// What was given and what was not
    Doses,
    /// Everything else
    Events,
}

#[derive(Debug, Args)]
pub(crate) struct History {
    /// Which log
    #[arg(long, value_enum, default_value = "doses")]
    pub(crate) log: WhichLog,
    /// Most entries, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) limit: u32,
    /// Only records below this sequence number
    #[arg(long, value_name = "SEQ")]
    pub(crate) before: Option<u32>,
}

#[derive(Debug, Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[command(group = ArgGroup::new("instead").args(["cancel", "resolve"]))]
pub(crate) struct Bolus {
    #[command(flatten)]
    pub(crate) socket: Socket,
    /// Send without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
    /// Stay until the extra dose is given or has ended
    #[arg(long)]
    pub(crate) wait: bool,
    /// End the running extra dose, or take back a request that never arrived
    #[arg(long)]
    pub(crate) cancel: bool,
    /// Find out about a request whose outcome is not known yet
    #[arg(long)]
    pub(crate) resolve: bool,
    /// Cut the link right after the request left: for tests of what is not known
    #[arg(long, hide = true)]
    pub(crate) drop_after_send: bool,
    #[command(flatten)]
    pub(crate) passphrase: Passphrase,
}

#[derive(Debug, Args)]
pub(crate) struct Acknowledge {
    #[command(flatten)]
    pub(crate) socket: Socket,
    /// The alarm, by the name that `status --json` gives
    #[arg(long, value_name = "NAME", value_parser = parse_alarm)]
    pub(crate) alarm: AlarmKind,
    /// Minutes of silence, 1 to 60
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) minutes: u32,
}
