//! The story, scene by scene.

use super::program::{PRESCRIPTION, usual_dose};
use super::pulses;
use super::stage::{Stage, number};
use crate::civil;
use crate::error::CliError;
use crate::out::Exit;
use crate::units::words;
use cisterna_dosing::limits::PULSE_NL;
use serde_json::{Value, json};

const SERIAL: &str = "CIS-DEMO-1";
/// One extra dose of the prescription below, in pulses: 10 µg at 0.125 µg a pulse.
const PULSES_A_BOLUS: u32 = 80;
const BOLUS_S: u64 = 600;
const LOCKOUT_S: u64 = 14_400;
const DAY_S: u64 = 86_400;
/// Most looks for the low reservoir, six hours apart.
const MOST_LOOKS: u32 = 24;
/// 08:00 at the pump's offset, in seconds of the UTC day.
const MORNING_S: u64 = 7 * 3_600;
/// From today to the drug's use-by date, s.
const USE_BY_IN_S: u64 = 400 * DAY_S;
const OUTAGE_S: u64 = 1_800;
/// Plays it all.
pub(super) fn play(stage: &mut Stage) -> Result<(), CliError> {
    new_pump(stage)?;
    first_fill(stage)?;
    pairing(stage)?;
    extra_dose(stage)?;
    refused(stage)?;
    lost_in_mid_air(stage)?;
    usual_dose(stage)?;
    low_reservoir(stage)?;
    power_cut(stage)?;
    battery_gone(stage)?;
    log(stage)
}

fn new_pump(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("A clinician's key, and a new pump");
    stage.run(
        "key",
        &[
            "clinic",
            "key",
            "--out",
            "@clinician.key",
            "--public",
            "@clinician.json",
        ],
    )?;
    let make = [
        "--serial",
        SERIAL,
        "--capacity-ml",
        "20",
        "--clinician",
        "@clinician.json",
    ];
    stage.start_pump(&[&make[..], &["--card", "@card.txt"]].concat())?;
    let facts = json!({"serial": SERIAL, "process": "own"});
    stage.tell.event(
        "pump_ready",
        &facts,
        "  The pump runs in a process of its own.",
    );
    Ok(())
}

fn first_fill(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("The clinic prescribes and fills");
    stage.write("baclofen.json", PRESCRIPTION)?;
    let prescribe = ["clinic", "prescribe", "--prescription", "@baclofen.json"];
    stage.run(
        "prescribed",
        &[&prescribe[..], &["--serial", SERIAL]].concat(),
    )?;
    fill(stage, "first_fill", "3.5", &["--activate", "--yes"])?;
    set_clock(stage, today_utc_s() + MORNING_S)
}

/// The dates that the phone shows are of today; the time of day is always the same.
fn today_utc_s() -> u64 {
    civil::now_utc_s() / DAY_S * DAY_S
}

fn set_clock(stage: &mut Stage, utc_s: u64) -> Result<(), CliError> {
    let utc = civil::utc(utc_s);
    let clock = ["clinic", "set-clock", "--utc", &utc, "--offset", "+01:00"];
    stage.run("clock_set", &clock).map(drop)
}

/// The reservoir's volume after the fill, mL.
fn fill(
    stage: &mut Stage,
    event: &'static str,
    volume_ml: &str,
    more: &[&str],
) -> Result<(), CliError> {
    let drug = [
        "clinic",
        "refill",
        "--drug",
        "baclofen",
        "--concentration-ug-per-ml",
        "500",
    ];
    let use_by = civil::date(today_utc_s() + USE_BY_IN_S);
    let volume = ["--volume-ml", volume_ml, "--use-by", &use_by];
    stage
        .run(event, &[&drug[..], &volume, more].concat())
        .map(drop)
}

fn pairing(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("A phone is paired by the implant card");
    stage.run(
        "pairing_open",
        &["clinic", "open-pairing", "--seconds", "120"],
    )?;
    stage.write("passphrase.txt", "a passphrase of the demo\n")?;
    let pair = [
        "pair",
        "--card",
        "@card.txt",
        "--passphrase-file",
        "@passphrase.txt",
    ];
    stage.run("paired", &pair)?;
    stage.run("status", &["status"])?;
    stage.run("forecast", &["refill"]).map(drop)
}

