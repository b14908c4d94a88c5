//! The file behind an emulated flash.
//!
//! ```text
//! header    4096 bytes: magic 16 | version 4 | page size 4 | flash size 4 | zeros
//! counters  erase counts, 4 bytes a page, rounded up to whole 4096 bytes
//! data      the flash
//! ```
//! All integers are little-endian. A new file is made under another name, beside its place, and
//! linked into place when it is whole: an unfinished one is never taken for a flash, and whatever
//! already has the name stays.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process,
};

use super::{PAGE_B, PAGE_SIZE_B};

const MAGIC: [u8; 16] = *b"cisterna-nor\r\n\x1a\0";
const VERSION: u32 = 1;
const HEADER_B: usize = 4096;
const COUNTERS_AT: u64 = HEADER_B as u64;

/// Why a flash file could not be opened. The file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system refused.
    #[error("flash file: {0}")]
    Io(#[from] io::Error),
    /// The file is something else, or a flash that was cut short.
    #[error("the file is not an emulated flash")]
    Foreign,
    /// The file was made by another version of this format.
    #[error("the flash file has format {found}, this program reads {VERSION}")]
    Version {
        /// The file's format.
        found: u32,
    },
    /// The flash in the file has another size.
    #[error("the flash in the file has {found_b} bytes, not {expected_b}")]
    Size {
        /// Size that was asked for, in bytes.
        expected_b: u32,
        /// Size of the flash in the file, in bytes.
        found_b: u32,
    },
    /// Another process has the file open.
    #[error("the flash file is in use")]
    InUse,
}

/// An open flash file, locked against other processes.
#[derive(Debug)]
pub(super) struct Backing {
    file: File,
    data_at: u64,
}

impl Backing {
    /// Opens or makes the file; with it the flash's content and erase counts.
    pub(super) fn open(path: &Path, size_b: u32) -> Result<(Self, Vec<u8>, Vec<u32>), OpenError> {
        if !path.try_exists()? {
            create(path, size_b)?;
        }
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::Error(error) => OpenError::Io(error),
            TryLockError::WouldBlock => OpenError::InUse,
        })?;
        check_header(&file, size_b)?;
        let pages = size_b as usize / PAGE_B;
        let mut counters = vec![0; pages * 4];
        file.read_exact_at(&mut counters, COUNTERS_AT)?;
        let erases = (0..pages).map(|page| u32_at(&counters, page * 4)).collect();
        let mut image = vec![0; size_b as usize];
        let data_at = data_at(size_b);
        file.read_exact_at(&mut image, data_at)?;
        Ok((Self { file, data_at }, image, erases))
    }

    /// Writes bytes of the flash from the address `at` on.
    pub(super) fn save(&self, at: usize, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all_at(bytes, self.data_at + at as u64)
    }

    /// Writes the erase count of a page.
    pub(super) fn save_erases(&self, page: usize, erases: u32) -> io::Result<()> {
        self.file
            .write_all_at(&erases.to_le_bytes(), COUNTERS_AT + page as u64 * 4)
    }
}

/// Makes a blank flash file; an existing file is never replaced.
fn create(path: &Path, size_b: u32) -> io::Result<()> {
    let unfinished = unfinished_path(path);
    let made = write_blank(&unfinished, size_b).and_then(|()| link(&unfinished, path));
    let removed = fs::remove_file(&unfinished);
    made.and(removed)
}

/// Links the finished file into place; that another process was quicker is as good.
fn link(unfinished: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(unfinished, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

fn unfinished_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!(".unfinished-{}", process::id()));
    path.with_file_name(name)
}

fn write_blank(path: &Path, size_b: u32) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    file.set_len(data_at(size_b))?;
    file.write_all_at(&header(size_b), 0)?;
    file.write_all_at(&vec![0xFF; size_b as usize], data_at(size_b))
}

fn header(size_b: u32) -> [u8; HEADER_B] {
    let mut bytes = [0; HEADER_B];
    bytes[..16].copy_from_slice(&MAGIC);
    bytes[16..20].copy_from_slice(&VERSION.to_le_bytes());
    bytes[20..24].copy_from_slice(&PAGE_SIZE_B.to_le_bytes());
    bytes[24..28].copy_from_slice(&size_b.to_le_bytes());
    bytes
}

fn check_header(file: &File, size_b: u32) -> Result<(), OpenError> {
    let len_b = file.metadata()?.len();
    if len_b < COUNTERS_AT {
        return Err(OpenError::Foreign);
    }
    let mut bytes = [0; HEADER_B];
    file.read_exact_at(&mut bytes, 0)?;
    if bytes[..16] != MAGIC {
        return Err(OpenError::Foreign);
    }
    let found = u32_at(&bytes, 16);
    if found != VERSION {
        return Err(OpenError::Version { found });
    }
    let found_b = u32_at(&bytes, 24);
    if bytes != header(found_b) || len_b != data_at(found_b) + u64::from(found_b) {
        return Err(OpenError::Foreign);
    }
    if found_b != size_b {
        return Err(OpenError::Size {
            expected_b: size_b,
            found_b,
        });
    }
    Ok(())
}

/// Where the flash's bytes start in the file.
fn data_at(size_b: u32) -> u64 {
    let counters_b = u64::from(size_b / PAGE_SIZE_B) * 4;
    COUNTERS_AT + counters_b.next_multiple_of(HEADER_B as u64)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(word)
}
