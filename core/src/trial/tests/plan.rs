//! Plans: what they may be, how they change, and which phase it is.

use super::*;

type Change = fn(&mut PlanSpec);

fn infusion_of(spec: &mut PlanSpec) -> (&mut Moment, &mut u8, &mut u16) {
    match &mut spec.trial.as_mut().unwrap().method {
        Method::Infusion {
            start,
            days,
            window_h,
        } => (start, days, window_h),
        Method::SingleDoses { .. } => panic!("not an infusion"),
    }
}

fn doses_of(spec: &mut PlanSpec) -> &mut Vec<ScreeningDose> {
    match &mut spec.trial.as_mut().unwrap().method {
        Method::SingleDoses { doses } => doses,
        Method::Infusion { .. } => panic!("no single doses"),
    }
}

fn prompts_of(spec: &mut PlanSpec) -> &mut ClockPrompts {
    &mut spec.trial.as_mut().unwrap().prompts
}

fn times(spec: &mut PlanSpec, times: &[&str]) {
    prompts_of(spec).times = times.iter().map(|it| it.parse().unwrap()).collect();
}

fn end(spec: &mut PlanSpec, at: Moment) {
    spec.ending = Some(Ending {
        at,
        why: EndReason::TherapyEnded,
    });
}

fn refused(mut spec: PlanSpec, change: Change) -> Option<PlanError> {
    change(&mut spec);
    Plan::new(spec).err()
}

/// SR-50
#[test]
fn a_plan_says_what_does_not_make_sense() {
    let cases: [(Change, PlanError); 20] = [
        (|it| it.trial = None, PlanError::NothingPlanned),
        (
            |it| it.lead = Measure::SpasmFrequency,
            PlanError::LeadNotOfPurpose,
        ),
        (
            |it| it.goal = "a".repeat(GOAL_MAX_CHARS + 1),
            PlanError::GoalTooLong,
        ),
        (|it| *infusion_of(it).1 = 3, PlanError::TrialDays),
        (|it| *infusion_of(it).1 = 8, PlanError::TrialDays),
        (
            |it| *infusion_of(it).0 = at("2026-06-08T00:00"),
            PlanError::BaselineAfterStart,
        ),
        (
            |it| *infusion_of(it).0 = at("2026-07-09T00:01"),
            PlanError::BaselineTooLong,
        ),
        (|it| times(it, &[]), PlanError::NoPrompts),
        (
            |it| {
                let all = [
                    "00:00", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00",
                ];
                times(it, &[&all[..], &["14:00", "16:00"][..]].concat());
            },
            PlanError::TooManyPrompts,
        ),
        (
            |it| times(it, &["16:00", "10:00"]),
            PlanError::PromptsTooClose,
        ),
        (
            |it| times(it, &["10:00", "10:00"]),
            PlanError::PromptsTooClose,
        ),
        (
            |it| times(it, &["10:00", "10:30"]),
            PlanError::PromptsTooClose,
        ),
        // over midnight
        (
            |it| times(it, &["00:05", "23:40"]),
            PlanError::PromptsTooClose,
        ),
        (|it| prompts_of(it).tolerance_min = 0, PlanError::Tolerance),
        (
            |it| prompts_of(it).tolerance_min = 121,
            PlanError::Tolerance,
        ),
        (|it| *infusion_of(it).2 = 0, PlanError::WindowBeyondTrial),
        // 12 hours of Wednesday and three days
        (|it| *infusion_of(it).2 = 85, PlanError::WindowBeyondTrial),
        (
            |it| it.trial.as_mut().unwrap().baseline_from.utc_ms = i64::MIN,
            PlanError::OutOfCalendar,
        ),
        (
            |it| infusion_of(it).0.utc_ms = i64::MAX,
            PlanError::OutOfCalendar,
        ),
        (
            |it| end(it, at("2026-06-07T23:59")),
            PlanError::EndBeforeBeginning,
        ),
    ];
    for (number, (change, error)) in cases.into_iter().enumerate() {
        let found = refused(infusion(Purpose::Pain), change);
        assert_eq!(found, Some(error), "case {number}");
    }
}

