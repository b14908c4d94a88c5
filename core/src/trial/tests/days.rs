//! The diary day by day.

use super::*;

fn rows(plan: &Plan, entries: &Entries, now: &str, doses: &[DayDose]) -> Vec<DayRow> {
    let zones = Zones::only(BERLIN);
    Diary::new(plan, &zones, &entries.0, at(now).utc_ms).days(doses)
}

fn row<'a>(rows: &'a [DayRow], date: &str) -> &'a DayRow {
    let date = date.parse().unwrap();
    rows.iter().find(|row| row.date == date).unwrap()
}

#[test]
fn every_day_has_a_row_up_to_today_without_gaps() {
    let plan = plan(infusion(Purpose::Pain));
    let rows = rows(&plan, &Entries::default(), "2026-06-12T18:00", &[]);
    let dates: Vec<_> = rows.iter().map(|row| row.date.to_string()).collect();
    assert_eq!(dates.first().unwrap(), "2026-06-08");
    assert_eq!(
        (dates.last().unwrap().as_str(), dates.len()),
        ("2026-06-12", 5)
    );
    let trial_days: Vec<_> = rows.iter().map(|row| row.trial_day).collect();
    assert_eq!(trial_days, [None, None, Some(1), Some(2), Some(3)]);
    let today = rows.last().unwrap().prompts;
    assert_eq!((today.missing, today.ahead), (2, 1));
}

/// SR-50
#[test]
fn a_day_by_hand() {
    let mut spec = infusion(Purpose::Pain);
    spec.drug = Some(Drug::Morphine.into());
    let plan = plan(spec);
    let mut entries = Entries::default();
    let mut first = rest(4).with(Measure::Sleep, 6);
    first.side_effects = Answer::Given([SideEffect::Nausea, SideEffect::Itching].into());
    first.analgesics = Answer::Given(vec![Analgesic {
        name: "paracetamol".to_owned(),
        amount: "500 mg".to_owned(),
        count: 2,
    }]);
    entries.answer("2026-06-11T10:00", first);
    let mut late = rest(7);
    late.side_effects = Answer::Given([SideEffect::Nausea].into());
    let late = entries.late("2026-06-11T16:00", "2026-06-11T18:00", late);
    entries.correct(late, "2026-06-11T18:05", rest(5));
    entries.spontaneous("2026-06-11T23:59", rest(1).with(Measure::Function, 8));
    // made after midnight, for the evening before: late there, a number here
    entries.late("2026-06-11T20:00", "2026-06-12T00:10", rest(9));
    entries.spontaneous("2026-06-12T03:00", rest(2));
    entries.last().clock_suspect = Some(ClockSuspicion::SetBack);
    let given = DayDose {
        date: "2026-06-11".parse().unwrap(),
        basal_ng: 1_200_000,
        bolus_ng: 50_000,
        boluses: 2,
    };
    let outside = DayDose {
        date: "2020-01-01".parse().unwrap(),
        ..given
    };
    let rows = rows(&plan, &entries, "2026-06-12T18:00", &[given, outside]);
    let day = row(&rows, "2026-06-11");
    assert_eq!(
        (day.prompts.on_time, day.prompts.late, day.prompts.asked()),
        (1, 2, 3)
    );
    assert_eq!(day.prompts.answered_permille(), Some(1_000));
    assert_eq!(day.tally(Measure::NrsRest), tally(10, 3));
    assert_eq!(day.tally(Measure::NrsRest).mean_milli(), Some(3_333));
    assert_eq!(day.tally(Measure::Sleep), tally(6, 1));
    assert_eq!(day.tally(Measure::Function), tally(8, 1));
    assert_eq!(day.tally(Measure::NrsMotion).mean_milli(), None);
    assert_eq!(
        (day.spontaneous, day.corrected, day.clock_suspect),
        (1, 1, 0)
    );
    let seen: Vec<_> = day.side_effects.iter().copied().collect();
    assert_eq!(seen, [SideEffect::Nausea, SideEffect::Itching]);
    assert_eq!((day.analgesics, day.dose), (2, Some(given)));
    let next = row(&rows, "2026-06-12");
    assert_eq!(next.tally(Measure::NrsRest), tally(11, 2));
    assert_eq!(
        (next.spontaneous, next.clock_suspect, next.dose),
        (1, 1, None)
    );
    assert_eq!(rows.len(), 5);
}

/// SR-49
#[test]
fn an_entry_stands_on_the_date_that_the_person_saw() {
    let plan = plan(infusion(Purpose::Pain));
    let mut entries = Entries::default();
    let made = in_zone("2026-06-11T23:00", Zone::America__New_York);
    entries.push(made, None, rest(4));
    // later the person is at home again
    let rows = rows(&plan, &entries, "2026-06-12T18:00", &[]);
    assert_eq!(
        row(&rows, "2026-06-11").tally(Measure::NrsRest),
        tally(4, 1)
    );
}

/// SR-49
#[test]
fn an_entry_of_a_wrong_clock_has_its_own_row_and_fills_no_years() {
    let plan = plan(infusion(Purpose::Pain));
    let mut entries = Entries::default();
    entries.spontaneous("1999-01-01T12:00", rest(4));
    entries.spontaneous("2090-01-01T12:00", rest(5));
    let rows = rows(&plan, &entries, "2026-06-09T18:00", &[]);
    let dates: Vec<_> = rows.iter().map(|row| row.date.to_string()).collect();
    assert_eq!(
        dates,
        ["1999-01-01", "2026-06-08", "2026-06-09", "2090-01-01"]
    );
}

#[test]
fn days_end_with_the_plan() {
    let ending = Ending {
        at: at("2026-06-10T15:00"),
        why: EndReason::TherapyEnded,
    };
    let plan = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
    let rows = rows(&plan, &Entries::default(), "2026-06-20T18:00", &[]);
    let last = rows.last().unwrap();
    assert_eq!(last.date.to_string(), "2026-06-10");
    assert_eq!((last.prompts.missing, last.prompts.withdrawn), (1, 2));
}

#[test]
fn single_doses_stand_on_their_days() {
    let plan = plan(screening());
    let now = afterwards();
    let plan = plan
        .with_dose_given(0, at("2026-06-10T09:00"), now)
        .unwrap();
    let plan = plan.with_dose_left_out(1).unwrap();
    let plan = plan
        .with_dose_given(2, at("2026-06-12T09:00"), now)
        .unwrap();
    let rows = rows(&plan, &Entries::default(), "2026-06-13T18:00", &[]);
    let doses = |date| row(&rows, date).single_doses.clone();
    assert_eq!(doses("2026-06-10"), [0]);
    assert!(doses("2026-06-11").is_empty());
    assert_eq!(doses("2026-06-12"), [2]);
    // five after each dose on its day; the 24-hour prompt of the last is on the next
    assert_eq!(row(&rows, "2026-06-12").prompts.planned(), 5);
    assert_eq!(row(&rows, "2026-06-13").prompts.planned(), 1);
    assert!(rows.iter().all(|row| row.trial_day.is_none()));
}

#[test]
fn an_end_that_lies_ahead_makes_no_days_that_have_not_come() {
    let ending = Ending {
        at: at("2026-06-12T15:00"),
        why: EndReason::TherapyEnded,
    };
    let plan = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
    let rows = rows(&plan, &Entries::default(), "2026-06-09T18:00", &[]);
    assert_eq!(rows.last().unwrap().date.to_string(), "2026-06-09");
}
