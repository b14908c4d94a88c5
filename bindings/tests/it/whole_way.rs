//! From the tap to the firmware's outcome.

use crate::phone::{Phone, open, wait};
use cisterna_bindings::{
    AppError, BolusSnapshot, DiaryAnswers, EntryTarget, MeasureAnswer, NewPlan, NewTrial,
    PersonSettings, RequestOutcome, Standing,
};
use cisterna_core::pump::bolus::NotSent;
use cisterna_core::trial::{Measure, Purpose};
use cisterna_protocol::outcome::{RefusalReason, RequestId};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Waker};

const BOLUS_S: u32 = 600;
const LOCKOUT_S: u32 = 14_400;
const BOLUS_NG: u64 = 10_000;

fn intend(phone: &Phone) -> Result<RequestId, AppError> {
    let limits = wait(phone.core.bolus()).unwrap().limits.unwrap();
    wait(phone.core.intend_dose(limits.offer))
}

fn ask(phone: &Phone) -> Result<BolusSnapshot, AppError> {
    let id = intend(phone)?;
    wait(phone.core.send_dose(id))
}

fn outcome(screen: BolusSnapshot) -> RequestOutcome {
    screen.request.unwrap().outcome
}

#[test]
fn before_pairing_nothing_is_known_and_nothing_is_calm() {
    let phone = Phone::new();
    let home = wait(phone.core.home()).unwrap();
    assert_eq!((home.serial, home.standing), (None, Standing::Never));
    assert!(!wait(phone.core.bolus()).unwrap().may_ask);
    let read = wait(phone.core.read_pump());
    assert!(matches!(read, Err(AppError::NotPaired(_))), "{read:?}");
    let second = open(&phone.home, &phone.keys, &phone.person, &phone.pump);
    assert!(matches!(second, Err(AppError::Storage(_))));
}

/// SR-37
#[test]
fn pairing_by_card_reads_the_pump_and_a_mistyped_card_is_told() {
    let phone = Phone::new();
    let card = phone.pump.card().unwrap();
    let wrong = wait(phone.core.pair(card.replace("CIS-SIM-1", "CIS-SIM-2")));
    assert!(matches!(wrong, Err(AppError::Pairing(_))), "{wrong:?}");
    phone.pump.open_pairing().unwrap();
    wait(phone.core.pair(card)).unwrap();
    let home = wait(phone.core.home()).unwrap();
    assert_eq!(home.serial.as_deref(), Some("CIS-SIM-1"));
    assert_eq!(home.standing, Standing::AllWell);
    let read = home.read.unwrap();
    assert!(read.at.this_boot);
    assert!(read.stale_at_since_boot_ms > read.at.since_boot_ms);
    assert!(home.amount.unwrap().permille > 900);
}

/// SR-43
#[test]
fn a_dose_is_asked_for_given_and_the_next_one_refused_in_the_waiting_time() {
    let phone = Phone::paired();
    let running = ask(&phone).unwrap();
    assert!(matches!(outcome(running), RequestOutcome::Running { .. }));
    phone.advance(BOLUS_S + 1);
    wait(phone.core.read_pump()).unwrap();
    let given = outcome(wait(phone.core.bolus()).unwrap());
    let RequestOutcome::Delivered { delivered_ng, .. } = given else {
        panic!("{given:?}")
    };
    assert_eq!(delivered_ng, BOLUS_NG);
    let refused = outcome(ask(&phone).unwrap());
    let RequestOutcome::Refused { reason, left_s } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(reason, RefusalReason::Lockout);
    assert!(left_s.unwrap() <= LOCKOUT_S - BOLUS_S);
}

/// SR-43
#[test]
fn who_does_not_authenticate_asks_for_nothing() {
    let phone = Phone::paired();
    phone.person.declines.store(true, Ordering::SeqCst);
    let declined = ask(&phone);
    assert!(matches!(declined, Err(AppError::NotAuthenticated(_))));
    let screen = wait(phone.core.bolus()).unwrap();
    let why = NotSent::NotAuthenticated;
    assert!(screen.may_ask);
    assert_eq!(outcome(screen), RequestOutcome::NotSent { why });
}

