use super::*;
use crate::testing;
use cisterna_protocol::bounded::List;
use cisterna_protocol::prescription::Step;
use cisterna_protocol::quantity::NanogramsPerHour;
use proptest::prelude::*;

pub(super) const READ_AT: u64 = 1_700_000_000;

pub(super) fn basis<'a>(status: &'a Status, prescription: &'a Prescription) -> Basis<'a> {
    Basis {
        status,
        prescription,
        read_at_utc_s: READ_AT,
        age_s: 0,
        habit: always(0),
    }
}

/// A person who takes the same each day.
pub(super) const fn always(nl_per_day: u64) -> Habit {
    Habit {
        low_nl_per_day: nl_per_day,
        middle_nl_per_day: nl_per_day,
        high_nl_per_day: nl_per_day,
        days_seen: 28,
        days_unseen: 0,
    }
}

/// 100 µg/h all day of 2 mg/mL: 50 000 nL an hour. No bolus.
pub(super) fn plain() -> Prescription {
    let step = Step {
        from_s: 0,
        until_s: 86_400,
        rate: NanogramsPerHour(100_000),
    };
    let steps = List::from_items([step]).unwrap();
    Prescription {
        steps,
        bolus: None,
        ..testing::prescription()
    }
}

#[test]
fn a_plain_program_empties_by_its_rate_and_at_the_earliest_a_seventh_sooner() {
    let (status, prescription) = (testing::status(), plain());
    let forecast = forecast(&basis(&status, &prescription)).unwrap();
    // 20 mL at 50 000 nL/h: 400 h; the low level leaves 18 mL: 360 h
    assert_eq!(forecast.empty.expected_utc_s, Some(READ_AT + 400 * 3_600));
    assert_eq!(forecast.low.expected_utc_s, Some(READ_AT + 360 * 3_600));
    let earliest_s = forecast.empty.earliest_utc_s - READ_AT;
    assert_eq!(earliest_s, (400_u64 * 3_600 * 1_000).div_ceil(1_145));
    assert_eq!(forecast.because, []);
}

#[test]
fn the_program_counts_from_the_pumps_time_of_day() {
    // one hour of flow at 09:00 on the pump's clock; the reading is at 23:13:20 there
    let mut prescription = plain();
    let step = |from_s, until_s, rate| Step {
        from_s,
        until_s,
        rate: NanogramsPerHour(rate),
    };
    let steps = [
        step(0, 32_400, 0),
        step(32_400, 36_000, 100_000),
        step(36_000, 86_400, 0),
    ];
    prescription.steps = List::from_items(steps).unwrap();
    let mut status = testing::status();
    let reservoir = status.reservoir.as_mut().unwrap();
    reservoir.residual = Nanolitres(25_000);
    reservoir.lower = Nanolitres(25_000);
    let forecast = forecast(&basis(&status, &prescription)).unwrap();
    let to_midnight_s = 86_400 - (23 * 3_600 + 13 * 60 + 20);
    let half_through_s = to_midnight_s + 32_400 + 1_800;
    assert_eq!(
        forecast.empty.expected_utc_s,
        Some(READ_AT + half_through_s)
    );
}

#[test]
fn every_allowed_bolus_is_in_the_earliest_date_and_seen_ones_in_the_expected() {
    let (status, with) = (testing::status(), testing::prescription());
    let without = Prescription {
        bolus: None,
        ..with.clone()
    };
    let earliest = |it| forecast(&basis(&status, it)).unwrap().empty.earliest_utc_s;
    assert!(earliest(&with) < earliest(&without));
    let seen = Basis {
        habit: always(50_000),
        ..basis(&status, &with)
    };
    let expected = |it: &Basis<'_>| forecast(it).unwrap().empty.expected_utc_s.unwrap();
    assert!(expected(&seen) < expected(&basis(&status, &with)));
}

