//! What holds for every diary.

use super::*;
use crate::civil::DAY_MS;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Zones on both sides of the date line, and with every kind of change of clocks.
const ZONES: [Zone; 6] = [
    Zone::Europe__Berlin,
    Zone::America__New_York,
    Zone::Pacific__Auckland,
    Zone::Pacific__Honolulu,
    Zone::Australia__Lord_Howe,
    Zone::Asia__Kathmandu,
];

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(ZONES.to_vec())
}

fn any_travel() -> impl Strategy<Value = Vec<ZoneChange>> {
    let start = at("2026-10-20T00:00").utc_ms;
    let change = (0..12 * 24 * 60_i64, any_zone()).prop_map(move |(minute, zone)| ZoneChange {
        from_utc_ms: start + minute * MINUTE_MS,
        zone,
    });
    proptest::collection::vec(change, 0..6)
}

/// Prompts of [`autumn`]: eight days of three.
const AUTUMN_SLOTS: usize = 24;

/// An infusion over the end of summer time in Berlin and New York's neighbourhood.
fn autumn() -> Plan {
    let mut spec = spec(Purpose::Pain);
    spec.trial = Some(Trial::infusion(
        at("2026-10-21T00:00"),
        at("2026-10-23T12:00"),
        6,
    ));
    plan(spec)
}

/// One answer: minutes around its prompt, and rest and motion.
type Told = (i64, Option<u8>, Option<u8>);

fn any_entries() -> impl Strategy<Value = Vec<Option<Told>>> {
    let value = || proptest::option::of(0_u8..=10);
    let told = (-15_i64..40, value(), value());
    proptest::collection::vec(proptest::option::of(told), AUTUMN_SLOTS)
}

/// Entries for the slots of the plan, in order; `None` leaves one out.
fn entries(diary: &Diary<'_>, told: &[Option<Told>]) -> Entries {
    assert_eq!(diary.slots().len(), told.len());
    let mut entries = Entries::default();
    for (view, told) in diary.slots().iter().zip(told) {
        let Some((minutes, at_rest, moving)) = told else {
            continue;
        };
        let utc_ms = view.slot.due_utc_ms + minutes * MINUTE_MS;
        let answer = |value: &Option<u8>| value.map_or(Answer::Skipped, Answer::Given);
        let answers = Answers {
            nrs_rest: answer(at_rest),
            nrs_motion: answer(moving),
            ..Answers::default()
        };
        entries.push(
            Moment::in_zone(utc_ms, BERLIN),
            Some(view.slot.key),
            answers,
        );
    }
    entries
}

