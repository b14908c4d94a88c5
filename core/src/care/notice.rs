#![doc = include_str!("states.md")]

use super::plan::{CaregiverId, Wants};
use crate::civil::{HOUR_MS, MINUTE_MS, Moment};
use cisterna_protocol::message::AlarmKind;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Names a notice. Given by its keeper, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(pub u64);

/// An alarm by its code on the wire, so that a notice keeps one that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AlarmCode(pub u8);

impl AlarmCode {
    /// The alarm, or `None` where this version does not know the code.
    pub fn kind(self) -> Option<AlarmKind> {
        AlarmKind::from_code(self.0)
    }
}

impl From<AlarmKind> for AlarmCode {
    fn from(kind: AlarmKind) -> Self {
        Self(kind.code())
    }
}

/// Of what a caregiver is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An alarm of the pump that is an emergency for its drug.
    Emergency(AlarmCode),
    /// No reading from the pump for longer than the set time.
    Unreachable,
    /// The reservoir is low.
    Low,
    /// The reservoir is empty.
    Empty,
    /// The person does not answer what the app asks.
    NoAnswer,
}

impl Cause {
    /// How long a notice may stay without being seen before the next caregiver is told, in
    /// milliseconds. Assumption, row by row.
    pub const fn wait_ms(self) -> i64 {
        match self {
            Self::Emergency(_) => 5 * MINUTE_MS,
            Self::Empty => 15 * MINUTE_MS,
            Self::Unreachable | Self::NoAnswer => 30 * MINUTE_MS,
            Self::Low => 24 * HOUR_MS,
        }
    }

    /// Whether somebody who wants this is told of it. Assumption, row by row: an empty or
    /// unreachable pump counts as an emergency, because for baclofen it may be one (SR-20).
    pub const fn is_wanted(self, wants: Wants) -> bool {
        match self {
            Self::Emergency(_) | Self::Unreachable => wants.emergencies,
            Self::Low => wants.refill,
            Self::Empty => wants.emergencies || wants.refill,
            Self::NoAnswer => wants.no_answer,
        }
    }
}

/// Why a notice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBecause {
    /// What it was about is over.
    CauseEnded,
    /// The person took it back.
    TakenBack,
}

/// How far a notice has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Made, and nobody has it yet.
    ToSend,
    /// Given to a messenger, a call or a voice; nobody says that it was seen.
    HandedOver {
        /// When.
        at: Moment,
    },
    /// Somebody says that it was seen: the caregiver is told. SR-47
    Seen {
        /// When that became known.
        at: Moment,
    },
    /// Over.
    Ended {
        /// When.
        at: Moment,
        /// Why.
        because: EndedBecause,
        /// When it had been seen, if it had.
        #[serde(default)]
        seen: Option<Moment>,
    },
}

/// What happens to a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeEvent {
    /// The message left the person's hands.
    HandedOver,
    /// The caregiver has seen it: they answered, or their device said so.
    Seen,
    /// What it was about is over.
    CauseEnded,
    /// The person takes it back.
    TakenBack,
}

/// Why an event does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoticeError {
    /// Seen, but never handed over.
    #[error("this notice was not handed over yet: do that first")]
    NotHandedOver,
    /// Handed over a second time.
    #[error("this notice was handed over before: wait until it is seen, or call")]
    AlreadyHandedOver,
    /// Handed over, seen or taken back after it was seen.
    #[error("this notice was seen before: there is nothing more to do with it")]
    AlreadySeen,
    /// It has ended.
    #[error("this notice has ended: make a new one if the cause is back")]
    Ended,
}

/// A notice to one caregiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its name.
    pub id: NoticeId,
    /// Of what.
    pub cause: Cause,
    /// To whom.
    pub caregiver: CaregiverId,
    /// When it was made.
    pub made: Moment,
    /// How far it has come.
    pub state: NoticeState,
}

