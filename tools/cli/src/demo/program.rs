//! The demo's program, and a day of it counted stroke by stroke. SR-12

use super::pulses::{self, Pulse};
use super::stage::{Stage, number};
use crate::civil;
use crate::error::CliError;
use cisterna_dosing::limits::PULSE_NL;
use serde_json::{Value, json};

const DAY_S: u64 = 86_400;
/// As the clinic writes it.
pub(crate) const PRESCRIPTION: &str = r#"{
  "drug": "baclofen", "version": 1, "concentration_ug_per_ml": 500,
  "steps": [
    {"from": "06:00", "until": "12:00", "rate_ug_per_h": "10.4"},
    {"from": "12:00", "until": "22:00", "rate_ug_per_h": "12"},
    {"from": "22:00", "until": "06:00", "rate_ug_per_h": "8"}
  ],
  "bolus": {"dose_ug": "10", "duration_s": 600, "lockout_s": 14400, "max_in_window": 4},
  "window_h": 24, "window_limit_ug": 400, "low_level_ml": 2, "dead_volume_ml": "0.2"
}
"#;
/// The steps of that program by time of day: from and until in s, rate in ng/h.
const PROGRAM: [(u64, u64, u64); 4] = [
    (0, 21_600, 8_000),
    (21_600, 43_200, 10_400),
    (43_200, 79_200, 12_000),
    (79_200, 86_400, 8_000),
];
/// Dose of a pulse at that concentration, ng.
const PULSE_NG: u64 = PULSE_NL * 500_000 / 1_000_000;

/// One whole day of the program, counted stroke by stroke.
pub(super) fn usual_dose(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("A day of the usual dose, by time of day");
    let status = stage.status()?;
    let epoch = u32::try_from(number(&status["epoch"])).unwrap_or(u32::MAX);
    let count_s = number(&status["count_s"]);
    let midnight_s = count_s + DAY_S - second_of_day(&status)?;
    stage.advance(midnight_s + DAY_S - count_s + 1)?;
    let pulses = stage.pulses()?;
    for step in PROGRAM {
        count_step(stage, &pulses, epoch, midnight_s, step)?;
    }
    Ok(())
}

fn count_step(
    stage: &mut Stage,
    pulses: &[Pulse],
    epoch: u32,
    midnight_s: u64,
    (from_s, until_s, rate_ng_per_h): (u64, u64, u64),
) -> Result<(), CliError> {
    let counted = pulses::basal_between(pulses, epoch, midnight_s + from_s, midnight_s + until_s);
    let given = u64::from(counted) * PULSE_NG * 3_600;
    let due = rate_ng_per_h * (until_s - from_s);
    let hundredths = due * 100 / (PULSE_NG * 3_600);
    let due_text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let off = || format!("{counted} pulses, {due_text} are due");
    stage.check(
        "basal_counted",
        given.abs_diff(due) <= PULSE_NG * 3_600,
        off,
    )?; // SR-12
    let clock = |second: u64| civil::time_of_day(u32::try_from(second).unwrap_or(u32::MAX));
    let (from, until) = (clock(from_s), clock(until_s));
    let text = format!(
        "{from}-{until} at {:>2}.{} µg/h: {counted} pulses counted, {due_text} prescribed",
        rate_ng_per_h / 1_000,
        rate_ng_per_h / 100 % 10
    );
    let facts = json!({
        "from": from,
        "until": until,
        "counted": counted,
        "due_hundredths": hundredths,
        "rate_ng_per_h": rate_ng_per_h,
    });
    stage.tell.checked("basal_counted", &facts, &text);
    Ok(())
}

/// The pump's local second of the day at a reading.
fn second_of_day(status: &Value) -> Result<u64, CliError> {
    let utc = civil::parse_utc(status["clock"]["utc"].as_str().unwrap_or_default())?;
    let offset_s = status["clock"]["offset_s"].as_i64().unwrap_or(0);
    Ok(utc.saturating_add_signed(offset_s) % DAY_S)
}