#[test]
fn a_plan_of_the_allowed_extremes_is_taken() {
    let cases: [Change; 7] = [
        |it| *infusion_of(it).1 = 7,
        |it| *infusion_of(it).2 = 84,
        |it| *infusion_of(it).2 = 1,
        |it| times(it, &["10:00", "10:31"]),
        |it| times(it, &["00:05", "23:34"]),
        |it| *infusion_of(it).0 = at("2026-07-09T00:00"),
        |it| it.goal = "ü".repeat(GOAL_MAX_CHARS),
    ];
    for (number, change) in cases.into_iter().enumerate() {
        assert_eq!(
            refused(infusion(Purpose::Pain), change),
            None,
            "case {number}"
        );
    }
}

/// SR-50
#[test]
fn single_doses_follow_each_other_a_day_apart() {
    let cases: [(Change, PlanError); 7] = [
        (|it| doses_of(it).clear(), PlanError::DoseCount),
        (
            |it| {
                let first = doses_of(it)[0];
                *doses_of(it) = vec![first; 8];
            },
            PlanError::DoseCount,
        ),
        (|it| doses_of(it)[1].dose_ng = 0, PlanError::DoseZero),
        (
            |it| doses_of(it)[1].planned.utc_ms -= 1,
            PlanError::DosesOverlap,
        ),
        (|it| doses_of(it).swap(0, 1), PlanError::DosesOverlap),
        (
            |it| doses_of(it)[0].planned = at("2026-06-08T00:00"),
            PlanError::BaselineAfterStart,
        ),
        (|it| prompts_of(it).tolerance_min = 30, PlanError::Tolerance),
    ];
    for (number, (change, error)) in cases.into_iter().enumerate() {
        assert_eq!(refused(screening(), change), Some(error), "case {number}");
    }
    let given_before_the_former = refused(screening(), |it| {
        doses_of(it)[0].state = DoseState::Given(at("2026-06-10T09:00"));
        doses_of(it)[1].state = DoseState::Given(at("2026-06-10T09:00"));
    });
    assert_eq!(given_before_the_former, Some(PlanError::DosesOverlap));
}

#[test]
fn the_usual_screening_is_50_75_and_100_micrograms_a_day_apart() {
    let plan = plan(screening());
    let doses = plan.doses();
    let amounts: Vec<_> = doses.iter().map(|it| it.dose_ng).collect();
    assert_eq!(amounts, [50_000, 75_000, 100_000]);
    let hours = |it: &ScreeningDose| (it.planned.utc_ms - doses[0].planned.utc_ms) / HOUR_MS;
    assert_eq!(doses.iter().map(hours).collect::<Vec<_>>(), [0, 24, 48]);
    assert_eq!(plan.drug(), Some(Drug::Baclofen));
}

#[test]
fn function_leads_only_against_a_goal() {
    let mut spec = infusion(Purpose::Spasticity);
    spec.lead = Measure::Function;
    spec.goal = "  ".to_owned();
    assert_eq!(Plan::new(spec.clone()), Err(PlanError::GoalMissing));
    spec.goal = " climb into the car alone ".to_owned();
    assert_eq!(plan(spec).spec().goal, "climb into the car alone");
}

#[test]
fn a_plan_needs_no_pump_and_keeps_a_drug_that_it_does_not_know() {
    let mut spec = infusion(Purpose::Pain);
    assert_eq!(plan(spec.clone()).drug(), None);
    spec.drug = Some(DrugCode(200));
    let text = serde_json::to_string(&plan(spec)).unwrap();
    let again: Plan = serde_json::from_str(&text).unwrap();
    assert_eq!(again.drug(), None);
    assert_eq!(again.spec().drug, Some(DrugCode(200)));
}

#[test]
fn a_stored_plan_comes_back_as_it_was_and_a_senseless_one_does_not() {
    for spec in [infusion(Purpose::Pain), screening()] {
        let text = serde_json::to_string(&plan(spec.clone())).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan(spec));
    }
    let mut spec = infusion(Purpose::Pain);
    *infusion_of(&mut spec).1 = 200;
    let text = serde_json::to_string(&spec).unwrap();
    let error = serde_json::from_str::<Plan>(&text).unwrap_err();
    assert!(error.to_string().contains("4 to 7 days"), "{error}");
}

