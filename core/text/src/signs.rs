//! What to watch for, by drug and danger.
//!
//! Baclofen, too little: fever, altered mental state, rebound spasticity, worst within 24 to 72 h
//! (boxed warning; drugs.com). Morphine, too much: respiratory depression (label). Ziconotide:
//! confusion, memory, gait (label). The other signs are those of the drugs' labels; the table waits
//! for a clinician's review.

use crate::texts::Texts;
use cisterna_protocol::prescription::Drug;

/// What can go wrong with a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Danger {
    /// Less than prescribed, or nothing.
    TooLittle,
    /// More than prescribed.
    TooMuch,
}

/// Signs of one danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Of what ("Signs of too little baclofen").
    pub title: String,
    /// The signs, the first ones first to be looked for.
    pub items: Vec<String>,
    /// When they are worst, where that is known.
    pub when: Option<String>,
    /// What to do on noticing one.
    pub act: String,
    /// That somebody should stay, where the person may be unable to call.
    pub stay: Option<String>,
}

impl Texts {
    /// Signs of a danger of a drug; where the drug is not known, those that most have in common.
    pub fn signs(&self, danger: Danger, drug: Option<Drug>) -> Signs {
        let items = items(danger, drug).iter().map(|it| it(self)).collect();
        match danger {
            Danger::TooLittle => self.too_little(drug, items),
            Danger::TooMuch => Signs {
                title: self.alarms_watch_too_much(self.drug_in_sentence(drug)),
                items,
                when: None,
                act: self.alarms_watch_act(),
                stay: Some(self.alarms_watch_stay()),
            },
        }
    }

    fn too_little(&self, drug: Option<Drug>, items: Vec<String>) -> Signs {
        let (when, act) = match drug {
            // SR-20
            Some(Drug::Baclofen) => (
                Some(self.alarms_watch_when_baclofen()),
                self.alarms_watch_act(),
            ),
            Some(Drug::Morphine | Drug::Ziconotide) => (None, self.alarms_watch_tell()),
            None => (None, self.alarms_watch_act()),
        };
        Signs {
            title: self.alarms_watch_too_little(self.drug_in_sentence(drug)),
            items,
            when,
            act,
            stay: None,
        }
    }
}

fn items(danger: Danger, drug: Option<Drug>) -> &'static [fn(&Texts) -> String] {
    match (danger, drug) {
        (Danger::TooLittle, Some(Drug::Baclofen)) => &[
            Texts::alarms_sign_itching,
            Texts::alarms_sign_stiff,
            Texts::alarms_sign_fever,
            Texts::alarms_sign_sweating,
            Texts::alarms_sign_confused,
        ],
        (Danger::TooMuch, Some(Drug::Baclofen)) => &[
            Texts::alarms_sign_very_sleepy,
            Texts::alarms_sign_slow_breathing,
            Texts::alarms_sign_weak,
            Texts::alarms_sign_dizzy,
        ],
        (Danger::TooLittle, Some(Drug::Morphine)) => &[
            Texts::alarms_sign_pain_back,
            Texts::alarms_sign_restless,
            Texts::alarms_sign_sweating,
            Texts::alarms_sign_sick,
        ],
        (Danger::TooMuch, Some(Drug::Morphine)) => &[
            Texts::alarms_sign_very_sleepy,
            Texts::alarms_sign_slow_breathing,
            Texts::alarms_sign_blue_lips,
            Texts::alarms_sign_confused,
        ],
        (Danger::TooLittle, Some(Drug::Ziconotide)) => &[Texts::alarms_sign_pain_back],
        (Danger::TooMuch, Some(Drug::Ziconotide)) => &[
            Texts::alarms_sign_confused,
            Texts::alarms_sign_memory,
            Texts::alarms_sign_seeing_things,
            Texts::alarms_sign_unsteady,
        ],
        (Danger::TooLittle, None) => &[Texts::alarms_sign_pain_back, Texts::alarms_sign_stiff],
        (Danger::TooMuch, None) => &[
            Texts::alarms_sign_very_sleepy,
            Texts::alarms_sign_slow_breathing,
            Texts::alarms_sign_confused,
        ],
    }
}
