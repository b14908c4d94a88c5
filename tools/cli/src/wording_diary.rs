//! The words of diary, trial and refill plans, and their names on the command line and in JSON.

use cisterna_core::refill::warnings::{Danger, Level};
use cisterna_core::trial::{
    ClockSuspicion, DoseState, EndReason, Measure, MedicineChange, Part, Phase, Purpose,
    SideEffect, SlotState, Timing,
};

/// A measure in words.
pub(crate) const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::NrsRest => "pain at rest",
        Measure::NrsMotion => "pain in motion",
        Measure::SpasmFrequency => "how often spasms",
        Measure::SpasmSeverity => "how bad spasms",
        Measure::Function => "own goal reached",
        Measure::Sleep => "sleep",
    }
}

/// A measure's name.
pub(crate) const fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::NrsRest => "rest",
        Measure::NrsMotion => "motion",
        Measure::SpasmFrequency => "spasms",
        Measure::SpasmSeverity => "severity",
        Measure::Function => "function",
        Measure::Sleep => "sleep",
    }
}

/// The measure of a name.
///
/// # Errors
/// The names that there are.
pub(crate) fn parse_measure(text: &str) -> Result<Measure, String> {
    named(&Measure::ALL, measure_name, text, "measures")
}

/// A side effect in words.
pub(crate) const fn side_effect(effect: SideEffect) -> &'static str {
    match effect {
        SideEffect::Nausea => "nausea",
        SideEffect::Vomiting => "vomiting",
        SideEffect::Itching => "itching",
        SideEffect::UrinaryRetention => "trouble passing urine",
        SideEffect::Constipation => "constipation",
        SideEffect::Sleepiness => "sleepiness",
        SideEffect::Swelling => "swelling of legs or feet",
        SideEffect::Weakness => "weakness",
        SideEffect::Dizziness => "dizziness",
        SideEffect::Confusion => "confusion",
        SideEffect::Memory => "trouble with memory",
        SideEffect::Gait => "trouble with walking",
    }
}

/// A side effect's name.
pub(crate) const fn side_effect_name(effect: SideEffect) -> &'static str {
    match effect {
        SideEffect::Nausea => "nausea",
        SideEffect::Vomiting => "vomiting",
        SideEffect::Itching => "itching",
        SideEffect::UrinaryRetention => "urinary-retention",
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

/// The side effect of a name; `None` for the answer that there were none.
///
/// # Errors
/// The names that there are.
pub(crate) fn parse_side_effect(text: &str) -> Result<SideEffectOrNone, String> {
    if text == "none" {
        return Ok(SideEffectOrNone(None));
    }
    let found = named(&SideEffect::ALL, side_effect_name, text, "side effects");
    let found = found.map_err(|names| format!("{names}; none for no side effects"))?;
    Ok(SideEffectOrNone(Some(found)))
}

/// A side effect, or the answer that there were none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SideEffectOrNone(pub(crate) Option<SideEffect>);

fn named<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    text: &str,
    what: &str,
) -> Result<T, String> {
    let found = all.iter().copied().find(|it| name(*it) == text);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|it| name(*it)).collect();
        format!("the {what} are: {}", names.join(", "))
    })
}

/// What a plan is for.
pub(crate) const fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Pain => "pain",
        Purpose::Spasticity => "spasticity",
    }
}

/// Where a plan stands, as an answer.
pub(crate) const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Before => "The days before the trial have not begun.",
        Phase::Baseline => "These are the days before the trial.",
        Phase::Trial => "The trial is running.",
        Phase::AfterTrial => "The trial is over.",
        Phase::LongTerm => "The diary goes on after the trial.",
        Phase::Ended => "The diary has ended.",
    }
}

/// The same for programs.
pub(crate) const fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Before => "before",
        Phase::Baseline => "baseline",
        Phase::Trial => "trial",
        Phase::AfterTrial => "after_trial",
        Phase::LongTerm => "long_term",
        Phase::Ended => "ended",
    }
}

/// What became of a prompt.
pub(crate) const fn slot_state(state: SlotState) -> &'static str {
    match state {
        SlotState::Upcoming => "later",
        SlotState::Open => "asked now",
        SlotState::AnsweredOnTime => "answered",
        SlotState::AnsweredLate => "answered late",
        SlotState::Skipped => "skipped",
        SlotState::Missing => "missing",
        SlotState::Withdrawn => "no longer asked",
    }
}

/// The same for programs.
pub(crate) const fn slot_state_name(state: SlotState) -> &'static str {
    match state {
        SlotState::Upcoming => "upcoming",
        SlotState::Open => "open",
        SlotState::AnsweredOnTime => "answered_on_time",
        SlotState::AnsweredLate => "answered_late",
        SlotState::Skipped => "skipped",
        SlotState::Missing => "missing",
        SlotState::Withdrawn => "withdrawn",
    }
}

