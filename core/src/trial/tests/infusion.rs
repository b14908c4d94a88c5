//! Trials of continuous infusion, computed by hand.

use super::*;

/// Monday to Wednesday 10:00: seven prompts of the baseline.
const BASELINE: [&str; 7] = [
    "2026-06-08T10:00",
    "2026-06-08T16:00",
    "2026-06-08T20:00",
    "2026-06-09T10:00",
    "2026-06-09T16:00",
    "2026-06-09T20:00",
    "2026-06-10T10:00",
];
/// Friday and Saturday: six prompts of the result window.
const WINDOW: [&str; 6] = [
    "2026-06-12T10:00",
    "2026-06-12T16:00",
    "2026-06-12T20:00",
    "2026-06-13T10:00",
    "2026-06-13T16:00",
    "2026-06-13T20:00",
];

fn answers(slots: &[&str], values: &[u8]) -> Entries {
    let mut entries = Entries::default();
    add(&mut entries, slots, values);
    entries
}

fn add(entries: &mut Entries, slots: &[&str], values: &[u8]) {
    for (slot, value) in slots.iter().zip(values) {
        entries.answer(slot, rest(*value));
    }
}

fn result(entries: &Entries) -> InfusionResult {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()))
}

fn rest_of(entries: &Entries) -> MeasureResult {
    of(&result(entries), Measure::NrsRest)
}

/// SR-50
#[test]
fn a_whole_trial_by_hand() {
    // baseline 8+7+7+8+6+7+7 = 50 of 7; window 4+3+3+4+3+3 = 20 of 6
    let mut entries = answers(&BASELINE, &[8, 7, 7, 8, 6, 7, 7]);
    // Wednesday's and Thursday's answers are outside the window
    add(
        &mut entries,
        &["2026-06-10T16:00", "2026-06-11T20:00"],
        &[9, 9],
    );
    add(&mut entries, &WINDOW, &[4, 3, 3, 4, 3, 3]);
    let result = result(&entries);
    assert!(result.complete);
    assert_eq!(result.lead, Measure::NrsRest);
    assert_eq!(result.ended_early, None);
    assert_eq!(result.window_from, civil("2026-06-12T00:00"));
    assert_eq!(result.window_until, civil("2026-06-14T00:00"));
    assert_eq!((result.baseline.on_time, result.baseline.planned()), (7, 7));
    // Wednesday 16:00 and 20:00, then three a day
    assert_eq!((result.trial.on_time, result.trial.missing), (8, 3));
    assert_eq!((result.window.on_time, result.window.planned()), (6, 6));
    assert_eq!(result.window.answered_permille(), Some(1_000));
    let rest = of(&result, Measure::NrsRest);
    assert_eq!((rest.baseline, rest.result), (tally(50, 7), tally(20, 6)));
    assert_eq!(rest.baseline.mean_milli(), Some(7_142));
    let relief = relief(rest.outcome);
    // (50*6 - 20*7) / (50*6) = 160/300
    assert_eq!((relief.numerator(), relief.denominator()), (160, 300));
    assert_eq!(relief.permille(), 533);
    assert!(relief.is_at_least(30) && relief.is_at_least(50));
}

/// SR-50
#[test]
fn rest_and_motion_are_apart() {
    let mut entries = Entries::default();
    let both = |at_rest, moving| rest(at_rest).with(Measure::NrsMotion, moving);
    for slot in BASELINE {
        entries.answer(slot, both(4, 8));
    }
    for slot in WINDOW {
        entries.answer(slot, both(1, 6));
    }
    let result = result(&entries);
    let permille = |measure| relief(of(&result, measure).outcome).permille();
    assert_eq!(permille(Measure::NrsRest), 750);
    assert_eq!(permille(Measure::NrsMotion), 250);
    // never asked: no number out of nothing
    let sleep = of(&result, Measure::Sleep);
    assert_eq!(sleep.outcome, Outcome::NotAsked(Part::Baseline));
}

/// SR-50
#[test]
fn missing_stays_missing_and_is_never_zero() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..4], &[6; 4]);
    let rest = rest_of(&entries);
    assert_eq!(rest.result, tally(24, 4));
    assert_eq!(
        (rest.window_answered.asked, rest.window_answered.answered),
        (6, 4)
    );
    assert_eq!(relief(rest.outcome).permille(), 250);
    let share = result(&entries).window;
    assert_eq!((share.on_time, share.missing), (4, 2));
    assert_eq!(share.answered_permille(), Some(666));
}

/// SR-50
#[test]
fn exactly_half_is_enough_and_one_fewer_is_not() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..2], &[4; 2]);
    let not_enough = Outcome::NotEnoughData(Part::Result);
    assert_eq!(rest_of(&entries).outcome, not_enough);
    add(&mut entries, &WINDOW[2..3], &[4]);
    assert_eq!(relief(rest_of(&entries).outcome).permille(), 500);
    // 3 of 7 of the baseline, then 4 of 7
    let mut entries = answers(&BASELINE[..3], &[8; 3]);
    add(&mut entries, &WINDOW, &[4; 6]);
    let outcome = rest_of(&entries).outcome;
    assert_eq!(outcome, Outcome::NotEnoughData(Part::Baseline));
    add(&mut entries, &BASELINE[3..4], &[8]);
    assert_eq!(relief(rest_of(&entries).outcome).permille(), 500);
}

