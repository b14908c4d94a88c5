//! The care plan and the notices to caregivers. SR-47

use super::{Companion, Screen, Screens};
use crate::care::{
    CarePlan, Cause, Next, Notice, NoticeEvent, NoticeId, Urgency, cause_ended, escalate,
    whom_to_call,
};
use crate::civil::TimeOfDay;
use crate::error::CompanionError;
use crate::screens::{Calls, CareScreen};
use crate::store::{Document, save_document};
use cisterna_protocol::message::{AlarmKind, Priority};
use serde::{Deserialize, Serialize};

/// Notices that have ended are kept up to this number.
const MOST_NOTICES: usize = 200;

impl Document for CarePlan {
    const KIND: &'static str = "care plan";
}

/// Every notice of this phone, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Notices {
    newest: u64,
    notices: Vec<Notice>,
}

impl Document for Notices {
    const KIND: &'static str = "notices";
}

impl Companion {
    /// The care plan; an empty one before anything was entered.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn care_plan(&self) -> Result<CarePlan, CompanionError> {
        Ok(self.home.store.document()?.unwrap_or_default())
    }

    /// Keeps the care plan.
    ///
    /// # Errors
    /// [`CompanionError::CarePlan`], with what to change; the earlier one stays then.
    pub fn keep_care_plan(&mut self, plan: &CarePlan) -> Result<(), CompanionError> {
        plan.check()?;
        let now_utc_ms = self.now().wall_utc_ms;
        self.home
            .store
            .write(|tx| save_document(tx, plan, now_utc_ms))?;
        self.care_changed();
        Ok(())
    }

    /// The care plan, and whom to call now.
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn care_screen(&self) -> Result<CareScreen, CompanionError> {
        let revision = self.signals.pulled(Screen::CarePlan);
        let plan = self.care_plan()?;
        let mut notices = self.kept_notices()?.notices;
        notices.retain(Notice::is_current);
        notices.reverse();
        Ok(CareScreen {
            revision,
            gaps: plan.gaps(),
            calls: self.calls(&plan),
            plan,
            notices,
        })
    }

    /// Whom to call now. Every screen that says "call" shows these. SR-20, SR-21
    pub(crate) fn calls(&self, plan: &CarePlan) -> Calls {
        let now_utc_ms = self.now().wall_utc_ms;
        Calls {
            emergency: whom_to_call(plan, Urgency::Emergency, now_utc_ms),
            soon: whom_to_call(plan, Urgency::Soon, now_utc_ms),
        }
    }

    /// What to do next about a cause that goes on; where a caregiver is to be told, their notice is
    /// made, to be sent. SR-47
    ///
    /// # Errors
    /// [`CompanionError`].
    pub fn tell_next(&mut self, cause: Cause) -> Result<Next, CompanionError> {
        let plan = self.care_plan()?;
        let mut kept = self.kept_notices()?;
        let now = self.moment();
        let next = escalate(&kept.notices, &plan, cause, now.utc_ms);
        if let Next::Tell(caregiver) = next {
            kept.newest += 1;
            let id = NoticeId(kept.newest);
            kept.notices.push(Notice::new(id, cause, caregiver, now));
            self.keep_notices(kept)?;
        }
        Ok(next)
    }

    /// What the person or a caregiver did with a notice.
    ///
    /// # Errors
    /// [`CompanionError::NoNotice`], or why it does not fit; the notice stays as it is.
    pub fn notice_event(
        &mut self,
        id: NoticeId,
        event: NoticeEvent,
    ) -> Result<Notice, CompanionError> {
        let now = self.moment();
        let mut kept = self.kept_notices()?;
        let notice = kept.notices.iter_mut().find(|it| it.id == id);
        let notice = notice.ok_or(CompanionError::NoNotice)?;
        let after = notice.after(event, now)?;
        *notice = after;
        self.keep_notices(kept)?;
        Ok(after)
    }

    /// Ends the notices about whatever a new reading says is over.
    pub(crate) fn end_notices(&mut self) -> Result<(), CompanionError> {
        let Some(reading) = self.status_if_paired()? else {
            return Ok(());
        };
        let kept = self.kept_notices()?;
        let stays = |cause: &Cause| {
            let alarms = &reading.status().alarms;
            let has = |kind| alarms.iter().any(|it| it.kind == kind);
            match cause {
                Cause::Emergency(code) => alarms
                    .iter()
                    .any(|it| Some(it.kind) == code.kind() && it.priority == Priority::High),
                Cause::Unreachable => false, // it was read just now
                Cause::Low => has(AlarmKind::ReservoirLow),
                Cause::Empty => has(AlarmKind::ReservoirEmpty) || has(AlarmKind::ReservoirDry),
                Cause::NoAnswer => true, // the pump does not know
            }
        };
        let now = self.moment();
        let mut notices = kept.notices.clone();
        for notice in kept.notices.iter().filter(|it| it.is_current()) {
            if !stays(&notice.cause) {
                notices = cause_ended(&notices, notice.cause, now);
            }
        }
        if notices == kept.notices {
            return Ok(());
        }
        self.keep_notices(Notices { notices, ..kept })
    }

    /// End of the battery's service, as the clinic told it: the noon of that day.
    pub(crate) fn battery_end_utc_ms(&self) -> Result<Option<i64>, CompanionError> {
        let end = self.care_plan()?.implant.end_of_service;
        let zones = self.zones()?;
        Ok(end.map(|date| zones.instant_of(date, TimeOfDay::MIDNIGHT)))
    }

    fn kept_notices(&self) -> Result<Notices, CompanionError> {
        Ok(self.home.store.document()?.unwrap_or_default())
    }

    fn keep_notices(&mut self, mut kept: Notices) -> Result<(), CompanionError> {
        let over = kept.notices.len().saturating_sub(MOST_NOTICES);
        if over > 0 {
            let mut left = over;
            kept.notices.retain(|it| {
                let drop = left > 0 && !it.is_current();
                left -= usize::from(drop);
                !drop
            });
        }
        let now_utc_ms = self.now().wall_utc_ms;
        self.home
            .store
            .write(|tx| save_document(tx, &kept, now_utc_ms))?;
        self.care_changed();
        Ok(())
    }

    fn care_changed(&self) {
        self.signals.mark(Screens::of(&[
            Screen::Home,
            Screen::Alarms,
            Screen::Refill,
            Screen::Reminders,
            Screen::CarePlan,
        ]));
    }
}

impl From<crate::care::CarePlanError> for CompanionError {
    fn from(error: crate::care::CarePlanError) -> Self {
        Self::CarePlan(error)
    }
}

impl From<crate::care::NoticeError> for CompanionError {
    fn from(error: crate::care::NoticeError) -> Self {
        Self::Notice(error)
    }
}

#[cfg(test)]
mod tests;
