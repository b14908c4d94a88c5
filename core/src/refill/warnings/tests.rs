use super::*;
use crate::civil::DAY_MS;
use crate::refill::tests::always;
use crate::refill::{Dates, Fill};
use crate::testing;
use cisterna_protocol::quantity::{Count, Nanolitres};
use proptest::prelude::*;

/// 2025-06-01 00:00 UTC, the day of the reading.
const READ: i64 = 1_748_736_000_000;
const BACLOFEN: Option<Drug> = Some(Drug::Baclofen);
const MORPHINE: Option<Drug> = Some(Drug::Morphine);
const ZICONOTIDE: Option<Drug> = Some(Drug::Ziconotide);

const fn day(nth: i64) -> i64 {
    READ + nth * DAY_MS
}

fn seconds(at_ms: i64) -> u64 {
    u64::try_from(at_ms / 1000).unwrap()
}

/// Low on day 60, empty on day 70, use-by on day `use_by`.
fn forecast(use_by: i64) -> Forecast {
    let dates = |nth| Dates {
        expected_early_utc_s: None,
        expected_utc_s: None,
        expected_late_utc_s: None,
        earliest_utc_s: seconds(day(nth).min(day(use_by))),
        reached_utc_s: seconds(day(nth)),
    };
    Forecast {
        low: dates(60),
        empty: dates(70),
        use_by_utc_s: seconds(day(use_by)),
        habit: always(0),
        because: Vec::new(),
    }
}

fn facts(drug: Option<Drug>, forecast: &Forecast, now_utc_ms: i64) -> Facts<'_> {
    Facts {
        now_utc_ms,
        drug,
        forecast: Some(forecast),
        read_at_utc_ms: Some(now_utc_ms),
        unreachable_after_ms: UNREACHABLE_AFTER_MS,
        filled_at_utc_ms: None,
        discrepancy: None,
        battery_end_utc_ms: None,
        booking: None,
        away: None,
    }
}

/// Level and since of the warning that `pick` finds.
fn level(facts: &Facts<'_>, pick: impl Fn(&Kind) -> bool) -> Option<(Level, i64)> {
    let all = warnings(facts);
    let found: Vec<_> = all.iter().filter(|it| pick(&it.kind)).collect();
    assert!(found.len() <= 1);
    found.first().map(|it| (it.level, it.since_utc_ms))
}

const fn is_due(kind: &Kind) -> bool {
    matches!(kind, Kind::RefillDue { .. })
}

const fn is_low(kind: &Kind) -> bool {
    matches!(kind, Kind::ReservoirLow { .. })
}

const fn is_empty(kind: &Kind) -> bool {
    matches!(kind, Kind::ReservoirEmpty { .. })
}

const fn is_use_by(kind: &Kind) -> bool {
    matches!(kind, Kind::UseBy { .. })
}

const fn is_unreachable(kind: &Kind) -> bool {
    matches!(kind, Kind::Unreachable { .. })
}

#[test]
fn weeks_before_the_low_date_a_refill_is_to_be_planned_and_that_grows() {
    let forecast = forecast(400);
    let at = |now| level(&facts(BACLOFEN, &forecast, now), is_due);
    assert_eq!(at(day(32) - 1), None);
    assert_eq!(at(day(32)), Some((Level::Plan, day(32))));
    assert_eq!(at(day(46) - 1), Some((Level::Plan, day(32))));
    assert_eq!(at(day(46)), Some((Level::Soon, day(46))));
    assert_eq!(at(day(53)), Some((Level::Now, day(53))));
    let facts = facts(BACLOFEN, &forecast, day(40));
    let all = warnings(&facts);
    let only = Warning {
        kind: Kind::RefillDue {
            by_utc_ms: day(60),
            appointment: Appointment::None,
        },
        level: Level::Plan,
        since_utc_ms: day(32),
        grows: Some(Growth {
            level: Level::Soon,
            at_utc_ms: day(46),
        }),
        danger: Some(Danger::BaclofenWithdrawal),
    };
    assert_eq!(all, [only]);
}

