//! Instants on both clocks of the phone.

use cisterna_core::clock::{Age, Instant};
use cisterna_core::screens::ReadAt;

/// An instant on both clocks: shells tick by the counted one, which no clock change moves. SR-42
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PhoneInstant {
    /// Milliseconds since 1970-01-01 UTC by the phone's clock at that instant.
    pub utc_ms: i64,
    /// Milliseconds since the phone's boot, time asleep included.
    pub since_boot_ms: i64,
    /// Whether that is this boot; the count says nothing where it is not.
    pub this_boot: bool,
}

/// When the pump was read. From `stale_at` on, and in another boot, it is drawn as old. SR-42
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReadTime {
    /// The instant of the reading.
    pub at: PhoneInstant,
    /// From then on it says nothing about now, in milliseconds since this boot.
    pub stale_at_since_boot_ms: i64,
}

/// An instant beside the present one, which says in which boot the phone is.
pub(crate) fn instant(at: Instant, now: &Instant) -> PhoneInstant {
    PhoneInstant {
        utc_ms: at.wall_utc_ms,
        since_boot_ms: held(at.since_boot_ms),
        this_boot: at.boot_id == now.boot_id,
    }
}

pub(crate) fn read_time(read: ReadAt, now: &Instant) -> ReadTime {
    let at = instant(read.at, now);
    let counts = read.stale_at.boot_id == now.boot_id;
    ReadTime {
        at,
        stale_at_since_boot_ms: if counts {
            held(read.stale_at.since_boot_ms)
        } else {
            0 // another boot: old from the start
        },
    }
}

pub(crate) fn age_ms(age: Age) -> i64 {
    held(age.ms())
}

/// Milliseconds that no phone counts to are held at the type's end.
pub(crate) fn held(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}
