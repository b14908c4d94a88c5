//! The bench pump: the firmware of a board, on this machine.
//!
//! Responsible for arguments, signals, the making of a new pump and its implant card. Leaves time,
//! sockets and power to `cisterna-board-host`.

mod control;

pub(crate) use control::{control, send};

use crate::args::pump::{Make, Run};
use crate::clinic::key_file;
use crate::error::CliError;
use crate::out::Out;
use crate::{private_file, wording};
use cisterna_board_host::bench::{self, BenchEvent, Options};
use cisterna_core::pump::pairing::ImplantCard;
use cisterna_firmware::identity::Provision;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use zeroize::Zeroizing;

/// Runs a bench pump until it is told to end.
///
/// # Errors
/// [`CliError`]; a new pump that never started leaves no card and no flash behind.
pub(crate) fn run(args: &Run, out: Out) -> Result<(), CliError> {
    let provision = args
        .make
        .as_ref()
        .map(|make| provision(make, args.flash.as_deref()));
    let provision = provision.transpose()?;
    let made = provision.is_some();
    let options = Options {
        socket: args.socket.clone(),
        flash: args.flash.clone(),
        speed: args.speed,
        control: args.control.clone(),
        pulses: args.pulses.clone(),
        provision,
    };
    let stop = stop_on_signals()?;
    let mut ready = false;
    let ended = bench::run(options, stop, |event| tell(args, out, &mut ready, event));
    if let (Some(make), false) = (&args.make, ready || !made) {
        clean_up(make, args.flash.as_deref());
    }
    ended.map_err(|error| CliError::Bench(error.to_string()))
}

fn stop_on_signals() -> Result<Arc<AtomicBool>, CliError> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| CliError::Bench(error.to_string()))?;
    }
    Ok(stop)
}

/// What makes the pump, with its card written before the pump can be reached.
pub(crate) fn provision(make: &Make, flash: Option<&Path>) -> Result<Provision, CliError> {
    if let Some(flash) = flash.filter(|flash| flash.exists()) {
        let text = format!(
            "{} is there already: leave out --serial, --capacity-ml, --clinician and --card",
            flash.display()
        );
        return Err(CliError::Usage(text));
    }
    let clinician = key_file::read_public(&make.clinician)?;
    let (mut secret, mut storage_id) = (Zeroizing::new([0; 16]), [0; 8]);
    fill(secret.as_mut_slice())?;
    fill(&mut storage_id)?;
    let card = ImplantCard::print(&make.serial, &secret);
    private_file::create(&make.card, format!("{}\n", *card).as_bytes())?;
    Ok(Provision {
        serial: make.serial.clone(),
        capacity_nl: make.capacity_ml.0,
        card_secret: *secret,
        storage_id,
        clinician,
    })
}

fn fill(bytes: &mut [u8]) -> Result<(), CliError> {
    let no_randomness = |_| CliError::Bench("the system gave no randomness".to_owned());
    SystemRandom::new().fill(bytes).map_err(no_randomness)
}

/// A pump that never started has no use for its card or a half-made flash.
fn clean_up(make: &Make, flash: Option<&Path>) {
    // what is not there needs no removing
    let _ = std::fs::remove_file(&make.card);
    if let Some(flash) = flash {
        let _ = std::fs::remove_file(flash);
    }
}

fn tell(args: &Run, out: Out, ready: &mut bool, event: BenchEvent) {
    let (name, mut text, detail) = described(event);
    if name == "started" && !*ready {
        *ready = true;
        text = format!("The pump is ready at {}", args.socket.display());
        let json = json!({"event": "ready", "socket": args.socket, "pid": std::process::id()});
        out.event(&text, &json);
        return;
    }
    if out.json || !text.is_empty() {
        out.event(&text, &json!({"event": name, "detail": detail}));
    }
}

/// Name, text (empty where it is not worth a line) and detail of an event.
fn described(event: BenchEvent) -> (&'static str, String, Value) {
    match event {
        BenchEvent::Started { epoch, count } => {
            let detail = json!({"epoch": epoch, "count_s": count.0});
            (
                "started",
                format!("The pump started again, epoch {epoch}."),
                detail,
            )
        }
        BenchEvent::PowerLost => ("power_lost", "The pump lost power.".to_owned(), Value::Null),
        BenchEvent::LinkUp => ("link_up", String::new(), Value::Null),
        BenchEvent::LinkDown => ("link_down", String::new(), Value::Null),
        BenchEvent::Sounding(None) => ("sounding", "The pump is silent.".to_owned(), Value::Null),
        BenchEvent::Sounding(Some(priority)) => {
            let priority = wording::priority(priority);
            (
                "sounding",
                format!("The pump sounds: {priority} priority."),
                json!(priority),
            )
        }
        BenchEvent::MemoryFault(error) => {
            let error = error.to_string();
            (
                "memory_fault",
                format!("The pump's memory took no write: {error}."),
                json!(error),
            )
        }
    }
}
