//! The program as it is run: exit codes, JSON, files, and the whole loop once.

#![allow(clippy::unwrap_used, reason = "a panic here is the report")]

mod bench_pump;
mod diary;
mod errors;
mod refill;
mod whole_loop;

use serde_json::Value;
use std::process::{Command, Output};

/// What a run of the program left.
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            exit: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The one object on stdout.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(
            self.stdout.lines().count(),
            1,
            "{}{}",
            self.stdout,
            self.stderr
        );
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// Runs the program, without a terminal and without anybody's environment.
pub(crate) fn cisterna(args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cisterna"));
    command
        .args(args)
        .env_remove("CISTERNA_HOME")
        .env_remove("CISTERNA_PASSPHRASE");
    Ran::of(&command.stdin(std::process::Stdio::null()).output().unwrap())
}
