//! The extra dose: what the pump allows, and what became of the last request. SR-41, SR-42

use super::time::{PhoneInstant, ReadTime, instant, read_time};
use cisterna_core::clock::Instant;
use cisterna_core::pump::bolus::{BolusOffer, BolusOutcome, NotSent};
use cisterna_core::screens::{BolusLimits, BolusRequestView, BolusScreen};
use cisterna_protocol::outcome::{RefusalReason, RequestId, StopCause};
use cisterna_protocol::prescription::Drug;
use cisterna_protocol::quantity::Nanograms;
use cisterna_text::Quantity;

/// What is asked for: a request carries it, and dies where the pump offers something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DoseOffer {
    /// The dose in nanograms.
    pub dose_ng: u64,
    /// Version of the prescription that was shown.
    pub prescription_version: u32,
}

impl From<DoseOffer> for BolusOffer {
    fn from(offer: DoseOffer) -> Self {
        Self {
            dose: Nanograms(offer.dose_ng),
            prescription_version: offer.prescription_version,
        }
    }
}

/// The limits as the pump told them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DoseLimits {
    /// What is asked for.
    pub offer: DoseOffer,
    /// The dose.
    pub dose: Quantity,
    /// How long it takes.
    pub duration: Quantity,
    /// The waiting time from start to start.
    pub lockout: Quantity,
    /// How many are left,
    pub left: u8,
    /// of how many,
    pub most: u8,
    /// in this span.
    pub window: Quantity,
    /// Why the pump would refuse at the reading; none where it would not.
    pub refusal: Option<RefusalReason>,
    /// The same as a sentence; empty where it would not.
    pub refusal_text: String,
    /// When it would no longer refuse for that reason, by the pump; none where it names no end.
    pub possible_from: Option<PhoneInstant>,
}

/// What became of a request. Volumes in nanolitres, doses in nanograms.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RequestOutcome {
    /// Being prepared; nothing was sent yet.
    Preparing,
    /// Never sent.
    NotSent {
        /// Why.
        why: NotSent,
    },
    /// Not known yet: do not repeat it. SR-41
    NotKnownYet,
    /// The pump refused.
    Refused {
        /// Why.
        reason: RefusalReason,
        /// Seconds until this reason ends by itself, at the answer.
        left_s: Option<u32>,
    },
    /// Being given, as of the last report.
    Running {
        /// Of the whole dose.
        programmed_nl: u64,
        /// Given so far.
        delivered_nl: u64,
        /// Given so far.
        delivered_ng: u64,
    },
    /// Given in full.
    Delivered {
        /// Given.
        delivered_nl: u64,
        /// Given.
        delivered_ng: u64,
    },
    /// Ended before its end. SR-06
    StoppedEarly {
        /// Least that was given.
        least_ng: u64,
        /// Most that was given; limits use it.
        most_ng: u64,
        /// Why.
        cause: StopCause,
    },
    /// Never arrived, and never will be given.
    NotReceived,
    /// Cannot be known; treat it as given. SR-41
    CannotBeKnown,
}

pub(crate) fn request_outcome(outcome: BolusOutcome) -> RequestOutcome {
    match outcome {
        BolusOutcome::Preparing => RequestOutcome::Preparing,
        BolusOutcome::NotSent(why) => RequestOutcome::NotSent { why },
        BolusOutcome::NotKnownYet => RequestOutcome::NotKnownYet,
        BolusOutcome::Refused(refusal) => RequestOutcome::Refused {
            reason: refusal.reason,
            left_s: refusal.left_s,
        },
        BolusOutcome::Running(course) => RequestOutcome::Running {
            programmed_nl: course.programmed.0,
            delivered_nl: course.delivered.0,
            delivered_ng: course.delivered_dose.0,
        },
        BolusOutcome::Delivered(course) => RequestOutcome::Delivered {
            delivered_nl: course.delivered.0,
            delivered_ng: course.delivered_dose.0,
        },
        BolusOutcome::StoppedEarly(stopped) => RequestOutcome::StoppedEarly {
            least_ng: stopped.least_dose.0,
            most_ng: stopped.most_dose.0,
            cause: stopped.cause,
        },
        BolusOutcome::NotReceived => RequestOutcome::NotReceived,
        BolusOutcome::CannotBeKnown { until: _ } => RequestOutcome::CannotBeKnown,
    }
}

/// A request of this phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DoseRequest {
    /// Its id.
    pub id: RequestId,
    /// When the person asked.
    pub asked: PhoneInstant,
    /// The dose that they were shown.
    pub dose: Quantity,
    /// What became of it,
    pub outcome: RequestOutcome,
    /// as a title,
    pub title: String,
    /// and in sentences.
    pub text: String,
}

/// The extra dose at one instant.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BolusSnapshot {
    /// Rises with every change.
    pub revision: u64,
    /// When the pump was read; what it allows is as old as that.
    pub read: Option<ReadTime>,
    /// The drug in the pump.
    pub drug: Option<Drug>,
    /// The limits; none where the clinic set no extra doses, or the pump was never read.
    pub limits: Option<DoseLimits>,
    /// When not to ask, by drug; it stands above the button.
    pub warning: String,
    /// The latest request of this phone.
    pub request: Option<DoseRequest>,
    /// Whether a request may be made: none is open whose outcome is not known. SR-41
    pub may_ask: bool,
}

pub(crate) fn bolus(screen: BolusScreen, now: &Instant) -> BolusSnapshot {
    BolusSnapshot {
        revision: screen.revision,
        read: screen.read.map(|it| read_time(it, now)),
        drug: screen.drug,
        limits: screen.limits.map(|it| limits(it, now)),
        warning: screen.warning,
        request: screen.request.map(|it| request(it, now)),
        may_ask: screen.may_ask,
    }
}

fn limits(limits: BolusLimits, now: &Instant) -> DoseLimits {
    DoseLimits {
        offer: DoseOffer {
            dose_ng: limits.offer.dose.0,
            prescription_version: limits.offer.prescription_version,
        },
        dose: limits.dose,
        duration: limits.duration,
        lockout: limits.lockout,
        left: limits.left,
        most: limits.most,
        window: limits.window,
        refusal: limits.refusal.map(|it| it.reason),
        refusal_text: limits.refusal_text,
        possible_from: limits.possible_from.map(|it| instant(it, now)),
    }
}

fn request(request: BolusRequestView, now: &Instant) -> DoseRequest {
    DoseRequest {
        id: request.id,
        asked: instant(request.asked, now),
        dose: request.dose,
        outcome: request_outcome(request.outcome),
        title: request.title,
        text: request.text,
    }
}