/// SR-41
#[test]
fn a_cut_link_leaves_the_outcome_not_known_until_the_pump_tells_it() {
    let phone = Phone::paired();
    phone.person.cuts.store(true, Ordering::SeqCst);
    let screen = ask(&phone).unwrap();
    assert!(!screen.may_ask);
    assert_eq!(outcome(screen), RequestOutcome::NotKnownYet);
    let again = intend(&phone);
    assert!(matches!(again, Err(AppError::Uncertain(_))), "{again:?}");
    let phone = phone.restart();
    let home = wait(phone.core.home()).unwrap();
    assert_eq!(home.request, Some(RequestOutcome::NotKnownYet));
    phone.advance(BOLUS_S + 1);
    wait(phone.core.read_pump()).unwrap();
    let given = outcome(wait(phone.core.bolus()).unwrap());
    assert!(
        matches!(given, RequestOutcome::Delivered { .. }),
        "{given:?}"
    );
}

/// A call that its shell gives up goes on: a request is never cut in the middle.
#[test]
fn a_cancelled_task_cuts_nothing() {
    let phone = Phone::paired();
    let id = intend(&phone).unwrap();
    {
        let mut call = pin!(phone.core.send_dose(id));
        let mut nobody = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut nobody).is_pending());
    }
    let outcome = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let outcome = outcome(wait(phone.core.bolus()).unwrap());
        (outcome != RequestOutcome::Preparing).then_some(outcome)
    });
    let outcome = outcome.unwrap();
    assert!(
        matches!(outcome, RequestOutcome::Running { .. }),
        "{outcome:?}"
    );
}

/// SR-50
#[test]
fn a_diary_is_written_and_outlives_the_process() {
    let phone = Phone::new();
    let none = wait(
        phone
            .core
            .record_entry(EntryTarget::Spontaneous, DiaryAnswers::default()),
    );
    assert!(matches!(none, Err(AppError::Input(_))), "{none:?}");
    let plan = NewPlan {
        purpose: Purpose::Pain,
        drug: None,
        lead: Some(Measure::NrsMotion),
        goal: "walk to the lake".to_owned(),
        trial: NewTrial::LongTerm {
            from_utc_ms: now_utc_ms(),
        },
    };
    wait(phone.core.start_plan(plan)).unwrap();
    let answers = DiaryAnswers {
        measures: vec![
            MeasureAnswer {
                measure: Measure::NrsRest,
                value: Some(6),
            },
            MeasureAnswer {
                measure: Measure::NrsMotion,
                value: None,
            },
        ],
        note: "a long day".to_owned(),
        ..DiaryAnswers::default()
    };
    let entry = phone
        .core
        .record_entry(EntryTarget::Spontaneous, answers.clone());
    let id = wait(entry).unwrap();
    let phone = phone.restart();
    let diary = wait(phone.core.diary()).unwrap();
    assert_eq!(diary.questions[0], Measure::NrsMotion);
    assert_eq!(
        (diary.latest[0].id, &diary.latest[0].answers),
        (id, &answers)
    );
    let no_prompt = EntryTarget::Prompt {
        key: "never".to_owned(),
    };
    let wrong = wait(phone.core.record_entry(no_prompt, answers));
    assert!(matches!(wrong, Err(AppError::Input(_))));
}

fn now_utc_ms() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.unwrap().as_millis()).unwrap()
}

#[test]
fn settings_change_the_language_of_every_sentence() {
    let phone = Phone::new();
    let english = wait(phone.core.home()).unwrap().title;
    let german = PersonSettings {
        language: Some("de".to_owned()),
        ..PersonSettings::default()
    };
    wait(phone.core.change_settings(german.clone())).unwrap();
    assert_ne!(wait(phone.core.home()).unwrap().title, english);
    assert_eq!(wait(phone.core.settings()).unwrap(), german);
}
