//! Which sentence belongs to which alarm and drug: a table, reviewed as data. SR-20, SR-21, SR-22
//!
//! What the pump does at an alarm is told in its own table; these sentences say the same to a
//! person. Whom to call is the care plan's to say.

use crate::Texts;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::prescription::Drug;

impl Texts {
    /// The name of a drug as it stands in a sentence.
    pub fn drug_in_sentence(&self, drug: Option<Drug>) -> String {
        match drug {
            Some(Drug::Baclofen) => self.alarms_drug_baclofen(),
            Some(Drug::Morphine) => self.alarms_drug_morphine(),
            Some(Drug::Ziconotide) => self.alarms_drug_ziconotide(),
            None => self.alarms_drug_unknown(),
        }
    }

    /// The title: a person who reads only that does the right thing.
    pub fn alarm_title(&self, kind: AlarmKind, drug: Option<Drug>) -> String {
        let name = || self.drug_in_sentence(drug);
        match kind {
            AlarmKind::MotorStall | AlarmKind::Stopped => self.alarms_title_not_giving(name()),
            AlarmKind::InfusionError | AlarmKind::SelfTest => match drug {
                Some(Drug::Baclofen) | None => self.alarms_title_too_little(name()),
                Some(Drug::Morphine | Drug::Ziconotide) => self.alarms_title_too_much(),
            },
            AlarmKind::MonitorCut => match drug {
                Some(Drug::Baclofen) => self.alarms_title_not_giving(name()),
                Some(Drug::Morphine) => self.alarms_title_cut_morphine(),
                Some(Drug::Ziconotide) | None => self.alarms_title_too_much(),
            },
            AlarmKind::ReservoirLow => self.alarms_title_low(),
            AlarmKind::ReservoirEmpty => self.alarms_title_maybe_empty(),
            AlarmKind::ReservoirDry => self.alarms_title_empty(name()),
            AlarmKind::BadMemory => self.alarms_title_memory(),
            AlarmKind::ClockUncertain => self.alarms_title_clock(),
            AlarmKind::LimitHold => self.alarms_title_held_back(),
            AlarmKind::UseByPassed => self.alarms_title_use_by(),
            AlarmKind::NotProgrammed => self.alarms_title_not_programmed(),
        }
    }

    /// What happened.
    pub fn alarm_happened(&self, kind: AlarmKind) -> String {
        match kind {
            AlarmKind::MotorStall => self.alarms_happened_motor_stall(),
            AlarmKind::InfusionError => self.alarms_happened_infusion_error(),
            AlarmKind::MonitorCut => self.alarms_happened_monitor_cut(),
            AlarmKind::ReservoirLow => self.alarms_happened_reservoir_low(),
            AlarmKind::ReservoirEmpty => self.alarms_happened_reservoir_empty(),
            AlarmKind::ReservoirDry => self.alarms_happened_reservoir_dry(),
            AlarmKind::SelfTest => self.alarms_happened_self_test(),
            AlarmKind::BadMemory => self.alarms_happened_bad_memory(),
            AlarmKind::Stopped => self.alarms_happened_stopped(),
            AlarmKind::ClockUncertain => self.alarms_happened_clock_uncertain(),
            AlarmKind::LimitHold => self.alarms_happened_limit_hold(),
            AlarmKind::UseByPassed => self.alarms_happened_use_by_passed(),
            AlarmKind::NotProgrammed => self.alarms_happened_not_programmed(),
        }
    }