const BOLUS: [&str; 4] = ["bolus", "--yes", "--passphrase-file", "@passphrase.txt"];

fn extra_dose(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("An extra dose");
    stage.run("bolus_accepted", &BOLUS)?;
    stage.advance(BOLUS_S + 1)?;
    let report = stage.run("bolus_delivered", &["bolus", "--resolve"])?;
    outcome_is(
        stage,
        "bolus_delivered",
        &report.json["outcome"],
        "delivered",
    )?;
    stage.count_patient("bolus_counted", PULSES_A_BOLUS)
}

fn refused(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("A second one too early: the pump refuses");
    let report = stage.run_to("bolus_refused", &BOLUS, Exit::Refused)?;
    let reason = &report.json["detail"]["reason"];
    stage.check("bolus_refused", reason == "lockout", || {
        format!("refused for {reason}")
    })?;
    stage.count_patient("nothing_given", PULSES_A_BOLUS)
}

fn lost_in_mid_air(stage: &mut Stage) -> Result<(), CliError> {
    stage
        .tell
        .scene("The link ends right after a request left: nobody knows yet");
    stage.advance(LOCKOUT_S)?;
    let dropped = [&BOLUS[..], &["--drop-after-send"]].concat();
    stage.run_to("bolus_not_known", &dropped, Exit::NotKnown)?;
    stage.advance(BOLUS_S + 1)?;
    let report = stage.run("bolus_resolved", &["bolus", "--resolve"])?;
    outcome_is(
        stage,
        "bolus_resolved",
        &report.json["outcome"],
        "delivered",
    )?;
    stage.count_patient("no_second_dose", 2 * PULSES_A_BOLUS)
}

fn outcome_is(
    stage: &mut Stage,
    step: &'static str,
    found: &Value,
    due: &str,
) -> Result<(), CliError> {
    stage.check(step, found == due, || {
        format!("the outcome is {found}, \"{due}\" was due")
    })
}

fn low_reservoir(stage: &mut Stage) -> Result<(), CliError> {
    stage
        .tell
        .scene("The reservoir gets low; the clinic refills");
    let mut looks = 0;
    while !has_alarm(&stage.status()?, "reservoir-low") {
        looks += 1;
        stage.check("low", looks < MOST_LOOKS, || {
            "the reservoir never got low".to_owned()
        })?;
        stage.advance(6 * 3_600)?;
    }
    stage.run("low", &["status"])?;
    sounds(stage, true)?;
    let mute = ["acknowledge", "--alarm", "reservoir-low", "--minutes", "30"];
    stage.run("muted", &mute)?;
    sounds(stage, false)?;
    fill(stage, "refilled", "20", &[])?;
    let low = has_alarm(&stage.status()?, "reservoir-low");
    stage.check("refilled", !low, || "the alarm stayed".to_owned())
}

fn sounds(stage: &mut Stage, due: bool) -> Result<(), CliError> {
    let sounding = stage.control("sounding")?;
    stage.check("sounding", (sounding != "none") == due, || {
        format!("it sounds: {sounding}")
    })?;
    let facts = json!({"sounding": sounding});
    stage
        .tell
        .checked("sounding", &facts, &format!("the pump sounds: {sounding}"));
    Ok(())
}

