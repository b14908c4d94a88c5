//! The bench pump as a process: time, the link's socket, the control socket, power.
//!
//! Responsible for the loop that joins them, on one thread, without waiting for any peer. Leaves
//! signals to the caller, who sets the stop flag, and every decision to the firmware.

mod control_port;
mod flash;
mod link;
mod machine;
mod obey;
mod pace;
mod socket;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use cisterna_firmware::{identity::Provision, memory::MemoryError, storage::layout::FLASH_SIZE_B};
use cisterna_protocol::{message::Priority, quantity::Count};
use rustix::{
    event::{Timespec, poll},
    io::Errno,
    time::{ClockId, clock_gettime},
};

use self::{control_port::ControlPort, link::LinkPort, machine::Machine, pace::Pace};
use crate::actuator::{PulseFile, PulsesError};
use crate::nor::{EmulatedNor, OpenError};

/// Fastest that a bench runs, seconds a second.
pub const SPEED_MAX: u32 = 1_000_000;

/// What a bench pump is made of.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the link's socket listens.
    pub socket: PathBuf,
    /// The flash's file; in memory where absent.
    pub flash: Option<PathBuf>,
    /// Seconds of the bench in a real second while no link is up, 1 to [`SPEED_MAX`].
    pub speed: u32,
    /// Where the control socket listens; none where absent.
    pub control: Option<PathBuf>,
    /// The file to which each stroke is written; none where absent.
    pub pulses: Option<PathBuf>,
    /// The pump that a blank flash becomes. A flash that holds it already stays as it is.
    pub provision: Option<Provision>,
}

/// What a bench pump tells of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchEvent {
    /// The firmware started.
    Started {
        /// Its boot epoch.
        epoch: u32,
        /// Its count.
        count: Count,
    },
    /// The pump lost power.
    PowerLost,
    /// A peer connected.
    LinkUp,
    /// The link ended.
    LinkDown,
    /// The pump sounds something else than before. SR-16
    Sounding(Option<Priority>),
    /// Durable memory took no write; the firmware went on.
    MemoryFault(MemoryError),
}

/// Why a bench pump does not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The speed is outside its range.
    #[error("the speed is 1 to {SPEED_MAX}")]
    Speed,
    /// The flash is blank and nothing says which pump it is to be.
    #[error("the flash is blank: name the pump that it is to become (serial, card, clinician)")]
    Blank,
    /// The flash holds another pump than the one that was named.
    #[error("the flash holds pump {found}, not {wanted}: take another flash file")]
    OtherPump {
        /// Serial in the flash.
        found: String,
        /// Serial that was named.
        wanted: String,
    },
    /// The flash's file cannot be opened.
    #[error(transparent)]
    Flash(#[from] OpenError),
    /// The pump's memory does not let it start.
    #[error(transparent)]
    Memory(#[from] MemoryError),
    /// The pulses file cannot be gone on with.
    #[error(transparent)]
    Pulses(#[from] PulsesError),
    /// A process listens there already.
    #[error("{path} is in use: another pump runs there")]
    InUse {
        /// The socket.
        path: PathBuf,
    },
    /// The file at a socket's place is something else; it stays.
    #[error("{path} is there and is no socket")]
    NotASocket {
        /// The file.
        path: PathBuf,
    },
    /// A socket cannot be made.
    #[error("{path}: {source}")]
    Socket {
        /// Its place.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system does not say when something happens.
    #[error("waiting: {0}")]
    Wait(#[from] Errno),
}

/// Runs a bench pump until `stop` is set or the control socket ends it.
///
/// # Errors
/// [`BenchError`]: where it does not start, or its pulses cannot be written any more.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the flag is shared with whoever handles signals"
)]
pub fn run(
    options: Options,
    stop: Arc<AtomicBool>,
    on_event: impl FnMut(BenchEvent),
) -> Result<(), BenchError> {
    run_with_clock(options, boot_time, &stop, on_event)
}

/// As [`run`], on another clock: real time since any fixed instant.
///
/// # Errors
/// As [`run`].
pub fn run_with_clock(
    options: Options,
    mut clock: impl FnMut() -> Duration,
    stop: &AtomicBool,
    mut on_event: impl FnMut(BenchEvent),
) -> Result<(), BenchError> {
    let mut bench = Bench::set_up(options, stop, clock())?;
    loop {
        for event in bench.bed.machine.take_events() {
            on_event(event);
        }
        if stop.load(Ordering::Relaxed) || bench.bed.quits {
            return Ok(());
        }
        bench.wait()?;
        bench.turn(&mut clock)?;
    }
}

/// The system's clock that counts through suspend.
fn boot_time() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    let s = u64::try_from(time.tv_sec).unwrap_or(0);
    let ns = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(s, ns)
}

/// What the control socket's words act on.
struct Bed<'s> {
    machine: Machine,
    link: LinkPort,
    stop: &'s AtomicBool,
    quits: bool,
}

