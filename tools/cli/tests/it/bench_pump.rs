//! A bench pump for a test: a process of its own, ended with the test.

use crate::{Ran, cisterna};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub(crate) const SERIAL: &str = "CIS-TEST-1";

const PRESCRIPTION: &str = r#"{
  "drug": "baclofen", "version": 1, "concentration_ug_per_ml": 500,
  "steps": [{"from": "00:00", "until": "24:00", "rate_ug_per_h": "10.4"}],
  "bolus": {"dose_ug": "10", "duration_s": 600, "lockout_s": 14400, "max_in_window": 4},
  "window_h": 24, "window_limit_ug": 400, "low_level_ml": 2, "dead_volume_ml": "0.2"
}"#;

/// A folder with a clinician, a pump and a phone in it.
pub(crate) struct Bench {
    folder: TempDir,
    pump: Child,
}

impl Bench {
    /// A new pump that runs, without a prescription.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let made = cisterna(&[
            "clinic",
            "key",
            "--out",
            &file("key"),
            "--public",
            &file("public"),
        ]);
        assert_eq!(made.exit, 0, "{}", made.stderr);
        std::fs::write(folder.path().join("prescription"), PRESCRIPTION).unwrap();
        std::fs::write(folder.path().join("passphrase"), "horse\n").unwrap();
        let pump = start(folder.path());
        Self { folder, pump }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command of phone or clinic with `--json`; a word `@name` is a file of the folder.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        let mut args = vec!["--json".to_owned(), "--home".to_owned(), file("phone")];
        args.extend(words.iter().map(|word| {
            word.strip_prefix('@')
                .map_or_else(|| (*word).to_owned(), file)
        }));
        if words[0] == "clinic" {
            args.extend(["--key".to_owned(), file("key")]);
        }
        let off_line = ["book", "away"].contains(words.get(1).unwrap_or(&""));
        if words[0] != "history" && words[0] != "pump" && !off_line {
            args.extend(["--socket".to_owned(), file("socket")]);
        }
        cisterna(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The same for a command that has to be done.
    pub(crate) fn done(&self, words: &[&str]) -> serde_json::Value {
        let ran = self.run(words);
        assert_eq!(ran.exit, 0, "{words:?}: {}{}", ran.stdout, ran.stderr);
        ran.json()
    }

    pub(crate) fn advance(&self, span_s: u32) {
        self.done(&[
            "pump",
            "control",
            "--control",
            "@control",
            "advance",
            &span_s.to_string(),
        ]);
    }

    /// Prescribes, fills, sets the clock and pairs the phone.
    pub(crate) fn ready(&self) {
        let prescribe = ["clinic", "prescribe", "--prescription", "@prescription"];
        self.done(&[&prescribe[..], &["--serial", SERIAL]].concat());
        let fill = [
            "clinic",
            "refill",
            "--drug",
            "baclofen",
            "--concentration-ug-per-ml",
            "500",
        ];
        let volume = [
            "--volume-ml",
            "20",
            "--use-by",
            "2099-12-31",
            "--activate",
            "--yes",
        ];
        self.done(&[&fill[..], &volume].concat());
        let utc = "2027-03-01T07:00:00Z";
        self.done(&["clinic", "set-clock", "--utc", utc, "--offset", "-03:30"]);
        self.done(&["clinic", "open-pairing"]);
        self.done(&[
            "pair",
            "--card",
            "@card",
            "--passphrase-file",
            "@passphrase",
        ]);
    }

    /// Strokes of extra doses that the motor made.
    pub(crate) fn patient_pulses(&self) -> usize {
        let pulses = std::fs::read_to_string(self.folder.path().join("pulses")).unwrap();
        pulses
            .lines()
            .filter(|line| line.contains(",patient,"))
            .count()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.pump.kill().unwrap();
        self.pump.wait().unwrap();
    }
}

fn start(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cisterna"));
    command.args([
        "--json",
        "pump",
        "run",
        "--serial",
        SERIAL,
        "--capacity-ml",
        "20",
    ]);
    for name in ["socket", "flash", "control", "pulses", "card"] {
        command.arg(format!("--{name}")).arg(folder.join(name));
    }
    command.arg("--clinician").arg(folder.join("public"));
    let mut pump = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(pump.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains(r#""event":"ready""#), "{line}");
    pump
}
