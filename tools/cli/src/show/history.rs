//! Copied log entries, newest first. SR-44, SR-45

use crate::civil;
use crate::show::prescription::drug_name;
use crate::units::{ml, words_coarse};
use crate::wording;
use cisterna_core::pump::sync::{Entry, TimeRange};
use cisterna_protocol::record::{Body, DeficitCause, Origin, Record};
use serde_json::{Value, json};

/// One entry as a line. Times are UTC, as the phone's clock saw them.
pub(crate) fn line(entry: &Entry) -> String {
    match entry {
        Entry::Record {
            record,
            when,
            verified,
        } => {
            let (_, what) = body(&record.body);
            let mark = if *verified { "" } else { "  (not verified)" };
            format!("{:>6}  {:<20}  {what}{mark}", record.seq, when_text(*when))
        }
        Entry::Gap(gap) => {
            format!(
                "        records {} to {} are gone",
                gap.from_seq, gap.until_seq
            )
        }
        Entry::NewMemory => "        above this the pump's memory was made anew".to_owned(),
    }
}

fn when_text(when: TimeRange) -> String {
    let second = |ms: i64| civil::utc(u64::try_from(ms / 1_000).unwrap_or(0));
    match (when.from_utc_ms, when.until_utc_ms) {
        (Some(from), Some(until)) if until.saturating_sub(from) <= 2_000 => second(from),
        (Some(from), Some(_) | None) => format!("after {}", second(from)),
        (None, Some(until)) => format!("before {}", second(until)),
        (None, None) => "time not known".to_owned(),
    }
}

/// One entry for programs.
pub(crate) fn object(entry: &Entry) -> Value {
    match entry {
        Entry::Record {
            record,
            when,
            verified,
        } => record_object(record, *when, *verified),
        Entry::Gap(gap) => {
            json!({"kind": "gap", "from_seq": gap.from_seq, "until_seq": gap.until_seq})
        }
        Entry::NewMemory => json!({"kind": "new_memory"}),
    }
}

fn record_object(record: &Record, when: TimeRange, verified: bool) -> Value {
    let (kind, what) = body(&record.body);
    let (programmed, delivered) = volumes(&record.body);
    json!({
        "kind": kind,
        "seq": record.seq,
        "what": what,
        "verified": verified,
        "epoch": record.epoch,
        "at_s": record.at.0,
        "from_utc_ms": when.from_utc_ms,
        "until_utc_ms": when.until_utc_ms,
        "programmed_nl": programmed,
        "delivered_nl": delivered,
    })
}

fn volumes(body: &Body) -> (Option<u64>, Option<u64>) {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "every other record carries no dose"
    )]
    match body {
        Body::Basal {
            programmed,
            delivered,
            ..
        }
        | Body::Prime {
            programmed,
            delivered,
        } => (Some(programmed.0), Some(delivered.0)),
        Body::Bolus {
            programmed, least, ..
        } => (Some(programmed.0), Some(least.0)),
        _ => (None, None),
    }
}

/// A name for programs and a sentence for people.
fn body(body: &Body) -> (&'static str, String) {
    match body {
        Body::Basal { .. }
        | Body::Bolus { .. }
        | Body::Deficit { .. }
        | Body::Prime { .. }
        | Body::Reserved { .. } => dose(body),
        Body::AlarmRaised(kind) => ("alarm_raised", alarm("alarm", wording::alarm_text(*kind))),
        Body::AlarmCleared(kind) => ("alarm_cleared", alarm("ended", wording::alarm_text(*kind))),
        Body::AlarmMuted { kind, mute_s } => {
            let text = format!("{} for {mute_s} s", wording::alarm_text(*kind));
            ("alarm_muted", alarm("muted", &text))
        }
        Body::Accepted { id, programmed } => (
            "accepted",
            format!("extra dose {} accepted, {}", id.counter, ml(*programmed)),
        ),
        Body::Refused { id, reason, times } => {
            let reason = wording::refusal_name(*reason);
            (
                "refused",
                format!("extra dose {} refused: {reason}, {times} times", id.counter),
            )
        }
        Body::Voided(id) => ("voided", format!("request {} voided", id.counter)),
        Body::Boot { .. }
        | Body::Refill { .. }
        | Body::Staged { .. }
        | Body::Activated { .. }
        | Body::BridgeBegan(_)
        | Body::BridgeEnded
        | Body::Exempt { .. }
        | Body::ClockSet { .. }
        | Body::Stopped
        | Body::Resumed
        | Body::PairingOpened { .. }
        | Body::Paired { .. }
        | Body::Revoked { .. }
        | Body::Clinicians { .. }
        | Body::Intrusion { .. }
        | Body::Unreadable { .. }
        | Body::Unknown { .. } => event(body),
    }
}