/// SR-20, SR-22
#[test]
fn an_empty_reservoir_is_an_emergency_with_baclofen_and_less_with_the_others() {
    let forecast = forecast(400);
    let at = |drug, now| level(&facts(drug, &forecast, now), is_empty);
    assert_eq!(at(BACLOFEN, day(63)), Some((Level::Soon, day(63))));
    assert_eq!(at(BACLOFEN, day(67)), Some((Level::Now, day(67))));
    assert_eq!(at(BACLOFEN, day(69)), Some((Level::Emergency, day(69))));
    assert_eq!(at(MORPHINE, day(64)), None);
    assert_eq!(at(MORPHINE, day(65)), Some((Level::Soon, day(65))));
    assert_eq!(at(MORPHINE, day(90)), Some((Level::Now, day(69))));
    assert_eq!(at(ZICONOTIDE, day(69)), Some((Level::Soon, day(69))));
    assert_eq!(at(ZICONOTIDE, day(90)), Some((Level::Now, day(70))));
    // what is not known counts as the most urgent, and no danger is guessed
    assert_eq!(at(None, day(69)), Some((Level::Emergency, day(69))));
    let unknown = warnings(&facts(None, &forecast, day(69)));
    assert!(unknown.iter().all(|it| it.danger.is_none()));
}

#[test]
fn a_low_reservoir_warns_from_its_earliest_date_on_with_baclofen_before() {
    let forecast = forecast(400);
    let at = |drug, now| level(&facts(drug, &forecast, now), is_low);
    assert_eq!(at(BACLOFEN, day(58)), Some((Level::Soon, day(58))));
    assert_eq!(at(BACLOFEN, day(60)), Some((Level::Now, day(60))));
    assert_eq!(at(MORPHINE, day(60) - 1), None);
    assert_eq!(at(MORPHINE, day(99)), Some((Level::Soon, day(60))));
    assert_eq!(at(ZICONOTIDE, day(60)), Some((Level::Soon, day(60))));
}

#[test]
fn a_use_by_before_the_low_date_makes_a_refill_due_and_no_reservoir_low() {
    let forecast = forecast(50);
    let at = |now, pick: fn(&Kind) -> bool| level(&facts(BACLOFEN, &forecast, now), pick);
    assert_eq!(at(day(22), is_due), Some((Level::Plan, day(22))));
    assert_eq!(at(day(47) - 1, is_use_by), None);
    assert_eq!(at(day(47), is_use_by), Some((Level::Soon, day(47))));
    assert_eq!(at(day(50), is_use_by), Some((Level::Now, day(50))));
    assert_eq!(at(day(50), is_low), None);
    assert_eq!(at(day(58), is_low), Some((Level::Soon, day(58))));
}

#[test]
fn the_most_urgent_stands_first_and_among_equals_the_graver_kind() {
    let forecast = forecast(400);
    let all = warnings(&facts(BACLOFEN, &forecast, day(69)));
    let kinds: Vec<_> = all.iter().map(|it| (it.level, rank(&it.kind))).collect();
    assert_eq!(
        kinds,
        [(Level::Emergency, 0), (Level::Now, 3), (Level::Now, 6)]
    );
}

/// Data for the rule that a booking lowers and ends by itself: (now, level, since, appointment).
#[test]
fn a_booking_holds_the_refill_at_plan_until_the_appointment_and_then_ends_by_itself() {
    let forecast = forecast(400);
    let booking = Booking::new(day(62), day(40)).unwrap();
    let at = |now| {
        let facts = Facts {
            booking: Some(booking),
            ..facts(BACLOFEN, &forecast, now)
        };
        let all = warnings(&facts);
        let due = all.iter().find(|it| is_due(&it.kind)).unwrap();
        let Kind::RefillDue { appointment, .. } = due.kind else {
            unreachable!("picked above");
        };
        (due.level, due.since_utc_ms, appointment)
    };
    let at_utc_ms = day(62);
    let booked = Appointment::Booked { at_utc_ms };
    assert_eq!(at(day(46)), (Level::Plan, day(32), booked));
    assert_eq!(at(day(62) - 1), (Level::Plan, day(32), booked));
    let over = Appointment::Over { at_utc_ms };
    assert_eq!(at(day(62)), (Level::Now, day(62), over));
    // the date itself is not lowered by it
    let facts = Facts {
        booking: Some(booking),
        ..facts(BACLOFEN, &forecast, day(61))
    };
    assert_eq!(level(&facts, is_low), Some((Level::Now, day(60))));
}

