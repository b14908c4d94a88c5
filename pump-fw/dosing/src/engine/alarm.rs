//! Alarms: raised while their cause stays, muted for at most an hour, answered by the table.

use super::Engine;
use crate::hazard::{self, Response};
use crate::limits::MAX_MUTE_S;
use crate::state::Raised;
use cisterna_protocol::message::{Acknowledgement, AlarmKind, Priority, RejectReason, Rejection};
use cisterna_protocol::outcome::StopCause;
use cisterna_protocol::prescription::{Drug, Field};
use cisterna_protocol::quantity::Count;
use cisterna_protocol::record::Body;
use cisterna_protocol::status::Alarm;

impl Engine {
    /// Whether an alarm's cause stays.
    pub fn has(&self, kind: AlarmKind) -> bool {
        self.state.alarms.iter().any(|alarm| alarm.kind == kind)
    }

    /// Raises an alarm, and answers it: where the table says so, a running bolus ends. SR-06,
    /// SR-14
    pub fn raise(&mut self, kind: AlarmKind) {
        if self.has(kind) {
            return;
        }
        self.note_alarm(kind);
        self.log_event(Body::AlarmRaised(kind));
        if self.response(kind) != Response::GoOn {
            self.end_bolus(StopCause::Alarm);
        }
        self.settle();
        self.must_commit = true;
    }

    /// The alarm's cause is gone.
    pub fn clear(&mut self, kind: AlarmKind) {
        if !self.has(kind) {
            return;
        }
        self.state.alarms.retain(|alarm| alarm.kind != kind);
        self.log_event(Body::AlarmCleared(kind));
        self.settle();
        self.must_commit = true;
    }

    /// Raised or cleared as `on` says.
    pub(super) fn set_alarm(&mut self, kind: AlarmKind, on: bool) {
        if on {
            self.raise(kind);
        } else {
            self.clear(kind);
        }
    }

    pub(super) fn note_alarm(&mut self, kind: AlarmKind) {
        let raised = Raised {
            kind,
            since: self.state.cursor,
            muted_until: None,
        };
        self.state.alarms.push_over(raised);
    }

    /// Mutes an alarm for at most an hour; its cause stays, and so does the alarm. SR-16
    ///
    /// # Errors
    /// Where no such alarm is raised.
    pub fn acknowledge(&mut self, ack: Acknowledgement) -> Result<(), Rejection> {
        let mute_s = ack.mute_s.min(MAX_MUTE_S);
        let until = self.state.cursor.after(u64::from(mute_s));
        let raised = self
            .state
            .alarms
            .iter_mut()
            .find(|alarm| alarm.kind == ack.alarm);
        raised.ok_or(Rejection::field(Field::Alarm))?.muted_until = Some(until);
        self.log_event(Body::AlarmMuted {
            kind: ack.alarm,
            mute_s,
        });
        self.must_commit = true;
        Ok(())
    }

    /// Clears a fault after the clinic looked at it. Alarms that follow from a state (low, empty,
    /// stopped, clock) end with that state, not by command.
    ///
    /// # Errors
    /// Where it is not raised, or ends by itself.
    pub fn clear_fault(&mut self, kind: AlarmKind) -> Result<(), Rejection> {
        let by_command = match kind {
            AlarmKind::MotorStall
            | AlarmKind::InfusionError
            | AlarmKind::MonitorCut
            | AlarmKind::SelfTest
            | AlarmKind::BadMemory
            | AlarmKind::LimitHold => true,
            AlarmKind::ReservoirLow
            | AlarmKind::ReservoirEmpty
            | AlarmKind::ReservoirDry
            | AlarmKind::Stopped
            | AlarmKind::ClockUncertain
            | AlarmKind::UseByPassed
            | AlarmKind::NotProgrammed => false,
        };
        if !by_command || !self.has(kind) {
            return Err(Rejection {
                reason: RejectReason::State,
                ..Rejection::field(Field::Alarm)
            });
        }
        self.state.stalled = 0;
        self.state.feedback_balance = 0;
        self.clear(kind);
        Ok(())
    }

    /// The alarm that blocks boluses, the gravest first.
    pub(super) fn blocking_alarm(&self) -> Option<AlarmKind> {
        let blocking = self.state.alarms.iter().map(|alarm| alarm.kind);
        let worst = blocking.max_by_key(|kind| (self.response(*kind), self.priority(*kind)))?;
        (self.response(worst) != Response::GoOn).then_some(worst)
    }

    /// Alarms as they are told: most urgent first.
    pub(super) fn alarms_now(&self) -> impl Iterator<Item = Alarm> + '_ {
        const URGENCY: [Priority; 4] = [
            Priority::High,
            Priority::Medium,
            Priority::Low,
            Priority::Notice,
        ];
        let of = move |urgency| {
            let here = move |alarm: &&Raised| self.priority(alarm.kind) == urgency;
            self.state
                .alarms
                .iter()
                .filter(here)
                .map(move |alarm| Alarm {
                    kind: alarm.kind,
                    priority: urgency,
                    since: alarm.since,
                    muted_until: alarm.muted_until,
                })
        };
        URGENCY.into_iter().flat_map(of)
    }

    /// The most urgent alarm that sounds now: raised and not muted. SR-16
    pub fn sounding(&self, now: Count) -> Option<Priority> {
        let muted = |alarm: &Alarm| alarm.muted_until.is_some_and(|until| now < until);
        self.alarms_now()
            .find(|alarm| !muted(alarm))
            .map(|alarm| alarm.priority)
    }

    fn response(&self, kind: AlarmKind) -> Response {
        hazard::response(self.drug(), kind)
    }

    fn priority(&self, kind: AlarmKind) -> Priority {
        hazard::priority(self.drug(), kind)
    }

    /// Before the first prescription the strictest column stands in.
    fn drug(&self) -> Drug {
        self.plan.as_ref().map_or(Drug::Morphine, |plan| plan.drug)
    }
}
