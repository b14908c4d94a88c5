//! What became of an extra dose. SR-41

use super::status::{course_object, refusal_object};
use crate::out::{Exit, Report};
use crate::units::{ug, words};
use crate::wording;
use cisterna_core::pump::bolus::{BolusOutcome, NotSent};
use cisterna_protocol::outcome::{RequestId, Stopped};
use serde_json::{Value, json};

/// The outcome as a report; `count_s` is the pump's count now.
pub(crate) fn report(id: Option<RequestId>, outcome: &BolusOutcome, count_s: u64) -> Report {
    let (name, detail) = detail(outcome);
    let json = json!({
        "request": id.map(|id| json!({"key_epoch": id.key_epoch, "counter": id.counter})),
        "outcome": name,
        "detail": detail,
    });
    Report::done(text(outcome, count_s), json).exits(exit(outcome))
}

/// 2 only where the pump itself said no, 3 only where nobody knows.
const fn exit(outcome: &BolusOutcome) -> Exit {
    match outcome {
        BolusOutcome::Refused(_) => Exit::Refused,
        BolusOutcome::NotKnownYet | BolusOutcome::CannotBeKnown { .. } => Exit::NotKnown,
        BolusOutcome::NotSent(_) => Exit::Other,
        BolusOutcome::Preparing
        | BolusOutcome::Running(_)
        | BolusOutcome::Delivered(_)
        | BolusOutcome::StoppedEarly(_)
        | BolusOutcome::NotReceived => Exit::Done,
    }
}

/// The answer first, numbers second; "failed" is never said of what is not known.
pub(crate) fn text(outcome: &BolusOutcome, count_s: u64) -> String {
    match outcome {
        BolusOutcome::Preparing => "Being prepared; nothing was sent yet.".to_owned(),
        BolusOutcome::NotSent(why) => format!("Not sent: {}. Nothing was given.", not_sent(*why)),
        BolusOutcome::NotKnownYet => "Not known yet. Do not repeat.\n  \
             Find out with `cisterna bolus --resolve` when the pump is in reach."
            .to_owned(),
        BolusOutcome::Refused(refusal) => {
            format!("Refused: {}. Nothing was given.", wording::refusal(refusal))
        }
        BolusOutcome::Running(course) => {
            let left = words(course.ends_at.0.saturating_sub(count_s));
            let given = ug(course.delivered_dose);
            format!("Accepted: the extra dose is being given. {given} so far, {left} to go.")
        }
        BolusOutcome::Delivered(course) => {
            format!("Given in full: {}.", ug(course.delivered_dose))
        }
        BolusOutcome::StoppedEarly(stopped) => stopped_text(stopped),
        BolusOutcome::NotReceived => {
            "It never reached the pump. Nothing was given, and it never will be.".to_owned()
        }
        BolusOutcome::CannotBeKnown { until } => {
            let left = words(until.0.saturating_sub(count_s));
            format!("It cannot be known: treat it as given. Next request in {left}.")
        }
    }
}

fn stopped_text(stopped: &Stopped) -> String {
    let cause = wording::stop_cause(stopped.cause);
    if stopped.least_dose == stopped.most_dose {
        return format!(
            "Stopped early: {cause}. {} was given.",
            ug(stopped.least_dose)
        );
    }
    let (least, most) = (ug(stopped.least_dose), ug(stopped.most_dose));
    format!("Stopped early: {cause}. Between {least} and {most} was given.")
}

const fn not_sent(why: NotSent) -> &'static str {
    match why {
        NotSent::TooLate => "a minute had passed since the request",
        NotSent::Restarted => "the app was restarted in between",
        NotSent::NotAuthenticated => "the passphrase was not the right one",
        NotSent::OfferChanged => "the pump's offer had changed",
        NotSent::LinkLost => "the pump was out of reach",
        NotSent::Cancelled => "it was taken back",
        NotSent::Held => "an earlier extra dose counts as given",
    }
}

fn detail(outcome: &BolusOutcome) -> (&'static str, Value) {
    match outcome {
        BolusOutcome::Preparing => ("preparing", Value::Null),
        BolusOutcome::NotSent(why) => ("not_sent", json!({"why": not_sent(*why)})),
        BolusOutcome::NotKnownYet => ("not_known_yet", Value::Null),
        BolusOutcome::Refused(refusal) => ("refused", refusal_object(refusal)),
        BolusOutcome::Running(course) => ("running", course_object(course)),
        BolusOutcome::Delivered(course) => ("delivered", course_object(course)),
        BolusOutcome::StoppedEarly(stopped) => ("stopped_early", stopped_object(stopped)),
        BolusOutcome::NotReceived => ("not_received", Value::Null),
        BolusOutcome::CannotBeKnown { until } => ("cannot_be_known", json!({"until_s": until.0})),
    }
}

fn stopped_object(stopped: &Stopped) -> Value {
    json!({
        "cause": wording::stop_cause(stopped.cause),
        "started_at_s": stopped.started_at.0,
        "ended_at_s": stopped.ended_at.0,
        "programmed_nl": stopped.programmed.0,
        "least_nl": stopped.least.0,
        "most_nl": stopped.most.0,
        "least_ng": stopped.least_dose.0,
        "most_ng": stopped.most_dose.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_protocol::outcome::{Refusal, RefusalReason};
    use cisterna_protocol::quantity::Count;

    /// SR-41
    #[test]
    fn what_is_not_known_is_never_called_failed() {
        for outcome in [
            BolusOutcome::NotKnownYet,
            BolusOutcome::CannotBeKnown { until: Count(9) },
        ] {
            let report = report(None, &outcome, 0);
            assert_eq!(report.exit, Exit::NotKnown);
            assert!(!report.text.to_lowercase().contains("fail"));
        }
        assert!(text(&BolusOutcome::NotKnownYet, 0).starts_with("Not known yet. Do not repeat."));
    }

    #[test]
    fn a_refusal_exits_with_2_and_says_the_time_left() {
        let refusal = Refusal::for_seconds(RefusalReason::Lockout, 3_661);
        let report = report(None, &BolusOutcome::Refused(refusal), 0);
        assert_eq!(report.exit, Exit::Refused);
        assert!(report.text.contains("1 h 1 min 1 s left"));
        assert_eq!(report.json["detail"]["left_s"], 3_661);
    }
}
