use super::*;
use crate::companion::{Listener, Screens};
use crate::pump::bolus::{BolusOffer, BolusOutcome};
use crate::pump::link::{Direction, Fate};
use crate::pump::status::{FRESH_MS, Standing};
use crate::testing::{self, Phone};
use crate::{Changed, Locale, Settings};
use cisterna_protocol::bounded::List;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::outcome::{Outcome, Refusal, RefusalReason};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::status::{Alarm, Therapy};
use cisterna_text::{HourCycle, Language};
use std::sync::{Arc, Mutex};

fn german(phone: &mut Phone) {
    let locale = Locale {
        language: Language::German,
        hours: HourCycle::H23,
    };
    phone.app.set_locale(locale).unwrap();
}

/// SR-52
#[test]
fn home_says_that_the_pump_works_only_while_the_reading_is_fresh() {
    let mut phone = Phone::paired();
    let home = phone.app.home_screen().unwrap();
    assert_eq!(home.title, "Your pump is working");
    assert_eq!(home.standing, Standing::AllWell);
    assert!(home.giving.is_some() && home.refill.is_some());
    let read = home.read.unwrap();
    assert_eq!(
        read.stale_at.since_boot_ms,
        read.at.since_boot_ms + FRESH_MS
    );
    phone.clock.advance_ms(FRESH_MS);
    let old = phone.app.home_screen().unwrap();
    assert!(old.title.starts_with("Not read since "), "{}", old.title);
    assert!(old.giving.is_none() && !old.text.is_empty());
    german(&mut phone);
    let german = phone.app.home_screen().unwrap();
    assert_ne!(german.title, old.title);
}

/// SR-52
#[test]
fn without_a_pump_home_says_so_and_the_diary_works() {
    let phone = Phone::unpaired();
    let home = phone.app.home_screen().unwrap();
    assert_eq!(home.title, "No pump is connected");
    assert_eq!((home.serial, home.read), (None, None));
    assert!(phone.app.diary_screen().unwrap().plan.is_none());
    assert_eq!(phone.app.trial_screen().unwrap(), None);
    assert_eq!(phone.app.refill_screen().unwrap(), None);
    assert_eq!(phone.app.pump_screen().unwrap(), None);
    assert!(phone.app.alarms_screen().unwrap().alarms.is_empty());
    assert!(!phone.app.bolus_screen().unwrap().may_ask);
}

/// SR-20, SR-22
#[test]
fn an_alarm_names_the_drugs_own_danger_and_stays_when_the_reading_is_old() {
    let mut phone = Phone::paired();
    let alarm = |kind, priority| Alarm {
        kind,
        priority,
        since: Count(9_940),
        muted_until: Some(Count(10_060)),
    };
    {
        let status = &mut phone.pump.borrow_mut().status;
        status.therapy = Therapy::Faulted;
        status.alarms = List::from_items([
            alarm(AlarmKind::ClockUncertain, Priority::Low),
            alarm(AlarmKind::ReservoirDry, Priority::High),
        ])
        .unwrap();
    }
    drop(phone.connect());
    let home = phone.app.home_screen().unwrap();
    assert_eq!(
        home.title,
        "Your pump is empty and gives no \u{2068}baclofen\u{2069}"
    );
    assert!(home.is_emergency());
    let screen = phone.app.alarms_screen().unwrap();
    assert_eq!(screen.alarms.len(), 2);
    let first = &screen.alarms[0];
    assert_eq!(first.kind, AlarmKind::ReservoirDry);
    assert!(first.meaning.contains("seriously ill within a day"));
    assert!(first.watch[0].signs.contains(&"fever".to_owned()));
    let now = phone.app.now();
    assert_eq!(first.since.since_boot_ms + 60_000, now.since_boot_ms);
    let until = first.muted_until.unwrap();
    assert_eq!(until.since_boot_ms, now.since_boot_ms + 60_000);
    phone.clock.advance_ms(10 * FRESH_MS);
    assert_eq!(phone.app.alarms_screen().unwrap().alarms.len(), 2);
    assert!(phone.app.home_screen().unwrap().is_emergency());
}

