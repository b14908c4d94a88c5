//! How long the phone takes to copy the log.

use super::world::World;
use super::{failed, ms};
use crate::error::CliError;
use cisterna_core::Companion;
use cisterna_core::clock::SystemClock;
use cisterna_core::keys::RequestKeySeal;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Synced {
    pub(super) records: u32,
    pub(super) took_ms: u64,
}

/// Pairs a phone and copies everything into its database.
pub(super) fn sync(world: &World, home: &Path, least: u32) -> Result<Synced, CliError> {
    let clock = SystemClock::new().map_err(failed)?;
    let phone = home.join("phone");
    std::fs::create_dir(&phone).map_err(CliError::file("make", &phone))?;
    let mut companion = Companion::open(&phone, Arc::new(clock))?;
    let seal = RequestKeySeal::new("bench");
    let mut contact = companion.pair(&world.card(), &seal, &mut || Ok(world.link()))?;
    let began = Instant::now();
    let report = companion.sync(&mut contact, &mut |_| {})?;
    let took_ms = ms(began.elapsed());
    if report.records < least {
        return Err(failed(format!(
            "the log holds {} records only",
            report.records
        )));
    }
    Ok(Synced {
        records: report.records,
        took_ms,
    })
}
