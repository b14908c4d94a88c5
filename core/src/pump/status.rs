//! Readings: what the pump said, how old that is, and whether all is well.

use crate::clock::{Age, Instant};
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::{Alarm, Status, Therapy};
use std::cmp::Reverse;

/// A reading is fresh for this long, in milliseconds. Assumption: a person acts on what they see
/// within a quarter of an hour.
pub const FRESH_MS: u64 = 15 * 60 * 1000;

/// An authenticated status with the instant at which it was read. SR-42
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    status: Status,
    at: Instant,
}

/// The instant from which on a reading is drawn as old, with nobody's help. SR-42
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleAt {
    /// The boot in which it counts; in another one the reading is old.
    pub boot_id: [u8; 16],
    /// Milliseconds since that boot, time asleep included.
    pub since_boot_ms: u64,
}

/// How things stand.
///
/// Alarms and therapy that stands are told by old readings too, because silence is never calm;
/// `old` is then the reading's age, and such a reading says that it *was* so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A fresh reading without an alarm, therapy running, its clock certain. SR-52
    AllWell,
    /// Alarms stay.
    Alarm {
        /// The most urgent one: by its priority, then by the drug's hazards.
        kind: AlarmKind,
        /// Its priority.
        priority: Priority,
        /// What the pump is doing: a lesser alarm does not hide that nothing flows. SR-20
        therapy: Therapy,
        /// The reading's age, where it says nothing about now.
        old: Option<Age>,
    },
    /// No alarm, but the pump does not give its program.
    NotInfusing {
        /// What it is doing instead.
        therapy: Therapy,
        /// The reading's age, where it says nothing about now.
        old: Option<Age>,
    },
    /// The pump's civil clock waits for the clinic.
    ClockUncertain,
    /// The latest reading is old, or was made before the phone restarted. It says nothing about
    /// now.
    Old(Age),
    /// The pump was never read.
    Never,
}

/// Alarms of one priority for a drug whose missing flow is the emergency: nothing flows, then what
/// flows is not known, then what will stop it. SR-20
const NO_FLOW_FIRST: [AlarmKind; 13] = [
    AlarmKind::MonitorCut,
    AlarmKind::MotorStall,
    AlarmKind::ReservoirDry,
    AlarmKind::Stopped,
    AlarmKind::ReservoirEmpty,
    AlarmKind::InfusionError,
    AlarmKind::SelfTest,
    AlarmKind::BadMemory,
    AlarmKind::LimitHold,
    AlarmKind::ReservoirLow,
    AlarmKind::UseByPassed,
    AlarmKind::NotProgrammed,
    AlarmKind::ClockUncertain,
];

/// The same for a drug whose over-delivery is the emergency: first what may have given too much.
/// SR-21
const TOO_MUCH_FIRST: [AlarmKind; 13] = [
    AlarmKind::MonitorCut,
    AlarmKind::InfusionError,
    AlarmKind::LimitHold,
    AlarmKind::SelfTest,
    AlarmKind::BadMemory,
    AlarmKind::MotorStall,
    AlarmKind::ReservoirDry,
    AlarmKind::Stopped,
    AlarmKind::ReservoirEmpty,
    AlarmKind::ReservoirLow,
    AlarmKind::UseByPassed,
    AlarmKind::NotProgrammed,
    AlarmKind::ClockUncertain,
];

/// The order for the drug in the pump; one that is not known counts as baclofen. SR-22
fn hazards(status: &Status) -> &'static [AlarmKind; 13] {
    let code = status.prescription.map(|brief| brief.drug);
    match code.and_then(Drug::from_code) {
        Some(Drug::Baclofen) | None => &NO_FLOW_FIRST,
        Some(Drug::Morphine | Drug::Ziconotide) => &TOO_MUCH_FIRST,
    }
}

/// The alarms, whatever order the pump tells them in: the one to show first comes first.
fn by_urgency(status: &Status) -> Vec<Alarm> {
    let hazards = hazards(status);
    let mut alarms: Vec<Alarm> = status.alarms.to_vec();
    alarms.sort_by_key(|alarm| {
        let place = hazards.iter().position(|kind| *kind == alarm.kind);
        (Reverse(alarm.priority), place)
    });
    alarms
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

    /// Its alarms, the most urgent first: by priority, then by the drug's hazards. SR-22
    pub fn alarms_by_urgency(&self) -> Vec<Alarm> {
        by_urgency(&self.status)
    }

    /// From when on it is drawn as old. SR-42
    pub const fn stale_at(&self) -> StaleAt {
        StaleAt {
            boot_id: self.at.boot_id,
            since_boot_ms: self.at.since_boot_ms.saturating_add(FRESH_MS),
        }
    }

    /// Its age at `now`.
    pub fn age(&self, now: &Instant) -> Age {
        self.at.age_at(now)
    }

    /// Whether it still says something about `now`.
    pub fn is_fresh(&self, now: &Instant) -> bool {
        let stale = self.stale_at();
        // across a restart a wall clock proves no age
        now.boot_id == stale.boot_id && now.since_boot_ms < stale.since_boot_ms
    }
}

