//! A phone in the test's hands: its keys in memory, its clock, its person, its air.

use cisterna_bindings::{
    AppError, AuthFault, ClockReading, KeyFault, Keys, LinkEvents, LinkFault, Links, Person,
    PhoneClock, PhoneCore, PlatformLink, Purpose,
};
use cisterna_cli::simulated::SimulatedPump;
use cisterna_core::pump::link::{Link, LinkEvent, SocketLink};
use std::collections::HashMap;
use std::future::Future;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Waits for a call as a shell's task does.
pub(crate) fn wait<T>(call: impl Future<Output = T>) -> T {
    let executor = tokio::runtime::Builder::new_current_thread().build();
    executor.unwrap().block_on(call)
}

#[derive(Default)]
pub(crate) struct MemoryKeys(pub(crate) Mutex<HashMap<String, Vec<u8>>>);

impl Keys for MemoryKeys {
    fn put(&self, name: String, secret: Vec<u8>) -> Result<(), KeyFault> {
        self.0.lock().unwrap().insert(name, secret);
        Ok(())
    }

    fn get(&self, name: String) -> Result<Option<Vec<u8>>, KeyFault> {
        Ok(self.0.lock().unwrap().get(&name).cloned())
    }

    fn forget(&self, name: String) -> Result<(), KeyFault> {
        self.0.lock().unwrap().remove(&name);
        Ok(())
    }

    fn erase(&self) -> Result<(), KeyFault> {
        self.0.lock().unwrap().clear();
        Ok(())
    }
}

pub(crate) struct TestClock(Instant);

impl PhoneClock for TestClock {
    fn now(&self) -> ClockReading {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        ClockReading {
            boot_id: b"this boot".to_vec(),
            since_boot_ms: i64::try_from(self.0.elapsed().as_millis()).unwrap() + 60_000,
            wall_utc_ms: i64::try_from(wall.as_millis()).unwrap(),
        }
    }

    fn zone(&self) -> String {
        "Europe/Berlin".to_owned()
    }
}

/// The person, and what their act does to the air.
#[derive(Default)]
pub(crate) struct TestPerson {
    pub(crate) declines: AtomicBool,
    pub(crate) cuts: AtomicBool,
    armed: Arc<AtomicBool>,
    pub(crate) asked: AtomicU32,
}

impl Person for TestPerson {
    fn authenticate(&self, purpose: Purpose) -> Result<Vec<u8>, AuthFault> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.declines.load(Ordering::SeqCst) {
            return Err(AuthFault::Declined);
        }
        let cuts = purpose == Purpose::Request && self.cuts.load(Ordering::SeqCst);
        self.armed.store(cuts, Ordering::SeqCst);
        Ok(vec![7; 32])
    }
}

/// An air in which the answer to the first frame after the person's act is lost.
struct CuttingLinks {
    socket: PathBuf,
    armed: Arc<AtomicBool>,
}

impl Links for CuttingLinks {
    fn open(&self, events: Arc<LinkEvents>) -> Result<Arc<dyn PlatformLink>, LinkFault> {
        let stream = UnixStream::connect(&self.socket).map_err(|_| LinkFault::Down)?;
        let sender = SocketLink::over(stream.try_clone().unwrap()).unwrap();
        let reader = SocketLink::over(stream).unwrap();
        let told = Arc::clone(&events);
        std::thread::spawn(move || tell(reader, &told));
        Ok(Arc::new(CuttingLink {
            sender: Mutex::new(sender),
            events,
            armed: Arc::clone(&self.armed),
        }))
    }
}

/// What a platform's callbacks tell.
fn tell(mut reader: SocketLink, events: &LinkEvents) {
    loop {
        match reader.next(Duration::from_secs(1)) {
            LinkEvent::Up { chunk_len } => events.up(u16::try_from(chunk_len.get()).unwrap()),
            LinkEvent::Chunk(bytes) => events.chunk(bytes),
            LinkEvent::Quiet => {}
            LinkEvent::Down => return events.down(),
        }
    }
}

struct CuttingLink {
    sender: Mutex<SocketLink>,
    events: Arc<LinkEvents>,
    armed: Arc<AtomicBool>,
}

impl PlatformLink for CuttingLink {
    fn send(&self, chunk: Vec<u8>) -> Result<(), LinkFault> {
        let cuts = self.armed.swap(false, Ordering::SeqCst);
        if cuts {
            self.events.down();
        }
        let sent = self.sender.lock().unwrap().send(&chunk);
        if cuts {
            // it arrives before the socket ends
            std::thread::sleep(Duration::from_millis(200));
        }
        sent.map_err(|_| LinkFault::Down)
    }

    fn end(&self) {
        self.sender.lock().unwrap().close();
    }
}

pub(crate) struct Phone {
    pub(crate) home: TempDir,
    pub(crate) pump: Arc<SimulatedPump>,
    pub(crate) pump_home: TempDir,
    pub(crate) keys: Arc<MemoryKeys>,
    pub(crate) person: Arc<TestPerson>,
    pub(crate) core: Arc<PhoneCore>,
}

impl Phone {
    pub(crate) fn new() -> Self {
        let (home, pump_home) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let pump = Arc::new(SimulatedPump::start(pump_home.path()).unwrap());
        let (keys, person) = (Arc::default(), Arc::default());
        let core = open(&home, &keys, &person, &pump).unwrap();
        Self {
            home,
            pump,
            pump_home,
            keys,
            person,
            core,
        }
    }

    pub(crate) fn paired() -> Self {
        let phone = Self::new();
        phone.pump.open_pairing().unwrap();
        wait(phone.core.pair(phone.pump.card().unwrap())).unwrap();
        phone
    }

    /// The process dies and starts again.
    pub(crate) fn restart(self) -> Self {
        let Self {
            home,
            pump,
            pump_home,
            keys,
            person,
            core,
        } = self;
        drop(core);
        let core = open(&home, &keys, &person, &pump).unwrap();
        Self {
            home,
            pump,
            pump_home,
            keys,
            person,
            core,
        }
    }

    /// Leaves the pump alone for a while.
    pub(crate) fn advance(&self, span_s: u32) {
        wait(self.core.leave_pump()).unwrap();
        self.pump.control(&format!("advance {span_s}")).unwrap();
    }
}

pub(crate) fn open(
    home: &TempDir,
    keys: &Arc<MemoryKeys>,
    person: &Arc<TestPerson>,
    pump: &Arc<SimulatedPump>,
) -> Result<Arc<PhoneCore>, AppError> {
    let air = CuttingLinks {
        socket: pump.socket(),
        armed: Arc::clone(&person.armed),
    };
    PhoneCore::open(
        home.path().display().to_string(),
        Arc::clone(keys) as Arc<dyn Keys>,
        Arc::new(TestClock(Instant::now())),
        Arc::new(air),
        Arc::clone(person) as Arc<dyn Person>,
    )
}
