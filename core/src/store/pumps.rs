//! Rows of the pumps.

use super::{Store, StoreError, narrow, octets, small, wide};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::session::Serial;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

/// What is kept about a pump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PumpRow {
    /// Key of the row.
    pub(crate) id: i64,
    /// The pump's serial.
    pub serial: Serial,
    /// Rises when the pump's durable memory was made anew.
    pub generation: u32,
    /// Names the pump's durable memory.
    pub storage_id: [u8; 8],
    /// Key epoch of the valid link key; absent before the first connection with one.
    pub key_epoch: Option<u32>,
    /// Key epoch of a link key that no connection has confirmed yet. SR-37
    pub pending_key_epoch: Option<u32>,
    /// Counter of the next request.
    pub next_counter: u32,
    /// No request before the pump's count reaches this. SR-41
    pub hold_until: Option<Count>,
    /// When it was paired last, milliseconds since 1970-01-01 UTC.
    pub paired_utc_ms: i64,
}

const COLUMNS: &str = "id, serial, generation, storage_id, key_epoch, pending_key_epoch, \
                       next_counter, hold_until_count, paired_utc_ms";

impl Store {
    /// The pump that the app works with.
    pub(crate) fn current_pump(&self) -> Result<Option<PumpRow>, StoreError> {
        find(self.reader(), "current = 1", [])
    }

    /// The pump of this serial.
    pub(crate) fn pump(&self, serial: &Serial) -> Result<Option<PumpRow>, StoreError> {
        find(self.reader(), "serial = ?1", [serial.as_str()])
    }
}

/// Writes `pump` whole; with `id` 0 as a new row. Returns its id. Within a key epoch the counter
/// never falls, however old the copy of the row is (SR-07).
pub(crate) fn save_pump(tx: &Transaction<'_>, pump: &PumpRow) -> Result<i64, StoreError> {
    let id = tx.query_row(
        "INSERT INTO pumps VALUES (nullif(:id, 0), :serial, 0, :generation, :storage_id,
             :key_epoch, :pending, :next_counter, :hold_until, :paired)
         ON CONFLICT DO UPDATE SET
             generation = :generation, storage_id = :storage_id, key_epoch = :key_epoch,
             pending_key_epoch = :pending,
             next_counter = CASE WHEN key_epoch IS :key_epoch
                 THEN max(next_counter, :next_counter) ELSE :next_counter END,
             hold_until_count = :hold_until, paired_utc_ms = :paired
         RETURNING id",
        named_params! {
            ":id": pump.id,
            ":serial": pump.serial.as_str(),
            ":generation": pump.generation,
            ":storage_id": pump.storage_id,
            ":key_epoch": pump.key_epoch,
            ":pending": pump.pending_key_epoch,
            ":next_counter": pump.next_counter,
            ":hold_until": pump.hold_until.map(|count| narrow(count.0)),
            ":paired": pump.paired_utc_ms,
        },
        |row| row.get(0),
    )?;
    Ok(id)
}

/// Holds new requests back until the pump's count reaches `until`, or longer where they are. SR-41
pub(crate) fn hold_requests(tx: &Transaction<'_>, id: i64, until: Count) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pumps SET hold_until_count = max(coalesce(hold_until_count, 0), ?2) WHERE id = ?1",
        (id, narrow(until.0)),
    )?;
    Ok(())
}

/// Makes the pump with this id the one that the app works with.
pub(crate) fn make_current(tx: &Transaction<'_>, id: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pumps SET current = 0 WHERE current = 1 AND id <> ?1",
        [id],
    )?;
    tx.execute("UPDATE pumps SET current = 1 WHERE id = ?1", [id])?;
    Ok(())
}

fn find<P: rusqlite::Params>(
    conn: &Connection,
    condition: &str,
    params: P,
) -> Result<Option<PumpRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM pumps WHERE {condition}");
    let raw = conn
        .query_row(&sql, params, |row| Ok(read(row)))
        .optional()?;
    raw.transpose()
}

fn read(row: &Row<'_>) -> Result<PumpRow, StoreError> {
    let serial: String = row.get(1)?;
    let storage_id: Vec<u8> = row.get(3)?;
    Ok(PumpRow {
        id: row.get(0)?,
        serial: Serial::new(&serial).map_err(|_| StoreError::Unreadable("serial"))?,
        generation: small(row.get(2)?, "generation")?,
        storage_id: octets(&storage_id, "storage id")?,
        key_epoch: row.get(4)?,
        pending_key_epoch: row.get(5)?,
        next_counter: small(row.get(6)?, "counter")?,
        hold_until: row
            .get::<_, Option<i64>>(7)?
            .map(|count| Count(wide(count))),
        paired_utc_ms: row.get(8)?,
    })
}
