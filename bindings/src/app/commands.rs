//! What changes something without the pump.

use super::PhoneCore;
use crate::error::AppError;
use crate::records::{DiaryAnswers, EntryTarget, NewPlan, PersonSettings, plan_spec};
use cisterna_core::civil::Moment;
use cisterna_core::trial::{EndReason, EntryError, EntryId, Target};
use cisterna_core::{CompanionError, Locale, PlanChange};
use cisterna_text::{HourCycle, Language};

#[uniffi::export]
impl PhoneCore {
    /// Begins a plan; gives its number.
    ///
    /// # Errors
    /// [`AppError::Input`] while another runs, and what is wrong with it.
    pub async fn start_plan(&self, plan: NewPlan) -> Result<u64, AppError> {
        self.run(move |core| {
            let zone = core.clock.zone();
            Ok(core.companion.start_plan(plan_spec(plan, zone))?.0)
        })
        .await
    }

    /// Ends the plan now; its record stays.
    ///
    /// # Errors
    /// [`AppError::Input`].
    pub async fn end_plan(&self, why: EndReason) -> Result<(), AppError> {
        self.run(move |core| core.companion.change_plan(PlanChange::End(why)).map(drop))
            .await
    }

    /// Records an entry of now; gives its number. SR-49, SR-50
    ///
    /// # Errors
    /// [`AppError::Input`]; nothing is kept then.
    pub async fn record_entry(
        &self,
        target: EntryTarget,
        answers: DiaryAnswers,
    ) -> Result<u64, AppError> {
        self.run(move |core| {
            let target = match target {
                EntryTarget::Prompt { key } => {
                    let key = key.parse();
                    Target::Slot(key.map_err(|_| CompanionError::Entry(EntryError::NoSuchSlot))?)
                }
                EntryTarget::Spontaneous => Target::Spontaneous,
                EntryTarget::Correction { entry } => Target::Correction(EntryId(entry)),
            };
            Ok(core.companion.record_entry(target, answers.into())?.0)
        })
        .await
    }

    /// The person has seen a reminder; it comes back while its cause stays. SR-47
    ///
    /// # Errors
    /// [`AppError::Input`] where it no longer stands.
    pub async fn acknowledge_reminder(&self, id: String) -> Result<(), AppError> {
        self.run(move |core| core.companion.acknowledge_reminder(&id))
            .await
    }

    /// The person puts a reminder off, at most until its `snooze_until_utc_ms`.
    ///
    /// # Errors
    /// [`AppError::Input`].
    pub async fn snooze_reminder(&self, id: String, until_utc_ms: i64) -> Result<(), AppError> {
        self.run(move |core| core.companion.snooze_reminder(&id, until_utc_ms))
            .await
    }

    /// An appointment for the refill, in milliseconds since 1970-01-01 UTC; none takes it back.
    ///
    /// # Errors
    /// [`AppError::Input`].
    pub async fn book_refill(&self, at_utc_ms: Option<i64>) -> Result<(), AppError> {
        self.run(move |core| {
            let zone = core.clock.zone();
            let at = at_utc_ms.map(|it| Moment::in_zone(it, zone));
            core.companion.book_refill(at)
        })
        .await
    }

    /// Keeps what the person set; every sentence changes with the language.
    ///
    /// # Errors
    /// [`AppError::Storage`]; the earlier settings stay then.
    pub async fn change_settings(&self, settings: PersonSettings) -> Result<(), AppError> {
        self.run(move |core| core.companion.change_settings(&settings.into()))
            .await
    }

    /// The phone's own language (BCP 47) and hours, at the start and when they change. A language
    /// that is not spoken is English.
    ///
    /// # Errors
    /// [`AppError::Storage`].
    pub async fn set_locale(&self, tag: String, hours: HourCycle) -> Result<(), AppError> {
        self.run(move |core| {
            core.companion.set_locale(Locale {
                language: Language::for_tag(&tag).unwrap_or(Language::English),
                hours,
            })
        })
        .await
    }
}