/// SR-50
#[test]
fn a_baseline_of_zero_is_undefined_for_either_direction() {
    let mut entries = Entries::default();
    let zero = rest(0).with(Measure::Function, 0);
    for slot in BASELINE {
        entries.answer(slot, zero.clone());
    }
    for slot in WINDOW {
        entries.answer(slot, rest(2).with(Measure::Function, 5));
    }
    let result = result(&entries);
    for measure in [Measure::NrsRest, Measure::Function] {
        assert_eq!(of(&result, measure).outcome, Outcome::BaselineZero);
    }
}

/// SR-50
#[test]
fn late_answers_are_marked_and_not_in_the_result() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..3], &[4; 3]);
    // one minute past the tolerance, and to the minute
    entries.late(WINDOW[3], "2026-06-13T10:16", rest(0));
    entries.late(WINDOW[4], "2026-06-13T16:15", rest(2));
    let result = result(&entries);
    assert_eq!((result.window.on_time, result.window.late), (4, 1));
    assert_eq!(of(&result, Measure::NrsRest).result, tally(14, 4));
}

/// SR-50
#[test]
fn the_baseline_is_all_of_its_entries() {
    let mut entries = answers(&BASELINE[..4], &[6; 4]);
    entries.late(BASELINE[4], "2026-06-09T18:00", rest(8));
    entries.spontaneous("2026-06-09T23:30", rest(10));
    // before the baseline, and after the infusion began: of neither
    entries.spontaneous("2026-06-07T23:30", rest(1));
    entries.spontaneous("2026-06-10T12:00", rest(1));
    let rest = rest_of(&entries);
    assert_eq!(rest.baseline, tally(42, 6));
    let answered = rest.baseline_answered;
    assert_eq!((answered.asked, answered.answered), (7, 5));
}

/// SR-50
#[test]
fn an_answer_to_the_baseline_that_is_made_in_the_trial_is_not_of_the_baseline() {
    let mut entries = answers(&BASELINE[..6], &[6; 6]);
    entries.late(BASELINE[6], "2026-06-10T12:30", rest(1));
    let rest = rest_of(&entries);
    assert_eq!(rest.baseline, tally(36, 6));
    assert_eq!(rest.baseline_answered.answered, 6);
    assert_eq!(result(&entries).baseline.late, 1);
}

/// SR-50
#[test]
fn what_is_written_without_a_prompt_is_not_in_the_result() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW, &[4; 6]);
    entries.spontaneous("2026-06-12T11:00", rest(10));
    assert_eq!(rest_of(&entries).result, tally(24, 6));
}

/// SR-50
#[test]
fn skipping_a_prompt_is_no_answer() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..3], &[4; 3]);
    for slot in &WINDOW[3..] {
        entries.answer(slot, Answers::skipped(Purpose::Pain.measures()));
    }
    let result = result(&entries);
    assert_eq!((result.window.on_time, result.window.skipped), (3, 3));
    let rest = of(&result, Measure::NrsRest);
    assert_eq!(
        (rest.window_answered.asked, rest.window_answered.answered),
        (6, 3)
    );
}

/// SR-50
#[test]
fn the_plans_window_may_be_shorter() {
    let mut spec = infusion(Purpose::Pain);
    let trial = spec.trial.as_mut().unwrap();
    if let Method::Infusion { window_h, .. } = &mut trial.method {
        *window_h = 8; // Saturday from 16:00
    }
    let plan = plan(spec);
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW, &[7, 7, 7, 7, 2, 4]);
    let zones = Zones::only(BERLIN);
    let result = infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()));
    assert_eq!(of(&result, Measure::NrsRest).result, tally(6, 2));
}

/// SR-50
#[test]
fn until_the_last_prompt_is_over_the_result_is_not_complete() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..3], &[4; 3]);
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let now = |text: &str| {
        let diary = Diary::new(&plan, &zones, &entries.0, at(text).utc_ms);
        infusion_result(&diary)
    };
    let running = now("2026-06-13T09:00");
    assert!(!running.complete);
    assert_eq!(running.window.ahead, 3);
    assert!(!now("2026-06-13T23:59").complete);
    assert!(now("2026-06-14T00:00").complete);
}

/// SR-50
#[test]
fn a_trial_that_is_stopped_keeps_the_planned_window() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW[..3], &[4; 3]);
    let stop = |entries: &Entries, text| {
        let ending = Ending {
            at: at(text),
            why: EndReason::TrialStopped,
        };
        let plan = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
        let zones = Zones::only(BERLIN);
        infusion_result(&Diary::new(&plan, &zones, &entries.0, at(text).utc_ms))
    };
    // half of the window was lived through
    let result = stop(&entries, "2026-06-13T08:00");
    assert!(result.complete);
    assert_eq!(result.ended_early, Some(at("2026-06-13T08:00")));
    assert_eq!((result.window.withdrawn, result.window.asked()), (3, 3));
    let rest = of(&result, Measure::NrsRest);
    assert_eq!(relief(rest.outcome).permille(), 500);
    // less than half was: no earlier hours step in for it
    entries.0.truncate(9);
    let rest = of(&stop(&entries, "2026-06-12T19:00"), Measure::NrsRest);
    assert_eq!(rest.outcome, Outcome::NotEnoughData(Part::Result));
}

