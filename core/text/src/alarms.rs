//! Which sentences belong to an alarm, by drug. SR-20, SR-21, SR-22
//!
//! Three tables, reviewed as data: titles, meanings, and the dangers whose signs are to be watched
//! for. A row is an alarm; the columns are baclofen, morphine, ziconotide, and a drug that is not
//! known. What the pump itself does by drug stands in the pump's own table, and the urgency comes
//! from its reading. Whom to call is left to the care plan.

use crate::signs::{Danger, Signs};
use crate::texts::Texts;
use cisterna_protocol::message::{AlarmKind, Priority};
use cisterna_protocol::prescription::Drug;

/// A sentence without an argument, or one that takes the drug's name.
#[derive(Clone, Copy)]
enum Say {
    Plain(fn(&Texts) -> String),
    Drug(fn(&Texts, String) -> String),
}

use Say::{Drug as Named, Plain};

impl Texts {
    /// The drug's name as it stands in a sentence, or "medicine" where none is programmed or this
    /// version does not know it.
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
        self.say(column(drug, titles(kind)), drug)
    }

    /// What happened.
    pub fn alarm_happened(&self, kind: AlarmKind) -> String {
        happened(self, kind)
    }

    /// What it means for this drug.
    pub fn alarm_meaning(&self, kind: AlarmKind, drug: Option<Drug>) -> String {
        self.say(column(drug, meanings(kind)), drug)
    }

    /// How soon to call, by the priority that the pump gave the alarm.
    pub fn alarm_act(&self, kind: AlarmKind, priority: Priority, drug: Option<Drug>) -> String {
        match priority {
            Priority::High => match drug {
                // SR-21: whoever is overdosed loses time with the clinic's telephone
                Some(Drug::Morphine) => self.alarms_act_now_morphine(),
                Some(Drug::Baclofen | Drug::Ziconotide) | None => self.alarms_act_now(),
            },
            Priority::Medium => self.alarms_act_today(),
            // normal before the first programming
            Priority::Low if kind == AlarmKind::NotProgrammed => self.alarms_act_none(),
            Priority::Low => self.alarms_act_soon(),
            Priority::Notice => self.alarms_act_none(),
        }
    }

    /// What to watch for, the most urgent first; empty where there is nothing to watch for.
    pub fn alarm_watch(&self, kind: AlarmKind, drug: Option<Drug>) -> Vec<Signs> {
        column(drug, dangers(kind))
            .iter()
            .map(|danger| self.signs(*danger, drug))
            .collect()
    }

    /// Headings and signs of [`Texts::alarm_watch`], without what to do on noticing one.
    pub fn alarm_signs(&self, kind: AlarmKind, drug: Option<Drug>) -> Vec<(String, Vec<String>)> {
        self.alarm_watch(kind, drug)
            .into_iter()
            .map(|signs| (signs.title, signs.items))
            .collect()
    }

    /// What to bring to the clinic or a hospital.
    pub fn alarm_bring(&self, drug: Option<Drug>) -> String {
        match drug {
            Some(Drug::Baclofen) => self.alarms_bring_baclofen(),
            Some(Drug::Morphine) => self.alarms_bring_morphine(),
            Some(Drug::Ziconotide) | None => self.alarms_bring_card(),
        }
    }

    fn say(&self, sentence: Say, drug: Option<Drug>) -> String {
        match sentence {
            Plain(text) => text(self),
            Named(text) => text(self, self.drug_in_sentence(drug)),
        }
    }
}

fn column<T: Copy>(drug: Option<Drug>, row: [T; 4]) -> T {
    match drug {
        Some(Drug::Baclofen) => row[0],
        Some(Drug::Morphine) => row[1],
        Some(Drug::Ziconotide) => row[2],
        None => row[3],
    }
}

const NOT_GIVING: Say = Named(Texts::alarms_title_not_giving);
const TOO_LITTLE: Say = Named(Texts::alarms_title_too_little);
const TOO_MUCH: Say = Plain(Texts::alarms_title_too_much);
const CUT_MORPHINE: Say = Plain(Texts::alarms_title_cut_morphine);
const LOW: Say = Plain(Texts::alarms_title_low);
const MAYBE_EMPTY: Say = Plain(Texts::alarms_title_maybe_empty);
const EMPTY: Say = Named(Texts::alarms_title_empty);
const MEMORY: Say = Plain(Texts::alarms_title_memory);
const CLOCK: Say = Plain(Texts::alarms_title_clock);
const HELD_BACK: Say = Plain(Texts::alarms_title_held_back);
const USE_BY: Say = Plain(Texts::alarms_title_use_by);
const NOT_PROGRAMMED: Say = Plain(Texts::alarms_title_not_programmed);

