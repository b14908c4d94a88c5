//! Recording entries: each error, and the clock's doubts.

use super::*;

fn draft(target: Target) -> EntryDraft {
    EntryDraft {
        plan: PlanId(7),
        target,
        answers: rest(3),
    }
}

fn on(text: &str) -> Stamp {
    Stamp::new(at(text), None)
}

fn record_at(
    entries: &Entries,
    draft: EntryDraft,
    now: &str,
    stamp: &Stamp,
) -> Result<Entry, EntryError> {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    Diary::new(&plan, &zones, &entries.0, at(now).utc_ms).record(draft, stamp)
}

fn record(entries: &Entries, draft: EntryDraft, now: &str) -> Result<Entry, EntryError> {
    record_at(entries, draft, now, &on(now))
}

/// SR-50
#[test]
fn an_entry_is_made_at_now_and_for_its_slot() {
    let now = "2026-06-09T16:10";
    let slot = Target::Slot(clock("2026-06-09T16:00"));
    let entry = record(&Entries::default(), draft(slot), now).unwrap();
    assert_eq!(entry.id, EntryId(1));
    assert_eq!(entry.made, at(now));
    assert_eq!(entry.slot, Some(clock("2026-06-09T16:00")));
    assert_eq!((entry.corrects, entry.clock_suspect), (None, None));
    let text = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
    let mut entries = Entries(vec![entry]);
    entries.last().id = EntryId(41);
    let next = record(&entries, draft(Target::Spontaneous), now).unwrap();
    assert_eq!((next.id, next.slot), (EntryId(42), None));
}

#[test]
fn an_entry_for_another_plan_is_refused() {
    let draft = EntryDraft {
        plan: PlanId(8),
        ..draft(Target::Spontaneous)
    };
    let refused = record(&Entries::default(), draft, "2026-06-09T16:10");
    assert_eq!(refused, Err(EntryError::OtherPlan));
}

/// SR-50
#[test]
fn an_entry_from_the_future_is_refused() {
    let spontaneous = draft(Target::Spontaneous);
    let made = |stamp: &Stamp| {
        let draft = spontaneous.clone();
        record_at(&Entries::default(), draft, "2026-06-09T16:10", stamp).map(|_| ())
    };
    assert_eq!(made(&on("2026-06-09T16:12")), Ok(()));
    let refused = made(&on("2026-06-09T16:13"));
    assert_eq!(refused, Err(EntryError::InFuture));
}

#[test]
fn an_answer_beyond_its_scale_is_refused() {
    let draft = EntryDraft {
        answers: rest(11),
        ..draft(Target::Spontaneous)
    };
    let refused = record(&Entries::default(), draft, "2026-06-09T16:10");
    let error = AnswersError::OutOfRange(Measure::NrsRest);
    assert_eq!(refused, Err(EntryError::Answers(error)));
}

#[test]
fn after_the_end_nothing_is_recorded_and_before_it_everything() {
    let ending = Ending {
        at: at("2026-06-12T12:00"),
        why: EndReason::TherapyEnded,
    };
    let plan = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
    let zones = Zones::only(BERLIN);
    let record = |text| {
        let diary = Diary::new(&plan, &zones, &[], at(text).utc_ms);
        diary.record(draft(Target::Spontaneous), &on(text)).err()
    };
    assert_eq!(record("2026-06-12T11:59"), None);
    assert_eq!(record("2026-06-12T12:00"), Some(EntryError::Ended));
}

#[test]
fn after_the_trial_entries_are_welcome() {
    let entry = record(
        &Entries::default(),
        draft(Target::Spontaneous),
        "2026-06-20T12:00",
    );
    assert!(entry.is_ok());
}