#[test]
fn while_booked_the_next_growth_is_told_as_what_follows_the_appointment() {
    let forecast = forecast(400);
    let facts = Facts {
        booking: Some(Booking::new(day(62), day(40)).unwrap()),
        ..facts(BACLOFEN, &forecast, day(41))
    };
    let due = warnings(&facts)[0];
    let grows = Growth {
        level: Level::Now,
        at_utc_ms: day(62),
    };
    assert_eq!(due.grows, Some(grows));
}

#[test]
fn an_appointment_that_is_too_late_warns_at_once_and_lowers_nothing() {
    for (forecast, at) in [(forecast(400), day(70)), (forecast(50), day(50))] {
        let booking = Booking::new(at, day(5)).unwrap();
        let warn = |now| {
            let facts = Facts {
                booking: Some(booking),
                ..facts(BACLOFEN, &forecast, now)
            };
            warnings(&facts)
        };
        let first = warn(day(6))[0];
        assert_eq!((first.level, first.since_utc_ms), (Level::Plan, day(5)));
        let too_late = Appointment::TooLate { at_utc_ms: at };
        assert!(
            matches!(first.kind, Kind::RefillDue { appointment, .. } if appointment == too_late)
        );
        let later = warn(at - 2 * DAY_MS);
        let due = later.iter().find(|it| is_due(&it.kind)).unwrap();
        assert_eq!(due.level, Level::Now);
    }
}

#[test]
fn a_fill_after_it_was_told_ends_a_booking_and_one_before_does_not() {
    let forecast = forecast(400);
    let filled = |at| {
        let facts = Facts {
            booking: Some(Booking::new(day(62), day(40)).unwrap()),
            filled_at_utc_ms: Some(at),
            ..facts(BACLOFEN, &forecast, day(47))
        };
        level(&facts, is_due).unwrap().0
    };
    assert_eq!(filled(day(40)), Level::Plan);
    assert_eq!(filled(day(40) + 1), Level::Soon);
}

/// SR-20
#[test]
fn unreachable_near_the_empty_date_is_an_emergency_with_baclofen() {
    let forecast = forecast(400);
    let at = |drug, read, now| {
        let facts = Facts {
            read_at_utc_ms: Some(read),
            ..facts(drug, &forecast, now)
        };
        level(&facts, is_unreachable)
    };
    // a reading a day old, far from the date and near it
    assert_eq!(at(BACLOFEN, day(50), day(55)), None);
    assert_eq!(at(BACLOFEN, day(50), day(56)), Some((Level::Soon, day(56))));
    assert_eq!(at(BACLOFEN, day(50), day(65)), Some((Level::Now, day(65))));
    assert_eq!(
        at(BACLOFEN, day(50), day(68)),
        Some((Level::Emergency, day(68)))
    );
    assert_eq!(at(BACLOFEN, day(68), day(69) - 1), None);
    assert_eq!(
        at(BACLOFEN, day(68), day(69)),
        Some((Level::Emergency, day(69)))
    );
    assert_eq!(at(MORPHINE, day(50), day(80)), Some((Level::Now, day(67))));
    assert_eq!(at(ZICONOTIDE, day(50), day(66)), None);
    let never = Facts {
        read_at_utc_ms: None,
        ..facts(BACLOFEN, &forecast, day(69))
    };
    assert_eq!(level(&never, is_unreachable), None);
}

/// SR-47
#[test]
fn being_away_silences_unreachable_only_and_ends_by_itself() {
    let forecast = forecast(400);
    let at = |now, pick: fn(&Kind) -> bool| {
        let facts = Facts {
            read_at_utc_ms: Some(day(50)),
            away: Some(Away::new(day(68), day(50)).unwrap()),
            ..facts(BACLOFEN, &forecast, now)
        };
        level(&facts, pick)
    };
    assert_eq!(at(day(68) - 1, is_unreachable), None);
    assert_eq!(at(day(67), is_empty), Some((Level::Now, day(67))));
    assert_eq!(at(day(67), is_due), Some((Level::Now, day(53))));
    assert_eq!(
        at(day(68), is_unreachable),
        Some((Level::Emergency, day(68)))
    );
}

