//! Notices and who is told next.

use super::*;
use crate::civil::{MINUTE_MS, Moment};
use crate::protocol::message::AlarmKind;

const ADA: CaregiverId = CaregiverId(7);
const BEN: CaregiverId = CaregiverId(3);
const EVENTS: [NoticeEvent; 4] = [
    NoticeEvent::HandedOver,
    NoticeEvent::Seen,
    NoticeEvent::CauseEnded,
    NoticeEvent::TakenBack,
];

fn stall() -> Cause {
    Cause::Emergency(AlarmKind::MotorStall.into())
}

/// So many minutes after a fixed instant.
fn at(minutes: i64) -> Moment {
    let start_utc_ms = utc("2026-11-24T21:00:00");
    Moment::in_zone(start_utc_ms + minutes * MINUTE_MS, Zone::Europe__Berlin)
}

fn notice(cause: Cause, caregiver: CaregiverId, made_min: i64) -> Notice {
    Notice::new(NoticeId(1), cause, caregiver, at(made_min))
}

fn through(events: &[NoticeEvent]) -> Notice {
    let made = notice(stall(), ADA, 0);
    let step = |it: Notice, event: &NoticeEvent| it.after(*event, at(1)).unwrap();
    events.iter().fold(made, step)
}

fn next(notices: &[Notice], cause: Cause, minutes: i64) -> Next {
    escalate(notices, &whole(), cause, at(minutes).utc_ms)
}

/// SR-47
#[test]
fn a_caregiver_is_told_once_the_notice_was_seen_and_not_before() {
    let made = notice(stall(), ADA, 0);
    assert_eq!(made.state, NoticeState::ToSend);
    assert!(!made.is_told());
    let handed = made.after(NoticeEvent::HandedOver, at(1)).unwrap();
    assert_eq!(handed.state, NoticeState::HandedOver { at: at(1) });
    assert!(!handed.is_told());
    let seen = handed.after(NoticeEvent::Seen, at(2)).unwrap();
    assert_eq!(seen.state, NoticeState::Seen { at: at(2) });
    assert!(seen.is_told());
}

/// SR-47
#[test]
fn a_notice_that_ends_keeps_whether_it_was_seen() {
    use NoticeEvent::{CauseEnded, HandedOver, Seen, TakenBack};
    assert!(through(&[HandedOver, Seen, CauseEnded]).is_told());
    for unseen in [
        through(&[CauseEnded]),
        through(&[TakenBack]),
        through(&[HandedOver, CauseEnded]),
        through(&[HandedOver, TakenBack]),
        through(&[TakenBack, CauseEnded]),
    ] {
        assert!(!unseen.is_told(), "{unseen:?}");
    }
}

/// Every state with every event, as `states.md` draws them.
#[test]
fn what_the_diagram_does_not_draw_is_an_error() {
    use NoticeEvent::{CauseEnded, HandedOver, Seen, TakenBack};
    let (back, seen) = (NoticeError::AlreadyHandedOver, NoticeError::AlreadySeen);
    let (never, ended) = (NoticeError::NotHandedOver, NoticeError::Ended);
    let table: [(&[NoticeEvent], [Option<NoticeError>; 4]); 5] = [
        (&[], [None, Some(never), None, None]),
        (&[HandedOver], [Some(back), None, None, None]),
        (
            &[HandedOver, Seen],
            [Some(seen), Some(seen), None, Some(seen)],
        ),
        (&[TakenBack], [Some(ended), Some(ended), None, Some(ended)]),
        (&[CauseEnded], [Some(ended); 4]),
    ];
    for (path, errors) in table {
        for (event, error) in EVENTS.into_iter().zip(errors) {
            let after = through(path).after(event, at(9));
            assert_eq!(after.err(), error, "{path:?} then {event:?}");
        }
    }
}

#[test]
fn an_event_changes_the_state_and_nothing_else() {
    let made = notice(Cause::Low, BEN, 0);
    let handed = made.after(NoticeEvent::HandedOver, at(5)).unwrap();
    let state = handed.state;
    assert_eq!(handed, Notice { state, ..made });
}

#[test]
fn notices_are_read_as_they_were_written() {
    use NoticeEvent::{CauseEnded, HandedOver, Seen};
    let causes = [
        stall(),
        Cause::Unreachable,
        Cause::Low,
        Cause::Empty,
        Cause::NoAnswer,
    ];
    let made = causes.map(|it| notice(it, ADA, 0));
    let further = [&[HandedOver][..], &[HandedOver, Seen], &[CauseEnded]].map(through);
    for notice in made.into_iter().chain(further) {
        let body = serde_json::to_string(&notice).unwrap();
        assert_eq!(serde_json::from_str::<Notice>(&body).unwrap(), notice);
    }
}

#[test]
fn an_alarm_that_this_version_does_not_know_is_kept_by_its_code() {
    assert_eq!(AlarmCode(200).kind(), None);
    assert_eq!(AlarmCode(1).kind(), Some(AlarmKind::MotorStall));
    let read: Cause = serde_json::from_str("{\"emergency\":200}").unwrap();
    assert_eq!(read, Cause::Emergency(AlarmCode(200)));
}

/// SR-47
#[test]
fn the_first_caregiver_is_told_first_and_the_next_after_the_set_time() {
    assert_eq!(next(&[], stall(), 0), Next::Tell(ADA));
    let first = notice(stall(), ADA, 0);
    let until_utc_ms = at(5).utc_ms;
    assert_eq!(next(&[first], stall(), 0), Next::Wait { until_utc_ms });
    assert_eq!(next(&[first], stall(), 4), Next::Wait { until_utc_ms });
    assert_eq!(next(&[first], stall(), 5), Next::Tell(BEN));
    let second = notice(stall(), BEN, 5);
    let until_utc_ms = at(10).utc_ms;
    let both = [first, second];
    assert_eq!(next(&both, stall(), 6), Next::Wait { until_utc_ms });
    assert_eq!(next(&both, stall(), 10), Next::AllTried);
}

