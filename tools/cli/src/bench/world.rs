//! A programmed and filled pump in this process, reached over links in memory.

use super::failed;
use crate::clinic::key_file::{self, KeyFile};
use crate::clinic::prescription_file;
use crate::clinic::programmer::Programmer;
use crate::error::CliError;
use cisterna_board_host::actuator::{BenchActuator, Moment, Power};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_core::pump::link::{Outbox, Peer, PipeLink};
use cisterna_core::pump::pairing::ImplantCard;
use cisterna_dosing::engine::{Engine, SelfTest};
use cisterna_firmware::Pump;
use cisterna_firmware::identity::Provision;
use cisterna_firmware::link::LinkState;
use cisterna_firmware::storage::layout::FLASH_SIZE_B;
use cisterna_protocol::clinic::{CivilClock, ClinicCommand, Refill};
use cisterna_protocol::framing::ChunkLen;
use cisterna_protocol::history::Log;
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::quantity::{Count, NanogramsPerMl, Nanolitres};
use cisterna_protocol::session::{Entropy, EntropyFailed, Serial};
use cisterna_protocol::status::Therapy;
use embassy_futures::block_on;
use ring::rand::{SecureRandom, SystemRandom};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zeroize::Zeroizing;

const SERIAL: &str = "CIS-BENCH";
const CARD_SECRET: [u8; 16] = [7; 16];
const CAPACITY_NL: u64 = 20_000_000;
/// Between two refills, s: well within 20 mL at half a millilitre a day.
const REFILL_EVERY_S: u64 = 365 * 86_400 / 13;
/// 2027-01-01, and a use-by beyond every run.
const BEGIN_UTC_S: u64 = 1_798_761_600;
const USE_BY_UTC_S: u64 = BEGIN_UTC_S + 20 * 366 * 86_400;
const CHUNK: usize = 244;
/// Many boluses are allowed, so that the window can be filled.
const PRESCRIPTION: &str = r#"{
  "drug": "baclofen", "version": 1, "concentration_ug_per_ml": 500,
  "steps": [
    {"from": "06:00", "until": "12:00", "rate_ug_per_h": "10.4"},
    {"from": "12:00", "until": "22:00", "rate_ug_per_h": "12"},
    {"from": "22:00", "until": "06:00", "rate_ug_per_h": "8"}
  ],
  "bolus": {"dose_ug": "5", "duration_s": 600, "lockout_s": 900, "max_in_window": 24},
  "window_h": 24, "window_limit_ug": 400, "low_level_ml": 2, "dead_volume_ml": "0.2"
}"#;

/// Randomness of the system, for a pump in this process.
#[derive(Debug)]
pub(super) struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        SystemRandom::new().fill(out).map_err(|_| EntropyFailed)
    }
}

type BenchPump = Pump<EmulatedNor, BenchActuator, SystemEntropy>;

/// The pump's end of a link in memory.
pub(super) struct PumpPeer(Rc<RefCell<BenchPump>>);

impl PumpPeer {
    fn flush(pump: &mut BenchPump, out: &mut Outbox) {
        while let Some(chunk) = pump.next_chunk() {
            out.send(chunk.to_vec());
        }
    }
}

impl Peer for PumpPeer {
    fn up(&mut self, chunk_len: ChunkLen, _out: &mut Outbox) {
        self.0.borrow_mut().link_up(chunk_len);
    }

    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        let mut pump = self.0.borrow_mut();
        let state = block_on(pump.receive(chunk));
        Self::flush(&mut pump, out);
        if !matches!(state, Ok(LinkState::Up)) {
            out.hang_up();
        }
    }

    fn down(&mut self) {
        self.0.borrow_mut().link_down();
    }
}

/// The pump, and the clinician who programmed it.
pub(super) struct World {
    pump: Rc<RefCell<BenchPump>>,
    key: PathBuf,
    serial: Serial,
}

impl World {
    pub(super) fn new(home: &Path) -> Result<Self, CliError> {
        let key = home.join("clinician.key");
        let clinician = key_file::make(&key, None)?;
        let serial = Serial::new(SERIAL).expect("visible and short");
        let provision = Provision {
            serial: serial.clone(),
            capacity_nl: CAPACITY_NL,
            card_secret: CARD_SECRET,
            storage_id: [1; 8],
            clinician,
        };
        let pump = Rc::new(RefCell::new(boot(&provision)?));
        let world = Self { pump, key, serial };
        world.program()?;
        Ok(world)
    }

