//! What the pump gave on each of the person's days, from its dose log. SR-44
//!
//! Responsible for turning volumes into doses and instants into days. What was given is the least
//! that is certain; a record whose time is only known as a range of more than a day belongs to no
//! day and is summed up apart. Pure.

use crate::civil::{Date, TimeOfDay};
use crate::pump::sync::TimeRange;
use crate::trial::{DayDose, Zones};
use cisterna_protocol::quantity::{NanogramsPerMl, Nanolitres};
use cisterna_protocol::record::{Body, Record};
use std::collections::BTreeMap;

const NL_PER_ML: u128 = 1_000_000;
/// A range wider than this says nothing about the day.
const WIDEST_MS: i64 = crate::civil::DAY_MS;

/// A record of the dose log and when it was.
pub(crate) type Located = (Record, TimeRange);

/// A concentration from a place in the log on: boot epoch and count of its fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Filled {
    pub(crate) place: (u32, u64),
    pub(crate) ng_per_ml: u32,
}

/// Doses by day, and what has no day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayDoses {
    /// Oldest first.
    pub(crate) days: Vec<DayDose>,
    /// Given at a time that is not known to a day, in nanograms.
    pub(crate) unplaced_ng: u64,
}

/// Sums the records up. `fills` are in order; before the first of them `present` counts.
pub(crate) fn by_day(
    records: &[Located],
    fills: &[Filled],
    present: NanogramsPerMl,
    zones: &Zones,
) -> DayDoses {
    let mut days = BTreeMap::new();
    let mut unplaced_ng = 0_u64;
    let mut calendar = Calendar { zones, last: None };
    // oldest first, so that neighbours share a day
    for (record, when) in records.iter().rev() {
        let Some((kind, volume, span_s)) = given(&record.body) else {
            continue;
        };
        let concentration = concentration_at(fills, (record.epoch, record.at.0), present);
        let dose_ng = dose_ng(volume, concentration);
        let Some(until_ms) = end_of(when) else {
            unplaced_ng = unplaced_ng.saturating_add(dose_ng);
            continue;
        };
        let span = Span {
            from_ms: until_ms.saturating_sub(i64::from(span_s).saturating_mul(1_000)),
            until_ms,
        };
        spread(&mut days, &mut calendar, span, kind, dose_ng);
    }
    DayDoses {
        days: days.into_values().collect(),
        unplaced_ng,
    }
}

/// The person's days; the one looked at last is kept, as thousands of records ask for the same.
struct Calendar<'a> {
    zones: &'a Zones,
    last: Option<CivilDay>,
}

/// A stretch of one civil day.
#[derive(Clone, Copy)]
struct CivilDay {
    date: Date,
    from_ms: i64,
    /// Its midnight.
    until_ms: i64,
}

impl Calendar<'_> {
    fn day_of(&mut self, at_ms: i64) -> CivilDay {
        if let Some(last) = self.last
            && (last.from_ms..last.until_ms).contains(&at_ms)
        {
            return last;
        }
        let date = self.zones.moment(at_ms).date();
        let next_day = date.succ_opt().unwrap_or(date);
        let day = CivilDay {
            date,
            from_ms: at_ms,
            until_ms: self.zones.instant_of(next_day, TimeOfDay::MIDNIGHT),
        };
        self.last = Some(day);
        day
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Basal,
    Bolus,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from_ms: i64,
    until_ms: i64,
}

/// Kind, volume and length of what a record says was given.
const fn given(body: &Body) -> Option<(Kind, Nanolitres, u32)> {
    match body {
        Body::Basal {
            span_s, delivered, ..
        } => Some((Kind::Basal, *delivered, *span_s)),
        Body::Bolus { span_s, least, .. } => Some((Kind::Bolus, *least, *span_s)),
        Body::Deficit { .. }
        | Body::Prime { .. }
        | Body::Reserved { .. }
        | Body::Boot { .. }
        | Body::AlarmRaised(_)
        | Body::AlarmCleared(_)
        | Body::AlarmMuted { .. }
        | Body::Accepted { .. }
        | Body::Refused { .. }
        | Body::Voided(_)
        | Body::Refill { .. }
        | Body::Staged { .. }
        | Body::Activated { .. }
        | Body::BridgeBegan(_)
        | Body::BridgeEnded
        | Body::Exempt { .. }
        | Body::ClockSet { .. }
        | Body::Stopped
        | Body::Resumed
        | Body::PairingOpened { .. }
        | Body::Paired { .. }
        | Body::Revoked { .. }
        | Body::Clinicians { .. }
        | Body::Intrusion { .. }
        | Body::Unreadable { .. }
        | Body::Unknown { .. } => None,
    }
}

fn concentration_at(fills: &[Filled], place: (u32, u64), present: NanogramsPerMl) -> u32 {
    let before = fills.partition_point(|fill| fill.place <= place);
    let fill = before.checked_sub(1).and_then(|index| fills.get(index));
    fill.map_or(present.0, |fill| fill.ng_per_ml)
}

fn dose_ng(volume: Nanolitres, ng_per_ml: u32) -> u64 {
    let ng = u128::from(volume.0) * u128::from(ng_per_ml) / NL_PER_ML;
    u64::try_from(ng).unwrap_or(u64::MAX)
}

/// The end of a record, in the middle of its range; `None` where the range is too wide.
fn end_of(when: &TimeRange) -> Option<i64> {
    let (from, until) = when.from_utc_ms.zip(when.until_utc_ms)?;
    let width = until.checked_sub(from)?;
    (0..=WIDEST_MS).contains(&width).then_some(from + width / 2)
}