fn power_cut(stage: &mut Stage) -> Result<(), CliError> {
    stage
        .tell
        .scene("Power is lost for half an hour, in the middle of an extra dose");
    let before = pulses::of(&stage.pulses()?, "patient");
    stage.run("bolus_accepted", &BOLUS)?;
    stage.advance(BOLUS_S / 2)?;
    stage.control(&format!("outage {OUTAGE_S}"))?;
    let report = stage.run("bolus_stopped", &["bolus", "--resolve"])?;
    outcome_is(
        stage,
        "bolus_stopped",
        &report.json["outcome"],
        "stopped_early",
    )?;
    stage.advance(BOLUS_S)?;
    let given = pulses::of(&stage.pulses()?, "patient") - before;
    let pulse = |name: &str| number(&report.json["detail"][name]) / PULSE_NL;
    let (least, most) = (pulse("least_nl"), pulse("most_nl"));
    let inside = (least..=most).contains(&u64::from(given)); // SR-06
    stage.check("stopped_early", inside, || {
        format!("{given} given, {least} to {most} said")
    })?;
    let text = format!("{given} pulses counted, never resumed; the pump said {least} to {most}");
    let facts = json!({"counted": given, "least": least, "most": most});
    stage.tell.checked("stopped_early", &facts, &text);
    let report = stage.run_to("still_waiting", &BOLUS, Exit::Refused)?;
    let left_s = number(&report.json["detail"]["left_s"]);
    let counts = left_s > LOCKOUT_S - BOLUS_S - BOLUS_S; // SR-10: the outage did not shorten it
    stage.check("still_waiting", counts, || {
        format!("only {} left", words(left_s))
    })?;
    set_clock_again(stage, OUTAGE_S)
}

/// The pump's clock stood still in the outage: the clinic sets it.
fn set_clock_again(stage: &mut Stage, lost_s: u64) -> Result<(), CliError> {
    let status = stage.status()?;
    let uncertain = has_alarm(&status, "clock-uncertain");
    stage.check("clock_uncertain", uncertain, || {
        "the clock claims to be certain".to_owned()
    })?;
    let utc = civil::parse_utc(status["clock"]["utc"].as_str().unwrap_or_default())?;
    set_clock(stage, utc + lost_s)
}

/// The process is killed, and a new one goes on from the flash.
fn battery_gone(stage: &mut Stage) -> Result<(), CliError> {
    stage
        .tell
        .scene("The pump's process is killed; a new one goes on from its flash");
    let before = number(&stage.status()?["epoch"]);
    stage.start_pump(&[])?;
    let status = stage.status()?;
    let after = number(&status["epoch"]);
    stage.check("restarted", after > before, || {
        format!("epoch {after} after {before}")
    })?;
    let running = status["therapy"] == "running";
    stage.check("restarted", running, || {
        format!("therapy is {}", status["therapy"])
    })?;
    let text = format!("epoch {before} became {after}; therapy goes on by the stored program");
    stage.tell.checked(
        "restarted",
        &json!({"before": before, "after": after}),
        &text,
    );
    set_clock_again(stage, 0)
}

fn log(stage: &mut Stage) -> Result<(), CliError> {
    stage.tell.scene("The phone copies the log");
    let status = stage.status()?;
    let report = stage.run("synced", &["sync"])?;
    let (copied, gaps) = (
        number(&report.json["records"]),
        number(&report.json["gaps"]),
    );
    let known = number(&status["logs"]["doses"]) + number(&status["logs"]["events"]);
    stage.check("synced", copied >= known && gaps == 0, || {
        format!("{copied} records copied of {known}, {gaps} gaps")
    })?;
    let again = number(&stage.run("synced_again", &["sync"])?.json["records"]);
    stage.check("synced_again", again == 0, || {
        format!("{again} records came twice")
    })?; // SR-45
    stage.run("history", &["history", "--log", "doses", "--limit", "6"])?;
    let report = stage.quietly(&["history", "--log", "doses", "--limit", "100"])?;
    let boluses = count_kind(&report.json["entries"], "bolus");
    stage.check("history", boluses == 3, || {
        format!("{boluses} extra doses in the log")
    })?;
    let facts = json!({"records": copied, "boluses": boluses});
    stage.tell.checked(
        "logged",
        &facts,
        &format!("{copied} records, {boluses} extra doses in them"),
    );
    Ok(())
}

fn count_kind(entries: &Value, kind: &str) -> usize {
    entries
        .as_array()
        .map_or(0, |all| all.iter().filter(|it| it["kind"] == kind).count())
}

fn has_alarm(status: &Value, name: &str) -> bool {
    let alarms = status["alarms"].as_array();
    alarms.is_some_and(|all| all.iter().any(|alarm| alarm["alarm"] == name))
}
