use super::*;
use crate::clock::ManualClock;
use crate::pump::link::{Direction, Fate, LinkError};
use crate::pump::pairing::CardError;
use crate::testing::{self, Phone};
use cisterna_protocol::message::Answer;
use cisterna_protocol::quantity::{Count, Nanolitres};
use cisterna_protocol::record::{Body, Origin, Record};
use std::fs;

/// SR-37
#[test]
fn pairing_keeps_the_keys_and_confirms_them_by_connecting_once() {
    let phone = Phone::paired();
    let pump = phone.app.pump().unwrap();
    assert_eq!((pump.key_epoch, pump.pending_key_epoch), (Some(1), None));
    let asked = phone.pump.borrow().asked.clone();
    assert_eq!(
        asked,
        ["pair", "status", "device", "recent", "prescription"]
    );
}

/// SR-33
#[test]
fn every_visit_begins_with_the_status_and_settles_what_is_open() {
    let mut phone = Phone::paired();
    phone.pump.borrow_mut().asked.clear();
    let contact = phone.connect();
    assert_eq!(contact.device().pulse_nl, 125);
    assert_eq!(phone.pump.borrow().asked, ["status", "device", "recent"]);
}

/// SR-37
#[test]
fn a_granted_key_that_was_never_used_is_tried_again_at_the_next_connection() {
    for nth in 0..8 {
        let mut phone = Phone::unpaired();
        phone.pump.borrow_mut().fates = vec![(Direction::ToPhone, nth, Fate::Cut)];
        let first = phone.pair();
        phone.pump.borrow_mut().fates.clear();
        let granted = phone.app.pump().is_ok();
        assert_eq!(
            granted,
            nth >= 2,
            "the grant is the second thing that the pump sends"
        );
        if granted {
            assert_eq!(
                first.is_ok(),
                phone.app.pump().unwrap().key_epoch.is_some() && nth >= 7
            );
            let _contact = phone.connect();
            assert_eq!(phone.app.pump().unwrap().key_epoch, Some(1));
        }
    }
}

/// SR-37
#[test]
fn a_second_pairing_that_fails_leaves_the_first_key_in_use() {
    let mut phone = Phone::paired();
    let seen = phone.pump.borrow().chunks[1];
    // the pump grants, but nothing after that arrives
    phone.pump.borrow_mut().fates = vec![(Direction::ToPhone, seen + 2, Fate::Cut)];
    assert!(phone.pair().is_err());
    let pump = phone.app.pump().unwrap();
    assert_eq!((pump.key_epoch, pump.pending_key_epoch), (Some(1), Some(2)));
    let _contact = phone.connect();
    let pump = phone.app.pump().unwrap();
    assert_eq!((pump.key_epoch, pump.pending_key_epoch), (Some(2), None));
    assert_eq!(
        fs::read_dir(phone.home.path().join("keys"))
            .unwrap()
            .count(),
        3,
        "link, request and the database's"
    );
}

#[test]
fn a_closed_pairing_window_is_told() {
    let mut phone = Phone::unpaired();
    phone.pump.borrow_mut().pairing_open = false;
    assert_eq!(phone.pair(), Err(CompanionError::PairingClosed));
    assert_eq!(phone.app.pump().unwrap_err(), CompanionError::NotPaired);
}

#[test]
fn a_pump_that_revoked_the_phone_is_told_from_one_out_of_reach() {
    let mut phone = Phone::paired();
    phone.pump.borrow_mut().forget_keys();
    let mut dialer = phone.dialer();
    let error = phone.app.connect(&mut dialer).map(drop).unwrap_err();
    assert_eq!(error, CompanionError::NotKnown);
    let mut nobody = || Err::<Box<dyn Link>, _>(LinkError::Down);
    let error = phone.app.connect(&mut nobody).map(drop).unwrap_err();
    assert_eq!(error, CompanionError::OutOfReach);
}

/// SR-37
#[test]
fn a_backup_without_its_keys_asks_for_pairing() {
    let mut phone = Phone::paired();
    fs::remove_dir_all(phone.home.path().join("keys")).unwrap();
    let mut dialer = phone.dialer();
    let error = phone.app.connect(&mut dialer).map(drop).unwrap_err();
    assert_eq!(error, CompanionError::NotKnown);
}

/// SR-52
#[test]
fn a_reading_is_kept_over_a_restart_and_gets_old() {
    let phone = Phone::paired();
    assert_eq!(phone.app.standing(), Ok(Standing::AllWell));
    let phone = phone.restart();
    assert_eq!(phone.app.standing(), Ok(Standing::AllWell));
    phone.clock.advance_ms(crate::pump::status::FRESH_MS);
    assert!(matches!(phone.app.standing(), Ok(Standing::Old(_))));
    phone.clock.set_wall_ms(0);
    assert!(matches!(phone.app.standing(), Ok(Standing::Old(_))));
}

#[test]
fn a_prescription_that_does_not_give_its_digest_is_not_cached() {
    let mut phone = Phone::unpaired();
    phone.pump.borrow_mut().twist = Some(|answer| {
        if let Answer::Prescription(Some(signed)) = answer {
            signed.prescription = cisterna_protocol::bounded::Bytes::new(&[1, 2]).unwrap();
        }
    });
    assert_eq!(phone.pair(), Err(CompanionError::NotUnderstood));
    assert_eq!(phone.app.prescription(), Ok(None));
}

