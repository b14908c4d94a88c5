//! The errors of the shells: what to do, by kind; the sentence is the core's, without personal
//! data, keys or codes. SR-35

use cisterna_core::CompanionError;
use thiserror::Error;

/// What went wrong, by what a shell does about it. Its message is for developers and logs.
#[derive(Clone, Debug, PartialEq, Eq, Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum AppError {
    /// Lead to pairing.
    #[error("{0}")]
    NotPaired(String),
    /// Offer to try again nearer to the pump.
    #[error("{0}")]
    OutOfReach(String),
    /// Lead to pairing, or to the clinic: the pump does not know this phone.
    #[error("{0}")]
    NotKnown(String),
    /// The card's code, or the pairing window.
    #[error("{0}")]
    Pairing(String),
    /// An earlier request is not known yet: do not repeat. SR-41
    #[error("{0}")]
    Uncertain(String),
    /// An earlier request counts as given: wait. SR-41
    #[error("{0}")]
    Held(String),
    /// Nothing was sent: show the offer anew and let the person ask again. SR-40
    #[error("{0}")]
    AskAgain(String),
    /// Nothing was sent: the person did not authenticate. SR-43
    #[error("{0}")]
    NotAuthenticated(String),
    /// The pump did not carry it out, or said what this version does not understand.
    #[error("{0}")]
    Pump(String),
    /// What was entered cannot be kept; the sentence says what to change.
    #[error("{0}")]
    Input(String),
    /// Backup or database: the sentence says what to do.
    #[error("{0}")]
    Storage(String),
    /// The keys of this phone cannot be read.
    #[error("{0}")]
    Keys(String),
    /// The core ended in the middle of something: start the process anew.
    #[error("the app has to be started again")]
    Restart,
}

impl From<CompanionError> for AppError {
    fn from(error: CompanionError) -> Self {
        use CompanionError as From;
        let text = error.to_string();
        match error {
            From::NotPaired => Self::NotPaired(text),
            From::OutOfReach => Self::OutOfReach(text),
            From::NotKnown => Self::NotKnown(text),
            From::PairingClosed | From::Card(_) => Self::Pairing(text),
            From::Uncertain(_) => Self::Uncertain(text),
            From::Held { .. } => Self::Held(text),
            From::TooLate | From::OfferChanged | From::NoIntent => Self::AskAgain(text),
            From::NotAuthenticated => Self::NotAuthenticated(text),
            From::Rejected(_) | From::NotUnderstood => Self::Pump(text),
            From::Keys => Self::Keys(text),
            From::NoPlan
            | From::PlanRunning
            | From::Plan(_)
            | From::Entry(_)
            | From::Medicine(_)
            | From::Reminder(_)
            | From::Mri(_)
            | From::CarePlan(_)
            | From::NoNotice
            | From::Notice(_)
            | From::NoReport
            | From::NoFill
            | From::FoundVolume(_)
            | From::RefillPlan(_) => Self::Input(text),
            From::DatabaseKeyMissing
            | From::BackupNotOpened
            | From::NoBackup
            | From::BackupDamaged
            | From::AlreadyInUse
            | From::WeakPassphrase
            | From::Files
            | From::ForeignDatabase
            | From::NewerDatabase
            | From::DamagedDatabase
            | From::AlreadyRunning
            | From::DiskFull
            | From::Store => Self::Storage(text),
        }
    }
}
