//! The words on screen for what the protocol names: one word, one meaning.
//!
//! A bolus is an "extra dose", the basal the "usual dose", the lockout the "waiting time".

use crate::units::words;
use cisterna_protocol::message::{AlarmKind, Priority, RejectReason, Rejection};
use cisterna_protocol::outcome::{Refusal, RefusalReason, StopCause};
use cisterna_protocol::prescription::Field;
use cisterna_protocol::status::Therapy;

/// Why the pump did not carry an order out.
pub(crate) fn rejection(rejection: Rejection) -> String {
    let reason = reject_reason(rejection.reason);
    let Some(field) = rejection.field else {
        return reason.to_owned();
    };
    let place = rejection
        .index
        .map_or_else(String::new, |index| format!(" (item {})", index + 1));
    format!("{}{place}", field_wrong(field))
}

/// Why, where no field is named.
const fn reject_reason(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Unreadable => "it could not read the message",
        RejectReason::NotAllowed => "this kind of session may not ask this",
        RejectReason::Field => "a value is not accepted",
        RejectReason::State => "not in its present state (read it with `cisterna clinic status`)",
        RejectReason::CannotStore => "its memory took no write; nothing changed",
        RejectReason::Full => "it knows as many phones or clinicians as it can",
        RejectReason::DoseLimit => "the dose limit of the window would be broken",
    }
}

/// What is wrong with a field, in words.
const fn field_wrong(field: Field) -> &'static str {
    match field {
        Field::Shape => "the message is not of the expected shape",
        Field::Serial => "the serial is another pump's",
        Field::Version => "the prescription's version is not above the active one's",
        Field::Drug => "the drug is unknown, or not the one in the pump",
        Field::Concentration => "the concentration is out of range, or not the one in the pump",
        Field::Steps => "the steps overlap, leave a gap, or do not cover the day",
        Field::StepRate => "a step's rate is above what the drug or the pump allows",
        Field::DailyDose => "the day's usual dose is above the drug's limit",
        Field::BolusDose => "the extra dose is outside the drug's limits",
        Field::BolusDuration => "the duration of the extra dose is out of range or too short",
        Field::Lockout => "the waiting time is out of range",
        Field::MaxInWindow => "the number of extra doses in the window is out of range",
        Field::Window => "the window is not a whole number of hours from 1 to 24",
        Field::WindowLimit => "the usual dose alone breaks the window's dose limit",
        Field::LowLevel => "the low-reservoir level is out of range (1 to 8 mL)",
        Field::Signature => "the signature does not verify",
        Field::Signer => "this clinician's key is not trusted by this pump",
        Field::Counter => "the command counter is not above the last one of this key",
        Field::Digest => "the staged or the active prescription is another one",
        Field::Volume => "the volume is out of range",
        Field::UseBy => "the use-by date has passed",
        Field::Bridge => "a bridge is missing, not needed, or out of range",
        Field::Clock => "the time or its offset is out of range",
        Field::Duration => "the duration is out of range",
        Field::Key => "there is no such key, or it is the last one",
        Field::Alarm => "there is no such alarm, or it is not cleared this way",
        Field::Page => "the page is out of range",
        Field::DeadVolume => "the catheter's dead volume is out of range (0.05 to 0.6 mL)",
    }
}

/// A refusal as a sentence, with the time left in words.
pub(crate) fn refusal(refusal: &Refusal) -> String {
    let mut text = refusal_reason(refusal.reason).to_owned();
    if let Some(alarm) = refusal.alarm {
        text = format!("{text} ({})", alarm_text(alarm));
    }
    match refusal.left_s {
        Some(left_s) => format!("{text}: {} left", words(u64::from(left_s))),
        None => text,
    }
}

/// Why an extra dose was refused.
const fn refusal_reason(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::NotPermitted => "the prescription allows no extra dose",
        RefusalReason::Lockout => "the waiting time is not over",
        RefusalReason::NumberInWindow => "as many extra doses were given as the window allows",
        RefusalReason::DoseLimit => "the dose limit of the window would be broken",
        RefusalReason::Stopped => "the clinic has stopped the pump",
        RefusalReason::Fault => "a fault blocks extra doses",
        RefusalReason::Bridge => "the catheter is being filled",
        RefusalReason::ReservoirEmpty => "too little drug is in the reservoir",
        RefusalReason::Expired => "the request reached the pump too late",
        RefusalReason::ExpiryTooFar => "the request was valid for too long",
        RefusalReason::WrongEpoch => "the pump has restarted since it was read",
        RefusalReason::BadProof => "the request is not proved by this phone's key",
        RefusalReason::PrescriptionChanged => "the prescription has changed since it was shown",
        RefusalReason::BolusRunning => "an extra dose is being given",
        RefusalReason::CannotStore => "the pump's memory took no write",
        RefusalReason::NotYourKey => "the request belongs to another phone",
        RefusalReason::CountNotRead => "the pump was not read first",
    }
}

