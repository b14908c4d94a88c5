//! The bench pump of the demo, as a process of its own.

use crate::error::CliError;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

const STEP: &str = "pump run";

/// A running pump; it ends with this value.
#[derive(Debug)]
pub(super) struct PumpProcess {
    child: Child,
    /// Kept open after the ready line, so that the pump has somewhere to tell.
    told: BufReader<ChildStdout>,
}

impl PumpProcess {
    /// Starts this very program as the pump and waits for its ready line.
    pub(super) fn start<A: AsRef<OsStr>>(args: &[A]) -> Result<Self, CliError> {
        let program = std::env::current_exe().map_err(|error| failed(&error.to_string()))?;
        let mut command = Command::new(program);
        command.arg("--json").args(["pump", "run"]).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        let stdout = child.stdout.take().expect("stdout was asked to be piped");
        let mut process = Self {
            child,
            told: BufReader::new(stdout),
        };
        process.wait_until_ready()?;
        Ok(process)
    }

    fn wait_until_ready(&mut self) -> Result<(), CliError> {
        let mut line = String::new();
        self.told
            .read_line(&mut line)
            .map_err(|error| failed(&error.to_string()))?;
        let ready = serde_json::from_str::<serde_json::Value>(&line)
            .is_ok_and(|event| event["event"] == "ready");
        if ready {
            Ok(())
        } else {
            Err(failed(line.trim()))
        }
    }
}

impl Drop for PumpProcess {
    /// Ends the process by its id, whatever it is doing: as a pump loses its battery.
    fn drop(&mut self) {
        // a process that has ended already needs neither
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failed(what: &str) -> CliError {
    CliError::Demo {
        step: STEP,
        what: format!("the pump did not start: {what}"),
    }
}