/// SR-46
#[test]
fn a_refill_forecast_uses_the_reading_the_prescription_and_the_boluses_seen() {
    let mut phone = Phone::paired();
    let none = phone.app.refill().unwrap().unwrap();
    let bolus = Record {
        seq: 1,
        epoch: 3,
        at: Count(9_900),
        body: Body::Bolus {
            origin: Origin::Clinician,
            cause: None,
            span_s: 60,
            programmed: Nanolitres(500_000),
            least: Nanolitres(500_000),
        },
    };
    phone.pump.borrow_mut().logs[0] = vec![bolus.to_bytes()];
    let mut contact = phone.connect();
    phone.app.sync(&mut contact, &mut |_| {}).unwrap();
    let some = phone.app.refill().unwrap().unwrap();
    assert!(some.empty.expected_utc_s < none.empty.expected_utc_s);
    assert!(some.empty.earliest_utc_s <= none.empty.earliest_utc_s);
}

/// SR-35
#[test]
fn no_error_and_no_debug_text_shows_a_key_a_code_or_a_passphrase() {
    let mut phone = Phone::paired();
    let mut texts = vec![
        format!("{:?}", phone.app),
        format!("{:?}", phone.authenticator()),
    ];
    let card = testing::card();
    let typed = card.replace(":5c", ":5d");
    let seal = RequestKeySeal::with_iterations("horse", testing::SEAL_ITERATIONS);
    let mut dialer = phone.dialer();
    let error = phone
        .app
        .pair(&typed, &seal, &mut dialer)
        .map(drop)
        .unwrap_err();
    assert_eq!(error, CompanionError::Card(CardError::Checksum));
    texts.push(format!(
        "{error} {error:?} {seal:?} {:?}",
        ImplantCard::parse(&card)
    ));
    let contact = phone.connect();
    texts.push(format!("{contact:?} {:?}", contact.device()));
    phone.pump.borrow_mut().forget_keys();
    let mut dialer = phone.dialer();
    let error = phone.app.connect(&mut dialer).map(drop).unwrap_err();
    texts.push(format!("{error} {error:?}"));
    let all = texts.join("\n").to_lowercase();
    for secret in phone.pump.borrow().secrets() {
        let list = format!("{secret:?}");
        assert!(!all.contains(&crate::hex::encode(&secret)) && !all.contains(&list));
    }
    for text in [&"5c".repeat(16), &"5d".repeat(4), "horse"] {
        assert!(!all.contains(text), "{text}");
    }
    assert!(!all.contains("92, 92, 92"));
}

#[test]
fn a_second_app_on_the_same_home_is_refused() {
    let phone = Phone::unpaired();
    let clock = Arc::new(ManualClock::new(testing::instant()));
    let error = Companion::open(phone.home.path(), clock)
        .map(drop)
        .unwrap_err();
    assert_eq!(error, CompanionError::AlreadyRunning);
}

/// SR-47
#[test]
fn an_appointment_and_an_absence_are_kept_checked_and_taken_back() {
    let mut phone = Phone::paired();
    let now = phone.app.moment();
    let at = |days: i64| crate::civil::Moment {
        utc_ms: now.utc_ms + days * crate::civil::DAY_MS,
        ..now
    };
    phone.app.book_refill(Some(at(14))).unwrap();
    phone.app.expect_away(Some(at(7))).unwrap();
    let mut phone = phone.restart();
    let screen = phone.app.refill_screen().unwrap().unwrap();
    assert_eq!(screen.booking.map(|it| it.at_utc_ms()), Some(at(14).utc_ms));
    assert_eq!(screen.away.map(|it| it.until_utc_ms()), Some(at(7).utc_ms));
    for wrong in [at(-1), at(500)] {
        let refused = phone.app.book_refill(Some(wrong));
        assert!(matches!(refused, Err(CompanionError::RefillPlan(_))));
        let refused = phone.app.expect_away(Some(wrong));
        assert!(matches!(refused, Err(CompanionError::RefillPlan(_))));
    }
    phone.app.book_refill(None).unwrap();
    assert_eq!(phone.app.refill_plans().unwrap().booking, None);
}

#[test]
fn what_the_clinic_found_is_compared_with_what_the_pump_counted() {
    let mut phone = Phone::paired();
    let contact = phone.connect();
    let early = phone.app.note_found_volume(&contact, Nanolitres(1));
    assert_eq!(early, Err(CompanionError::NoFill));
    let fill = Record {
        seq: 1,
        epoch: 3,
        at: Count(9_000),
        body: Body::Refill {
            drug: 1,
            concentration: 2_000_000,
            volume: Nanolitres(40_000_000),
            expected: Nanolitres(3_000_000),
        },
    };
    phone.pump.borrow_mut().logs[1] = vec![fill.to_bytes()];
    let mut contact = phone.connect();
    phone.app.sync(&mut contact, &mut |_| {}).unwrap();
    let too_much = phone
        .app
        .note_found_volume(&contact, Nanolitres(41_000_000));
    assert!(matches!(too_much, Err(CompanionError::FoundVolume(_))));
    let found = phone
        .app
        .note_found_volume(&contact, Nanolitres(5_100_000))
        .unwrap();
    assert_eq!((found.difference_nl, found.beyond), (2_100_000, true));
    let screen = phone.app.refill_screen().unwrap().unwrap();
    assert_eq!(screen.discrepancy, Some(found));
    assert!(!screen.warnings.is_empty());
    let filled_again = |status: &mut cisterna_protocol::status::Status| {
        status.reservoir.as_mut().unwrap().filled_at = Count(9_990);
    };
    filled_again(&mut phone.pump.borrow_mut().status);
    drop(phone.connect());
    let screen = phone.app.refill_screen().unwrap().unwrap();
    assert_eq!(screen.discrepancy, None, "it was about the fill before");
}
