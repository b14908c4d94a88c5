//! What can go wrong, with a stable code for programs, a message for people, and an exit code.

use crate::civil::CivilError;
use crate::clinic::prescription_file::FieldError;
use crate::out::Exit;
use crate::wording;
use cisterna_core::CompanionError;
use cisterna_core::pump::link::LinkError;
use cisterna_core::pump::session::ConnectionError;
use cisterna_protocol::message::Rejection;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub(crate) enum CliError {
    /// The arguments do not fit together.
    #[error("{0}")]
    Usage(String),
    /// A file could not be used.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// A file is not of the kind that was asked for.
    #[error("{} is no {kind}", path.display())]
    WrongFile { path: PathBuf, kind: &'static str },
    /// A prescription file is wrong in one field.
    #[error("{}: {error}", path.display())]
    Prescription { path: PathBuf, error: FieldError },
    /// A text is no date or time.
    #[error(transparent)]
    Civil(#[from] CivilError),
    /// Nobody said yes.
    #[error("not confirmed; nothing was sent")]
    NotConfirmed,
    /// There is nobody to ask.
    #[error("nobody can be asked here: add --yes once you have looked at it")]
    NeedsYes,
    /// The key file does not say which pump.
    #[error("name the pump with --serial; the serial is on the implant card")]
    NoSerial,
    /// Nothing to activate.
    #[error("this key file has staged no prescription for {0}; run `cisterna clinic prescribe`")]
    NothingStaged(String),
    /// The pump said no to a clinician's order.
    #[error("the pump refused it: {}", wording::rejection(*.0))]
    Rejected(Rejection),
    /// An order was sent and its answer was lost.
    #[error(
        "Not known yet. Do not repeat. The link ended before the pump's answer; read the pump with `cisterna clinic status`"
    )]
    OrderNotKnown,
    /// The session with the pump failed; nothing was ordered.
    #[error("{0}")]
    Session(ConnectionError),
    /// The phone's side failed.
    #[error("{0}")]
    Companion(#[from] CompanionError),
    /// The pump does not offer an extra dose.
    #[error("this pump's prescription allows no extra dose")]
    NoExtraDose,
    /// There is no request to act on.
    #[error("there is no extra dose that could be {0}")]
    NoRequest(&'static str),
    /// The bench pump could not run.
    #[error("the pump cannot run: {0}")]
    Bench(String),
    /// The bench pump's control socket said no.
    #[error("the bench pump answered: {0}")]
    Control(String),
    /// A step of the demo came out otherwise.
    #[error("the demo stopped at `{step}`: {what}")]
    Demo { step: &'static str, what: String },
}

impl CliError {
    /// For `map_err`: the action, as in "cannot … path".
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// A name for programs that does not change.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) | Self::Civil(_) => "usage",
            Self::File { .. } => "file",
            Self::WrongFile { .. } => "wrong_file",
            Self::Prescription { .. } => "prescription",
            Self::NotConfirmed => "not_confirmed",
            Self::NeedsYes => "needs_yes",
            Self::NoSerial => "no_serial",
            Self::NothingStaged(_) => "nothing_staged",
            Self::Rejected(_) => "refused",
            Self::OrderNotKnown => "not_known",
            Self::Session(error) => session_code(error),
            Self::Companion(error) => companion_code(error),
            Self::NoExtraDose => "no_extra_dose",
            Self::NoRequest(_) => "no_request",
            Self::Bench(_) => "bench",
            Self::Control(_) => "control",
            Self::Demo { .. } => "demo",
        }
    }

    /// The exit code of the process.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Rejected(_) | Self::Companion(CompanionError::Rejected(_)) => Exit::Refused,
            Self::OrderNotKnown | Self::Companion(CompanionError::Uncertain(_)) => Exit::NotKnown,
            Self::Usage(_)
            | Self::File { .. }
            | Self::WrongFile { .. }
            | Self::Prescription { .. }
            | Self::Civil(_)
            | Self::NotConfirmed
            | Self::NeedsYes
            | Self::NoSerial
            | Self::NothingStaged(_)
            | Self::Session(_)
            | Self::Companion(_)
            | Self::NoExtraDose
            | Self::NoRequest(_)
            | Self::Bench(_)
            | Self::Control(_)
            | Self::Demo { .. } => Exit::Other,
        }
    }
}

impl From<ConnectionError> for CliError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::Rejected(rejection) => Self::Rejected(rejection),
            ConnectionError::Link(_)
            | ConnectionError::Silent
            | ConnectionError::Framing(_)
            | ConnectionError::Session(_)
            | ConnectionError::NotKnown
            | ConnectionError::Unreadable
            | ConnectionError::WrongAnswer
            | ConnectionError::Flooded
            | ConnectionError::Ended => Self::Session(error),
        }
    }
}

impl From<LinkError> for CliError {
    fn from(error: LinkError) -> Self {
        Self::Session(error.into())
    }
}

const fn session_code(error: &ConnectionError) -> &'static str {
    match error {
        ConnectionError::Link(_) | ConnectionError::Silent | ConnectionError::Ended => {
            "out_of_reach"
        }
        ConnectionError::Session(_) | ConnectionError::NotKnown => "key_not_known",
        ConnectionError::Framing(_)
        | ConnectionError::Unreadable
        | ConnectionError::WrongAnswer
        | ConnectionError::Flooded => "not_understood",
        ConnectionError::Rejected(_) => "refused",
    }
}

const fn companion_code(error: &CompanionError) -> &'static str {
    match error {
        CompanionError::NotPaired => "not_paired",
        CompanionError::OutOfReach => "out_of_reach",
        CompanionError::NotKnown => "key_not_known",
        CompanionError::PairingClosed => "pairing_closed",
        CompanionError::Card(_) => "card",
        CompanionError::Rejected(_) => "refused",
        CompanionError::NotUnderstood => "not_understood",
        CompanionError::Uncertain(_) => "not_known",
        CompanionError::Held { .. } => "held",
        CompanionError::TooLate => "too_late",
        CompanionError::OfferChanged => "offer_changed",
        CompanionError::NoIntent => "no_request",
        CompanionError::NotAuthenticated => "not_authenticated",
        CompanionError::Keys => "keys",
        CompanionError::NoPlan | CompanionError::PlanRunning | CompanionError::Plan(_) => "plan",
        CompanionError::Entry(_) => "entry",
        CompanionError::Medicine(_) => "medicine",
        CompanionError::CarePlan(_) | CompanionError::NoNotice | CompanionError::Notice(_) => {
            "care"
        }
        CompanionError::Reminder(_) | CompanionError::Mri(_) => "reminder",
        CompanionError::NoReport => "report",
        CompanionError::NoFill | CompanionError::FoundVolume(_) | CompanionError::RefillPlan(_) => {
            "refill"
        }
        CompanionError::BackupNotOpened
        | CompanionError::NoBackup
        | CompanionError::BackupDamaged
        | CompanionError::AlreadyInUse
        | CompanionError::WeakPassphrase => "backup",
        CompanionError::DatabaseKeyMissing
        | CompanionError::Files
        | CompanionError::ForeignDatabase
        | CompanionError::NewerDatabase
        | CompanionError::DamagedDatabase
        | CompanionError::AlreadyRunning
        | CompanionError::DiskFull
        | CompanionError::Store => "store",
    }
}
