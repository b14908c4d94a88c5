//! Clinic, pump and phone, each as its own process.

use crate::bench_pump::{Bench, SERIAL};
use std::os::unix::fs::PermissionsExt;

const BOLUS: [&str; 4] = ["bolus", "--yes", "--passphrase-file", "@passphrase"];
/// 10 µg at 500 µg/mL and 250 nL a pulse.
const PULSES_A_BOLUS: usize = 80;

/// SR-02, SR-07, SR-41
#[test]
fn an_extra_dose_is_given_once_refused_early_and_found_out_about() {
    let bench = Bench::new();
    bench.ready();
    let status = bench.done(&["status"]);
    assert_eq!(
        (&status["serial"], &status["therapy"]),
        (&SERIAL.into(), &"running".into())
    );
    assert_eq!(status["clock"]["offset_s"], -12_600);

    assert_eq!(bench.done(&BOLUS)["outcome"], "running");
    bench.advance(601);
    assert_eq!(bench.done(&["bolus", "--resolve"])["outcome"], "delivered");
    assert_eq!(bench.patient_pulses(), PULSES_A_BOLUS);

    let refused = bench.run(&BOLUS);
    assert_eq!(
        (refused.exit, &refused.json()["outcome"]),
        (2, &"refused".into())
    );
    assert_eq!(refused.json()["detail"]["reason"], "lockout");

    bench.advance(14_400);
    let lost = bench.run(&[&BOLUS[..], &["--drop-after-send"]].concat());
    assert_eq!(
        (lost.exit, &lost.json()["outcome"]),
        (3, &"not_known_yet".into())
    );
    bench.advance(601);
    assert_eq!(bench.done(&["bolus", "--resolve"])["outcome"], "delivered");
    assert_eq!(bench.patient_pulses(), 2 * PULSES_A_BOLUS);

    assert!(bench.done(&["sync"])["records"].as_u64().unwrap() > 10);
    assert_eq!(bench.done(&["sync"])["records"], 0);
    let log = bench.done(&[
        "history", "--log", "events", "--limit", "3", "--before", "6",
    ]);
    let seqs: Vec<_> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["seq"])
        .collect();
    assert_eq!(seqs, [5, 4, 3]);
}

/// SR-43
#[test]
fn a_wrong_passphrase_sends_nothing() {
    let bench = Bench::new();
    bench.ready();
    std::fs::write(bench.folder().join("passphrase"), "house").unwrap();
    let ran = bench.run(&BOLUS);
    assert_eq!(
        (ran.exit, &ran.json()["error"]["code"]),
        (1, &"not_authenticated".into())
    );
    assert!(bench.done(&["status"])["bolus"]["running"].is_null());
}

/// SR-30
#[test]
fn what_the_pump_refuses_exits_with_2_and_no_yes_changes_nothing() {
    let bench = Bench::new();
    let mode = |name: &str| {
        bench
            .folder()
            .join(name)
            .metadata()
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("card") & 0o777, 0o600);
    let resumed = bench.run(&["clinic", "resume", "--serial", SERIAL]);
    assert_eq!(
        (resumed.exit, &resumed.json()["error"]["code"]),
        (2, &"refused".into())
    );
    bench.ready();
    let text = std::fs::read_to_string(bench.folder().join("prescription")).unwrap();
    let next = text.replace(r#""version": 1"#, r#""version": 2"#);
    std::fs::write(bench.folder().join("prescription"), next).unwrap();
    let prescribe = [
        "clinic",
        "prescribe",
        "--prescription",
        "@prescription",
        "--activate",
    ];
    let asked = bench.run(&prescribe);
    assert_eq!(
        (asked.exit, &asked.json()["error"]["code"]),
        (1, &"needs_yes".into())
    );
    assert_eq!(bench.done(&["clinic", "status"])["prescription_version"], 1);
    assert_eq!(
        bench.done(&["clinic", "activate", "--yes"])["new"]["version"],
        2
    );
    assert_eq!(
        bench.done(&["clinic", "prescription"])["active"]["version"],
        2
    );
    let nothing = bench.run(&["clinic", "activate", "--yes"]);
    assert_eq!(nothing.json()["error"]["code"], "nothing_staged");
}

#[test]
fn a_refused_control_line_is_an_error() {
    let bench = Bench::new();
    let ran = bench.run(&[
        "pump",
        "control",
        "--control",
        "@control",
        "advance",
        "never",
    ]);
    assert_eq!(
        (ran.exit, &ran.json()["error"]["code"]),
        (1, &"control".into())
    );
    assert!(
        ran.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("advance SECONDS")
    );
}