#[test]
fn the_battery_warns_ninety_days_before_its_end_and_grows() {
    let at = |drug, left_days| {
        let facts = Facts {
            now_utc_ms: READ,
            forecast: None,
            battery_end_utc_ms: Some(READ + left_days * DAY_MS),
            ..facts(drug, &forecast(0), READ)
        };
        warnings(&facts).first().map(|it| it.level)
    };
    assert_eq!(at(BACLOFEN, 91), None);
    assert_eq!(at(BACLOFEN, 90), Some(Level::Plan));
    assert_eq!(at(ZICONOTIDE, 90), Some(Level::Plan));
    assert_eq!(at(BACLOFEN, 45), Some(Level::Soon));
    assert_eq!(at(BACLOFEN, 14), Some(Level::Now));
    assert_eq!(at(BACLOFEN, 0), Some(Level::Emergency));
    assert_eq!(at(MORPHINE, -9), Some(Level::Now));
}

/// SR-20, SR-21
#[test]
fn a_discrepancy_beyond_its_limit_stays_and_threatens_by_its_direction() {
    let found = |drug, found_nl| {
        let fill = Fill {
            expected: Nanolitres(3_000_000),
            found: Nanolitres(found_nl),
            filled: Nanolitres(20_000_000),
            capacity: Nanolitres(20_000_000),
            at_utc_ms: day(3),
        };
        let facts = Facts {
            discrepancy: Some(Discrepancy::at(&fill).unwrap()),
            forecast: None,
            ..facts(drug, &forecast(0), day(9))
        };
        let all = warnings(&facts);
        all.first()
            .map(|it| (it.level, it.since_utc_ms, it.danger.unwrap()))
    };
    assert_eq!(found(BACLOFEN, 4_000_000), None);
    let since = day(3);
    let withdrawal = (Level::Now, since, Danger::BaclofenWithdrawal);
    assert_eq!(found(BACLOFEN, 4_000_001), Some(withdrawal));
    let overdose = (Level::Now, since, Danger::OpioidOverdose);
    assert_eq!(found(MORPHINE, 1_000_000), Some(overdose));
    let pain = (Level::Soon, since, Danger::OpioidWithdrawal);
    assert_eq!(found(MORPHINE, 5_000_000), Some(pain));
    let mind = (Level::Soon, since, Danger::ZiconotideExcess);
    assert_eq!(found(ZICONOTIDE, 0), Some(mind));
}

#[test]
fn the_time_of_a_fill_counts_back_from_the_reading() {
    let mut status = testing::status();
    status.count = Count(10_000);
    status.reservoir.as_mut().unwrap().filled_at = Count(9_000);
    assert_eq!(filled_at_utc_ms(&status, READ), Some(READ - 1_000_000));
    status.reservoir = None;
    assert_eq!(filled_at_utc_ms(&status, READ), None);
}

#[test]
fn nothing_known_is_nothing_to_warn_of_and_dates_past_the_calendar_are_held() {
    let forecast = forecast(400);
    let nothing = Facts {
        forecast: None,
        ..facts(BACLOFEN, &forecast, day(99))
    };
    assert_eq!(warnings(&nothing), []);
    assert_eq!(ms(u64::MAX), i64::MAX);
}

