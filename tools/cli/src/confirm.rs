//! Asking a person for a yes.

use crate::error::CliError;
use std::io::{IsTerminal, Write};

/// How a yes is had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Given on the command line.
    Given,
    /// To be asked for.
    Ask,
}

impl Consent {
    /// From `--yes`.
    pub(crate) const fn given(yes: bool) -> Self {
        if yes { Self::Given } else { Self::Ask }
    }
}

/// Shows `what` on stderr and asks `question`, unless the yes is given already.
///
/// # Errors
/// [`CliError::NotConfirmed`], or [`CliError::NeedsYes`] where stdin is no terminal.
pub(crate) fn confirm(consent: Consent, what: &str, question: &str) -> Result<(), CliError> {
    match consent {
        Consent::Given => Ok(()),
        Consent::Ask if !std::io::stdin().is_terminal() => Err(CliError::NeedsYes),
        Consent::Ask => ask(what, question),
    }
}

fn ask(what: &str, question: &str) -> Result<(), CliError> {
    let mut stderr = std::io::stderr();
    let asked = write!(stderr, "{}\n{question} [y/N] ", what.trim_end());
    let mut answer = String::new();
    let read = asked.and_then(|()| std::io::stdin().read_line(&mut answer));
    let yes = matches!(answer.trim(), "y" | "Y" | "yes");
    if read.is_ok() && yes {
        Ok(())
    } else {
        Err(CliError::NotConfirmed)
    }
}
