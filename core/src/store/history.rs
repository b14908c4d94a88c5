//! Rows of the copied logs: records, heads, gaps, breaks.

use super::{PumpRow, Store, StoreError, narrow, octets};
use cisterna_protocol::history::Log;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::record::{CHAIN_START, ChainDigest, RECORD_LEN, Record};
use rusqlite::{OptionalExtension, Transaction, params};

/// Names one log of one pump in one generation of its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogKey {
    /// Key of the pump's row.
    pub(crate) pump: i64,
    /// Generation of its memory.
    pub generation: u32,
    /// Which log.
    pub log: Log,
}

/// How far a log is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Next sequence number to ask for, 1 and up.
    pub next_seq: u32,
    /// Chain digest before that record, where it is known.
    pub digest: Option<ChainDigest>,
}

impl Head {
    /// Nothing copied yet.
    pub const START: Self = Self {
        next_seq: 1,
        digest: Some(CHAIN_START),
    };
}

/// A record as it was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its place in the log.
    pub seq: u32,
    /// Its bytes.
    pub bytes: [u8; RECORD_LEN],
    /// Chain digest after it, where it can be computed.
    pub digest: Option<ChainDigest>,
    /// Whether the digest chain runs through to it.
    pub verified: bool,
}

impl StoredRecord {
    /// Boot epoch and count at which it was written.
    pub(crate) fn place(&self) -> (u32, Count) {
        let record = Record::from_bytes(&self.bytes);
        (record.epoch, record.at)
    }
}

/// Records that the pump no longer has. SR-45
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// First one that is missing.
    pub from_seq: u32,
    /// First one after it that is there.
    pub until_seq: u32,
}

/// Where the digest chain did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// First record concerned.
    pub seq: u32,
    /// How it does not fit.
    pub kind: BreakKind,
}

/// How a chain can fail to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreakKind {
    /// The page does not follow what was copied before.
    BeforePage,
    /// The page's records do not give the page's digest, or are misnumbered.
    InPage,
    /// The log is shorter than what was copied.
    Shorter,
}

impl BreakKind {
    const fn code(self) -> u8 {
        match self {
            Self::BeforePage => 0,
            Self::InPage => 1,
            Self::Shorter => 2,
        }
    }
}

const fn log_code(log: Log) -> u8 {
    match log {
        Log::Doses => 0,
        Log::Events => 1,
    }
}

impl LogKey {
    /// A log in the pump's present generation.
    pub(crate) const fn of(pump: &PumpRow, log: Log) -> Self {
        Self {
            pump: pump.id,
            generation: pump.generation,
            log,
        }
    }

    const fn columns(&self) -> (i64, u32, u8) {
        (self.pump, self.generation, log_code(self.log))
    }
}

impl Store {
    /// How far a log is copied.
    pub(crate) fn head(&self, key: LogKey) -> Result<Head, StoreError> {
        let row: Option<(u32, Option<Vec<u8>>)> = self
            .reader()
            .query_row(
                "SELECT next_seq, digest FROM heads
                 WHERE pump = ?1 AND generation = ?2 AND log = ?3",
                key.columns(),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((next_seq, digest)) = row else {
            return Ok(Head::START);
        };
        let digest = digest
            .map(|bytes| octets(&bytes, "chain digest"))
            .transpose()?;
        Ok(Head { next_seq, digest })
    }

    /// Records below `before_seq`, newest first, at most `limit`.
    pub(crate) fn records_before(
        &self,
        key: LogKey,
        before_seq: u64,
        limit: u32,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let (pump, generation, log) = key.columns();
        let mut statement = self.reader().prepare_cached(
            "SELECT seq, bytes, digest, verified FROM records
             WHERE pump = ?1 AND generation = ?2 AND log = ?3 AND seq < ?4
             ORDER BY seq DESC LIMIT ?5",
        )?;
        let rows = statement.query_map(
            params![pump, generation, log, narrow(before_seq), limit],
            |row| {
                let bytes = (row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<Vec<u8>>>(2)?);
                Ok((row.get(0)?, bytes, row.get(3)?))
            },
        )?;
        rows.map(|row| {
            let (seq, (bytes, digest), verified) = row?;
            let digest = digest
                .map(|bytes| octets(&bytes, "chain digest"))
                .transpose()?;
            Ok(StoredRecord {
                seq,
                bytes: octets(&bytes, "record")?,
                digest,
                verified,
            })
        })
        .collect()
    }

    /// As [`Store::records_before`], read and without what proves them: for sums over thousands.
    pub(crate) fn read_before(
        &self,
        key: LogKey,
        before_seq: u64,
        limit: u32,
    ) -> Result<Vec<Record>, StoreError> {
        let (pump, generation, log) = key.columns();
        let mut statement = self.reader().prepare_cached(
            "SELECT seq, bytes FROM records
             WHERE pump = ?1 AND generation = ?2 AND log = ?3 AND seq < ?4
             ORDER BY seq DESC LIMIT ?5",
        )?;
        let mut rows =
            statement.query(params![pump, generation, log, narrow(before_seq), limit])?;
        let mut found = Vec::with_capacity(limit as usize);
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob();
            let bytes = bytes.map_err(|_| StoreError::Unreadable("record"))?;
            found.push(Record {
                seq: row.get(0)?,
                ..Record::from_bytes(&octets(bytes, "record")?)
            });
        }
        Ok(found)
    }

