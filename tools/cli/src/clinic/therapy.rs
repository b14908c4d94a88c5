//! What changes therapy: prescriptions and refills.

use super::prescription_file;
use super::programmer::{Access, Programmer};
use crate::confirm::{Consent, confirm};
use crate::error::CliError;
use crate::out::Report;
use crate::show;
use crate::units::ml;
use cisterna_protocol::clinic::{Activation, Bridge, ClinicCommand, Refill};
use cisterna_protocol::prescription::{Drug, Prescription};
use cisterna_protocol::quantity::{NanogramsPerHour, NanogramsPerMl, Nanolitres};
use serde_json::json;
use std::path::Path;

const ACTIVATE: &str = "Activate the new prescription?";

/// The old fluid in the catheter, as it is given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bridging {
    pub(crate) volume: Nanolitres,
    pub(crate) rate: NanogramsPerHour,
    pub(crate) flush: bool,
}

/// What was filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling {
    pub(crate) drug: Drug,
    pub(crate) concentration: NanogramsPerMl,
    pub(crate) volume: Nanolitres,
    pub(crate) use_by_utc_s: u64,
    pub(crate) bridging: Option<Bridging>,
}

/// Stages the prescription of a file; activates it where `activate` says so.
///
/// # Errors
/// [`CliError`]. Where the yes is refused the prescription is staged and therapy unchanged.
pub(crate) fn prescribe(
    access: &Access,
    file: &Path,
    activate: bool,
    consent: Consent,
) -> Result<Report, CliError> {
    let text = std::fs::read_to_string(file).map_err(CliError::file("read", file))?;
    let in_file = |error| CliError::Prescription {
        path: file.to_owned(),
        error,
    };
    let draft = prescription_file::parse(&text).map_err(in_file)?;
    let mut programmer = Programmer::connect(access)?;
    let new = draft
        .for_pump(programmer.serial().as_str())
        .map_err(in_file)?;
    let old = programmer.prescription()?;
    let compared = show::prescription::compared(old.as_ref(), &new);
    programmer.stage(&new)?;
    if activate {
        activate_staged(&mut programmer, consent, &compared)?;
    }
    Ok(prescribed(old.as_ref(), &new, activate, &compared))
}

/// Activates what this key has staged.
///
/// # Errors
/// [`CliError`].
pub(crate) fn activate(access: &Access, consent: Consent) -> Result<Report, CliError> {
    let mut programmer = Programmer::connect(access)?;
    let (old, new) = (programmer.prescription()?, programmer.staged()?);
    let compared = show::prescription::compared(old.as_ref(), &new);
    activate_staged(&mut programmer, consent, &compared)?;
    Ok(prescribed(old.as_ref(), &new, true, &compared))
}

fn activate_staged(
    programmer: &mut Programmer,
    consent: Consent,
    compared: &str,
) -> Result<(), CliError> {
    let activation = agreed(programmer, consent, compared)?;
    programmer.order(&ClinicCommand::Activate(activation))?;
    programmer.forget_staged()
}

fn prescribed(
    old: Option<&Prescription>,
    new: &Prescription,
    active: bool,
    compared: &str,
) -> Report {
    let answer = if active {
        format!("Prescription {} is active.", new.version)
    } else {
        format!(
            "Prescription {} is staged; therapy has not changed.",
            new.version
        )
    };
    let json = json!({
        "active": active,
        "old": old.map(show::prescription::object),
        "new": show::prescription::object(new),
    });
    Report::done(format!("{answer}\n{compared}"), json)
}

/// The digests of what was shown and agreed to. A person takes longer than a session waits, so that
/// it is made anew; were another prescription active by then, the pump refuses the old digest.
fn agreed(
    programmer: &mut Programmer,
    consent: Consent,
    compared: &str,
) -> Result<Activation, CliError> {
    let activation = programmer.activation()?;
    confirm(consent, compared, ACTIVATE)?;
    if consent == Consent::Ask {
        programmer.reconnect()?;
    }
    Ok(activation)
}

/// Records a refill; with `activate` the staged prescription becomes active in the same step.
///
/// # Errors
/// [`CliError`]; nothing has changed on the pump where it refused.
pub(crate) fn refill(
    access: &Access,
    filling: &Filling,
    activate: bool,
    consent: Consent,
) -> Result<Report, CliError> {
    let mut programmer = Programmer::connect(access)?;
    let activation = if activate {
        let (old, new) = (programmer.prescription()?, programmer.staged()?);
        let compared = show::prescription::compared(old.as_ref(), &new);
        Some(agreed(&mut programmer, consent, &compared)?)
    } else {
        None
    };
    let bridge = filling.bridging.map(|bridging| Bridge {
        volume: bridging.volume,
        rate: bridging.rate,
        flush: bridging.flush,
    });
    programmer.order(&ClinicCommand::Refill(Refill {
        drug: filling.drug.code(),
        concentration: filling.concentration,
        volume: filling.volume,
        use_by_utc_s: filling.use_by_utc_s,
        activation,
        bridge,
    }))?;
    if activate {
        programmer.forget_staged()?;
    }
    refilled(&mut programmer, filling, activate)
}

fn refilled(
    programmer: &mut Programmer,
    filling: &Filling,
    activated: bool,
) -> Result<Report, CliError> {
    let version = programmer
        .refresh()?
        .prescription
        .map(|brief| brief.version);
    let (volume, drug) = (ml(filling.volume), filling.drug.name());
    let mut text = format!("Refilled: {volume} of {drug} are in the reservoir.");
    if let Some(version) = version.filter(|_| activated) {
        text = format!("{text}\nPrescription {version} is active.");
    }
    let json = json!({
        "drug": drug,
        "activated": activated,
        "prescription_version": version,
        "concentration_ng_per_ml": filling.concentration.0,
        "volume_nl": filling.volume.0,
        "use_by_utc_s": filling.use_by_utc_s,
    });
    Ok(Report::done(text, json))
}