/// SR-47
#[test]
fn handing_over_stops_no_escalation_and_being_seen_does() {
    let handed = through(&[NoticeEvent::HandedOver]);
    assert_eq!(next(&[handed], stall(), 5), Next::Tell(BEN));
    let seen = handed.after(NoticeEvent::Seen, at(60)).unwrap();
    let late = notice(stall(), BEN, 5);
    assert_eq!(next(&[late, seen], stall(), 60), Next::Told(ADA));
}

#[test]
fn each_cause_waits_its_own_time_and_concerns_no_other() {
    for (cause, minutes) in [
        (stall(), 5),
        (Cause::Empty, 15),
        (Cause::Unreachable, 30),
        (Cause::NoAnswer, 30),
        (Cause::Low, 24 * 60),
    ] {
        let first = notice(cause, ADA, 0);
        let until_utc_ms = at(minutes).utc_ms;
        assert_eq!(
            next(&[first], cause, minutes - 1),
            Next::Wait { until_utc_ms }
        );
        assert_eq!(next(&[first], cause, minutes), Next::Tell(BEN));
    }
    let low = notice(Cause::Low, ADA, 0);
    assert_eq!(next(&[low], Cause::Empty, 1), Next::Tell(ADA));
}

#[test]
fn only_those_are_told_who_want_it() {
    let wants = |emergencies, refill, no_answer| Wants {
        emergencies,
        refill,
        no_answer,
    };
    let table = [
        (stall(), [true, false, false]),
        (Cause::Unreachable, [true, false, false]),
        (Cause::Low, [false, true, false]),
        (Cause::Empty, [true, true, false]),
        (Cause::NoAnswer, [false, false, true]),
    ];
    let each = [
        wants(true, false, false),
        wants(false, true, false),
        wants(false, false, true),
    ];
    for (cause, expected) in table {
        assert_eq!(each.map(|it| cause.is_wanted(it)), expected, "{cause:?}");
        let mut plan = whole();
        plan.caregivers[0].wants = Wants::default();
        let told = escalate(&[], &plan, cause, at(0).utc_ms);
        assert_eq!(told, Next::Tell(BEN), "the first wants nothing");
        plan.caregivers[1].wants = Wants::default();
        let told = escalate(&[], &plan, cause, at(0).utc_ms);
        assert_eq!(told, Next::NobodyWants);
    }
}

/// SR-47
#[test]
fn nobody_gets_a_second_notice_while_the_cause_of_the_first_goes_on() {
    use NoticeEvent::{HandedOver, TakenBack};
    for first in [&[][..], &[HandedOver], &[TakenBack]].map(through) {
        for minutes in 0..60 {
            assert_ne!(
                next(&[first], stall(), minutes),
                Next::Tell(ADA),
                "{first:?}"
            );
        }
    }
}

#[test]
fn once_the_cause_has_ended_all_its_notices_end_and_a_new_one_begins_anew() {
    use NoticeEvent::{HandedOver, Seen, TakenBack};
    let mut notices: Vec<Notice> = [&[][..], &[HandedOver], &[HandedOver, Seen], &[TakenBack]]
        .map(through)
        .to_vec();
    let low = notice(Cause::Low, ADA, 0);
    notices.push(low);
    let ended = cause_ended(&notices, stall(), at(20));
    let (others, about): (Vec<_>, Vec<_>) = ended.iter().partition(|it| it.is_current());
    assert_eq!((others, about.len()), (vec![low], 4));
    assert_eq!(next(&ended, stall(), 21), Next::Tell(ADA));
    assert_eq!(cause_ended(&ended, stall(), at(30)), ended, "ended once");
}

/// SR-49
#[test]
fn a_clock_that_was_set_back_neither_stops_the_escalation_nor_tells_all_at_once() {
    let ahead = notice(stall(), ADA, 600);
    assert_eq!(next(&[ahead], stall(), 0), Next::Tell(BEN));
    let second = notice(stall(), BEN, 0);
    let until_utc_ms = at(5).utc_ms;
    assert_eq!(
        next(&[ahead, second], stall(), 1),
        Next::Wait { until_utc_ms }
    );
}

#[test]
fn a_notice_stays_with_its_caregiver_when_the_order_changes() {
    let first = notice(stall(), ADA, 0);
    let mut plan = whole();
    plan.caregivers.reverse();
    let told = escalate(&[first], &plan, stall(), at(5).utc_ms);
    assert_eq!(told, Next::Tell(BEN));
}

/// SR-32
#[test]
fn nothing_here_knows_the_pumps_requests() {
    for source in [
        include_str!("../call.rs"),
        include_str!("../contact.rs"),
        include_str!("../escalate.rs"),
        include_str!("../hours.rs"),
        include_str!("../implant.rs"),
        include_str!("../notice.rs"),
        include_str!("../plan.rs"),
        include_str!("../region.rs"),
    ] {
        let uses = source.lines().filter(|it| it.starts_with("use "));
        for line in uses {
            let reaches = [
                "crate::pump",
                "crate::companion",
                "crate::store",
                "crate::keys",
            ];
            assert!(!reaches.iter().any(|it| line.contains(it)), "{line}");
        }
    }
}
