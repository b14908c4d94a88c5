//! Readings: what the pump said, how old that is, and whether all is well.

use crate::clock::{Age, Instant};
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::status::{Status, Therapy};

/// A reading is fresh for this long, in milliseconds. Assumption: a person acts on what they see
/// within a quarter of an hour.
pub const FRESH_MS: u64 = 15 * 60 * 1000;

/// An authenticated status with the instant at which it was read. SR-42
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    status: Status,
    at: Instant,
}

/// How things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A fresh reading without an alarm, therapy running, its clock certain. SR-52
    AllWell,
    /// Alarms stay, the most urgent first.
    Alarm {
        /// The most urgent one.
        kind: AlarmKind,
        /// Its priority.
        priority: Priority,
    },
    /// No alarm, but the pump does not give its program.
    NotInfusing(Therapy),
    /// The pump's civil clock waits for the clinic.
    ClockUncertain,
    /// The latest reading is old, or was made before the phone restarted. It says nothing about
    /// now.
    Old(Age),
    /// The pump was never read.
    Never,
}

impl Reading {
    pub(crate) const fn new(status: Status, at: Instant) -> Self {
        Self { status, at }
    }

    /// What the pump said.
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// When it was read.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Milliseconds since the boot of [`Reading::at`] from which on it is drawn as old. SR-42
    pub const fn stale_at_ms(&self) -> u64 {
        self.at.since_boot_ms.saturating_add(FRESH_MS)
    }

    /// Its age at `now`.
    pub fn age(&self, now: &Instant) -> Age {
        self.at.age_at(now)
    }

    /// Whether it still says something about `now`.
    pub fn is_fresh(&self, now: &Instant) -> bool {
        match self.age(now) {
            Age::Counted { ms } => ms < FRESH_MS,
            Age::ByWallClock { .. } => false, // a wall clock proves no age
        }
    }
}

/// How things stand at `now`, by the latest reading. Alarms of an old reading are still shown as
/// alarms: silence is never calm. SR-52
pub fn standing(reading: Option<&Reading>, now: &Instant) -> Standing {
    let Some(reading) = reading else {
        return Standing::Never;
    };
    let status = reading.status();
    if let Some(alarm) = status.alarms.iter().max_by_key(|alarm| alarm.priority) {
        return Standing::Alarm {
            kind: alarm.kind,
            priority: alarm.priority,
        };
    }
    if !reading.is_fresh(now) {
        return Standing::Old(reading.age(now));
    }
    match status.therapy {
        Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted => {
            Standing::NotInfusing(status.therapy)
        }
        Therapy::Running | Therapy::Bridging if status.clock.uncertain => Standing::ClockUncertain,
        Therapy::Running | Therapy::Bridging => Standing::AllWell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use cisterna_protocol::bounded::List;
    use cisterna_protocol::quantity::Count;
    use cisterna_protocol::status::Alarm;

    fn at(boot: u8, since_boot_ms: u64) -> Instant {
        Instant {
            boot_id: [boot; 16],
            since_boot_ms,
            wall_utc_ms: 0,
        }
    }

    fn stands(change: impl FnOnce(&mut Status), now: &Instant) -> Standing {
        let mut status = testing::status();
        change(&mut status);
        standing(Some(&Reading::new(status, at(1, 0))), now)
    }

    /// SR-52
    #[test]
    fn all_is_well_only_by_a_fresh_reading_of_this_boot() {
        assert_eq!(stands(|_| {}, &at(1, FRESH_MS - 1)), Standing::AllWell);
        let old = stands(|_| {}, &at(1, FRESH_MS));
        assert_eq!(old, Standing::Old(Age::Counted { ms: FRESH_MS }));
        let rebooted = stands(|_| {}, &at(2, 5));
        assert_eq!(rebooted, Standing::Old(Age::ByWallClock { ms: 5 }));
        assert_eq!(standing(None, &at(1, 0)), Standing::Never);
        let reading = Reading::new(testing::status(), at(1, 7));
        assert_eq!(reading.stale_at_ms(), FRESH_MS + 7);
    }

    /// SR-52
    #[test]
    fn all_is_not_well_with_an_alarm_without_therapy_or_without_a_clock() {
        let alarm = |kind, priority| Alarm {
            kind,
            priority,
            since: Count(1),
            muted_until: None,
        };
        let both = [
            alarm(AlarmKind::ReservoirLow, Priority::Low),
            alarm(AlarmKind::MotorStall, Priority::High),
        ];
        let urgent = Standing::Alarm {
            kind: AlarmKind::MotorStall,
            priority: Priority::High,
        };
        for now in [at(1, 0), at(2, 0)] {
            let stands = stands(|it| it.alarms = List::from_items(both).unwrap(), &now);
            assert_eq!(stands, urgent);
        }
        for therapy in [Therapy::NotProgrammed, Therapy::Stopped, Therapy::Faulted] {
            let stands = stands(|it| it.therapy = therapy, &at(1, 0));
            assert_eq!(stands, Standing::NotInfusing(therapy));
        }
        let unclear = stands(|it| it.clock.uncertain = true, &at(1, 0));
        assert_eq!(unclear, Standing::ClockUncertain);
    }
}
