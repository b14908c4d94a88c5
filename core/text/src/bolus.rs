//! Reasons of the pump in words: why it refuses an extra dose, and why one ended early.
//!
//! Leaves what became of a request as a whole to the core, which alone knows what the phone did.

use crate::texts::Texts;
use cisterna_protocol::outcome::{RefusalReason, StopCause};
use cisterna_protocol::prescription::Drug;

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
}