/// SR-46
#[test]
fn the_expected_range_follows_the_habit_from_its_high_to_its_low_end() {
    // 100 µg/h of 2 mg/mL is 1.2 mL a day; 0, 0.3 and 0.8 mL of boluses beside it
    let (status, prescription) = (testing::status(), plain());
    let ranged = Basis {
        habit: Habit {
            low_nl_per_day: 0,
            middle_nl_per_day: 300_000,
            high_nl_per_day: 800_000,
            days_seen: 9,
            days_unseen: 0,
        },
        ..basis(&status, &prescription)
    };
    let forecast = forecast(&ranged).unwrap();
    let at = |ml_tenths: u64, per_day_tenths: u64| {
        Some(READ_AT + (ml_tenths * 86_400).div_ceil(per_day_tenths))
    };
    assert_eq!(forecast.empty.expected_early_utc_s, at(200, 20));
    assert_eq!(forecast.empty.expected_utc_s, at(200, 15));
    assert_eq!(forecast.empty.expected_late_utc_s, at(200, 12));
    assert_eq!(forecast.low.expected_early_utc_s, at(180, 20));
    assert_eq!(forecast.habit.days_seen, 9);
}

/// SR-46
#[test]
fn the_age_of_a_reading_moves_no_date_so_that_less_time_is_left() {
    let (status, prescription) = (testing::status(), testing::prescription());
    let fresh = forecast(&basis(&status, &prescription)).unwrap();
    let old = Basis {
        age_s: 5 * 86_400,
        ..basis(&status, &prescription)
    };
    let old = forecast(&old).unwrap();
    assert_eq!((old.low, old.empty), (fresh.low, fresh.empty));
    assert_eq!(old.because, [Widening::OldReading { age_s: 432_000 }]);
}

/// SR-46
#[test]
fn use_by_and_the_pumps_own_date_come_first_and_it_is_said() {
    let prescription = plain();
    let mut status = testing::status();
    status.reservoir.as_mut().unwrap().use_by_utc_s = READ_AT + 5;
    let by_use = forecast(&basis(&status, &prescription)).unwrap();
    assert_eq!(by_use.low.earliest_utc_s, READ_AT + 5);
    assert!(by_use.low.reached_utc_s > READ_AT + 5);
    assert_eq!(by_use.because, [Widening::UseBy]);
    let mut status = testing::status();
    status.reservoir.as_mut().unwrap().low_in_s = 60;
    let by_pump = forecast(&basis(&status, &prescription)).unwrap();
    assert_eq!(by_pump.low.earliest_utc_s, READ_AT + 60);
    assert_eq!(by_pump.because, [Widening::PumpSaysEarlier]);
}

/// SR-46
#[test]
fn what_makes_a_forecast_wide_is_said() {
    let prescription = testing::prescription();
    let mut status = testing::status();
    let certain = forecast(&basis(&status, &prescription)).unwrap();
    status.clock.uncertain = true;
    status.therapy = Therapy::Stopped;
    let old = Basis {
        age_s: OLD_S + 1,
        ..basis(&status, &prescription)
    };
    let unsure = forecast(&old).unwrap();
    let expected = [
        Widening::OldReading { age_s: OLD_S + 1 },
        Widening::ClockUncertain,
        Widening::NotRunning(Therapy::Stopped),
    ];
    assert_eq!(unsure.because, expected);
    assert!(unsure.empty.earliest_utc_s <= certain.empty.earliest_utc_s);
}

#[test]
fn nothing_is_forecast_before_the_first_fill_and_nothing_flows_for_ever() {
    let prescription = Prescription {
        steps: List::default(),
        ..plain()
    };
    let mut status = testing::status();
    let forecast_ = forecast(&basis(&status, &prescription)).unwrap();
    assert_eq!(forecast_.empty.expected_utc_s, None);
    status.reservoir = None;
    assert_eq!(forecast(&basis(&status, &prescription)), None);
}

prop_compose! {
    pub(super) fn habits()(mut nl in [0_u64..1_000_000, 0..1_000_000, 0..1_000_000]) -> Habit {
        nl.sort_unstable();
        Habit {
            low_nl_per_day: nl[0],
            middle_nl_per_day: nl[1],
            high_nl_per_day: nl[2],
            ..always(0)
        }
    }
}

prop_compose! {
    pub(super) fn prescriptions()(
        split_s in 1_u32..86_400,
        rates in (0_u32..2_000_000, 0_u32..2_000_000),
        dose in 0_u64..500_000,
        lockout_s in 0_u32..100_000,
        max in 0_u8..20,
        concentration in 1_u32..50_000_000,
    ) -> Prescription {
        let mut prescription = testing::prescription();
        let step = |from_s, until_s, rate| Step { from_s, until_s, rate: NanogramsPerHour(rate) };
        let steps = [step(0, split_s, rates.0), step(split_s, 86_400, rates.1)];
        prescription.steps = List::from_items(steps).unwrap();
        prescription.concentration.0 = concentration;
        let bolus = prescription.bolus.as_mut().unwrap();
        bolus.dose.0 = dose;
        bolus.lockout_s = lockout_s;
        bolus.max_in_window = max;
        prescription
    }
}

