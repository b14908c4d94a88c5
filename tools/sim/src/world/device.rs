//! The device under a phone: its key store and its clock, both seams of the core.

use super::seam;
use cisterna_core::clock::{Clock, Instant, ManualClock};
use cisterna_core::keys::{KeyError, KeyName, KeyStore, KeyUse};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

type Named = (KeyUse, String, u32, Vec<u8>);

/// Keys of one device; they outlive its processes.
#[derive(Default)]
pub(crate) struct Keys {
    named: Mutex<Vec<Named>>,
    database: Mutex<Option<Vec<u8>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is(entry: &Named, name: &KeyName) -> bool {
    entry.0 == name.key_use && entry.1 == name.pump.as_str() && entry.2 == name.key_epoch
}

impl KeyStore for Keys {
    fn put(&self, name: &KeyName, secret: &[u8]) -> Result<(), KeyError> {
        seam::touch();
        let mut named = lock(&self.named);
        named.retain(|entry| !is(entry, name));
        let pump = name.pump.as_str().to_owned();
        named.push((name.key_use, pump, name.key_epoch, secret.to_vec()));
        Ok(())
    }

    fn get(&self, name: &KeyName) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        seam::touch();
        let named = lock(&self.named);
        let found = named.iter().find(|entry| is(entry, name));
        Ok(found.map(|entry| Zeroizing::new(entry.3.clone())))
    }

    fn delete(&self, name: &KeyName) -> Result<(), KeyError> {
        seam::touch();
        lock(&self.named).retain(|entry| !is(entry, name));
        Ok(())
    }

    fn put_database_key(&self, secret: &[u8]) -> Result<(), KeyError> {
        *lock(&self.database) = Some(secret.to_vec());
        Ok(())
    }

    fn database_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        Ok(lock(&self.database).clone().map(Zeroizing::new))
    }

    fn erase(&self) -> Result<(), KeyError> {
        lock(&self.named).clear();
        *lock(&self.database) = None;
        Ok(())
    }
}

/// The core's clock, which is a seam too.
pub(crate) struct SeamClock(pub(crate) Arc<ManualClock>);

impl Clock for SeamClock {
    fn now(&self) -> Instant {
        seam::touch();
        self.0.now()
    }

    fn zone(&self) -> cisterna_core::civil::Zone {
        self.0.zone()
    }
}