/// How things stand at `now`, by the latest reading. SR-52
pub fn standing(reading: Option<&Reading>, now: &Instant) -> Standing {
    let Some(reading) = reading else {
        return Standing::Never;
    };
    let status = reading.status();
    let therapy = status.therapy;
    let old = (!reading.is_fresh(now)).then(|| reading.age(now));
    if let Some(alarm) = by_urgency(status).first() {
        return Standing::Alarm {
            kind: alarm.kind,
            priority: alarm.priority,
            therapy,
            old,
        };
    }
    match (therapy, old) {
        (Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted, old) => {
            Standing::NotInfusing { therapy, old }
        }
        (Therapy::Running | Therapy::Bridging, Some(age)) => Standing::Old(age),
        (Therapy::Running | Therapy::Bridging, None) if status.clock.uncertain => {
            Standing::ClockUncertain
        }
        (Therapy::Running | Therapy::Bridging, None) => Standing::AllWell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use cisterna_protocol::bounded::List;
    use cisterna_protocol::quantity::Count;

    fn at(boot: u8, since_boot_ms: u64) -> Instant {
        Instant {
            boot_id: [boot; 16],
            since_boot_ms,
            wall_utc_ms: 0,
        }
    }

    const fn alarm(kind: AlarmKind, priority: Priority) -> Alarm {
        Alarm {
            kind,
            priority,
            since: Count(1),
            muted_until: None,
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
        let stale_at = StaleAt {
            boot_id: [1; 16],
            since_boot_ms: FRESH_MS + 7,
        };
        assert_eq!(reading.stale_at(), stale_at);
    }

    /// SR-52
    #[test]
    fn all_is_not_well_with_an_alarm_without_therapy_or_without_a_clock() {
        let both = [
            alarm(AlarmKind::ReservoirLow, Priority::Low),
            alarm(AlarmKind::MotorStall, Priority::High),
        ];
        let urgent = |old| Standing::Alarm {
            kind: AlarmKind::MotorStall,
            priority: Priority::High,
            therapy: Therapy::Running,
            old,
        };
        let by_wall = Age::ByWallClock { ms: 0 };
        for (now, old) in [(at(1, 0), None), (at(2, 0), Some(by_wall))] {
            let stands = stands(|it| it.alarms = List::from_items(both).unwrap(), &now);
            assert_eq!(stands, urgent(old));
        }
        for therapy in [Therapy::NotProgrammed, Therapy::Stopped, Therapy::Faulted] {
            let stands = |now| stands(|it| it.therapy = therapy, &now);
            let standing = |old| Standing::NotInfusing { therapy, old };
            assert_eq!(stands(at(1, 0)), standing(None));
            let old = Age::Counted { ms: FRESH_MS };
            assert_eq!(stands(at(1, FRESH_MS)), standing(Some(old)));
        }
        let unclear = stands(|it| it.clock.uncertain = true, &at(1, 0));
        assert_eq!(unclear, Standing::ClockUncertain);
        let old = stands(|it| it.clock.uncertain = true, &at(1, FRESH_MS));
        assert_eq!(old, Standing::Old(Age::Counted { ms: FRESH_MS }));
        let bridging = stands(|it| it.therapy = Therapy::Bridging, &at(1, 0));
        assert_eq!(bridging, Standing::AllWell);
    }

    /// SR-20
    #[test]
    fn a_lesser_alarm_does_not_hide_that_nothing_flows() {
        let faulted = |it: &mut Status| {
            it.therapy = Therapy::Faulted;
            it.alarms =
                List::from_items([alarm(AlarmKind::ReservoirLow, Priority::Medium)]).unwrap();
        };
        let shown = Standing::Alarm {
            kind: AlarmKind::ReservoirLow,
            priority: Priority::Medium,
            therapy: Therapy::Faulted,
            old: None,
        };
        assert_eq!(stands(faulted, &at(1, 0)), shown);
    }

    /// SR-20, SR-21, SR-22
    #[test]
    fn among_alarms_of_one_priority_the_drugs_own_emergency_stands_first() {
        let first = |drug: u8, kinds: [AlarmKind; 2]| {
            let change = |it: &mut Status| {
                it.prescription.as_mut().unwrap().drug = drug;
                let alarms = kinds.map(|kind| alarm(kind, Priority::High));
                it.alarms = List::from_items(alarms).unwrap();
            };
            let Standing::Alarm { kind, .. } = stands(change, &at(1, 0)) else {
                panic!("no alarm is told");
            };
            kind
        };
        let (stall, error) = (AlarmKind::MotorStall, AlarmKind::InfusionError);
        for kinds in [[stall, error], [error, stall]] {
            assert_eq!(first(Drug::Baclofen.code(), kinds), stall);
            assert_eq!(first(Drug::Morphine.code(), kinds), error);
            assert_eq!(first(Drug::Ziconotide.code(), kinds), error);
            // a drug that is not known
            assert_eq!(first(99, kinds), stall);
        }
    }

    #[test]
    fn every_alarm_has_its_place_in_both_orders() {
        for order in [NO_FLOW_FIRST, TOO_MUCH_FIRST] {
            for kind in AlarmKind::ALL {
                assert_eq!(
                    order.iter().filter(|it| **it == kind).count(),
                    1,
                    "{kind:?}"
                );
            }
        }
    }
}
