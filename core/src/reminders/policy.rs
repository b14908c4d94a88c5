//! How often, how long, how loud: a table by urgency, reviewed as data. SR-47

use super::Urgency;
use crate::civil::{HOUR_MS, MINUTE_MS};

/// What holds for an urgency. Every row is an assumption, to be confirmed before any clinical use;
/// the pump's own alarms go on by themselves, and an acknowledged one is mute for an hour at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// It sounds again after this long while the cause stays, in milliseconds.
    pub repeat_ms: i64,
    /// It can be put off for at most this long, in milliseconds.
    pub longest_snooze_ms: i64,
    /// It becomes louder after so many sounds without a reaction.
    pub louder_after: u8,
    /// Caregivers are told after so many; never where there is none.
    pub caregivers_after: Option<u8>,
    /// Whether quiet hours hold it back.
    pub is_quiet_at_night: bool,
}

/// The row of an urgency.
pub const fn policy(urgency: Urgency) -> Policy {
    match urgency {
        Urgency::High => Policy {
            repeat_ms: 5 * MINUTE_MS,
            longest_snooze_ms: 15 * MINUTE_MS,
            louder_after: 1,
            caregivers_after: Some(2),
            is_quiet_at_night: false,
        },
        Urgency::Medium => Policy {
            repeat_ms: HOUR_MS,
            longest_snooze_ms: 4 * HOUR_MS,
            louder_after: 3,
            caregivers_after: Some(6),
            is_quiet_at_night: true,
        },
        Urgency::Low => Policy {
            repeat_ms: 24 * HOUR_MS,
            longest_snooze_ms: 72 * HOUR_MS,
            louder_after: 3,
            caregivers_after: None,
            is_quiet_at_night: true,
        },
    }
}