    fn program(&self) -> Result<(), CliError> {
        let draft = prescription_file::parse(PRESCRIPTION).map_err(failed)?;
        let prescription = draft.for_pump(SERIAL).map_err(failed)?;
        let mut programmer = self.programmer()?;
        programmer.stage(&prescription)?;
        let activation = Some(programmer.activation()?);
        programmer.order(&ClinicCommand::Refill(Refill {
            activation,
            ..refill()
        }))?;
        let clock = CivilClock {
            utc_s: BEGIN_UTC_S,
            offset_s: 3_600,
        };
        programmer.order(&ClinicCommand::SetClock(clock))
    }

    fn programmer(&self) -> Result<Programmer<PipeLink<PumpPeer>>, CliError> {
        Programmer::over(self.link(), KeyFile::open(&self.key)?, self.serial.clone())
    }

    /// A new link to the pump.
    pub(super) fn link(&self) -> PipeLink<PumpPeer> {
        let chunk_len = ChunkLen::new(CHUNK).expect("244 is from 20 to 514");
        PipeLink::new(PumpPeer(Rc::clone(&self.pump)), chunk_len)
    }

    /// Opens the pairing window; the card's text.
    pub(super) fn card(&self) -> Zeroizing<String> {
        self.pump.borrow_mut().magnet();
        ImplantCard::print(&self.serial, &CARD_SECRET)
    }

    /// A copy of the rules as they stand now.
    pub(super) fn engine(&self) -> Engine {
        self.pump.borrow().engine().clone()
    }

    /// Records in both logs.
    pub(super) fn records(&self) -> u32 {
        let status = self.pump.borrow().status();
        let held = |log: Log| match log {
            Log::Doses => status.doses.next.saturating_sub(status.doses.first),
            Log::Events => status.events.next.saturating_sub(status.events.first),
        };
        Log::BOTH.into_iter().map(held).sum()
    }

    /// Runs a year with its refills; how often the pump woke.
    pub(super) fn run_a_year(&mut self) -> Result<u64, CliError> {
        let mut wakes = 0;
        for _ in 0..13 {
            wakes += self.run_for(REFILL_EVERY_S)?;
            self.programmer()?.order(&ClinicCommand::Refill(refill()))?;
        }
        self.check_running()?;
        Ok(wakes)
    }

    /// Sleeps from wake-up to wake-up, as a board does.
    fn run_for(&self, span_s: u64) -> Result<u64, CliError> {
        let mut pump = self.pump.borrow_mut();
        let end = pump.now().after(span_s);
        let mut wakes = 0;
        let mut at = pump.now();
        while at < end {
            at = wake(&mut pump, at)?.clamp(at.after(1), end);
            wakes += 1;
        }
        wake(&mut pump, end)?;
        Ok(wakes)
    }

    /// A pump that stands would measure nothing.
    fn check_running(&self) -> Result<(), CliError> {
        let status = self.pump.borrow().status();
        if status.therapy == Therapy::Running && status.totals.deficit == Nanolitres(0) {
            return Ok(());
        }
        Err(failed(format!(
            "the pump does not follow its program: {:?}",
            status.therapy
        )))
    }
}

/// One wake-up at `at`; when the next is due. The monitor's own clock goes on too.
fn wake(pump: &mut BenchPump, at: Count) -> Result<Count, CliError> {
    pump.actuator_mut().set_now(Moment {
        powered_s: at.0,
        ..Moment::default()
    });
    block_on(pump.wake(at)).map_err(failed)
}

fn boot(provision: &Provision) -> Result<BenchPump, CliError> {
    let power = Power::new();
    power.set(true);
    let mut flash = EmulatedNor::memory(FLASH_SIZE_B);
    block_on(BenchPump::provision(&mut flash, provision)).map_err(failed)?;
    let actuator = BenchActuator::new(power, None);
    let booted = BenchPump::boot(flash, actuator, SystemEntropy, SelfTest::Passed);
    block_on(booted).map_err(failed)
}

fn refill() -> Refill {
    Refill {
        drug: Drug::Baclofen.code(),
        concentration: NanogramsPerMl(500_000),
        volume: Nanolitres(CAPACITY_NL),
        use_by_utc_s: USE_BY_UTC_S,
        activation: None,
        bridge: None,
    }
}
