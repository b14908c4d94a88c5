//! A plan: what is tried, when, and when the person is asked.

use super::prescription::drug_name;
use crate::local::minute;
use crate::units::ug;
use crate::wording_diary::{
    dose_state_name, end_reason, end_reason_name, measure, measure_name, purpose_name,
};
use cisterna_core::civil::Moment;
use cisterna_core::trial::{ClockPrompts, DoseState, Method, Plan, ScreeningDose, Trial};
use cisterna_protocol::quantity::Nanograms;
use serde_json::{Value, json};

/// The plan in lines.
pub(crate) fn text(plan: &Plan) -> String {
    let spec = plan.spec();
    let drug = spec.drug.map(|code| drug_name(code.0));
    let drug = drug.map_or_else(String::new, |name| format!(", {name}"));
    let mut text = row("for", &format!("{}{drug}", purpose_name(spec.purpose)));
    text.push_str(&row("leading", measure(spec.lead)));
    if !spec.goal.is_empty() {
        text.push_str(&row("own goal", &spec.goal));
    }
    if let Some(trial) = &spec.trial {
        text.push_str(&trial_text(trial));
    }
    if let Some(it) = &spec.long_term {
        let asked = format!("from {}, {}", minute(it.from), asked(&it.prompts));
        text.push_str(&row("goes on", &asked));
    }
    if let Some(ending) = &spec.ending {
        let ended = format!("{}: {}", minute(ending.at), end_reason(ending.why));
        text.push_str(&row("ended", &ended));
    }
    text
}

fn row(label: &str, value: &str) -> String {
    format!("  {label:<10} {value}\n")
}

fn trial_text(trial: &Trial) -> String {
    let mut text = row(
        "before it",
        &format!("from {}", minute(trial.baseline_from)),
    );
    match &trial.method {
        Method::Infusion {
            start,
            days,
            window_h,
        } => {
            text.push_str(&row(
                "infusion",
                &format!("from {}, {days} days", minute(*start)),
            ));
            text.push_str(&row("result", &format!("the last {window_h} hours")));
        }
        Method::SingleDoses { doses } => {
            for (dose, number) in doses.iter().zip(1_u8..) {
                text.push_str(&row(&format!("dose {number}"), &dose_text(dose)));
            }
        }
    }
    text.push_str(&row("asked", &asked(&trial.prompts)));
    text
}

fn dose_text(dose: &ScreeningDose) -> String {
    let amount = ug(Nanograms(dose.dose_ng));
    match dose.state {
        DoseState::Planned => format!("{amount}, planned {}", minute(dose.planned)),
        DoseState::Given(at) => format!("{amount}, given {}", minute(at)),
        DoseState::NotGiven => format!("{amount}, left out"),
    }
}

fn asked(prompts: &ClockPrompts) -> String {
    if prompts.times.is_empty() {
        return "never".to_owned();
    }
    let times: Vec<String> = prompts.times.iter().map(ToString::to_string).collect();
    let tolerance = prompts.tolerance_min;
    format!("{}; on time within {tolerance} minutes", times.join(", "))
}

/// The same for programs.
pub(crate) fn object(plan: &Plan) -> Value {
    let spec = plan.spec();
    json!({
        "id": plan.id().0,
        "purpose": purpose_name(spec.purpose),
        "drug": spec.drug.map(|code| drug_name(code.0)),
        "lead": measure_name(spec.lead),
        "goal": spec.goal,
        "zone": spec.zone.name(),
        "trial": spec.trial.as_ref().map(trial_object),
        "long_term": spec.long_term.as_ref().map(|it| json!({
            "from": moment(it.from),
            "prompts": prompts(&it.prompts),
        })),
        "ended": spec.ending.map(|it| json!({
            "at": moment(it.at),
            "reason": end_reason_name(it.why),
        })),
    })
}

fn trial_object(trial: &Trial) -> Value {
    let method = match &trial.method {
        Method::Infusion {
            start,
            days,
            window_h,
        } => {
            json!({"kind": "infusion", "start": moment(*start), "days": days, "window_h": window_h})
        }
        Method::SingleDoses { doses } => {
            let doses: Vec<Value> = doses.iter().map(dose_object).collect();
            json!({"kind": "single_doses", "doses": doses})
        }
    };
    json!({
        "baseline_from": moment(trial.baseline_from),
        "prompts": prompts(&trial.prompts),
        "method": method,
    })
}

fn dose_object(dose: &ScreeningDose) -> Value {
    json!({
        "dose_ng": dose.dose_ng,
        "planned": moment(dose.planned),
        "state": dose_state_name(dose.state),
        "given": dose.given().map(moment),
    })
}

fn prompts(prompts: &ClockPrompts) -> Value {
    let times: Vec<String> = prompts.times.iter().map(ToString::to_string).collect();
    json!({"times": times, "tolerance_min": prompts.tolerance_min})
}

/// An instant with the offset that the person saw.
pub(crate) fn moment(at: Moment) -> Value {
    json!({"utc_ms": at.utc_ms, "offset_s": at.offset_s})
}
