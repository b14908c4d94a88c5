//! Reminders: rules one by one, then any inputs against their own schedule.

use super::*;
use crate::civil::{DAY_MS, Date, HOUR_MS, MINUTE_MS, TimeOfDay, Zone, instant_of};
use crate::trial::{ZoneChange, Zones};
use proptest::prelude::*;
use std::collections::BTreeMap;

const T: i64 = 1_774_000_000_000;

fn cause(urgency: Urgency) -> Cause {
    Cause {
        id: "x".to_owned(),
        kind: Kind::Low,
        urgency,
        since_utc_ms: T,
        until_utc_ms: None,
    }
}

fn at(causes: &[Cause], state: &ReminderState, now: i64) -> Vec<Due> {
    due(causes, &[], state, &Zones::only(Zone::UTC), now)
}

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

/// SR-47
#[test]
fn an_acknowledgement_stops_the_sound_and_it_comes_back_while_the_cause_stays() {
    for urgency in [Urgency::Low, Urgency::Medium, Urgency::High] {
        let causes = [cause(urgency)];
        let mut state = ReminderState::default();
        assert!(at(&causes, &state, T)[0].sounds);
        state.acknowledge(&causes[0], T + 1_000).unwrap();
        let silent = &at(&causes, &state, T + 2_000)[0];
        let back = T + 1_000 + policy(urgency).repeat_ms;
        assert!(!silent.sounds);
        assert_eq!(silent.next_sound_utc_ms, back);
        assert!(at(&causes, &state, back)[0].sounds);
    }
}

/// SR-47
#[test]
fn without_a_reaction_it_grows_louder_and_then_tells_the_caregivers() {
    let causes = [cause(Urgency::High)];
    let state = ReminderState::default();
    let level = |minutes: i64| at(&causes, &state, T + minutes * MINUTE_MS)[0].level;
    assert_eq!((level(0), level(4), level(5), level(10)), (0, 0, 1, 2));
    let quiet = [cause(Urgency::Low)];
    assert_eq!(at(&quiet, &state, T + 100 * DAY_MS)[0].level, 1);
}

/// SR-47
#[test]
fn quiet_hours_hold_back_all_but_emergencies_and_it_sounds_once_at_their_end() {
    let state = ReminderState {
        quiet: Some(QuietHours {
            from: time("22:00"),
            until: time("07:00"),
        }),
        ..ReminderState::default()
    };
    let night = instant_of(
        Date::from_ymd_opt(2026, 6, 2).unwrap(),
        time("03:00"),
        Zone::UTC,
    );
    let end = night + 4 * HOUR_MS;
    let since = |urgency| Cause {
        since_utc_ms: night - HOUR_MS,
        ..cause(urgency)
    };
    let medium = &at(&[since(Urgency::Medium)], &state, night)[0];
    assert!(!medium.sounds);
    assert_eq!(medium.next_sound_utc_ms, end);
    assert!(at(&[since(Urgency::Medium)], &state, end)[0].sounds);
    assert!(at(&[since(Urgency::High)], &state, night)[0].sounds);
}

/// SR-49
#[test]
fn quiet_hours_over_a_gap_of_the_clocks_end_with_the_gap() {
    let zones = Zones::only(Zone::Europe__Berlin);
    let quiet = QuietHours {
        from: time("01:00"),
        until: time("02:30"),
    };
    // 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC
    let midnight = 1_774_738_800_000;
    assert_eq!(
        quiet.end_of(midnight + HOUR_MS, &zones),
        Some(midnight + 2 * HOUR_MS)
    );
    assert_eq!(quiet.end_of(midnight + 2 * HOUR_MS, &zones), None);
    let never = QuietHours {
        from: time("01:00"),
        until: time("01:00"),
    };
    assert_eq!(never.end_of(midnight + HOUR_MS, &zones), None);
}

#[test]
fn what_is_put_off_too_long_in_the_past_or_gone_is_refused() {
    let mut state = ReminderState::default();
    let high = cause(Urgency::High);
    let longest = policy(Urgency::High).longest_snooze_ms;
    let mut snooze = |until| state.snooze(&high, until, T);
    assert_eq!(snooze(T), Err(ReminderError::Past));
    assert_eq!(snooze(T + longest + 1), Err(ReminderError::TooLong));
    assert_eq!(snooze(T + longest), Ok(()));
    let gone = Cause {
        until_utc_ms: Some(T),
        ..cause(Urgency::Low)
    };
    assert_eq!(state.acknowledge(&gone, T), Err(ReminderError::Gone));
    assert_eq!(state.done(&high, T), Err(ReminderError::NotDone));
}

