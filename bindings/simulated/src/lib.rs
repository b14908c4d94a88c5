#![doc = include_str!("../README.md")]

use cisterna_cli::simulated;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

/// Why the simulated pump did not do what it was told.
#[derive(Clone, Debug, PartialEq, Eq, Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum SimulationError {
    /// With the reason.
    #[error("{0}")]
    Failed(String),
}

impl From<simulated::SimulationError> for SimulationError {
    fn from(error: simulated::SimulationError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// A running pump with a clinic beside it; it loses its power with this value.
#[derive(Debug, uniffi::Object)]
pub struct SimulatedPump(simulated::SimulatedPump);

#[uniffi::export]
impl SimulatedPump {
    /// Starts the pump of `folder`, which exists; a new one where there is none yet: baclofen,
    /// filled, with extra doses allowed.
    ///
    /// # Errors
    /// [`SimulationError`].
    #[uniffi::constructor]
    pub fn start(folder: String) -> Result<Arc<Self>, SimulationError> {
        let pump = simulated::SimulatedPump::start(Path::new(&folder))?;
        Ok(Arc::new(Self(pump)))
    }

    /// The path of its socket.
    pub fn socket(&self) -> String {
        self.0.socket().display().to_string()
    }

    /// The text of its implant card.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn card(&self) -> Result<String, SimulationError> {
        Ok(self.0.card()?)
    }

    /// The clinic opens the pairing window for two minutes.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn open_pairing(&self) -> Result<(), SimulationError> {
        Ok(self.0.open_pairing()?)
    }

    /// Tells the bench what happens: `advance 60` lets a minute pass, `outage 1800` takes the power
    /// away for half an hour. Gives its answer.
    ///
    /// # Errors
    /// [`SimulationError`].
    pub fn control(&self, line: String) -> Result<String, SimulationError> {
        Ok(self.0.control(&line)?)
    }
}

uniffi::setup_scaffolding!();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_bench_refuses_is_told() {
        let started = SimulatedPump::start("/dev/null/nowhere".to_owned());
        assert!(matches!(started, Err(SimulationError::Failed(_))));
    }
}