proptest! {
    /// SR-49
    #[test]
    fn no_journey_doubles_drops_or_reorders_a_slot(changes in any_travel(), home in any_zone()) {
        let plan = autumn();
        let (zones, stayed) = (Zones::new(home, &changes), Zones::only(BERLIN));
        let travelled = Diary::new(&plan, &zones, &[], afterwards());
        let at_home = Diary::new(&plan, &stayed, &[], afterwards());
        let keys = |diary: &Diary<'_>| -> Vec<_> {
            diary.slots().iter().map(|view| view.slot.key).collect()
        };
        prop_assert_eq!(keys(&travelled), keys(&at_home));
    }

    /// SR-49
    #[test]
    fn a_later_change_of_zone_moves_no_slot_that_was(
        changes in any_travel(), home in any_zone(), next in any_zone(),
    ) {
        let plan = autumn();
        let now = at("2026-10-26T03:00").utc_ms;
        let past: Vec<_> = changes.into_iter().filter(|it| it.from_utc_ms < now).collect();
        let mut more = past.clone();
        more.push(ZoneChange { from_utc_ms: now, zone: next });
        let (before, after) = (Zones::new(home, &past), Zones::new(home, &more));
        let before = Diary::new(&plan, &before, &[], now);
        let after = Diary::new(&plan, &after, &[], now);
        for (old, new) in before.slots().iter().zip(after.slots()) {
            if old.slot.due_utc_ms < now {
                prop_assert_eq!(old.slot, new.slot);
            } else {
                prop_assert!(new.slot.due_utc_ms >= now);
            }
        }
    }

    /// SR-49: the clock in hand shows the prompt's time or later, and never did before
    #[test]
    fn a_slot_is_the_first_time_that_the_clock_shows_it(
        changes in any_travel(), home in any_zone(), date in 21_u32..30, minutes in 0_u16..1_440,
    ) {
        let zones = Zones::new(home, &changes);
        let date = crate::civil::Date::from_ymd_opt(2026, 10, date).unwrap();
        let time = crate::civil::TimeOfDay::from_minutes(minutes).unwrap();
        let wanted = date.and_time(time.into());
        let due = zones.instant_of(date, time);
        prop_assert!(zones.moment(due).local() >= wanted);
        // every quarter of an hour of the two days before
        for quarter in 0..200 {
            let earlier = due - 1 - quarter * 15 * MINUTE_MS;
            prop_assert!(zones.moment(earlier).local() < wanted);
        }
    }

    /// SR-50: counted again in the plainest way
    #[test]
    fn sums_and_shares_are_those_of_a_plain_count(told in any_entries()) {
        let plan = autumn();
        let zones = Zones::only(BERLIN);
        let empty = Diary::new(&plan, &zones, &[], afterwards());
        let entries = entries(&empty, &told);
        let diary = Diary::new(&plan, &zones, &entries.0, afterwards());
        let result = infusion_result(&diary);
        let (mut baseline, mut window) = ((0_u64, 0), (0_u64, 0));
        let mut in_window = 0;
        for (view, told) in empty.slots().iter().zip(&told) {
            let due = view.slot.due_utc_ms;
            let is_window = due >= at("2026-10-27T00:00").utc_ms;
            in_window += u32::from(is_window);
            if let Some((minutes, Some(value), _)) = told {
                let made = due + minutes * MINUTE_MS;
                if made < at("2026-10-23T12:00").utc_ms {
                    baseline = (baseline.0 + u64::from(*value), baseline.1 + 1);
                }
                if is_window && *minutes <= 15 {
                    window = (window.0 + u64::from(*value), window.1 + 1);
                }
            }
        }
        let rest = of(&result, Measure::NrsRest);
        prop_assert_eq!(rest.baseline, tally(baseline.0, baseline.1));
        prop_assert_eq!(rest.result, tally(window.0, window.1));
        prop_assert_eq!(result.window.planned(), in_window);
        if window.1 * 2 < in_window {
            let refused = matches!(rest.outcome, Outcome::NotEnoughData(_));
            prop_assert!(refused);
        }
    }

    /// SR-50: taking answers away never adds to a sum, and the order of storage does not matter
    #[test]
    fn a_missing_answer_adds_nothing(told in any_entries(), gone in 0_usize..20, turn in 0_usize..20) {
        let plan = autumn();
        let zones = Zones::only(BERLIN);
        let empty = Diary::new(&plan, &zones, &[], afterwards());
        let mut entries = entries(&empty, &told);
        let whole = infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()));
        let places = entries.0.len().max(1);
        let mut turned = entries.0.clone();
        turned.rotate_left(turn % places);
        let again = infusion_result(&Diary::new(&plan, &zones, &turned, afterwards()));
        prop_assert_eq!(&whole, &again);
        if entries.0.is_empty() {
            return Ok(());
        }
        entries.0.remove(gone % places);
        let less = infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()));
        for (all, fewer) in whole.measures.iter().zip(&less.measures) {
            prop_assert!(fewer.baseline.count <= all.baseline.count);
            prop_assert!(fewer.result.sum <= all.result.sum);
        }
        prop_assert_eq!(whole.window.planned(), less.window.planned());
    }

    /// SR-50: days hold every answer once, a chart hides no extreme
    #[test]
    fn days_and_chart_lose_nothing(told in any_entries()) {
        let plan = autumn();
        let zones = Zones::only(BERLIN);
        let empty = Diary::new(&plan, &zones, &[], afterwards());
        let entries = entries(&empty, &told);
        let diary = Diary::new(&plan, &zones, &entries.0, afterwards());
        let given = told.iter().flatten().filter(|it| it.1.is_some()).count();
        let days = diary.days(&[]);
        let in_days: u32 = days.iter().map(|row| row.tally(Measure::NrsRest).count).sum();
        prop_assert_eq!(in_days as usize, given);
        let prompts: u32 = days.iter().map(|row| row.prompts.planned()).sum();
        prop_assert_eq!(prompts as usize, diary.slots().len());
        let chart = diary.chart(Measure::NrsRest, i64::MIN..i64::MAX);
        let is_value = |it: &&ChartPoint| matches!(it, ChartPoint::Value { .. });
        prop_assert_eq!(chart.points.iter().filter(is_value).count(), given);
    }

    /// The rule of thinning, on diaries of years.
    #[test]
    fn thinning_hides_no_extreme_and_no_gap(
        values in proptest::collection::vec(proptest::option::weighted(0.8, 0_u8..=10), 300..2_000),
    ) {
        let plan = long_term(at("2026-01-01T00:00"), BERLIN, &["10:00", "16:00", "20:00"]);
        let zones = Zones::only(BERLIN);
        let empty = Diary::new(&plan, &zones, &[], at("2029-01-01T00:00").utc_ms);
        let mut entries = Entries::default();
        for (view, value) in empty.slots().iter().zip(&values) {
            if let Some(value) = value {
                let made = Moment::in_zone(view.slot.due_utc_ms, BERLIN);
                entries.push(made, Some(view.slot.key), rest(*value));
            }
        }
        let until = empty.slots()[values.len()].slot.due_utc_ms;
        let diary = Diary::new(&plan, &zones, &entries.0, until);
        let chart = diary.chart(Measure::NrsRest, i64::MIN..until);
        prop_assert!(chart.points.len() <= CHART_MAX_POINTS);
        let time = |it: &ChartPoint| match *it {
            ChartPoint::Value { at_utc_ms, .. } => at_utc_ms,
            ChartPoint::Gap { from_utc_ms, .. } => from_utc_ms,
        };
        prop_assert!(chart.points.is_sorted_by_key(time));
        let shown: Vec<u8> = chart.points.iter().filter_map(|it| match it {
            ChartPoint::Value { value, .. } => Some(*value),
            ChartPoint::Gap { .. } => None,
        }).collect();
        let told = || values.iter().flatten();
        prop_assert_eq!(shown.iter().min(), told().min());
        prop_assert_eq!(shown.iter().max(), told().max());
        let missing: u32 = chart.points.iter().map(|it| match it {
            ChartPoint::Value { .. } => 0,
            ChartPoint::Gap { prompts, .. } => *prompts,
        }).sum();
        let unanswered = values.iter().filter(|it| it.is_none()).count();
        prop_assert_eq!(missing as usize, unanswered);
    }

    /// SR-49: whatever the clocks say, an entry is kept as it was made
    #[test]
    fn every_recorded_entry_is_there_and_where_it_was_made(
        minutes in proptest::collection::vec(0_i64..20_000, 1..40),
    ) {
        let plan = autumn();
        let zones = Zones::only(BERLIN);
        let mut entries: Vec<Entry> = Vec::new();
        for minute in &minutes {
            let made = zones.moment(at("2026-10-21T00:00").utc_ms + minute * MINUTE_MS);
            let entry = {
                let diary = Diary::new(&plan, &zones, &entries, made.utc_ms);
                let draft = EntryDraft {
                    plan: PlanId(7),
                    target: Target::Spontaneous,
                    answers: rest(3),
                };
                diary.record(draft, &Stamp::new(made, None)).unwrap()
            };
            let set_back = entries.last().is_some_and(|it| it.made.utc_ms > made.utc_ms);
            prop_assert_eq!(entry.made, made);
            prop_assert_eq!(entry.clock_suspect.is_some(), set_back);
            entries.push(entry);
        }
        let diary = Diary::new(&plan, &zones, &entries, afterwards());
        prop_assert_eq!(diary.entries().len(), minutes.len());
    }
}

