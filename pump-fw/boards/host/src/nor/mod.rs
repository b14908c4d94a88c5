//! A NOR flash in memory, or in a file: pages of 4096 bytes, words of 4.
//!
//! It keeps the rules that a real one cannot break (a write only clears bits; an erase takes whole
//! pages) by refusing, counts what wears it, and can lose power after any byte and flip any bit.
//! With a file behind it each write and erase goes to the file at once, so that killing the process
//! loses at most the operation under way. What the bytes mean is left to the firmware.

mod backing;

use std::{io, path::Path};

use embedded_storage_async::nor_flash::{
    ErrorType, MultiwriteNorFlash, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};

use self::backing::Backing;
pub use self::backing::OpenError;

/// Size of a page, the unit of erasing, in bytes.
pub const PAGE_SIZE_B: u32 = 4096;
/// Size of a word, the unit of reading and writing, in bytes.
pub const WORD_SIZE_B: u32 = 4;
const PAGE_B: usize = PAGE_SIZE_B as usize;
const WORD_B: usize = WORD_SIZE_B as usize;
/// Mixed into the byte at which an erase stops: some of its bits are erased, others not yet.
const HALF_ERASED: u8 = 0xA5;

/// Why the emulated flash refused or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NorError {
    /// Power is off; nothing works until [`EmulatedNor::restore_power`].
    #[error("power lost")]
    PowerLost,
    /// The write would set a bit that is cleared: the address was not erased. Nothing was written.
    #[error("byte {address:#x} is not erased")]
    NotErased {
        /// The first such byte.
        address: u32,
    },
    /// The address or the length is not a multiple of the word (or page) size.
    #[error("not aligned")]
    NotAligned,
    /// The range is not within the flash.
    #[error("out of bounds")]
    OutOfBounds,
    /// The file behind the flash could not be written.
    #[error("file behind the flash: {0}")]
    File(io::ErrorKind),
}

impl NorFlashError for NorError {
    fn kind(&self) -> NorFlashErrorKind {
        match self {
            Self::PowerLost | Self::NotErased { .. } | Self::File(_) => NorFlashErrorKind::Other,
            Self::NotAligned => NorFlashErrorKind::NotAligned,
            Self::OutOfBounds => NorFlashErrorKind::OutOfBounds,
        }
    }
}

/// The emulated flash.
#[derive(Debug)]
pub struct EmulatedNor {
    image: Vec<u8>,
    /// Erases of each page.
    erases: Vec<u32>,
    backing: Option<Backing>,
    written_b: u64,
    /// Bytes that may still be written or erased before power is lost.
    cut_after_b: Option<u64>,
    powered: bool,
    /// Bytes written or erased so far: the measure of [`EmulatedNor::cut_after`].
    touched_b: u64,
    /// Where each write or erase began, in that measure.
    marks_b: Vec<u64>,
}

impl EmulatedNor {
    /// A blank flash in memory of `size_b` bytes.
    ///
    /// # Panics
    /// If `size_b` is 0 or not a multiple of [`PAGE_SIZE_B`].
    pub fn memory(size_b: u32) -> Self {
        Self::from_image(vec![0xFF; size_b as usize])
    }

    /// A flash in memory with this content, unworn.
    ///
    /// # Panics
    /// If the length is 0, not a multiple of [`PAGE_SIZE_B`], or more than 4 GiB.
    pub fn from_image(image: Vec<u8>) -> Self {
        assert!(
            !image.is_empty() && image.len().is_multiple_of(PAGE_B),
            "a flash is whole pages"
        );
        assert!(u32::try_from(image.len()).is_ok(), "addresses have 32 bits");
        let erases = vec![0; image.len() / PAGE_B];
        Self::with(image, erases, None)
    }

    /// The flash in the file `path`, of `size_b` bytes; blank, in a new file, if there is none.
    ///
    /// # Errors
    /// [`OpenError`]; a file that is not such a flash, or another size, is left as it is.
    ///
    /// # Panics
    /// If `size_b` is 0 or not a multiple of [`PAGE_SIZE_B`].
    pub fn open(path: &Path, size_b: u32) -> Result<Self, OpenError> {
        assert!(
            size_b > 0 && size_b.is_multiple_of(PAGE_SIZE_B),
            "a flash is whole pages"
        );
        let (backing, image, erases) = Backing::open(path, size_b)?;
        Ok(Self::with(image, erases, Some(backing)))
    }

    fn with(image: Vec<u8>, erases: Vec<u32>, backing: Option<Backing>) -> Self {
        Self {
            image,
            erases,
            backing,
            written_b: 0,
            cut_after_b: None,
            powered: true,
            touched_b: 0,
            marks_b: Vec::new(),
        }
    }

    /// The whole content.
    pub fn image(&self) -> &[u8] {
        &self.image
    }

    /// How often each page was erased; with a file, since the file was made.
    pub fn erase_counts(&self) -> &[u32] {
        &self.erases
    }

    /// Erases of the page that was erased most.
    pub fn erases_max(&self) -> u32 {
        self.erases.iter().copied().max().unwrap_or(0)
    }

    /// Bytes written since this value was made, erases not counted.
    pub fn bytes_written(&self) -> u64 {
        self.written_b
    }

    /// Whether power is on.
    pub fn is_powered(&self) -> bool {
        self.powered
    }

