use super::*;
use crate::CompanionError;
use crate::pump::link::{Direction, Fate};
use crate::testing::Phone;
use cisterna_protocol::message::{Answer, RejectReason, Rejection};
use cisterna_protocol::outcome::{Outcome, Refusal, RefusalReason};
use cisterna_protocol::quantity::Count;

/// Chunks of the pump before it answers a bolus request on an open contact: the status.
const BEFORE_ANSWER: u32 = 1;

fn offer(phone: &Phone) -> BolusOffer {
    BolusOffer::of(&phone.pump.borrow().status).unwrap()
}

/// Taps, connects and asks; `hurt` sees the pump before the request.
fn ask(phone: &mut Phone, hurt: impl FnOnce(&mut Phone)) -> Result<BolusOutcome, CompanionError> {
    let mut contact = phone.connect();
    let offer = offer(phone);
    hurt(phone);
    let authenticator = phone.authenticator();
    phone
        .app
        .request_bolus(&mut contact, offer, &authenticator)
        .map(|(_, outcome)| outcome)
}

fn latest(phone: &Phone) -> BolusOutcome {
    phone.app.requests(1).unwrap()[0].state.into()
}

fn fate(phone: &Phone, direction: Direction, after: u32, fate: Fate) {
    let mut pump = phone.pump.borrow_mut();
    let index = usize::from(direction == Direction::ToPhone);
    let rule = (direction, pump.chunks[index] + after, fate);
    pump.fates.push(rule);
}

/// SR-43
#[test]
fn a_request_carries_its_proof_and_is_answered() {
    let mut phone = Phone::paired();
    let outcome = ask(&mut phone, |_| {}).unwrap();
    assert!(matches!(outcome, BolusOutcome::Delivered(_)), "{outcome:?}");
    assert_eq!(latest(&phone), outcome);
    assert_eq!(phone.pump.borrow().doses_given, 1);
}

#[test]
fn a_refusal_is_the_pumps_and_ends_the_request() {
    let mut phone = Phone::paired();
    let refusal = Refusal::for_seconds(RefusalReason::Lockout, 99);
    phone.pump.borrow_mut().verdict = Some(Outcome::Refused(refusal));
    assert_eq!(ask(&mut phone, |_| {}), Ok(BolusOutcome::Refused(refusal)));
    phone.pump.borrow_mut().verdict = None;
    assert!(ask(&mut phone, |_| {}).is_ok());
}

/// SR-41
#[test]
fn a_lost_answer_is_uncertain_and_resolved_at_the_next_visit() {
    let mut phone = Phone::paired();
    let outcome = ask(&mut phone, |phone| {
        fate(phone, Direction::ToPhone, BEFORE_ANSWER, Fate::Cut);
    });
    assert_eq!(outcome, Ok(BolusOutcome::NotKnownYet));
    // not connected since: no new request, and a restart changes nothing
    let mut phone = phone.restart();
    let shown = offer(&phone);
    let again = phone.app.intend_bolus(shown);
    assert!(matches!(again, Err(CompanionError::Uncertain(_))));
    assert_eq!(latest(&phone), BolusOutcome::NotKnownYet);
    let _contact = phone.connect();
    assert!(matches!(latest(&phone), BolusOutcome::Delivered(_)));
    assert_eq!(phone.pump.borrow().doses_given, 1);
    assert!(phone.app.intend_bolus(shown).is_ok());
}

/// SR-41
#[test]
fn a_lost_request_is_not_received_only_once_the_pump_voided_it() {
    for lost in [Fate::Drop, Fate::Cut] {
        let mut phone = Phone::paired();
        let outcome = ask(&mut phone, |phone| fate(phone, Direction::ToPump, 1, lost));
        assert_eq!(outcome, Ok(BolusOutcome::NotKnownYet));
        let _contact = phone.connect();
        assert_eq!(latest(&phone), BolusOutcome::NotReceived);
        assert_eq!(phone.pump.borrow().doses_given, 0);
    }
}

/// SR-41
#[test]
fn a_forgotten_request_counts_as_given_for_one_window() {
    let mut phone = Phone::paired();
    ask(&mut phone, |phone| {
        fate(phone, Direction::ToPhone, BEFORE_ANSWER, Fate::Cut);
    })
    .unwrap();
    for outcome in phone.pump.borrow_mut().outcomes.values_mut() {
        *outcome = Outcome::Forgotten;
    }
    let _contact = phone.connect();
    assert_eq!(
        latest(&phone),
        BolusOutcome::CannotBeKnown {
            until: Count(96_400)
        }
    );
    assert_eq!(
        ask(&mut phone, |_| {}),
        Err(CompanionError::Held { left_s: 86_400 })
    );
}

