//! A bench pump on a thread: real sockets, a clock that the test moves.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use cisterna_board_host::bench::{BenchError, BenchEvent, Options, run_with_clock};
use cisterna_firmware::identity::Provision;
use cisterna_protocol::{bounded::Octets, clinic::ClinicianKeys, session::Serial};
use ed25519_dalek::SigningKey;

/// Longer than anything here takes: a test that hangs fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
pub(crate) const SERIAL: &str = "CIS-0001";
pub(crate) const CARD_SECRET: [u8; 16] = [5; 16];
pub(crate) const LINK_KEY: [u8; 32] = [6; 32];
/// Volume of a stroke, nL.
pub(crate) const STROKE_NL: u64 = 250;

pub(crate) fn signing_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(crate) fn provision(serial: &str) -> Provision {
    Provision {
        serial: Serial::new(serial).unwrap(),
        capacity_nl: 20_000_000,
        card_secret: CARD_SECRET,
        storage_id: [8; 8],
        clinician: ClinicianKeys {
            public: Octets(signing_key().verifying_key().to_bytes()),
            link: Octets(LINK_KEY),
        },
    }
}

/// All files in one directory; the flash in a file where `flash`.
pub(crate) fn options(dir: &Path) -> Options {
    Options {
        socket: dir.join("link"),
        flash: None,
        speed: 1,
        control: Some(dir.join("control")),
        pulses: Some(dir.join("pulses.csv")),
        provision: Some(provision(SERIAL)),
    }
}

/// A stroke as the pulses file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub(crate) elapsed_s: u64,
    pub(crate) epoch: u32,
    pub(crate) count_s: u64,
    pub(crate) origin: String,
    pub(crate) volume_nl: u64,
}

/// A running bench.
pub(crate) struct Rig {
    options: Options,
    clock_ms: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    events: Receiver<BenchEvent>,
    thread: JoinHandle<Result<(), BenchError>>,
    control: BufReader<UnixStream>,
}

impl Rig {
    /// Starts a bench and waits until it listens.
    pub(crate) fn start(options: Options) -> Result<Self, BenchError> {
        let clock_ms = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, events) = mpsc::channel();
        let thread = thread::spawn({
            let (options, clock_ms, stop) = (options.clone(), clock_ms.clone(), stop.clone());
            move || {
                let clock = || Duration::from_millis(clock_ms.load(Ordering::SeqCst));
                run_with_clock(options, clock, &stop, |event| {
                    // the test may be through with listening
                    let _ = tell.send(event);
                })
            }
        });
        let Ok(_started) = events.recv_timeout(PATIENCE) else {
            return Err(thread
                .join()
                .unwrap()
                .expect_err("it ended before it began"));
        };
        let control = UnixStream::connect(options.control.as_ref().unwrap()).unwrap();
        control.set_read_timeout(Some(PATIENCE)).unwrap();
        Ok(Self {
            options,
            clock_ms,
            stop,
            events,
            thread,
            control: BufReader::new(control),
        })
    }

    /// The answer to one line on the control socket.
    pub(crate) fn ask(&mut self, line: &str) -> String {
        writeln!(self.control.get_mut(), "{line}").unwrap();
        let mut answer = String::new();
        self.control.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    /// A number that `now` tells.
    pub(crate) fn now(&mut self, name: &str) -> u64 {
        let answer = self.ask("now");
        let fields = answer.split(' ').filter_map(|field| field.split_once('='));
        let mut named = fields.filter(|(field, _)| *field == name);
        let value = named.next().map(|(_, value)| value);
        value.and_then(|value| value.parse().ok()).expect(&answer)
    }

    /// Real time passes in which the process does not run.
    pub(crate) fn pass_real(&mut self, span_s: u64) {
        self.clock_ms.fetch_add(span_s * 1_000, Ordering::SeqCst);
        self.ask("now");
    }

    pub(crate) fn connect(&self) -> UnixStream {
        let stream = UnixStream::connect(&self.options.socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub(crate) fn can_connect(&self) -> bool {
        UnixStream::connect(&self.options.socket).is_ok()
    }

    /// Events up to now.
    pub(crate) fn events(&mut self) -> Vec<BenchEvent> {
        // One line a turn: the second answer comes when the turn of the first is over.
        self.ask("now");
        self.ask("now");
        self.events.try_iter().collect()
    }

    /// The strokes that moved so far, checked line by line.
    pub(crate) fn strokes(&self) -> Vec<Stroke> {
        strokes(self.options.pulses.as_ref().unwrap())
    }

    /// Ends it as a signal does, and gives its options back.
    pub(crate) fn stop(self) -> Options {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap().unwrap();
        self.options
    }

    /// Ends it over the control socket.
    pub(crate) fn quit(mut self) -> Options {
        assert_eq!(self.ask("quit"), "ok");
        self.thread.join().unwrap().unwrap();
        self.options
    }
}

fn strokes(path: &PathBuf) -> Vec<Stroke> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("elapsed_s,epoch,count_s,origin,strokes,volume_nl")
    );
    let strokes: Vec<Stroke> = lines.map(stroke).collect();
    let forward = |pair: &[Stroke]| pair[0].elapsed_s <= pair[1].elapsed_s;
    assert!(strokes.windows(2).all(forward), "elapsed went back");
    strokes
}

fn stroke(line: &str) -> Stroke {
    let fields: Vec<&str> = line.split(',').collect();
    let [elapsed_s, epoch, count_s, origin, strokes, volume_nl] = fields[..] else {
        panic!("{line}");
    };
    assert_eq!(strokes, "1", "{line}");
    Stroke {
        elapsed_s: elapsed_s.parse().unwrap(),
        epoch: epoch.parse().unwrap(),
        count_s: count_s.parse().unwrap(),
        origin: origin.to_owned(),
        volume_nl: volume_nl.parse().unwrap(),
    }
}