/// Gives each civil day its share of the span; the last day what is left, so that nothing is lost.
fn spread(
    days: &mut BTreeMap<Date, DayDose>,
    calendar: &mut Calendar<'_>,
    span: Span,
    kind: Kind,
    dose_ng: u64,
) {
    let whole_ms = u128::from(span.until_ms.abs_diff(span.from_ms)).max(1);
    let mut left_ng = dose_ng;
    let mut from_ms = span.from_ms;
    while left_ng > 0 {
        let CivilDay {
            date,
            until_ms: midnight,
            ..
        } = calendar.day_of(from_ms);
        let until_ms = midnight.min(span.until_ms);
        let last = midnight >= span.until_ms || midnight <= from_ms;
        let part_ng = if last {
            left_ng
        } else {
            let part_ms = u128::from(until_ms.abs_diff(from_ms));
            let share = u128::from(dose_ng) * part_ms / whole_ms;
            u64::try_from(share).unwrap_or(left_ng).min(left_ng)
        };
        let day = days.entry(date).or_insert(DayDose {
            date,
            basal_ng: 0,
            bolus_ng: 0,
            boluses: 0,
        });
        match kind {
            Kind::Basal => day.basal_ng = day.basal_ng.saturating_add(part_ng),
            Kind::Bolus => day.bolus_ng = day.bolus_ng.saturating_add(part_ng),
        }
        left_ng -= part_ng;
        if last {
            break;
        }
        from_ms = until_ms;
    }
    // a bolus belongs to the day on which it began
    if kind == Kind::Bolus
        && let Some(day) = days.get_mut(&calendar.day_of(span.from_ms).date)
    {
        day.boluses += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::{HOUR_MS, Zone};
    use cisterna_protocol::quantity::Count;
    use cisterna_protocol::record::Origin;

    const MG_PER_ML: NanogramsPerMl = NanogramsPerMl(1_000_000);

    /// A record that ends `end_ms` after 2026-03-28 00:00 in Berlin (2026-03-27 23:00 UTC).
    fn at(end_ms: i64, body: Body) -> Located {
        let end = 1_774_652_400_000 + end_ms;
        let record = Record {
            seq: 1,
            epoch: 1,
            at: Count(u64::try_from(end_ms / 1_000).unwrap()),
            body,
        };
        let when = TimeRange {
            from_utc_ms: Some(end - 1_000),
            until_utc_ms: Some(end + 1_000),
        };
        (record, when)
    }

    fn basal(hours: u32, nl: u64) -> Body {
        Body::Basal {
            span_s: hours * 3_600,
            programmed: Nanolitres(nl),
            delivered: Nanolitres(nl),
        }
    }

    fn bolus(nl: u64) -> Body {
        Body::Bolus {
            origin: Origin::Clinician,
            cause: None,
            span_s: 600,
            programmed: Nanolitres(nl),
            least: Nanolitres(nl),
        }
    }

    fn days(records: &[Located], fills: &[Filled]) -> Vec<(String, u64, u64, u32)> {
        let zones = Zones::only(Zone::Europe__Berlin);
        let doses = by_day(records, fills, MG_PER_ML, &zones);
        let row = |day: &DayDose| {
            let date = day.date.to_string();
            (date, day.basal_ng, day.bolus_ng, day.boluses)
        };
        doses.days.iter().map(row).collect()
    }

    /// SR-44
    #[test]
    fn a_span_over_midnight_is_shared_by_the_time_in_each_day() {
        // 20:00 to 04:00 of a night without a change of clocks: half and half
        let found = days(&[at(28 * HOUR_MS, basal(8, 4_001))], &[]);
        assert_eq!(
            found,
            [
                ("2026-03-28".to_owned(), 2_000, 0, 0),
                ("2026-03-29".to_owned(), 2_001, 0, 0)
            ]
        );
    }

    /// SR-49
    #[test]
    fn a_day_of_23_hours_gets_23_hours_of_basal() {
        // 2026-03-29 has 23 hours in Berlin; 48 h from its midnight on reach 01:00 of the 31st
        let found = days(&[at(72 * HOUR_MS, basal(48, 48_000))], &[]);
        let basal: Vec<u64> = found.iter().map(|day| day.1).collect();
        assert_eq!(basal, [23_000, 24_000, 1_000]);
    }

    #[test]
    fn a_bolus_counts_on_the_day_on_which_it_began() {
        // from 23:55 to 00:05
        let found = days(&[at(24 * HOUR_MS + 300_000, bolus(1_000))], &[]);
        assert_eq!(
            found,
            [
                ("2026-03-28".to_owned(), 0, 500, 1),
                ("2026-03-29".to_owned(), 0, 500, 0)
            ]
        );
    }

    #[test]
    fn a_fill_with_another_concentration_changes_what_a_volume_means() {
        let fill = Filled {
            place: (1, 7 * 3_600),
            ng_per_ml: 2_000_000,
        };
        let records = [
            at(6 * HOUR_MS, basal(1, 1_000)),
            at(8 * HOUR_MS, basal(1, 1_000)),
        ];
        assert_eq!(
            days(&records, &[fill]),
            [("2026-03-28".to_owned(), 3_000, 0, 0)]
        );
    }

    /// SR-45
    #[test]
    fn what_has_no_day_is_summed_up_apart() {
        let (record, _) = at(HOUR_MS, bolus(1_000));
        let unknown = TimeRange {
            from_utc_ms: Some(0),
            until_utc_ms: None,
        };
        let zones = Zones::only(Zone::UTC);
        let doses = by_day(&[(record, unknown)], &[], MG_PER_ML, &zones);
        assert_eq!((doses.days.len(), doses.unplaced_ng), (0, 1_000));
    }
}
