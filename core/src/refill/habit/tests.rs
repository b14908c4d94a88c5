use super::*;
use crate::testing;
use cisterna_protocol::prescription::BolusPermission;
use cisterna_protocol::quantity::Nanograms;
use cisterna_protocol::record::Origin;
use proptest::prelude::*;

/// 12 500 nL each, at most 4 in 24 h: 50 000 nL a day.
const ALLOWED: u64 = 50_000;
const NOW: u64 = 100 * DAY;

fn seen(days: u64, boluses: &[(u64, u64, u64)]) -> Seen {
    let bolus = |&(ago_s, least, most): &(u64, u64, u64)| SeenBolus {
        ended_at: Count(NOW - ago_s),
        least: Nanolitres(least),
        most: Nanolitres(most),
    };
    Seen {
        span: CountSpan {
            from: Count(NOW - days * DAY),
            until: Count(NOW),
        },
        unseen: Vec::new(),
        boluses: boluses.iter().map(bolus).collect(),
    }
}

fn habit(seen: &Seen) -> Habit {
    Habit::of(seen, &testing::prescription())
}

fn ends(habit: &Habit) -> [u64; 3] {
    [
        habit.low_nl_per_day,
        habit.middle_nl_per_day,
        habit.high_nl_per_day,
    ]
}

#[test]
fn without_a_log_the_habit_is_from_nothing_to_all_that_is_allowed() {
    let unknown = Habit::unknown(&testing::prescription());
    assert!(!unknown.is_known());
    assert_eq!(ends(&unknown), [0, ALLOWED / 2, ALLOWED]);
    assert_eq!((unknown.days_seen, unknown.days_unseen), (0, 7));
}

#[test]
fn a_full_span_ranges_from_its_lowest_to_its_highest_day_around_the_mean() {
    // each day one bolus, the latest day three: 30 boluses in 28 days
    let mut boluses: Vec<_> = (0..28)
        .map(|day| (day * DAY + 60, 12_500, 12_500))
        .collect();
    boluses.extend([(30_000, 12_500, 12_500), (40_000, 12_500, 12_500)]);
    let habit = habit(&seen(28, &boluses));
    assert_eq!(ends(&habit), [12_500, 30 * 12_500 / 28, 37_500]);
    assert_eq!((habit.days_seen, habit.days_unseen), (28, 0));
}

#[test]
fn a_day_of_the_log_counts_back_from_the_reading_its_begin_not_in_it() {
    let edges = [(0, 1_000, 1_000), (DAY, 20_000, 20_000)];
    let habit = habit(&seen(8, &edges));
    // the latest day has the first only, the one before it the second
    assert_eq!((habit.low_nl_per_day, habit.high_nl_per_day), (0, 20_000));
}

#[test]
fn few_days_widen_the_range_by_the_days_that_a_week_lacks() {
    let every_day: Vec<_> = (0..3).map(|day| (day * DAY + 60, 14_000, 14_000)).collect();
    let habit = habit(&seen(3, &every_day));
    let low = 3 * 14_000 / 7;
    let high = (3 * 14_000_u64 + 4 * ALLOWED).div_ceil(7);
    let middle = (3 * 14_000 + 4 * ALLOWED / 2) / 7;
    assert_eq!(ends(&habit), [low, middle, high]);
    assert_eq!((habit.days_seen, habit.days_unseen), (3, 4));
}

#[test]
fn what_a_stopped_bolus_left_open_widens_the_range() {
    let open: Vec<_> = (0..7).map(|day| (day * DAY + 60, 2_000, 12_000)).collect();
    assert_eq!(ends(&habit(&seen(7, &open))), [2_000, 7_000, 12_000]);
}

#[test]
fn a_gap_widens_the_range_by_the_days_that_it_touches() {
    let every_day: Vec<_> = (0..10)
        .map(|day| (day * DAY + 60, 10_000, 10_000))
        .collect();
    let mut gappy = seen(10, &every_day);
    // over the border of two days, told twice
    let gap = CountSpan {
        from: Count(NOW - 2 * DAY - 100),
        until: Count(NOW - 2 * DAY + 100),
    };
    gappy.unseen = vec![gap, gap];
    let habit = habit(&gappy);
    assert_eq!((habit.days_seen, habit.days_unseen), (8, 2));
    assert_eq!(habit.low_nl_per_day, 8_000);
    assert_eq!(habit.high_nl_per_day, 8_000 + 2 * ALLOWED / 10);
    // 200 s are unseen, once
    let middle = (10 * 10_000 * DAY + 200 * ALLOWED / 2) / (10 * DAY);
    assert_eq!(habit.middle_nl_per_day, middle);
}

#[test]
fn a_gap_that_ends_where_a_day_begins_leaves_that_day_seen() {
    let mut gappy = seen(10, &[]);
    gappy.unseen = vec![span(NOW - 3 * DAY, NOW - 2 * DAY)];
    let days = habit(&gappy);
    assert_eq!((days.days_seen, days.days_unseen), (9, 1));
}

#[test]
fn a_habit_stays_within_what_is_allowed_now() {
    let many: Vec<_> = (0..7).map(|day| (day * DAY, 70_000, 70_000)).collect();
    assert_eq!(ends(&habit(&seen(7, &many))), [ALLOWED; 3]);
    let mut none = testing::prescription();
    none.bolus = None;
    assert_eq!(ends(&Habit::of(&seen(7, &many), &none)), [0; 3]);
}