    /// What it means for this drug.
    pub fn alarm_meaning(&self, kind: AlarmKind, drug: Option<Drug>) -> String {
        match kind {
            // baclofen goes on as well as it can; the others have stopped
            AlarmKind::MotorStall => match drug {
                Some(Drug::Baclofen) => self.alarms_means_trying_baclofen(),
                Some(Drug::Morphine | Drug::Ziconotide) | None => self.no_flow(drug),
            },
            AlarmKind::Stopped | AlarmKind::ReservoirDry => self.no_flow(drug),
            AlarmKind::InfusionError | AlarmKind::SelfTest => match drug {
                Some(Drug::Baclofen) => self.alarms_means_unsure_baclofen(),
                Some(Drug::Morphine) => self.alarms_means_unsure_morphine(),
                Some(Drug::Ziconotide) => self.alarms_means_unsure_ziconotide(),
                None => self.alarms_means_unsure_unknown(),
            },
            AlarmKind::MonitorCut => match drug {
                Some(Drug::Baclofen) => self.alarms_means_cut_baclofen(),
                Some(Drug::Morphine) => self.alarms_means_cut_morphine(),
                Some(Drug::Ziconotide) => self.alarms_means_cut_ziconotide(),
                None => self.alarms_means_cut_unknown(),
            },
            AlarmKind::ReservoirLow => match drug {
                Some(Drug::Baclofen) => self.alarms_means_low_baclofen(),
                Some(Drug::Morphine) => self.alarms_means_low_morphine(),
                Some(Drug::Ziconotide) => self.alarms_means_low_ziconotide(),
                None => self.alarms_means_low_unknown(),
            },
            AlarmKind::ReservoirEmpty => match drug {
                Some(Drug::Baclofen) => self.alarms_means_maybe_empty_baclofen(),
                Some(Drug::Morphine) => self.alarms_means_maybe_empty_morphine(),
                Some(Drug::Ziconotide) => self.alarms_means_maybe_empty_ziconotide(),
                None => self.alarms_means_maybe_empty_unknown(),
            },
            AlarmKind::BadMemory => self.alarms_means_memory(),
            AlarmKind::ClockUncertain => self.alarms_means_clock(),
            AlarmKind::LimitHold => match drug {
                Some(Drug::Baclofen) => self.alarms_means_held_back_baclofen(),
                Some(Drug::Morphine) => self.alarms_means_held_back_morphine(),
                Some(Drug::Ziconotide) => self.alarms_means_held_back_ziconotide(),
                None => self.alarms_means_held_back_unknown(),
            },
            AlarmKind::UseByPassed => self.alarms_means_use_by(),
            AlarmKind::NotProgrammed => self.alarms_means_not_programmed(),
        }
    }

    fn no_flow(&self, drug: Option<Drug>) -> String {
        match drug {
            Some(Drug::Baclofen) => self.alarms_means_no_flow_baclofen(),
            Some(Drug::Morphine) => self.alarms_means_no_flow_morphine(),
            Some(Drug::Ziconotide) => self.alarms_means_no_flow_ziconotide(),
            None => self.alarms_means_no_flow_unknown(),
        }
    }

    /// What to do, by urgency.
    pub fn alarm_act(&self, kind: AlarmKind, priority: Priority, drug: Option<Drug>) -> String {
        match priority {
            Priority::High => match drug {
                Some(Drug::Morphine) => self.alarms_act_now_morphine(),
                Some(Drug::Baclofen | Drug::Ziconotide) | None => self.alarms_act_now(),
            },
            Priority::Medium => self.alarms_act_today(),
            Priority::Low if kind == AlarmKind::NotProgrammed => self.alarms_act_none(),
            Priority::Low => self.alarms_act_soon(),
            Priority::Notice => self.alarms_act_none(),
        }
    }

    /// Headings and signs to watch for: of too little, of too much, or both, by what may happen.
    /// Empty where nothing is to be watched for.
    pub fn alarm_signs(&self, kind: AlarmKind, drug: Option<Drug>) -> Vec<(String, Vec<String>)> {
        let name = || self.drug_in_sentence(drug);
        let little = || (self.alarms_watch_too_little(name()), self.too_little(drug));
        let much = || (self.alarms_watch_too_much(name()), self.too_much(drug));
        match kind {
            AlarmKind::MotorStall
            | AlarmKind::Stopped
            | AlarmKind::ReservoirDry
            | AlarmKind::ReservoirEmpty
            | AlarmKind::ReservoirLow => vec![little()],
            AlarmKind::InfusionError | AlarmKind::SelfTest | AlarmKind::MonitorCut => match drug {
                Some(Drug::Morphine | Drug::Ziconotide) => vec![much(), little()],
                Some(Drug::Baclofen) | None => vec![little(), much()],
            },
            AlarmKind::LimitHold => match drug {
                Some(Drug::Morphine | Drug::Ziconotide) => vec![much()],
                Some(Drug::Baclofen) | None => vec![little()],
            },
            AlarmKind::BadMemory
            | AlarmKind::ClockUncertain
            | AlarmKind::UseByPassed
            | AlarmKind::NotProgrammed => vec![],
        }
    }

