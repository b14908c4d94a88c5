//! Slots over changes of clocks and zones, and after doses.

use super::*;
use crate::civil::{DAY_MS, Date};
use std::collections::BTreeSet;

const ZONES: [Zone; 9] = [
    Zone::Europe__Berlin,
    Zone::America__New_York,
    Zone::America__Santiago,
    Zone::Australia__Lord_Howe,
    Zone::Africa__Cairo,
    Zone::Asia__Kathmandu,
    Zone::Pacific__Auckland,
    Zone::Atlantic__Azores,
    Zone::Africa__Casablanca,
];
/// Midnight and the hours that changes of clocks skip and repeat.
const TIMES: [&str; 7] = [
    "00:00", "01:45", "02:20", "03:15", "10:00", "16:00", "20:00",
];

/// SR-49
#[test]
fn over_ten_years_of_clock_changes_there_is_one_slot_per_date_and_time() {
    for zone in ZONES {
        let from = in_zone("2020-01-01T00:00", zone);
        let until = in_zone("2030-01-01T00:00", zone);
        let plan = long_term(from, zone, &TIMES);
        let zones = Zones::only(zone);
        // slots are made two days ahead
        let diary = Diary::new(&plan, &zones, &[], until.utc_ms - 2 * DAY_MS - 1);
        let slots: Vec<Slot> = diary.slots().iter().map(|view| view.slot).collect();
        let keys: BTreeSet<SlotKey> = slots.iter().map(|slot| slot.key).collect();
        assert_eq!(keys.len(), slots.len(), "none twice in {zone}");
        assert_eq!(slots.len(), 3_653 * TIMES.len(), "none left out in {zone}");
        assert!(slots.is_sorted_by_key(|slot| slot.key), "{zone}");
        let mut moved = 0;
        for slot in &slots {
            let shown = Moment::in_zone(slot.due_utc_ms, zone).local();
            let wanted = wanted(slot.key);
            if shown != wanted {
                // the clocks skip this time: the slot comes with the first instant after the gap
                moved += 1;
                assert!(shown > wanted, "{} in {zone}", slot.key);
                let before = Moment::in_zone(slot.due_utc_ms - 1, zone).local();
                assert!(before < wanted, "{} in {zone}", slot.key);
            }
        }
        let changes_clocks = zone != Zone::Asia__Kathmandu;
        assert_eq!(moved > 0, changes_clocks, "{zone} skips {moved}");
    }
}

fn wanted(key: SlotKey) -> DateTime {
    match key {
        SlotKey::Clock { date, time } => date.and_time(time.into()),
        SlotKey::AfterDose { .. } => panic!("no slot by clock"),
    }
}

/// SR-49
#[test]
fn a_trial_over_a_change_of_clocks_asks_three_times_a_day() {
    // summer time begins in Berlin on 2026-03-29 and ends on 2026-10-25
    for (baseline, start) in [
        ("2026-03-26T00:00", "2026-03-27T00:00"),
        ("2026-10-22T00:00", "2026-10-23T00:00"),
    ] {
        let mut spec = spec(Purpose::Pain);
        spec.trial = Some(Trial::infusion(at(baseline), at(start), 4));
        let plan = plan(spec);
        let zones = Zones::only(BERLIN);
        let diary = Diary::new(&plan, &zones, &[], at(baseline).utc_ms);
        assert_eq!(diary.slots().len(), 5 * 3);
        for view in diary.slots() {
            let shown = Moment::in_zone(view.slot.due_utc_ms, BERLIN).local();
            assert_eq!(shown, wanted(view.slot.key));
        }
        let result = infusion_result(&diary);
        assert_eq!(result.window.planned(), 6);
    }
}

/// SR-49
#[test]
fn travel_moves_prompts_to_the_clock_in_hand_and_loses_none() {
    let plan = plan(infusion(Purpose::Pain));
    let change = |text, zone| ZoneChange {
        from_utc_ms: at(text).utc_ms,
        zone,
    };
    // to New York on Thursday evening: it is 18:10 there again 12:10
    let west = change("2026-06-11T18:10", Zone::America__New_York);
    let home = change("2026-06-13T08:00", BERLIN);
    let at_home = Zones::only(BERLIN);
    let stayed = Diary::new(&plan, &at_home, &[], afterwards());
    let keys = |diary: &Diary<'_>| -> Vec<SlotKey> {
        diary.slots().iter().map(|view| view.slot.key).collect()
    };
    for changes in [vec![west], vec![west, home]] {
        let zones = Zones::new(BERLIN, &changes);
        let diary = Diary::new(&plan, &zones, &[], afterwards());
        assert_eq!(keys(&diary), keys(&stayed));
        let due = |text| diary.slot(clock(text)).unwrap().slot.due_utc_ms;
        // what was before the flight did not move
        assert_eq!(due("2026-06-11T16:00"), at("2026-06-11T16:00").utc_ms);
        let in_new_york = in_zone("2026-06-11T20:00", Zone::America__New_York);
        assert_eq!(due("2026-06-11T20:00"), in_new_york.utc_ms);
        assert_eq!(infusion_result(&diary).window.planned(), 6);
    }
}

