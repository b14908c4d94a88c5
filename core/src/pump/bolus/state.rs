#![doc = include_str!("states.md")]

use cisterna_protocol::outcome::{Course, Outcome, Refusal, Stopped};
use cisterna_protocol::quantity::Count;

/// What is kept of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Wished for, durable, nothing sent.
    Intended,
    /// On its way, or delivered, or lost: uncertain.
    Sent,
    /// What the pump said last. Never voided or forgotten: those have states of their own.
    Answered(Outcome),
    /// Absent from the pump and voided by it: nothing was or will be given.
    NotReceived,
    /// The pump can no longer tell. Treated as given.
    CannotBeKnown {
        /// Count of the pump at which a bolus of that time has left the window.
        until: Count,
    },
    /// Never sent.
    Died(NotSent),
}

/// Why a request was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotSent {
    /// 60 s passed since the tap. SR-40
    TooLate,
    /// The app restarted in between. SR-40
    Restarted,
    /// The person did not authenticate. SR-43
    NotAuthenticated,
    /// The pump offers another dose or prescription than the person was shown, or none.
    OfferChanged,
    /// The link ended before the request left.
    LinkLost,
    /// The person took it back, or tapped anew.
    Cancelled,
    /// An earlier request cannot be known, and its window has not passed. SR-41
    Held,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestEvent {
    /// Its bytes are about to leave.
    Sending,
    /// The pump told its outcome.
    Reported {
        /// The outcome.
        outcome: Outcome,
        /// Until when it counts as given, should it be unknown.
        window_ends: Count,
    },
    /// The pump's memory or the pump itself is another one, or the request belongs to a key that
    /// can no longer ask for it.
    OutOfSight {
        /// Until when it counts as given.
        window_ends: Count,
    },
    /// It is given up before it was sent.
    Unsent(NotSent),
}

impl RequestState {
    /// Whether the outcome is not known yet: no new request is made. SR-41
    pub const fn is_uncertain(&self) -> bool {
        match self {
            Self::Sent => true,
            Self::Intended
            | Self::Answered(_)
            | Self::NotReceived
            | Self::CannotBeKnown { .. }
            | Self::Died(_) => false,
        }
    }

    /// Whether the pump has more to tell about it.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Sent | Self::Answered(Outcome::Running(_)) => true,
            Self::Answered(
                Outcome::Refused(_)
                | Outcome::Delivered(_)
                | Outcome::StoppedEarly(_)
                | Outcome::Voided
                | Outcome::Forgotten,
            )
            | Self::Intended
            | Self::NotReceived
            | Self::CannotBeKnown { .. }
            | Self::Died(_) => false,
        }
    }
}

/// The state after `event`. An event that cannot concern a state leaves it as it is.
#[must_use]
pub const fn transition(state: RequestState, event: RequestEvent) -> RequestState {
    match state {
        RequestState::Intended => from_intended(event),
        RequestState::Sent => from_sent(event),
        RequestState::Answered(outcome) => from_answered(outcome, event),
        RequestState::CannotBeKnown { .. } => from_unknown(state, event),
        // voided by the pump: durable there, nothing can follow
        RequestState::NotReceived => state,
        RequestState::Died(_) => from_died(state, event),
    }
}

const fn from_intended(event: RequestEvent) -> RequestState {
    match event {
        RequestEvent::Sending => RequestState::Sent, // SR-41: before the send call
        RequestEvent::Unsent(why) => RequestState::Died(why),
        RequestEvent::OutOfSight { .. } => RequestState::Died(NotSent::OfferChanged),
        RequestEvent::Reported { .. } => from_died(RequestState::Intended, event),
    }
}

const fn from_sent(event: RequestEvent) -> RequestState {
    match event {
        RequestEvent::Reported {
            outcome,
            window_ends,
        } => told(outcome, window_ends),
        RequestEvent::OutOfSight { window_ends } => {
            RequestState::CannotBeKnown { until: window_ends } // SR-41
        }
        // SR-41: once sent, nothing but the pump's word says that it was not
        RequestEvent::Sending | RequestEvent::Unsent(_) => RequestState::Sent,
    }
}