/// Twenty thousand entries over eighteen years: a quadratic way would take minutes.
#[test]
fn twenty_thousand_entries_are_added_up_quickly() {
    const ENTRIES: usize = 20_000;
    let mut spec = infusion(Purpose::Pain);
    spec.long_term = Some(LongTerm {
        from: at("2026-06-14T00:00"),
        prompts: ClockPrompts::default(),
    });
    let plan = plan(spec);
    let zones = Zones::only(BERLIN);
    let now = at("2026-06-14T00:00").utc_ms + 19 * 366 * DAY_MS;
    let empty = Diary::new(&plan, &zones, &[], now);
    let mut entries = Entries::default();
    for view in empty.slots().iter().take(ENTRIES) {
        let made = Moment::in_zone(view.slot.due_utc_ms, BERLIN);
        entries.push(made, Some(view.slot.key), rest(3));
    }
    assert_eq!(entries.0.len(), ENTRIES);
    let begun = Instant::now();
    let diary = Diary::new(&plan, &zones, &entries.0, now);
    assert!(diary.results().is_some());
    let days = diary.days(&[]);
    let counted: u32 = days
        .iter()
        .map(|row| row.tally(Measure::NrsRest).count)
        .sum();
    assert_eq!(counted as usize, ENTRIES);
    let chart = diary.chart(Measure::NrsRest, i64::MIN..i64::MAX);
    assert!(chart.thinned);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(5), "took {took:?}");
}
