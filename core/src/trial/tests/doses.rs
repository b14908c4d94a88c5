//! Screening with single doses, computed by hand.

use super::*;

/// All three given when planned: Wednesday to Friday at 09:00.
fn given(count: usize) -> Plan {
    let mut plan = plan(screening());
    let days = ["2026-06-10T09:00", "2026-06-11T09:00", "2026-06-12T09:00"];
    for (index, day) in days.iter().enumerate().take(count) {
        plan = plan.with_dose_given(index, at(day), afterwards()).unwrap();
    }
    plan
}

fn baseline() -> Entries {
    let mut entries = Entries::default();
    for day in ["2026-06-08", "2026-06-09"] {
        for time in ["10:00", "16:00", "20:00"] {
            entries.answer(&format!("{day}T{time}"), spasms(4, Some(2)));
        }
    }
    entries
}

/// Answers after a dose, each when it is due.
fn after(entries: &mut Entries, plan: &Plan, dose: usize, values: &[(u8, Answers)]) {
    let given = plan.doses()[dose].given().unwrap();
    for (hours, answers) in values {
        let key = SlotKey::AfterDose {
            dose: u8::try_from(dose).unwrap(),
            hours: *hours,
        };
        let due_ms = given.utc_ms + i64::from(*hours) * HOUR_MS;
        entries.push(Moment::in_zone(due_ms, BERLIN), Some(key), answers.clone());
    }
}

fn results(plan: &Plan, entries: &Entries, now: i64) -> Vec<DoseResult> {
    let zones = Zones::only(BERLIN);
    match Diary::new(plan, &zones, &entries.0, now).results() {
        Some(Results::SingleDoses { lead, doses, .. }) => {
            assert_eq!(lead, Measure::SpasmFrequency);
            doses
        }
        other => panic!("no single doses: {other:?}"),
    }
}

fn measure(dose: &DoseResult, measure: Measure) -> &DoseMeasure {
    let found = dose.measures.iter().find(|it| it.measure == measure);
    found.unwrap()
}

/// SR-50
#[test]
fn each_dose_has_its_peak_against_the_baseline() {
    let plan = given(2);
    let mut entries = baseline();
    let first = [(1, spasms(4, Some(2))), (2, spasms(3, Some(2)))];
    after(&mut entries, &plan, 0, &first);
    let rest = [
        (4, spasms(2, Some(1))),
        (6, spasms(2, Some(1))),
        (8, spasms(3, Some(1))),
    ];
    after(&mut entries, &plan, 0, &rest);
    let second = [
        (1, spasms(3, Some(1))),
        (4, spasms(0, None)),
        (6, spasms(1, Some(1))),
    ];
    after(&mut entries, &plan, 1, &second);
    let doses = results(&plan, &entries, afterwards());
    assert_eq!(doses.len(), 2, "the third was not given");
    assert_eq!((doses[0].dose, doses[0].dose_ng), (0, 50_000));
    assert!(doses[0].complete);
    // the 24-hour prompt is open for the quarter of an hour before the second dose
    assert_eq!((doses[0].prompts.on_time, doses[0].prompts.missing), (5, 1));
    let frequency = measure(&doses[0], Measure::SpasmFrequency);
    assert_eq!(frequency.baseline, tally(24, 6));
    assert_eq!(frequency.peak, Some(Peak { hours: 4, value: 2 }));
    assert_eq!(frequency.values.len(), 5);
    // (24*1 - 2*6) / 24
    assert_eq!(relief(frequency.outcome).permille(), 500);
    let second = measure(&doses[1], Measure::SpasmFrequency);
    assert_eq!((second.answered.asked, second.answered.answered), (6, 3));
    assert_eq!(second.peak, Some(Peak { hours: 4, value: 0 }));
    assert_eq!(relief(second.outcome).permille(), 1_000);
    // severity apart: only where there were spasms, of the five others two were answered
    let severity = measure(&doses[1], Measure::SpasmSeverity);
    assert_eq!(
        (severity.answered.asked, severity.answered.answered),
        (5, 2)
    );
    assert_eq!(severity.outcome, Outcome::NotEnoughData(Part::Result));
}

