//! Rows of the latest reading, the epoch anchors and the prescriptions.

use super::{PumpRow, Store, StoreError, narrow, octets, small, wide};
use crate::clock::Instant;
use crate::pump::status::Reading;
use crate::pump::sync::Anchor;
use cisterna_protocol::bounded::{decode_exact, encode_into};
use cisterna_protocol::prescription::SignedPrescription;
use cisterna_protocol::quantity::Count;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeMap;

/// Longest message in CBOR.
const MAX_MESSAGE: usize = cisterna_protocol::session::MAX_PLAINTEXT;

/// A further anchor of an epoch is kept after this long, or when it disagrees with the last one.
const ANCHOR_EVERY_S: u64 = 3_600;
/// Two anchors agree within this.
const ANCHOR_AGREES_MS: u64 = 1_000;

impl Store {
    /// The latest reading of a pump.
    pub(crate) fn reading(&self, pump: &PumpRow) -> Result<Option<Reading>, StoreError> {
        let sql =
            "SELECT status, boot_id, since_boot_ms, wall_utc_ms FROM readings WHERE pump = ?1";
        let row = self
            .reader()
            .query_row(sql, [pump.id], |row| {
                let at = (row.get::<_, Vec<u8>>(1)?, row.get(2)?, row.get(3)?);
                Ok((row.get::<_, Vec<u8>>(0)?, at))
            })
            .optional()?;
        let Some((wire, (boot_id, since_boot_ms, wall_utc_ms))) = row else {
            return Ok(None);
        };
        let status = decode_exact(&wire).map_err(|_| StoreError::Unreadable("status"))?;
        let boot_id = octets(&boot_id, "boot id")?;
        let at = Instant {
            boot_id,
            since_boot_ms: wide(since_boot_ms),
            wall_utc_ms,
        };
        Ok(Some(Reading::new(status, at)))
    }

    /// The cached prescription of this digest.
    pub(crate) fn prescription(
        &self,
        pump: &PumpRow,
        digest: &[u8; 32],
    ) -> Result<Option<SignedPrescription>, StoreError> {
        let sql = "SELECT signed FROM prescriptions WHERE pump = ?1 AND digest = ?2";
        let wire: Option<Vec<u8>> = self
            .reader()
            .query_row(sql, params![pump.id, digest], |row| row.get(0))
            .optional()?;
        let decode =
            |wire: Vec<u8>| decode_exact(&wire).map_err(|_| StoreError::Unreadable("prescription"));
        wire.map(decode).transpose()
    }

    /// Those anchors of one generation by which [`TimeRange::locate`] places `counts`, by epoch and
    /// count: years of anchors stay unread.
    ///
    /// [`TimeRange::locate`]: crate::pump::sync::TimeRange::locate
    pub(crate) fn anchors_for(
        &self,
        pump: &PumpRow,
        generation: u32,
        counts: impl IntoIterator<Item = (u32, Count)>,
    ) -> Result<Vec<Anchor>, StoreError> {
        let mut spans: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
        for (epoch, at) in counts {
            let at = narrow(at.0);
            let span = spans.entry(epoch).or_insert((at, at));
            *span = (span.0.min(at), span.1.max(at));
        }
        // a superset serves as well, and a span is one query where its counts would be hundreds
        let mut found: BTreeMap<(u32, u64), Anchor> = BTreeMap::new();
        for (epoch, span) in spans {
            let mut beside = self.anchors_within(pump, generation, epoch, span)?;
            if beside.is_empty() {
                beside.extend(self.anchor(pump, generation, Side::LastInEpoch, (epoch, span.0))?);
            }
            if beside.is_empty() {
                beside.extend(self.anchor(pump, generation, Side::EpochBefore, (epoch, span.0))?);
                beside.extend(self.anchor(pump, generation, Side::EpochAfter, (epoch, span.0))?);
            }
            found.extend(beside.into_iter().map(|it| ((it.epoch, it.count.0), it)));
        }
        Ok(found.into_values().collect())
    }

