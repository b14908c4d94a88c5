//! Bolus requests: one wish at a time, durable at every step, and honest about what is not known.
//!
//! Responsible for the life of a request on the phone. The pump alone decides about it.

mod ask;
mod resolve;
mod state;
#[cfg(test)]
mod tests;

pub use state::{BolusOutcome, NotSent, RequestEvent, RequestState, transition};

pub(crate) use ask::{carry, intend};
pub(crate) use resolve::{bury_unsent, cancel, out_of_sight, resolve_open, window_ends};

use crate::keys::AuthenticationError;
use crate::pump::session::ConnectionError;
use crate::pump::visit::ContactError;
use crate::store::StoreError;
use cisterna_protocol::outcome::RequestId;
use cisterna_protocol::quantity::Nanograms;
use cisterna_protocol::status::Status;
use thiserror::Error;

/// What a person was shown before the tap. The pump refuses a request for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BolusOffer {
    /// Dose of one bolus.
    pub dose: Nanograms,
    /// Version of the active prescription.
    pub prescription_version: u32,
}

impl BolusOffer {
    /// The offer of a status; absent where boluses are not permitted.
    pub fn of(status: &Status) -> Option<Self> {
        let version = status.prescription?.version;
        Some(Self {
            dose: status.bolus.dose?,
            prescription_version: version,
        })
    }
}

/// Why no request was made. Nothing was sent, except where the store failed after sending: then
/// the request is kept as uncertain.
#[derive(Debug, Error)]
pub enum BolusError {
    /// The outcome of this request is not known yet. SR-41
    #[error("the outcome of an earlier request is not known yet")]
    Uncertain(RequestId),
    /// An earlier request cannot be known and is treated as given. SR-41
    #[error("an earlier request counts as given for {left_s} s more")]
    Held {
        /// Seconds left on the pump's count.
        left_s: u64,
    },
    /// 60 s have passed since the tap. SR-40
    #[error("the tap is more than 60 s old")]
    TooLate,
    /// The pump offers another dose or prescription than was shown, or none.
    #[error("the pump offers something else than was shown")]
    OfferChanged,
    /// There is no such intent, or it has died.
    #[error("there is no such request to send")]
    NoIntent,
    /// All ids of this key are used up.
    #[error("this key has no request ids left")]
    NoIdsLeft,
    /// The person did not authenticate. SR-43
    #[error(transparent)]
    Authentication(#[from] AuthenticationError),
    /// The visit failed.
    #[error(transparent)]
    Contact(#[from] ContactError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ConnectionError> for BolusError {
    fn from(error: ConnectionError) -> Self {
        Self::Contact(error.into())
    }
}
