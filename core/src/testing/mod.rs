//! Doubles for the core's own tests: a scripted pump behind the real responder, a phone on a
//! temporary home, faults in the store.

mod phone;
mod pump;
mod samples;

pub(crate) use phone::{Phone, SEAL_ITERATIONS, instant};
pub(crate) use pump::course;
pub(crate) use samples::{card, event_log, prescription, status};

use crate::store::StoreError;

/// Lets the store fail as if the process had died.
#[derive(Debug, Default)]
pub(crate) struct StoreFaults {
    /// Writes left before death.
    left: Option<u32>,
}

impl StoreFaults {
    pub(crate) const fn die_at(&mut self, nth: u32) {
        self.left = Some(nth);
    }

    pub(crate) const fn before_commit(&mut self) -> Result<(), StoreError> {
        match self.left {
            None => Ok(()),
            Some(0) => Err(StoreError::Injected),
            Some(left) => {
                self.left = Some(left - 1);
                Ok(())
            }
        }
    }
}
