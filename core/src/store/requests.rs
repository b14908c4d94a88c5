//! Rows of the bolus requests.

use super::{PumpRow, Store, StoreError, narrow, octets, small, wide};
use crate::clock::Instant;
use crate::pump::bolus::{NotSent, RequestState};
use cisterna_protocol::bounded::{decode_exact, encode_into};
use cisterna_protocol::outcome::{Outcome, RequestId};
use cisterna_protocol::quantity::{Count, Nanograms};
use rusqlite::{Row, Transaction, named_params};

/// Longest outcome in CBOR, with room to spare.
const MAX_OUTCOME: usize = 128;

/// What is kept about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Key of the pump's row.
    pub(crate) pump: i64,
    /// Generation of the pump's memory that it was made in.
    pub generation: u32,
    /// Its id.
    pub id: RequestId,
    /// When the person asked for it.
    pub tapped: Instant,
    /// The dose that the person was shown.
    pub dose: Nanograms,
    /// The prescription's version that the person was shown.
    pub prescription_version: u32,
    /// How far it got.
    pub state: RequestState,
}

const COLUMNS: &str = "pump, generation, key_epoch, counter, tapped_boot_id, \
                       tapped_since_boot_ms, tapped_utc_ms, dose_ng, prescription_version, \
                       state, outcome, until_count, death";

impl Store {
    /// Requests in states that are not final: intended, uncertain or running; of all pumps, oldest
    /// first.
    pub(crate) fn unfinished_requests(&self) -> Result<Vec<RequestRow>, StoreError> {
        let rows = self.requests("settled = 0", [])?;
        Ok(rows.into_iter().filter(is_unfinished).collect())
    }

    /// The request of this id in the pump's present generation.
    pub(crate) fn request(
        &self,
        pump: &PumpRow,
        id: RequestId,
    ) -> Result<Option<RequestRow>, StoreError> {
        let rows = self.requests(
            "pump = ?1 AND generation = ?2 AND key_epoch = ?3 AND counter = ?4",
            (pump.id, pump.generation, id.key_epoch, id.counter),
        )?;
        Ok(rows.into_iter().next())
    }

    /// The latest requests of a pump, newest first, at most `limit`.
    pub(crate) fn latest_requests(
        &self,
        pump: &PumpRow,
        limit: u32,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM requests WHERE pump = ?1
             ORDER BY generation DESC, key_epoch DESC, counter DESC LIMIT ?2"
        );
        self.collect(&sql, (pump.id, limit))
    }

    fn requests<P: rusqlite::Params>(
        &self,
        condition: &str,
        params: P,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM requests WHERE {condition}
             ORDER BY pump, generation, key_epoch, counter"
        );
        self.collect(&sql, params)
    }

    fn collect<P: rusqlite::Params>(
        &self,
        sql: &str,
        params: P,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let mut statement = self.reader().prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }
}

/// Whether its story may go on.
fn is_unfinished(row: &RequestRow) -> bool {
    row.state.is_open() || row.state == RequestState::Intended
}

/// Writes `request` whole; its id is never written twice as a new one.
pub(crate) fn save_request(tx: &Transaction<'_>, request: &RequestRow) -> Result<(), StoreError> {
    let (state, outcome, until, death) = state_columns(request.state);
    tx.execute(
        "INSERT INTO requests VALUES (:pump, :generation, :key_epoch, :counter, :boot_id,
             :since_boot_ms, :utc_ms, :dose, :version, :state, :outcome, :until, :death, :settled)
         ON CONFLICT DO UPDATE SET state = :state, outcome = :outcome, until_count = :until,
             death = :death, settled = :settled",
        named_params! {
            ":pump": request.pump,
            ":generation": request.generation,
            ":key_epoch": request.id.key_epoch,
            ":counter": request.id.counter,
            ":boot_id": request.tapped.boot_id,
            ":since_boot_ms": narrow(request.tapped.since_boot_ms),
            ":utc_ms": request.tapped.wall_utc_ms,
            ":dose": narrow(request.dose.0),
            ":version": request.prescription_version,
            ":state": state,
            ":outcome": outcome,
            ":until": until,
            ":death": death,
            ":settled": !is_unfinished(request),
        },
    )?;
    Ok(())
}

type StateColumns = (u8, Option<Vec<u8>>, Option<i64>, Option<u8>);

fn state_columns(state: RequestState) -> StateColumns {
    match state {
        RequestState::Intended => (0, None, None, None),
        RequestState::Sent => (1, None, None, None),
        RequestState::Answered(outcome) => {
            let mut buffer = [0; MAX_OUTCOME];
            let wire = encode_into(&outcome, &mut buffer).expect("an outcome is under 128 bytes");
            (2, Some(wire.to_vec()), None, None)
        }
        RequestState::NotReceived => (3, None, None, None),
        RequestState::CannotBeKnown { until } => (4, None, Some(narrow(until.0)), None),
        RequestState::Died(why) => (5, None, None, Some(death_code(why))),
    }
}

const DEATHS: [NotSent; 7] = [
    NotSent::TooLate,
    NotSent::Restarted,
    NotSent::NotAuthenticated,
    NotSent::OfferChanged,
    NotSent::LinkLost,
    NotSent::Cancelled,
    NotSent::Held,
];

const fn death_code(why: NotSent) -> u8 {
    match why {
        NotSent::TooLate => 1,
        NotSent::Restarted => 2,
        NotSent::NotAuthenticated => 3,
        NotSent::OfferChanged => 4,
        NotSent::LinkLost => 5,
        NotSent::Cancelled => 6,
        NotSent::Held => 7,
    }
}

fn read(row: &Row<'_>) -> Result<RequestRow, StoreError> {
    let boot_id: Vec<u8> = row.get(4)?;
    Ok(RequestRow {
        pump: row.get(0)?,
        generation: small(row.get(1)?, "generation")?,
        id: RequestId {
            key_epoch: row.get(2)?,
            counter: row.get(3)?,
        },
        tapped: Instant {
            boot_id: octets(&boot_id, "boot id")?,
            since_boot_ms: wide(row.get(5)?),
            wall_utc_ms: row.get(6)?,
        },
        dose: Nanograms(wide(row.get(7)?)),
        prescription_version: row.get(8)?,
        state: read_state(row)?.ok_or(StoreError::Unreadable("request"))?,
    })
}

fn read_state(row: &Row<'_>) -> Result<Option<RequestState>, StoreError> {
    let outcome: Option<Vec<u8>> = row.get(10)?;
    let until: Option<i64> = row.get(11)?;
    let death: Option<u8> = row.get(12)?;
    Ok(match row.get::<_, u8>(9)? {
        0 => Some(RequestState::Intended),
        1 => Some(RequestState::Sent),
        2 => outcome
            .and_then(|wire| decode_exact::<Outcome>(&wire).ok())
            .map(RequestState::Answered),
        3 => Some(RequestState::NotReceived),
        4 => until.map(|count| RequestState::CannotBeKnown {
            until: Count(wide(count)),
        }),
        5 => DEATHS
            .into_iter()
            .find(|why| Some(death_code(*why)) == death)
            .map(RequestState::Died),
        _ => None,
    })
}
