//! Corrections: the original stays, and so do its slot and its time.

use super::*;

const SLOT: &str = "2026-06-12T16:00";

fn with_diary<T>(entries: &Entries, look: impl FnOnce(&Diary<'_>) -> T) -> T {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    look(&Diary::new(&plan, &zones, &entries.0, afterwards()))
}

fn state(entries: &Entries) -> SlotState {
    with_diary(entries, |diary| diary.slot(clock(SLOT)).unwrap().state)
}

/// SR-50
#[test]
fn the_latest_correction_counts_and_the_original_stays() {
    let mut entries = Entries::default();
    let original = entries.answer(SLOT, rest(9));
    let first = entries.correct(original, "2026-06-12T16:30", rest(6));
    entries.correct(first, "2026-06-12T17:00", rest(5));
    // stored in any order
    entries.0.reverse();
    with_diary(&entries, |diary| {
        let [entry] = diary.entries() else {
            panic!("one entry");
        };
        assert_eq!(entry.original().answers, rest(9));
        assert_eq!(entry.original().made, at(SLOT));
        assert_eq!(entry.latest().id, EntryId(3));
        assert_eq!((entry.answers(), entry.corrections()), (&rest(5), 2));
        assert_eq!(entry.slot(), Some(clock(SLOT)));
        assert_eq!(entry.timing(), Timing::OnTime);
        assert_eq!(entry.on_time(Measure::NrsRest), Some(5));
        // any of them names what is corrected
        for id in 1..=3 {
            let draft = EntryDraft {
                plan: PlanId(7),
                target: Target::Correction(EntryId(id)),
                answers: rest(4),
            };
            let stamp = Stamp::new(at("2026-06-12T18:00"), None);
            let correction = diary.record(draft, &stamp).unwrap();
            assert_eq!(correction.corrects, Some(EntryId(id)));
            assert_eq!(correction.slot, Some(clock(SLOT)));
            assert_eq!(correction.made, at("2026-06-12T18:00"));
        }
    });
}

/// SR-50
#[test]
fn a_correction_never_makes_a_late_entry_timely() {
    let mut entries = Entries::default();
    let late = entries.late(SLOT, "2026-06-12T16:16", rest(9));
    // on a clock that was set back into the prompt
    let more = rest(1).with(Measure::NrsMotion, 1);
    entries.correct(late, "2026-06-12T16:05", more);
    assert_eq!(state(&entries), SlotState::AnsweredLate);
}

/// SR-50
#[test]
fn a_prompt_that_was_skipped_is_not_answered_on_time_afterwards() {
    let mut entries = Entries::default();
    let skipped = entries.answer(SLOT, Answers::skipped(Purpose::Pain.measures()));
    assert_eq!(state(&entries), SlotState::Skipped);
    entries.correct(skipped, "2026-06-12T18:00", rest(1));
    assert_eq!(state(&entries), SlotState::AnsweredLate);
    // while the prompt is open it is
    let mut entries = Entries::default();
    let skipped = entries.answer(SLOT, Answers::skipped(Purpose::Pain.measures()));
    entries.correct(skipped, "2026-06-12T16:10", rest(1));
    assert_eq!(state(&entries), SlotState::AnsweredOnTime);
}

/// SR-50
#[test]
fn a_value_that_is_added_later_is_late_and_the_others_stay() {
    let mut entries = Entries::default();
    let original = entries.answer(SLOT, rest(4));
    let both = rest(5).with(Measure::NrsMotion, 7);
    entries.correct(original, "2026-06-12T18:00", both);
    with_diary(&entries, |diary| {
        let entry = &diary.entries()[0];
        assert_eq!(entry.on_time(Measure::NrsRest), Some(5));
        assert_eq!(entry.on_time(Measure::NrsMotion), None);
        assert_eq!(entry.timing_of(Measure::NrsRest), Timing::OnTime);
        assert_eq!(entry.timing_of(Measure::NrsMotion), Timing::Late);
        assert_eq!(entry.value(Measure::NrsMotion), Answer::Given(7));
    });
}

/// SR-50
#[test]
fn a_value_that_is_added_to_the_baseline_during_the_trial_is_not_of_the_baseline() {
    let mut entries = Entries::default();
    let slot = "2026-06-09T16:00";
    let original = entries.answer(slot, rest(4));
    let both = rest(5).with(Measure::NrsMotion, 9);
    entries.correct(original, "2026-06-11T18:00", both);
    with_diary(&entries, |diary| {
        let entry = &diary.entries()[0];
        assert_eq!(
            entry.in_baseline(Measure::NrsRest),
            Some(5),
            "a slip is mended"
        );
        assert_eq!(entry.in_baseline(Measure::NrsMotion), None);
        let result = infusion_result(diary);
        assert_eq!(of(&result, Measure::NrsMotion).baseline, tally(0, 0));
        assert_eq!(of(&result, Measure::NrsRest).baseline, tally(5, 1));
    });
}

/// SR-50
#[test]
fn a_correction_can_take_an_answer_back() {
    let mut entries = Entries::default();
    let original = entries.answer(SLOT, rest(4));
    let skipped = Answers::skipped(Purpose::Pain.measures());
    entries.correct(original, "2026-06-12T16:30", skipped);
    assert_eq!(state(&entries), SlotState::Skipped);
}

#[test]
fn a_correction_of_what_is_not_there_stands_for_itself() {
    let mut entries = Entries::default();
    let original = entries.spontaneous("2026-06-12T16:20", rest(4));
    entries.correct(original, "2026-06-12T16:30", rest(5));
    entries.0.remove(0);
    with_diary(&entries, |diary| {
        let [entry] = diary.entries() else {
            panic!("one entry");
        };
        assert_eq!(entry.timing(), Timing::Spontaneous);
        assert_eq!(entry.answers(), &rest(5));
    });
}

#[test]
fn an_entry_cannot_correct_itself_or_a_later_one() {
    let mut entries = Entries::default();
    entries.spontaneous("2026-06-12T16:20", rest(4));
    entries.spontaneous("2026-06-12T16:25", motion(5));
    entries.0[0].corrects = Some(EntryId(2));
    entries.0[1].corrects = Some(EntryId(2));
    with_diary(&entries, |diary| assert_eq!(diary.entries().len(), 2));
}
