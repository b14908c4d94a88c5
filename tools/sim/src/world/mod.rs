//! The world: a pump, phones and a clinic on virtual time; carries a scenario out.

mod board;
mod clinic;
mod device;
mod flash;
mod ground;
mod link;
mod motor;
mod phone;
mod seam;

pub(crate) use motor::Stroke;

use crate::canary::{Breaks, Canary};
use crate::checks::Acts;
use crate::rng::Rng;
use crate::scenario::{Act, Hostile, Order, Scenario, Wish};
use crate::trace::{Side, Trace};
use board::Board;
use cisterna_core::civil::Zone;
use cisterna_core::clock::{Instant, ManualClock};
use clinic::{BEGIN_UTC_S, Clinic};
use ground::{Ground, Shared};
use phone::Phone;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// Phones that a pump knows at most, less one that is left free to pair anew.
const PHONES: usize = 3;
/// After the last step the world heals, and this long later everything has to be settled, s.
const HEALING_S: u64 = 3 * 3_600;

/// What a run gives.
#[derive(Clone, Debug)]
pub struct Run {
    /// Lines and violations.
    pub trace: Trace,
    /// Strokes that physically moved: second, and whether a bolus's.
    pub strokes: Vec<(u64, bool)>,
    /// Boluses that physically began.
    pub boluses: usize,
    /// Visits.
    pub visits: u32,
    /// Starts of the pump.
    pub boots: u32,
    /// Of the last visit with a wish for a dose: touches, chunks up and down, bytes up and down.
    pub points: (u32, u32, u32, u64, u64),
    /// Bytes that this visit wrote or erased in the pump's flash.
    pub flash_b: u64,
}

struct World<'a> {
    ground: Shared,
    phones: Vec<Phone>,
    clinic: Clinic,
    rng: Rng,
    root: &'a Path,
    visits: u32,
    points: (u32, u32, u32, u64, u64),
    flash_b: u64,
}

