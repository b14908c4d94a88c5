//! Records: numbered and chained the moment they are made, stored with the next commit.

use super::{Engine, Pending};
use cisterna_protocol::bounded::Octets;
use cisterna_protocol::history::Log;
use cisterna_protocol::message::AlarmKind;
use cisterna_protocol::outcome::{RefusalReason, RequestId, StopCause};
use cisterna_protocol::record::{Body, Record, chain};
use cisterna_protocol::status::{LogExtent, Totals};

/// Refusals that one hour logs one by one; further ones are counted. SR-38
const REFUSALS_AN_HOUR: u16 = 20;
/// Seconds of an hour of the count.
const HOUR_S: u64 = 3_600;

impl Engine {
    /// Logs into the dose log.
    pub(super) fn log_dose(&mut self, body: Body) {
        self.log(Log::Doses, body);
    }

    /// Logs into the event log.
    pub fn log_event(&mut self, body: Body) {
        self.log(Log::Events, body);
    }

    /// Counts handshakes and frames that failed; whoever counts decides when it is worth a record.
    pub fn note_intrusion(&mut self, handshakes: u32, frames: u32) {
        let totals: &mut Totals = &mut self.state.totals;
        totals.failed_handshakes = totals.failed_handshakes.saturating_add(handshakes);
        totals.bad_frames = totals.bad_frames.saturating_add(frames);
    }

    /// The sequence number that a log's next record will get.
    pub fn next_seq(&self, log: Log) -> u32 {
        match log {
            Log::Doses => self.state.doses.next,
            Log::Events => self.state.events.next,
        }
    }

    /// Extent of a log whose oldest stored record is `first`.
    pub fn extent(&self, log: Log, first: u32) -> LogExtent {
        LogExtent {
            first,
            next: self.next_seq(log),
        }
    }

    pub(super) fn log_refusal(&mut self, id: RequestId, reason: RefusalReason) {
        let hour = self.state.cursor.0 / HOUR_S;
        let burst = &mut self.state.refusals;
        if burst.hour != hour {
            *burst = crate::state::Burst {
                hour,
                logged: 0,
                pending: burst.pending,
            };
        }
        if burst.logged >= REFUSALS_AN_HOUR {
            burst.pending = burst.pending.saturating_add(1);
            return;
        }
        burst.logged += 1;
        let times = burst.pending.saturating_add(1);
        burst.pending = 0;
        self.log_event(Body::Refused { id, reason, times });
    }

    fn log(&mut self, log: Log, body: Body) {
        let head = match log {
            Log::Doses => self.state.doses,
            Log::Events => self.state.events,
        };
        let record = Record {
            seq: head.next,
            epoch: self.state.epoch,
            at: self.state.cursor,
            body,
        };
        let bytes = record.to_bytes();
        let digest = chain(&head.digest(), &bytes);
        // The numbers end in more than a million years of use; a log that ended says so.
        let Some(next) = head.next.checked_add(1) else {
            self.state.changes = self.state.changes.wrapping_add(1);
            if !self.has(AlarmKind::BadMemory) {
                self.note_alarm(AlarmKind::BadMemory);
                // SR-06: the alarm blocks boluses, the running one too.
                self.end_bolus(StopCause::Alarm);
                self.must_commit = true;
            }
            return;
        };
        if self
            .outbox
            .push(Pending {
                log,
                record: bytes,
                digest,
            })
            .is_err()
        {
            // Only an uncovered pump gets here: its memory takes nothing anyway.
            return;
        }
        let head = match log {
            Log::Doses => &mut self.state.doses,
            Log::Events => &mut self.state.events,
        };
        head.next = next;
        head.chain = Octets(digest);
        self.state.changes = self.state.changes.wrapping_add(1);
    }
}