/// What the pump's word means for a request that was sent.
const fn told(outcome: Outcome, window_ends: Count) -> RequestState {
    match outcome {
        Outcome::Refused(_)
        | Outcome::Running(_)
        | Outcome::Delivered(_)
        | Outcome::StoppedEarly(_) => RequestState::Answered(outcome),
        Outcome::Voided => RequestState::NotReceived,
        Outcome::Forgotten => RequestState::CannotBeKnown { until: window_ends },
    }
}

const fn from_answered(before: Outcome, event: RequestEvent) -> RequestState {
    let stays = RequestState::Answered(before);
    match before {
        Outcome::Refused(_)
        | Outcome::Delivered(_)
        | Outcome::StoppedEarly(_)
        | Outcome::Voided
        | Outcome::Forgotten => stays,
        Outcome::Running(_) => match event {
            RequestEvent::Reported {
                outcome,
                window_ends,
            } => match outcome {
                Outcome::Running(_) | Outcome::Delivered(_) | Outcome::StoppedEarly(_) => {
                    RequestState::Answered(outcome)
                }
                // it ran: a pump that now says otherwise does not know it any more
                Outcome::Refused(_) | Outcome::Voided | Outcome::Forgotten => {
                    RequestState::CannotBeKnown { until: window_ends }
                }
            },
            RequestEvent::OutOfSight { window_ends } => {
                RequestState::CannotBeKnown { until: window_ends }
            }
            RequestEvent::Sending | RequestEvent::Unsent(_) => stays,
        },
    }
}

/// Only the pump's word that something was given, or not, makes the unknown known.
const fn from_unknown(state: RequestState, event: RequestEvent) -> RequestState {
    match event {
        RequestEvent::Reported { outcome, .. } => match outcome {
            Outcome::Running(_) | Outcome::Delivered(_) | Outcome::StoppedEarly(_) => {
                RequestState::Answered(outcome)
            }
            Outcome::Refused(_) | Outcome::Voided | Outcome::Forgotten => state,
        },
        RequestEvent::Sending | RequestEvent::OutOfSight { .. } | RequestEvent::Unsent(_) => state,
    }
}

/// A request that never left cannot be at the pump, unless this phone holds a restored backup.
const fn from_died(state: RequestState, event: RequestEvent) -> RequestState {
    match event {
        RequestEvent::Reported { outcome, .. } => match outcome {
            Outcome::Running(_) | Outcome::Delivered(_) | Outcome::StoppedEarly(_) => {
                RequestState::Answered(outcome)
            }
            Outcome::Refused(_) | Outcome::Voided | Outcome::Forgotten => state,
        },
        RequestEvent::Sending | RequestEvent::OutOfSight { .. } | RequestEvent::Unsent(_) => state,
    }
}

/// What an observer is told about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BolusOutcome {
    /// Being prepared; nothing was sent yet.
    Preparing,
    /// Never sent; nothing was or will be given.
    NotSent(NotSent),
    /// Not known yet: do not repeat it. SR-41
    NotKnownYet,
    /// The pump refused; nothing was or will be given.
    Refused(Refusal),
    /// Being given now, as of the last report.
    Running(Course),
    /// Given in full.
    Delivered(Course),
    /// Ended before its end.
    StoppedEarly(Stopped),
    /// Never arrived, and never will be given.
    NotReceived,
    /// Cannot be known; treat it as given.
    CannotBeKnown {
        /// Count of the pump from which on a new request is made.
        until: Count,
    },
}

