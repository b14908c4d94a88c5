//! A phone on a temporary home, which can die and start again.

use super::pump::{Pump, PumpDialer, ScriptedPump};
use crate::clock::{Instant, ManualClock};
use crate::keys::{PassphraseAuthenticator, RequestKeySeal};
use crate::pump::Contact;
use crate::pump::link::PipeLink;
use crate::{Companion, CompanionError};
use std::num::NonZeroU32;
use std::sync::Arc;

pub(crate) const SEAL_ITERATIONS: NonZeroU32 = NonZeroU32::new(2).unwrap();

pub(crate) fn instant() -> Instant {
    Instant {
        boot_id: [1; 16],
        since_boot_ms: 1_000_000,
        wall_utc_ms: 1_700_000_000_000,
    }
}

/// A phone and its pump.
pub(crate) struct Phone {
    pub(crate) home: tempfile::TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) pump: Pump,
    pub(crate) app: Companion,
}

impl Phone {
    /// A phone that is paired with a scripted pump.
    pub(crate) fn paired() -> Self {
        let mut phone = Self::unpaired();
        phone.pair().unwrap();
        phone
    }

    pub(crate) fn unpaired() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(instant()));
        let app = Companion::open(home.path(), clock.clone()).unwrap();
        Self {
            home,
            clock,
            pump: ScriptedPump::shared(),
            app,
        }
    }

    pub(crate) fn dialer(&self) -> PumpDialer {
        PumpDialer(self.pump.clone())
    }

    pub(crate) fn pair(&mut self) -> Result<(), CompanionError> {
        let seal = RequestKeySeal::with_iterations("horse", SEAL_ITERATIONS);
        let mut dialer = self.dialer();
        self.app.pair(&super::card(), &seal, &mut dialer).map(drop)
    }

    pub(crate) fn connect(&mut self) -> Contact<PipeLink<super::pump::PumpEnd>> {
        let mut dialer = self.dialer();
        self.app.connect(&mut dialer).unwrap()
    }

    pub(crate) fn authenticator(&self) -> PassphraseAuthenticator {
        self.app.authenticator("horse").unwrap()
    }

    /// The process dies and starts again.
    pub(crate) fn restart(self) -> Self {
        let Self {
            home,
            clock,
            pump,
            app,
        } = self;
        drop(app);
        pump.borrow_mut().fates = Vec::new();
        let app = Companion::open(home.path(), clock.clone()).unwrap();
        Self {
            home,
            clock,
            pump,
            app,
        }
    }
}
