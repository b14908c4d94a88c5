//! The real phone and the real firmware in one thread, in virtual time.

use super::{IDS, View, id};
use cisterna_board_host::nor::EmulatedNor;
use cisterna_core::Companion;
use cisterna_core::clock::{Instant, ManualClock};
use cisterna_core::keys::RequestKeySeal;
use cisterna_core::pump::Contact;
use cisterna_core::pump::bolus::{BolusOffer, RequestState};
use cisterna_core::pump::link::{Direction, Fate, Outbox, Peer, PipeLink};
use cisterna_core::pump::pairing::ImplantCard;
use cisterna_dosing::limits::PULSE_NL;
use cisterna_firmware::link::LinkState;
use cisterna_fuzz_targets::rig::{self, BOLUS_PULSES, LOCKOUT_S, Motor, RigPump, SERIAL};
use cisterna_model::{Id, Outcome, RowState};
use cisterna_protocol::framing::ChunkLen;
use cisterna_protocol::outcome::{Outcome as Real, RequestId};
use cisterna_protocol::quantity::Nanolitres;
use cisterna_protocol::session::Serial;
use embassy_futures::block_on;
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::Arc;

const PASSPHRASE: &str = "horse";

type Shared = Rc<RefCell<RigPump>>;
type Rules = Rc<RefCell<Vec<(Direction, u32, Fate)>>>;
pub(super) type Open = Contact<PipeLink<Powered>>;

/// The pump's end of a link: without power it says nothing.
pub(super) struct Powered(Shared);

impl Peer for Powered {
    fn up(&mut self, chunk_len: ChunkLen, _out: &mut Outbox) {
        self.0.borrow_mut().link_up(chunk_len);
    }

    fn chunk(&mut self, chunk: &[u8], out: &mut Outbox) {
        let mut pump = self.0.borrow_mut();
        let state = block_on(pump.receive(chunk));
        if !pump.flash().is_powered() {
            return out.hang_up();
        }
        while let Some(chunk) = pump.next_chunk() {
            out.send(chunk.to_vec());
        }
        if !matches!(state, Ok(LinkState::Up)) {
            out.hang_up();
        }
    }

    fn down(&mut self) {
        self.0.borrow_mut().link_down();
    }
}

/// Phone, pump and motor.
pub(super) struct Bench {
    home: tempfile::TempDir,
    clock: Arc<ManualClock>,
    pub(super) app: Option<Companion>,
    pub(super) pump: Shared,
    motor: Motor,
    rules: Rules,
    boots: u64,
    /// Strokes that each id was given.
    given: Vec<usize>,
    strokes: usize,
}

impl Bench {
    pub(super) fn new() -> Self {
        let motor = Motor::default();
        let clock = Arc::new(ManualClock::new(Instant {
            boot_id: [1; 16],
            since_boot_ms: 1_000_000,
            wall_utc_ms: 1_700_000_000_000,
        }));
        let home = tempfile::tempdir().unwrap();
        let app = Companion::open(home.path(), clock.clone()).unwrap();
        let mut bench = Self {
            home,
            clock,
            app: Some(app),
            pump: Rc::new(RefCell::new(rig::programmed(motor.clone()))),
            motor,
            rules: Rules::default(),
            boots: 1,
            given: vec![0; usize::from(IDS)],
            strokes: 0,
        };
        bench.pump.borrow_mut().magnet();
        let card = ImplantCard::print(&Serial::new(SERIAL).unwrap(), &rig::CARD);
        let seal = RequestKeySeal::with_iterations(PASSPHRASE, NonZeroU32::new(2).unwrap());
        let mut dialer = bench.dialer();
        let paired = bench.app().pair(&card, &seal, &mut dialer);
        paired.unwrap().close();
        bench
    }

    pub(super) fn app(&mut self) -> &mut Companion {
        self.app.as_mut().unwrap()
    }

    fn dialer(
        &self,
    ) -> impl FnMut() -> Result<PipeLink<Powered>, cisterna_core::pump::link::LinkError> + use<>
    {
        let (pump, rules) = (self.pump.clone(), self.rules.clone());
        move || {
            let rules = rules.clone();
            let mut seen = [0; 2];
            let fates = move |direction, _: &[u8]| {
                let nth: &mut u32 = &mut seen[usize::from(direction == Direction::ToPhone)];
                *nth += 1;
                let mut rules = rules.borrow_mut();
                for (of, left, fate) in rules.iter_mut().filter(|rule| rule.0 == direction) {
                    if *left == 0 {
                        let fate = *fate;
                        let of = *of;
                        rules.retain(|rule| rule.0 != of);
                        return fate;
                    }
                    *left -= 1;
                }
                Fate::Pass
            };
            Ok(PipeLink::with_fates(
                Powered(pump.clone()),
                rig::chunk_len(),
                fates,
            ))
        }
    }

