//! From the tap to the pump's answer.

use super::resolve::{ask_outcome, record};
use super::{
    BolusError, BolusOffer, BolusOutcome, NotSent, RequestEvent, RequestState, transition,
};
use crate::clock::{Age, Instant};
use crate::home::Home;
use crate::keys::Authenticator;
use crate::pump::link::Link;
use crate::pump::visit::Contact;
use crate::store::{PumpRow, RequestRow, StoreError, save_pump, save_request};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::message::Ask;
use cisterna_protocol::outcome::{BolusRequest, RequestId};
use cisterna_protocol::signed::bolus_proof_message;
use cisterna_protocol::status::Status;

/// An intent dies this long after the tap, in milliseconds. SR-40
const INTENT_LIVES_MS: u64 = 60_000;

/// Seconds from the count read to the expiry: under the 60 s that the pump accepts. SR-08
const EXPIRES_IN_S: u64 = 55;

/// Makes the wish durable, with an id of its own, before anything leaves. SR-40
pub(crate) fn intend(
    home: &mut Home,
    pump: &mut PumpRow,
    shown: BolusOffer,
) -> Result<RequestRow, BolusError> {
    let mut earlier = home.store.unfinished_requests()?;
    if let Some(uncertain) = earlier.iter().find(|row| row.state.is_uncertain()) {
        return Err(BolusError::Uncertain(uncertain.id)); // SR-41
    }
    earlier.retain(|row| row.state == RequestState::Intended);
    let key_epoch = pump.key_epoch.ok_or(BolusError::NoIntent)?;
    let counter = pump.next_counter;
    let row = RequestRow {
        pump: pump.id,
        generation: pump.generation,
        id: RequestId { key_epoch, counter },
        tapped: home.clock.now(),
        dose: shown.dose,
        prescription_version: shown.prescription_version,
        state: RequestState::Intended,
    };
    pump.next_counter = counter.checked_add(1).ok_or(BolusError::NoIdsLeft)?;
    home.store.write(|tx| {
        for row in &mut earlier {
            row.state = transition(row.state, RequestEvent::Unsent(NotSent::Cancelled));
            save_request(tx, row)?;
        }
        save_pump(tx, pump)?; // SR-07: the counter is durable before its use
        save_request(tx, &row)
    })?;
    Ok(row)
}

/// Carries an intent to the pump. An error means that nothing was sent and the intent is dead, or
/// that the store failed.
pub(crate) fn carry<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    row: &mut RequestRow,
    authenticator: &dyn Authenticator,
) -> Result<BolusOutcome, BolusError> {
    if row.state != RequestState::Intended || row.pump != contact.pump.id {
        return Err(BolusError::NoIntent);
    }
    let request = match prepare(home, contact, row, authenticator) {
        Ok(request) => request,
        Err(error) => {
            let event = RequestEvent::Unsent(why(&error));
            record(home, &mut contact.pump, row, event)?;
            return Err(error);
        }
    };
    record(home, &mut contact.pump, row, RequestEvent::Sending)?; // SR-41: before the first byte
    send(home, contact, row, request)?;
    Ok(row.state.into())
}

/// Everything about the request is of this session: count, dose, version. SR-08
fn prepare<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    row: &RequestRow,
    authenticator: &dyn Authenticator,
) -> Result<BolusRequest, BolusError> {
    check_alive(row, &home.clock.now())?;
    let status = contact.refresh(home)?.status().clone();
    check_offer(row, &status)?;
    check_hold(&contact.pump, &status)?;
    let mut request = BolusRequest {
        id: row.id,
        dose: row.dose,
        prescription_version: row.prescription_version,
        epoch: status.epoch,
        expires_at: status.count.after(EXPIRES_IN_S),
        proof: Octets([0; 32]),
    };
    let serial = &contact.pump.serial;
    let session = contact.connection.handshake_hash();
    let message = bolus_proof_message(serial.as_str(), session, &request);
    request.proof = Octets(authenticator.prove(serial, &message)?); // SR-43
    check_alive(row, &home.clock.now())?; // authenticating takes its time
    Ok(request)
}

/// SR-40
fn check_alive(row: &RequestRow, now: &Instant) -> Result<(), BolusError> {
    match row.tapped.age_at(now) {
        Age::Counted { ms } if ms < INTENT_LIVES_MS => Ok(()),
        Age::Counted { .. } | Age::ByWallClock { .. } => Err(BolusError::TooLate),
    }
}

fn check_offer(row: &RequestRow, status: &Status) -> Result<(), BolusError> {
    let shown = BolusOffer {
        dose: row.dose,
        prescription_version: row.prescription_version,
    };
    if BolusOffer::of(status) == Some(shown) {
        Ok(())
    } else {
        Err(BolusError::OfferChanged)
    }
}

/// SR-41
fn check_hold(pump: &PumpRow, status: &Status) -> Result<(), BolusError> {
    let left_s = pump.hold_until.map_or(0, |until| until.since(status.count));
    if left_s == 0 {
        Ok(())
    } else {
        Err(BolusError::Held { left_s })
    }
}

const fn why(error: &BolusError) -> NotSent {
    match error {
        BolusError::TooLate => NotSent::TooLate,
        BolusError::Held { .. } => NotSent::Held,
        BolusError::Authentication(_) => NotSent::NotAuthenticated,
        BolusError::OfferChanged => NotSent::OfferChanged,
        BolusError::Contact(_) => NotSent::LinkLost,
        BolusError::Uncertain(_)
        | BolusError::NoIntent
        | BolusError::NoIdsLeft
        | BolusError::Store(_) => NotSent::Cancelled,
    }
}

/// From here on anything but the pump's word leaves the request uncertain. SR-41
fn send<L: Link>(
    home: &mut Home,
    contact: &mut Contact<L>,
    row: &mut RequestRow,
    request: BolusRequest,
) -> Result<(), StoreError> {
    let mut outcome = ask_outcome(contact, row.id, Ask::RequestBolus(request));
    if outcome.is_none() && contact.is_open() {
        // the pump rejected it: it says itself that nothing is left of it
        outcome = ask_outcome(contact, row.id, Ask::ResolveRequest(row.id));
    }
    let Some(outcome) = outcome else {
        return Ok(());
    };
    let window_ends = super::window_ends(contact.reading().status());
    let event = RequestEvent::Reported {
        outcome,
        window_ends,
    };
    record(home, &mut contact.pump, row, event)
}
