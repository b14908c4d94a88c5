//! The errors that shells see: few, without personal data, keys or codes (SR-35), each saying what
//! to do. One table each turns the inner errors into them.

use crate::keys::{AuthenticationError, KeyError};
use crate::pump::ContactError;
use crate::pump::bolus::BolusError;
use crate::pump::link::LinkError;
use crate::pump::pairing::{CardError, PairingError};
use crate::pump::session::ConnectionError;
use crate::pump::sync::SyncError;
use crate::refill::FillError;
use crate::refill::warnings::PlanError;
use crate::store::StoreError;
use crate::trial::{EntryError, MedicineError};
use cisterna_protocol::message::RejectReason;
use cisterna_protocol::outcome::RequestId;
use thiserror::Error;

/// What went wrong for the person.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CompanionError {
    /// No pump is paired.
    #[error("no pump is paired: pair with the implant card first")]
    NotPaired,
    /// The pump did not answer.
    #[error("the pump is not in reach: hold the phone nearer and try again")]
    OutOfReach,
    /// What answered does not know the key, or is not the pump.
    #[error("the pump does not know this phone: pair again, or ask the clinic")]
    NotKnown,
    /// The pairing session failed: closed window, or another card.
    #[error("pairing did not succeed: open the pairing window and compare the card")]
    PairingClosed,
    /// The card's code is mistyped.
    #[error(transparent)]
    Card(CardError),
    /// The pump did not carry it out; nothing changed.
    #[error("the pump did not carry it out ({0:?}): read its status and try again")]
    Rejected(RejectReason),
    /// The pump said something that this app does not understand.
    #[error("the pump's answer is not understood: update the app")]
    NotUnderstood,
    /// An earlier request is not known yet.
    #[error("an earlier request is not known yet: do not repeat it, connect to the pump first")]
    Uncertain(RequestId),
    /// An earlier request cannot be known and counts as given.
    #[error("an earlier bolus counts as given: wait {left_s} s")]
    Held {
        /// Seconds left.
        left_s: u64,
    },
    /// The tap is too old.
    #[error("too much time has passed since the request: nothing was sent, ask again")]
    TooLate,
    /// The pump offers something else than was shown.
    #[error("the pump's offer has changed: nothing was sent, look at it and ask again")]
    OfferChanged,
    /// There is no such request to send.
    #[error("there is no such request to send: ask again")]
    NoIntent,
    /// The person did not authenticate.
    #[error("not authenticated: nothing was sent, check the passphrase and ask again")]
    NotAuthenticated,
    /// The key store failed.
    #[error("the keys of this phone cannot be read: check its storage, or pair again")]
    Keys,
    /// There is no plan to record for.
    #[error("there is no diary plan: start a trial or a diary first")]
    NoPlan,
    /// One plan at a time.
    #[error("a diary plan is running: end it before another begins")]
    PlanRunning,
    /// The plan makes no sense, or cannot change so.
    #[error("{0}")]
    Plan(crate::trial::PlanError),
    /// There is no such entry.
    #[error("{0}")]
    Entry(EntryError),
    /// The medicine cannot be kept.
    #[error("{0}")]
    Medicine(MedicineError),
    /// A reminder cannot be treated so.
    #[error("{0}")]
    Reminder(crate::reminders::ReminderError),
    /// The follow-up of an MRI cannot go that way.
    #[error("{0}")]
    Mri(crate::reminders::MriError),
    /// The care plan cannot be kept.
    #[error("{0}")]
    CarePlan(crate::care::CarePlanError),
    /// There is no such notice.
    #[error("there is no such notice: look at the care plan again")]
    NoNotice,
    /// A notice cannot go that way.
    #[error("{0}")]
    Notice(crate::care::NoticeError),
    /// The plan has no trial.
    #[error("the plan has no trial to report: start one, or share the diary as a table")]
    NoReport,
    /// No fill was copied from the pump's log.
    #[error("no refill is known: read the pump and copy its log first")]
    NoFill,
    /// A volume cannot be.
    #[error("{0}")]
    FoundVolume(FillError),
    /// An appointment or an absence cannot be.
    #[error("{0}")]
    RefillPlan(PlanError),
    /// The key of the database is gone.
    #[error(
        "the key of the database is not on this phone: keep a copy of the database and restore a backup"
    )]
    DatabaseKeyMissing,
    /// The passphrase does not open the backup.
    #[error("the passphrase does not open this backup: try again, or take another backup")]
    BackupNotOpened,
    /// The file is no backup.
    #[error("there is no backup in this file: choose another one")]
    NoBackup,
    /// The backup is cut off or has changed.
    #[error("the backup is damaged or incomplete: take another one, this phone is unchanged")]
    BackupDamaged,
    /// A backup is not restored over what is there.
    #[error("this phone already has data: delete it first, or restore on a new phone")]
    AlreadyInUse,
    /// The passphrase of a backup is too short.
    #[error("the passphrase is too short: use ten characters or more, not beginning with x'")]
    WeakPassphrase,
    /// A file of the app cannot be used.
    #[error("a file of the app cannot be used: check the storage")]
    Files,
    /// The database is another program's.
    #[error("the file in the app's home is not its database: move it away")]
    ForeignDatabase,
    /// The database is of a newer app.
    #[error("the database is of a newer app: install that one")]
    NewerDatabase,
    /// The database is damaged.
    #[error("the database is damaged: keep a copy of it and restore a backup")]
    DamagedDatabase,
    /// Another process uses the database.
    #[error("another Cisterna is running: close it first")]
    AlreadyRunning,
    /// No room.
    #[error("the disk is full: free some space and try again")]
    DiskFull,
    /// The store failed otherwise.
    #[error("the database failed: restart the app")]
    Store,
}

