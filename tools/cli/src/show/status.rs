//! A reading of the pump: the answer, its age, then the numbers.

use crate::civil;
use crate::out::Object;
use crate::units::{ml_floor, ug, ug_per_h, words, words_coarse};
use crate::wording;
use cisterna_protocol::outcome::{Course, Refusal};
use cisterna_protocol::status::{Alarm, BolusNow, PumpClock, Reservoir, Status, Therapy};
use serde_json::{Value, json};
use std::fmt::Write;

/// How old a reading is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadAge {
    /// Seconds since it was read.
    pub(crate) age_s: u64,
    /// False where it is too old to say something about now. SR-42
    pub(crate) fresh: bool,
}

impl ReadAge {
    /// Read just now.
    pub(crate) const NOW: Self = Self {
        age_s: 0,
        fresh: true,
    };

    fn text(&self) -> String {
        match (self.age_s, self.fresh) {
            (0, true) => "read just now".to_owned(),
            (age_s, true) => format!("read {} ago", words_coarse(age_s)),
            (age_s, false) => format!(
                "OLD: read {} ago, says nothing about now",
                words_coarse(age_s)
            ),
        }
    }
}

/// The whole status as text.
pub(crate) fn text(serial: &str, status: &Status, age: &ReadAge) -> String {
    let mut text = format!("{} ({})\n", answer(status, age), age.text());
    for alarm in status.alarms.iter() {
        line(&mut text, "alarm", &alarm_text(alarm, status));
    }
    line(
        &mut text,
        "pump",
        &format!("{serial}, clock {}", clock(status.clock)),
    );
    if let Some(basal) = &status.basal {
        let next = basal.next_in_s.map_or_else(String::new, |next_in_s| {
            let next_in = words_coarse(u64::from(next_in_s));
            format!(", {} in {next_in}", ug_per_h(basal.next_rate))
        });
        line(
            &mut text,
            "usual dose",
            &format!("{}{next}", ug_per_h(basal.rate)),
        );
    }
    line(&mut text, "extra dose", &bolus(&status.bolus, status));
    if let Some(reservoir) = &status.reservoir {
        let (least, counted) = (ml_floor(reservoir.lower), ml_floor(reservoir.residual));
        line(
            &mut text,
            "reservoir",
            &format!("at least {least} ({counted} counted)"),
        );
        let low = words_coarse(u64::from(reservoir.low_in_s));
        let empty = words_coarse(u64::from(reservoir.empty_in_s));
        line(
            &mut text,
            "earliest",
            &format!("low in {low}, empty in {empty}"),
        );
    }
    text
}

/// SR-52: all is well only by a fresh reading without an alarm. Beside an alarm nothing says that a
/// dose is given: a stalled motor gives none, whatever is switched on.
fn answer(status: &Status, age: &ReadAge) -> String {
    let therapy = wording::therapy(status.therapy);
    match status.alarms.iter().max_by_key(|alarm| alarm.priority) {
        Some(alarm) => {
            let beside = match status.therapy {
                Therapy::Running => "The usual dose is switched on.",
                Therapy::Bridging => "The filling of the catheter is switched on.",
                Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted => therapy,
            };
            format!("Alarm: {}. {beside}", wording::alarm_text(alarm.kind))
        }
        None if age.fresh => therapy.to_owned(),
        None => format!("Last seen: {therapy}"),
    }
}

fn line(text: &mut String, label: &str, value: &str) {
    writeln!(text, "  {label:<13} {value}").expect("a string takes every write");
}

fn alarm_text(alarm: &Alarm, status: &Status) -> String {
    let since = words_coarse(status.count.since(alarm.since));
    let muted = alarm
        .muted_until
        .filter(|until| *until > status.count)
        .map_or_else(String::new, |until| {
            format!(", muted for {}", words(until.since(status.count)))
        });
    let priority = wording::priority(alarm.priority);
    format!(
        "{} ({priority}, for {since}{muted})",
        wording::alarm_text(alarm.kind)
    )
}

fn clock(clock: PumpClock) -> String {
    let Some(utc_s) = clock.utc_s else {
        return "not set".to_owned();
    };
    let shown = civil::minute(utc_s, clock.offset_s);
    let uncertain = if clock.uncertain { ", uncertain" } else { "" };
    format!("{shown} (UTC{}{uncertain})", civil::offset(clock.offset_s))
}