/// Titles: who reads nothing else does the right thing.
#[rustfmt::skip]
#[allow(clippy::match_same_arms, reason = "a table has one row for each alarm")]
fn titles(kind: AlarmKind) -> [Say; 4] {
    match kind {
        //                            baclofen     morphine      ziconotide   not known
        AlarmKind::MotorStall =>     [NOT_GIVING,  NOT_GIVING,   NOT_GIVING,  NOT_GIVING],
        AlarmKind::InfusionError =>  [TOO_LITTLE,  TOO_MUCH,     TOO_MUCH,    TOO_LITTLE],
        AlarmKind::MonitorCut =>     [NOT_GIVING,  CUT_MORPHINE, NOT_GIVING,  NOT_GIVING],
        AlarmKind::ReservoirLow =>   [LOW; 4],
        AlarmKind::ReservoirEmpty => [MAYBE_EMPTY, MAYBE_EMPTY,  NOT_GIVING,  MAYBE_EMPTY],
        AlarmKind::ReservoirDry =>   [EMPTY; 4],
        AlarmKind::SelfTest =>       [TOO_LITTLE,  NOT_GIVING,   NOT_GIVING,  TOO_LITTLE],
        AlarmKind::BadMemory =>      [MEMORY; 4],
        AlarmKind::Stopped =>        [NOT_GIVING; 4],
        AlarmKind::ClockUncertain => [CLOCK; 4],
        AlarmKind::LimitHold =>      [HELD_BACK; 4],
        AlarmKind::UseByPassed =>    [USE_BY; 4],
        AlarmKind::NotProgrammed =>  [NOT_PROGRAMMED; 4],
    }
}

/// No flow, by drug.
const NO_FLOW: [Say; 4] = [
    Plain(Texts::alarms_means_no_flow_baclofen),
    Plain(Texts::alarms_means_no_flow_morphine),
    Plain(Texts::alarms_means_no_flow_ziconotide),
    Plain(Texts::alarms_means_no_flow_unknown),
];
/// A fault after which baclofen goes on where it can, and an opioid stops. SR-20, SR-21
const TRYING: [Say; 4] = [
    Plain(Texts::alarms_means_trying_baclofen),
    NO_FLOW[1],
    NO_FLOW[2],
    NO_FLOW[3],
];
const UNSURE: [Say; 4] = [
    Plain(Texts::alarms_means_unsure_baclofen),
    Plain(Texts::alarms_means_unsure_morphine),
    Plain(Texts::alarms_means_unsure_ziconotide),
    Plain(Texts::alarms_means_unsure_unknown),
];
const CUT: [Say; 4] = [
    Plain(Texts::alarms_means_cut_baclofen),
    Plain(Texts::alarms_means_cut_morphine),
    Plain(Texts::alarms_means_cut_ziconotide),
    Plain(Texts::alarms_means_cut_unknown),
];
const RUNNING_LOW: [Say; 4] = [
    Plain(Texts::alarms_means_low_baclofen),
    Plain(Texts::alarms_means_low_morphine),
    Plain(Texts::alarms_means_low_ziconotide),
    Plain(Texts::alarms_means_low_unknown),
];
const RUNNING_OUT: [Say; 4] = [
    Plain(Texts::alarms_means_maybe_empty_baclofen),
    Plain(Texts::alarms_means_maybe_empty_morphine),
    Plain(Texts::alarms_means_maybe_empty_ziconotide),
    Plain(Texts::alarms_means_maybe_empty_unknown),
];
const AT_LIMIT: [Say; 4] = [
    Plain(Texts::alarms_means_held_back_baclofen),
    Plain(Texts::alarms_means_held_back_morphine),
    Plain(Texts::alarms_means_held_back_ziconotide),
    Plain(Texts::alarms_means_held_back_unknown),
];

