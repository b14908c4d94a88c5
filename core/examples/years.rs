//! Figures of a phone that was used for one year and for ten: opening, snapshots, ingest,
//! forecast, memory. Ratios are of one run. `cargo xtask bench` runs it in a release build.

use cisterna_core::Companion;
use cisterna_core::bench::{Filling, bare_home, fill, ingest};
use cisterna_core::clock::{Clock, Instant, ManualClock};
use cisterna_core::protocol::bounded::{Bytes, List, Octets, encode_into};
use cisterna_core::protocol::history::Log;
use cisterna_core::protocol::prescription::{
    MAX_PRESCRIPTION, Prescription, Serial, SignedPrescription, Step,
};
use cisterna_core::protocol::quantity::{
    Count, Nanograms, NanogramsPerHour, NanogramsPerMl, Nanolitres,
};
use cisterna_core::protocol::status::{
    BasalNow, BolusNow, LogExtent, PrescriptionBrief, PumpClock, Reservoir, Status, Therapy, Totals,
};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Runs of which the best counts.
const RUNS: u32 = 5;

fn main() -> Outcome<()> {
    let (prescription, status) = pump()?;
    let now = Instant {
        boot_id: [1; 16],
        since_boot_ms: 10_000_000_000,
        wall_utc_ms: 1_780_000_000_000,
    };
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(now));
    for years in [1, 10] {
        let folder = tempfile::tempdir()?;
        let filling = Filling {
            years,
            now,
            status: &status,
            prescription: &prescription,
        };
        let (records, entries) = fill(folder.path(), &filling)?;
        println!("{years} years of use: {records} records, {entries} diary entries");
        measure(folder.path(), &clock)?;
    }
    println!("most memory: {} MiB", peak_mib());
    let folder = tempfile::tempdir()?;
    let filling = Filling {
        years: 1,
        now,
        status: &status,
        prescription: &prescription,
    };
    let (bare, own) = ingest(folder.path(), &filling, 100_000)?;
    let share = bare.as_secs_f64() / own.as_secs_f64();
    println!("ingest of 100000 records: {share:.2} of the speed of a bare batched insert");
    Ok(())
}

fn measure(folder: &Path, clock: &Arc<dyn Clock>) -> Outcome<()> {
    let (mut bare, mut first) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        bare = bare.min(bare_home(folder)?);
        let began = Stopwatch::now();
        let app = Companion::open(folder, clock.clone())?;
        app.home_screen()?;
        first = first.min(began.elapsed());
    }
    let ratio = first.as_secs_f64() / bare.as_secs_f64();
    println!(
        "  open to first home: {} ({ratio:.2} times the bare queries)",
        ms(first)
    );
    let app = Companion::open(folder, clock.clone())?;
    print_best("home", || app.home_screen().map(drop));
    print_best("bolus", || app.bolus_screen().map(drop));
    print_best("diary", || app.diary_screen().map(drop));
    print_best("trial", || app.trial_screen().map(drop));
    print_best("refill", || app.refill_screen().map(drop));
    print_best("reminders", || app.reminders_screen().map(drop));
    print_best("alarms", || app.alarms_screen().map(drop));
    print_best("history", || {
        app.history_screen(Log::Doses, None, 100).map(drop)
    });
    print_best("pump", || app.pump_screen().map(drop));
    print_best("care", || app.care_screen().map(drop));
    print_best("settings", || app.settings().map(drop));
    print_best("forecast, a year ahead", || app.refill_curve(365).map(drop));
    Ok(())
}

fn print_best<E: std::fmt::Debug>(name: &str, mut run: impl FnMut() -> Result<(), E>) {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let began = Stopwatch::now();
        if let Err(error) = run() {
            println!("  {name:<24} {error:?}");
            return;
        }
        best = best.min(began.elapsed());
    }
    println!("  {name:<24} {}", ms(best));
}

fn ms(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1_000.0)
}

/// The process's most resident memory, where the system tells it.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmHWM"));
    let kib = line.and_then(|it| it.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1_024
}

fn pump() -> Outcome<(SignedPrescription, Status)> {
    let step = |from_s, until_s, rate| Step {
        from_s,
        until_s,
        rate: NanogramsPerHour(rate),
    };
    let steps = [step(0, 21_600, 50_000), step(21_600, 86_400, 100_000)];
    let prescription = Prescription {
        serial: Serial::new("CIS-BENCH").ok_or("serial")?,
        version: 7,
        drug: 1,
        concentration: NanogramsPerMl(2_000_000),
        steps: List::from_items(steps).ok_or("steps")?,
        bolus: None,
        window_s: 86_400,
        window_limit: Nanograms(3_000_000),
        low_level: Nanolitres(2_000_000),
        dead_volume: Nanolitres(200_000),
    };
    let mut buffer = [0; MAX_PRESCRIPTION];
    let wire = encode_into(&prescription, &mut buffer).ok_or("prescription")?;
    let hash = ring::digest::digest(&ring::digest::SHA256, wire);
    let signed = SignedPrescription {
        prescription: Bytes::new(wire).ok_or("prescription")?,
        signer: Octets([1; 32]),
        signature: Octets([2; 64]),
    };
    let status = Status {
        count: Count(400_000_000),
        epoch: 3,
        changes: 1,
        therapy: Therapy::Running,
        clock: PumpClock {
            utc_s: Some(1_780_000_000),
            offset_s: 3_600,
            uncertain: false,
        },
        prescription: Some(PrescriptionBrief {
            version: 7,
            digest: Octets(hash.as_ref().try_into()?),
            drug: 1,
            concentration: NanogramsPerMl(2_000_000),
        }),
        basal: Some(BasalNow {
            rate: NanogramsPerHour(100_000),
            next_rate: NanogramsPerHour(50_000),
            next_in_s: Some(60),
        }),
        bolus: BolusNow {
            dose: None,
            duration_s: 0,
            lockout_s: 0,
            window_s: 86_400,
            max_in_window: 0,
            left_in_window: 0,
            refusal: None,
            running: None,
            last_started_at: None,
        },
        reservoir: Some(Reservoir {
            residual: Nanolitres(15_000_000),
            lower: Nanolitres(14_000_000),
            filled: Nanolitres(20_000_000),
            filled_at: Count(399_000_000),
            low_level: Nanolitres(2_000_000),
            low_in_s: u32::MAX,
            empty_in_s: u32::MAX,
            use_by_utc_s: 1_800_000_000,
            bridge_left: Nanolitres(0),
        }),
        alarms: List::default(),
        doses: LogExtent::default(),
        events: LogExtent::default(),
        totals: Totals::default(),
    };
    Ok((signed, status))
}
