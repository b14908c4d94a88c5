//! Arguments of the clinic's programmer.

use crate::clinic::programmer::Access;
use crate::units::{parse_ml, parse_ug, parse_ug_per_h, parse_ug_per_ml};
use crate::{civil, wording::parse_alarm};
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::quantity::{Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres};
use cisterna_protocol::session::{Serial, SerialError};
use clap::{Args, Subcommand};
use std::path::PathBuf;

const KEY: &str = "\
Make a clinician's key file, and the provisioning file that a new pump is made with.

The key file holds the signing key, the key of the programmer's sessions and the counter of its
commands; both files are readable by their owner only. Neither is ever overwritten.

Example:
  cisterna clinic key --out clinician.key --public clinician.json";

const PRESCRIBE: &str = "\
Sign a prescription, lay it beside the active one, and activate it where --activate says so.

The file is JSON; numbers may be texts, and are read to the last digit (to 1 ng, 1 nL):
  {\"drug\": \"baclofen\", \"version\": 1, \"concentration_ug_per_ml\": 500,
   \"steps\": [{\"from\": \"06:00\", \"until\": \"22:00\", \"rate_ug_per_h\": \"10.4\"},
             {\"from\": \"22:00\", \"until\": \"06:00\", \"rate_ug_per_h\": \"8\"}],
   \"bolus\": {\"dose_ug\": \"10\", \"duration_s\": 600, \"lockout_s\": 14400, \"max_in_window\": 4},
   \"window_h\": 24, \"window_limit_ug\": 400, \"low_level_ml\": 2, \"dead_volume_ml\": \"0.2\"}
`bolus` is null where no extra dose is allowed; `serial` may name the pump. The active and the new
prescription are shown side by side; nothing is activated without a yes.

Example:
  cisterna clinic prescribe --key clinician.key --socket pump.sock --serial CIS-0001 \\
    --prescription baclofen.json --activate";

const ACTIVATE: &str = "\
Make the staged prescription the active one, whole or not at all.

The one that was staged with this key file at this pump; another one is refused by the pump.

Example:
  cisterna clinic activate --key clinician.key --socket pump.sock";

const REFILL: &str = "\
Record a refill: drug, concentration, volume in the reservoir after it, use-by date.

With --activate the staged prescription becomes active in the same step: so a new pump is filled
for the first time, and so drug or concentration change. A changed concentration needs a bridge
over what is left in the catheter (volume in mL, rate in µg/h of the old drug); a changed drug needs
--flush as well.

Example:
  cisterna clinic refill --key clinician.key --socket pump.sock --drug baclofen \\
    --concentration-ug-per-ml 500 --volume-ml 20 --use-by 2027-06-30 --activate";

const SET_CLOCK: &str = "\
Set the pump's time of day: UTC and a fixed offset (no daylight saving).

Without --utc the time of this machine is taken. Treated as an activation: a running extra dose
ends.

Example:
  cisterna clinic set-clock --key clinician.key --socket pump.sock --offset +01:00";

const BOLUS: &str = "\
Give a clinician's bolus: outside waiting time and number, inside the window's dose limit.

Example:
  cisterna clinic bolus --key clinician.key --socket pump.sock --dose-ug 25 --duration-s 600";

#[derive(Debug, Subcommand)]
pub(crate) enum Clinic {
    /// Make a clinician's key file
    #[command(long_about = KEY)]
    Key(Key),
    /// Stage a prescription, and activate it
    #[command(long_about = PRESCRIBE)]
    Prescribe(Prescribe),
    /// Make the staged prescription the active one
    #[command(long_about = ACTIVATE)]
    Activate(Activate),
    /// Record a refill
    #[command(long_about = REFILL)]
    Refill(Refill),
    /// Fill the catheter, at most its dead volume
    Prime(Prime),
    /// Set the pump's time of day
    #[command(long_about = SET_CLOCK)]
    SetClock(SetClock),
    /// Stop therapy; the pump sounds until it goes on
    Stop(Programmer),
    /// Go on with therapy
    Resume(Programmer),
    /// Give a clinician's bolus
    #[command(long_about = BOLUS)]
    Bolus(Bolus),
    /// Clear a fault whose cause is gone
    ClearFault(ClearFault),
    /// Open the pairing window for a phone
    OpenPairing(OpenPairing),
    /// Revoke a phone's keys, by its key epoch
    Revoke(Revoke),
    /// Trust a further clinician
    Trust(Trust),
    /// End the trust in a clinician; the last one stays
    Remove(Trust),
    /// Read the pump with the programmer
    Status(Programmer),
    /// Show the active prescription
    Prescription(Programmer),
}

/// How to reach the pump.
#[derive(Debug, Args)]
pub(crate) struct Programmer {
    /// The clinician's key file
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// The pump's socket
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: PathBuf,
    /// The pump's serial; the pump of the last command where absent
    #[arg(long, value_name = "S", value_parser = parse_serial)]
    pub(crate) serial: Option<Serial>,
}

impl Programmer {
    pub(crate) fn access(&self) -> Access {
        Access {
            key: self.key.clone(),
            socket: self.socket.clone(),
            serial: self.serial.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The key file to make
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The provisioning file to make
    #[arg(long, value_name = "FILE")]
    pub(crate) public: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Prescribe {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// The prescription, JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) prescription: PathBuf,
    /// Activate it too
    #[arg(long)]
    pub(crate) activate: bool,
    /// Activate without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Activate {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// Activate without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Refill {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// baclofen, morphine or ziconotide
    #[arg(long, value_name = "NAME", value_parser = parse_drug)]
    pub(crate) drug: Drug,
    /// Concentration of what was filled in, µg/mL
    #[arg(long, value_name = "N", value_parser = parse_ug_per_ml)]
    pub(crate) concentration_ug_per_ml: NanogramsPerMl,
    /// Volume in the reservoir after the fill, mL
    #[arg(long, value_name = "N", value_parser = parse_ml)]
    pub(crate) volume_ml: Nanolitres,
    /// Last day on which the drug may be used
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = civil::parse_use_by)]
    pub(crate) use_by: u64,
    /// Activate the staged prescription in the same step
    #[arg(long)]
    pub(crate) activate: bool,
    /// Old fluid between reservoir and catheter tip, mL
    #[arg(long, value_name = "N", value_parser = parse_ml, requires = "bridge_rate_ug_per_h")]
    pub(crate) bridge_volume_ml: Option<Nanolitres>,
    /// Rate of the old fluid, µg/h
    #[arg(long, value_name = "N", value_parser = parse_ug_per_h, requires = "bridge_volume_ml")]
    pub(crate) bridge_rate_ug_per_h: Option<NanogramsPerHour>,
    /// The drug itself changed: flush the old one
    #[arg(long, requires = "bridge_volume_ml")]
    pub(crate) flush: bool,
    /// Activate without asking; needed where stdin is no terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Prime {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// Volume, mL: at most the catheter's dead volume
    #[arg(long, value_name = "N", value_parser = parse_ml)]
    pub(crate) volume_ml: Nanolitres,
}

#[derive(Debug, Args)]
pub(crate) struct SetClock {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// The time, as 2027-06-30T08:15:00Z; this machine's where absent
    #[arg(long, value_name = "ISO", value_parser = civil::parse_utc)]
    pub(crate) utc: Option<u64>,
    /// Fixed offset from UTC, as +01:00
    #[arg(long, value_name = "OFFSET", value_parser = civil::parse_offset,
          allow_hyphen_values = true)]
    pub(crate) offset: i32,
}

#[derive(Debug, Args)]
pub(crate) struct Bolus {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// Dose, µg
    #[arg(long, value_name = "N", value_parser = parse_ug)]
    pub(crate) dose_ug: Nanograms,
    /// Seconds over which it is given, 60 to 7200
    #[arg(long, value_name = "S")]
    pub(crate) duration_s: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ClearFault {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// The alarm, by the name that `clinic status --json` gives
    #[arg(value_name = "ALARM", value_parser = parse_alarm)]
    pub(crate) alarm: AlarmKind,
}

#[derive(Debug, Args)]
pub(crate) struct OpenPairing {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// For how long, s: 1 to 600
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) seconds: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// The phone's key epoch
    #[arg(long, value_name = "KEY_EPOCH")]
    pub(crate) phone: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Trust {
    #[command(flatten)]
    pub(crate) pump: Programmer,
    /// The other clinician's provisioning file
    #[arg(long, value_name = "PUBFILE")]
    pub(crate) clinician: PathBuf,
}

/// A pump's serial.
pub(crate) fn parse_serial(text: &str) -> Result<Serial, SerialError> {
    Serial::new(text)
}

pub(crate) fn parse_drug(text: &str) -> Result<Drug, String> {
    let found = Drug::ALL.into_iter().find(|drug| drug.name() == text);
    found.ok_or_else(|| "the drugs are baclofen, morphine, ziconotide".to_owned())
}
