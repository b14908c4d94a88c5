use super::*;
use crate::civil::{HOUR_MS, Zone};
use crate::testing::{Phone, instant};
use crate::trial::{Measure, Purpose, SlotKey, SlotState, Trial};

/// A phone without any pump, in Berlin, with a pain trial: one day of baseline, four days.
fn phone() -> Phone {
    let mut phone = Phone::unpaired();
    phone.clock.set_zone(Zone::Europe__Berlin);
    let spec = spec(&phone);
    phone.app.start_plan(spec).unwrap();
    phone
}

fn spec(phone: &Phone) -> PlanSpec {
    let now = phone.app.moment();
    let start = Moment::in_zone(now.utc_ms + 24 * HOUR_MS, Zone::Europe__Berlin);
    PlanSpec {
        trial: Some(Trial::infusion(now, start, 4)),
        ..PlanSpec::new(PlanId(99), Purpose::Pain, Zone::Europe__Berlin)
    }
}

fn rest(value: u8) -> Answers {
    Answers::default().with(Measure::NrsRest, value)
}

fn next_slot(phone: &Phone) -> SlotKey {
    let basis = phone.app.recent_basis().unwrap().unwrap();
    basis.diary().next_prompt().unwrap().key
}

/// SR-50
#[test]
fn a_trial_runs_without_any_pump_and_survives_a_restart() {
    let mut phone = phone();
    let slot = next_slot(&phone);
    let due = {
        let basis = phone.app.recent_basis().unwrap().unwrap();
        basis.diary().slot(slot).unwrap().slot.due_utc_ms
    };
    let ahead = u64::try_from(due - instant().wall_utc_ms).unwrap();
    phone.clock.advance_ms(ahead);
    let first = phone.app.record_entry(Target::Slot(slot), rest(7)).unwrap();
    let mut phone = phone.restart();
    let basis = phone.app.whole_basis().unwrap().unwrap();
    let state = basis.diary().slot(slot).unwrap().state;
    assert_eq!(state, SlotState::AnsweredOnTime);
    let twice = phone.app.record_entry(Target::Slot(slot), rest(3));
    assert!(matches!(twice, Err(CompanionError::Entry(_))), "{twice:?}");
    let corrected = phone
        .app
        .record_entry(Target::Correction(first), rest(6))
        .unwrap();
    let kept = phone.app.entries(None, 10).unwrap();
    assert_eq!(kept.len(), 2, "the original stays");
    assert_eq!((kept[0].id, kept[1].id), (corrected, first));
    assert!(phone.app.day_doses(0).unwrap().days.is_empty());
}

/// SR-51
#[test]
fn an_entry_that_cannot_be_kept_is_told_and_leaves_no_trace() {
    let mut phone = phone();
    phone.app.die_at_write(0);
    let died = phone.app.record_entry(Target::Spontaneous, rest(5));
    assert!(matches!(died, Err(CompanionError::Store)), "{died:?}");
    let mut phone = phone.restart();
    assert!(phone.app.entries(None, 10).unwrap().is_empty());
    let wrong = phone.app.record_entry(Target::Spontaneous, rest(11));
    assert!(matches!(wrong, Err(CompanionError::Entry(_))), "{wrong:?}");
    assert!(phone.app.entries(None, 10).unwrap().is_empty());
}

/// SR-49
#[test]
fn a_clock_set_back_by_a_year_marks_the_entry_and_loses_nothing() {
    let mut phone = phone();
    phone
        .app
        .record_entry(Target::Spontaneous, rest(5))
        .unwrap();
    phone
        .clock
        .set_wall_ms(instant().wall_utc_ms - 366 * DAY_MS);
    phone
        .app
        .record_entry(Target::Spontaneous, rest(4))
        .unwrap();
    let kept = phone.app.entries(None, 10).unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept[0].clock_suspect.is_some() && kept[1].clock_suspect.is_none());
}

/// SR-49
#[test]
fn a_journey_is_noted_once_and_in_order_whatever_the_clock_shows() {
    let mut phone = phone();
    for zone in [Zone::Europe__Berlin, Zone::Asia__Tokyo, Zone::Asia__Tokyo] {
        phone.clock.set_zone(zone);
        phone.app.note_zone().unwrap();
    }
    phone.clock.set_wall_ms(0);
    phone.clock.set_zone(Zone::UTC);
    phone.app.note_zone().unwrap();
    let known = phone.app.home.store.zones().unwrap();
    let zones: Vec<Zone> = known.iter().map(|(_, zone)| *zone).collect();
    assert_eq!(zones, [Zone::Europe__Berlin, Zone::Asia__Tokyo, Zone::UTC]);
    assert!(known.is_sorted_by(|one, other| one.0 < other.0));
}

#[test]
fn one_plan_runs_at_a_time_and_a_second_may_follow_its_end() {
    let mut phone = phone();
    let again = spec(&phone);
    let refused = phone.app.start_plan(again);
    assert!(matches!(refused, Err(CompanionError::PlanRunning)));
    phone.clock.advance_ms(1_000);
    phone
        .app
        .change_plan(PlanChange::End(EndReason::TrialStopped))
        .unwrap();
    let ended = phone.app.record_entry(Target::Spontaneous, rest(5));
    assert!(matches!(ended, Err(CompanionError::Entry(_))), "{ended:?}");
    let next = spec(&phone);
    assert_eq!(phone.app.start_plan(next).unwrap(), PlanId(2));
    assert_eq!(phone.app.plans().unwrap().len(), 2);
}

#[test]
fn without_a_plan_there_is_nothing_to_record() {
    let mut phone = Phone::unpaired();
    let entry = phone.app.record_entry(Target::Spontaneous, rest(5));
    assert!(matches!(entry, Err(CompanionError::NoPlan)));
    let change = phone.app.change_plan(PlanChange::TrialDays(5));
    assert!(matches!(change, Err(CompanionError::NoPlan)));
    let wrong = PlanSpec::new(PlanId(1), Purpose::Pain, Zone::UTC);
    let refused = phone.app.start_plan(wrong);
    assert!(
        matches!(refused, Err(CompanionError::Plan(_))),
        "{refused:?}"
    );
}

#[test]
fn a_medicine_is_kept_changed_and_refused_where_it_makes_no_sense() {
    use crate::trial::MedicineChange;
    let mut phone = phone();
    let today = phone.app.moment();
    let medicine = OralMedicine {
        id: 0,
        name: "Pregabalin".to_owned(),
        amount: "75 mg twice a day".to_owned(),
        from: today.date(),
        until: None,
        change: MedicineChange::TakenBefore,
        recorded: today,
    };
    let id = phone.app.keep_medicine(medicine.clone()).unwrap();
    let ended = OralMedicine {
        id,
        until: Some(today.date()),
        ..medicine.clone()
    };
    assert_eq!(phone.app.keep_medicine(ended.clone()).unwrap(), id);
    assert_eq!(phone.app.medicines().unwrap(), [ended]);
    let nameless = OralMedicine {
        name: " ".to_owned(),
        ..medicine
    };
    let refused = phone.app.keep_medicine(nameless);
    assert!(matches!(refused, Err(CompanionError::Medicine(_))));
}