prop_compose! {
    fn worlds()(
        drug in proptest::sample::select(vec![BACLOFEN, MORPHINE, ZICONOTIDE, None]),
        low in 0_i64..100, more in 0_i64..30, use_by in 0_i64..150, battery in 0_i64..200,
        read in 0_i64..30, after_h in 0_u64..100, filled in proptest::option::of(-30_i64..30),
        booking in proptest::option::of((-20_i64..60, 1_i64..90)),
        away in proptest::option::of((-20_i64..60, 1_i64..28)),
        found in 0_u64..20_000_000,
    ) -> (Forecast, Facts<'static>) {
        let mut forecast = forecast(use_by);
        let [low, empty] = [low, low + more].map(|nth| seconds(day(nth)));
        forecast.low.reached_utc_s = low;
        forecast.empty.reached_utc_s = empty;
        forecast.low.earliest_utc_s = low.min(forecast.use_by_utc_s);
        forecast.empty.earliest_utc_s = empty.min(forecast.use_by_utc_s);
        let fill = Fill {
            expected: Nanolitres(10_000_000),
            found: Nanolitres(found),
            filled: Nanolitres(0),
            capacity: Nanolitres(20_000_000),
            at_utc_ms: READ,
        };
        let facts = Facts {
            now_utc_ms: READ,
            drug,
            forecast: None,
            read_at_utc_ms: Some(day(read)),
            unreachable_after_ms: after_h * 3_600_000,
            filled_at_utc_ms: filled.map(day),
            discrepancy: Discrepancy::at(&fill).ok(),
            battery_end_utc_ms: Some(day(battery)),
            booking: booking.map(|(made, ahead)| Booking::new(day(made + ahead), day(made)).unwrap()),
            away: away.map(|(made, ahead)| Away::new(day(made + ahead), day(made)).unwrap()),
        };
        (forecast, facts)
    }
}

proptest! {
    /// SR-47
    #[test]
    fn without_a_new_reading_or_fill_no_warning_ever_becomes_weaker(
        (forecast, facts) in worlds(), nows in (-40_i64..400, 0_i64..200), booked: bool,
    ) {
        // with a booking or without one, which ends: never before its appointment
        let booking = facts.booking.filter(|_| booked);
        let facts = Facts { forecast: Some(&forecast), booking, ..facts };
        let at = |now| warnings(&Facts { now_utc_ms: day(now), ..facts });
        let (earlier, later) = (at(nows.0), at(nows.0 + nows.1));
        for before in earlier {
            let same = |it: &&Warning| rank(&it.kind) == rank(&before.kind);
            let after = later.iter().find(same);
            prop_assert!(after.is_some_and(|it| it.level >= before.level), "{:?}", before);
            let since = after.map_or(0, |it| it.since_utc_ms);
            prop_assert!(since >= before.since_utc_ms);
        }
    }

    /// SR-20, SR-22
    #[test]
    fn at_no_instant_is_baclofen_less_urgent_than_morphine_nor_morphine_than_ziconotide(
        (forecast, facts) in worlds(), now in -40_i64..400,
    ) {
        let facts = Facts { forecast: Some(&forecast), now_utc_ms: day(now), discrepancy: None, ..facts };
        let levels = |drug| {
            let all = warnings(&Facts { drug, ..facts });
            let level = |nth| all.iter().find(|it| rank(&it.kind) == nth).map(|it| it.level);
            std::array::from_fn::<_, 7, _>(|nth| level(u8::try_from(nth).unwrap()))
        };
        let (first, second, third) = (levels(BACLOFEN), levels(MORPHINE), levels(ZICONOTIDE));
        for nth in 0..7 {
            prop_assert!(first[nth] >= second[nth] && second[nth] >= third[nth]);
        }
    }

    #[test]
    fn what_was_told_as_the_next_growth_comes_true(
        (forecast, facts) in worlds(), now in -40_i64..400,
    ) {
        let facts = Facts { forecast: Some(&forecast), now_utc_ms: day(now), ..facts };
        for warning in warnings(&facts) {
            prop_assert!(warning.since_utc_ms <= facts.now_utc_ms);
            let Some(grows) = warning.grows else { continue };
            let same = |it: &Warning| rank(&it.kind) == rank(&warning.kind);
            let at = |now_utc_ms| {
                let all = warnings(&Facts { now_utc_ms, ..facts });
                all.into_iter().find(|it| same(it)).unwrap().level
            };
            prop_assert_eq!(at(grows.at_utc_ms), grows.level);
            prop_assert_eq!(at(grows.at_utc_ms - 1), warning.level);
        }
    }
}