/// SR-50
#[test]
fn spasm_frequency_and_severity_are_apart_and_severity_is_not_asked_at_zero() {
    let mut spec = infusion(Purpose::Spasticity);
    spec.goal = "sleep through".to_owned();
    let plan = plan(spec);
    let mut entries = Entries::default();
    for slot in BASELINE {
        entries.answer(slot, spasms(4, Some(3)).with(Measure::Function, 2));
    }
    let window = [
        spasms(0, None),
        spasms(0, None),
        spasms(1, Some(2)),
        spasms(1, Some(1)),
        spasms(0, None),
    ];
    for (slot, answers) in WINDOW.iter().zip(window) {
        entries.answer(slot, answers.with(Measure::Function, 3));
    }
    let zones = Zones::only(BERLIN);
    let result = infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()));
    let frequency = of(&result, Measure::SpasmFrequency);
    assert_eq!(frequency.result, tally(2, 5));
    // (28*5 - 2*7) / (28*5) = 126/140
    assert_eq!(relief(frequency.outcome).permille(), 900);
    let severity = of(&result, Measure::SpasmSeverity);
    assert_eq!(severity.result, tally(3, 2));
    // two with spasms and the one that nobody answered
    assert_eq!(
        (
            severity.window_answered.asked,
            severity.window_answered.answered
        ),
        (3, 2)
    );
    assert_eq!(relief(severity.outcome).permille(), 500);
    let function = of(&result, Measure::Function);
    assert_eq!(relief(function.outcome).permille(), 500);
}

/// SR-50
#[test]
fn severity_where_all_spasms_went_is_not_asked_and_no_number() {
    let plan = plan(infusion(Purpose::Spasticity));
    let mut entries = Entries::default();
    for slot in BASELINE {
        entries.answer(slot, spasms(4, Some(3)));
    }
    for slot in WINDOW {
        entries.answer(slot, spasms(0, None));
    }
    let zones = Zones::only(BERLIN);
    let result = infusion_result(&Diary::new(&plan, &zones, &entries.0, afterwards()));
    let severity = of(&result, Measure::SpasmSeverity).outcome;
    assert_eq!(severity, Outcome::NotAsked(Part::Result));
    let frequency = relief(of(&result, Measure::SpasmFrequency).outcome);
    assert_eq!(frequency.permille(), 1_000);
}

/// SR-50
#[test]
fn an_answer_on_a_doubtful_clock_is_late() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW, &[4; 6]);
    entries.last().clock_suspect = Some(ClockSuspicion::DisagreesWithCount);
    let result = result(&entries);
    assert_eq!((result.window.on_time, result.window.late), (5, 1));
    assert_eq!(of(&result, Measure::NrsRest).result, tally(20, 5));
}

/// SR-50
#[test]
fn a_clock_that_was_set_back_into_the_baseline_makes_no_baseline() {
    let mut entries = answers(&BASELINE[..6], &[6; 6]);
    // a doubtful one of the baseline itself stays in it
    entries.spontaneous("2026-06-09T19:00", rest(6));
    entries.last().clock_suspect = Some(ClockSuspicion::SetBack);
    entries.answer("2026-06-10T16:00", rest(2));
    entries.answer(BASELINE[6], rest(10));
    entries.last().clock_suspect = Some(ClockSuspicion::SetBack);
    assert_eq!(rest_of(&entries).baseline, tally(42, 7));
}

#[test]
fn entries_of_other_plans_are_left_out() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    entries.last().plan = PlanId(8);
    assert_eq!(rest_of(&entries).baseline, tally(48, 6));
}

#[test]
fn two_entries_for_one_prompt_count_once() {
    let mut entries = answers(&BASELINE, &[8; 7]);
    add(&mut entries, &WINDOW, &[4; 6]);
    entries.late(WINDOW[0], "2026-06-12T10:05", rest(0));
    let result = result(&entries);
    assert_eq!(result.window.planned(), 6);
    assert_eq!(of(&result, Measure::NrsRest).result, tally(24, 6));
}

/// SR-50
#[test]
fn a_last_prompt_that_is_open_past_midnight_is_waited_for() {
    let mut spec = infusion(Purpose::Pain);
    let trial = spec.trial.as_mut().unwrap();
    trial.prompts.times.push("23:50".parse().unwrap());
    let plan = plan(spec);
    let zones = Zones::only(BERLIN);
    let complete = |text| {
        let diary = Diary::new(&plan, &zones, &[], at(text).utc_ms);
        infusion_result(&diary).complete
    };
    assert!(!complete("2026-06-14T00:05"));
    assert!(complete("2026-06-14T00:06"));
}
