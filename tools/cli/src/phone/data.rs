//! The person's data as a whole: backup, restore, check, erase.

use super::passphrase::{Purpose, passphrase};
use super::{Phone, make_home, system_clock};
use crate::args::data::{Backup, Erase};
use crate::confirm::{Consent, confirm};
use crate::error::CliError;
use crate::out::Report;
use cisterna_core::Companion;
use serde_json::json;
use std::path::Path;

/// Writes a backup.
///
/// # Errors
/// [`CliError`]; an earlier backup is untouched then.
pub(crate) fn backup(phone: &Phone, args: &Backup) -> Result<Report, CliError> {
    let words = passphrase(&args.passphrase, Purpose::Set)?;
    phone.companion.back_up(&args.file, &words)?;
    let text = format!(
        "The backup is written to {}. Keep its passphrase apart from it.",
        args.file.display()
    );
    Ok(Report::done(text, json!({"file": args.file})))
}

/// Restores a backup into a home without data.
///
/// # Errors
/// [`CliError`]; the home is as it was then.
pub(crate) fn restore(home: &Path, args: &Backup) -> Result<Report, CliError> {
    make_home(home)?;
    let words = passphrase(&args.passphrase, Purpose::Use)?;
    let restored = Companion::restore_in(home, system_clock()?, &args.file, &words)?;
    drop(restored);
    let text = "The backup is restored. Pair with the pump again: a backup holds no key.";
    Ok(Report::done(text, json!({"restored": true})))
}

/// Reads everything.
///
/// # Errors
/// [`CliError`] where the database is damaged.
pub(crate) fn check(phone: &Phone) -> Result<Report, CliError> {
    phone.companion.check()?;
    let text = "Every page of the database is as it was written.";
    Ok(Report::done(text, json!({"whole": true})))
}

/// Deletes everything, once a person has said yes.
///
/// # Errors
/// [`CliError`]; it can be done again.
pub(crate) fn erase(phone: Phone, args: &Erase) -> Result<Report, CliError> {
    let what = "Diary, history, care plan, settings and keys on this phone are deleted for good. \
                The pump goes on by itself.";
    confirm(Consent::given(args.yes), what, "Delete everything?")?;
    phone.companion.erase()?;
    let text = "Everything that this phone kept is deleted.";
    Ok(Report::done(text, json!({"erased": true})))
}