impl From<StoreError> for CompanionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Foreign(_) => Self::ForeignDatabase,
            StoreError::Newer { .. } => Self::NewerDatabase,
            StoreError::Corrupt | StoreError::Unreadable(_) => Self::DamagedDatabase,
            StoreError::Sealed(_) => Self::DatabaseKeyMissing,
            StoreError::BackupNotOpened => Self::BackupNotOpened,
            StoreError::NoBackup => Self::NoBackup,
            StoreError::BackupDamaged => Self::BackupDamaged,
            StoreError::AlreadyInUse => Self::AlreadyInUse,
            StoreError::WeakPassphrase => Self::WeakPassphrase,
            StoreError::Io(_) => Self::Files,
            StoreError::InUse => Self::AlreadyRunning,
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Sqlite { .. } => Self::Store,
            #[cfg(test)]
            StoreError::Injected => Self::Store,
        }
    }
}

impl From<KeyError> for CompanionError {
    fn from(_: KeyError) -> Self {
        Self::Keys
    }
}

impl From<LinkError> for CompanionError {
    fn from(_: LinkError) -> Self {
        Self::OutOfReach
    }
}

impl From<ConnectionError> for CompanionError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::Link(_)
            | ConnectionError::Silent
            | ConnectionError::Framing(_)
            | ConnectionError::Ended => Self::OutOfReach,
            ConnectionError::Session(_) | ConnectionError::NotKnown => Self::NotKnown,
            ConnectionError::Unreadable
            | ConnectionError::WrongAnswer
            | ConnectionError::Flooded => Self::NotUnderstood,
            ConnectionError::Rejected(rejection) => Self::Rejected(rejection.reason),
        }
    }
}

impl From<ContactError> for CompanionError {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::NotPaired => Self::NotPaired,
            ContactError::KeyMissing | ContactError::OtherPump => Self::NotKnown,
            ContactError::OtherPrescription => Self::NotUnderstood,
            ContactError::Link(error) => error.into(),
            ContactError::Session(error) => error.into(),
            ContactError::Key(error) => error.into(),
            ContactError::Store(error) => error.into(),
        }
    }
}

impl From<PairingError> for CompanionError {
    fn from(error: PairingError) -> Self {
        match error {
            PairingError::Card(error) => Self::Card(error),
            PairingError::Link(error) => error.into(),
            PairingError::Session(
                ConnectionError::Session(_) | ConnectionError::NotKnown | ConnectionError::Silent,
            ) => Self::PairingClosed,
            PairingError::Session(error) => error.into(),
            PairingError::NotConfirmed(error) => error.into(),
            PairingError::Key(error) => error.into(),
            PairingError::Store(error) => error.into(),
        }
    }
}

impl From<SyncError> for CompanionError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Session(error) => error.into(),
            SyncError::BadPage => Self::NotUnderstood,
            SyncError::Store(error) => error.into(),
        }
    }
}

impl From<AuthenticationError> for CompanionError {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Wrong | AuthenticationError::Declined => Self::NotAuthenticated,
            AuthenticationError::NoKey
            | AuthenticationError::Unreadable
            | AuthenticationError::Store(_) => Self::Keys,
        }
    }
}

impl From<BolusError> for CompanionError {
    fn from(error: BolusError) -> Self {
        match error {
            BolusError::Uncertain(id) => Self::Uncertain(id),
            BolusError::Held { left_s } => Self::Held { left_s },
            BolusError::TooLate => Self::TooLate,
            BolusError::OfferChanged => Self::OfferChanged,
            BolusError::NoIntent => Self::NoIntent,
            BolusError::NoIdsLeft => Self::NotKnown,
            BolusError::Authentication(error) => error.into(),
            BolusError::Contact(error) => error.into(),
            BolusError::Store(error) => error.into(),
        }
    }
}