struct Bench<'s> {
    bed: Bed<'s>,
    control: Option<ControlPort>,
    pace: Pace,
}

impl<'s> Bench<'s> {
    fn set_up(options: Options, stop: &'s AtomicBool, now: Duration) -> Result<Self, BenchError> {
        if !(1..=SPEED_MAX).contains(&options.speed) {
            return Err(BenchError::Speed);
        }
        let nor = match &options.flash {
            Some(path) => EmulatedNor::open(path, FLASH_SIZE_B)?,
            None => EmulatedNor::memory(FLASH_SIZE_B),
        };
        let mut link = LinkPort::new(options.socket);
        link.open()?;
        let control = options.control.as_deref().map(ControlPort::open);
        let control = control.transpose()?;
        let pulses = options.pulses.as_deref().map(PulseFile::open).transpose()?;
        let elapsed_s = pulses.as_ref().map_or(0, PulseFile::elapsed_s);
        let mut machine = Machine::new(nor, pulses, elapsed_s);
        machine.provide(options.provision.as_ref())?;
        machine.switch_on()?;
        let bed = Bed {
            machine,
            link,
            stop,
            quits: false,
        };
        let pace = Pace::new(options.speed, now);
        Ok(Self { bed, control, pace })
    }

    /// Waits until a socket or the pump has something to do.
    fn wait(&self) -> Result<(), BenchError> {
        let machine = &self.bed.machine;
        let wait = self.pace.wait(machine.wake_in_s(), machine.link_is_up());
        let mut fds = Vec::new();
        self.bed.link.watch(&mut fds);
        if let Some(control) = &self.control {
            control.watch(&mut fds);
        }
        let timeout = Timespec::try_from(wait).expect("at most 200 ms");
        match poll(&mut fds, Some(&timeout)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Comes to the present, then serves whoever asks.
    fn turn(&mut self, clock: &mut impl FnMut() -> Duration) -> Result<(), BenchError> {
        let Self { bed, control, pace } = self;
        bed.come_to_present(pace, clock());
        bed.serve_link();
        let mut obeyed = false;
        if let Some(control) = control {
            control.serve(|line| {
                obeyed = true;
                let began = clock();
                bed.come_to_present(pace, began);
                let answer = bed.obey(line);
                // What a command took is the bench's own time, not the pump's.
                pace.skip(clock().saturating_sub(began));
                answer
            });
        }
        if obeyed {
            bed.serve_link();
        }
        let failed = bed.machine.actuator().take_error();
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}

impl Bed<'_> {
    /// Lets the real time since the last look pass for the pump.
    fn come_to_present(&mut self, pace: &mut Pace, now: Duration) {
        let passed_s = pace.pass(now, self.machine.link_is_up());
        if pace.is_real() {
            self.machine.sleep_for(passed_s, self.stop);
        } else {
            self.machine.run_for(passed_s, self.stop);
        }
    }

    fn serve_link(&mut self) {
        if self.machine.is_on() {
            self.link.serve(&mut self.machine);
        }
        if !self.machine.is_on() {
            self.link.close();
        }
    }
}