#[test]
fn what_an_older_version_did_not_store_has_its_usual_value() {
    let text = r#"{"id":7,"purpose":"pain","lead":"nrs_rest","zone":"Europe/Berlin","trial":{
        "baseline_from":{"utc_ms":1780869600000,"offset_s":7200},
        "method":{"infusion":{"start":{"utc_ms":1781085600000,"offset_s":7200},"days":4}}}}"#;
    let read: Plan = serde_json::from_str(text).unwrap();
    assert_eq!(read, plan(infusion(Purpose::Pain)));
}

/// SR-50
#[test]
fn trial_days_and_start_change_only_while_the_end_lies_ahead() {
    let five = {
        let mut spec = infusion(Purpose::Pain);
        *infusion_of(&mut spec).1 = 5;
        plan(spec)
    };
    // four days would end at Saturday's midnight
    let before = at("2026-06-13T23:59");
    let mut four = five.with_trial_days(4, before).unwrap();
    assert_eq!(four, plan(infusion(Purpose::Pain)));
    let at_the_end = at("2026-06-14T00:00");
    let passed = Err(PlanError::EndPassed);
    assert_eq!(five.with_trial_days(4, at_the_end), passed);
    assert_eq!(four.with_trial_days(5, at_the_end), passed);
    assert_eq!(four.with_trial_days(8, before), Err(PlanError::TrialDays));
    assert_eq!(four.with_start(at("2026-06-11T12:00"), at_the_end), passed);
    four = four.with_start(at("2026-06-11T12:00"), before).unwrap();
    let zones = Zones::only(BERLIN);
    let phase = |text| four.phase_at(at(text).utc_ms, &zones);
    assert_eq!(phase("2026-06-11T11:59"), Phase::Baseline);
    assert_eq!(phase("2026-06-14T23:59"), Phase::Trial);
    assert_eq!(phase("2026-06-15T00:00"), Phase::AfterTrial);
}

#[test]
fn a_dose_is_settled_once_in_order_and_not_ahead_of_time() {
    let plan = plan(screening());
    let now = at("2026-06-12T12:00").utc_ms;
    let give = |plan: &Plan, index, text| plan.with_dose_given(index, at(text), now);
    let open = Err(PlanError::EarlierDoseOpen);
    assert_eq!(give(&plan, 1, "2026-06-11T09:00"), open);
    assert_eq!(plan.with_dose_left_out(1), open);
    let future = at("2026-06-12T12:03");
    let ahead = plan.with_dose_given(0, future, now);
    assert_eq!(ahead, Err(PlanError::InFuture));
    let early = give(&plan, 0, "2026-06-07T09:00");
    assert_eq!(early, Err(PlanError::BaselineAfterStart));
    let one = give(&plan, 0, "2026-06-10T11:30").unwrap();
    let again = give(&one, 0, "2026-06-10T11:30");
    assert_eq!(again, Err(PlanError::DoseSettled));
    assert_eq!(one.with_dose_left_out(0), Err(PlanError::DoseSettled));
    let overlapping = give(&one, 1, "2026-06-10T11:30");
    assert_eq!(overlapping, Err(PlanError::DosesOverlap));
    // less than 24 hours after the one before: it happened
    let two = give(&one, 1, "2026-06-11T09:00").unwrap();
    let all = two.with_dose_left_out(2).unwrap();
    assert_eq!(all.doses()[2].state, DoseState::NotGiven);
    assert_eq!(all.with_dose_left_out(3), Err(PlanError::NoSuchDose));
}

#[test]
fn a_change_of_another_kind_of_trial_is_refused() {
    let (doses, infusion) = (plan(screening()), plan(infusion(Purpose::Pain)));
    let now = at("2026-06-09T12:00");
    let other = Err(PlanError::OtherMethod);
    assert_eq!(doses.with_trial_days(5, now), other);
    assert_eq!(doses.with_start(now, now), other);
    assert_eq!(infusion.with_dose_left_out(0), other);
    assert_eq!(infusion.with_dose_given(0, now, now.utc_ms), other);
    assert!(infusion.doses().is_empty());
}

#[test]
fn an_ended_plan_changes_no_more() {
    let ending = Ending {
        at: at("2026-06-12T12:00"),
        why: EndReason::PumpReplaced,
    };
    let ended = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
    assert_eq!(ended.spec().ending, Some(ending));
    let now = at("2026-06-09T12:00");
    assert_eq!(ended.with_end(ending), Err(PlanError::Ended));
    assert_eq!(ended.with_trial_days(5, now), Err(PlanError::Ended));
    let early = Ending {
        at: at("2026-06-01T12:00"),
        ..ending
    };
    let refused = plan(infusion(Purpose::Pain)).with_end(early);
    assert_eq!(refused, Err(PlanError::EndBeforeBeginning));
}