/// What an extra dose would meet now.
fn bolus(bolus: &BolusNow, status: &Status) -> String {
    let Some(dose) = bolus.dose else {
        return "not allowed by the prescription".to_owned();
    };
    if let Some(running) = &bolus.running {
        let left = words(running.course.ends_at.since(status.count));
        return format!(
            "being given: {} of it, {left} to go",
            ug(running.course.delivered_dose)
        );
    }
    let left = format!("{} of {} left", bolus.left_in_window, bolus.max_in_window);
    let hours = bolus.window_s / 3_600;
    match &bolus.refusal {
        Some(refusal) => {
            format!(
                "{}: not now, {} ({left})",
                ug(dose),
                wording::refusal(refusal)
            )
        }
        None => format!("{}: possible now ({left} in {hours} h)", ug(dose)),
    }
}

/// The same for programs.
pub(crate) fn object(serial: &str, status: &Status, age: &ReadAge) -> Object {
    let value = json!({
        "serial": serial,
        "age_s": age.age_s,
        "fresh": age.fresh,
        "therapy": wording::therapy_name(status.therapy),
        "count_s": status.count.0,
        "epoch": status.epoch,
        "clock": {
            "utc": status.clock.utc_s.map(civil::utc),
            "uncertain": status.clock.uncertain,
            "offset_s": status.clock.offset_s,
        },
        "prescription_version": status.prescription.map(|brief| brief.version),
        "basal": status.basal.map(|basal| json!({
            "rate_ng_per_h": basal.rate.0,
            "next_rate_ng_per_h": basal.next_rate.0,
            "next_in_s": basal.next_in_s,
        })),
        "bolus": bolus_object(&status.bolus),
        "reservoir": status.reservoir.as_ref().map(reservoir_object),
        "alarms": status.alarms.iter().map(alarm_object).collect::<Vec<_>>(),
        "totals": {
            "delivered_nl": status.totals.delivered.0,
            "bolus_nl": status.totals.bolus.0,
            "deficit_nl": status.totals.deficit.0,
            "boluses": status.totals.boluses,
        },
        "logs": {
            "doses": status.doses.next.saturating_sub(status.doses.first),
            "events": status.events.next.saturating_sub(status.events.first),
        },
    });
    match value {
        Value::Object(object) => object,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            unreachable!("it is written as an object")
        }
    }
}

fn bolus_object(bolus: &BolusNow) -> Value {
    json!({
        "allowed": bolus.dose.is_some(),
        "left_in_window": bolus.left_in_window,
        "max_in_window": bolus.max_in_window,
        "refusal": bolus.refusal.as_ref().map(refusal_object),
        "running": bolus.running.map(|running| course_object(&running.course)),
        "dose_ng": bolus.dose.map(|dose| dose.0),
        "duration_s": bolus.duration_s,
        "lockout_s": bolus.lockout_s,
        "window_s": bolus.window_s,
    })
}

/// A refusal for programs.
pub(crate) fn refusal_object(refusal: &Refusal) -> Value {
    json!({
        "reason": wording::refusal_name(refusal.reason),
        "alarm": refusal.alarm.map(wording::alarm_name),
        "left_s": refusal.left_s,
    })
}

/// The course of a bolus for programs.
pub(crate) fn course_object(course: &Course) -> Value {
    json!({
        "started_at_s": course.started_at.0,
        "ends_at_s": course.ends_at.0,
        "programmed_nl": course.programmed.0,
        "delivered_nl": course.delivered.0,
        "delivered_ng": course.delivered_dose.0,
    })
}

fn reservoir_object(reservoir: &Reservoir) -> Value {
    json!({
        "residual_nl": reservoir.residual.0,
        "lower_nl": reservoir.lower.0,
        "filled_nl": reservoir.filled.0,
        "low_level_nl": reservoir.low_level.0,
        "bridge_left_nl": reservoir.bridge_left.0,
        "low_in_s": reservoir.low_in_s,
        "empty_in_s": reservoir.empty_in_s,
        "use_by_utc_s": reservoir.use_by_utc_s,
    })
}

fn alarm_object(alarm: &Alarm) -> Value {
    json!({
        "alarm": wording::alarm_name(alarm.kind),
        "priority": wording::priority(alarm.priority),
        "since_s": alarm.since.0,
        "muted_until_s": alarm.muted_until.map(|until| until.0),
    })
}