/// SR-41
#[test]
fn a_renewed_storage_makes_the_uncertain_unknown_and_new_requests_wait_one_window() {
    let mut phone = Phone::paired();
    ask(&mut phone, |phone| {
        fate(phone, Direction::ToPhone, BEFORE_ANSWER, Fate::Cut);
    })
    .unwrap();
    phone.pump.borrow_mut().renew_storage();
    let mut phone = phone.restart();
    assert_eq!(
        ask(&mut phone, |_| {}),
        Err(CompanionError::Held { left_s: 86_400 })
    );
    assert_eq!(latest(&phone), BolusOutcome::NotSent(NotSent::Held));
    let states: Vec<_> = phone
        .app
        .requests(9)
        .unwrap()
        .into_iter()
        .map(|row| row.state)
        .collect();
    assert_eq!(
        states[1],
        RequestState::CannotBeKnown {
            until: Count(96_400)
        }
    );
    let mut phone = phone.restart();
    phone.pump.borrow_mut().status.count = Count(96_399);
    assert_eq!(
        ask(&mut phone, |_| {}),
        Err(CompanionError::Held { left_s: 1 })
    );
    phone.pump.borrow_mut().status.count = Count(96_400);
    assert!(matches!(
        ask(&mut phone, |_| {}),
        Ok(BolusOutcome::Delivered(_))
    ));
}

#[test]
fn a_running_bolus_is_refreshed_until_it_ends_and_can_be_cancelled() {
    let mut phone = Phone::paired();
    let running = Outcome::Running(crate::testing::course());
    phone.pump.borrow_mut().verdict = Some(running);
    assert!(matches!(
        ask(&mut phone, |_| {}),
        Ok(BolusOutcome::Running(_))
    ));
    let _contact = phone.connect();
    assert!(matches!(latest(&phone), BolusOutcome::Running(_)));
    let id = phone.app.requests(1).unwrap()[0].id;
    phone
        .pump
        .borrow_mut()
        .outcomes
        .insert(id, Outcome::Delivered(crate::testing::course()));
    let mut contact = phone.connect();
    assert!(matches!(latest(&phone), BolusOutcome::Delivered(_)));
    let cancelled = phone.app.cancel_bolus(&mut contact, id).unwrap();
    assert!(matches!(cancelled, BolusOutcome::Delivered(_)));
    assert!(phone.pump.borrow().asked.contains(&"cancel"));
}

/// SR-43
#[test]
fn a_wrong_passphrase_sends_nothing_and_ends_the_intent() {
    let mut phone = Phone::paired();
    let mut contact = phone.connect();
    let wrong = phone.app.authenticator("house").unwrap();
    let shown = offer(&phone);
    let result = phone
        .app
        .request_bolus(&mut contact, shown, &wrong)
        .map(drop);
    assert_eq!(result, Err(CompanionError::NotAuthenticated));
    assert_eq!(
        latest(&phone),
        BolusOutcome::NotSent(NotSent::NotAuthenticated)
    );
    assert!(!phone.pump.borrow().asked.contains(&"bolus"));
}

/// SR-40
#[test]
fn an_intent_dies_after_sixty_seconds_and_with_the_process() {
    let mut phone = Phone::paired();
    let mut contact = phone.connect();
    let shown = offer(&phone);
    let id = phone.app.intend_bolus(shown).unwrap();
    phone.clock.advance_ms(60_000);
    let authenticator = phone.authenticator();
    let late = phone.app.send_bolus(&mut contact, id, &authenticator);
    assert_eq!(late, Err(CompanionError::TooLate));
    let id = phone.app.intend_bolus(shown).unwrap();
    drop(contact);
    let mut phone = phone.restart();
    assert_eq!(latest(&phone), BolusOutcome::NotSent(NotSent::Restarted));
    let mut contact = phone.connect();
    let dead = phone.app.send_bolus(&mut contact, id, &authenticator);
    assert_eq!(dead, Err(CompanionError::NoIntent));
    assert!(!phone.pump.borrow().asked.contains(&"bolus"));
}

/// SR-40
#[test]
fn the_wall_clock_cannot_keep_an_intent_alive() {
    let mut phone = Phone::paired();
    let mut contact = phone.connect();
    let shown = offer(&phone);
    let id = phone.app.intend_bolus(shown).unwrap();
    phone.clock.advance_ms(60_000);
    phone
        .clock
        .set_wall_ms(crate::testing::instant().wall_utc_ms);
    let authenticator = phone.authenticator();
    let late = phone.app.send_bolus(&mut contact, id, &authenticator);
    assert_eq!(late, Err(CompanionError::TooLate));
}