/// SR-49
#[test]
fn a_clock_that_was_set_keeps_nothing_silent() {
    let causes = [Cause {
        since_utc_ms: T - 800 * DAY_MS,
        ..cause(Urgency::Medium)
    }];
    let mut state = ReminderState::default();
    state.acknowledge(&causes[0], T).unwrap();
    // a year back: the silence lies in the future
    assert!(at(&causes, &state, T - 365 * DAY_MS)[0].sounds);
    assert!(at(&causes, &state, T + 365 * DAY_MS)[0].sounds);
    state.prune(T + 365 * DAY_MS);
    assert_eq!(state, ReminderState::default());
}

/// SR-48
#[test]
fn after_an_mri_the_pump_is_read_and_its_infusion_confirmed() {
    use MriEvent::{CalledOff, Confirmed, Done, Planned, ReadInfusing, ReadNotInfusing};
    let start = MriFollowUp::None;
    assert_eq!(start.after(Confirmed, T), Err(MriError::Nothing));
    let planned = start.after(Planned { at_utc_ms: T }, T - DAY_MS).unwrap();
    assert_eq!(planned.after(CalledOff, T), Ok(MriFollowUp::None));
    assert_eq!(planned.after(ReadInfusing, T - 1), Ok(planned));
    assert_eq!(planned.after(Confirmed, T), Err(MriError::NotRead));
    let done = planned.after(Done, T + 5).unwrap();
    assert_eq!(done.after(Confirmed, T + 6), Err(MriError::NotRead));
    assert_eq!(done.after(CalledOff, T + 6), Err(MriError::Open));
    let standing = done.after(ReadNotInfusing, T + 7).unwrap();
    let state = ReminderState {
        mri: standing,
        ..ReminderState::default()
    };
    let emergency = &at(&[], &state, T + 8)[0];
    assert_eq!(
        (emergency.urgency, &emergency.kind),
        (Urgency::High, &Kind::MriNotInfusing)
    );
    assert_eq!(standing.after(Confirmed, T + 9), Err(MriError::NotInfusing));
    let read = standing.after(ReadInfusing, T + 9).unwrap();
    assert_eq!(read.after(Confirmed, T + 10), Ok(MriFollowUp::None));
    assert_eq!(read.after(Planned { at_utc_ms: T }, T), Err(MriError::Open));
    assert_eq!(standing.after(Done, T), Err(MriError::Open));
}

/// SR-49
#[test]
fn what_is_daily_is_due_exactly_once_on_every_day_whatever_the_clocks_do() {
    let zones = [
        Zone::Europe__Berlin,
        Zone::America__New_York,
        Zone::Australia__Lord_Howe,
        Zone::Pacific__Apia,
        Zone::Asia__Kathmandu,
        Zone::America__Sao_Paulo,
    ];
    let first = Date::from_ymd_opt(2010, 1, 1).unwrap();
    for zone in zones {
        let zones = Zones::only(zone);
        let daily = Daily {
            kind: DailyKind::Medicine(1),
            times: vec![time("00:30"), time("02:30"), time("23:59")],
            from: first,
            until: None,
        };
        let mut seen: BTreeMap<String, i64> = BTreeMap::new();
        let begin = instant_of(first, TimeOfDay::MIDNIGHT, zone);
        for day in 0..3_653 {
            for cause in daily.causes(begin + day * DAY_MS, &zones) {
                let before = seen.insert(cause.id.clone(), cause.since_utc_ms);
                assert!(
                    before.is_none_or(|it| it == cause.since_utc_ms),
                    "{}",
                    cause.id
                );
            }
        }
        let dates = 3_653..=3_656;
        assert!(dates.contains(&(seen.len() / 3)), "{zone}: {}", seen.len());
        assert_eq!(seen.len() % 3, 0);
    }
}

