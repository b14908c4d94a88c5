//! Lines to the control socket of a bench pump.

use crate::args::pump::Control;
use crate::error::CliError;
use crate::out::Report;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// Sends one command and shows its answer.
///
/// # Errors
/// [`CliError::Control`] where the pump answers `error …`.
pub(crate) fn control(args: &Control) -> Result<Report, CliError> {
    let line = args.command.join(" ");
    let answer = send(&args.control, &line)?;
    let json = json!({"command": line, "answer": answer});
    let text = if answer.is_empty() {
        "ok".to_owned()
    } else {
        answer
    };
    Ok(Report::done(text, json))
}

/// Sends one line; what follows `ok` in the answer.
///
/// # Errors
/// [`CliError::Control`], [`CliError::File`] where nobody listens.
pub(crate) fn send(socket: &Path, line: &str) -> Result<String, CliError> {
    let mut stream = UnixStream::connect(socket).map_err(CliError::file("reach", socket))?;
    writeln!(stream, "{line}").map_err(CliError::file("write to", socket))?;
    let mut answer = String::new();
    let mut reader = BufReader::new(stream);
    reader
        .read_line(&mut answer)
        .map_err(CliError::file("read from", socket))?;
    match answer
        .trim_end()
        .split_once(' ')
        .unwrap_or((answer.trim_end(), ""))
    {
        ("ok", told) => Ok(told.to_owned()),
        ("error", why) => Err(CliError::Control(why.to_owned())),
        _ => Err(CliError::Control(format!("no answer to `{line}`"))),
    }
}
