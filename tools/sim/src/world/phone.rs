//! A simulated phone and its person: the real core on a home of its own, which can die anywhere.

use super::clinic::{CARD, serial};
use super::device::{Keys, SeamClock};
use super::ground::Shared;
use super::link::{SimLink, Weather};
use super::seam;
use crate::canary::Breaks;
use crate::checks::Shown;
use crate::scenario::{Fault, FaultKind, Wish};
use crate::trace::Side;
use cisterna_core::clock::{Clock, ManualClock};
use cisterna_core::keys::{
    AuthenticationError, Authenticator, KeyName, KeyStore, KeyUse, RequestKeySeal,
};
use cisterna_core::pump::Contact;
use cisterna_core::pump::bolus::{BolusOffer, BolusOutcome};
use cisterna_core::pump::link::LinkError;
use cisterna_core::pump::pairing::ImplantCard;
use cisterna_core::pump::session::{Connection, PumpIdentity};
use cisterna_core::pump::status::Standing;
use cisterna_core::{Companion, CompanionError};
use cisterna_protocol::message::{Acknowledgement, Ask};
use cisterna_protocol::session::{Psk, Serial};
use std::cell::RefCell;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

const PASSPHRASE: &str = "sim";
const WAL: &str = "cisterna.db-wal";
const SEAL_ROUNDS: NonZeroU32 = NonZeroU32::new(2).expect("not zero");
/// How long authenticating takes a person, ms.
const PROOF_MS: u64 = 2_000;
/// A reading is calm for this long, ms: a quarter of an hour. SR-52
const CALM_MS: u64 = 15 * 60 * 1_000;

/// The person's authentication.
struct Person<'a> {
    inner: &'a dyn Authenticator,
    ground: Shared,
    declines: bool,
}

impl Authenticator for Person<'_> {
    fn prove(&self, pump: &Serial, message: &[u8]) -> Result<[u8; 32], AuthenticationError> {
        seam::touch();
        let mut world = self.ground.borrow_mut();
        world.pass_ms(PROOF_MS);
        let at_ms = world.now_ms;
        if self.declines {
            if world.breaks != Some(Breaks::AnyoneAuthenticates) {
                return Err(AuthenticationError::Declined);
            }
        } else {
            world.acts.proved(at_ms);
        }
        drop(world);
        self.inner.prove(pump, message)
    }
}

/// A phone.
pub(crate) struct Phone {
    number: usize,
    pub(crate) clock: Arc<ManualClock>,
    keys: Arc<Keys>,
    root: PathBuf,
    generation: u32,
    app: Option<Companion>,
    boot: u8,
    ground: Shared,
    /// When its latest reading truly was made, ms.
    read_ms: Option<u64>,
    paired: bool,
    pub(crate) heard: Vec<Vec<u8>>,
    /// Touches of the latest visit.
    pub(crate) touched: u32,
    /// Chunks and bytes of the latest visit, up and down.
    pub(crate) carried: (u32, u32, u64, u64),
}

impl Phone {
    pub(crate) fn new(
        number: usize,
        root: &Path,
        ground: &Shared,
        clock: Arc<ManualClock>,
    ) -> Self {
        let mut phone = Self {
            number,
            clock,
            keys: Arc::default(),
            root: root.join(format!("phone-{number}")),
            generation: 0,
            app: None,
            boot: 1,
            ground: ground.clone(),
            read_ms: None,
            paired: false,
            heard: Vec::new(),
            touched: 0,
            carried: (0, 0, 0, 0),
        };
        if let Err(error) = fs::create_dir_all(phone.home()) {
            phone.tell(format!("no home: {error}"));
        }
        phone.start();
        phone
    }

    fn home(&self) -> PathBuf {
        self.root.join(self.generation.to_string())
    }

    fn tell(&self, what: impl Into<String>) {
        let mut world = self.ground.borrow_mut();
        let at_ms = world.now_ms;
        world
            .board
            .trace
            .tell(at_ms, Side::Phone(self.number), what);
    }