fn alarm(before: &str, text: &str) -> String {
    format!("{before}: {text}")
}

fn dose(body: &Body) -> (&'static str, String) {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "the caller sends dose records only"
    )]
    match body {
        Body::Basal {
            span_s,
            programmed,
            delivered,
        } => {
            let span = words_coarse(u64::from(*span_s));
            let (delivered, programmed) = (ml(*delivered), ml(*programmed));
            (
                "basal",
                format!("usual dose over {span}: {delivered} of {programmed}"),
            )
        }
        Body::Bolus {
            origin,
            cause,
            programmed,
            least,
            ..
        } => {
            let who = match origin {
                Origin::Phone(id) => format!("extra dose {}", id.counter),
                Origin::Clinician => "extra dose by the clinic".to_owned(),
            };
            let end = cause.map_or("in full", wording::stop_cause);
            (
                "bolus",
                format!("{who}: {} of {}, {end}", ml(*least), ml(*programmed)),
            )
        }
        Body::Deficit {
            cause,
            span_s,
            volume,
        } => {
            let span = words_coarse(u64::from(*span_s));
            (
                "deficit",
                format!(
                    "not given over {span}: {} ({})",
                    ml(*volume),
                    deficit(*cause)
                ),
            )
        }
        Body::Prime { delivered, .. } => ("prime", format!("catheter primed: {}", ml(*delivered))),
        Body::Reserved { volume } => (
            "reserved",
            format!("counts as given after a restart: {}", ml(*volume)),
        ),
        other => ("other", format!("{other:?}")),
    }
}

const fn deficit(cause: DeficitCause) -> &'static str {
    match cause {
        DeficitCause::Stopped => "stopped by the clinic",
        DeficitCause::Fault => "a fault",
        DeficitCause::Late => "the pump did not run",
        DeficitCause::LimitHold => "the dose limit",
        DeficitCause::Dry => "nothing left",
    }
}

fn event(body: &Body) -> (&'static str, String) {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "the caller sends the rest only"
    )]
    match body {
        Body::Boot { self_test: true } => ("boot", "the pump started".to_owned()),
        Body::Boot { self_test: false } => ("boot", "the pump started, self-test bad".to_owned()),
        Body::Refill { drug, volume, .. } => (
            "refill",
            format!("refill: {} of {}", ml(*volume), drug_name(*drug)),
        ),
        Body::Staged { version } => ("staged", format!("prescription {version} staged")),
        Body::Activated { version } => ("activated", format!("prescription {version} active")),
        Body::BridgeBegan(_) => (
            "bridge_began",
            "the catheter's old drug is given".to_owned(),
        ),
        Body::BridgeEnded => (
            "bridge_ended",
            "the catheter's old drug is through".to_owned(),
        ),
        Body::Exempt { until_s } => ("exempt", format!("no extra doses for {until_s} s")),
        Body::ClockSet { utc_s, .. } => (
            "clock_set",
            format!("clock set to {}", civil::utc(u64::from(*utc_s))),
        ),
        Body::Stopped => ("stopped", "stopped by the clinic".to_owned()),
        Body::Resumed => ("resumed", "the clinic let it go on".to_owned()),
        Body::PairingOpened { duration_s } => (
            "pairing_opened",
            format!("pairing window for {duration_s} s"),
        ),
        Body::Paired { key_epoch } => ("paired", format!("phone {key_epoch} paired")),
        Body::Revoked { key_epoch } => ("revoked", format!("phone {key_epoch} revoked")),
        Body::Clinicians { trusted } => ("clinicians", format!("{trusted} clinicians trusted")),
        Body::Intrusion { handshakes, frames } => (
            "intrusion",
            format!("{handshakes} bad handshakes, {frames} bad frames"),
        ),
        Body::Unreadable { records } => ("unreadable", format!("{records} records unreadable")),
        Body::Unknown { kind, .. } => ("unknown", format!("record of kind {kind}")),
        other => ("other", format!("{other:?}")),
    }
}
