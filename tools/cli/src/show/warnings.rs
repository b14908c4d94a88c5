//! Warnings around the refill, what the person planned, and what the clinic found. SR-46, SR-47

use crate::local::minute_of;
use crate::units::{ml, ml_floor};
use crate::wording_diary::{danger, danger_name, level, level_name};
use cisterna_core::RefillPlans;
use cisterna_core::civil::Zone;
use cisterna_core::refill::warnings::{Appointment, Kind, Warning};
use cisterna_core::refill::{Direction, Discrepancy, Rule};
use cisterna_protocol::quantity::Nanolitres;
use serde_json::{Value, json};

/// What the person planned.
pub(crate) fn plans(plans: &RefillPlans, zone: Zone) -> String {
    let mut text = String::new();
    if let Some(booking) = plans.booking {
        let at = minute_of(booking.at_utc_ms(), zone);
        text.push_str(&format!("  {:<12} {at}\n", "booked"));
    }
    if let Some(away) = plans.away {
        let until = minute_of(away.until_utc_ms(), zone);
        text.push_str(&format!("  {:<12} until {until}\n", "away"));
    }
    text
}

/// The warnings, the most urgent first.
pub(crate) fn text(warnings: &[Warning], zone: Zone) -> String {
    let mut text = String::new();
    for it in warnings {
        text.push_str(&format!("{}: {}\n", level(it.level), kind(&it.kind, zone)));
        text.push_str(&row("since", &minute_of(it.since_utc_ms, zone)));
        if let Some(what) = it.danger {
            text.push_str(&row("threatens", danger(what)));
        }
        if let Some(grows) = it.grows {
            let at = minute_of(grows.at_utc_ms, zone);
            text.push_str(&row("then", &format!("{} from {at}", level(grows.level))));
        }
    }
    text
}

fn row(label: &str, value: &str) -> String {
    format!("  {label:<12} {value}\n")
}

fn kind(kind: &Kind, zone: Zone) -> String {
    let at = |utc_ms: i64| minute_of(utc_ms, zone);
    match kind {
        Kind::ReservoirEmpty { from_utc_ms } => {
            format!("the reservoir may be empty from {}", at(*from_utc_ms))
        }
        Kind::Unreachable {
            read_at_utc_ms,
            empty_from_utc_ms,
        } => format!(
            "the pump was not read since {}, and may be empty from {}",
            at(*read_at_utc_ms),
            at(*empty_from_utc_ms)
        ),
        Kind::Discrepancy(it) => discrepancy(it),
        Kind::ReservoirLow { from_utc_ms } => {
            format!("the reservoir may be low from {}", at(*from_utc_ms))
        }
        Kind::UseBy { at_utc_ms } => format!("the drug's use-by is {}", at(*at_utc_ms)),
        Kind::Battery { at_utc_ms } => format!("the pump's battery ends {}", at(*at_utc_ms)),
        Kind::RefillDue {
            by_utc_ms,
            appointment,
        } => format!(
            "a refill is due before {}{}",
            at(*by_utc_ms),
            booked(*appointment, zone)
        ),
    }
}

fn booked(appointment: Appointment, zone: Zone) -> String {
    let at = |utc_ms: i64| minute_of(utc_ms, zone);
    match appointment {
        Appointment::None => "; none is booked".to_owned(),
        Appointment::Booked { at_utc_ms } => format!("; booked for {}", at(at_utc_ms)),
        Appointment::TooLate { at_utc_ms } => {
            format!("; the one booked for {} is too late", at(at_utc_ms))
        }
        Appointment::Over { at_utc_ms } => {
            format!(
                "; the one of {} is over, and no refill was seen",
                at(at_utc_ms)
            )
        }
    }
}

/// What the clinic found, beside what the pump counted.
pub(crate) fn discrepancy(it: &Discrepancy) -> String {
    let means = match it.direction {
        Direction::None => "as counted",
        Direction::TooLittleGiven => "more than counted: too little may have been given",
        Direction::TooMuchGiven => "less than counted: too much may have been given",
    };
    let limit = ml(Nanolitres(it.limit_nl));
    let beyond = if it.beyond {
        format!("over the limit of {limit}: ask the clinic")
    } else {
        format!("within the limit of {limit}")
    };
    format!(
        "the clinic found {}, the pump counted {}; {means}, {beyond}",
        ml(Nanolitres(it.found_nl)),
        ml_floor(Nanolitres(it.expected_nl))
    )
}

/// The same for programs.
pub(crate) fn discrepancy_object(it: &Discrepancy) -> Value {
    json!({
        "expected_nl": it.expected_nl,
        "found_nl": it.found_nl,
        "difference_nl": it.difference_nl,
        "beyond": it.beyond,
        "direction": match it.direction {
            Direction::None => "none",
            Direction::TooLittleGiven => "too_little_given",
            Direction::TooMuchGiven => "too_much_given",
        },
        "limit_nl": it.limit_nl,
        "rule": match it.rule {
            Rule::Published => "published",
            Rule::AsTwentyMl => "as_20_ml",
        },
    })
}

/// A warning for programs.
pub(crate) fn object(it: &Warning) -> Value {
    let (name, detail) = kind_object(&it.kind);
    json!({
        "kind": name,
        "detail": detail,
        "level": level_name(it.level),
        "since_utc_ms": it.since_utc_ms,
        "grows": it.grows.map(|it| json!({
            "level": level_name(it.level),
            "at_utc_ms": it.at_utc_ms,
        })),
        "danger": it.danger.map(danger_name),
    })
}

fn kind_object(kind: &Kind) -> (&'static str, Value) {
    match kind {
        Kind::ReservoirEmpty { from_utc_ms } => {
            ("reservoir_empty", json!({"from_utc_ms": from_utc_ms}))
        }
        Kind::Unreachable {
            read_at_utc_ms,
            empty_from_utc_ms,
        } => (
            "unreachable",
            json!({"read_at_utc_ms": read_at_utc_ms, "empty_from_utc_ms": empty_from_utc_ms}),
        ),
        Kind::Discrepancy(it) => ("discrepancy", discrepancy_object(it)),
        Kind::ReservoirLow { from_utc_ms } => {
            ("reservoir_low", json!({"from_utc_ms": from_utc_ms}))
        }
        Kind::UseBy { at_utc_ms } => ("use_by", json!({"at_utc_ms": at_utc_ms})),
        Kind::Battery { at_utc_ms } => ("battery", json!({"at_utc_ms": at_utc_ms})),
        Kind::RefillDue {
            by_utc_ms,
            appointment,
        } => {
            let (state, at) = match *appointment {
                Appointment::None => ("none", None),
                Appointment::Booked { at_utc_ms } => ("booked", Some(at_utc_ms)),
                Appointment::TooLate { at_utc_ms } => ("too_late", Some(at_utc_ms)),
                Appointment::Over { at_utc_ms } => ("over", Some(at_utc_ms)),
            };
            let appointment = json!({"state": state, "at_utc_ms": at});
            (
                "refill_due",
                json!({"by_utc_ms": by_utc_ms, "appointment": appointment}),
            )
        }
    }
}
