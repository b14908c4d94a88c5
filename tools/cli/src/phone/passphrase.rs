//! Where the passphrase comes from: a file, the environment, or the terminal without an echo.

use crate::args::phone::Passphrase;
use crate::error::CliError;
use std::io::IsTerminal;
use zeroize::Zeroizing;

const VARIABLE: &str = "CISTERNA_PASSPHRASE";

/// What it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Set at pairing: asked for twice.
    Set,
    /// Used for a request.
    Use,
}

/// The passphrase.
///
/// # Errors
/// [`CliError`], never with the passphrase. SR-35
pub(super) fn passphrase(
    from: &Passphrase,
    purpose: Purpose,
) -> Result<Zeroizing<String>, CliError> {
    let text = if let Some(path) = &from.passphrase_file {
        let text = std::fs::read_to_string(path).map_err(CliError::file("read", path))?;
        let text = Zeroizing::new(text);
        Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
    } else if let Ok(text) = std::env::var(VARIABLE) {
        Zeroizing::new(text)
    } else if std::io::stdin().is_terminal() {
        ask(purpose)?
    } else {
        let text = format!("name the passphrase with --passphrase-file or ${VARIABLE}");
        return Err(CliError::Usage(text));
    };
    if text.is_empty() {
        return Err(CliError::Usage("the passphrase is empty".to_owned()));
    }
    Ok(text)
}

fn ask(purpose: Purpose) -> Result<Zeroizing<String>, CliError> {
    let first = prompt("Passphrase: ")?;
    if purpose == Purpose::Set && *first != *prompt("The same again: ")? {
        return Err(CliError::Usage("the two passphrases differ".to_owned()));
    }
    Ok(first)
}

fn prompt(text: &str) -> Result<Zeroizing<String>, CliError> {
    let unread = |error| CliError::Usage(format!("the passphrase cannot be read: {error}"));
    rpassword::prompt_password(text)
        .map(Zeroizing::new)
        .map_err(unread)
}
