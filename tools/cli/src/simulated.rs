//! A pump on the bench within this process, programmed and filled: for apps on a desktop, for tests.
//!
//! Responsible for the steps that a clinic would take with it. Leaves firmware and time to
//! `cisterna-board-host`, and the steps themselves to the programmer's own commands.

use crate::args::pump::{Pump, Run};
use crate::args::{Cli, Command};
use crate::civil;
use crate::demo::program::PRESCRIPTION;
use crate::error::CliError;
use crate::pump;
use crate::run::report_of;
use cisterna_board_host::bench::{self, BenchEvent, Options};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use thiserror::Error;

/// Its serial.
pub const SERIAL: &str = "CIS-SIM-1";
const CAPACITY_ML: &str = "20";
const FILL_ML: &str = "18";
const DAY_S: u64 = 86_400;
/// From today to the drug's use-by date, s.
const USE_BY_IN_S: u64 = 400 * DAY_S;
/// How long the pairing window stays open, s.
const PAIRING_S: &str = "120";

/// Why the simulated pump did not do what it was told.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the simulated pump: {0}")]
pub struct SimulationError(String);

impl From<CliError> for SimulationError {
    fn from(error: CliError) -> Self {
        Self(error.to_string())
    }
}

/// A running pump; it loses its power with this value, and goes on from its folder.
#[derive(Debug)]
pub struct SimulatedPump {
    folder: PathBuf,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl SimulatedPump {
    /// Starts the pump of `folder`, which exists; where there is none yet, a new one that gives
    /// baclofen, is filled, and allows extra doses.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn start(folder: &Path) -> Result<Self, SimulationError> {
        let mut pump = Self {
            folder: folder.to_owned(),
            stop: Arc::default(),
            thread: None,
        };
        if pump.path("pump.flash").exists() {
            pump.run(&[])?;
            return Ok(pump);
        }
        let (key, public) = (pump.file("clinician.key"), pump.file("clinician.json"));
        report_of(&words(&[
            "clinic", "key", "--out", &key, "--public", &public,
        ]))?;
        let card = pump.file("card.txt");
        let make = ["--serial", SERIAL, "--capacity-ml", CAPACITY_ML];
        pump.run(&[&make[..], &["--clinician", &public, "--card", &card]].concat())?;
        pump.prescribe()?;
        Ok(pump)
    }

    /// Where its link listens.
    pub fn socket(&self) -> PathBuf {
        self.path("pump.socket")
    }

    /// The text of its implant card.
    ///
    /// # Errors
    /// [`SimulationError`] where the folder holds none.
    pub fn card(&self) -> Result<String, SimulationError> {
        let path = self.path("card.txt");
        let read = std::fs::read_to_string(&path).map_err(CliError::file("read", &path));
        Ok(read?.trim().to_owned())
    }