prop_compose! {
    pub(super) fn statuses()(
        residual in 0_u64..50_000_000,
        lower in 0_u64..50_000_000,
        low_in_s: u32,
        utc_s in proptest::option::of(0_u64..4_000_000_000),
    ) -> Status {
        let mut status = testing::status();
        status.clock.utc_s = utc_s;
        let reservoir = status.reservoir.as_mut().unwrap();
        reservoir.residual.0 = residual.max(lower);
        reservoir.lower.0 = lower;
        reservoir.low_in_s = low_in_s;
        status
    }
}

proptest! {
    /// SR-46
    #[test]
    fn the_earliest_date_is_never_after_the_expected_the_pumps_or_the_use_by(
        prescription in prescriptions(), status in statuses(), habit in habits(),
    ) {
        let seen = Basis { habit, ..basis(&status, &prescription) };
        let forecast = forecast(&seen).unwrap();
        let reservoir = status.reservoir.unwrap();
        for dates in [forecast.low, forecast.empty] {
            prop_assert!(dates.earliest_utc_s <= reservoir.use_by_utc_s);
            prop_assert!(dates.earliest_utc_s <= dates.reached_utc_s);
            let far = u64::MAX;
            let early = dates.expected_early_utc_s.unwrap_or(far);
            let expected = dates.expected_utc_s.unwrap_or(far);
            prop_assert!(dates.reached_utc_s <= early);
            prop_assert!(early <= expected);
            prop_assert!(expected <= dates.expected_late_utc_s.unwrap_or(far));
        }
        let pump_says = READ_AT + u64::from(reservoir.low_in_s);
        prop_assert!(forecast.low.reached_utc_s <= pump_says);
        prop_assert!(forecast.low.earliest_utc_s <= READ_AT + u64::from(reservoir.low_in_s));
        prop_assert!(forecast.low.earliest_utc_s <= forecast.empty.earliest_utc_s);
    }

    /// SR-46
    #[test]
    fn more_in_the_reservoir_is_never_earlier_empty(
        prescription in prescriptions(), status in statuses(), more in 0_u64..10_000_000,
    ) {
        let mut fuller = status.clone();
        let reservoir = fuller.reservoir.as_mut().unwrap();
        reservoir.residual.0 += more;
        reservoir.lower.0 += more;
        let less = forecast(&basis(&status, &prescription)).unwrap().empty;
        let more = forecast(&basis(&fuller, &prescription)).unwrap().empty;
        prop_assert!(less.earliest_utc_s <= more.earliest_utc_s);
    }

    /// SR-46
    #[test]
    fn more_boluses_seen_are_never_later(
        prescription in prescriptions(), status in statuses(), habit in habits(), more in 0_u64..9_999,
    ) {
        let mut larger = habit;
        larger.low_nl_per_day += more;
        larger.middle_nl_per_day += more;
        larger.high_nl_per_day += more;
        let dates = |habit| {
            let empty = forecast(&Basis { habit, ..basis(&status, &prescription) }).unwrap().empty;
            let far = |it: Option<u64>| it.unwrap_or(u64::MAX);
            [empty.expected_early_utc_s, empty.expected_utc_s, empty.expected_late_utc_s].map(far)
        };
        for (more, less) in dates(larger).iter().zip(dates(habit)) {
            prop_assert!(*more <= less);
        }
    }

    #[test]
    fn the_closed_form_of_the_program_equals_going_second_by_second(
        prescription in prescriptions(), from_s in 0_u32..86_400, span_s in 0_u64..200_000,
    ) {
        let program = Program::new(&prescription, Some(from_s));
        let mut sum = 0_u128;
        for second in 0..span_s {
            let at_s = (u64::from(from_s) + second) % u64::from(program::DAY_S);
            let within = |step: &&Step| (u64::from(step.from_s)..step.until_s.into()).contains(&at_s);
            sum += prescription.steps.iter().find(within).map_or(0, |step| step.rate.0.into());
        }
        prop_assert_eq!(program.average_units(span_s), sum);
        prop_assert_eq!(program.most_units(span_s), sum);
    }
}
