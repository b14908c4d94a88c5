use super::*;
use crate::refill::forecast;
use crate::refill::tests::{READ_AT, basis, habits, plain, prescriptions, statuses};
use crate::testing;
use proptest::prelude::*;

#[test]
fn a_plain_program_falls_in_a_straight_line_and_the_lower_bound_a_seventh_faster() {
    let (status, prescription) = (testing::status(), plain());
    // 299 steps over 13 days: 1.2 mL a day
    let curve = curve(&basis(&status, &prescription), 13).unwrap();
    assert_eq!(curve.points.len() as u64, MAX_POINTS);
    assert_eq!(
        (curve.low_level_nl, curve.filled_nl),
        (2_000_000, 20_000_000)
    );
    let first = curve.points[0];
    assert_eq!(first.at_utc_s, READ_AT);
    assert_eq!(
        (first.earliest_nl, first.expected_nl),
        (20_000_000, 20_000_000)
    );
    let last = curve.points[299];
    assert_eq!(last.at_utc_s, READ_AT + 13 * DAY_S);
    assert_eq!(last.expected_nl, 20_000_000 - 13 * 1_200_000);
    assert_eq!(last.earliest_nl, 20_000_000 - 13 * 1_374_000);
}

#[test]
fn an_old_reading_begins_the_curve_and_the_days_count_from_now() {
    let (status, prescription) = (testing::status(), plain());
    let old = Basis {
        age_s: 5 * DAY_S,
        ..basis(&status, &prescription)
    };
    let points = curve(&old, 2).unwrap().points;
    assert_eq!(points[0].at_utc_s, READ_AT);
    assert_eq!(points[299].at_utc_s, READ_AT + 7 * DAY_S);
}

#[test]
fn days_are_held_and_nothing_is_drawn_before_the_first_fill() {
    let (mut status, prescription) = (testing::status(), plain());
    let end = |status: &_, days| {
        let curve = curve(&basis(status, &prescription), days).unwrap();
        curve.points[299].at_utc_s - READ_AT
    };
    assert_eq!(end(&status, 0), DAY_S);
    assert_eq!(end(&status, u32::MAX), u64::from(MAX_DAYS) * DAY_S);
    status.reservoir = None;
    assert_eq!(curve(&basis(&status, &prescription), 9), None);
}

/// SR-46
#[test]
fn the_lower_line_is_never_above_what_the_pumps_own_dates_leave() {
    let (mut status, prescription) = (testing::status(), plain());
    let reservoir = status.reservoir.as_mut().unwrap();
    reservoir.low_in_s = 86_400;
    reservoir.empty_in_s = 2 * 86_400;
    let points = curve(&basis(&status, &prescription), 3).unwrap().points;
    for point in points {
        let after_s = point.at_utc_s - READ_AT;
        let most = match after_s {
            0..86_400 => 20_000_000,
            86_400..172_800 => 2_000_000,
            172_800.. => 0,
        };
        assert!(point.earliest_nl <= most);
    }
}

proptest! {
    /// SR-46
    #[test]
    fn the_curve_falls_keeps_its_order_and_agrees_with_the_dates(
        mut prescription in prescriptions(), status in statuses(), habit in habits(), days in 1_u32..=366,
    ) {
        // below this a nanolitre is less than one of the closed form's units
        prescription.concentration.0 = prescription.concentration.0.max(300);
        let basis = Basis { habit, ..basis(&status, &prescription) };
        let dates = forecast(&basis).unwrap();
        let curve = curve(&basis, days).unwrap();
        for pair in curve.points.windows(2) {
            prop_assert!(pair[0].at_utc_s < pair[1].at_utc_s);
            prop_assert!(pair[0].earliest_nl >= pair[1].earliest_nl);
            prop_assert!(pair[0].expected_nl >= pair[1].expected_nl);
        }
        for point in &curve.points {
            prop_assert!(point.earliest_nl <= point.expected_early_nl);
            prop_assert!(point.expected_early_nl <= point.expected_nl);
            prop_assert!(point.expected_nl <= point.expected_late_nl);
            for (level, dates) in [(curve.low_level_nl, dates.low), (0, dates.empty)] {
                let expected = dates.expected_utc_s.is_some_and(|it| it <= point.at_utc_s);
                prop_assert_eq!(point.expected_nl <= level, expected);
                let reached = dates.reached_utc_s <= point.at_utc_s;
                prop_assert_eq!(point.earliest_nl <= level, reached);
            }
        }
    }
}