#[test]
fn an_offer_that_changed_since_it_was_shown_is_not_asked_for() {
    let mut phone = Phone::paired();
    let result = ask(&mut phone, |phone| {
        phone.pump.borrow_mut().status.bolus.dose = None;
    });
    assert_eq!(result, Err(CompanionError::OfferChanged));
    assert_eq!(latest(&phone), BolusOutcome::NotSent(NotSent::OfferChanged));
}

/// SR-41
#[test]
fn a_rejected_request_is_settled_in_the_same_session() {
    let mut phone = Phone::paired();
    let outcome = ask(&mut phone, |phone| {
        phone.pump.borrow_mut().twist = Some(|answer| {
            if matches!(answer, Answer::Outcome(report) if report.outcome != Outcome::Voided) {
                *answer = Answer::Rejected(Rejection::because(RejectReason::CannotStore));
            }
        });
    });
    // the double stored the outcome all the same, and hides it: not known, never "not received"
    assert_eq!(outcome, Ok(BolusOutcome::NotKnownYet));
    phone.pump.borrow_mut().twist = None;
    let _contact = phone.connect();
    assert!(matches!(latest(&phone), BolusOutcome::Delivered(_)));
}

/// SR-07
#[test]
fn a_restored_backup_does_not_use_an_id_again() {
    let mut phone = Phone::paired();
    ask(&mut phone, |_| {}).unwrap();
    let used = phone.app.pump().unwrap().next_counter - 1;
    phone.app.restore_counter(used);
    ask(&mut phone, |_| {}).unwrap();
    assert_eq!(phone.app.requests(1).unwrap()[0].id.counter, used + 1);
    assert_eq!(phone.pump.borrow().doses_given, 2);
}

/// SR-07
#[test]
fn a_cancelled_intent_does_not_give_its_id_back() {
    let mut phone = Phone::paired();
    let mut contact = phone.connect();
    let shown = offer(&phone);
    let first = phone.app.intend_bolus(shown).unwrap();
    let cancelled = phone.app.cancel_bolus(&mut contact, first);
    assert_eq!(cancelled, Ok(BolusOutcome::NotSent(NotSent::Cancelled)));
    assert!(!phone.pump.borrow().asked.contains(&"cancel"));
    phone.app.resolve(&mut contact).unwrap();
    let second = phone.app.intend_bolus(shown).unwrap();
    assert!(second.counter > first.counter);
}

/// SR-40, SR-41, SR-51: the phone dies at each write of a request, and at each chunk of it, and
/// never tells "not given" of what was given, never gives twice, and knows in the end.
#[test]
fn a_phone_that_dies_at_any_step_never_doubles_and_never_lies() {
    let mut seen_given = 0;
    for write in 0..6 {
        for cut in 0..6 {
            let mut phone = Phone::paired();
            let given = die(&mut phone, write, cut);
            let mut phone = phone.restart();
            let _contact = phone.connect();
            let told = phone.app.requests(9).unwrap();
            assert!(told.len() <= 1);
            assert!(
                told.iter().all(|row| !row.state.is_open()),
                "{write} {cut}: {told:?}"
            );
            let delivered = told
                .iter()
                .filter(|row| matches!(row.state, RequestState::Answered(Outcome::Delivered(_))));
            assert_eq!(delivered.count(), given as usize, "{write} {cut}: {told:?}");
            assert_eq!(phone.pump.borrow().doses_given, given);
            assert!(ask(&mut phone, |_| {}).is_ok());
            seen_given += given;
        }
    }
    assert!(
        (1..36).contains(&seen_given),
        "both must have happened: {seen_given}"
    );
}

/// Dies at the nth write, or loses the link at the nth chunk to the pump or from it; returns how
/// many doses the pump gave.
fn die(phone: &mut Phone, write: u32, cut: u32) -> u32 {
    let mut contact = phone.connect();
    let shown = offer(phone);
    let direction = if cut < 3 {
        Direction::ToPump
    } else {
        Direction::ToPhone
    };
    fate(phone, direction, cut % 3, Fate::Cut);
    phone.app.die_at_write(write);
    let authenticator = phone.authenticator();
    let result = phone.app.request_bolus(&mut contact, shown, &authenticator);
    let given = phone.pump.borrow().doses_given;
    if let Ok((_, outcome)) = result {
        let claims_given = matches!(outcome, BolusOutcome::Delivered(_));
        assert!(given == u32::from(claims_given) || outcome == BolusOutcome::NotKnownYet);
    }
    given
}
