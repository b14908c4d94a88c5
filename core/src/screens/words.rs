//! From states to sentences: which message says which state. The messages are the texts' own.

use super::home::HomeBasis;
use crate::clock::Instant;
use crate::pump::bolus::{BolusOutcome, NotSent};
use crate::pump::status::{Reading, Standing};
use crate::trial::Zones;
use cisterna_protocol::outcome::{Course, RefusalReason, StopCause, Stopped};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::status::Therapy;
use cisterna_text::Texts;

/// Wall times as the person sees them.
#[derive(Clone, Debug)]
pub(crate) struct Times {
    pub(crate) zones: Zones,
}

impl Times {
    /// Date and time of an instant, in the person's zone and language.
    pub(crate) fn at(&self, texts: &Texts, at: &Instant) -> String {
        texts.day_and_time(self.zones.moment(at.wall_utc_ms).local())
    }
}

/// The drug in the pump, by a reading.
pub(crate) fn drug_of(reading: Option<&Reading>) -> Option<Drug> {
    let brief = reading?.status().prescription?;
    Drug::from_code(brief.drug)
}

/// The title of home: the state in words. An old reading never says that all is well. SR-52
pub(super) fn home_title(texts: &Texts, times: &Times, basis: &HomeBasis<'_>) -> String {
    let drug_name = || texts.drug_in_sentence(drug_of(basis.reading));
    match basis.standing {
        Standing::AllWell => match basis.reading.map(|it| it.status().therapy) {
            Some(Therapy::Bridging) => texts.home_title_changing_over(),
            Some(
                Therapy::Running | Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted,
            )
            | None => texts.home_title_working(),
        },
        Standing::Alarm { kind, .. } => texts.alarm_title(kind, drug_of(basis.reading)),
        Standing::NotInfusing {
            therapy: Therapy::NotProgrammed,
            ..
        } => texts.home_title_not_programmed(),
        Standing::NotInfusing { .. } => texts.home_title_not_giving(drug_name()),
        Standing::ClockUncertain => texts.home_title_clock(),
        Standing::Old(_) => basis.reading.map_or_else(
            || texts.home_title_old_reading(),
            |reading| texts.home_title_not_read_since(times.at(texts, &reading.at())),
        ),
        Standing::Never if basis.serial.is_none() => texts.home_title_no_pump(),
        Standing::Never => texts.home_title_never_read(),
    }
}

/// What the title means; empty where it says it all.
pub(super) fn home_text(texts: &Texts, basis: &HomeBasis<'_>) -> String {
    match basis.standing {
        Standing::AllWell => match basis.reading.map(|it| it.status().therapy) {
            Some(Therapy::Bridging) => texts.home_changing_over_text(),
            Some(
                Therapy::Running | Therapy::NotProgrammed | Therapy::Stopped | Therapy::Faulted,
            )
            | None => String::new(),
        },
        Standing::Alarm { kind, .. } => texts.alarm_meaning(kind, drug_of(basis.reading)),
        Standing::NotInfusing { therapy, .. } => match therapy {
            Therapy::NotProgrammed => texts.home_not_giving_unprogrammed(),
            Therapy::Stopped => texts.home_not_giving_stopped(),
            Therapy::Faulted => texts.home_not_giving_fault(),
            Therapy::Running | Therapy::Bridging => String::new(),
        },
        Standing::ClockUncertain => texts.home_clock_text(),
        Standing::Old(_) => texts.home_old_text(),
        Standing::Never if basis.serial.is_none() => texts.home_no_pump_text(),
        Standing::Never => texts.home_never_text(),
    }
}

/// Whether home has to say it: not known yet, running, or never to be known. SR-41
pub(super) const fn is_news(outcome: &BolusOutcome) -> bool {
    match outcome {
        BolusOutcome::NotKnownYet
        | BolusOutcome::Running(_)
        | BolusOutcome::CannotBeKnown { .. }
        | BolusOutcome::Preparing => true,
        BolusOutcome::NotSent(_)
        | BolusOutcome::Refused(_)
        | BolusOutcome::Delivered(_)
        | BolusOutcome::StoppedEarly(_)
        | BolusOutcome::NotReceived => false,
    }
}

/// One line about the latest request, for home.
pub(super) fn request_short(texts: &Texts, outcome: &BolusOutcome) -> String {
    match outcome {
        BolusOutcome::NotKnownYet => texts.bolus_unknown_short(),
        BolusOutcome::Preparing
        | BolusOutcome::NotSent(_)
        | BolusOutcome::Refused(_)
        | BolusOutcome::Running(_)
        | BolusOutcome::Delivered(_)
        | BolusOutcome::StoppedEarly(_)
        | BolusOutcome::NotReceived
        | BolusOutcome::CannotBeKnown { .. } => request_title(texts, outcome),
    }
}

/// When not to ask, by drug. SR-20, SR-21
pub(super) fn bolus_warning(texts: &Texts, drug: Option<Drug>) -> String {
    match drug {
        Some(Drug::Baclofen) => texts.bolus_warning_baclofen(),
        Some(Drug::Morphine) => texts.bolus_warning_morphine(),
        Some(Drug::Ziconotide) => texts.bolus_warning_ziconotide(),
        None => texts.bolus_warning_unknown(),
    }
}

