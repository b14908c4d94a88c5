//! The same event is told by drug, and the unknown is told as unknown.

use super::texts;
use crate::{Danger, Language, Texts, without_isolates};
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::outcome::{Course, Outcome, Refusal, RefusalReason, StopCause, Stopped};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::quantity::{Count, Nanograms, Nanolitres};
use cisterna_protocol::status::Therapy;
use std::collections::BTreeSet;

const WRITTEN: [Language; 3] = [Language::English, Language::German, Language::Arabic];

fn drugs() -> [Option<Drug>; 4] {
    let [a, b, c] = Drug::ALL.map(Some);
    [a, b, c, None]
}

fn course() -> Course {
    Course {
        started_at: Count(1),
        ends_at: Count(2),
        programmed: Nanolitres(12_500),
        delivered: Nanolitres(12_500),
        delivered_dose: Nanograms(25_000),
    }
}

fn stopped(least_ng: u64, most_ng: u64) -> Stopped {
    Stopped {
        started_at: Count(1),
        ended_at: Count(2),
        programmed: Nanolitres(12_500),
        least: Nanolitres(5_000),
        most: Nanolitres(6_000),
        least_dose: Nanograms(least_ng),
        most_dose: Nanograms(most_ng),
        cause: StopCause::Alarm,
    }
}

fn line(texts: &Texts, outcome: Outcome) -> String {
    let told = texts.outcome(&outcome, Some(Drug::Morphine));
    without_isolates(&told.lines[0])
}

/// SR-22
#[test]
fn every_alarm_of_every_drug_has_all_its_sentences() {
    for language in WRITTEN {
        let texts = texts(language);
        for kind in AlarmKind::ALL {
            for drug in drugs() {
                let alarm = texts.alarm(kind, Priority::High, drug);
                for part in [
                    alarm.title,
                    alarm.happened,
                    alarm.means,
                    alarm.act,
                    alarm.bring,
                ] {
                    assert!(!part.is_empty(), "{kind:?} {drug:?} {language:?}");
                }
            }
        }
    }
}

/// SR-20
#[test]
fn no_flow_of_baclofen_is_told_as_the_emergency_with_the_signs_of_withdrawal() {
    let texts = texts(Language::English);
    for kind in [
        AlarmKind::MotorStall,
        AlarmKind::MonitorCut,
        AlarmKind::ReservoirEmpty,
        AlarmKind::ReservoirDry,
        AlarmKind::SelfTest,
        AlarmKind::Stopped,
    ] {
        let alarm = texts.alarm(kind, Priority::High, Some(Drug::Baclofen));
        assert!(
            alarm.means.contains("seriously ill within a day"),
            "{kind:?}"
        );
        let signs = &alarm.watch[0];
        assert_eq!(
            without_isolates(&signs.title),
            "Signs of too little baclofen"
        );
        for sign in ["fever", "confusion", "stiffer muscles"] {
            assert!(signs.items.iter().any(|it| it.contains(sign)), "{sign}");
        }
        assert!(
            signs
                .when
                .as_ref()
                .is_some_and(|it| it.contains("one to three days"))
        );
        assert!(signs.act.contains("emergency services"));
        assert!(alarm.bring.contains("oral baclofen"));
    }
}

/// SR-21
#[test]
fn too_much_morphine_is_told_first_with_the_signs_of_overdose() {
    let texts = texts(Language::English);
    for kind in [
        AlarmKind::InfusionError,
        AlarmKind::MonitorCut,
        AlarmKind::LimitHold,
    ] {
        let alarm = texts.alarm(kind, Priority::High, Some(Drug::Morphine));
        let signs = &alarm.watch[0];
        assert_eq!(without_isolates(&signs.title), "Signs of too much morphine");
        for sign in ["very sleepy", "slow or shallow breathing"] {
            assert!(signs.items.iter().any(|it| it.contains(sign)), "{sign}");
        }
        assert!(signs.stay.is_some());
        assert!(alarm.act.contains("Call emergency services first"));
    }
}

/// SR-22
#[test]
fn ziconotide_that_stops_is_not_told_as_dangerous() {
    let texts = texts(Language::English);
    let alarm = texts.alarm(AlarmKind::Stopped, Priority::Low, Some(Drug::Ziconotide));
    assert!(alarm.means.contains("not dangerous by itself"));
    assert!(!alarm.watch[0].act.contains("emergency"));
    let signs = texts.signs(Danger::TooMuch, Drug::Ziconotide);
    assert!(signs.items.iter().any(|it| it.contains("confusion")));
}