    /// Gaps that begin below `before_seq`, newest first, at most `limit`.
    pub(crate) fn gaps_before(
        &self,
        key: LogKey,
        before_seq: u64,
        limit: u32,
    ) -> Result<Vec<Gap>, StoreError> {
        let (pump, generation, log) = key.columns();
        let mut statement = self.reader().prepare_cached(
            "SELECT from_seq, until_seq FROM gaps
             WHERE pump = ?1 AND generation = ?2 AND log = ?3 AND from_seq < ?4
             ORDER BY from_seq DESC LIMIT ?5",
        )?;
        let rows = statement.query_map(
            params![pump, generation, log, narrow(before_seq), limit],
            |row| {
                Ok(Gap {
                    from_seq: row.get(0)?,
                    until_seq: row.get(1)?,
                })
            },
        )?;
        rows.map(|row| row.map_err(StoreError::from)).collect()
    }

    /// Breaks of a log, in order.
    pub(crate) fn breaks(&self, key: LogKey) -> Result<Vec<Break>, StoreError> {
        let mut statement = self.reader().prepare_cached(
            "SELECT seq, kind FROM chain_breaks
             WHERE pump = ?1 AND generation = ?2 AND log = ?3 ORDER BY seq, kind",
        )?;
        let rows = statement.query_map(key.columns(), |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (seq, code): (u32, u8) = row?;
            let kind = [BreakKind::BeforePage, BreakKind::InPage, BreakKind::Shorter]
                .into_iter()
                .find(|kind| kind.code() == code)
                .ok_or(StoreError::Unreadable("chain break"))?;
            Ok(Break { seq, kind })
        })
        .collect()
    }
}

/// Appends records; one that is there already stays as it is. SR-45
pub(crate) fn save_records(
    tx: &Transaction<'_>,
    key: LogKey,
    records: &[StoredRecord],
) -> Result<(), StoreError> {
    let (pump, generation, log) = key.columns();
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO records VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for stored in records {
        let record = Record::from_bytes(&stored.bytes);
        insert.execute(params![
            pump,
            generation,
            log,
            stored.seq,
            stored.bytes,
            stored.digest,
            record.epoch,
            narrow(record.at.0),
            stored.verified,
        ])?;
    }
    Ok(())
}

/// Moves the head of a log.
pub(crate) fn save_head(tx: &Transaction<'_>, key: LogKey, head: &Head) -> Result<(), StoreError> {
    let (pump, generation, log) = key.columns();
    tx.execute(
        "INSERT OR REPLACE INTO heads VALUES (?1, ?2, ?3, ?4, ?5)",
        params![pump, generation, log, head.next_seq, head.digest],
    )?;
    Ok(())
}

/// Keeps a gap.
pub(crate) fn save_gap(tx: &Transaction<'_>, key: LogKey, gap: Gap) -> Result<(), StoreError> {
    let (pump, generation, log) = key.columns();
    tx.execute(
        "INSERT OR IGNORE INTO gaps VALUES (?1, ?2, ?3, ?4, ?5)",
        params![pump, generation, log, gap.from_seq, gap.until_seq],
    )?;
    Ok(())
}

/// Keeps a break, with the time at which it was found first.
pub(crate) fn save_break(
    tx: &Transaction<'_>,
    key: LogKey,
    found: Break,
    found_utc_ms: i64,
) -> Result<(), StoreError> {
    let (pump, generation, log) = key.columns();
    tx.execute(
        "INSERT OR IGNORE INTO chain_breaks VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            pump,
            generation,
            log,
            found.seq,
            found.kind.code(),
            found_utc_ms
        ],
    )?;
    Ok(())
}
