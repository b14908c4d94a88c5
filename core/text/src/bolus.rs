//! What became of a request for an extra dose, in words. SR-41
//!
//! Responsible for the pump's own answers: refusals and outcomes. Leaves what the phone alone knows
//! (never sent, not known yet) to messages of the area `bolus`, and times to the caller: the pump's
//! count is no civil time.

use crate::texts::Texts;
use cisterna_protocol::outcome::{Outcome, Refusal, RefusalReason, StopCause, Stopped};
use cisterna_protocol::prescription::Drug;

/// A title and the sentences below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The state in words.
    pub title: String,
    /// In reading order.
    pub lines: Vec<String>,
}

impl Texts {
    /// Why a dose is refused, and what to do.
    pub fn refusal_reason(&self, reason: RefusalReason) -> String {
        match reason {
            RefusalReason::NotPermitted => self.bolus_refused_not_permitted(),
            RefusalReason::Lockout => self.bolus_refused_lockout(),
            RefusalReason::NumberInWindow => self.bolus_refused_number(),
            RefusalReason::DoseLimit => self.bolus_refused_dose_limit(),
            RefusalReason::Stopped => self.bolus_refused_stopped(),
            RefusalReason::Fault => self.bolus_refused_fault(),
            RefusalReason::Bridge => self.bolus_refused_bridge(),
            RefusalReason::ReservoirEmpty => self.bolus_refused_empty(),
            RefusalReason::Expired => self.bolus_refused_expired(),
            RefusalReason::ExpiryTooFar => self.bolus_refused_expiry(),
            RefusalReason::WrongEpoch => self.bolus_refused_epoch(),
            RefusalReason::BadProof => self.bolus_refused_proof(),
            RefusalReason::PrescriptionChanged => self.bolus_refused_changed(),
            RefusalReason::BolusRunning => self.bolus_refused_running(),
            RefusalReason::CannotStore => self.bolus_refused_storage(),
            RefusalReason::NotYourKey => self.bolus_refused_key(),
            RefusalReason::CountNotRead => self.bolus_refused_unread(),
        }
    }

    /// A refusal: that nothing was given, why, by which alarm, and how long it lasts where the pump
    /// says so.
    pub fn refusal(&self, refusal: &Refusal, drug: Option<Drug>) -> Told {
        let mut lines = vec![
            self.bolus_refused_nothing(),
            self.refusal_reason(refusal.reason),
        ];
        lines.extend(refusal.alarm.map(|alarm| self.alarm_title(alarm, drug)));
        lines.extend(refusal.left_s.map(|left_s| {
            let duration = self.duration(left_s.into());
            self.bolus_refused_wait(duration.screen)
        }));
        Told {
            title: self.bolus_refused_title(),
            lines,
        }
    }

    /// An outcome that the pump told.
    pub fn outcome(&self, outcome: &Outcome, drug: Option<Drug>) -> Told {
        let name = self.drug_or_medicine(drug);
        let dose = |ng: u64| self.dose(ng).screen;
        match outcome {
            Outcome::Refused(refusal) => self.refusal(refusal, drug),
            Outcome::Running(course) => Told {
                title: self.bolus_running_title(),
                lines: vec![self.bolus_running_text(dose(course.delivered_dose.get()), name)],
            },
            Outcome::Delivered(course) => Told {
                title: self.bolus_delivered_title(),
                lines: vec![self.bolus_delivered_text(dose(course.delivered_dose.get()), name)],
            },
            Outcome::StoppedEarly(stopped) => self.stopped_early(stopped, &name),
            Outcome::Voided => Told {
                title: self.bolus_not_received_title(),
                lines: vec![self.bolus_not_received_text()],
            },
            Outcome::Forgotten => Told {
                title: self.bolus_cannot_be_known_title(),
                lines: vec![self.bolus_cannot_be_known_text()],
            },
        }
    }

    /// The outcome is not known yet: do not repeat. SR-41
    pub fn not_known_yet(&self) -> Told {
        Told {
            title: self.bolus_unknown_title(),
            lines: vec![
                self.bolus_unknown_heading(),
                self.bolus_unknown_text(),
                self.bolus_unknown_why(),
            ],
        }
    }

    /// Why a dose ended early.
    pub fn stop_cause(&self, cause: StopCause) -> String {
        match cause {
            StopCause::Cancelled => self.bolus_stopped_cancelled(),
            StopCause::Alarm => self.bolus_stopped_alarm(),
            StopCause::Clinic => self.bolus_stopped_clinic(),
            StopCause::Reset => self.bolus_stopped_reset(),
            StopCause::Late => self.bolus_stopped_late(),
        }
    }

    /// What stands above the way to ask: whom the next dose could harm. SR-21
    pub fn bolus_warning(&self, drug: Option<Drug>) -> String {
        match drug {
            Some(Drug::Baclofen) => self.bolus_warning_baclofen(),
            Some(Drug::Morphine) => self.bolus_warning_morphine(),
            Some(Drug::Ziconotide) => self.bolus_warning_ziconotide(),
            None => self.bolus_warning_unknown(),
        }
    }

    fn stopped_early(&self, stopped: &Stopped, name: &str) -> Told {
        let least = self.dose(stopped.least_dose.get()).screen;
        let most = self.dose(stopped.most_dose.get()).screen;
        let amount = if stopped.least_dose == stopped.most_dose {
            self.bolus_stopped_amount(most, name)
        } else {
            self.bolus_stopped_between(name, least, most)
        };
        Told {
            title: self.bolus_stopped_title(),
            lines: vec![
                amount,
                self.stop_cause(stopped.cause),
                self.bolus_stopped_counts(),
            ],
        }
    }
}