/// SR-49
#[test]
fn the_trial_ends_with_the_day_of_the_person_and_not_of_the_zone_at_home() {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(Zone::America__New_York);
    let end = in_zone("2026-06-14T00:00", Zone::America__New_York).utc_ms;
    assert_eq!(plan.phase_at(end - 1, &zones), Phase::Trial);
    assert_eq!(plan.phase_at(end, &zones), Phase::AfterTrial);
}

/// SR-49
#[test]
fn prompts_after_a_dose_follow_elapsed_time_over_a_change_of_clocks() {
    // 02:00 becomes 03:00 on 2026-03-29, after the dose
    let mut spec = spec(Purpose::Spasticity);
    let dose_at = at("2026-03-28T20:00");
    spec.trial = Some(Trial::baclofen_screening(at("2026-03-26T00:00"), dose_at));
    let plan = plan(spec);
    let plan = plan.with_dose_given(0, dose_at, afterwards()).unwrap();
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &[], dose_at.utc_ms);
    let dose_slots = diary.slots().iter().map(|view| view.slot);
    let dose_slots = dose_slots.filter(|slot| slot.phase == Phase::Trial);
    let hours: Vec<_> = dose_slots
        .map(|slot| (slot.due_utc_ms - dose_at.utc_ms) / HOUR_MS)
        .collect();
    assert_eq!(hours, [1, 2, 4, 6, 8, 24]);
    let last = diary.slot(clock("dose1+24h")).unwrap().slot;
    let shown = Moment::in_zone(last.due_utc_ms, BERLIN).local();
    assert_eq!(shown, civil("2026-03-29T21:00"));
}

#[test]
fn a_dose_that_was_not_given_asks_nothing() {
    let plan = plan(screening());
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &[], afterwards());
    let clock_only = |view: &SlotView| view.slot.phase == Phase::Baseline;
    assert!(diary.slots().iter().all(clock_only));
    // Monday and Tuesday; on Wednesday the dose is planned before the first prompt
    assert_eq!(diary.slots().len(), 2 * 3);
}

#[test]
fn a_dose_ends_the_prompts_of_the_one_before() {
    let now = afterwards();
    let plan = plan(screening());
    let plan = plan
        .with_dose_given(0, at("2026-06-10T09:00"), now)
        .unwrap();
    let early = plan
        .with_dose_given(1, at("2026-06-10T16:55"), now)
        .unwrap();
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&early, &zones, &[], now);
    let slot = |text| diary.slot(clock(text)).unwrap();
    // the 8-hour prompt is cut short: what comes after the second dose speaks about that one
    let cut = slot("dose1+8h").slot;
    assert_eq!(cut.withdrawn, None);
    assert_eq!(cut.on_time_from_utc_ms, at("2026-06-10T16:45").utc_ms);
    assert_eq!(cut.on_time_until_utc_ms, at("2026-06-10T16:55").utc_ms - 1);
    let gone = slot("dose1+24h");
    assert_eq!(gone.slot.withdrawn, Some(Withdrawal::DoseGiven));
    assert_eq!(gone.state, SlotState::Withdrawn);
    assert_eq!(slot("dose2+24h").slot.withdrawn, None);
    // given in the very moment in which the prompt would have opened
    let at_opening = plan
        .with_dose_given(1, at("2026-06-10T16:45"), now)
        .unwrap();
    let diary = Diary::new(&at_opening, &zones, &[], now);
    let slot = diary.slot(clock("dose1+8h")).unwrap().slot;
    assert_eq!(slot.withdrawn, Some(Withdrawal::DoseGiven));
}

#[test]
fn a_dose_given_early_withdraws_the_prompts_of_the_baseline_after_it() {
    let now = afterwards();
    let plan = plan(screening());
    let plan = plan
        .with_dose_given(0, at("2026-06-09T18:00"), now)
        .unwrap();
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &[], now);
    let withdrawn = |text| diary.slot(clock(text)).unwrap().slot.withdrawn;
    assert_eq!(withdrawn("2026-06-09T16:00"), None);
    assert_eq!(withdrawn("2026-06-09T20:00"), Some(Withdrawal::DoseGiven));
}