    pub(super) fn connect(&mut self) -> Open {
        let mut dialer = self.dialer();
        self.app().connect(&mut dialer).unwrap()
    }

    /// What becomes of the nth chunk from now in a direction.
    pub(super) fn fate(&self, direction: Direction, after: u32, fate: Fate) {
        self.rules.borrow_mut().push((direction, after, fate));
    }

    pub(super) fn forget_fates(&self) {
        self.rules.borrow_mut().clear();
    }

    pub(super) fn tap(&mut self) -> Option<RequestId> {
        let offer = BolusOffer::of(&self.pump.borrow().status()).unwrap();
        self.app().intend_bolus(offer).ok()
    }

    pub(super) fn send(&mut self, contact: &mut Open, id: RequestId) {
        let authenticator = self.app().authenticator(PASSPHRASE).unwrap();
        let _ = self.app().send_bolus(contact, id, &authenticator);
    }

    /// The phone's process dies and starts again.
    pub(super) fn kill(&mut self) {
        drop(self.app.take());
        self.app = Some(Companion::open(self.home.path(), self.clock.clone()).unwrap());
    }

    pub(super) fn age_intent(&self) {
        self.clock.advance_ms(61_000);
    }

    /// Lets time pass at the pump and at the phone.
    pub(super) fn wait(&mut self, span_s: u64) {
        rig::run(&mut self.pump.borrow_mut(), span_s);
        self.clock.advance_ms(span_s * 1_000);
    }

    /// The power is gone at the nth byte that is written from now.
    pub(super) fn cut_after(&self, bytes: u64) {
        self.pump.borrow_mut().flash_mut().cut_after(bytes);
    }

    /// The power goes, and comes back at once.
    pub(super) fn cut(&mut self) {
        let image = self.pump.borrow().flash().image().to_vec();
        self.boots += 1;
        let pump = rig::start(
            EmulatedNor::from_image(image),
            self.motor.clone(),
            self.boots,
        );
        *self.pump.borrow_mut() = pump;
    }

    pub(super) fn view(&mut self) -> View {
        let key_epoch = self.app().pump().unwrap().key_epoch.unwrap();
        let mut rows = self.app().requests(20).unwrap();
        rows.reverse();
        let rows = rows
            .iter()
            .map(|row| (model_id(row.id), row_state(row.state)));
        let rows = rows.collect();
        let pump = self.pump.borrow();
        let engine = pump.engine();
        let look_up = |counter: u8| {
            let counter = u32::from(counter);
            engine
                .look_up(RequestId { key_epoch, counter })
                .map(outcome)
        };
        let known: Vec<_> = (1..=IDS).map(look_up).collect();
        let strokes = self.motor.patient_strokes();
        let of = known.iter().rposition(|outcome| {
            matches!(
                outcome,
                Some(Outcome::Running | Outcome::Delivered | Outcome::Stopped { .. })
            )
        });
        match of {
            Some(index) => self.given[index] += strokes - self.strokes,
            None => assert_eq!(
                strokes, self.strokes,
                "strokes for a request that nobody knows"
            ),
        }
        self.strokes = strokes;
        let last = engine.state().starts.last().copied();
        View {
            pump: known,
            locked: last.is_some_and(|last| engine.now() < last.after(u64::from(LOCKOUT_S))),
            given: self.given.iter().map(|strokes| some(*strokes)).collect(),
            rows,
        }
    }
}

fn model_id(real: RequestId) -> Id {
    id(u8::try_from(real.counter).unwrap())
}

/// None, some, all.
fn some(pulses: usize) -> u8 {
    match pulses {
        0 => 0,
        BOLUS_PULSES => 2,
        more if more > BOLUS_PULSES => 3,
        _ => 1,
    }
}

fn some_nl(volume: Nanolitres) -> u8 {
    some(usize::try_from(volume.0 / PULSE_NL).unwrap())
}

fn outcome(real: Real) -> Outcome {
    match real {
        Real::Refused(_) => Outcome::Refused,
        Real::Running(_) => Outcome::Running,
        Real::Delivered(_) => Outcome::Delivered,
        Real::StoppedEarly(stopped) => Outcome::Stopped {
            least: some_nl(stopped.least),
            most: some_nl(stopped.most),
        },
        Real::Voided => Outcome::Voided,
        Real::Forgotten => Outcome::Forgotten,
    }
}

fn row_state(real: RequestState) -> RowState {
    match real {
        RequestState::Intended => RowState::Intended,
        RequestState::Sent => RowState::Sent,
        RequestState::Answered(real) => RowState::Answered(outcome(real)),
        RequestState::NotReceived => RowState::NotReceived,
        RequestState::CannotBeKnown { .. } => RowState::CannotBeKnown,
        RequestState::Died(_) => RowState::Died,
    }
}