/// A stable name of a refusal's reason, for programs.
pub(crate) const fn refusal_name(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::NotPermitted => "not_permitted",
        RefusalReason::Lockout => "lockout",
        RefusalReason::NumberInWindow => "number_in_window",
        RefusalReason::DoseLimit => "dose_limit",
        RefusalReason::Stopped => "stopped",
        RefusalReason::Fault => "fault",
        RefusalReason::Bridge => "bridge",
        RefusalReason::ReservoirEmpty => "reservoir_empty",
        RefusalReason::Expired => "expired",
        RefusalReason::ExpiryTooFar => "expiry_too_far",
        RefusalReason::WrongEpoch => "wrong_epoch",
        RefusalReason::BadProof => "bad_proof",
        RefusalReason::PrescriptionChanged => "prescription_changed",
        RefusalReason::BolusRunning => "bolus_running",
        RefusalReason::CannotStore => "cannot_store",
        RefusalReason::NotYourKey => "not_your_key",
        RefusalReason::CountNotRead => "count_not_read",
    }
}

/// Why an extra dose ended before its end.
pub(crate) const fn stop_cause(cause: StopCause) -> &'static str {
    match cause {
        StopCause::Cancelled => "it was cancelled",
        StopCause::Alarm => "an alarm ended it",
        StopCause::Clinic => "the clinic ended it",
        StopCause::Reset => "the pump restarted",
        StopCause::Late => "the pump woke too late",
    }
}

/// What an alarm says.
pub(crate) const fn alarm_text(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::MotorStall => "the motor does not turn",
        AlarmKind::InfusionError => "the motor moves otherwise than told",
        AlarmKind::MonitorCut => "the monitor has cut the motor's supply",
        AlarmKind::ReservoirLow => "the reservoir is low",
        AlarmKind::ReservoirEmpty => "the reservoir may be empty",
        AlarmKind::ReservoirDry => "the reservoir is empty: the pump stands",
        AlarmKind::SelfTest => "the self-test failed",
        AlarmKind::BadMemory => "the pump's memory is bad",
        AlarmKind::Stopped => "the clinic has stopped the pump",
        AlarmKind::ClockUncertain => "the pump's clock needs the clinic",
        AlarmKind::LimitHold => "the dose limit holds back the usual dose",
        AlarmKind::UseByPassed => "the drug's use-by date has passed",
        AlarmKind::NotProgrammed => "no prescription is active",
    }
}

/// An alarm's name on the command line and for programs.
pub(crate) const fn alarm_name(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::MotorStall => "motor-stall",
        AlarmKind::InfusionError => "infusion-error",
        AlarmKind::MonitorCut => "monitor-cut",
        AlarmKind::ReservoirLow => "reservoir-low",
        AlarmKind::ReservoirEmpty => "reservoir-empty",
        AlarmKind::ReservoirDry => "reservoir-dry",
        AlarmKind::SelfTest => "self-test",
        AlarmKind::BadMemory => "bad-memory",
        AlarmKind::Stopped => "stopped",
        AlarmKind::ClockUncertain => "clock-uncertain",
        AlarmKind::LimitHold => "limit-hold",
        AlarmKind::UseByPassed => "use-by-passed",
        AlarmKind::NotProgrammed => "not-programmed",
    }
}

/// The alarm of a name.
///
/// # Errors
/// The names that there are.
pub(crate) fn parse_alarm(text: &str) -> Result<AlarmKind, String> {
    let found = AlarmKind::ALL
        .into_iter()
        .find(|kind| alarm_name(*kind) == text);
    let names = AlarmKind::ALL.map(alarm_name).join(", ");
    found.ok_or_else(|| format!("the alarms are: {names}"))
}

/// How urgent.
pub(crate) const fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Notice => "notice",
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
    }
}

/// What the pump is doing, as an answer.
pub(crate) const fn therapy(therapy: Therapy) -> &'static str {
    match therapy {
        Therapy::NotProgrammed => "The pump is not programmed.",
        Therapy::Running => "The pump is giving the usual dose.",
        Therapy::Bridging => "The pump is giving what is left in the catheter.",
        Therapy::Stopped => "The pump is stopped by the clinic.",
        Therapy::Faulted => "The pump is stopped by a fault.",
    }
}

/// The same for programs.
pub(crate) const fn therapy_name(therapy: Therapy) -> &'static str {
    match therapy {
        Therapy::NotProgrammed => "not_programmed",
        Therapy::Running => "running",
        Therapy::Bridging => "bridging",
        Therapy::Stopped => "stopped",
        Therapy::Faulted => "faulted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_its_reason_and_the_time_left() {
        let said = refusal(&Refusal::for_seconds(RefusalReason::Lockout, 14_352));
        assert_eq!(said, "the waiting time is not over: 3 h 59 min 12 s left");
    }

    #[test]
    fn every_alarm_is_found_by_its_name() {
        for kind in AlarmKind::ALL {
            assert_eq!(parse_alarm(alarm_name(kind)), Ok(kind));
        }
        assert!(parse_alarm("fire").unwrap_err().contains("motor-stall"));
    }
}