    fn violated(&self, row: &'static str, what: impl Into<String>) {
        let mut world = self.ground.borrow_mut();
        let at_ms = world.now_ms;
        world.board.trace.violated(row, at_ms, what);
    }

    fn start(&mut self) {
        let clock = Arc::new(SeamClock(self.clock.clone()));
        match Companion::open_with(&self.home(), clock, self.keys.clone()) {
            Ok(app) => self.app = Some(app),
            Err(error) => self.violated("SR-51", format!("the phone does not open: {error}")),
        }
    }

    /// The process is gone: files stay as they are at this instant. `torn` cuts the last write.
    pub(crate) fn die(&mut self, torn: bool) {
        let old = self.home();
        self.generation += 1;
        let new = self.home();
        let copied = fs::create_dir_all(&new).and_then(|()| copy_files(&old, &new));
        if let Err(error) = copied {
            self.tell(format!("cannot die: {error}"));
        }
        let (before_b, after_b) = seam::last_write_b();
        if torn && after_b > before_b && before_b > 0 {
            let torn_b = before_b + (after_b - before_b) / 2 + 7;
            let file = fs::OpenOptions::new().write(true).open(new.join(WAL));
            if let Err(error) = file.and_then(|file| file.set_len(torn_b)) {
                self.tell(format!("cannot tear: {error}"));
            }
        }
        self.app = None;
        if self.ground.borrow().breaks == Some(Breaks::PhoneForgetsAtKill) {
            let kept = self.root.join("kept");
            let _gone = fs::remove_file(new.join(WAL));
            let back = copy_files(&kept, &new);
            self.tell(format!("forgets: {}", back.is_ok()));
        }
        if let Err(error) = fs::remove_dir_all(&old) {
            self.tell(format!("old files stay: {error}"));
        }
        self.tell("the process died");
        self.start();
    }

    pub(crate) fn reboot(&mut self) {
        self.die(false);
        self.boot += 1;
        self.clock.reboot([self.boot; 16]);
        self.tell("the phone restarted");
    }

    /// Pairs with card and magnet. Returns the key epoch.
    pub(crate) fn pair(&mut self) -> Option<u32> {
        self.ground.borrow_mut().board.magnet();
        let card = ImplantCard::print(&serial(), &CARD);
        let seal = RequestKeySeal::with_iterations(PASSPHRASE, SEAL_ROUNDS);
        let weather = Rc::new(RefCell::new(Weather::default()));
        let ground = self.ground.clone();
        let mut dialer = || SimLink::dial(&ground, &weather);
        let app = self.app.as_mut()?;
        let paired = app.pair(&card, &seal, &mut dialer).map(drop);
        let epoch = app.pump().ok().and_then(|pump| pump.key_epoch);
        self.tell(format!("paired: {}", told(&paired)));
        if paired.is_ok() {
            self.paired = true;
            self.read_ms = Some(self.ground.borrow().now_ms);
        }
        epoch
    }

    pub(crate) const fn is_paired(&self) -> bool {
        self.paired
    }

    /// A visit. Returns whether it came to its end.
    pub(crate) fn visit(&mut self, wish: Wish, faults: &[Fault]) -> Option<bool> {
        if self.ground.borrow().breaks == Some(Breaks::PhoneForgetsAtKill) {
            self.keep_a_copy();
        }
        let weather = Rc::new(RefCell::new(Weather {
            faults: faults.to_vec(),
            ..Weather::default()
        }));
        for fault in faults.iter().filter(|it| it.is == FaultKind::PowerCut) {
            let world = self.ground.borrow();
            let mut chip = world.board.flash.0.borrow_mut();
            chip.nor.cut_after(u64::from(fault.at));
        }
        let death = faults
            .iter()
            .find(|it| matches!(it.is, FaultKind::Kill | FaultKind::KillTorn));
        let torn = death.is_some_and(|it| it.is == FaultKind::KillTorn);
        let wal = torn.then(|| self.home().join(WAL));
        let app = self.app.take()?;
        let ground = self.ground.clone();
        let mut app = app;
        let number = self.number;
        let lives = seam::run(death.map(|it| it.at), wal, || {
            wanted(&mut app, wish, &ground, &weather, number, &self.keys)
        });
        self.app = Some(app);
        self.touched = seam::touched();
        {
            let weather = weather.borrow();
            self.carried = (weather.up, weather.down, weather.up_b, weather.down_b);
            self.heard.clone_from(&weather.heard);
        }
        let ended = match lives {
            None => {
                self.die(torn);
                false
            }
            Some(done) => {
                self.tell(format!("{wish:?}: {}", told(&done)));
                done.is_ok()
            }
        };
        self.note_reading();
        self.look(false);
        Some(ended)
    }

