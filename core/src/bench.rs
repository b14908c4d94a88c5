//! Ten years of use, made up, for the bench: a database full of records and diary entries.
//!
//! Responsible for filling a home as years of use would, through the same writes as the app's, and
//! for the bare queries that the figures are held against. Not part of a shell's build.

use crate::CompanionError;
use crate::civil::{DAY_MS, Moment, Zone};
use crate::clock::Instant;
use crate::keys::{FileKeyStore, KeyStore};
use crate::pump::status::Reading;
use crate::pump::sync::Anchor;
use crate::store::{
    DatabaseKey, Head, LogKey, PumpRow, Store, StoreError, StoredRecord, insert_entry,
    make_current, save_anchor, save_head, save_plan, save_prescription, save_pump, save_reading,
    save_records, save_zone,
};
use crate::trial::{
    Answers, ClockPrompts, Entry, EntryId, LongTerm, Measure, Plan, PlanId, PlanSpec, Purpose,
};
use cisterna_protocol::history::Log;
use cisterna_protocol::prescription::SignedPrescription;
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::{Body, Origin, Record};
use cisterna_protocol::session::Serial;
use cisterna_protocol::status::Status;
use ring::digest::{SHA256, digest};
use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

/// Records in one transaction.
const BATCH: usize = 500;
/// Dose records a day; 274 of them make a million in ten years.
const RECORDS_A_DAY: u32 = 274;
/// Diary entries a day: 20,000 in ten years.
const ENTRIES_A_DAY: f64 = 5.5;

/// What a home is filled with.
#[derive(Debug)]
pub struct Filling<'a> {
    /// Years of use, 1 and up.
    pub years: u32,
    /// Now, on the phone's clock.
    pub now: Instant,
    /// The pump's present status; its count is at least so many years.
    pub status: &'a Status,
    /// The prescription that the status names.
    pub prescription: &'a SignedPrescription,
}

/// Fills the home at `folder`, which is empty, and gives how many records and entries it holds.
///
/// # Errors
/// [`CompanionError`].
pub fn fill(folder: &Path, filling: &Filling<'_>) -> Result<(u32, u32), CompanionError> {
    let keys = FileKeyStore::open(&folder.join("keys"))?;
    let key = DatabaseKey::random()?;
    keys.put_database_key(key.as_bytes())?;
    let mut store = Store::open(&folder.join("cisterna.db"), &key)?;
    let pump = pump(&mut store, filling)?;
    let records = records(&mut store, &pump, filling)?;
    let entries = entries(&mut store, filling)?;
    store.check()?;
    Ok((records, entries))
}

fn pump(store: &mut Store, filling: &Filling<'_>) -> Result<PumpRow, CompanionError> {
    let mut pump = PumpRow {
        id: 0,
        serial: Serial::new("CIS-BENCH").map_err(|_| CompanionError::Store)?,
        generation: 1,
        storage_id: [1; 8],
        key_epoch: Some(1),
        pending_key_epoch: None,
        next_counter: 1,
        hold_until: None,
        paired_utc_ms: 0,
    };
    let hash = digest(&SHA256, &filling.prescription.prescription);
    let hash: [u8; 32] = hash.as_ref().try_into().expect("SHA-256 gives 32 bytes");
    pump.id = store.write(|tx| {
        let id = save_pump(tx, &pump)?;
        make_current(tx, id)?;
        let pump = PumpRow { id, ..pump.clone() };
        save_prescription(tx, &pump, &hash, filling.prescription)?;
        let reading = Reading::new(filling.status.clone(), filling.now);
        save_reading(tx, &pump, &reading)?;
        Ok::<_, StoreError>(id)
    })?;
    Ok(pump)
}

fn records(
    store: &mut Store,
    pump: &PumpRow,
    filling: &Filling<'_>,
) -> Result<u32, CompanionError> {
    let total = filling.years * 365 * RECORDS_A_DAY;
    let key = LogKey::of(pump, Log::Doses);
    let mut rows = made_up(total, filling.status);
    loop {
        // a batch at a time, so that the most memory is the app's and not the filling's
        let batch: Vec<StoredRecord> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        store.write(|tx| save_records(tx, key, &batch))?;
    }
    let epoch = filling.status.epoch;
    let count = filling.status.count.0;
    store.write(|tx| {
        for hour in 0..u64::from(filling.years) * 365 * 24 {
            let back_s = hour * 3_600;
            save_anchor(
                tx,
                pump,
                &Anchor {
                    epoch,
                    count: Count(count.saturating_sub(back_s)),
                    wall_utc_ms: filling
                        .now
                        .wall_utc_ms
                        .saturating_sub_unsigned(back_s * 1_000),
                },
            )?;
        }
        let head = Head {
            next_seq: total + 1,
            digest: None,
        };
        save_head(tx, key, &head)
    })?;
    Ok(total)
}

/// Basal spans one after the other, every 60th a bolus, ending now.
fn made_up(total: u32, status: &Status) -> impl Iterator<Item = StoredRecord> {
    let every_s = 86_400 / u64::from(RECORDS_A_DAY);
    let (epoch, now) = (status.epoch, status.count.0);
    let body = move |seq: u32| {
        if seq.is_multiple_of(60) {
            Body::Bolus {
                origin: Origin::Clinician,
                cause: None,
                span_s: 300,
                programmed: Nanolitres(12_500),
                least: Nanolitres(12_500),
            }
        } else {
            Body::Basal {
                span_s: u32::try_from(every_s).unwrap_or(0),
                programmed: Nanolitres(4_250),
                delivered: Nanolitres(4_250),
            }
        }
    };
    let record = move |seq: u32| {
        let back_s = u64::from(total - seq) * every_s;
        let record = Record {
            seq,
            epoch,
            at: Count(now.saturating_sub(back_s)),
            body: body(seq),
        };
        StoredRecord {
            seq,
            bytes: record.to_bytes(),
            digest: Some([0; 16]),
            verified: true,
        }
    };
    (1..=total).map(record)
}

