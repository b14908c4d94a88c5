use super::*;
use crate::testing::Phone;
use cisterna_protocol::bounded::List;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::status::Alarm;

const HOUR: u64 = 3_600_000;

fn kinds(phone: &Phone) -> Vec<Kind> {
    let due = phone.app.reminders_screen().unwrap().due;
    due.into_iter().map(|it| it.kind).collect()
}

/// SR-47
#[test]
fn a_pump_that_was_not_read_for_a_day_is_told_unless_the_person_is_away() {
    let mut phone = Phone::paired();
    phone.clock.advance_ms(23 * HOUR);
    assert!(!kinds(&phone).contains(&Kind::Unreachable));
    phone.clock.advance_ms(2 * HOUR);
    assert!(kinds(&phone).contains(&Kind::Unreachable));
    let mut until = phone.app.moment();
    until.utc_ms += 2 * DAY_MS;
    phone.app.expect_away(Some(until)).unwrap();
    assert!(!kinds(&phone).contains(&Kind::Unreachable));
    phone.clock.advance_ms(49 * HOUR);
    assert!(
        kinds(&phone).contains(&Kind::Unreachable),
        "it ended by itself"
    );
    drop(phone.connect());
    assert!(!kinds(&phone).contains(&Kind::Unreachable));
}

/// SR-47
#[test]
fn an_alarm_sounds_is_silenced_and_comes_back_over_a_restart() {
    let mut phone = Phone::paired();
    let alarm = Alarm {
        kind: AlarmKind::MotorStall,
        priority: Priority::High,
        since: Count(9_990),
        muted_until: None,
    };
    phone.pump.borrow_mut().status.alarms = List::from_items([alarm]).unwrap();
    drop(phone.connect());
    let first = phone.app.reminders_screen().unwrap().due.remove(0);
    assert!(first.sounds && first.urgency == Urgency::High);
    phone.app.acknowledge_reminder(&first.id).unwrap();
    let phone = phone.restart();
    let screen = phone.app.reminders_screen().unwrap();
    assert!(!screen.due[0].sounds);
    let back = screen.due[0].next_sound_utc_ms - phone.app.now().wall_utc_ms;
    assert!(screen.schedule.iter().any(|it| it.ids.contains(&first.id)));
    phone.clock.advance_ms(back.unsigned_abs());
    assert!(phone.app.reminders_screen().unwrap().due[0].sounds);
    let mut phone = phone;
    let gone = phone.app.acknowledge_reminder("alarm/0/0");
    assert!(matches!(gone, Err(CompanionError::Reminder(_))));
    let long = phone.app.now().wall_utc_ms + DAY_MS;
    let refused = phone.app.snooze_reminder(&first.id, long);
    assert!(matches!(refused, Err(CompanionError::Reminder(_))));
    let never = phone.app.reminder_done(&first.id);
    assert!(matches!(never, Err(CompanionError::Reminder(_))));
}

/// SR-48
#[test]
fn after_an_mri_a_reading_comes_first_and_then_the_confirmation() {
    let mut phone = Phone::paired();
    phone.app.mri_event(MriEvent::Done).unwrap();
    assert!(kinds(&phone).contains(&Kind::MriRead));
    let early = phone.app.mri_event(MriEvent::Confirmed);
    assert!(matches!(early, Err(CompanionError::Mri(_))));
    phone.pump.borrow_mut().status.therapy = Therapy::Faulted;
    drop(phone.connect());
    assert_eq!(kinds(&phone)[0], Kind::MriNotInfusing);
    phone.pump.borrow_mut().status.therapy = Therapy::Running;
    drop(phone.connect());
    let mut phone = phone.restart();
    assert!(kinds(&phone).contains(&Kind::MriConfirm));
    phone.app.mri_event(MriEvent::Confirmed).unwrap();
    assert!(!kinds(&phone).contains(&Kind::MriConfirm));
}

#[test]
fn wound_checks_come_from_the_implant_card_and_quiet_hours_are_kept() {
    let mut phone = Phone::unpaired();
    let mut plan = phone.app.care_plan().unwrap();
    plan.implant.implanted_on = Some(phone.app.moment().date());
    phone.app.keep_care_plan(&plan).unwrap();
    let screen = phone.app.reminders_screen().unwrap();
    let planned: Vec<&String> = screen.schedule.iter().flat_map(|it| &it.ids).collect();
    assert!(planned.iter().any(|id| id.starts_with("wound/")));
    let quiet = QuietHours {
        from: "22:00".parse().unwrap(),
        until: "07:00".parse().unwrap(),
    };
    phone.app.set_quiet_hours(Some(quiet)).unwrap();
    let phone = phone.restart();
    assert_eq!(phone.app.reminders_screen().unwrap().quiet, Some(quiet));
}

/// SR-46, SR-47
#[test]
fn an_appointment_reminds_the_day_before_and_ends_by_itself() {
    let mut phone = Phone::paired();
    let mut at = phone.app.moment();
    at.utc_ms += 3 * DAY_MS;
    phone.app.book_refill(Some(at)).unwrap();
    assert!(!kinds(&phone).contains(&Kind::Appointment));
    phone.clock.advance_ms(60 * HOUR);
    assert!(kinds(&phone).contains(&Kind::Appointment));
    phone.clock.advance_ms(12 * HOUR);
    assert!(!kinds(&phone).contains(&Kind::Appointment));
}