    fn keep_a_copy(&self) {
        let kept = self.root.join("kept");
        let kept_now = fs::create_dir_all(&kept).and_then(|()| copy_files(&self.home(), &kept));
        if let Err(error) = kept_now {
            self.tell(format!("cannot keep a copy: {error}"));
        }
    }

    /// When the reading that it holds was truly made: now, where it counts a newer one.
    fn note_reading(&mut self) {
        let Some(Ok(Some(reading))) = self.app.as_ref().map(Companion::status) else {
            return;
        };
        let now = self.clock.now();
        let age_ms = reading.age(&now).ms();
        let now_ms = self.ground.borrow().now_ms;
        if age_ms < 60_000 {
            self.read_ms = Some(now_ms);
        }
    }

    /// What it shows is judged. `last` says that everything has healed.
    pub(crate) fn look(&mut self, last: bool) {
        let Some(app) = &self.app else { return };
        let (breaks, now_ms) = {
            let world = self.ground.borrow();
            (world.breaks, world.now_ms)
        };
        let mut shown = Vec::new();
        let mut uncertain = false;
        for row in app.requests(24).unwrap_or_default() {
            let mut outcome = BolusOutcome::from(row.state);
            if outcome == BolusOutcome::NotKnownYet {
                uncertain = true;
                outcome = match breaks {
                    Some(Breaks::ShellSaysFailed) => BolusOutcome::NotReceived,
                    Some(Breaks::ShellSaysDelivered) => delivered(row.dose.0),
                    Some(_) | None => outcome,
                };
            }
            shown.push(Shown {
                phone: self.number,
                id: row.id,
                outcome,
            });
        }
        let may_ask = app.bolus_screen().is_ok_and(|screen| screen.may_ask);
        let mut standing = app.standing().ok();
        if breaks == Some(Breaks::ShellCalmsDown) && matches!(standing, Some(Standing::Old(_))) {
            standing = Some(Standing::AllWell);
        }
        let age_ms = self.read_ms.map_or(u64::MAX, |at| now_ms - at);
        let mut world = self.ground.borrow_mut();
        let world = &mut *world;
        let trace = &mut world.board.trace;
        for one in &shown {
            crate::checks::judge_shown(one, &world.board.oracle, now_ms, last, trace);
        }
        if self.paired {
            let oracle = &world.board.oracle;
            let acts = &world.acts;
            acts.remembered(self.number, &shown, oracle, now_ms, trace);
        }
        if uncertain && may_ask {
            trace.violated("SR-41", now_ms, "uncertain, and asks for a new request");
        }
        if standing == Some(Standing::AllWell) && age_ms > CALM_MS {
            let what = format!("all is well, by a reading of {} s ago", age_ms / 1_000);
            trace.violated("SR-52", now_ms, what);
        }
        let latest = shown.first().map(|one| name(&one.outcome));
        let what = format!(
            "shows {}, request {}",
            word(standing),
            latest.unwrap_or("none")
        );
        trace.tell(now_ms, Side::Phone(self.number), what);
    }