/// SR-49
#[test]
fn a_journey_over_the_date_line_neither_doubles_nor_drops_a_medicine() {
    let change = ZoneChange {
        from_utc_ms: T,
        zone: Zone::Pacific__Honolulu,
    };
    let zones = Zones::new(Zone::Pacific__Auckland, &[change]);
    let daily = Daily {
        kind: DailyKind::Medicine(7),
        times: vec![time("08:00")],
        from: Date::from_ymd_opt(2026, 1, 1).unwrap(),
        until: None,
    };
    let mut seen = BTreeMap::new();
    for hour in -72..72 {
        for cause in daily.causes(T + hour * HOUR_MS, &zones) {
            let before = seen.insert(cause.id.clone(), cause.since_utc_ms);
            assert!(
                before.is_none_or(|it| it == cause.since_utc_ms),
                "{}",
                cause.id
            );
        }
    }
    assert!(seen.len() >= 5);
}

#[test]
fn a_medicine_that_was_taken_is_over_and_the_next_one_comes() {
    let zones = Zones::only(Zone::UTC);
    let day = Date::from_ymd_opt(2026, 3, 20).unwrap();
    let mut state = ReminderState {
        daily: vec![Daily {
            kind: DailyKind::Medicine(3),
            times: vec![time("08:00"), time("20:00")],
            from: day,
            until: None,
        }],
        ..ReminderState::default()
    };
    let eight = instant_of(day, time("08:00"), Zone::UTC);
    let open = due(&[], &[], &state, &zones, eight);
    assert_eq!(open[0].id, "medicine-3/2026-03-20T08:00");
    let cause = state.daily[0].causes(eight, &zones).remove(0);
    state.done(&cause, eight + 1).unwrap();
    assert!(due(&[], &[], &state, &zones, eight + 2).is_empty());
    let evening = due(&[], &[], &state, &zones, eight + 12 * HOUR_MS);
    assert_eq!(evening.len(), 1);
}

#[test]
fn wound_and_temperature_are_looked_at_in_the_weeks_after_surgery() {
    let day = Date::from_ymd_opt(2026, 3, 20).unwrap();
    let checks = checks_after_surgery(day);
    let zones = Zones::only(Zone::UTC);
    let count = |days: i64| {
        let now = instant_of(day, time("18:00"), Zone::UTC) + days * DAY_MS;
        due(&[], &checks, &ReminderState::default(), &zones, now).len()
    };
    assert_eq!((count(0), count(21), count(22)), (2, 2, 0));
}

fn any_cause() -> impl Strategy<Value = Cause> {
    let urgency = prop_oneof![
        Just(Urgency::Low),
        Just(Urgency::Medium),
        Just(Urgency::High)
    ];
    (urgency, 0..200_i64, prop::option::of(1..300_i64), 0..4_u8).prop_map(
        |(urgency, since, lasts, name)| Cause {
            id: format!("{name}-{urgency:?}"),
            kind: Kind::Low,
            urgency,
            since_utc_ms: T + since * 7 * MINUTE_MS,
            until_utc_ms: lasts.map(|it| T + (since + it) * 7 * MINUTE_MS),
        },
    )
}

proptest! {
    /// SR-47: a shell that wakes at the scheduled instants misses no change.
    #[test]
    fn what_is_due_changes_only_at_scheduled_instants(
        causes in prop::collection::vec(any_cause(), 0..4),
        quiet in any::<bool>(),
        silenced in 0..200_i64,
    ) {
        let zones = Zones::only(Zone::Europe__Berlin);
        let mut state = ReminderState::default();
        if quiet {
            let hours = QuietHours { from: time("22:00"), until: time("06:30") };
            state.quiet = Some(hours);
        }
        if let Some(first) = causes.first() {
            let _gone = state.acknowledge(first, T + silenced * 7 * MINUTE_MS);
        }
        let now = T + 200 * 7 * MINUTE_MS;
        let until = now + 12 * HOUR_MS;
        let planned = schedule(&causes, &[], &state, &zones, (now, until));
        prop_assert!(planned.len() <= MOST_SCHEDULED);
        let last = if planned.len() == MOST_SCHEDULED {
            planned.last().map_or(until, |it| it.at_utc_ms)
        } else {
            until
        };
        let shown = |at: i64| -> Vec<(String, bool, u8)> {
            let due = due(&causes, &[], &state, &zones, at);
            due.into_iter().map(|it| (it.id, it.sounds, it.level)).collect()
        };
        let mut at = now;
        while at < last {
            let next = at + MINUTE_MS;
            let woken = planned.iter().any(|it| it.at_utc_ms > at && it.at_utc_ms <= next);
            prop_assert!(woken || shown(at) == shown(next), "at {at}: {:?} {:?}", shown(at), shown(next));
            at = next;
        }
    }
}
