//! Names for machines: the same in CSV and FHIR, in every language, for ever. A code is never used
//! again for something else.

use crate::input::{
    BolusState, Drug, Measure, MedicineChange, Origin, Outcome, Part, Phase, SideEffect, Timing,
};

pub(crate) const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::NrsRest => "nrs_rest",
        Measure::NrsMotion => "nrs_motion",
        Measure::SpasmFrequency => "spasm_frequency",
        Measure::SpasmSeverity => "spasm_severity",
        Measure::Function => "function",
        Measure::Sleep => "sleep",
    }
}

pub(crate) const fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::OnTime => "on_time",
        Timing::Late => "late",
        Timing::Skipped => "skipped",
        Timing::Missing => "missing",
        Timing::Spontaneous => "spontaneous",
    }
}

pub(crate) const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Baseline => "baseline",
        Phase::Trial => "trial",
        Phase::Outside => "outside",
    }
}

pub(crate) const fn drug(drug: Drug) -> &'static str {
    match drug {
        Drug::Baclofen => "baclofen",
        Drug::Morphine => "morphine",
        Drug::Ziconotide => "ziconotide",
    }
}

pub(crate) const fn side_effect(effect: SideEffect) -> &'static str {
    match effect {
        SideEffect::Nausea => "nausea",
        SideEffect::Vomiting => "vomiting",
        SideEffect::Itching => "itching",
        SideEffect::UrinaryRetention => "urinary_retention",
        SideEffect::Constipation => "constipation",
        SideEffect::Sleepiness => "sleepiness",
        SideEffect::Swelling => "swelling",
        SideEffect::Weakness => "weakness",
        SideEffect::Dizziness => "dizziness",
        SideEffect::Confusion => "confusion",
        SideEffect::Memory => "memory",
        SideEffect::Gait => "gait",
    }
}

pub(crate) const fn change(change: MedicineChange) -> &'static str {
    match change {
        MedicineChange::TakenBefore => "taken_before",
        MedicineChange::Started => "started",
        MedicineChange::More => "more",
        MedicineChange::Fewer => "fewer",
        MedicineChange::Other => "other",
    }
}

pub(crate) const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Phone => "phone",
        Origin::Clinician => "clinician",
    }
}

pub(crate) const fn bolus(state: BolusState) -> &'static str {
    match state {
        BolusState::Given { .. } => "given",
        BolusState::StoppedEarly { .. } => "stopped_early",
        BolusState::Running => "running",
        BolusState::Refused => "refused",
        BolusState::Uncertain => "uncertain",
    }
}

pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Relief(_) => "relief",
        Outcome::BaselineZero => "baseline_zero",
        Outcome::NotEnoughData(Part::Baseline) => "not_enough_data_baseline",
        Outcome::NotEnoughData(Part::Result) => "not_enough_data_result",
        Outcome::NotAsked(Part::Baseline) => "not_asked_baseline",
        Outcome::NotAsked(Part::Result) => "not_asked_result",
    }
}
