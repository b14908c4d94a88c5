//! The reader's words for what the input names.

use crate::input::{
    BolusState, Day, Drug, GapCause, Measure, MedicineChange, Origin, Purpose, SideEffect,
};
use cisterna_text::Texts;

pub(crate) fn measure(texts: &Texts, measure: Measure) -> String {
    match measure {
        Measure::NrsRest => texts.report_measure_nrs_rest(),
        Measure::NrsMotion => texts.report_measure_nrs_motion(),
        Measure::SpasmFrequency => texts.report_measure_spasm_frequency(),
        Measure::SpasmSeverity => texts.report_measure_spasm_severity(),
        Measure::Function => texts.report_measure_function(),
        Measure::Sleep => texts.report_measure_sleep(),
    }
}

pub(crate) fn measure_with_scale(texts: &Texts, of: Measure) -> String {
    let scale = match of {
        Measure::NrsRest | Measure::NrsMotion => texts.report_scale_nrs(),
        Measure::SpasmFrequency => texts.report_scale_penn_frequency(),
        Measure::SpasmSeverity => texts.report_scale_penn_severity(),
        Measure::Function | Measure::Sleep => texts.report_scale_good(),
    };
    texts.report_measure_with_scale(measure(texts, of), scale)
}

pub(crate) fn drug(texts: &Texts, drug: Drug) -> String {
    match drug {
        Drug::Baclofen => texts.report_drug_baclofen(),
        Drug::Morphine => texts.report_drug_morphine(),
        Drug::Ziconotide => texts.report_drug_ziconotide(),
    }
}

pub(crate) fn title(texts: &Texts, purpose: Purpose, of: Option<Drug>) -> String {
    match (purpose, of.map(|it| drug(texts, it))) {
        (Purpose::Pain, Some(drug)) => texts.report_title_pain_drug(drug),
        (Purpose::Pain, None) => texts.report_title_pain(),
        (Purpose::Spasticity, Some(drug)) => texts.report_title_spasticity_drug(drug),
        (Purpose::Spasticity, None) => texts.report_title_spasticity(),
    }
}

pub(crate) fn side_effect(texts: &Texts, effect: SideEffect) -> String {
    match effect {
        SideEffect::Nausea => texts.report_effect_nausea(),
        SideEffect::Vomiting => texts.report_effect_vomiting(),
        SideEffect::Itching => texts.report_effect_itching(),
        SideEffect::UrinaryRetention => texts.report_effect_urinary_retention(),
        SideEffect::Constipation => texts.report_effect_constipation(),
        SideEffect::Sleepiness => texts.report_effect_sleepiness(),
        SideEffect::Swelling => texts.report_effect_swelling(),
        SideEffect::Weakness => texts.report_effect_weakness(),
        SideEffect::Dizziness => texts.report_effect_dizziness(),
        SideEffect::Confusion => texts.report_effect_confusion(),
        SideEffect::Memory => texts.report_effect_memory(),
        SideEffect::Gait => texts.report_effect_gait(),
    }
}

pub(crate) fn change(texts: &Texts, change: MedicineChange) -> String {
    match change {
        MedicineChange::TakenBefore => texts.report_change_before(),
        MedicineChange::Started => texts.report_change_started(),
        MedicineChange::More => texts.report_change_more(),
        MedicineChange::Fewer => texts.report_change_fewer(),
        MedicineChange::Other => texts.report_change_other(),
    }
}

pub(crate) fn bolus(texts: &Texts, state: BolusState) -> String {
    match state {
        BolusState::Given { .. } => texts.report_outcome_given(),
        BolusState::StoppedEarly { least_ng, most_ng } => {
            texts.report_outcome_stopped(&texts.dose(least_ng), &texts.dose(most_ng))
        }
        BolusState::Running => texts.report_outcome_running(),
        BolusState::Refused => texts.report_outcome_refused(),
        BolusState::Uncertain => texts.report_outcome_uncertain(),
    }
}

pub(crate) fn origin(texts: &Texts, origin: Origin) -> String {
    match origin {
        Origin::Phone => texts.report_origin_phone(),
        Origin::Clinician => texts.report_origin_clinician(),
    }
}

pub(crate) fn gap(texts: &Texts, cause: GapCause) -> String {
    match cause {
        GapCause::Outage => texts.report_gap_outage(),
        GapCause::Overwritten => texts.report_gap_overwritten(),
        GapCause::NotRead => texts.report_gap_not_read(),
    }
}

/// "Before", "Day 3" or "After"; `first` is the first day of the trial.
pub(crate) fn day(texts: &Texts, day: &Day, first: chrono::NaiveDate) -> String {
    match day.trial_day {
        Some(number) => texts.report_day_of_trial(number),
        None if day.date <= first => texts.report_day_before(),
        None => texts.report_day_outside(),
    }
}