#[test]
fn the_diary_for_the_years_begins_after_the_trial_or_without_one() {
    let from = |text| LongTerm {
        from: at(text),
        prompts: ClockPrompts::once_a_day(),
    };
    let during = Err(PlanError::LongTermDuringTrial);
    let infusion = plan(infusion(Purpose::Pain));
    assert_eq!(infusion.with_long_term(from("2026-06-13T23:59")), during);
    assert!(infusion.with_long_term(from("2026-06-14T00:00")).is_ok());
    let screening = plan(screening());
    assert_eq!(screening.with_long_term(from("2026-06-13T08:59")), during);
    assert!(screening.with_long_term(from("2026-06-13T09:00")).is_ok());
    let mut alone = spec(Purpose::Spasticity);
    alone.long_term = Some(from("2026-06-13T09:00"));
    let alone = plan(alone);
    let zones = Zones::only(BERLIN);
    let phase = |text| alone.phase_at(at(text).utc_ms, &zones);
    assert_eq!(phase("2026-06-13T08:59"), Phase::Before);
    assert_eq!(phase("2040-06-13T09:00"), Phase::LongTerm);
    let diary = Diary::new(&alone, &zones, &[], afterwards());
    assert_eq!(diary.results(), None);
}

#[test]
fn the_phases_follow_each_other() {
    let long_term = LongTerm {
        from: at("2026-07-06T09:00"),
        prompts: ClockPrompts::none(),
    };
    let ending = Ending {
        at: at("2030-01-01T09:00"),
        why: EndReason::TherapyEnded,
    };
    let plan = plan(infusion(Purpose::Pain));
    let plan = plan.with_long_term(long_term).unwrap();
    let plan = plan.with_end(ending).unwrap();
    let zones = Zones::only(BERLIN);
    for (text, phase) in [
        ("2026-06-07T23:59", Phase::Before),
        ("2026-06-08T00:00", Phase::Baseline),
        ("2026-06-10T11:59", Phase::Baseline),
        ("2026-06-10T12:00", Phase::Trial),
        ("2026-06-13T23:59", Phase::Trial),
        ("2026-06-14T00:00", Phase::AfterTrial),
        ("2026-07-06T09:00", Phase::LongTerm),
        ("2029-12-31T23:59", Phase::LongTerm),
        ("2030-01-01T09:00", Phase::Ended),
    ] {
        assert_eq!(plan.phase_at(at(text).utc_ms, &zones), phase, "{text}");
    }
}

#[test]
fn with_single_doses_the_baseline_lasts_until_one_was_given() {
    let plan = plan(screening());
    let zones = Zones::only(BERLIN);
    let phase = |plan: &Plan, text| plan.phase_at(at(text).utc_ms, &zones);
    assert_eq!(phase(&plan, "2026-06-10T11:00"), Phase::Baseline);
    let now = afterwards();
    let given = plan
        .with_dose_given(0, at("2026-06-10T11:30"), now)
        .unwrap();
    assert_eq!(phase(&given, "2026-06-10T11:00"), Phase::Baseline);
    assert_eq!(phase(&given, "2026-06-10T11:30"), Phase::Trial);
    // two more are planned; once they are left out, the first one's 24 hours are the trial
    assert_eq!(phase(&given, "2026-06-12T12:00"), Phase::Trial);
    let only = given.with_dose_left_out(1).unwrap();
    let only = only.with_dose_left_out(2).unwrap();
    assert_eq!(phase(&only, "2026-06-11T11:44"), Phase::Trial);
    assert_eq!(phase(&only, "2026-06-11T11:45"), Phase::AfterTrial);
}

/// SR-35
#[test]
fn errors_name_neither_drug_nor_answer() {
    let shown = [
        PlanError::GoalTooLong.to_string(),
        PlanError::DoseZero.to_string(),
        EntryError::Answers(AnswersError::OutOfRange(Measure::NrsRest)).to_string(),
        AnswersError::NotOffered.to_string(),
    ];
    for text in shown {
        assert!(text.contains(": "), "says what to do: {text}");
        for word in ["pain", "spasm", "baclofen", "Nrs"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}
