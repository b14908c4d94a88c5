//! Time on the phone: what counts through sleep, and what the wall shows.
//!
//! Responsible for reading both clocks at once, the person's zone, and the age of an earlier reading. Leaves calendars
//! to [`crate::civil`].

mod manual;
#[cfg(any(target_os = "linux", target_os = "android"))]
mod system;

use crate::civil::{Moment, Zone};

pub use manual::ManualClock;
#[cfg(any(target_os = "linux", target_os = "android"))]
pub use system::{ClockError, SystemClock};

/// An instant on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Names this run of the phone's system; another one after each reboot.
    pub boot_id: [u8; 16],
    /// Milliseconds since that boot, time asleep included.
    pub since_boot_ms: u64,
    /// Milliseconds since 1970-01-01 UTC as the phone's clock has it. It may jump.
    pub wall_utc_ms: i64,
}

impl Instant {
    /// This instant as the clocks of `zone` show it.
    pub fn moment(&self, zone: Zone) -> Moment {
        Moment::in_zone(self.wall_utc_ms, zone)
    }
}

/// How old something is, and how well that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Counted through sleep within one boot: a clock change does not move it.
    Counted {
        /// Milliseconds.
        ms: u64,
    },
    /// The phone has restarted since: by its wall clock, and at least the time since the restart.
    ByWallClock {
        /// Milliseconds.
        ms: u64,
    },
}

impl Age {
    /// The age in milliseconds, however it is known.
    pub const fn ms(self) -> u64 {
        match self {
            Self::Counted { ms } | Self::ByWallClock { ms } => ms,
        }
    }
}

impl Instant {
    /// How old this instant is at `now`. SR-42
    pub fn age_at(&self, now: &Self) -> Age {
        if self.boot_id == now.boot_id {
            let ms = now.since_boot_ms.saturating_sub(self.since_boot_ms);
            return Age::Counted { ms };
        }
        let by_wall_ms = now.wall_utc_ms.saturating_sub(self.wall_utc_ms);
        let by_wall_ms = u64::try_from(by_wall_ms).unwrap_or(0);
        Age::ByWallClock {
            ms: by_wall_ms.max(now.since_boot_ms),
        }
    }
}

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// Now, on both clocks.
    fn now(&self) -> Instant;

    /// The zone that the person's clock is set to now.
    fn zone(&self) -> Zone;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(boot: u8, since_boot_ms: u64, wall_utc_ms: i64) -> Instant {
        Instant {
            boot_id: [boot; 16],
            since_boot_ms,
            wall_utc_ms,
        }
    }

    /// SR-42
    #[test]
    fn within_one_boot_a_clock_change_does_not_move_an_age() {
        let read = at(1, 1_000, 5_000_000);
        assert_eq!(read.age_at(&at(1, 61_000, 0)), Age::Counted { ms: 60_000 });
        assert_eq!(
            read.age_at(&at(1, 61_000, i64::MAX)),
            Age::Counted { ms: 60_000 }
        );
    }

    /// SR-42
    #[test]
    fn after_a_reboot_the_age_is_marked_and_at_least_the_time_since_the_reboot() {
        let read = at(1, 1_000, 5_000_000);
        assert_eq!(
            read.age_at(&at(2, 7_000, 5_060_000)),
            Age::ByWallClock { ms: 60_000 }
        );
        assert_eq!(
            read.age_at(&at(2, 7_000, 0)),
            Age::ByWallClock { ms: 7_000 }
        );
    }
}
