//! Who is told next. SR-47

use super::notice::{Cause, Notice, NoticeEvent};
use super::plan::{CarePlan, CaregiverId};
use crate::civil::Moment;

/// What to do next about a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Make a notice for this caregiver.
    Tell(CaregiverId),
    /// Somebody has a notice that may still be seen in time.
    Wait {
        /// Then look again, milliseconds since 1970-01-01 UTC.
        until_utc_ms: i64,
    },
    /// This caregiver has seen it; nobody else is told.
    Told(CaregiverId),
    /// Everybody who wants to be told has a notice, and nobody has seen one: call them.
    AllTried,
    /// No caregiver of the plan wants to be told of this.
    NobodyWants,
}

/// What to do next about `cause`, which goes on, at `now_utc_ms` (milliseconds since 1970-01-01
/// UTC): the caregivers who want it, in their order, the next one once [`Cause::wait_ms`] passed
/// without *seen*. Nobody gets a second notice while the cause of the first goes on. SR-47
pub fn escalate(notices: &[Notice], plan: &CarePlan, cause: Cause, now_utc_ms: i64) -> Next {
    let about = |it: &&Notice| it.cause == cause && it.is_current();
    let current = || notices.iter().filter(about);
    if let Some(notice) = current().find(|it| it.is_told()) {
        return Next::Told(notice.caregiver);
    }
    let waits = current().filter_map(|it| waits_until(it, now_utc_ms)).max();
    if let Some(until_utc_ms) = waits {
        return Next::Wait { until_utc_ms };
    }
    let mut wanting = plan
        .caregivers
        .iter()
        .filter(|it| cause.is_wanted(it.wants))
        .peekable();
    if wanting.peek().is_none() {
        return Next::NobodyWants;
    }
    let has_notice = |id: CaregiverId| current().any(|it| it.caregiver == id);
    wanting
        .find(|it| !has_notice(it.id))
        .map_or(Next::AllTried, |it| Next::Tell(it.id))
}

/// Until when a notice holds the others back; `None` once it does not. One that lies ahead was made
/// on a wrong clock, and nobody waits for it. SR-49
fn waits_until(notice: &Notice, now_utc_ms: i64) -> Option<i64> {
    let made_utc_ms = notice.made.utc_ms;
    let until_utc_ms = made_utc_ms.saturating_add(notice.cause.wait_ms());
    (made_utc_ms..until_utc_ms)
        .contains(&now_utc_ms)
        .then_some(until_utc_ms)
}

/// The notices once `cause` is over: those about it end, all others stay as they are.
pub fn cause_ended(notices: &[Notice], cause: Cause, at: Moment) -> Vec<Notice> {
    let end = |notice: &Notice| match notice.after(NoticeEvent::CauseEnded, at) {
        Ok(ended) if notice.cause == cause => ended,
        // about something else, or of an earlier time that ended before
        Ok(_) | Err(_) => *notice,
    };
    notices.iter().map(end).collect()
}