/// Why the pump says no.
pub(super) fn refusal(texts: &Texts, reason: RefusalReason) -> String {
    match reason {
        RefusalReason::NotPermitted => texts.bolus_refused_not_permitted(),
        RefusalReason::Lockout => texts.bolus_refused_lockout(),
        RefusalReason::NumberInWindow => texts.bolus_refused_number(),
        RefusalReason::DoseLimit => texts.bolus_refused_dose_limit(),
        RefusalReason::Stopped => texts.bolus_refused_stopped(),
        RefusalReason::Fault => texts.bolus_refused_fault(),
        RefusalReason::Bridge => texts.bolus_refused_bridge(),
        RefusalReason::ReservoirEmpty => texts.bolus_refused_empty(),
        RefusalReason::Expired => texts.bolus_refused_expired(),
        RefusalReason::ExpiryTooFar => texts.bolus_refused_expiry(),
        RefusalReason::WrongEpoch => texts.bolus_refused_epoch(),
        RefusalReason::BadProof => texts.bolus_refused_proof(),
        RefusalReason::PrescriptionChanged => texts.bolus_refused_changed(),
        RefusalReason::BolusRunning => texts.bolus_refused_running(),
        RefusalReason::CannotStore => texts.bolus_refused_storage(),
        RefusalReason::NotYourKey => texts.bolus_refused_key(),
        RefusalReason::CountNotRead => texts.bolus_refused_unread(),
    }
}

/// What became of a request, as a title. Never "failed" for what is not known. SR-41
pub(super) fn request_title(texts: &Texts, outcome: &BolusOutcome) -> String {
    match outcome {
        BolusOutcome::Preparing => texts.bolus_preparing_title(),
        BolusOutcome::NotSent(_) => texts.bolus_not_sent_title(),
        BolusOutcome::NotKnownYet => texts.bolus_unknown_title(),
        BolusOutcome::Refused(_) => texts.bolus_refused_title(),
        BolusOutcome::Running(_) => texts.bolus_running_title(),
        BolusOutcome::Delivered(_) => texts.bolus_delivered_title(),
        BolusOutcome::StoppedEarly(_) => texts.bolus_stopped_title(),
        BolusOutcome::NotReceived => texts.bolus_not_received_title(),
        BolusOutcome::CannotBeKnown { .. } => texts.bolus_cannot_be_known_title(),
    }
}

/// The same in sentences.
pub(super) fn request_text(texts: &Texts, outcome: &BolusOutcome, of_drug: Option<Drug>) -> String {
    let drug_name = texts.drug_in_sentence(of_drug);
    match outcome {
        BolusOutcome::Preparing => texts.bolus_preparing_text(),
        BolusOutcome::NotSent(why) => {
            together(&[not_sent(texts, *why), texts.bolus_not_sent_nothing()])
        }
        BolusOutcome::NotKnownYet => together(&[
            texts.bolus_unknown_heading(),
            texts.bolus_unknown_text(),
            texts.bolus_unknown_why(),
        ]),
        BolusOutcome::Refused(told) => together(&[
            texts.bolus_refused_nothing(),
            refusal(texts, told.reason),
            told.left_s.map_or_else(
                || texts.bolus_refused_no_end(),
                |left_s| texts.bolus_refused_wait(&texts.duration(u64::from(left_s))),
            ),
        ]),
        BolusOutcome::Running(course) => {
            texts.bolus_running_text(&texts.dose(given(course)), drug_name)
        }
        BolusOutcome::Delivered(course) => {
            texts.bolus_delivered_text(&texts.dose(given(course)), drug_name)
        }
        BolusOutcome::StoppedEarly(stopped) => stopped_text(texts, stopped, drug_name),
        BolusOutcome::NotReceived => texts.bolus_not_received_text(),
        BolusOutcome::CannotBeKnown { .. } => texts.bolus_cannot_be_known_text(),
    }
}

const fn given(course: &Course) -> u64 {
    course.delivered_dose.0
}

fn stopped_text(texts: &Texts, stopped: &Stopped, drug_name: String) -> String {
    let cause = match stopped.cause {
        StopCause::Cancelled => texts.bolus_stopped_cancelled(),
        StopCause::Alarm => texts.bolus_stopped_alarm(),
        StopCause::Clinic => texts.bolus_stopped_clinic(),
        StopCause::Reset => texts.bolus_stopped_reset(),
        StopCause::Late => texts.bolus_stopped_late(),
    };
    let (least, most) = (stopped.least_dose.0, stopped.most_dose.0);
    let amount = if least == most {
        texts.bolus_stopped_amount(&texts.dose(least), drug_name)
    } else {
        texts.bolus_stopped_between(drug_name, &texts.dose(least), &texts.dose(most))
    };
    together(&[cause, amount, texts.bolus_stopped_counts()])
}

fn not_sent(texts: &Texts, why: NotSent) -> String {
    match why {
        NotSent::TooLate => texts.bolus_not_sent_too_late(),
        NotSent::Restarted => texts.bolus_not_sent_restarted(),
        NotSent::NotAuthenticated => texts.bolus_not_sent_not_authenticated(),
        NotSent::OfferChanged => texts.bolus_not_sent_offer_changed(),
        NotSent::LinkLost => texts.bolus_not_sent_link_lost(),
        NotSent::Cancelled => texts.bolus_not_sent_cancelled(),
        NotSent::Held => texts.bolus_not_sent_held(),
    }
}

/// Sentences one after the other; empty ones are left out.
pub(super) fn together(sentences: &[String]) -> String {
    let said: Vec<&str> = sentences
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    said.join(" ")
}