/// Why a world cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("no folder for the phones: {0}")]
pub struct WorldError(#[from] std::io::Error);

/// Memory is where the homes of the phones lie, where the system offers a folder there.
const IN_MEMORY: &str = "/dev/shm";

/// Carries `scenario` out.
///
/// # Errors
/// [`WorldError`] where no folder can be made; never because of what happens in the world.
pub fn run(scenario: &Scenario, canary: Option<Canary>) -> Result<Run, WorldError> {
    let root = if Path::new(IN_MEMORY).is_dir() {
        tempfile::tempdir_in(IN_MEMORY)?
    } else {
        tempfile::tempdir()?
    };
    let breaks = canary.map(|it| it.breaks);
    let mut world = World::new(scenario, root.path(), breaks);
    world.begin();
    for step in &scenario.steps {
        world.pass_to(step.at_s);
        world.act(&step.act);
    }
    world.pass_to(scenario.length_s);
    world.heal();
    Ok(world.end())
}

impl<'a> World<'a> {
    fn new(scenario: &Scenario, root: &'a Path, breaks: Option<Breaks>) -> Self {
        let board = Board::new(scenario.seed, &clinic::provision(), breaks);
        let ground = Rc::new(RefCell::new(Ground {
            now_ms: 0,
            board,
            clocks: Vec::new(),
            link: 0,
            links: 0,
            acts: Acts::default(),
            breaks,
        }));
        Self {
            ground,
            phones: Vec::new(),
            clinic: Clinic::new(scenario.therapy),
            rng: Rng::new(scenario.seed, 11),
            root,
            visits: 0,
            points: (0, 0, 0, 0, 0),
            flash_b: 0,
        }
    }

    fn begin(&mut self) {
        if !self.clinic.begin(&self.ground) {
            self.violated("scenario", "the clinic could not program the pump");
        }
        self.pair();
    }

    fn violated(&self, row: &'static str, what: impl Into<String>) {
        let mut world = self.ground.borrow_mut();
        let at_ms = world.now_ms;
        world.board.trace.violated(row, at_ms, what);
    }

    fn tell(&self, what: impl Into<String>) {
        let mut world = self.ground.borrow_mut();
        let at_ms = world.now_ms;
        world.board.trace.tell(at_ms, Side::World, what);
    }

    fn pass_to(&mut self, at_s: u64) {
        let mut world = self.ground.borrow_mut();
        while world.now_ms < at_s * 1_000 {
            let step_ms = (at_s * 1_000 - world.now_ms).min(3_600_000);
            world.pass_ms(step_ms);
        }
    }

    fn pair(&mut self) {
        if self.phones.len() >= PHONES {
            return;
        }
        let number = self.phones.len();
        let now_ms = self.ground.borrow().now_ms;
        let clock = Arc::new(ManualClock::new(Instant {
            boot_id: [1; 16],
            since_boot_ms: 1_000_000,
            wall_utc_ms: i64::try_from(BEGIN_UTC_S * 1_000 + now_ms).unwrap_or(i64::MAX),
        }));
        self.ground.borrow_mut().clocks.push(clock.clone());
        let mut phone = Phone::new(number, self.root, &self.ground, clock);
        let epoch = phone.pair();
        self.clinic.phones.push(epoch.unwrap_or(0));
        self.phones.push(phone);
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Visit {
                phone,
                wish,
                faults,
            } => self.visit(*phone, *wish, faults),
            Act::Look { phone } => self.with_phone(*phone, |phone| phone.look(false)),
            Act::Pair => self.pair(),
            Act::Kill { phone } => self.with_phone(*phone, |phone| phone.die(false)),
            Act::Reboot { phone } => self.with_phone(*phone, Phone::reboot),
            Act::ClockJump { phone, by_s } => {
                self.tell(format!("the clock of phone {phone} jumps by {by_s} s"));
                self.clock_jump(*phone, *by_s);
            }
            Act::Zone { phone, name } => {
                let zone = name.parse().unwrap_or(Zone::UTC);
                self.with_phone(*phone, |phone| phone.clock.set_zone(zone));
            }
            Act::Clinic(order) => {
                self.clinic.carry_out(&self.ground, *order);
            }
            Act::Hostile(kind) => self.hostile(*kind),
            Act::StaySilent { for_s } => {
                let mut world = self.ground.borrow_mut();
                let until_s = world.board.now_s + for_s;
                world.board.stay_silent_until(until_s);
            }
            Act::Sounds => {
                if !self.ground.borrow().board.sounds() {
                    self.violated("scenario", "silent where it must sound");
                }
            }
            Act::BolusesBegun { count } => {
                let begun = self.ground.borrow().board.oracle.begun();
                if begun != *count {
                    let what = format!("{begun} boluses begun, {count} meant");
                    self.violated("scenario", what);
                }
            }
            Act::Reset
            | Act::Outage { .. }
            | Act::CutAfter { .. }
            | Act::FlashFull { .. }
            | Act::Flip { .. }
            | Act::Lapse { .. }
            | Act::Stall { .. }
            | Act::Slip { .. }
            | Act::Runaway { .. } => self.break_pump(act),
        }
    }

    fn break_pump(&mut self, act: &Act) {
        self.tell(format!("{act:?}"));
        let mut world = self.ground.borrow_mut();
        let world = &mut *world;
        let board = &mut world.board;
        match act {
            Act::Reset => board.switch_off(0),
            Act::Outage { for_s } => {
                if board.pump.is_some() {
                    board.switch_off(*for_s);
                }
            }
            Act::CutAfter { bytes } => board.flash.0.borrow_mut().nor.cut_after(*bytes),
            Act::FlashFull { for_s } => {
                board.flash.0.borrow_mut().full = true;
                world.pass_ms(*for_s * 1_000);
                world.board.flash.0.borrow_mut().full = false;
            }
            Act::Flip { address, bit } => {
                let mut chip = board.flash.0.borrow_mut();
                let size = u32::try_from(chip.nor.image().len()).unwrap_or(1);
                // a flip in the file of a file system that is full is none
                let _flipped = chip.nor.flip_bit(address % size, bit % 8);
            }
            Act::Lapse { for_s } => {
                board.lapse(*for_s);
                world.pass_ms(0);
            }
            Act::Stall { strokes } => board.motor.0.borrow_mut().stall = *strokes,
            Act::Slip { every } => board.motor.0.borrow_mut().slip_every = *every,
            Act::Runaway { strokes } => board.motor.0.borrow_mut().run_away(*strokes),
            Act::Visit { .. }
            | Act::Look { .. }
            | Act::Pair
            | Act::Kill { .. }
            | Act::Reboot { .. }
            | Act::ClockJump { .. }
            | Act::Zone { .. }
            | Act::Clinic(_)
            | Act::Hostile(_)
            | Act::StaySilent { .. }
            | Act::Sounds
            | Act::BolusesBegun { .. } => {}
        }
    }

    fn with_phone(&mut self, number: usize, act: impl FnOnce(&mut Phone)) {
        if let Some(phone) = self.phones.get_mut(number) {
            act(phone);
        }
    }

    fn clock_jump(&mut self, number: usize, by_s: i64) {
        use cisterna_core::clock::Clock;
        self.with_phone(number, |phone| {
            let wall_ms = phone.clock.now().wall_utc_ms;
            phone.clock.set_wall_ms(wall_ms + by_s * 1_000);
        });
        self.ground.borrow_mut().board.phone_clock_jumped(by_s);
    }

    fn visit(&mut self, number: usize, wish: Wish, faults: &[crate::scenario::Fault]) {
        let before_b = self.touched_b();
        let Some(phone) = self.phones.get_mut(number) else {
            return;
        };
        if !phone.is_paired() {
            let epoch = phone.pair();
            if let Some(slot) = self.clinic.phones.get_mut(number) {
                *slot = epoch.unwrap_or(0);
            }
        }
        self.visits += 1;
        let Some(phone) = self.phones.get_mut(number) else {
            return;
        };
        phone.visit(wish, faults);
        let (up, down, up_b, down_b) = phone.carried;
        let touched = phone.touched;
        if matches!(wish, Wish::Bolus) {
            self.points = (touched, up, down, up_b, down_b);
            self.flash_b = self.touched_b() - before_b;
        }
    }

    fn touched_b(&self) -> u64 {
        let world = self.ground.borrow();
        let chip = world.board.flash.0.borrow();
        chip.nor.touched().0
    }

    fn hostile(&mut self, kind: Hostile) {
        self.tell(format!("a hostile peer: {kind:?}"));
        let chunks = match kind {
            Hostile::Garbage => (0..12)
                .map(|_| {
                    let len = self.rng.between(1, 244);
                    (0..len).map(|_| self.rng.next().to_le_bytes()[0]).collect()
                })
                .collect(),
            Hostile::WrongKey => vec![(0..64).map(|_| self.rng.next().to_le_bytes()[0]).collect()],
            Hostile::Replay => self
                .phones
                .first()
                .map(|phone| phone.heard.clone())
                .unwrap_or_default(),
            Hostile::Mute => Vec::<Vec<u8>>::new(),
        };
        let mut world = self.ground.borrow_mut();
        let before = world.board.oracle.begun();
        if !world.board.link_up() {
            return;
        }
        for chunk in &chunks {
            world.board.receive(chunk);
            world.pass_ms(50);
        }
        world.pass_ms(6_000);
        let (_, over) = world.board.tend();
        world.board.link_down();
        if !over {
            let at_ms = world.now_ms;
            let what = "a peer without a key is still connected after 6 s";
            world.board.trace.violated("SR-33", at_ms, what);
        }
        if world.board.oracle.begun() != before {
            let at_ms = world.now_ms;
            let what = "a bolus began in a hostile session";
            world.board.trace.violated("SR-33", at_ms, what);
        }
    }

    /// The world heals, and what was open has to come to its end. SR-41
    fn heal(&mut self) {
        self.tell("everything heals");
        {
            let mut world = self.ground.borrow_mut();
            let board = &mut world.board;
            let mut chip = board.flash.0.borrow_mut();
            chip.full = false;
            if chip.nor.is_powered() {
                chip.nor.restore_power();
            }
            drop(chip);
            let mut motor = board.motor.0.borrow_mut();
            motor.stall = 0;
            motor.slip_every = 0;
            motor.runaway = 0;
        }
        let now_s = self.ground.borrow().now_ms / 1_000;
        self.pass_to(now_s + 10_800);
        self.clinic.carry_out(&self.ground, Order::ClearFaults);
        self.pass_to(now_s + 10_800 + HEALING_S);
        if self.ground.borrow().board.pump.is_none() {
            return;
        }
        for number in 0..self.phones.len() {
            let Some(phone) = self.phones.get_mut(number) else {
                continue;
            };
            if phone.visit(Wish::Sync, &[]) == Some(false) && !phone.is_settled() {
                // its key is gone: the person pairs anew, which is how they get an answer; the
                // failures before keep the card waiting for ten minutes at most
                self.ground.borrow_mut().pass_ms(700_000);
                phone.pair();
                phone.visit(Wish::Sync, &[]);
            }
            phone.look(true);
            phone.judge_log();
        }
    }

    fn end(self) -> Run {
        let mut world = self.ground.borrow_mut();
        let world = &mut *world;
        let at_ms = world.now_ms;
        let board = &mut world.board;
        world.acts.judge(&board.oracle, at_ms, &mut board.trace);
        let strokes = board.motor.0.borrow().strokes.clone();
        let total = format!(
            "{} strokes, {} boluses",
            strokes.len(),
            board.oracle.begun()
        );
        board.trace.tell(at_ms, Side::World, total);
        Run {
            trace: std::mem::take(&mut board.trace),
            strokes: strokes
                .iter()
                .map(|stroke| {
                    let bolus =
                        stroke.origin == Some(cisterna_dosing::engine::PulseOrigin::Patient);
                    (stroke.at_s, bolus)
                })
                .collect(),
            boluses: board.oracle.begun(),
            visits: self.visits,
            boots: board.boots,
            points: self.points,
            flash_b: self.flash_b,
        }
    }
}
