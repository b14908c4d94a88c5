use super::*;
use crate::care::{
    AlarmCode, Caregiver, CaregiverId, Clinic, Contact, Name, NoticeState, PhoneNumber, Wants,
};
use crate::testing::Phone;
use cisterna_protocol::bounded::List;
use cisterna_protocol::quantity::Count;
use cisterna_protocol::status::Alarm;

fn contact(name: &str, number: &str) -> Contact {
    Contact {
        name: Name::new(name).unwrap(),
        number: PhoneNumber::new(number).unwrap(),
    }
}

fn plan() -> CarePlan {
    let caregiver = |id, name: &str, number| Caregiver {
        id: CaregiverId(id),
        name: Name::new(name).unwrap(),
        number: PhoneNumber::new(number).unwrap(),
        relation: "sister".to_owned(),
        wants: Wants {
            emergencies: true,
            refill: true,
            no_answer: true,
        },
    };
    CarePlan {
        clinic: Clinic {
            night: Some(contact("Night", "+49 30 222")),
            ..Clinic::default()
        },
        caregivers: vec![
            caregiver(1, "Ada", "+49 170 1111"),
            caregiver(2, "Ben", "+49 170 2222"),
        ],
        ..CarePlan::default()
    }
}

/// SR-47
#[test]
fn a_caregiver_is_told_once_they_have_seen_it_and_the_next_one_is_asked_until_then() {
    let mut phone = Phone::paired();
    phone.app.keep_care_plan(&plan()).unwrap();
    let cause = Cause::Emergency(AlarmCode::from(AlarmKind::MotorStall));
    let next = phone.app.tell_next(cause).unwrap();
    assert_eq!(next, Next::Tell(CaregiverId(1)));
    let first = phone.app.care_screen().unwrap().notices[0];
    assert_eq!(first.state, NoticeState::ToSend);
    let mut phone = phone.restart();
    phone
        .app
        .notice_event(first.id, NoticeEvent::HandedOver)
        .unwrap();
    assert!(matches!(
        phone.app.tell_next(cause).unwrap(),
        Next::Wait { .. }
    ));
    phone.clock.advance_ms(5 * 60_000);
    let next = phone.app.tell_next(cause).unwrap();
    assert_eq!(next, Next::Tell(CaregiverId(2)));
    let seen = phone.app.notice_event(first.id, NoticeEvent::Seen).unwrap();
    assert!(seen.is_told());
    assert_eq!(
        phone.app.tell_next(cause).unwrap(),
        Next::Told(CaregiverId(1))
    );
    let twice = phone.app.notice_event(first.id, NoticeEvent::HandedOver);
    assert!(matches!(twice, Err(CompanionError::Notice(_))));
    let none = phone.app.notice_event(NoticeId(99), NoticeEvent::Seen);
    assert!(matches!(none, Err(CompanionError::NoNotice)));
}

/// SR-47
#[test]
fn a_notice_ends_by_itself_once_a_reading_says_that_its_cause_is_over() {
    let mut phone = Phone::paired();
    phone.app.keep_care_plan(&plan()).unwrap();
    let alarm = Alarm {
        kind: AlarmKind::ReservoirLow,
        priority: Priority::Medium,
        since: Count(1),
        muted_until: None,
    };
    phone.pump.borrow_mut().status.alarms = List::from_items([alarm]).unwrap();
    drop(phone.connect());
    phone.app.tell_next(Cause::Low).unwrap();
    phone.app.tell_next(Cause::Unreachable).unwrap();
    drop(phone.connect());
    let causes = |phone: &Phone| -> Vec<Cause> {
        let notices = phone.app.care_screen().unwrap().notices;
        notices.iter().map(|it| it.cause).collect()
    };
    assert_eq!(causes(&phone), [Cause::Low]);
    phone.pump.borrow_mut().status.alarms = List::default();
    drop(phone.connect());
    assert_eq!(causes(&phone), []);
}

/// SR-20
#[test]
fn an_alarm_carries_whom_to_call_and_a_plan_that_cannot_be_is_refused() {
    let mut phone = Phone::paired();
    let before = phone.app.care_screen().unwrap();
    assert!(!before.gaps.is_empty() && before.calls.emergency.is_empty());
    phone.app.keep_care_plan(&plan()).unwrap();
    let screen = phone.app.alarms_screen().unwrap();
    assert_eq!(screen.calls.emergency.len(), 3, "{:?}", screen.calls);
    let mut wrong = plan();
    wrong.caregivers[1].id = CaregiverId(1);
    let refused = phone.app.keep_care_plan(&wrong);
    assert!(matches!(refused, Err(CompanionError::CarePlan(_))));
    assert_eq!(phone.app.care_plan().unwrap(), plan());
}

#[test]
fn the_batterys_end_warns_ninety_days_before() {
    use crate::refill::warnings::Kind;
    let mut phone = Phone::paired();
    let today = phone.app.moment().date();
    let mut plan = plan();
    plan.implant.end_of_service = today.checked_add_days(chrono::Days::new(80));
    phone.app.keep_care_plan(&plan).unwrap();
    let warned = |phone: &Phone| {
        let warnings = phone.app.refill_warnings().unwrap();
        warnings
            .iter()
            .any(|it| matches!(it.kind, Kind::Battery { .. }))
    };
    assert!(warned(&phone));
    plan.implant.end_of_service = today.checked_add_days(chrono::Days::new(200));
    phone.app.keep_care_plan(&plan).unwrap();
    assert!(!warned(&phone));
}