/// SR-22
#[test]
fn an_unknown_drug_gets_sentences_that_fit_every_drug() {
    let texts = texts(Language::English);
    for kind in AlarmKind::ALL {
        let alarm = texts.alarm(kind, Priority::High, None);
        let all = [
            alarm.title,
            alarm.happened,
            alarm.means,
            alarm.act,
            alarm.bring,
        ]
        .concat();
        for drug in Drug::ALL {
            assert!(!all.contains(drug.name()), "{kind:?}: {all}");
        }
        assert!(alarm.watch.is_empty());
    }
}

/// A stopped or failing pump is never told as one that works. SR-52
#[test]
fn only_running_therapy_is_told_as_working() {
    for language in WRITTEN {
        let texts = texts(language);
        let working = texts.home_title_working();
        for therapy in [
            Therapy::NotProgrammed,
            Therapy::Bridging,
            Therapy::Stopped,
            Therapy::Faulted,
        ] {
            let told = texts.therapy(therapy, Some(Drug::Baclofen));
            assert_ne!(told.title, working, "{therapy:?}");
            assert_eq!(told.lines.len(), 1);
        }
        assert_eq!(texts.therapy(Therapy::Running, None).title, working);
    }
}

#[test]
fn every_refusal_has_a_sentence_of_its_own() {
    for language in WRITTEN {
        let texts = texts(language);
        let sentences: BTreeSet<_> = RefusalReason::ALL
            .iter()
            .map(|reason| texts.refusal_reason(*reason))
            .collect();
        assert_eq!(sentences.len(), RefusalReason::ALL.len(), "{language:?}");
    }
}

#[test]
fn a_refusal_says_that_nothing_was_given_why_and_until_when() {
    let texts = texts(Language::English);
    let refusal = Refusal::for_seconds(RefusalReason::Lockout, 5_700);
    let told = texts.refusal(&refusal, Some(Drug::Morphine));
    assert_eq!(told.title, "No extra dose now");
    let lines: Vec<_> = told.lines.iter().map(|it| without_isolates(it)).collect();
    assert_eq!(
        lines,
        [
            "Your pump said no. Nothing was given.",
            "The waiting time after the last one is not over yet.",
            "Your pump names 1 hour 35 minutes until this ends by itself.",
        ]
    );
    let fault = Refusal {
        reason: RefusalReason::Fault,
        left_s: None,
        alarm: Some(AlarmKind::MotorStall),
    };
    let told = texts.refusal(&fault, Some(Drug::Baclofen));
    assert_eq!(
        without_isolates(&told.lines[2]),
        "Your pump is not giving baclofen"
    );
}

#[test]
fn an_outcome_names_the_dose_or_its_bounds() {
    let texts = texts(Language::English);
    assert_eq!(
        line(&texts, Outcome::Delivered(course())),
        "25 micrograms of morphine, in full."
    );
    assert_eq!(
        line(&texts, Outcome::Running(course())),
        "25 micrograms of morphine, as of the last reading."
    );
    assert_eq!(
        line(&texts, Outcome::StoppedEarly(stopped(10_000, 12_000))),
        "Between 10 micrograms and 12 micrograms of morphine was given."
    );
    assert_eq!(
        line(&texts, Outcome::StoppedEarly(stopped(10_000, 10_000))),
        "10 micrograms of morphine was given."
    );
    let refused = Outcome::Refused(Refusal::because(RefusalReason::NotPermitted));
    assert_eq!(
        line(&texts, refused),
        "Your pump said no. Nothing was given."
    );
}

/// SR-41
#[test]
fn what_is_not_known_is_neither_given_nor_refused() {
    let texts = texts(Language::English);
    assert_eq!(texts.bolus_unknown_short(), "Not known yet. Do not repeat.");
    let told = texts.not_known_yet();
    assert_eq!(told.title, "Not known yet");
    assert_eq!(told.lines[0], "Do not ask again.");
    let all = told.lines.concat();
    for lie in ["was given", "refused", "said no", "failed"] {
        assert!(!all.contains(lie), "{all}");
    }
    assert!(line(&texts, Outcome::Forgotten).contains("Treat it as given"));
    assert!(line(&texts, Outcome::Voided).contains("Nothing was given"));
}

/// SR-21
#[test]
fn above_every_dose_stands_the_warning_of_its_drug() {
    let texts = texts(Language::English);
    let warnings: BTreeSet<_> = drugs().map(|drug| texts.bolus_warning(drug)).into();
    assert_eq!(warnings.len(), 4);
    assert!(
        texts
            .bolus_warning(Some(Drug::Morphine))
            .contains("breathing slowly")
    );
}