#[test]
fn the_end_withdraws_what_comes_after_it_and_keeps_what_was() {
    for why in [EndReason::TherapyEnded, EndReason::PumpReplaced] {
        let ending = Ending {
            at: at("2026-06-12T12:00"),
            why,
        };
        let plan = plan(infusion(Purpose::Pain)).with_end(ending).unwrap();
        let zones = Zones::only(BERLIN);
        let mut entries = Entries::default();
        entries.answer("2026-06-12T10:00", rest(3));
        let diary = Diary::new(&plan, &zones, &entries.0, at("2026-06-12T12:01").utc_ms);
        assert_eq!(diary.phase(), Phase::Ended);
        assert_eq!(diary.next_prompt(), None);
        let state = |text| diary.slot(clock(text)).unwrap().state;
        assert_eq!(state("2026-06-12T10:00"), SlotState::AnsweredOnTime);
        assert_eq!(state("2026-06-12T16:00"), SlotState::Withdrawn);
        assert_eq!(state("2026-06-11T16:00"), SlotState::Missing);
        let at_the_prompt = Ending {
            at: at("2026-06-12T16:00"),
            why,
        };
        let plan = self::plan(infusion(Purpose::Pain));
        let plan = plan.with_end(at_the_prompt).unwrap();
        let diary = Diary::new(&plan, &zones, &[], afterwards());
        let state = diary.slot(clock("2026-06-12T16:00")).unwrap().state;
        assert_eq!(state, SlotState::Withdrawn);
    }
}

#[test]
fn a_slot_is_upcoming_then_open_then_missing_to_the_millisecond() {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let due = at("2026-06-09T16:00").utc_ms;
    let state = |now| {
        let diary = Diary::new(&plan, &zones, &[], now);
        diary.slot(clock("2026-06-09T16:00")).unwrap().state
    };
    let quarter = 15 * MINUTE_MS;
    assert_eq!(state(due - quarter - 1), SlotState::Upcoming);
    assert_eq!(state(due - quarter), SlotState::Open);
    assert_eq!(state(due + quarter), SlotState::Open);
    assert_eq!(state(due + quarter + 1), SlotState::Missing);
}

#[test]
fn the_next_prompt_is_the_open_one_until_it_has_its_entry() {
    let plan = plan(infusion(Purpose::Pain));
    let zones = Zones::only(BERLIN);
    let mut entries = Entries::default();
    let next = |entries: &Entries, now: &str| {
        let diary = Diary::new(&plan, &zones, &entries.0, at(now).utc_ms);
        diary.next_prompt().map(|slot| slot.key.to_string())
    };
    let four = Some("2026-06-09T16:00".to_owned());
    let eight = Some("2026-06-09T20:00".to_owned());
    assert_eq!(next(&entries, "2026-06-09T15:00"), four);
    assert_eq!(next(&entries, "2026-06-09T16:15"), four);
    assert_eq!(next(&entries, "2026-06-09T16:16"), eight);
    entries.late("2026-06-09T16:00", "2026-06-09T15:50", rest(3));
    assert_eq!(next(&entries, "2026-06-09T15:51"), eight);
    let none = next(&entries, "2026-06-14T00:00");
    assert_eq!(none, None);
}

#[test]
fn a_diary_of_the_years_always_has_a_next_prompt() {
    let from = at("2026-06-13T09:00");
    let plan = long_term(from, BERLIN, &["20:00"]);
    let zones = Zones::only(BERLIN);
    let next = |text| {
        let diary = Diary::new(&plan, &zones, &[], at(text).utc_ms);
        diary.next_prompt().unwrap().key.to_string()
    };
    // long before it begins, too
    assert_eq!(next("2026-01-01T00:00"), "2026-06-13T20:00");
    assert_eq!(next("2029-03-04T20:16"), "2029-03-05T20:00");
    let none = long_term(from, BERLIN, &[]);
    let diary = Diary::new(&none, &zones, &[], from.utc_ms);
    assert_eq!(diary.next_prompt(), None);
}

#[test]
fn a_clock_of_the_far_future_makes_no_slots_without_end() {
    let plan = long_term(at("2026-06-13T09:00"), BERLIN, &["20:00"]);
    let zones = Zones::only(BERLIN);
    let diary = Diary::new(&plan, &zones, &[], i64::MAX);
    assert!(diary.slots().len() < 64_000);
    let last = wanted(diary.slots().last().unwrap().slot.key);
    assert_eq!(last.date(), Date::from_ymd_opt(2199, 12, 31).unwrap());
}

#[test]
fn a_slot_has_one_name_and_reads_it_back() {
    for name in ["2026-06-09T16:00", "dose1+1h", "dose256+24h"] {
        assert_eq!(clock(name).to_string(), name);
    }
    for wrong in [
        "",
        "dose0+1h",
        "dose257+1h",
        "dose01+1h",
        "dose1+1",
        "dose1+999h",
        "2026-6-9T16:00",
        "2026-06-09T9:00",
        "2026-06-09",
        "2026-06-31T10:00",
    ] {
        assert_eq!(wrong.parse::<SlotKey>(), Err(SlotKeyError), "{wrong}");
    }
    let text = serde_json::to_string(&clock("2026-06-09T16:00")).unwrap();
    assert_eq!(text, r#"{"clock":{"date":"2026-06-09","time":960}}"#);
}