/// SR-50
#[test]
fn fewer_than_half_of_a_doses_prompts_is_not_enough() {
    let plan = given(1);
    let mut entries = baseline();
    after(
        &mut entries,
        &plan,
        0,
        &[(1, spasms(1, Some(1))), (2, spasms(1, Some(1)))],
    );
    let doses = results(&plan, &entries, afterwards());
    let frequency = measure(&doses[0], Measure::SpasmFrequency);
    assert_eq!(frequency.outcome, Outcome::NotEnoughData(Part::Result));
    assert_eq!(frequency.peak, Some(Peak { hours: 1, value: 1 }));
}

/// SR-50
#[test]
fn a_late_answer_is_no_peak() {
    let plan = given(1);
    let mut entries = baseline();
    let values = [
        (1, spasms(3, Some(1))),
        (2, spasms(2, Some(1))),
        (4, spasms(2, Some(1))),
    ];
    after(&mut entries, &plan, 0, &values);
    entries.push(
        at("2026-06-10T15:16"),
        Some(clock("dose1+6h")),
        spasms(0, None),
    );
    let doses = results(&plan, &entries, afterwards());
    assert_eq!(doses[0].prompts.late, 1);
    let frequency = measure(&doses[0], Measure::SpasmFrequency);
    assert_eq!(frequency.peak, Some(Peak { hours: 2, value: 2 }));
}

/// SR-50
#[test]
fn an_answer_after_the_next_dose_does_not_speak_about_the_former() {
    let plan = given(2);
    let mut entries = baseline();
    let values = [
        (1, spasms(3, Some(1))),
        (2, spasms(2, Some(1))),
        (4, spasms(2, Some(1))),
    ];
    after(&mut entries, &plan, 0, &values);
    // within the tolerance of 24 hours, but the second dose was given at 09:00
    entries.push(
        at("2026-06-11T09:05"),
        Some(clock("dose1+24h")),
        spasms(0, None),
    );
    let doses = results(&plan, &entries, afterwards());
    assert_eq!(doses[0].prompts.late, 1);
    let frequency = measure(&doses[0], Measure::SpasmFrequency);
    assert_eq!(frequency.peak.unwrap().value, 2);
}

/// SR-50
#[test]
fn a_higher_function_is_the_peak() {
    let plan = given(1);
    let mut entries = Entries::default();
    let function = |value| Answers::default().with(Measure::Function, value);
    for day in ["2026-06-08", "2026-06-09"] {
        for time in ["10:00", "16:00", "20:00"] {
            entries.answer(&format!("{day}T{time}"), function(4));
        }
    }
    let values = [
        (1, function(3)),
        (2, function(6)),
        (4, function(6)),
        (6, function(5)),
    ];
    after(&mut entries, &plan, 0, &values);
    let doses = results(&plan, &entries, afterwards());
    let function = measure(&doses[0], Measure::Function);
    assert_eq!(function.peak, Some(Peak { hours: 2, value: 6 }));
    assert_eq!(relief(function.outcome).permille(), 500);
}

#[test]
fn a_dose_is_complete_once_its_last_prompt_is_over() {
    let plan = given(1);
    let entries = baseline();
    let complete = |text| results(&plan, &entries, at(text).utc_ms)[0].complete;
    assert!(!complete("2026-06-11T09:15"));
    assert!(complete("2026-06-11T09:16"));
    let none = self::plan(screening());
    assert!(results(&none, &entries, afterwards()).is_empty());
}

/// SR-50
#[test]
fn a_prompt_that_the_next_dose_overtook_was_not_asked() {
    let now = afterwards();
    let plan = given(1);
    let plan = plan
        .with_dose_given(1, at("2026-06-11T08:00"), now)
        .unwrap();
    let doses = results(&plan, &baseline(), now);
    let prompts = doses[0].prompts;
    assert_eq!((prompts.missing, prompts.withdrawn), (5, 1));
    let frequency = measure(&doses[0], Measure::SpasmFrequency);
    assert_eq!(frequency.answered.asked, 5);
}
