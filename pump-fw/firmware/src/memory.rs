//! What is durable: one dosing state, one identity, one monitor, two rings of records.
//!
//! A commit writes the records first and then the state that names them: the state is the commit.
//! Leaves what the bytes mean to the engine, and how they lie in flash to [`crate::storage`].

use crate::identity::Identity;
use crate::storage::layout;
use crate::storage::ring::{DoseRing, Entry, EventRing, RingId};
use crate::storage::state::{ITEM_MAX_B, StateStore};
use cisterna_dosing::engine::Engine;
use cisterna_dosing::monitor::Monitor;
use cisterna_dosing::state::State;
use cisterna_protocol::bounded::{Bytes, Octets, decode_exact, encode_into};
use cisterna_protocol::history::{HistoryPage, Log, MAX_PAGE_RECORDS};
use cisterna_protocol::record::{CHAIN_START, RECORD_LEN};
use embedded_storage_async::nor_flash::NorFlash;
use minicbor::{Decode, Encode};

/// Keys of the items.
const STATE: u8 = 1;
const IDENTITY: u8 = 2;
const MONITOR: u8 = 3;

/// Why durable memory did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemoryError {
    /// The pump was never provisioned.
    #[error("the memory is blank: provision the pump first")]
    Blank,
    /// The memory holds a pump already.
    #[error("the memory holds a pump already: it is provisioned once")]
    NotBlank,
    /// An item cannot be read.
    #[error("an item of the durable memory cannot be read: the pump needs service")]
    Damaged,
    /// The flash refused an operation or did not keep it.
    #[error("the flash did not take a write or a read")]
    Flash,
    /// An item outgrew its place.
    #[error("an item outgrew its place in flash")]
    TooLarge,
}

/// What was found at start.
pub struct Found {
    /// The dosing state; `None` on a pump that never ran.
    pub state: Option<State>,
    /// Who the pump is.
    pub identity: Identity,
    /// The monitor.
    pub monitor: Monitor,
    /// Records that cannot be read any more.
    pub unreadable: u32,
}

/// The durable memory on one flash.
pub struct Memory<F> {
    flash: F,
    items: StateStore,
    doses: DoseRing,
    events: EventRing,
    committed: (u32, u32),
    /// A write failed: the rings have to be read again before the next one.
    stale: bool,
}

impl<F: NorFlash> Memory<F> {
    /// Writes a new pump's identity into a blank flash.
    ///
    /// # Errors
    /// Where the flash holds a pump already, or does not take the write.
    pub async fn provision(flash: &mut F, identity: &Identity) -> Result<(), MemoryError> {
        let mut items = open_items(flash).await?;
        let mut buffer = [0; ITEM_MAX_B];
        if read_item::<F, Identity>(&mut items, flash, IDENTITY, &mut buffer)
            .await?
            .is_some()
        {
            return Err(MemoryError::NotBlank);
        }
        let flashed = |_| MemoryError::Flash;
        DoseRing::erase_all(flash, layout::DOSES, RingId::Doses)
            .await
            .map_err(flashed)?;
        EventRing::erase_all(flash, layout::EVENTS, RingId::Events)
            .await
            .map_err(flashed)?;
        write_item(&mut items, flash, IDENTITY, identity).await
    }

    /// Reads everything that start needs.
    ///
    /// # Errors
    /// Where the flash is blank, damaged, or does not answer.
    pub async fn open(mut flash: F) -> Result<(Self, Found), MemoryError> {
        let mut items = open_items(&mut flash).await?;
        let mut buffer = [0; ITEM_MAX_B];
        let identity: Identity = read_item(&mut items, &mut flash, IDENTITY, &mut buffer)
            .await?
            .ok_or(MemoryError::Blank)?;
        let state: Option<State> = read_item(&mut items, &mut flash, STATE, &mut buffer).await?;
        let monitor: Option<Monitor> =
            read_item(&mut items, &mut flash, MONITOR, &mut buffer).await?;
        let committed = state
            .as_ref()
            .map_or((1, 1), |s| (s.doses.next, s.events.next));
        let (doses, events) = open_rings(&mut flash, committed).await?;
        let unreadable = doses.corrupt_count() + events.corrupt_count();
        let memory = Self {
            flash,
            items,
            doses,
            events,
            committed,
            stale: false,
        };
        let monitor = monitor.unwrap_or_default();
        Ok((
            memory,
            Found {
                state,
                identity,
                monitor,
                unreadable,
            },
        ))
    }

    /// Makes the engine's records and state durable, in that order.
    ///
    /// # Errors
    /// Where the flash did not take it; the state in flash is then the one before.
    pub async fn commit(&mut self, engine: &Engine) -> Result<(), MemoryError> {
        if self.stale {
            let (doses, events) = open_rings(&mut self.flash, self.committed).await?;
            (self.doses, self.events) = (doses, events);
            self.stale = false;
        }
        self.stale = true;
        for pending in engine.outbox() {
            let (record, digest) = (&pending.record, &pending.digest);
            match pending.log {
                Log::Doses => self.doses.append(&mut self.flash, record, digest).await,
                Log::Events => self.events.append(&mut self.flash, record, digest).await,
            }
            .map_err(|_| MemoryError::Flash)?;
        }
        write_item(&mut self.items, &mut self.flash, STATE, engine.state()).await?;
        self.committed = (engine.next_seq(Log::Doses), engine.next_seq(Log::Events));
        self.stale = false;
        Ok(())
    }