    /// The anchors of an epoch from the first count on, up to the one at or after the last count.
    fn anchors_within(
        &self,
        pump: &PumpRow,
        generation: u32,
        epoch: u32,
        (first, last): (i64, i64),
    ) -> Result<Vec<Anchor>, StoreError> {
        let mut statement = self.reader().prepare_cached(
            "SELECT epoch, count, wall_utc_ms FROM epoch_anchors
             WHERE pump = ?1 AND generation = ?2 AND epoch = ?3 AND count >= ?4
             ORDER BY count",
        )?;
        let mut rows = statement.query((pump.id, generation, epoch, first))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let count: i64 = row.get(1)?;
            found.push(Anchor {
                epoch: small(row.get(0)?, "epoch")?,
                count: Count(wide(count)),
                wall_utc_ms: row.get(2)?,
            });
            if count >= last {
                break;
            }
        }
        Ok(found)
    }

    fn anchor(
        &self,
        pump: &PumpRow,
        generation: u32,
        side: Side,
        (epoch, count): (u32, i64),
    ) -> Result<Option<Anchor>, StoreError> {
        let row = self
            .reader()
            .prepare_cached(side.sql())?
            .query_row((pump.id, generation, epoch, count), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        row.map(|(epoch, count, wall_utc_ms)| {
            Ok(Anchor {
                epoch: small(epoch, "epoch")?,
                count: Count(wide(count)),
                wall_utc_ms,
            })
        })
        .transpose()
    }
}

/// Which anchor beside a count.
#[derive(Clone, Copy, Debug)]
enum Side {
    LastInEpoch,
    EpochBefore,
    EpochAfter,
}

impl Side {
    /// All three take pump, generation, epoch and count.
    const fn sql(self) -> &'static str {
        match self {
            Self::LastInEpoch => {
                "SELECT epoch, count, wall_utc_ms FROM epoch_anchors
                 WHERE pump = ?1 AND generation = ?2 AND epoch = ?3 AND count < ?4
                 ORDER BY count DESC LIMIT 1"
            }
            Self::EpochBefore => {
                "SELECT epoch, count, wall_utc_ms FROM epoch_anchors
                 WHERE pump = ?1 AND generation = ?2 AND epoch < ?3 AND ?4 IS NOT NULL
                 ORDER BY epoch DESC, count DESC LIMIT 1"
            }
            Self::EpochAfter => {
                "SELECT epoch, count, wall_utc_ms FROM epoch_anchors
                 WHERE pump = ?1 AND generation = ?2 AND epoch > ?3 AND ?4 IS NOT NULL
                 ORDER BY epoch, count LIMIT 1"
            }
        }
    }
}

/// Keeps `reading` as the latest one of its pump.
pub(crate) fn save_reading(
    tx: &Transaction<'_>,
    pump: &PumpRow,
    reading: &Reading,
) -> Result<(), StoreError> {
    let mut buffer = [0; MAX_MESSAGE];
    let wire = encode_into(reading.status(), &mut buffer).expect("a status came in one frame");
    let at = reading.at();
    tx.execute(
        "INSERT OR REPLACE INTO readings VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            pump.id,
            wire,
            at.boot_id,
            narrow(at.since_boot_ms),
            at.wall_utc_ms
        ],
    )?;
    Ok(())
}

/// Keeps an anchor where the epoch has none, its last one is old, or the clocks moved apart.
pub(crate) fn save_anchor(
    tx: &Transaction<'_>,
    pump: &PumpRow,
    anchor: &Anchor,
) -> Result<(), StoreError> {
    let last = tx
        .query_row(
            "SELECT count, wall_utc_ms FROM epoch_anchors
             WHERE pump = ?1 AND generation = ?2 AND epoch = ?3 ORDER BY count DESC LIMIT 1",
            (pump.id, pump.generation, anchor.epoch),
            |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)),
        )
        .optional()?
        .map(|(count, wall_utc_ms)| Anchor {
            count: Count(wide(count)),
            wall_utc_ms,
            ..*anchor
        });
    if last.is_some_and(|last| !adds_to(anchor, &last)) {
        return Ok(());
    }
    tx.execute(
        "INSERT OR IGNORE INTO epoch_anchors VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            pump.id,
            pump.generation,
            anchor.epoch,
            narrow(anchor.count.0),
            anchor.wall_utc_ms,
        ),
    )?;
    Ok(())
}

fn adds_to(anchor: &Anchor, last: &Anchor) -> bool {
    let drift_ms = last.wall_ms_of(anchor.count).abs_diff(anchor.wall_utc_ms);
    anchor.count.since(last.count) >= ANCHOR_EVERY_S || drift_ms > ANCHOR_AGREES_MS
}

/// Keeps a prescription under the digest of its bytes.
pub(crate) fn save_prescription(
    tx: &Transaction<'_>,
    pump: &PumpRow,
    digest: &[u8; 32],
    signed: &SignedPrescription,
) -> Result<(), StoreError> {
    let mut buffer = [0; MAX_MESSAGE];
    let wire = encode_into(signed, &mut buffer).expect("a prescription came in one frame");
    tx.execute(
        "INSERT OR REPLACE INTO prescriptions VALUES (?1, ?2, ?3)",
        params![pump.id, digest, wire],
    )?;
    Ok(())
}