    /// Bytes written or erased since this flash was made, and where in them each operation began:
    /// the instants at which power can be lost between two operations.
    pub fn touched(&self) -> (u64, &[u64]) {
        (self.touched_b, &self.marks_b)
    }

    /// Loses power as soon as `bytes` more bytes were written or erased: the byte after them is not
    /// written any more (an erase leaves it half-erased), and the operation fails even if it was its
    /// last. With 0 the next write or erase changes nothing.
    pub fn cut_after(&mut self, bytes: u64) {
        self.cut_after_b = Some(bytes);
    }

    /// Loses power now.
    pub fn cut_power(&mut self) {
        self.powered = false;
    }

    /// Power is back, and no cut is planned.
    pub fn restore_power(&mut self) {
        self.powered = true;
        self.cut_after_b = None;
    }

    /// Flips the bit `bit` (0 to 7) of the byte at `address`, in the file too.
    ///
    /// # Errors
    /// [`NorError::OutOfBounds`], [`NorError::File`].
    pub fn flip_bit(&mut self, address: u32, bit: u8) -> Result<(), NorError> {
        let at = address as usize;
        let byte = self
            .image
            .get_mut(at)
            .filter(|_| bit < 8)
            .ok_or(NorError::OutOfBounds)?;
        *byte ^= 1 << bit;
        self.save(at, 1)
    }

    fn check(&self, start: u32, len_b: usize, unit_b: usize) -> Result<usize, NorError> {
        if !self.powered {
            return Err(NorError::PowerLost);
        }
        let start = start as usize;
        if !start.is_multiple_of(unit_b) || !len_b.is_multiple_of(unit_b) {
            return Err(NorError::NotAligned);
        }
        if len_b > self.image.len() || start > self.image.len() - len_b {
            return Err(NorError::OutOfBounds);
        }
        Ok(start)
    }

    /// Takes up to `len_b` bytes from what is left until the cut; how many may be done.
    fn spend(&mut self, len_b: usize) -> usize {
        self.marks_b.push(self.touched_b);
        self.touched_b += len_b as u64;
        let Some(left_b) = self.cut_after_b else {
            return len_b;
        };
        let done_b = usize::try_from(left_b).map_or(len_b, |left_b| left_b.min(len_b));
        self.cut_after_b = Some(left_b - done_b as u64);
        self.powered = left_b > len_b as u64;
        done_b
    }

    fn program(&mut self, at: usize, bytes: &[u8]) -> Result<(), NorError> {
        let target = &self.image[at..at + bytes.len()];
        if let Some(byte) = target
            .iter()
            .zip(bytes)
            .position(|(old, new)| new & !old != 0)
        {
            let address = u32::try_from(at + byte).expect("addresses have 32 bits");
            return Err(NorError::NotErased { address });
        }
        let done_b = self.spend(bytes.len());
        self.image[at..at + done_b].copy_from_slice(&bytes[..done_b]);
        self.written_b += done_b as u64;
        self.save(at, done_b)?;
        self.still_powered()
    }

    fn erase_page(&mut self, at: usize) -> Result<(), NorError> {
        let done_b = self.spend(PAGE_B);
        self.image[at..at + done_b].fill(0xFF);
        if (1..PAGE_B).contains(&done_b) {
            self.image[at + done_b] ^= HALF_ERASED;
        }
        self.save(at, PAGE_B)?;
        if done_b > 0 {
            self.count_erase(at / PAGE_B)?;
        }
        self.still_powered()
    }

    fn count_erase(&mut self, page: usize) -> Result<(), NorError> {
        self.erases[page] = self.erases[page].saturating_add(1);
        let Some(backing) = &self.backing else {
            return Ok(());
        };
        backing
            .save_erases(page, self.erases[page])
            .map_err(|error| NorError::File(error.kind()))
    }

    fn save(&self, at: usize, len_b: usize) -> Result<(), NorError> {
        let Some(backing) = &self.backing else {
            return Ok(());
        };
        let bytes = &self.image[at..at + len_b];
        backing
            .save(at, bytes)
            .map_err(|error| NorError::File(error.kind()))
    }

    fn still_powered(&self) -> Result<(), NorError> {
        if self.powered {
            Ok(())
        } else {
            Err(NorError::PowerLost)
        }
    }
}

impl ErrorType for EmulatedNor {
    type Error = NorError;
}

impl ReadNorFlash for EmulatedNor {
    const READ_SIZE: usize = WORD_B;

    async fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorError> {
        let at = self.check(offset, bytes.len(), WORD_B)?;
        bytes.copy_from_slice(&self.image[at..at + bytes.len()]);
        Ok(())
    }

    fn capacity(&self) -> usize {
        self.image.len()
    }
}

impl NorFlash for EmulatedNor {
    const WRITE_SIZE: usize = WORD_B;
    const ERASE_SIZE: usize = PAGE_B;

    async fn erase(&mut self, from: u32, to: u32) -> Result<(), NorError> {
        let len_b = to.checked_sub(from).ok_or(NorError::OutOfBounds)? as usize;
        let start = self.check(from, len_b, PAGE_B)?;
        (start..start + len_b)
            .step_by(PAGE_B)
            .try_for_each(|at| self.erase_page(at))
    }

    async fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorError> {
        let at = self.check(offset, bytes.len(), WORD_B)?;
        self.program(at, bytes)
    }
}

impl MultiwriteNorFlash for EmulatedNor {}
