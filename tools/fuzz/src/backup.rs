//! A backup file that was changed on its way.

use crate::take;
use cisterna_core::clock::{Instant, ManualClock};
use cisterna_core::{Companion, CompanionError};
use std::path::Path;
use std::sync::{Arc, OnceLock};

const PASSPHRASE: &str = "a horse that counts";

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(Instant {
        boot_id: [1; 16],
        since_boot_ms: 1_000_000,
        wall_utc_ms: 1_700_000_000_000,
    }))
}

/// A good backup, made once.
fn good() -> &'static [u8] {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join("backup");
        let app = Companion::open(home.path(), clock()).expect("a new home opens");
        app.back_up(&file, PASSPHRASE).expect("a backup is written");
        std::fs::read(file).expect("it is there")
    })
}

/// Bytes of the edits: where (4, modulo the length), what to flip (1); a last odd byte cuts the end.
pub(crate) fn changed(mut data: &[u8]) {
    let mut bytes = good().to_vec();
    let mut changed = false;
    while data.len() >= 5 {
        let at = u32::from_le_bytes(take(&mut data)) as usize % bytes.len();
        let [flip] = take(&mut data);
        bytes[at] ^= flip;
        changed |= flip != 0;
    }
    if let [cut, ..] = data {
        bytes.truncate(bytes.len() - usize::from(*cut).min(bytes.len()));
        changed |= *cut != 0;
    }
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("backup");
    std::fs::write(&file, &bytes).expect("the folder takes it");
    let restored = restore(&home.path().join("home"), &file);
    // SR-51: what was changed is refused whole, what was not comes back
    match restored {
        Ok(_) => assert!(!changed || bytes == good(), "a changed backup is taken"),
        Err(error) => assert!(changed, "a good backup is refused: {error}"),
    }
}

fn restore(home: &Path, file: &Path) -> Result<Companion, CompanionError> {
    std::fs::create_dir(home).expect("a folder");
    Companion::restore_in(home, clock(), file, PASSPHRASE)
}
