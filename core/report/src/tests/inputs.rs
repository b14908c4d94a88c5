//! What no report is made of.

use crate::samples::{baclofen_screening, baseline_zero, empty, morphine};
use crate::*;

/// Breaks a good sample and tells what is said of it.
fn refused(how: impl FnOnce(&mut Report)) -> Option<InputError> {
    let mut report = morphine();
    assert!(Checked::new(&report).is_ok(), "the sample itself is good");
    how(&mut report);
    Checked::new(&report).err()
}

fn measures(report: &mut Report) -> &mut Vec<MeasureResult> {
    match &mut report.results {
        Results::Infusion { measures, .. } => measures,
        Results::SingleDoses { .. } => panic!("the sample is an infusion"),
    }
}

#[test]
fn times_beyond_the_calendar_are_refused_wherever_they_stand() {
    let far = Moment {
        utc_ms: i64::MAX,
        offset_s: 0,
    };
    let odd = Moment {
        utc_ms: 1_800_000_000_000,
        offset_s: 86_400,
    };
    let date = "1999-12-31".parse().unwrap();
    let places: [fn(&mut Report, Moment); 9] = [
        |it, at| it.created = at,
        |it, at| it.plan.ended_early = Some(at),
        |it, at| it.plan.trial.until = at,
        |it, at| it.entries[0].due = Some(at),
        |it, at| it.entries[0].versions[0].saved = at,
        |it, at| it.boluses[0].when = When::At(at),
        |it, at| it.program_changes[0].when = When::At(at),
        |it, at| it.log_gaps[0].span.until = at,
        |it, at| {
            if let Some(pump) = &mut it.pump {
                pump.read = at;
            }
        },
    ];
    for place in places {
        for wrong in [far, odd] {
            assert_eq!(refused(|it| place(it, wrong)), Some(InputError::Time));
        }
    }
    let day = refused(|it| it.days[0].date = date);
    assert_eq!(day, Some(InputError::Time));
    let medicine = refused(|it| it.oral_medicines[0].from = date);
    assert_eq!(medicine, Some(InputError::Time));
}

#[test]
fn spans_run_forward() {
    let backwards = refused(|it| {
        let span = &mut it.plan.baseline;
        std::mem::swap(&mut span.from, &mut span.until);
    });
    assert_eq!(backwards, Some(InputError::SpanBackwards));
}

#[test]
fn lists_and_texts_have_bounds() {
    let entries = refused(|it| {
        let one = it.entries[0].clone();
        it.entries.resize(ENTRIES_MAX + 1, one);
    });
    let days = refused(|it| {
        let one = it.days[0].clone();
        it.days.resize(DAYS_MAX + 1, one);
    });
    let boluses = refused(|it| {
        let one = it.boluses[0];
        it.boluses.resize(ROWS_MAX + 1, one);
    });
    let long = || "ü".repeat(TEXT_MAX_CHARS + 1);
    let name = refused(|it| it.person = Some(long()));
    let note = refused(|it| it.entries[0].versions[0].answers.note = long());
    let medicine = refused(|it| it.oral_medicines[0].amount = long());
    for error in [entries, days, boluses, name, note, medicine] {
        assert_eq!(error, Some(InputError::TooMuch));
    }
    let longest = refused(|it| it.person = Some("ü".repeat(TEXT_MAX_CHARS)));
    assert_eq!(longest, None);
}

/// SR-50
#[test]
fn answers_stay_on_their_scales() {
    for (measure, value) in [(Measure::NrsRest, 11), (Measure::SpasmSeverity, 0)] {
        let error = refused(|it| {
            let answers = &mut it.entries[0].versions[0].answers;
            *answers = answers.clone().with(measure, Answer::Given(value));
        });
        assert_eq!(error, Some(InputError::AnswerOutOfRange));
    }
}

/// SR-50
#[test]
fn an_entry_and_its_prompt_agree() {
    let missing_with_answer = refused(|it| it.entries[0].timing = Timing::Missing);
    let answered_without = refused(|it| it.entries[0].versions.clear());
    let unprompted_with_prompt = refused(|it| it.entries[0].timing = Timing::Spontaneous);
    let late_without_prompt = refused(|it| {
        it.entries[0].timing = Timing::Late;
        it.entries[0].due = None;
    });
    for error in [
        missing_with_answer,
        answered_without,
        unprompted_with_prompt,
        late_without_prompt,
    ] {
        assert_eq!(error, Some(InputError::EntryContradicts));
    }
    let twice = refused(|it| it.entries[1].versions[0].id = it.entries[0].versions[0].id);
    assert_eq!(twice, Some(InputError::IdTwice));
}

#[test]
fn measures_stand_once_and_hold_the_lead() {
    let twice = refused(|it| it.plan.measures.push(Measure::NrsRest));
    let without_lead = refused(|it| it.plan.lead = Measure::SpasmFrequency);
    let unplanned = refused(|it| measures(it)[1].measure = Measure::SpasmSeverity);
    for error in [twice, without_lead, unplanned] {
        assert_eq!(error, Some(InputError::Measures));
    }
}

#[test]
fn results_are_of_the_plans_method() {
    let error = refused(|it| it.plan.method = Method::SingleDoses);
    assert_eq!(error, Some(InputError::OtherMethod));
    assert!(Checked::new(&baclofen_screening()).is_ok());
}

#[test]
fn a_step_begins_within_the_day() {
    let error = refused(|it| {
        if let Some(pump) = &mut it.pump {
            pump.program[1].from_min = 24 * 60;
        }
    });
    assert_eq!(error, Some(InputError::Step));
}

/// SR-50
#[test]
fn a_relief_that_the_sums_do_not_give_is_refused() {
    let relief = |numerator, denominator| {
        Outcome::Relief(Fraction {
            numerator,
            denominator,
        })
    };
    // 65/9 before, 17/6 after: (65*6 - 17*9) / (65*6)
    assert_eq!(
        refused(|it| measures(it)[0].outcome = relief(237, 390)),
        None
    );
    assert_eq!(
        refused(|it| measures(it)[0].outcome = relief(79, 130)),
        None
    );
    let wrong = Some(InputError::ReliefDoesNotFollow);
    for outcome in [
        relief(238, 390),
        relief(-237, 390),
        relief(237, 0),
        relief(i64::MAX, u64::MAX),
        Outcome::BaselineZero,
        Outcome::NotEnoughData(Part::Baseline),
    ] {
        assert_eq!(refused(|it| measures(it)[0].outcome = outcome), wrong);
    }
}

/// SR-50
#[test]
fn relief_is_refused_where_fewer_than_half_answered_or_the_baseline_is_zero() {
    for mut report in [empty(), baseline_zero()] {
        assert!(Checked::new(&report).is_ok());
        measures(&mut report)[0].outcome = Outcome::Relief(Fraction {
            numerator: 0,
            denominator: 1,
        });
        let error = Checked::new(&report).err();
        assert_eq!(error, Some(InputError::ReliefDoesNotFollow));
    }
}

/// SR-35
#[test]
fn errors_say_what_to_do_and_nothing_of_the_person() {
    for error in [
        InputError::Time,
        InputError::SpanBackwards,
        InputError::TooMuch,
        InputError::AnswerOutOfRange,
        InputError::EntryContradicts,
        InputError::IdTwice,
        InputError::Measures,
        InputError::OtherMethod,
        InputError::ReliefDoesNotFollow,
        InputError::Step,
    ] {
        let text = error.to_string();
        assert!(text.contains(": "), "{text} names no remedy");
        assert!(!text.contains(|it: char| it.is_ascii_digit()), "{text}");
    }
}