impl Notice {
    /// A notice that is to be sent.
    pub const fn new(id: NoticeId, cause: Cause, caregiver: CaregiverId, made: Moment) -> Self {
        Self {
            id,
            cause,
            caregiver,
            made,
            state: NoticeState::ToSend,
        }
    }

    /// Whether the caregiver is, or was, told: only what was seen counts. SR-47
    pub const fn is_told(&self) -> bool {
        match self.state {
            NoticeState::ToSend | NoticeState::HandedOver { .. } => false,
            NoticeState::Seen { .. } => true,
            NoticeState::Ended { seen, .. } => seen.is_some(),
        }
    }

    /// Whether its cause goes on. A notice that was taken back is still about it.
    pub const fn is_current(&self) -> bool {
        match self.state {
            NoticeState::ToSend | NoticeState::HandedOver { .. } | NoticeState::Seen { .. } => true,
            NoticeState::Ended { because, .. } => match because {
                EndedBecause::TakenBack => true,
                EndedBecause::CauseEnded => false,
            },
        }
    }

    /// The notice after `event` at `at`.
    ///
    /// # Errors
    /// [`NoticeError`] where the event does not fit; the notice stays as it is.
    pub fn after(self, event: NoticeEvent, at: Moment) -> Result<Self, NoticeError> {
        let state = match self.state {
            NoticeState::ToSend => from_to_send(event, at),
            NoticeState::HandedOver { .. } => from_handed_over(event, at),
            NoticeState::Seen { at: seen } => from_seen(event, at, seen),
            NoticeState::Ended { because, .. } => from_ended(event, at, because),
        }?;
        Ok(Self { state, ..self })
    }
}

const fn ended(at: Moment, because: EndedBecause, seen: Option<Moment>) -> NoticeState {
    NoticeState::Ended { at, because, seen }
}

const fn from_to_send(event: NoticeEvent, at: Moment) -> Result<NoticeState, NoticeError> {
    match event {
        NoticeEvent::HandedOver => Ok(NoticeState::HandedOver { at }),
        NoticeEvent::Seen => Err(NoticeError::NotHandedOver),
        NoticeEvent::CauseEnded => Ok(ended(at, EndedBecause::CauseEnded, None)),
        NoticeEvent::TakenBack => Ok(ended(at, EndedBecause::TakenBack, None)),
    }
}

const fn from_handed_over(event: NoticeEvent, at: Moment) -> Result<NoticeState, NoticeError> {
    match event {
        NoticeEvent::HandedOver => Err(NoticeError::AlreadyHandedOver),
        NoticeEvent::Seen => Ok(NoticeState::Seen { at }),
        NoticeEvent::CauseEnded => Ok(ended(at, EndedBecause::CauseEnded, None)),
        NoticeEvent::TakenBack => Ok(ended(at, EndedBecause::TakenBack, None)),
    }
}

const fn from_seen(
    event: NoticeEvent,
    at: Moment,
    seen: Moment,
) -> Result<NoticeState, NoticeError> {
    match event {
        NoticeEvent::HandedOver | NoticeEvent::Seen | NoticeEvent::TakenBack => {
            Err(NoticeError::AlreadySeen)
        }
        NoticeEvent::CauseEnded => Ok(ended(at, EndedBecause::CauseEnded, Some(seen))),
    }
}

const fn from_ended(
    event: NoticeEvent,
    at: Moment,
    because: EndedBecause,
) -> Result<NoticeState, NoticeError> {
    match (event, because) {
        // never seen: what was seen cannot be taken back
        (NoticeEvent::CauseEnded, EndedBecause::TakenBack) => {
            Ok(ended(at, EndedBecause::CauseEnded, None))
        }
        (
            NoticeEvent::HandedOver
            | NoticeEvent::Seen
            | NoticeEvent::CauseEnded
            | NoticeEvent::TakenBack,
            EndedBecause::CauseEnded | EndedBecause::TakenBack,
        ) => Err(NoticeError::Ended),
    }
}