fn entries(store: &mut Store, filling: &Filling<'_>) -> Result<u32, CompanionError> {
    let zone = Zone::Europe__Berlin;
    let days = i64::from(filling.years) * 365;
    let begin = filling.now.wall_utc_ms - days * DAY_MS;
    let spec = PlanSpec {
        long_term: Some(LongTerm {
            from: Moment::in_zone(begin, zone),
            prompts: ClockPrompts::default(),
        }),
        ..PlanSpec::new(PlanId(1), Purpose::Pain, zone)
    };
    let plan = Plan::new(spec)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few thousand days"
    )]
    let total = (days as f64 * ENTRIES_A_DAY) as u64;
    let step_ms = days * DAY_MS / i64::try_from(total).unwrap_or(1).max(1);
    store.write(|tx| {
        save_plan(tx, &plan, begin)?;
        save_zone(tx, begin, zone)
    })?;
    let all: Vec<u64> = (1..=total).collect();
    for batch in all.chunks(BATCH) {
        store.write(|tx| {
            for id in batch {
                let made_ms = begin + step_ms * i64::try_from(*id).unwrap_or(0) - 1;
                let value = u8::try_from(id % 11).unwrap_or(0);
                insert_entry(
                    tx,
                    &Entry {
                        id: EntryId(*id),
                        plan: PlanId(1),
                        made: Moment::in_zone(made_ms, zone),
                        counted: None,
                        slot: None,
                        corrects: None,
                        answers: Answers::default()
                            .with(Measure::NrsRest, value)
                            .with(Measure::NrsMotion, value),
                        clock_suspect: None,
                    },
                )?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(u32::try_from(total).unwrap_or(u32::MAX))
}

/// Opens the database at `folder` and runs the queries behind home, decoding nothing: what the
/// figures of the first snapshot are held against.
///
/// # Errors
/// [`CompanionError`].
pub fn bare_home(folder: &Path) -> Result<Duration, CompanionError> {
    let keys = FileKeyStore::open(&folder.join("keys"))?;
    let bytes = keys.database_key()?.ok_or(CompanionError::Keys)?;
    let key = DatabaseKey::from_bytes(&bytes).ok_or(CompanionError::Keys)?;
    let began = Stopwatch::now();
    let store = Store::open(&folder.join("cisterna.db"), &key)?;
    let conn = store.reader();
    let lately = "SELECT coalesce(max(made_utc_ms), 0) - 62 * 86400000 FROM diary";
    let from: i64 = conn
        .query_row(lately, [], |row| row.get(0))
        .map_err(StoreError::from)?;
    let queries = [
        "SELECT * FROM pumps WHERE current = 1".to_owned(),
        "SELECT * FROM readings".to_owned(),
        "SELECT * FROM prescriptions".to_owned(),
        "SELECT seq, bytes, digest, verified FROM records WHERE pump = 1 AND generation = 1
         AND log = 0 ORDER BY seq DESC LIMIT 5000"
            .to_owned(),
        "SELECT * FROM requests ORDER BY generation DESC LIMIT 1".to_owned(),
        "SELECT body FROM plans".to_owned(),
        format!("SELECT body FROM diary WHERE plan = 1 AND made_utc_ms >= {from} ORDER BY id"),
        "SELECT * FROM zones".to_owned(),
        "SELECT body FROM documents".to_owned(),
    ];
    for sql in queries {
        let mut statement = conn.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let _seen: rusqlite::types::Value = row.get(0).map_err(StoreError::from)?;
        }
    }
    Ok(began.elapsed())
}

/// Inserts `total` made-up records into a new database at `folder` in one bare statement a row, 500
/// a transaction, and through the app's own path; gives both times, the bare one first.
///
/// # Errors
/// [`CompanionError`].
pub fn ingest(
    folder: &Path,
    filling: &Filling<'_>,
    total: u32,
) -> Result<(Duration, Duration), CompanionError> {
    let key = DatabaseKey::random()?;
    let rows: Vec<StoredRecord> = made_up(total, filling.status).collect();
    let mut bare = Store::open(&folder.join("bare.db"), &key)?;
    pump(&mut bare, filling)?;
    let began = Stopwatch::now();
    for batch in rows.chunks(BATCH) {
        bare.write(|tx| {
            let sql = "INSERT INTO records VALUES (1, 1, 0, ?1, ?2, ?3, 1, ?1, 1)";
            let mut insert = tx.prepare_cached(sql)?;
            for row in batch {
                insert.execute((row.seq, row.bytes, row.digest))?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    let bare_took = began.elapsed();
    let mut own = Store::open(&folder.join("own.db"), &key)?;
    let pump = pump(&mut own, filling)?;
    let log = LogKey::of(&pump, Log::Doses);
    let began = Stopwatch::now();
    for batch in rows.chunks(BATCH) {
        own.write(|tx| {
            save_records(tx, log, batch)?;
            let next_seq = batch.last().map_or(1, |it| it.seq + 1);
            save_head(
                tx,
                log,
                &Head {
                    next_seq,
                    digest: Some([0; 16]),
                },
            )
        })?;
    }
    Ok((bare_took, began.elapsed()))
}