    /// Signs of too little of a drug (baclofen: boxed warning).
    pub fn too_little(&self, drug: Option<Drug>) -> Vec<String> {
        match drug {
            Some(Drug::Baclofen) => vec![
                self.alarms_sign_stiff(),
                self.alarms_sign_fever(),
                self.alarms_sign_confused(),
                self.alarms_sign_itching(),
            ],
            Some(Drug::Morphine) => vec![
                self.alarms_sign_pain_back(),
                self.alarms_sign_restless(),
                self.alarms_sign_sweating(),
                self.alarms_sign_sick(),
            ],
            Some(Drug::Ziconotide) => vec![self.alarms_sign_pain_back()],
            None => vec![self.alarms_sign_pain_back(), self.alarms_sign_stiff()],
        }
    }

    /// Signs of too much of a drug (labels).
    pub fn too_much(&self, drug: Option<Drug>) -> Vec<String> {
        match drug {
            Some(Drug::Baclofen) => vec![
                self.alarms_sign_very_sleepy(),
                self.alarms_sign_weak(),
                self.alarms_sign_slow_breathing(),
                self.alarms_sign_dizzy(),
            ],
            Some(Drug::Morphine) => vec![
                self.alarms_sign_very_sleepy(),
                self.alarms_sign_slow_breathing(),
                self.alarms_sign_blue_lips(),
            ],
            Some(Drug::Ziconotide) => vec![
                self.alarms_sign_confused(),
                self.alarms_sign_seeing_things(),
                self.alarms_sign_memory(),
                self.alarms_sign_unsteady(),
            ],
            None => vec![
                self.alarms_sign_very_sleepy(),
                self.alarms_sign_confused(),
                self.alarms_sign_slow_breathing(),
            ],
        }
    }

    /// What to bring to a hospital.
    pub fn alarm_bring(&self, drug: Option<Drug>) -> String {
        match drug {
            Some(Drug::Baclofen) => self.alarms_bring_baclofen(),
            Some(Drug::Morphine) => self.alarms_bring_morphine(),
            Some(Drug::Ziconotide) | None => self.alarms_bring_card(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, HourCycle, Language};

    fn texts(language: Language) -> Texts {
        let hours = HourCycle::H23;
        Texts::new(language, Format { hours })
    }

    const DRUGS: [Option<Drug>; 4] = [
        Some(Drug::Baclofen),
        Some(Drug::Morphine),
        Some(Drug::Ziconotide),
        None,
    ];

    /// SR-20, SR-21
    #[test]
    fn what_ends_the_flow_of_baclofen_names_withdrawal_and_of_morphine_cut_names_breathing() {
        let english = texts(Language::English);
        for kind in [
            AlarmKind::MotorStall,
            AlarmKind::Stopped,
            AlarmKind::ReservoirDry,
            AlarmKind::MonitorCut,
        ] {
            let meaning = english.alarm_meaning(kind, Some(Drug::Baclofen));
            assert!(meaning.contains("seriously ill within a day"), "{meaning}");
        }
        let cut = english.alarm_meaning(AlarmKind::MonitorCut, Some(Drug::Morphine));
        assert!(cut.contains("stop your breathing"), "{cut}");
        let signs = english.alarm_signs(AlarmKind::MonitorCut, Some(Drug::Morphine));
        assert!(signs[0].1.contains(&"slow or shallow breathing".to_owned()));
    }

    /// SR-22
    #[test]
    fn every_alarm_of_every_drug_has_title_cause_meaning_and_act_in_every_language() {
        for language in [Language::English, Language::German, Language::Arabic] {
            let texts = texts(language);
            for kind in AlarmKind::ALL {
                for drug in DRUGS {
                    let said = [
                        texts.alarm_title(kind, drug),
                        texts.alarm_happened(kind),
                        texts.alarm_meaning(kind, drug),
                        texts.alarm_act(kind, Priority::High, drug),
                        texts.alarm_act(kind, Priority::Low, drug),
                        texts.alarm_bring(drug),
                    ];
                    assert!(said.iter().all(|it| !it.is_empty()), "{said:?}");
                    for (heading, signs) in texts.alarm_signs(kind, drug) {
                        assert!(!heading.is_empty() && !signs.is_empty());
                    }
                }
            }
        }
    }

    /// SR-22
    #[test]
    fn the_same_alarm_says_another_thing_for_another_drug() {
        let english = texts(Language::English);
        let meaning = |drug| english.alarm_meaning(AlarmKind::ReservoirDry, Some(drug));
        assert_ne!(meaning(Drug::Baclofen), meaning(Drug::Ziconotide));
        assert_ne!(meaning(Drug::Morphine), meaning(Drug::Ziconotide));
    }
}
