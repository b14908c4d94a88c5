//! A clock that stands until it is moved: tests and simulation.

use super::{Clock, Instant, Zone};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Instant>,
    zone: Mutex<Zone>,
}

impl ManualClock {
    /// A clock that shows `now`, in UTC.
    pub const fn new(now: Instant) -> Self {
        Self {
            now: Mutex::new(now),
            zone: Mutex::new(Zone::UTC),
        }
    }

    /// Takes the person to another zone; the instant stays.
    pub fn set_zone(&self, zone: Zone) {
        *lock(&self.zone) = zone;
    }

    /// Lets `ms` milliseconds pass on both clocks.
    pub fn advance_ms(&self, ms: u64) {
        let mut now = self.lock();
        now.since_boot_ms = now.since_boot_ms.saturating_add(ms);
        now.wall_utc_ms = now.wall_utc_ms.saturating_add_unsigned(ms);
    }

    /// Sets the wall clock; counted time goes on.
    pub fn set_wall_ms(&self, wall_utc_ms: i64) {
        self.lock().wall_utc_ms = wall_utc_ms;
    }

    /// Restarts the phone: another boot, its count at zero.
    pub fn reboot(&self, boot_id: [u8; 16]) {
        let mut now = self.lock();
        now.boot_id = boot_id;
        now.since_boot_ms = 0;
    }

    fn lock(&self) -> MutexGuard<'_, Instant> {
        lock(&self.now)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        *self.lock()
    }

    fn zone(&self) -> Zone {
        *lock(&self.zone)
    }
}
