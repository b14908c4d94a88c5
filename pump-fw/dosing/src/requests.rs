//! What became of each request: outcome rings, high-water marks, voids. SR-07
//!
//! Deliveries, refusals and voids have rings of their own, so that refusals never push out a
//! delivery. An id at or below its phone's high-water mark that is no longer stored is
//! *forgotten*, never unknown.

use cisterna_protocol::bounded::List;
use cisterna_protocol::message::{MAX_PHONES, MAX_RECENT};
use cisterna_protocol::outcome::{Outcome, OutcomeReport, RequestId};
use minicbor::{Decode, Encode};

/// Deliveries kept. With the rings below, the fullest state still fits into one item of flash.
pub const DELIVERIES: usize = 10;
/// Refusals kept.
pub const REFUSALS: usize = 6;
/// Voids kept.
pub const VOIDS: usize = 6;

/// A phone's high-water mark: no request at or below it is ever taken as new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HighWater {
    #[n(0)]
    key_epoch: u32,
    #[n(1)]
    counter: u32,
}

/// The outcomes that are kept, and the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Requests {
    #[n(0)]
    marks: List<HighWater, MAX_PHONES>,
    #[n(1)]
    deliveries: List<OutcomeReport, DELIVERIES>,
    #[n(2)]
    refusals: List<OutcomeReport, REFUSALS>,
    #[n(3)]
    voids: List<RequestId, VOIDS>,
}

impl Requests {
    /// What is known of `id`: its outcome, *forgotten* where it was known once, `None` where it
    /// never arrived.
    pub fn look_up(&self, id: RequestId) -> Option<Outcome> {
        let stored = self
            .deliveries
            .iter()
            .chain(self.refusals.iter())
            .find(|r| r.id == id);
        if let Some(report) = stored {
            return Some(report.outcome);
        }
        if self.voids.contains(&id) {
            return Some(Outcome::Voided);
        }
        (id.counter <= self.mark(id.key_epoch)).then_some(Outcome::Forgotten)
    }

    /// Keeps the outcome of a bolus that started.
    pub fn keep_delivery(&mut self, id: RequestId, outcome: Outcome) {
        self.raise_mark(id);
        self.deliveries.push_over(OutcomeReport { id, outcome });
    }

    /// Keeps a refusal.
    pub fn keep_refusal(&mut self, id: RequestId, outcome: Outcome) {
        self.raise_mark(id);
        self.refusals.push_over(OutcomeReport { id, outcome });
    }

    /// Voids an id that never arrived.
    pub fn void(&mut self, id: RequestId) {
        self.raise_mark(id);
        self.voids.push_over(id);
    }

    /// Raises the mark to `id`; it never falls.
    pub fn raise_mark(&mut self, id: RequestId) {
        if let Some(mark) = self
            .marks
            .iter_mut()
            .find(|mark| mark.key_epoch == id.key_epoch)
        {
            mark.counter = mark.counter.max(id.counter);
            return;
        }
        // As many marks as phones; the phone whose key was revoked longest ago makes room. Its
        // key epoch is never given again, so no session can present its ids.
        self.marks.push_over(HighWater {
            key_epoch: id.key_epoch,
            counter: id.counter,
        });
    }

    /// Forgets the mark of a revoked phone.
    pub fn revoke(&mut self, key_epoch: u32) {
        self.marks.retain(|mark| mark.key_epoch != key_epoch);
    }

    /// The outcomes kept, those of boluses first, each newest first.
    pub fn recent(&self) -> impl Iterator<Item = OutcomeReport> + '_ {
        const { assert!(DELIVERIES + REFUSALS + VOIDS <= MAX_RECENT) };
        let voided = |id: &RequestId| OutcomeReport {
            id: *id,
            outcome: Outcome::Voided,
        };
        let stored = self
            .deliveries
            .iter()
            .rev()
            .chain(self.refusals.iter().rev())
            .copied();
        stored.chain(self.voids.iter().rev().map(voided))
    }

    fn mark(&self, key_epoch: u32) -> u32 {
        let mark = self.marks.iter().find(|mark| mark.key_epoch == key_epoch);
        mark.map_or(0, |mark| mark.counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_protocol::outcome::{Refusal, RefusalReason};

    fn id(counter: u32) -> RequestId {
        RequestId {
            key_epoch: 7,
            counter,
        }
    }

    #[test]
    fn below_the_mark_and_not_stored_is_forgotten_never_unknown() {
        // SR-07
        let mut requests = Requests::default();
        requests.void(id(5));
        assert_eq!(requests.look_up(id(5)), Some(Outcome::Voided));
        assert_eq!(requests.look_up(id(4)), Some(Outcome::Forgotten));
        assert_eq!(requests.look_up(id(6)), None);
    }

    #[test]
    fn refusals_never_push_out_a_delivery() {
        // SR-07
        let mut requests = Requests::default();
        requests.keep_delivery(id(1), Outcome::Forgotten);
        let refusal = Outcome::Refused(Refusal::because(RefusalReason::Lockout));
        for counter in 2..200 {
            requests.keep_refusal(id(counter), refusal);
        }
        assert!(requests.recent().any(|report| report.id == id(1)));
        assert_eq!(requests.look_up(id(2)), Some(Outcome::Forgotten));
    }

    #[test]
    fn the_counter_at_its_maximum_leaves_no_new_id() {
        let mut requests = Requests::default();
        requests.void(id(u32::MAX));
        assert_eq!(requests.look_up(id(u32::MAX - 1)), Some(Outcome::Forgotten));
        assert_eq!(requests.look_up(id(u32::MAX)), Some(Outcome::Voided));
    }
}
