//! Arguments of the bench pump.

use crate::units::parse_ml;
use cisterna_board_host::bench::SPEED_MAX;
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::session::Serial;
use clap::{Args, Subcommand};
use std::path::PathBuf;

const RUN: &str = "\
Run the pump's firmware on this machine until it is told to end (SIGINT, SIGTERM, or `quit`).

A new pump is made by --serial, --capacity-ml, --clinician and --card together, on a flash file
that does not exist yet; --clinician is the file that `clinic key --public` wrote, and the implant
card's code is written to --card. Without --flash the pump's memory lives in this process only.

Example:
  cisterna pump run --socket pump.sock --flash pump.flash --control pump.ctl --speed 60 \\
    --serial CIS-0001 --capacity-ml 20 --clinician clinician.json --card card.txt
  cisterna pump run --socket pump.sock --flash pump.flash";

const CONTROL: &str = "\
Send one line to the control socket of a bench pump and print its answer.

  advance S                   let S seconds pass at once
  cut-power [after-bytes N]   switch off, at once or in the Nth byte written from now
  power-on                    start again
  outage S                    without power for S seconds
  stall N | stall on | off    the motor stalls for N pulses, or until told
  slip K | slip off           every Kth pulse is not felt
  runaway N                   N pulses that nobody commanded
  magnet                      hold the magnet over the pump: opens pairing
  flash-full on | off         the flash takes no write
  flip ADDR BIT               flip a bit of the flash
  now | wear | sounding       the count, the flash's wear, what the pump sounds
  quit                        end

Example:
  cisterna pump control --control pump.ctl advance 3600";

#[derive(Debug, Subcommand)]
pub(crate) enum Pump {
    /// Run the pump's firmware on this machine
    #[command(long_about = RUN)]
    Run(Run),
    /// Let time pass or faults happen at a running bench pump
    #[command(long_about = CONTROL)]
    Control(Control),
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Socket that phone and programmer connect to
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: PathBuf,
    /// File that is the pump's flash
    #[arg(long, value_name = "FILE")]
    pub(crate) flash: Option<PathBuf>,
    /// Pump seconds in a second of this machine while no link is up, 1 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(SPEED_MAX)))]
    pub(crate) speed: u32,
    /// Socket for `pump control`
    #[arg(long, value_name = "PATH")]
    pub(crate) control: Option<PathBuf>,
    /// File that every pulse is written to
    #[arg(long, value_name = "FILE")]
    pub(crate) pulses: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) make: Option<Make>,
}

/// What makes a new pump.
#[derive(Debug, Args)]
#[group(requires_all = ["serial", "capacity_ml", "clinician", "card"], multiple = true)]
pub(crate) struct Make {
    /// Serial of a new pump: 1 to 16 visible characters
    #[arg(long, required = false, value_name = "S", value_parser = super::clinic::parse_serial)]
    pub(crate) serial: Serial,
    /// Volume of a new pump's reservoir, mL
    #[arg(long, required = false, value_name = "N", value_parser = parse_ml)]
    pub(crate) capacity_ml: Nanolitres,
    /// Provisioning file of a new pump's first clinician
    #[arg(long, required = false, value_name = "PUBFILE")]
    pub(crate) clinician: PathBuf,
    /// File that a new pump's implant card is written to
    #[arg(long, required = false, value_name = "CARDFILE")]
    pub(crate) card: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Control {
    /// The bench pump's control socket
    #[arg(long, value_name = "PATH")]
    pub(crate) control: PathBuf,
    /// What to do, as listed above
    #[arg(required = true, value_name = "COMMAND", trailing_var_arg = true)]
    pub(crate) command: Vec<String>,
}
