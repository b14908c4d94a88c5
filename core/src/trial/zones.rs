//! The zones that a person was in, and when their own clock showed a time first. SR-49
//!
//! A prompt of 20:00 comes when the clock in the person's hand first shows 20:00 of that date or
//! later. One rule for every case: a time that a change of clocks or a flight skips comes right
//! after the gap; one that is repeated comes once, the first time. A change of zone never moves
//! what was before it.

use crate::civil::{self, DAY_MS, Date, DateTime, Moment, TimeOfDay, Zone};
use serde::{Deserialize, Serialize};

/// No clock on Earth was ever this far from UTC, in milliseconds; zones reach +14 and -12 hours.
const OFFSET_MOST_MS: i64 = 26 * civil::HOUR_MS;

/// From an instant on, the person is in another zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneChange {
    /// Milliseconds since 1970-01-01 UTC.
    pub from_utc_ms: i64,
    /// The zone from then on.
    pub zone: Zone,
}

/// Where the person was, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zones {
    first: Zone,
    changes: Vec<ZoneChange>,
}

impl Zones {
    /// One zone for ever.
    pub const fn only(zone: Zone) -> Self {
        Self {
            first: zone,
            changes: Vec::new(),
        }
    }

    /// `first` until the first change. The order of `changes` does not matter; of two at the same
    /// instant the later in the list counts.
    pub fn new(first: Zone, changes: &[ZoneChange]) -> Self {
        let mut changes = changes.to_vec();
        changes.sort_by_key(|change| change.from_utc_ms);
        Self { first, changes }
    }

    /// The zone at an instant, milliseconds since 1970-01-01 UTC.
    pub fn at(&self, utc_ms: i64) -> Zone {
        self.segment(self.index_at(utc_ms)).1
    }

    /// An instant as the person's clock showed it.
    pub fn moment(&self, utc_ms: i64) -> Moment {
        Moment::in_zone(utc_ms, self.at(utc_ms))
    }

    /// The first instant at which the person's clock shows `time` on `date` or later, in
    /// milliseconds since 1970-01-01 UTC. It never falls when date and time rise.
    pub fn instant_of(&self, date: Date, time: TimeOfDay) -> i64 {
        let wanted = date.and_time(time.into());
        let as_utc_ms = wanted.and_utc().timestamp_millis();
        // before that, no clock has come so far
        let mut index = self.index_at(as_utc_ms.saturating_sub(OFFSET_MOST_MS));
        loop {
            let (from_utc_ms, zone) = self.segment(index);
            let at = first_from(from_utc_ms, (date, time), zone);
            match self.changes.get(index) {
                Some(next) if at >= next.from_utc_ms => index += 1,
                Some(_) | None => return at,
            }
        }
    }

    /// How many changes have been by then.
    fn index_at(&self, utc_ms: i64) -> usize {
        self.changes
            .partition_point(|change| change.from_utc_ms <= utc_ms)
    }

    /// Start and zone of the span after `index` changes.
    fn segment(&self, index: usize) -> (i64, Zone) {
        let change = index.checked_sub(1).and_then(|it| self.changes.get(it));
        change.map_or((i64::MIN, self.first), |it| (it.from_utc_ms, it.zone))
    }
}

/// The first instant from `from_utc_ms` on at which the clocks of `zone` show that time or later.
fn first_from(from_utc_ms: i64, (date, time): (Date, TimeOfDay), zone: Zone) -> i64 {
    let at = civil::instant_of(date, time, zone);
    if at >= from_utc_ms {
        return at;
    }
    let wanted: DateTime = date.and_time(time.into());
    let reached = |utc_ms: i64| Moment::in_zone(utc_ms, zone).local() >= wanted;
    if reached(from_utc_ms) {
        return from_utc_ms;
    }
    // the person came into an hour that the zone repeats, before the second time of it
    let (mut low, mut high) = (from_utc_ms, from_utc_ms.saturating_add(2 * DAY_MS));
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> i64 {
        let at: DateTime = text.parse().unwrap();
        at.and_utc().timestamp_millis()
    }

    fn at(zones: &Zones, date: &str, time: &str) -> i64 {
        zones.instant_of(date.parse().unwrap(), time.parse().unwrap())
    }

    fn flight(from: Zone, at: &str, zone: Zone) -> Zones {
        let from_utc_ms = utc(at);
        Zones::new(from, &[ZoneChange { from_utc_ms, zone }])
    }

    /// SR-49
    #[test]
    fn flying_west_repeats_no_time() {
        // at 20:00 UTC the clock goes from 22:00 in Berlin to 16:00 in New York
        let zones = flight(
            Zone::Europe__Berlin,
            "2026-06-10T20:00:00",
            Zone::America__New_York,
        );
        assert_eq!(
            at(&zones, "2026-06-10", "16:00"),
            utc("2026-06-10T14:00:00")
        );
        assert_eq!(
            at(&zones, "2026-06-10", "20:00"),
            utc("2026-06-10T18:00:00")
        );
        assert_eq!(
            at(&zones, "2026-06-10", "22:30"),
            utc("2026-06-11T02:30:00")
        );
        assert_eq!(
            at(&zones, "2026-06-11", "10:00"),
            utc("2026-06-11T14:00:00")
        );
    }

    /// SR-49
    #[test]
    fn at_the_instant_of_the_change_the_new_clock_counts() {
        // it would be 20:00 in Berlin; the clock in hand says 14:00
        let zones = flight(
            Zone::Europe__Berlin,
            "2026-06-10T18:00:00",
            Zone::America__New_York,
        );
        assert_eq!(
            at(&zones, "2026-06-10", "20:00"),
            utc("2026-06-11T00:00:00")
        );
    }

    /// SR-49
    #[test]
    fn flying_east_skips_no_time() {
        // at 12:00 UTC the clock goes from 08:00 in New York to 14:00 in Berlin
        let zones = flight(
            Zone::America__New_York,
            "2026-06-10T12:00:00",
            Zone::Europe__Berlin,
        );
        assert_eq!(
            at(&zones, "2026-06-10", "10:00"),
            utc("2026-06-10T12:00:00")
        );
        assert_eq!(
            at(&zones, "2026-06-10", "16:00"),
            utc("2026-06-10T14:00:00")
        );
    }

    /// SR-49
    #[test]
    fn a_repeated_hour_that_the_person_flies_into_still_comes_once() {
        // 2026-10-25: Berlin repeats 02:00 to 03:00 until 02:00 UTC; in London it is 01:10
        let zones = flight(
            Zone::Europe__London,
            "2026-10-25T01:10:00",
            Zone::Europe__Berlin,
        );
        assert_eq!(
            at(&zones, "2026-10-25", "02:05"),
            utc("2026-10-25T01:10:00")
        );
        assert_eq!(
            at(&zones, "2026-10-25", "02:30"),
            utc("2026-10-25T01:30:00")
        );
    }

    #[test]
    fn the_zone_of_an_instant_is_the_last_change_before_it() {
        let change = |from_utc_ms, zone| ZoneChange { from_utc_ms, zone };
        let zones = Zones::new(
            Zone::UTC,
            &[
                change(2_000, Zone::Asia__Tokyo),
                change(1_000, Zone::Asia__Kathmandu),
                change(2_000, Zone::Europe__Berlin),
            ],
        );
        assert_eq!(zones.at(999), Zone::UTC);
        assert_eq!(zones.at(1_000), Zone::Asia__Kathmandu);
        assert_eq!(zones.at(2_000), Zone::Europe__Berlin);
        assert_eq!(zones.moment(1_000).offset_s, 19_800); // Nepal before 1986
    }
}