    /// The clinic opens the pairing window for two minutes.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn open_pairing(&self) -> Result<(), SimulationError> {
        self.clinic(&["open-pairing", "--seconds", PAIRING_S])
    }

    /// One line to its control socket, as of `cisterna pump control`: `advance 60`, `outage 1800`.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn control(&self, line: &str) -> Result<String, SimulationError> {
        Ok(pump::send(&self.path("pump.control"), line)?)
    }

    fn prescribe(&self) -> Result<(), SimulationError> {
        let path = self.path("prescription.json");
        std::fs::write(&path, PRESCRIPTION).map_err(CliError::file("write", &path))?;
        let path = self.file("prescription.json");
        self.clinic(&["prescribe", "--prescription", &path, "--serial", SERIAL])?;
        let use_by = civil::date(civil::now_utc_s() + USE_BY_IN_S);
        let drug = ["--drug", "baclofen", "--concentration-ug-per-ml", "500"];
        let fill = ["--volume-ml", FILL_ML, "--use-by", &use_by];
        let now = ["--activate", "--yes"];
        self.clinic(&[&["refill"][..], &drug, &fill, &now].concat())?;
        let utc = civil::utc(civil::now_utc_s());
        self.clinic(&["set-clock", "--utc", &utc, "--offset", "+01:00"])
    }

    fn clinic(&self, args: &[&str]) -> Result<(), SimulationError> {
        let (key, socket) = (self.file("clinician.key"), self.file("pump.socket"));
        let with = ["--key", &key, "--socket", &socket];
        report_of(&words(&[&["clinic"][..], args, &with].concat()))?;
        Ok(())
    }

    /// Runs the firmware on a thread of its own, and waits until it has started.
    fn run(&mut self, make: &[&str]) -> Result<(), SimulationError> {
        let names = ["socket", "flash", "control"];
        let places = names.map(|name| (format!("--{name}"), self.file(&format!("pump.{name}"))));
        let mut line = words(&["pump", "run"]);
        line.extend(places.into_iter().flat_map(<[String; 2]>::from));
        line.extend(make.iter().map(ToString::to_string));
        let options = options(&line)?;
        let (started, waits) = channel();
        let stop = Arc::clone(&self.stop);
        let thread = std::thread::Builder::new().name("simulated pump".to_owned());
        let thread = thread.spawn(move || run(options, stop, &started));
        self.thread = Some(thread.map_err(|error| SimulationError(error.to_string()))?);
        let ended = |_| SimulationError("it ended before it started".to_owned());
        waits.recv().map_err(ended)?.map_err(SimulationError)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn file(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }
}

impl Drop for SimulatedPump {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // the loop looks at the flag once it wakes; a word wakes it
        let _ = self.control("quit");
        if let Some(thread) = self.thread.take() {
            // a pump that panicked has told so already
            let _ = thread.join();
        }
    }
}

fn words(args: &[&str]) -> Vec<String> {
    let name = std::iter::once(&"cisterna");
    name.chain(args).map(ToString::to_string).collect()
}

/// What the words of `cisterna pump run` mean.
fn options(line: &[String]) -> Result<Options, SimulationError> {
    let usage = |error: clap::Error| SimulationError(error.to_string());
    let cli = Cli::try_parse_from(line).map_err(usage)?;
    let Command::Pump(Pump::Run(args)) = cli.command else {
        return Err(SimulationError("its command line is another's".to_owned()));
    };
    Ok(from(&args)?)
}

fn from(args: &Run) -> Result<Options, CliError> {
    let made = args.make.as_ref();
    let provision = made.map(|make| pump::provision(make, args.flash.as_deref()));
    Ok(Options {
        socket: args.socket.clone(),
        flash: args.flash.clone(),
        speed: args.speed,
        control: args.control.clone(),
        pulses: None,
        provision: provision.transpose()?,
    })
}

/// Until it is stopped; tells once whether it started.
fn run(options: Options, stop: Arc<AtomicBool>, started: &Sender<Result<(), String>>) {
    // nobody waits any more after the first word
    let ended = bench::run(options, stop, |event| {
        if matches!(event, BenchEvent::Started { .. }) {
            let _ = started.send(Ok(()));
        }
    });
    if let Err(error) = ended {
        let _ = started.send(Err(error.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simulated_pump_is_made_once_and_goes_on_from_its_folder() {
        let home = tempfile::tempdir().unwrap();
        let pump = SimulatedPump::start(home.path()).unwrap();
        let card = pump.card().unwrap();
        pump.open_pairing().unwrap();
        assert!(pump.control("now").unwrap().contains("epoch=1"));
        drop(pump);
        let pump = SimulatedPump::start(home.path()).unwrap();
        assert_eq!(pump.card().unwrap(), card);
        assert!(pump.control("now").unwrap().contains("epoch=2"));
    }

    #[test]
    fn a_word_that_the_pump_does_not_know_is_told() {
        let home = tempfile::tempdir().unwrap();
        let pump = SimulatedPump::start(home.path()).unwrap();
        assert!(pump.control("dance").is_err());
        assert!(SimulatedPump::start(Path::new("/dev/null/x")).is_err());
    }
}