/// What it means.
#[allow(clippy::match_same_arms, reason = "a table has one row for each alarm")]
fn meanings(kind: AlarmKind) -> [Say; 4] {
    match kind {
        AlarmKind::MotorStall => TRYING,
        AlarmKind::InfusionError => UNSURE,
        AlarmKind::MonitorCut => CUT,
        AlarmKind::ReservoirLow => RUNNING_LOW,
        AlarmKind::ReservoirEmpty => RUNNING_OUT,
        AlarmKind::ReservoirDry => NO_FLOW,
        AlarmKind::SelfTest => TRYING,
        AlarmKind::BadMemory => [Plain(Texts::alarms_means_memory); 4],
        AlarmKind::Stopped => NO_FLOW,
        AlarmKind::ClockUncertain => [Plain(Texts::alarms_means_clock); 4],
        AlarmKind::LimitHold => AT_LIMIT,
        AlarmKind::UseByPassed => [Plain(Texts::alarms_means_use_by); 4],
        AlarmKind::NotProgrammed => [Plain(Texts::alarms_means_not_programmed); 4],
    }
}

const NONE: &[Danger] = &[];
const LITTLE: &[Danger] = &[Danger::TooLittle];
const MUCH: &[Danger] = &[Danger::TooMuch];
const LITTLE_MUCH: &[Danger] = &[Danger::TooLittle, Danger::TooMuch];
const MUCH_LITTLE: &[Danger] = &[Danger::TooMuch, Danger::TooLittle];

/// Whose signs to watch for.
#[rustfmt::skip]
#[allow(clippy::match_same_arms, reason = "a table has one row for each alarm")]
fn dangers(kind: AlarmKind) -> [&'static [Danger]; 4] {
    match kind {
        //                            baclofen     morphine     ziconotide   not known
        AlarmKind::MotorStall =>     [LITTLE; 4],
        AlarmKind::InfusionError =>  [LITTLE_MUCH, MUCH_LITTLE, MUCH_LITTLE, LITTLE_MUCH],
        AlarmKind::MonitorCut =>     [LITTLE_MUCH, MUCH_LITTLE, MUCH_LITTLE, LITTLE_MUCH],
        // some had withdrawal above the low level (Neurosurgery 2004)
        AlarmKind::ReservoirLow =>   [LITTLE; 4],
        AlarmKind::ReservoirEmpty => [LITTLE; 4],
        AlarmKind::ReservoirDry =>   [LITTLE; 4],
        AlarmKind::SelfTest =>       [LITTLE_MUCH, MUCH_LITTLE, MUCH_LITTLE, LITTLE_MUCH],
        AlarmKind::BadMemory =>      [NONE; 4],
        AlarmKind::Stopped =>        [LITTLE; 4],
        AlarmKind::ClockUncertain => [NONE; 4],
        AlarmKind::LimitHold =>      [LITTLE,      MUCH,        MUCH,        LITTLE],
        AlarmKind::UseByPassed =>    [NONE; 4],
        AlarmKind::NotProgrammed =>  [NONE; 4],
    }
}

fn happened(texts: &Texts, kind: AlarmKind) -> String {
    match kind {
        AlarmKind::MotorStall => texts.alarms_happened_motor_stall(),
        AlarmKind::InfusionError => texts.alarms_happened_infusion_error(),
        AlarmKind::MonitorCut => texts.alarms_happened_monitor_cut(),
        AlarmKind::ReservoirLow => texts.alarms_happened_reservoir_low(),
        AlarmKind::ReservoirEmpty => texts.alarms_happened_reservoir_empty(),
        AlarmKind::ReservoirDry => texts.alarms_happened_reservoir_dry(),
        AlarmKind::SelfTest => texts.alarms_happened_self_test(),
        AlarmKind::BadMemory => texts.alarms_happened_bad_memory(),
        AlarmKind::Stopped => texts.alarms_happened_stopped(),
        AlarmKind::ClockUncertain => texts.alarms_happened_clock_uncertain(),
        AlarmKind::LimitHold => texts.alarms_happened_limit_hold(),
        AlarmKind::UseByPassed => texts.alarms_happened_use_by_passed(),
        AlarmKind::NotProgrammed => texts.alarms_happened_not_programmed(),
    }
}
