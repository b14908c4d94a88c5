//! A few keyed items, each replaced as a whole: after a power cut an item reads as it was before the
//! write or after it, never as a mixture.
//!
//! Built on the map of `sequential-storage`. Added here: a page that an interrupted erase left
//! looking blank is erased again when the store opens, and each write is read back and done once
//! more, elsewhere, if it did not take. What the bytes mean is left to the callers.
//!
//! A newest item that the flash damages *after* its write reads as the version before it, because a
//! damaged item cannot be told from a torn one. Callers that must notice keep a counter in the item
//! and compare it with something that also rises (the rings' sequence numbers: see
//! [`RingError::StateBehind`](super::ring::RingError::StateBehind)).

use core::fmt::Debug;

use embedded_storage_async::nor_flash::NorFlash;
use sequential_storage::{
    Error,
    cache::{Cache, Uncached},
    map::{MapConfig, MapStorage},
};

use super::{
    assert_geometry,
    layout::{PAGE_SIZE_B, Region},
};

/// The largest item, in bytes.
pub const ITEM_MAX_B: usize = 4_000;
const PAGE_B: usize = PAGE_SIZE_B as usize;
/// How often a write is tried: a second time if the first did not read back.
const WRITE_TRIES: u32 = 2;
/// From so many cleared bits on `sequential-storage` takes a page's first or last bytes for a mark.
const MARK_ZEROS_MIN: u32 = 4;

/// Why the state could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError<E: Debug> {
    /// The flash itself failed.
    #[error("flash: {0:?}")]
    Flash(E),
    /// The items together no longer fit the region.
    #[error("the state region is full")]
    Full,
    /// The region is damaged beyond the repair that power cuts need.
    #[error("the state region is damaged")]
    Damaged,
    /// The item is larger than [`ITEM_MAX_B`].
    #[error("an item of {len_b} bytes is too large")]
    ItemTooLarge {
        /// Size of the item, in bytes.
        len_b: usize,
    },
    /// The caller's buffer is smaller than the stored item.
    #[error("the item needs a buffer of {needed_b} bytes")]
    BufferTooSmall {
        /// Size of the stored item, in bytes.
        needed_b: usize,
    },
    /// The item did not read back as it was written, twice.
    #[error("the item does not read back as written")]
    Readback,
}

impl<E: Debug> From<Error<E>> for StateError<E> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a foreign enum that may grow"
    )]
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Storage { value, .. } => Self::Flash(value),
            Error::FullStorage => Self::Full,
            // The sizes are checked before each call, so what is left is the flash's content.
            _ => Self::Damaged,
        }
    }
}

/// The keyed items of one region. Holds a buffer of one page.
#[derive(Debug)]
pub struct StateStore {
    region: Region,
    scratch: Scratch,
}

/// A page in memory, aligned as drivers with DMA need it.
#[derive(Debug)]
#[repr(align(4))]
struct Scratch([u8; PAGE_B]);

impl StateStore {
    /// A store over `region`, without looking at the flash: right when power was not lost since
    /// [`StateStore::open`], or for a region that is known to be blank.
    ///
    /// # Panics
    /// If the region has fewer than two pages.
    pub const fn new(region: Region) -> Self {
        assert!(
            region.pages() >= 2,
            "items move from page to page, so there are two"
        );
        Self {
            region,
            scratch: Scratch([0; PAGE_B]),
        }
    }

    /// A store over `region` after a start: erases again what an interrupted erase left behind.
    ///
    /// # Errors
    /// [`StateError::Flash`].
    ///
    /// # Panics
    /// If the region has fewer than two pages.
    pub async fn open<F: NorFlash>(
        flash: &mut F,
        region: Region,
    ) -> Result<Self, StateError<F::Error>> {
        const { assert_geometry::<F>() };
        let mut store = Self::new(region);
        for page in 0..region.pages() {
            store
                .finish_erase(flash, region.page_start(page))
                .await
                .map_err(StateError::Flash)?;
        }
        Ok(store)
    }

    /// Reads the item `key` into `buf`; its length in bytes, or none if it was never written.
    ///
    /// # Errors
    /// [`StateError::Flash`], [`StateError::Damaged`], [`StateError::BufferTooSmall`].
    pub async fn read<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
        buf: &mut [u8],
    ) -> Result<Option<usize>, StateError<F::Error>> {
        let Some(item) = self.fetch(flash, key).await? else {
            return Ok(None);
        };
        let needed_b = item.len();
        buf.get_mut(..needed_b)
            .ok_or(StateError::BufferTooSmall { needed_b })?
            .copy_from_slice(item);
        Ok(Some(needed_b))
    }

    /// Replaces the item `key` by `bytes`, at most [`ITEM_MAX_B`]; when it returns, the new item is
    /// in the flash and has been read back.
    ///
    /// # Errors
    /// Any [`StateError`] but `BufferTooSmall`. After [`StateError::Flash`] either version may be
    /// stored.
    pub async fn write<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
        bytes: &[u8],
    ) -> Result<(), StateError<F::Error>> {
        const { assert_geometry::<F>() };
        if bytes.len() > ITEM_MAX_B {
            return Err(StateError::ItemTooLarge { len_b: bytes.len() });
        }
        for _ in 0..WRITE_TRIES {
            map(flash, self.region)
                .store_item(&mut self.scratch.0, &key, &bytes)
                .await?;
            if self.fetch(flash, key).await? == Some(bytes) {
                return Ok(());
            }
        }
        Err(StateError::Readback)
    }

    async fn fetch<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
    ) -> Result<Option<&[u8]>, StateError<F::Error>> {
        const { assert_geometry::<F>() };
        Ok(map(flash, self.region)
            .fetch_item(&mut self.scratch.0, &key)
            .await?)
    }

    /// Erases the page at `start` if it is marked as blank and is not.
    async fn finish_erase<F: NorFlash>(
        &mut self,
        flash: &mut F,
        start: u32,
    ) -> Result<(), F::Error> {
        let page = &mut self.scratch.0;
        flash.read(start, page).await?;
        let marked = is_mark(&page[..F::READ_SIZE]) || is_mark(&page[PAGE_B - F::READ_SIZE..]);
        if marked || page.iter().all(|byte| *byte == 0xFF) {
            return Ok(());
        }
        flash.erase(start, start + PAGE_SIZE_B).await
    }
}

type NoCache = Cache<Uncached, Uncached, Uncached, u8>;

/// The map of `sequential-storage` over the region, for one call.
fn map<F: NorFlash>(flash: &mut F, region: Region) -> MapStorage<u8, &mut F, NoCache> {
    MapStorage::new(
        flash,
        MapConfig::new(region.start()..region.end()),
        Cache::new_uncached(),
    )
}

/// Whether `sequential-storage` would take these bytes, one read unit, for a page mark.
fn is_mark(word: &[u8]) -> bool {
    word.iter().map(|byte| byte.count_zeros()).sum::<u32>() >= MARK_ZEROS_MIN
}
