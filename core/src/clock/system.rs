//! The clock of a Linux or Android system.

use super::{Clock, Instant, Zone};
use rustix::time::{ClockId, Timespec, clock_gettime};
use thiserror::Error;

/// Where the kernel names this boot.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// The system tells no boot id, so that ages could not be counted across a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the system tells no boot id")]
pub struct ClockError;

/// The system's clocks: `CLOCK_BOOTTIME` and `CLOCK_REALTIME`.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    boot_id: [u8; 16],
}

impl SystemClock {
    /// Reads the boot id once; it does not change while the process lives.
    ///
    /// # Errors
    /// [`ClockError`] where the kernel tells none.
    pub fn new() -> Result<Self, ClockError> {
        let text = std::fs::read_to_string(BOOT_ID).map_err(|_| ClockError)?;
        boot_id(text.trim())
            .map(|boot_id| Self { boot_id })
            .ok_or(ClockError)
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant {
            boot_id: self.boot_id,
            since_boot_ms: ms(clock_gettime(ClockId::Boottime)).try_into().unwrap_or(0),
            wall_utc_ms: ms(clock_gettime(ClockId::Realtime)),
        }
    }

    /// The system's zone, read each time: a person travels. UTC where it tells none that is known.
    fn zone(&self) -> Zone {
        iana_time_zone::get_timezone()
            .ok()
            .and_then(|name| name.parse().ok())
            .unwrap_or(Zone::UTC)
    }
}

fn ms(time: Timespec) -> i64 {
    time.tv_sec
        .saturating_mul(1000)
        .saturating_add(time.tv_nsec / 1_000_000)
}

/// The 16 bytes of a UUID.
fn boot_id(text: &str) -> Option<[u8; 16]> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    crate::hex::decode(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boot_id_is_the_bytes_of_a_uuid() {
        let id = boot_id("00112233-4455-6677-8899-aabbccddeeff").unwrap();
        assert_eq!((id[0], id[15]), (0x00, 0xff));
        assert_eq!(boot_id("0011"), None);
    }

    #[test]
    fn the_system_clock_runs_forward_within_one_boot() {
        let clock = SystemClock::new().unwrap();
        let (first, second) = (clock.now(), clock.now());
        assert_eq!(first.boot_id, second.boot_id);
        assert!(second.since_boot_ms >= first.since_boot_ms);
    }
}
