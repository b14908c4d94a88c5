//! Points, gaps and lines.

use super::*;

fn chart(purpose: Purpose, entries: &Entries, measure: Measure) -> Chart {
    let plan = plan(infusion(purpose));
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &entries.0, at("2026-06-10T11:00").utc_ms);
    diary.chart(measure, i64::MIN..i64::MAX)
}

fn value(made: &str, value: u8, timing: Timing) -> ChartPoint {
    ChartPoint::Value {
        at_utc_ms: at(made).utc_ms,
        value,
        timing,
    }
}

fn gap(from: &str, until: &str, prompts: u32) -> ChartPoint {
    ChartPoint::Gap {
        from_utc_ms: at(from).utc_ms,
        until_utc_ms: at(until).utc_ms,
        prompts,
    }
}

/// SR-50
#[test]
fn missing_breaks_the_line_and_late_is_marked() {
    let mut entries = Entries::default();
    entries.answer("2026-06-08T10:00", rest(8));
    entries.answer(
        "2026-06-09T10:00",
        Answers::skipped(Purpose::Pain.measures()),
    );
    entries.late("2026-06-09T16:00", "2026-06-09T18:00", rest(6));
    entries.answer("2026-06-09T20:00", rest(7));
    entries.spontaneous("2026-06-09T23:00", rest(9));
    entries.answer("2026-06-10T10:00", rest(5));
    let chart = chart(Purpose::Pain, &entries, Measure::NrsRest);
    assert_eq!(
        chart.points,
        [
            value("2026-06-08T10:00", 8, Timing::OnTime),
            gap("2026-06-08T16:00", "2026-06-09T10:00", 3),
            value("2026-06-09T18:00", 6, Timing::Late),
            value("2026-06-09T20:00", 7, Timing::OnTime),
            value("2026-06-09T23:00", 9, Timing::Spontaneous),
            value("2026-06-10T10:00", 5, Timing::OnTime),
        ]
    );
    assert!(!chart.thinned);
    // baseline 8+6+7+9+5 = 35 of 5: the lines are at 4.9 and 3.5
    let levels = chart.levels.iter();
    let levels: Vec<_> = levels.map(|it| (it.percent, it.value_milli())).collect();
    assert_eq!(levels, [(30, 4_900), (50, 3_500)]);
}

#[test]
fn lines_of_function_lie_above_the_baseline() {
    let mut entries = Entries::default();
    for slot in [
        "2026-06-08T10:00",
        "2026-06-08T16:00",
        "2026-06-08T20:00",
        "2026-06-09T10:00",
    ] {
        entries.answer(slot, Answers::default().with(Measure::Function, 4));
    }
    let chart = chart(Purpose::Spasticity, &entries, Measure::Function);
    let [thirty, fifty] = chart.levels[..] else {
        panic!("two lines");
    };
    assert_eq!((thirty.numerator, thirty.denominator), (16 * 130, 400));
    assert_eq!((thirty.value_milli(), fifty.value_milli()), (5_200, 6_000));
}

/// SR-50
#[test]
fn there_are_no_lines_without_a_baseline() {
    let mut entries = Entries::default();
    entries.answer("2026-06-08T10:00", rest(8));
    let thin = chart(Purpose::Pain, &entries, Measure::NrsRest);
    assert!(thin.levels.is_empty(), "one of seven prompts");
    let mut entries = Entries::default();
    for slot in [
        "2026-06-08T10:00",
        "2026-06-08T16:00",
        "2026-06-08T20:00",
        "2026-06-09T10:00",
    ] {
        entries.answer(slot, rest(0));
    }
    let zero = chart(Purpose::Pain, &entries, Measure::NrsRest);
    assert!(zero.levels.is_empty());
}

#[test]
fn what_was_not_asked_is_no_gap() {
    let mut entries = Entries::default();
    for slot in [
        "2026-06-08T10:00",
        "2026-06-08T16:00",
        "2026-06-08T20:00",
        "2026-06-09T10:00",
        "2026-06-09T16:00",
        "2026-06-09T20:00",
        "2026-06-10T10:00",
    ] {
        entries.answer(slot, spasms(0, None));
    }
    let severity = chart(Purpose::Spasticity, &entries, Measure::SpasmSeverity);
    assert!(severity.points.is_empty());
    // a measure of another purpose has no gaps of its own
    let pain = chart(Purpose::Spasticity, &Entries::default(), Measure::NrsRest);
    assert!(pain.points.is_empty());
}

#[test]
fn a_span_cuts_the_chart() {
    let mut entries = Entries::default();
    entries.answer("2026-06-08T10:00", rest(8));
    entries.answer("2026-06-09T10:00", rest(7));
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &entries.0, at("2026-06-10T11:00").utc_ms);
    let span = at("2026-06-09T00:00").utc_ms..at("2026-06-09T16:00").utc_ms;
    let chart = diary.chart(Measure::NrsRest, span);
    assert_eq!(chart.points, [value("2026-06-09T10:00", 7, Timing::OnTime)]);
}

#[test]
fn of_equal_extremes_of_a_run_the_first_stays() {
    // 301 answers make runs of four: 7 3 9 3, again and again
    let plan = long_term(at("2026-01-01T00:00"), BERLIN, &["20:00"]);
    let zones = Zones::only(BERLIN);
    let from_utc_ms = at("2026-01-01T12:00").utc_ms;
    let mut entries = Entries::default();
    for (value, minute) in [7, 3, 9, 3].into_iter().cycle().zip(0..301) {
        let made = Moment::in_zone(from_utc_ms + minute * MINUTE_MS, BERLIN);
        entries.push(made, None, rest(value));
    }
    let diary = Diary::new(&plan, &zones, &entries.0, at("2026-01-01T19:00").utc_ms);
    let chart = diary.chart(Measure::NrsRest, i64::MIN..i64::MAX);
    assert!(chart.thinned);
    let first: Vec<_> = chart.points[..4].to_vec();
    let point = |minute: i64, value| ChartPoint::Value {
        at_utc_ms: from_utc_ms + minute * MINUTE_MS,
        value,
        timing: Timing::Spontaneous,
    };
    assert_eq!(first, [point(1, 3), point(2, 9), point(5, 3), point(6, 9)]);
}
