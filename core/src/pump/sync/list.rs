//! The copied logs as lists, newest first.

use super::times::{Anchor, TimeRange};
use crate::store::{Gap, LogKey, PumpRow, Store, StoreError, StoredRecord};
use cisterna_protocol::history::Log;
use cisterna_protocol::record::Record;

/// Most entries in one list.
pub const MAX_LIST: u32 = 100;

/// Where a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryCursor {
    generation: u32,
    before_seq: u64,
}

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A record of the pump. SR-44
    Record {
        /// What happened.
        record: Record,
        /// When, on the phone's wall clock.
        when: TimeRange,
        /// Whether the digest chain runs through to it.
        verified: bool,
    },
    /// Records that the pump no longer has. SR-45
    Gap(Gap),
    /// Above this the pump's memory was made anew.
    NewMemory,
}

/// A list of entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryList {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Where it goes on; absent at the end.
    pub next: Option<HistoryCursor>,
}

/// Entries of a log from `cursor` on, at most `limit` and [`MAX_LIST`].
pub(crate) fn list(
    store: &Store,
    pump: &PumpRow,
    log: Log,
    cursor: Option<HistoryCursor>,
    limit: u32,
) -> Result<HistoryList, StoreError> {
    let top = HistoryCursor {
        generation: pump.generation,
        before_seq: u64::MAX >> 1,
    };
    let HistoryCursor {
        generation,
        before_seq,
    } = cursor.unwrap_or(top);
    let limit = limit.clamp(1, MAX_LIST);
    let key = LogKey {
        generation,
        ..LogKey::of(pump, log)
    };
    let records = store.records_before(key, before_seq, limit)?;
    let counts = records.iter().map(StoredRecord::place);
    let anchors = store.anchors_for(pump, generation, counts)?;
    let gaps = store.gaps_before(key, before_seq, limit)?;
    let mut rows = merge(&records, &gaps, &anchors);
    let more = rows.len() > limit as usize || records.len() == limit as usize;
    rows.truncate(limit as usize);
    let last = rows.last().map(|(seq, _)| u64::from(*seq));
    let mut entries: Vec<Entry> = rows.into_iter().map(|(_, entry)| entry).collect();
    let next = match last.filter(|_| more) {
        Some(before_seq) => Some(HistoryCursor {
            generation,
            before_seq,
        }),
        None if generation > 1 => {
            entries.push(Entry::NewMemory);
            Some(HistoryCursor {
                generation: generation - 1,
                ..top
            })
        }
        None => None,
    };
    Ok(HistoryList { entries, next })
}

fn merge(records: &[StoredRecord], gaps: &[Gap], anchors: &[Anchor]) -> Vec<(u32, Entry)> {
    let records = records
        .iter()
        .map(|stored| (stored.seq, entry(stored, anchors)));
    let gaps = gaps.iter().map(|gap| (gap.from_seq, Entry::Gap(*gap)));
    let mut rows: Vec<_> = records.chain(gaps).collect();
    rows.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
    rows
}

fn entry(stored: &StoredRecord, anchors: &[Anchor]) -> Entry {
    let record = Record {
        seq: stored.seq,
        ..Record::from_bytes(&stored.bytes)
    };
    let when = TimeRange::locate(record.epoch, record.at, anchors);
    Entry::Record {
        record,
        when,
        verified: stored.verified,
    }
}
