//! The one object of the shells: a companion, its open session, and the threads on which what must
//! finish does so.
//!
//! Every method that touches the companion is asynchronous, so that a shell's main thread never
//! waits for the pump or for the person. The work itself runs on the bindings' own runtime: a task
//! that a shell cancels stops listening and cuts nothing. Leaves every decision to the core.

mod commands;
mod pump;
mod snapshots;

use crate::error::AppError;
use crate::link::{DialledLink, Links};
use crate::platform::{ChangeListener, Keys, Person, PhoneClock};
use crate::platform::{PlatformClock, PlatformKeys, PlatformListener};
use cisterna_core::clock::Clock;
use cisterna_core::keys::KeyStore;
use cisterna_core::pump::Contact;
use cisterna_core::{Companion, CompanionError};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::runtime::{Builder, Runtime};

/// Threads that may wait for the pump or the person at a time; others wait their turn.
const THREADS: usize = 8;

/// The companion with its open session.
pub(crate) struct Core {
    companion: Companion,
    contact: Option<Contact<DialledLink>>,
    clock: Arc<dyn Clock>,
}

/// Everything that work on the runtime needs.
struct Shared {
    core: Mutex<Core>,
    /// Held by whoever uses the radio; always taken before `core`.
    air: Mutex<()>,
    links: Arc<dyn Links>,
    person: Arc<dyn Person>,
    keys: Arc<dyn KeyStore>,
}

/// The companion of one person and their pump.
#[derive(uniffi::Object)]
pub struct PhoneCore {
    shared: Arc<Shared>,
    runtime: Runtime,
}

impl fmt::Debug for PhoneCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneCore(..)") // SR-35
    }
}

#[uniffi::export]
impl PhoneCore {
    /// Opens the companion that lives in `home`, a folder that exists. One at a time.
    ///
    /// # Errors
    /// [`AppError::Storage`] and [`AppError::Keys`]; nothing of the person's is touched then.
    #[uniffi::constructor]
    pub fn open(
        home: String,
        keys: Arc<dyn Keys>,
        clock: Arc<dyn PhoneClock>,
        links: Arc<dyn Links>,
        person: Arc<dyn Person>,
    ) -> Result<Arc<Self>, AppError> {
        let keys: Arc<dyn KeyStore> = Arc::new(PlatformKeys(keys));
        let clock: Arc<dyn Clock> = Arc::new(PlatformClock(clock));
        let companion =
            Companion::open_with(Path::new(&home), Arc::clone(&clock), Arc::clone(&keys))?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(THREADS)
            .thread_name("cisterna")
            .build()
            .map_err(|_| AppError::Restart)?;
        let core = Mutex::new(Core {
            companion,
            contact: None,
            clock,
        });
        Ok(Arc::new(Self {
            shared: Arc::new(Shared {
                core,
                air: Mutex::default(),
                links,
                person,
                keys,
            }),
            runtime,
        }))
    }

    /// Tells `listener` from now on which screens have changed, and every screen once.
    ///
    /// # Errors
    /// [`AppError::Restart`].
    pub async fn listen(&self, listener: Arc<dyn ChangeListener>) -> Result<(), AppError> {
        self.run(move |core| {
            core.companion.listen(Arc::new(PlatformListener(listener)));
            Ok(())
        })
        .await
    }
}

impl PhoneCore {
    /// Runs `work` to its end on the runtime, whoever still waits for it, with the companion alone
    /// in its hands.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Core) -> Result<T, CompanionError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.run_shared(move |shared| shared.with(work)).await
    }

    /// The same for work that first waits for something else than the companion.
    async fn run_shared<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let shared = Arc::clone(&self.shared);
        let done = self.runtime.spawn_blocking(move || work(&shared)).await;
        // a panic inside: what it left in memory is not to be trusted
        done.map_err(|_| AppError::Restart)?
    }
}

impl Shared {
    fn with<T>(
        &self,
        work: impl FnOnce(&mut Core) -> Result<T, CompanionError>,
    ) -> Result<T, AppError> {
        let mut core = self.core.lock().map_err(|_| AppError::Restart)?;
        Ok(work(&mut core)?)
    }
}
