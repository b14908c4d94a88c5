//! What became of requests: at every session start, on asking, on cancelling.

use super::{BolusError, BolusOutcome, NotSent, RequestEvent, RequestState, transition};
use crate::home::Home;
use crate::pump::link::Link;
use crate::pump::session::ConnectionError;
use crate::pump::visit::{Contact, ContactError};
use crate::store::{PumpRow, RequestRow, StoreError, hold_requests, save_pump, save_request};
use cisterna_protocol::message::{Answer, Ask};
use cisterna_protocol::outcome::{Outcome, OutcomeReport, RequestId};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::status::Status;

/// The longest window that a prescription can have, in seconds: where the pump tells none.
const LONGEST_WINDOW_S: u32 = 86_400;

/// The count at which a bolus of now has left the window. SR-41
pub(crate) fn window_ends(status: &Status) -> Count {
    let window_s = match status.bolus.window_s {
        0 => LONGEST_WINDOW_S,
        window_s => window_s,
    };
    status.count.after(u64::from(window_s))
}

/// The state of a request whose pump or memory is gone.
pub(crate) fn out_of_sight(state: RequestState, status: &Status) -> RequestState {
    transition(
        state,
        RequestEvent::OutOfSight {
            window_ends: window_ends(status),
        },
    )
}

/// Persists what `event` makes of a request; a request that cannot be known holds new ones back,
/// in the same transaction.
pub(super) fn record(
    home: &mut Home,
    pump: &mut PumpRow,
    row: &mut RequestRow,
    event: RequestEvent,
) -> Result<(), StoreError> {
    let after = RequestRow {
        state: transition(row.state, event),
        ..*row
    };
    if after == *row {
        return Ok(());
    }
    let until = match after.state {
        RequestState::CannotBeKnown { until } => Some(until),
        RequestState::Intended
        | RequestState::Sent
        | RequestState::Answered(_)
        | RequestState::NotReceived
        | RequestState::Died(_) => None,
    };
    home.store.write(|tx| {
        if let Some(until) = until {
            hold_requests(tx, row.pump, until)?;
        }
        save_request(tx, &after)
    })?;
    pump.hold_until = pump.hold_until.max(until);
    *row = after;
    Ok(())
}

/// The outcome that the pump tells for `id`, or `None` where it told none: see
/// [`Contact::is_open`] whether it can be asked again.
pub(super) fn ask_outcome<L: Link>(
    contact: &mut Contact<L>,
    id: RequestId,
    ask: Ask,
) -> Option<Outcome> {
    contact
        .connection
        .ask_for(ask, |answer| told(&answer, id))
        .ok()
}

/// What `answer` tells about `id`.
fn told(answer: &Answer, id: RequestId) -> Option<Outcome> {
    match answer {
        Answer::Outcome(report) if report.id == id => Some(report.outcome),
        Answer::Outcome(_)
        | Answer::Done
        | Answer::Status(_)
        | Answer::Device(_)
        | Answer::Prescription(_)
        | Answer::History(_)
        | Answer::Recent(_)
        | Answer::Paired(_)
        | Answer::Rejected(_)
        | Answer::Changed(_) => None,
    }
}

/// Intents that a restart of the process left unsent die. SR-40
pub(crate) fn bury_unsent(home: &mut Home) -> Result<(), StoreError> {
    let mut rows = home.store.unfinished_requests()?;
    rows.retain(|row| row.state == RequestState::Intended);
    home.store.write(|tx| {
        for row in &mut rows {
            row.state = transition(row.state, RequestEvent::Unsent(NotSent::Restarted));
            save_request(tx, row)?;
        }
        Ok(())
    })
}

/// Asks about every open request of this pump, and keeps the counter above every id of this key
/// that the pump knows. SR-41
pub(crate) fn resolve_open<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
) -> Result<(), ContactError> {
    raise_counter(home, contact)?;
    let mut open = home.store.unfinished_requests()?;
    open.retain(|row| row.state.is_open() && row.pump == contact.pump.id);
    for row in &mut open {
        resolve_one(home, contact, row)?;
    }
    Ok(())
}

/// A restored backup may have forgotten ids that were used. SR-07
fn raise_counter<L: Link>(home: &mut Home, contact: &mut Contact<L>) -> Result<(), StoreError> {
    let own = |report: &&OutcomeReport| Some(report.id.key_epoch) == contact.pump.key_epoch;
    let highest = contact
        .recent()
        .iter()
        .filter(own)
        .map(|it| it.id.counter)
        .max();
    let next = highest.map_or(1, |counter| counter.saturating_add(1));
    if next <= contact.pump.next_counter {
        return Ok(());
    }
    contact.pump.next_counter = next;
    home.store
        .write(|tx| save_pump(tx, &contact.pump).map(drop))
}

fn resolve_one<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    row: &mut RequestRow,
) -> Result<(), ContactError> {
    let window_ends = window_ends(contact.reading().status());
    let listed = contact.recent().iter().find(|report| report.id == row.id);
    let event = if Some(row.id.key_epoch) == contact.pump.key_epoch {
        let Some(outcome) = ask_outcome(contact, row.id, Ask::ResolveRequest(row.id)) else {
            return if contact.is_open() {
                Ok(())
            } else {
                Err(ConnectionError::Ended.into())
            };
        };
        RequestEvent::Reported {
            outcome,
            window_ends,
        }
    } else if let Some(report) = listed {
        RequestEvent::Reported {
            outcome: report.outcome,
            window_ends,
        }
    } else {
        // made with an earlier key, which this one cannot ask for
        RequestEvent::OutOfSight { window_ends }
    };
    Ok(record(home, &mut contact.pump, row, event)?)
}

/// Ends the running bolus of this id, or voids an id that never arrived.
pub(crate) fn cancel<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    id: RequestId,
) -> Result<BolusOutcome, BolusError> {
    let mut known = home.store.request(&contact.pump, id)?;
    if let Some(row) = known
        .as_mut()
        .filter(|row| row.state == RequestState::Intended)
    {
        let event = RequestEvent::Unsent(NotSent::Cancelled);
        record(home, &mut contact.pump, row, event)?;
        return Ok(row.state.into());
    }
    let outcome = contact
        .connection
        .ask_for(Ask::CancelBolus(id), |answer| told(&answer, id))?;
    let window_ends = window_ends(contact.reading().status());
    let event = RequestEvent::Reported {
        outcome,
        window_ends,
    };
    let Some(row) = known.as_mut() else {
        return Ok(transition(RequestState::Sent, event).into());
    };
    record(home, &mut contact.pump, row, event)?;
    Ok(row.state.into())
}