impl From<RequestState> for BolusOutcome {
    fn from(state: RequestState) -> Self {
        match state {
            RequestState::Intended => Self::Preparing,
            RequestState::Sent => Self::NotKnownYet,
            RequestState::NotReceived => Self::NotReceived,
            RequestState::CannotBeKnown { until } => Self::CannotBeKnown { until },
            RequestState::Died(why) => Self::NotSent(why),
            RequestState::Answered(outcome) => match outcome {
                Outcome::Refused(refusal) => Self::Refused(refusal),
                Outcome::Running(course) => Self::Running(course),
                Outcome::Delivered(course) => Self::Delivered(course),
                Outcome::StoppedEarly(stopped) => Self::StoppedEarly(stopped),
                Outcome::Voided => Self::NotReceived,
                Outcome::Forgotten => Self::NotKnownYet,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cisterna_protocol::outcome::RefusalReason;
    use cisterna_protocol::quantity::{Nanograms, Nanolitres};

    const UNTIL: Count = Count(90_000);

    fn course() -> Course {
        Course {
            started_at: Count(10),
            ends_at: Count(20),
            programmed: Nanolitres(5),
            delivered: Nanolitres(5),
            delivered_dose: Nanograms(9),
        }
    }

    fn reported(outcome: Outcome) -> RequestEvent {
        RequestEvent::Reported {
            outcome,
            window_ends: UNTIL,
        }
    }

    fn outcomes() -> [Outcome; 5] {
        [
            Outcome::Refused(Refusal::because(RefusalReason::Lockout)),
            Outcome::Running(course()),
            Outcome::Delivered(course()),
            Outcome::Voided,
            Outcome::Forgotten,
        ]
    }

    fn events() -> Vec<RequestEvent> {
        let own = [
            RequestEvent::Sending,
            RequestEvent::OutOfSight { window_ends: UNTIL },
            RequestEvent::Unsent(NotSent::LinkLost),
        ];
        own.into_iter().chain(outcomes().map(reported)).collect()
    }

    /// SR-41
    #[test]
    fn once_sent_only_the_pump_or_its_loss_ends_the_uncertainty() {
        for event in [
            RequestEvent::Sending,
            RequestEvent::Unsent(NotSent::LinkLost),
        ] {
            assert_eq!(transition(RequestState::Sent, event), RequestState::Sent);
        }
        let lost = RequestEvent::OutOfSight { window_ends: UNTIL };
        let unknown = RequestState::CannotBeKnown { until: UNTIL };
        assert_eq!(transition(RequestState::Sent, lost), unknown);
        assert_eq!(
            transition(RequestState::Sent, reported(Outcome::Forgotten)),
            unknown
        );
        assert_eq!(
            transition(RequestState::Sent, reported(Outcome::Voided)),
            RequestState::NotReceived
        );
    }

    #[test]
    fn a_final_outcome_never_changes() {
        for outcome in outcomes() {
            let state = transition(RequestState::Sent, reported(outcome));
            if state.is_open() || matches!(state, RequestState::CannotBeKnown { .. }) {
                continue;
            }
            for event in events() {
                assert_eq!(transition(state, event), state, "{event:?}");
            }
        }
    }

    /// SR-41
    #[test]
    fn a_running_bolus_never_becomes_one_that_was_not_given() {
        let running = RequestState::Answered(Outcome::Running(course()));
        for event in events() {
            let after = BolusOutcome::from(transition(running, event));
            let given = matches!(
                after,
                BolusOutcome::Running(_)
                    | BolusOutcome::Delivered(_)
                    | BolusOutcome::CannotBeKnown { .. }
            );
            assert!(given, "{event:?}: {after:?}");
        }
    }

    #[test]
    fn the_unknown_stays_treated_as_given_until_the_pump_says_that_it_was() {
        let unknown = RequestState::CannotBeKnown { until: UNTIL };
        for event in events() {
            let after = transition(unknown, event);
            assert!(after == unknown || matches!(after, RequestState::Answered(_)));
        }
    }

    /// SR-40
    #[test]
    fn a_dead_intent_is_never_sent() {
        let dead = RequestState::Died(NotSent::TooLate);
        assert_eq!(transition(dead, RequestEvent::Sending), dead);
        let again = RequestEvent::Unsent(NotSent::Restarted);
        assert_eq!(transition(dead, again), dead);
    }
}