    /// The copied log tiles the pump's. SR-45
    pub(crate) fn judge_log(&self) {
        use cisterna_core::pump::sync::Entry;
        use cisterna_protocol::history::Log;
        let Some(app) = self.app.as_ref().filter(|_| self.paired) else {
            return;
        };
        let Some(status) = self.ground.borrow().board.status() else {
            return;
        };
        for (log, extent) in [(Log::Doses, status.doses), (Log::Events, status.events)] {
            let mut above = extent.next;
            let mut cursor = None;
            loop {
                let Ok(list) = app.history(log, cursor, 100) else {
                    return self.violated("SR-45", "the copied log cannot be read");
                };
                for entry in &list.entries {
                    let (from, until) = match entry {
                        Entry::Record { record, .. } => (record.seq, record.seq + 1),
                        Entry::Gap(gap) => (gap.from_seq, gap.until_seq),
                        Entry::NewMemory => return,
                    };
                    // what the pump logged since the copy is still to come
                    if until != above && above != extent.next {
                        let what = format!("{log:?}: {until} where {above} follows");
                        return self.violated("SR-45", what);
                    }
                    above = from;
                }
                cursor = list.next;
                if cursor.is_none() {
                    break;
                }
            }
            if above > 1 && above != extent.next {
                self.violated("SR-45", format!("{log:?} begins at {above}"));
            }
        }
    }

    pub(crate) fn is_settled(&self) -> bool {
        let rows = self.app.as_ref().and_then(|app| app.requests(24).ok());
        rows.unwrap_or_default()
            .iter()
            .all(|row| !row.state.is_open())
    }
}

fn delivered(ng: u64) -> BolusOutcome {
    use cisterna_protocol::outcome::Course;
    use cisterna_protocol::quantity::{Count, Nanograms, Nanolitres};
    BolusOutcome::Delivered(Course {
        started_at: Count(0),
        ends_at: Count(0),
        programmed: Nanolitres(ng / 2),
        delivered: Nanolitres(ng / 2),
        delivered_dose: Nanograms(ng),
    })
}

const fn name(outcome: &BolusOutcome) -> &'static str {
    match outcome {
        BolusOutcome::Preparing => "being prepared",
        BolusOutcome::NotSent(_) => "not sent",
        BolusOutcome::NotKnownYet => "not known yet",
        BolusOutcome::Refused(_) => "refused",
        BolusOutcome::Running(_) => "running",
        BolusOutcome::Delivered(_) => "delivered",
        BolusOutcome::StoppedEarly(_) => "stopped early",
        BolusOutcome::NotReceived => "not received",
        BolusOutcome::CannotBeKnown { .. } => "cannot be known",
    }
}

const fn word(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::AllWell) => "all is well",
        Some(Standing::Alarm { .. }) => "an alarm",
        Some(Standing::NotInfusing { .. }) => "not infusing",
        Some(Standing::ClockUncertain) => "clock uncertain",
        Some(Standing::Old(_)) => "an old reading",
        Some(Standing::Never) | None => "nothing read",
    }
}