/// When an answer was given, for programs.
pub(crate) const fn timing_name(timing: Timing) -> &'static str {
    match timing {
        Timing::OnTime => "on_time",
        Timing::Late => "late",
        Timing::Spontaneous => "spontaneous",
    }
}

/// Why the time of an entry is doubtful.
pub(crate) const fn suspicion(why: ClockSuspicion) -> &'static str {
    match why {
        ClockSuspicion::SetBack => "the clock was set back before it",
        ClockSuspicion::DisagreesWithCount => "the clock was changed before it",
    }
}

/// The same for programs.
pub(crate) const fn suspicion_name(why: ClockSuspicion) -> &'static str {
    match why {
        ClockSuspicion::SetBack => "set_back",
        ClockSuspicion::DisagreesWithCount => "disagrees_with_count",
    }
}

/// The part of a trial.
pub(crate) const fn part(part: Part) -> &'static str {
    match part {
        Part::Baseline => "before the trial",
        Part::Result => "in the trial",
    }
}

/// The same for programs.
pub(crate) const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Baseline => "baseline",
        Part::Result => "result",
    }
}

/// Why a plan ended.
pub(crate) const fn end_reason(why: EndReason) -> &'static str {
    match why {
        EndReason::TrialStopped => "the trial was stopped",
        EndReason::TherapyEnded => "the therapy ended",
        EndReason::PumpReplaced => "the pump was replaced",
    }
}

/// The same for programs.
pub(crate) const fn end_reason_name(why: EndReason) -> &'static str {
    match why {
        EndReason::TrialStopped => "trial-stopped",
        EndReason::TherapyEnded => "therapy-ended",
        EndReason::PumpReplaced => "pump-replaced",
    }
}

/// What became of a single dose, for programs.
pub(crate) const fn dose_state_name(state: DoseState) -> &'static str {
    match state {
        DoseState::Planned => "planned",
        DoseState::Given(_) => "given",
        DoseState::NotGiven => "left_out",
    }
}

/// How a medicine's amount compares with before.
pub(crate) const fn medicine_change_name(change: MedicineChange) -> &'static str {
    match change {
        MedicineChange::TakenBefore => "taken-before",
        MedicineChange::Started => "started",
        MedicineChange::More => "more",
        MedicineChange::Fewer => "fewer",
        MedicineChange::Other => "other",
    }
}

/// How urgent a warning is.
pub(crate) const fn level(level: Level) -> &'static str {
    match level {
        Level::Plan => "plan it",
        Level::Soon => "soon",
        Level::Now => "act now",
        Level::Emergency => "EMERGENCY",
    }
}

/// The same for programs.
pub(crate) const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Plan => "plan",
        Level::Soon => "soon",
        Level::Now => "now",
        Level::Emergency => "emergency",
    }
}

/// What threatens. SR-20, SR-21
pub(crate) const fn danger(danger: Danger) -> &'static str {
    match danger {
        Danger::BaclofenWithdrawal => "baclofen withdrawal, which can kill",
        Danger::BaclofenOverdose => "too much baclofen",
        Danger::OpioidWithdrawal => "opioid withdrawal and pain",
        Danger::OpioidOverdose => "too much opioid, which can stop the breathing",
        Danger::PainReturns => "the pain returns",
        Danger::ZiconotideExcess => "too much ziconotide: confusion, trouble with walking",
    }
}

/// The same for programs.
pub(crate) const fn danger_name(danger: Danger) -> &'static str {
    match danger {
        Danger::BaclofenWithdrawal => "baclofen_withdrawal",
        Danger::BaclofenOverdose => "baclofen_overdose",
        Danger::OpioidWithdrawal => "opioid_withdrawal",
        Danger::OpioidOverdose => "opioid_overdose",
        Danger::PainReturns => "pain_returns",
        Danger::ZiconotideExcess => "ziconotide_excess",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_and_side_effect_is_found_by_its_name() {
        for it in Measure::ALL {
            assert_eq!(parse_measure(measure_name(it)), Ok(it));
        }
        for it in SideEffect::ALL {
            let found = parse_side_effect(side_effect_name(it));
            assert_eq!(found, Ok(SideEffectOrNone(Some(it))));
        }
        assert_eq!(parse_side_effect("none"), Ok(SideEffectOrNone(None)));
        assert!(parse_measure("pain").unwrap_err().contains("rest"));
        assert!(parse_side_effect("x").unwrap_err().contains("nausea"));
    }
}