/// SR-41
#[test]
fn an_uncertain_request_is_never_called_failed_and_blocks_the_next_one() {
    let mut phone = Phone::paired();
    let offer = BolusOffer::of(&phone.pump.borrow().status).unwrap();
    let authenticator = phone.authenticator();
    let mut contact = phone.connect();
    let seen = phone.pump.borrow().chunks[1];
    phone.pump.borrow_mut().fates = vec![(Direction::ToPhone, seen + 1, Fate::Cut)];
    let (_, outcome) = phone
        .app
        .request_bolus(&mut contact, offer, &authenticator)
        .unwrap();
    assert_eq!(outcome, BolusOutcome::NotKnownYet);
    for language in [Language::English, Language::German, Language::Pseudo] {
        let locale = Locale {
            language,
            hours: HourCycle::H23,
        };
        phone.app.set_locale(locale).unwrap();
        let screen = phone.app.bolus_screen().unwrap();
        assert!(!screen.may_ask);
        let request = screen.request.unwrap();
        let home = phone.app.home_screen().unwrap();
        for text in [&request.title, &request.text, &home.request_text] {
            let lower = text.to_lowercase();
            assert!(!text.is_empty());
            for wrong in ["fail", "delivered", "fehlgeschlagen", "gescheitert"] {
                assert!(!lower.contains(wrong), "{text}");
            }
        }
    }
}

/// SR-42
#[test]
fn a_refusal_carries_its_reason_and_the_instant_at_which_it_ends() {
    let phone = Phone::paired();
    phone.pump.borrow_mut().status.bolus.refusal = Some(Refusal {
        reason: RefusalReason::Lockout,
        left_s: Some(300),
        alarm: None,
    });
    let mut phone = phone;
    drop(phone.connect());
    let limits = phone.app.bolus_screen().unwrap().limits.unwrap();
    let until = limits.possible_from.unwrap();
    assert_eq!(until.since_boot_ms, phone.app.now().since_boot_ms + 300_000);
    assert!(limits.refusal_text.contains("waiting time"));
    assert_eq!(
        cisterna_text::without_isolates(&limits.dose.screen),
        "25 micrograms"
    );
}

#[test]
fn every_outcome_of_a_request_has_a_title_and_a_text() {
    let mut phone = Phone::paired();
    let outcomes = [
        Outcome::Delivered(testing::course()),
        Outcome::Running(testing::course()),
        Outcome::Refused(Refusal::because(RefusalReason::DoseLimit)),
    ];
    for outcome in outcomes {
        phone.pump.borrow_mut().verdict = Some(outcome);
        let offer = BolusOffer::of(&phone.pump.borrow().status).unwrap();
        let authenticator = phone.authenticator();
        let mut contact = phone.connect();
        phone
            .app
            .request_bolus(&mut contact, offer, &authenticator)
            .unwrap();
        let request = phone.app.bolus_screen().unwrap().request.unwrap();
        assert!(!request.title.is_empty() && !request.text.is_empty());
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<Changed>>);

impl Listener for Heard {
    fn changed(&self, changed: Changed) {
        self.0.lock().unwrap().push(changed);
    }
}

#[test]
fn a_visit_announces_the_screens_that_it_changes_once() {
    let mut phone = Phone::paired();
    let heard = Arc::new(Heard::default());
    phone.app.listen(heard.clone());
    assert_eq!(heard.0.lock().unwrap().len(), 1);
    let home = phone.app.home_screen().unwrap();
    for _ in 0..3 {
        drop(phone.connect());
    }
    let changes: Vec<Changed> = heard.0.lock().unwrap().drain(1..).collect();
    assert_eq!(changes.len(), 1, "coalesced: {changes:?}");
    assert_eq!(changes[0].screens, Screens::of(&[Screen::Home]));
    let again = phone.app.home_screen().unwrap();
    assert!(again.revision > home.revision);
}

#[test]
fn settings_are_kept_and_change_every_sentence() {
    let mut phone = Phone::paired();
    let settings = Settings {
        language: Some("de".to_owned()),
        ..Settings::default()
    };
    let english = phone.app.home_screen().unwrap().title;
    phone.app.change_settings(&settings).unwrap();
    let phone = phone.restart();
    assert_eq!(phone.app.settings().unwrap(), settings);
    assert_ne!(phone.app.home_screen().unwrap().title, english);
}

#[test]
fn pump_details_and_history_show_what_was_copied() {
    let mut phone = Phone::paired();
    phone.pump.borrow_mut().logs[1] = testing::event_log(150);
    let mut contact = phone.connect();
    phone.app.sync(&mut contact, &mut |_| {}).unwrap();
    let pump = phone.app.pump_screen().unwrap().unwrap();
    assert_eq!((pump.serial.as_str(), pump.has_key), ("CIS-0042", true));
    assert_eq!(pump.prescription, Some(testing::prescription()));
    let first = phone.app.history_screen(Log::Events, None, 1_000).unwrap();
    assert_eq!(first.entries.len(), 100);
    let rest = phone
        .app
        .history_screen(Log::Events, first.next, 100)
        .unwrap();
    assert_eq!((rest.entries.len(), rest.next, rest.breaks), (50, None, 0));
}