fn told<T>(result: &Result<T, CompanionError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// What a person does with the phone in one visit.
fn wanted(
    app: &mut Companion,
    wish: Wish,
    ground: &Shared,
    weather: &Rc<RefCell<Weather>>,
    number: usize,
    keys: &Keys,
) -> Result<(), CompanionError> {
    let mut dial = || -> Result<SimLink, LinkError> { SimLink::dial(ground, weather) };
    if wish == Wish::Late {
        return late(app, ground, number, &mut dial);
    }
    let mut contact = app.connect(&mut dial)?;
    match wish {
        Wish::Read | Wish::Late => Ok(()),
        Wish::Sync => app.sync(&mut contact, &mut |_| {}).map(drop),
        Wish::Bolus => ask(app, &mut contact, ground, number, false).map(drop),
        Wish::Declines => ask(app, &mut contact, ground, number, true).map(drop),
        Wish::ThinkBetter => {
            let id = ask(app, &mut contact, ground, number, false)?;
            ground.borrow_mut().pass_ms(20_000);
            match id {
                Some(id) => app.cancel_bolus(&mut contact, id).map(drop),
                None => Ok(()),
            }
        }
        Wish::Impatient => {
            let mut last = Ok(());
            for _ in 0..3 {
                last = ask(app, &mut contact, ground, number, false).map(drop);
                if !contact.is_open() {
                    ground.borrow_mut().pass_ms(5_000);
                    contact = app.connect(&mut dial)?;
                }
            }
            last
        }
        Wish::Acknowledge => {
            let alarms = contact.reading().status().alarms.clone();
            contact.close();
            acknowledge(
                app,
                keys,
                ground,
                &mut dial,
                alarms.iter().map(|it| it.kind),
            )
        }
    }
}

fn ask(
    app: &mut Companion,
    contact: &mut Contact<SimLink>,
    ground: &Shared,
    number: usize,
    declines: bool,
) -> Result<Option<cisterna_protocol::outcome::RequestId>, CompanionError> {
    let Some(offer) = BolusOffer::of(contact.reading().status()) else {
        return Ok(None);
    };
    let id = app.intend_bolus(offer)?;
    {
        let mut world = ground.borrow_mut();
        let at_ms = world.now_ms;
        world.acts.tapped(number, id, at_ms);
        let what = format!("taps for an extra dose, request {}", id.counter);
        world.board.trace.tell(at_ms, Side::Phone(number), what);
    }
    let inner = app.authenticator(PASSPHRASE)?;
    let person = Person {
        inner: &inner,
        ground: ground.clone(),
        declines,
    };
    app.send_bolus(contact, id, &person)?;
    Ok(Some(id))
}

/// The tap comes first, and the pump is out of reach for two minutes: the intent is dead. SR-40
fn late(
    app: &mut Companion,
    ground: &Shared,
    number: usize,
    dial: &mut impl FnMut() -> Result<SimLink, LinkError>,
) -> Result<(), CompanionError> {
    let Some(offer) = app.status()?.and_then(|it| BolusOffer::of(it.status())) else {
        return Ok(());
    };
    let id = app.intend_bolus(offer)?;
    ground.borrow_mut().pass_ms(120_000);
    let mut contact = app.connect(&mut *dial)?;
    let inner = app.authenticator(PASSPHRASE)?;
    let person = Person {
        inner: &inner,
        ground: ground.clone(),
        declines: false,
    };
    {
        let mut world = ground.borrow_mut();
        let at_ms = world.now_ms - 120_000;
        world.acts.tapped(number, id, at_ms);
    }
    match app.send_bolus(&mut contact, id, &person) {
        Err(CompanionError::TooLate) => Ok(()),
        Err(other) => Err(other),
        Ok(outcome) => {
            let mut world = ground.borrow_mut();
            let at_ms = world.now_ms;
            let what = format!("an intent of two minutes ago was sent: {outcome:?}");
            world.board.trace.violated("SR-40", at_ms, what);
            Ok(())
        }
    }
}

fn acknowledge(
    app: &Companion,
    keys: &Keys,
    ground: &Shared,
    dial: &mut impl FnMut() -> Result<SimLink, LinkError>,
    alarms: impl Iterator<Item = cisterna_protocol::message::AlarmKind>,
) -> Result<(), CompanionError> {
    let pump = app.pump()?;
    let Some(key_epoch) = pump.key_epoch else {
        return Err(CompanionError::NotPaired);
    };
    let name = KeyName {
        key_use: KeyUse::Link,
        pump: pump.serial.clone(),
        key_epoch,
    };
    let secret = keys.get(&name).ok().flatten().ok_or(CompanionError::Keys)?;
    let psk = secret
        .as_slice()
        .try_into()
        .map_err(|_| CompanionError::Keys)?;
    let identity = PumpIdentity {
        serial: pump.serial,
        psk: Psk::from_bytes(psk),
    };
    let link = dial().map_err(|_| CompanionError::OutOfReach)?;
    let opened = Connection::open(link, &identity);
    let (mut connection, _) = opened.map_err(|_| CompanionError::OutOfReach)?;
    for alarm in alarms {
        let ask = Ask::AcknowledgeAlarm(Acknowledgement {
            alarm,
            mute_s: 3_600,
        });
        connection
            .ask(ask)
            .map_err(|_| CompanionError::OutOfReach)?;
    }
    ground.borrow_mut().board.muted();
    connection.close();
    Ok(())
}
