//! The seams of the phone: every call that leaves the core touches here, and each touch is a point
//! at which the phone's process can die. A death unwinds to the world, as a killed process takes
//! its stack with it; what was not committed is rolled back, what was committed stays.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

/// What the stack is unwound with.
struct Killed;

thread_local! {
    static TOUCHED: Cell<u32> = const { Cell::new(0) };
    static DIE_AT: Cell<Option<u32>> = const { Cell::new(None) };
    static WAL: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
    static WAL_B: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

/// A point at which the process can die.
pub(crate) fn touch() {
    let nth = TOUCHED.get();
    TOUCHED.set(nth + 1);
    WAL.with_borrow(|wal| {
        if let Some(wal) = wal {
            let len_b = std::fs::metadata(wal).map_or(0, |data| data.len());
            WAL_B.set((WAL_B.get().1, len_b));
        }
    });
    if DIE_AT.get() == Some(nth) {
        DIE_AT.set(None);
        resume_unwind(Box::new(Killed));
    }
}

/// Runs the phone's process until it returns or dies: `None`. `wal` is watched for a torn write.
pub(crate) fn run<T>(
    die_at: Option<u32>,
    wal: Option<PathBuf>,
    process: impl FnOnce() -> T,
) -> Option<T> {
    TOUCHED.set(0);
    DIE_AT.set(die_at);
    WAL_B.set((0, 0));
    WAL.replace(wal);
    let ended = catch_unwind(AssertUnwindSafe(process));
    DIE_AT.set(None);
    WAL.replace(None);
    match ended {
        Ok(value) => Some(value),
        Err(why) if why.is::<Killed>() => None,
        Err(why) => resume_unwind(why),
    }
}

/// Touches so far in this run.
pub(crate) fn touched() -> u32 {
    TOUCHED.get()
}

/// Length of the write-ahead log before and after the last write, where it was watched.
pub(crate) fn last_write_b() -> (u64, u64) {
    WAL_B.get()
}