    /// Replaces the identity.
    ///
    /// # Errors
    /// Where the flash did not take it; the one before stays.
    pub async fn keep_identity(&mut self, identity: &Identity) -> Result<(), MemoryError> {
        write_item(&mut self.items, &mut self.flash, IDENTITY, identity).await
    }

    /// Replaces the monitor.
    ///
    /// # Errors
    /// Where the flash did not take it; the one before stays.
    pub async fn keep_monitor(&mut self, monitor: &Monitor) -> Result<(), MemoryError> {
        write_item(&mut self.items, &mut self.flash, MONITOR, monitor).await
    }

    /// Oldest sequence number that a log still holds.
    pub fn first_seq(&self, log: Log) -> u32 {
        match log {
            Log::Doses => self.doses.first_seq(),
            Log::Events => self.events.first_seq(),
        }
    }

    /// The page of `log` from `from` on: consecutive records, at most `max`.
    ///
    /// # Errors
    /// Where the flash does not answer.
    pub async fn page(
        &mut self,
        log: Log,
        from: u32,
        max: u16,
    ) -> Result<HistoryPage, MemoryError> {
        let mut entries = [Entry::default(); MAX_PAGE_RECORDS + 1];
        // One record more in front: its digest is where the page's chain begins.
        let ask = from.max(1).saturating_sub(1).max(1);
        let read = match log {
            Log::Doses => {
                self.doses
                    .read_from(&mut self.flash, ask, &mut entries)
                    .await
            }
            Log::Events => {
                self.events
                    .read_from(&mut self.flash, ask, &mut entries)
                    .await
            }
        }
        .map_err(|_| MemoryError::Flash)?;
        let next = match log {
            Log::Doses => self.committed.0,
            Log::Events => self.committed.1,
        };
        Ok(page_of(
            log,
            from.max(1),
            usize::from(max),
            &entries[..read],
            next,
        ))
    }

    /// The flash itself, for the board that owns its power.
    pub const fn flash(&self) -> &F {
        &self.flash
    }

    /// As [`Memory::flash`], to change it.
    pub const fn flash_mut(&mut self) -> &mut F {
        &mut self.flash
    }

    /// Gives the flash back.
    pub fn into_flash(self) -> F {
        self.flash
    }
}

/// Cuts a page out of what was read: from the first record at or after `from` on, as long as the
/// numbers follow each other.
fn page_of(log: Log, from: u32, max: usize, entries: &[Entry], next: u32) -> HistoryPage {
    let max = max.clamp(1, MAX_PAGE_RECORDS);
    let start = entries
        .iter()
        .position(|entry| entry.seq() >= from)
        .unwrap_or(entries.len());
    let first = entries.get(start).map_or(next, Entry::seq);
    let run = entries[start..].iter().zip(first..).take(max);
    let consecutive = run
        .take_while(|(entry, seq)| entry.seq() == *seq && *seq < next)
        .count();
    let records = &entries[start..start + consecutive];
    let before = match start.checked_sub(1).map(|index| &entries[index]) {
        Some(entry) if entry.seq() + 1 == first => Some(Octets(entry.digest)),
        Some(_) | None if first == 1 => Some(Octets(CHAIN_START)),
        Some(_) | None => None,
    };
    let mut bytes = heapless::Vec::<u8, { MAX_PAGE_RECORDS * RECORD_LEN }>::new();
    for entry in records {
        bytes
            .extend_from_slice(&entry.record)
            .expect("as many as a page holds");
    }
    HistoryPage {
        log,
        first,
        records: Bytes::new(&bytes).expect("the same bound"),
        before,
        after: Octets(records.last().map_or(CHAIN_START, |entry| entry.digest)),
        next,
    }
}

async fn open_items<F: NorFlash>(flash: &mut F) -> Result<StateStore, MemoryError> {
    StateStore::open(flash, layout::STATE)
        .await
        .map_err(|_| MemoryError::Flash)
}

async fn open_rings<F: NorFlash>(
    flash: &mut F,
    next: (u32, u32),
) -> Result<(DoseRing, EventRing), MemoryError> {
    let flashed = |_| MemoryError::Flash;
    let doses = DoseRing::open(flash, layout::DOSES, RingId::Doses, next.0).await;
    let events = EventRing::open(flash, layout::EVENTS, RingId::Events, next.1).await;
    Ok((doses.map_err(flashed)?, events.map_err(flashed)?))
}

async fn read_item<F: NorFlash, T: for<'b> Decode<'b, ()>>(
    items: &mut StateStore,
    flash: &mut F,
    key: u8,
    buffer: &mut [u8; ITEM_MAX_B],
) -> Result<Option<T>, MemoryError> {
    let read = items
        .read(flash, key, &mut buffer[..])
        .await
        .map_err(|_| MemoryError::Flash)?;
    let Some(length) = read else { return Ok(None) };
    let bytes = buffer.get(..length).ok_or(MemoryError::Damaged)?;
    decode_exact(bytes)
        .map(Some)
        .map_err(|_| MemoryError::Damaged)
}

async fn write_item<F: NorFlash, T: Encode<()>>(
    items: &mut StateStore,
    flash: &mut F,
    key: u8,
    item: &T,
) -> Result<(), MemoryError> {
    let mut buffer = [0; ITEM_MAX_B];
    let bytes = encode_into(item, &mut buffer).ok_or(MemoryError::TooLarge)?;
    items
        .write(flash, key, bytes)
        .await
        .map_err(|_| MemoryError::Flash)
}