#[test]
fn a_slot_takes_one_entry_from_the_time_it_opens() {
    let slot = |text| draft(Target::Slot(clock(text)));
    let none = Entries::default();
    let early = record(&none, slot("2026-06-09T16:00"), "2026-06-09T15:44");
    assert_eq!(early, Err(EntryError::NotOpenYet));
    let unknown = record(&none, slot("2026-06-09T17:00"), "2026-06-09T17:00");
    assert_eq!(unknown, Err(EntryError::NoSuchSlot));
    let mut entries = Entries::default();
    entries.answer("2026-06-09T10:00", rest(3));
    entries.answer(
        "2026-06-09T16:00",
        Answers::skipped(Purpose::Pain.measures()),
    );
    for taken in ["2026-06-09T10:00", "2026-06-09T16:00"] {
        let again = record(&entries, slot(taken), "2026-06-09T16:05");
        assert_eq!(again, Err(EntryError::AlreadyAnswered), "{taken}");
    }
    // a missing one can still be answered, and is late
    let late = record(&none, slot("2026-06-09T10:00"), "2026-06-09T16:05").unwrap();
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let entries = [late];
    let diary = Diary::new(&plan, &zones, &entries, at("2026-06-09T16:05").utc_ms);
    let state = diary.slot(clock("2026-06-09T10:00")).unwrap().state;
    assert_eq!(state, SlotState::AnsweredLate);
    assert_eq!(diary.entries()[0].timing(), Timing::Late);
}

#[test]
fn a_withdrawn_slot_takes_no_entry() {
    let now = afterwards();
    let plan = plan(screening());
    let plan = plan
        .with_dose_given(0, at("2026-06-10T09:00"), now)
        .unwrap();
    let plan = plan
        .with_dose_given(1, at("2026-06-10T18:00"), now)
        .unwrap();
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &[], now);
    let draft = EntryDraft {
        answers: spasms(1, Some(1)),
        ..draft(Target::Slot(clock("dose1+24h")))
    };
    let refused = diary.record(draft, &on("2026-06-11T09:00"));
    assert_eq!(refused, Err(EntryError::Withdrawn));
}

/// SR-49
#[test]
fn an_entry_on_a_clock_that_was_set_back_is_kept_and_marked() {
    let mut entries = Entries::default();
    entries.spontaneous("2026-06-09T18:00", rest(5));
    // the prompt of 16:00 is over; the clock is set back to its time
    let slot = draft(Target::Slot(clock("2026-06-09T16:00")));
    let entry = record(&entries, slot, "2026-06-09T16:05").unwrap();
    assert_eq!(entry.made, at("2026-06-09T16:05"), "never moved");
    assert_eq!(entry.clock_suspect, Some(ClockSuspicion::SetBack));
    entries.0.push(entry);
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &entries.0, at("2026-06-09T16:06").utc_ms);
    assert_eq!(diary.entries().len(), 2, "never dropped");
    assert!(diary.entries()[1].is_clock_suspect());
    let state = diary.slot(clock("2026-06-09T16:00")).unwrap().state;
    assert_eq!(state, SlotState::AnsweredLate);
    // the next one is measured against this one: a clock that stays is believed again
    let next = record(&entries, draft(Target::Spontaneous), "2026-06-09T16:20").unwrap();
    assert_eq!(next.clock_suspect, None);
}

/// SR-49
#[test]
fn a_wall_clock_that_disagrees_with_the_count_is_marked() {
    let counted = |since_boot_ms| {
        Some(Counted {
            boot_id: [1; 16],
            since_boot_ms,
        })
    };
    let mut entries = Entries::default();
    entries.spontaneous("2026-06-09T10:00", rest(5));
    entries.last().counted = counted(0);
    // ten hours by the count, six by the clock
    let hours_10 = 10 * 3_600_000;
    let stamp = Stamp::new(at("2026-06-09T16:00"), counted(hours_10));
    let slot = draft(Target::Slot(clock("2026-06-09T16:00")));
    let entry = record_at(&entries, slot, "2026-06-09T16:00", &stamp).unwrap();
    let disagrees = Some(ClockSuspicion::DisagreesWithCount);
    assert_eq!(entry.clock_suspect, disagrees);
    assert_eq!(entry.counted, counted(hours_10));
}

#[test]
fn what_is_to_be_corrected_has_to_be_there() {
    let refused = record(
        &Entries::default(),
        draft(Target::Correction(EntryId(1))),
        "2026-06-09T16:10",
    );
    assert_eq!(refused, Err(EntryError::NoSuchEntry));
}
