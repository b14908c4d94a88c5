//! The same event is told by drug, and the unknown is told as unknown.

use super::texts;
use crate::{Danger, Language, Texts};
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::outcome::{RefusalReason, StopCause};
use cisterna_protocol::prescription::Drug;
use std::collections::BTreeSet;

const WRITTEN: [Language; 3] = [Language::English, Language::German, Language::Arabic];

const DRUGS: [Option<Drug>; 4] = [
    Some(Drug::Baclofen),
    Some(Drug::Morphine),
    Some(Drug::Ziconotide),
    None,
];

fn parts(texts: &Texts, kind: AlarmKind, drug: Option<Drug>) -> [String; 5] {
    [
        texts.alarm_title(kind, drug),
        texts.alarm_happened(kind),
        texts.alarm_meaning(kind, drug),
        texts.alarm_act(kind, Priority::High, drug),
        texts.alarm_bring(drug),
    ]
}

/// SR-22
#[test]
fn every_alarm_of_every_drug_has_all_its_sentences() {
    for language in WRITTEN {
        let texts = texts(language);
        for kind in AlarmKind::ALL {
            for drug in DRUGS {
                for part in parts(&texts, kind, drug) {
                    assert!(!part.is_empty(), "{kind:?} {drug:?} {language:?}");
                }
                for signs in texts.alarm_watch(kind, drug) {
                    assert!(!signs.items.is_empty(), "{kind:?} {drug:?} {language:?}");
                }
            }
        }
    }
}

/// SR-20
#[test]
fn no_flow_of_baclofen_is_told_as_the_emergency_with_the_signs_of_withdrawal() {
    let texts = texts(Language::English);
    let drug = Some(Drug::Baclofen);
    for kind in [
        AlarmKind::MotorStall,
        AlarmKind::MonitorCut,
        AlarmKind::ReservoirEmpty,
        AlarmKind::ReservoirDry,
        AlarmKind::Stopped,
    ] {
        let meaning = texts.alarm_meaning(kind, drug);
        assert!(meaning.contains("seriously ill within a day"), "{kind:?}");
        let watch = texts.alarm_watch(kind, drug);
        assert_eq!(watch[0], texts.signs(Danger::TooLittle, drug), "{kind:?}");
        for sign in ["fever", "confusion", "stiffer muscles"] {
            assert!(watch[0].items.iter().any(|it| it.contains(sign)), "{sign}");
        }
        assert!(
            watch[0]
                .when
                .as_ref()
                .is_some_and(|it| it.contains("one to three days"))
        );
        assert!(watch[0].act.contains("emergency services"));
    }
    assert!(texts.alarm_bring(drug).contains("oral baclofen"));
}

/// SR-21
#[test]
fn too_much_morphine_is_told_first_with_the_signs_of_overdose() {
    let texts = texts(Language::English);
    let drug = Some(Drug::Morphine);
    for kind in [
        AlarmKind::InfusionError,
        AlarmKind::MonitorCut,
        AlarmKind::LimitHold,
    ] {
        let watch = texts.alarm_watch(kind, drug);
        assert_eq!(watch[0], texts.signs(Danger::TooMuch, drug), "{kind:?}");
        for sign in ["very sleepy", "slow or shallow breathing"] {
            assert!(watch[0].items.iter().any(|it| it.contains(sign)), "{sign}");
        }
        assert!(watch[0].stay.is_some());
        let act = texts.alarm_act(kind, Priority::High, drug);
        assert!(act.contains("Call emergency services first"), "{kind:?}");
    }
    let cut = texts.alarm_meaning(AlarmKind::MonitorCut, drug);
    assert!(cut.contains("stop your breathing"), "{cut}");
}

/// SR-22
#[test]
fn ziconotide_that_stops_is_not_told_as_dangerous() {
    let texts = texts(Language::English);
    let drug = Some(Drug::Ziconotide);
    let meaning = texts.alarm_meaning(AlarmKind::Stopped, drug);
    assert!(meaning.contains("not dangerous by itself"));
    let watch = texts.alarm_watch(AlarmKind::Stopped, drug);
    assert!(!watch[0].act.contains("emergency"));
    let much = texts.signs(Danger::TooMuch, drug);
    assert!(much.items.iter().any(|it| it.contains("confusion")));
}

/// SR-22
#[test]
fn an_unknown_drug_gets_sentences_that_fit_every_drug() {
    let texts = texts(Language::English);
    for kind in AlarmKind::ALL {
        let all = parts(&texts, kind, None).concat();
        for drug in Drug::ALL {
            assert!(!all.contains(drug.name()), "{kind:?}: {all}");
        }
    }
}

#[test]
fn urgency_decides_how_soon_to_call() {
    let texts = texts(Language::English);
    let act = |kind, priority| texts.alarm_act(kind, priority, Some(Drug::Baclofen));
    let ways = [
        act(AlarmKind::Stopped, Priority::High),
        act(AlarmKind::Stopped, Priority::Medium),
        act(AlarmKind::Stopped, Priority::Low),
        act(AlarmKind::Stopped, Priority::Notice),
    ];
    assert_eq!(BTreeSet::from(ways).len(), 4);
    assert_eq!(
        act(AlarmKind::NotProgrammed, Priority::Low),
        texts.alarms_act_none()
    );
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
fn every_end_of_a_dose_has_a_sentence_of_its_own() {
    let texts = texts(Language::English);
    let sentences: BTreeSet<_> = (1..=5)
        .filter_map(StopCause::from_code)
        .map(|cause| texts.stop_cause(cause))
        .collect();
    assert_eq!(sentences.len(), 5);
}

/// SR-41
#[test]
fn what_is_not_known_is_neither_given_nor_refused() {
    let texts = texts(Language::English);
    assert_eq!(texts.bolus_unknown_short(), "Not known yet. Do not repeat.");
    let all = [
        texts.bolus_unknown_title(),
        texts.bolus_unknown_heading(),
        texts.bolus_unknown_text(),
        texts.bolus_unknown_why(),
    ]
    .concat();
    for lie in ["was given", "refused", "said no", "failed"] {
        assert!(!all.contains(lie), "{all}");
    }
    assert!(
        texts
            .bolus_cannot_be_known_text()
            .contains("Treat it as given")
    );
    assert!(
        texts
            .bolus_not_received_text()
            .contains("Nothing was given")
    );
}

/// SR-21
#[test]
fn above_every_dose_stands_the_warning_of_its_drug() {
    let texts = texts(Language::English);
    let warnings: BTreeSet<_> = DRUGS.map(|drug| texts.bolus_warning(drug)).into();
    assert_eq!(warnings.len(), 4);
    assert!(
        texts
            .bolus_warning(Some(Drug::Morphine))
            .contains("breathing slowly")
    );
}
