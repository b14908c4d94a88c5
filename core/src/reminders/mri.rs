#![doc = include_str!("states.md")]

use super::{Cause, Kind, Urgency};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Where the follow-up of an MRI stands. Instants in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MriFollowUp {
    /// Nothing to follow up.
    #[default]
    None,
    /// An MRI is planned.
    Planned {
        /// When.
        at_utc_ms: i64,
    },
    /// It was made: the pump has to be read.
    Done {
        /// When.
        at_utc_ms: i64,
    },
    /// The pump was read and says that it is infusing: the person has to confirm it.
    Read {
        /// When it was read.
        at_utc_ms: i64,
    },
    /// The pump was read and does not infuse.
    NotInfusing {
        /// Since which reading.
        at_utc_ms: i64,
    },
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MriEvent {
    /// One is planned for an instant.
    Planned {
        /// When.
        at_utc_ms: i64,
    },
    /// The plan is called off.
    CalledOff,
    /// One was made.
    Done,
    /// The pump was read, and its therapy runs.
    ReadInfusing,
    /// The pump was read, and its therapy does not run.
    ReadNotInfusing,
    /// The person confirms that the pump infuses.
    Confirmed,
}

/// Why an event does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MriError {
    /// Confirmed before the pump was read.
    #[error("the pump was not read since the MRI: read it first")]
    NotRead,
    /// There is nothing to confirm or to call off.
    #[error("no MRI is being followed up: note it first")]
    Nothing,
    /// The pump does not infuse.
    #[error("the last reading says that the pump does not infuse: call your clinic")]
    NotInfusing,
    /// Something is being followed up already.
    #[error("an MRI is being followed up: finish that first")]
    Open,
}

impl MriFollowUp {
    /// The state after `event` at `now_utc_ms`.
    ///
    /// # Errors
    /// [`MriError`] where the event does not fit; the state stays as it is.
    pub fn after(self, event: MriEvent, now_utc_ms: i64) -> Result<Self, MriError> {
        match self {
            Self::None => from_none(event, now_utc_ms),
            Self::Planned { .. } => from_planned(self, event, now_utc_ms),
            Self::Done { .. } => from_done(self, event, now_utc_ms),
            Self::Read { .. } => from_read(self, event, now_utc_ms),
            Self::NotInfusing { .. } => from_not_infusing(self, event, now_utc_ms),
        }
    }

    /// What there is to remind of.
    pub(super) fn cause(self) -> Option<Cause> {
        let cause = |kind, urgency, since_utc_ms| Cause {
            id: format!("mri/{since_utc_ms}"),
            kind,
            urgency,
            since_utc_ms,
            until_utc_ms: None,
        };
        match self {
            Self::None => None,
            // from its time on, whoever planned it is asked to read the pump
            Self::Planned { at_utc_ms } | Self::Done { at_utc_ms } => {
                Some(cause(Kind::MriRead, Urgency::Medium, at_utc_ms))
            }
            Self::Read { at_utc_ms } => Some(cause(Kind::MriConfirm, Urgency::Medium, at_utc_ms)),
            Self::NotInfusing { at_utc_ms } => {
                Some(cause(Kind::MriNotInfusing, Urgency::High, at_utc_ms))
            }
        }
    }
}

const fn from_none(event: MriEvent, now_utc_ms: i64) -> Result<MriFollowUp, MriError> {
    match event {
        MriEvent::Planned { at_utc_ms } => Ok(MriFollowUp::Planned { at_utc_ms }),
        MriEvent::Done => Ok(MriFollowUp::Done {
            at_utc_ms: now_utc_ms,
        }),
        MriEvent::ReadInfusing | MriEvent::ReadNotInfusing => Ok(MriFollowUp::None),
        MriEvent::CalledOff | MriEvent::Confirmed => Err(MriError::Nothing),
    }
}

const fn from_planned(
    state: MriFollowUp,
    event: MriEvent,
    now_utc_ms: i64,
) -> Result<MriFollowUp, MriError> {
    match event {
        MriEvent::Planned { at_utc_ms } => Ok(MriFollowUp::Planned { at_utc_ms }),
        MriEvent::CalledOff => Ok(MriFollowUp::None),
        MriEvent::Done => Ok(MriFollowUp::Done {
            at_utc_ms: now_utc_ms,
        }),
        // a reading before the MRI says nothing about after it
        MriEvent::ReadInfusing | MriEvent::ReadNotInfusing => Ok(state),
        MriEvent::Confirmed => Err(MriError::NotRead),
    }
}

const fn from_done(
    state: MriFollowUp,
    event: MriEvent,
    now_utc_ms: i64,
) -> Result<MriFollowUp, MriError> {
    let at_utc_ms = now_utc_ms;
    match event {
        MriEvent::ReadInfusing => Ok(MriFollowUp::Read { at_utc_ms }),
        MriEvent::ReadNotInfusing => Ok(MriFollowUp::NotInfusing { at_utc_ms }),
        MriEvent::Done => Ok(state),
        MriEvent::Planned { .. } | MriEvent::CalledOff => Err(MriError::Open),
        MriEvent::Confirmed => Err(MriError::NotRead),
    }
}

const fn from_read(
    state: MriFollowUp,
    event: MriEvent,
    now_utc_ms: i64,
) -> Result<MriFollowUp, MriError> {
    match event {
        MriEvent::Confirmed => Ok(MriFollowUp::None),
        MriEvent::ReadInfusing => Ok(state),
        MriEvent::ReadNotInfusing => Ok(MriFollowUp::NotInfusing {
            at_utc_ms: now_utc_ms,
        }),
        MriEvent::Done => Ok(MriFollowUp::Done {
            at_utc_ms: now_utc_ms,
        }),
        MriEvent::Planned { .. } | MriEvent::CalledOff => Err(MriError::Open),
    }
}

const fn from_not_infusing(
    state: MriFollowUp,
    event: MriEvent,
    now_utc_ms: i64,
) -> Result<MriFollowUp, MriError> {
    match event {
        MriEvent::ReadInfusing => Ok(MriFollowUp::Read {
            at_utc_ms: now_utc_ms,
        }),
        MriEvent::ReadNotInfusing => Ok(state),
        MriEvent::Confirmed => Err(MriError::NotInfusing),
        MriEvent::Done | MriEvent::Planned { .. } | MriEvent::CalledOff => Err(MriError::Open),
    }
}
