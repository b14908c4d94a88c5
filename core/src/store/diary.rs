//! Rows of the diary: plans, entries, oral medicines, zones.

use super::documents::{from_json, to_json};
use super::{Store, StoreError, narrow, wide};
use crate::civil::Zone;
use crate::trial::{Entry, EntryId, OralMedicine, Plan, PlanId};
use rusqlite::{OptionalExtension, Transaction};
use serde::de::DeserializeOwned;

const ENTRY: &str = "diary entry";
const PLAN: &str = "diary plan";
const MEDICINE: &str = "medicine";

impl Store {
    /// All plans, oldest first.
    pub(crate) fn plans(&self) -> Result<Vec<Plan>, StoreError> {
        self.bodies("SELECT body FROM plans ORDER BY id", [], PLAN)
    }

    /// The newest plan.
    pub(crate) fn latest_plan(&self) -> Result<Option<Plan>, StoreError> {
        let sql = "SELECT body FROM plans ORDER BY id DESC LIMIT 1";
        Ok(self.bodies(sql, [], PLAN)?.pop())
    }

    /// Entries of a plan that were made at `from_utc_ms` or later, in the order of recording.
    pub(crate) fn entries_since(
        &self,
        plan: PlanId,
        from_utc_ms: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        self.bodies(
            "SELECT body FROM diary WHERE plan = ?1 AND made_utc_ms >= ?2 ORDER BY id",
            (narrow(plan.0), from_utc_ms),
            ENTRY,
        )
    }

    /// Entries of a plan that were made before `until_utc_ms`, in the order of recording.
    pub(crate) fn entries_until(
        &self,
        plan: PlanId,
        until_utc_ms: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        self.bodies(
            "SELECT body FROM diary WHERE plan = ?1 AND made_utc_ms < ?2 ORDER BY id",
            (narrow(plan.0), until_utc_ms),
            ENTRY,
        )
    }

    /// The newest entry of a plan: whatever its clock showed, the one that was recorded last.
    pub(crate) fn newest_entry(&self, plan: PlanId) -> Result<Option<Entry>, StoreError> {
        self.entries_before(plan, None, 1)
            .map(|mut entries| entries.pop())
    }

    /// Entries of a plan below `before`, newest first, at most `limit`.
    pub(crate) fn entries_before(
        &self,
        plan: PlanId,
        before: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let before = before.map_or(i64::MAX, |id| narrow(id.0));
        self.bodies(
            "SELECT body FROM diary WHERE plan = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            (narrow(plan.0), before, limit),
            ENTRY,
        )
    }

    /// All oral medicines, in the order in which they were noted.
    pub(crate) fn medicines(&self) -> Result<Vec<OralMedicine>, StoreError> {
        self.bodies("SELECT body FROM medicines ORDER BY id", [], MEDICINE)
    }

    /// The zones that the person was in, each from an instant on, oldest first. A zone that this
    /// version does not know is left out.
    pub(crate) fn zones(&self) -> Result<Vec<(i64, Zone)>, StoreError> {
        let sql = "SELECT from_utc_ms, name FROM zones ORDER BY from_utc_ms";
        let mut statement = self.reader().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut zones = Vec::new();
        for row in rows {
            let (from_utc_ms, name): (i64, String) = row?;
            zones.extend(name.parse().ok().map(|zone| (from_utc_ms, zone)));
        }
        Ok(zones)
    }

    fn bodies<T: DeserializeOwned, P: rusqlite::Params>(
        &self,
        sql: &str,
        params: P,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.reader().prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| row.get::<_, String>(0))?;
        rows.map(|body| from_json(&body?, what)).collect()
    }
}

/// The number of the next plan.
pub(crate) fn next_plan_id(tx: &Transaction<'_>) -> Result<PlanId, StoreError> {
    let newest: Option<i64> = tx
        .query_row("SELECT max(id) FROM plans", [], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(PlanId(wide(newest.unwrap_or(0).saturating_add(1))))
}

/// Writes a plan; one with this number is replaced.
pub(crate) fn save_plan(
    tx: &Transaction<'_>,
    plan: &Plan,
    now_utc_ms: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO plans VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET body = ?3",
        (narrow(plan.id().0), now_utc_ms, to_json(plan, PLAN)?),
    )?;
    Ok(())
}

/// Adds an entry. Entries are only ever added: one with this number is an error. SR-51
pub(crate) fn insert_entry(tx: &Transaction<'_>, entry: &Entry) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO diary VALUES (?1, ?2, ?3, ?4)")?
        .execute((
            narrow(entry.plan.0),
            narrow(entry.id.0),
            entry.made.utc_ms,
            to_json(entry, ENTRY)?,
        ))?;
    Ok(())
}

/// Writes an oral medicine; one with this number is replaced.
pub(crate) fn save_medicine(
    tx: &Transaction<'_>,
    medicine: &OralMedicine,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO medicines VALUES (?1, ?2)",
        (narrow(medicine.id), to_json(medicine, MEDICINE)?),
    )?;
    Ok(())
}

/// Notes that the person is in `zone` from an instant on.
pub(crate) fn save_zone(
    tx: &Transaction<'_>,
    from_utc_ms: i64,
    zone: Zone,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO zones VALUES (?1, ?2)",
        (from_utc_ms, zone.name()),
    )?;
    Ok(())
}