#[test]
fn what_is_allowed_follows_the_tighter_of_window_and_lockout() {
    let allowed = |lockout_s, max_in_window, window_s| {
        let mut prescription = testing::prescription();
        prescription.window_s = window_s;
        prescription.bolus = Some(BolusPermission {
            dose: Nanograms(25_000),
            duration_s: 600,
            lockout_s,
            max_in_window,
        });
        allowed_nl_per_day(&prescription)
    };
    assert_eq!(allowed(0, 4, 86_400), 50_000);
    assert_eq!(allowed(7_200, 4, 43_200), 100_000);
    assert_eq!(allowed(43_200, 4, 86_400), 25_000);
    // 4 in 5 h: 19.2 a day
    assert_eq!(allowed(0, 4, 18_000), 240_000);
    assert_eq!(allowed(7_200, 0, 86_400), 0);
}

#[test]
fn a_volume_past_all_reason_is_held() {
    let mut prescription = testing::prescription();
    prescription.bolus.as_mut().unwrap().dose = Nanograms(u64::MAX);
    let most = Habit::of(&seen(28, &[(60, u64::MAX, u64::MAX)]), &prescription);
    assert_eq!(most.high_nl_per_day, MOST_NL_PER_DAY);
}

fn record(seq: u32, at: u64, body: Body) -> Record {
    Record {
        seq,
        epoch: 1,
        at: Count(at),
        body,
    }
}

fn basal() -> Body {
    Body::Basal {
        span_s: 3_600,
        programmed: Nanolitres(50_000),
        delivered: Nanolitres(50_000),
    }
}

fn stopped(cause: DeficitCause) -> Body {
    Body::Deficit {
        cause,
        span_s: 600,
        volume: Nanolitres(1),
    }
}

fn status(next: u32) -> Status {
    let mut status = testing::status();
    status.count = Count(NOW);
    status.doses.next = next;
    status
}

fn span(from: u64, until: u64) -> CountSpan {
    CountSpan {
        from: Count(from),
        until: Count(until),
    }
}

#[test]
fn a_log_is_seen_from_the_begin_of_its_first_record_and_missing_numbers_are_gaps() {
    let bolus = Body::Bolus {
        origin: Origin::Clinician,
        cause: None,
        span_s: 60,
        programmed: Nanolitres(9),
        least: Nanolitres(7),
    };
    let t = NOW - 2 * DAY;
    // newest first, one of them twice
    let records = [
        record(8, t + 9_000, basal()),
        record(6, t + 6_000, bolus),
        record(6, t + 6_000, bolus),
        record(5, t + 5_000, basal()),
    ];
    let seen = Seen::in_log(&records, &status(9), Count(0));
    assert_eq!(seen.span, span(t + 1_400, NOW));
    assert_eq!(seen.unseen, [span(t + 6_000, t + 9_000)]);
    let only = SeenBolus {
        ended_at: Count(t + 6_000),
        least: Nanolitres(7),
        most: Nanolitres(9),
    };
    assert_eq!(seen.boluses, [only]);
    // one more record exists on the pump than was copied
    let behind = Seen::in_log(&records, &status(10), Count(0));
    assert_eq!(behind.unseen[1..], [span(t + 9_000, NOW)]);
}

#[test]
fn time_in_which_nobody_could_take_a_bolus_is_not_seen() {
    for (cause, hidden) in [
        (DeficitCause::Stopped, true),
        (DeficitCause::Fault, true),
        (DeficitCause::Dry, true),
        (DeficitCause::Late, false),
        (DeficitCause::LimitHold, false),
    ] {
        let records = [record(1, NOW - 5_000, stopped(cause))];
        let seen = Seen::in_log(&records, &status(2), Count(0));
        let expected = [span(NOW - 5_600, NOW - 5_000)];
        assert_eq!(seen.unseen, &expected[..usize::from(hidden)]);
    }
}

#[test]
fn neither_older_weeks_nor_another_prescription_are_looked_at() {
    let records = [record(1, 50 * DAY, basal())];
    let from = |since| Seen::in_log(&records, &status(2), Count(since)).span.from;
    assert_eq!(from(0), Count(NOW - 28 * DAY));
    assert_eq!(from(NOW - 9), Count(NOW - 9));
    assert_eq!(from(NOW + 9), Count(NOW));
    let nothing = Seen::in_log(&[], &status(1), Count(0));
    assert_eq!(nothing.span, span(NOW, NOW));
    assert!(!habit(&nothing).is_known());
}

proptest! {
    #[test]
    fn the_range_is_in_order_and_what_is_not_seen_never_narrows_it(
        days in 0_u64..40,
        boluses in proptest::collection::vec((0..40 * DAY, 0_u64..20_000, 0_u64..20_000), 0..60),
        unseen in proptest::collection::vec((0..40 * DAY, 0..3 * DAY), 0..6),
    ) {
        let boluses: Vec<_> = boluses.iter().map(|&(ago, least, more)| (ago, least, least + more)).collect();
        let whole = seen(days, &boluses);
        let mut gappy = whole.clone();
        gappy.unseen = unseen.iter().map(|&(ago, long)| span(NOW - ago - long, NOW - ago)).collect();
        let (whole, gappy) = (habit(&whole), habit(&gappy));
        for it in [whole, gappy] {
            prop_assert!(it.low_nl_per_day <= it.middle_nl_per_day);
            prop_assert!(it.middle_nl_per_day <= it.high_nl_per_day);
            prop_assert!(it.high_nl_per_day <= ALLOWED);
        }
        prop_assert_eq!(whole.days_seen + whole.days_unseen, gappy.days_seen + gappy.days_unseen);
        prop_assert!(gappy.days_seen <= whole.days_seen);
    }
}
