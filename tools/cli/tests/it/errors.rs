//! What goes wrong says what, in the shape that programs read.

use crate::cisterna;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn error_of(args: &[&str]) -> (i32, String, String) {
    let ran = cisterna(args);
    let json = ran.json();
    let text = |name: &str| json["error"][name].as_str().unwrap().to_owned();
    (ran.exit, text("code"), text("message"))
}

#[test]
fn a_wrong_command_line_exits_with_1_and_not_with_2() {
    let ran = cisterna(&["bolus"]);
    assert_eq!(ran.exit, 1);
    assert!(
        ran.stdout.is_empty() && ran.stderr.contains("--socket"),
        "{}",
        ran.stderr
    );
    let (exit, code, message) = error_of(&["bolus", "--json"]);
    assert_eq!((exit, code.as_str()), (1, "usage"));
    assert!(message.contains("--socket"), "{message}");
    assert_eq!(cisterna(&["--help"]).exit, 0);
}

#[test]
fn a_number_finer_than_its_unit_is_a_wrong_command_line() {
    let fill = [
        "clinic",
        "bolus",
        "--key",
        "k",
        "--socket",
        "s",
        "--duration-s",
        "600",
        "--json",
    ];
    let (exit, code, message) = error_of(&[&fill[..], &["--dose-ug", "0.0004"]].concat());
    assert_eq!((exit, code.as_str()), (1, "usage"));
    assert!(message.contains("finer than 1 ng"), "{message}");
}

#[test]
fn a_wrong_prescription_names_its_field_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prescription.json");
    std::fs::write(&path, r#"{"drug": "baclofen", "version": 1, "dose": 3}"#).unwrap();
    let path = path.to_str().unwrap();
    let prescribe = [
        "clinic",
        "prescribe",
        "--key",
        "k",
        "--socket",
        "s",
        "--json",
    ];
    let (exit, code, message) = error_of(&[&prescribe[..], &["--prescription", path]].concat());
    assert_eq!((exit, code.as_str()), (1, "prescription"));
    assert!(message.contains("dose: is not known"), "{message}");
}

#[test]
fn a_phone_without_a_pump_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("phone");
    let (exit, code, _) = error_of(&["--home", home.to_str().unwrap(), "status", "--json"]);
    assert_eq!((exit, code.as_str()), (1, "not_paired"));
    assert_eq!(mode(&home), 0o700);
}

#[test]
fn a_pump_that_is_not_there_is_out_of_reach_and_its_key_file_unharmed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (key, public) = (file("key"), file("public"));
    let make = ["clinic", "key", "--out", &key, "--public", &public];
    assert_eq!(cisterna(&make).exit, 0);
    assert_eq!(
        (mode(Path::new(&key)), mode(Path::new(&public))),
        (0o600, 0o600)
    );
    assert_eq!(
        cisterna(&make).exit,
        1,
        "an existing key file is not overwritten"
    );
    let status = [
        "clinic", "status", "--json", "--key", &key, "--socket", "nowhere",
    ];
    assert_eq!(error_of(&status).1, "no_serial");
    let (exit, code, _) = error_of(&[&status[..], &["--serial", "CIS-1"]].concat());
    assert_eq!((exit, code.as_str()), (1, "out_of_reach"));
}

#[test]
fn half_a_new_pump_is_a_wrong_command_line() {
    let ran = cisterna(&["pump", "run", "--socket", "s", "--serial", "CIS-1"]);
    assert_eq!(ran.exit, 1);
    assert!(ran.stderr.contains("--clinician"), "{}", ran.stderr);
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// SR-51
#[test]
fn a_backup_goes_to_another_home_and_everything_can_be_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let words = at("words");
    std::fs::write(&words, "a long passphrase\n").unwrap();
    let run = |home: &str, args: &[&str]| {
        let home = at(home);
        let ran = cisterna(&[&["--home", &home, "--json"], args].concat());
        (ran.exit, ran.json())
    };
    let backup = at("backup");
    let (exit, _) = run("old", &["backup", &backup, "--passphrase-file", &words]);
    assert_eq!(exit, 0);
    let restore = ["restore", &backup, "--passphrase-file", &words];
    assert_eq!(run("new", &restore).0, 0);
    let (exit, told) = run("new", &restore);
    assert_eq!((exit, told["error"]["code"].as_str()), (1, Some("backup")));
    assert_eq!(run("new", &["check"]).0, 0);
    let (exit, told) = run("new", &["erase"]);
    assert_eq!(exit, 1, "nobody was asked: {told}");
    assert_eq!(run("new", &["erase", "--yes"]).0, 0);
    let left = std::fs::read_dir(folder.path().join("new/keys")).unwrap();
    assert_eq!(left.count(), 0);
    assert!(!folder.path().join("new/cisterna.db").exists());
}

/// SR-47
#[test]
fn a_care_plan_comes_from_a_file_and_says_whom_to_call() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (home, file) = (at("home"), at("plan.json"));
    let run = |args: &[&str]| {
        let ran = cisterna(&[&["--home", &home, "--json"], args].concat());
        (ran.exit, ran.json())
    };
    let (exit, shown) = run(&["care", "show"]);
    assert_eq!(exit, 0);
    assert!(!shown["missing"].as_array().unwrap().is_empty());
    assert_eq!(run(&["care", "export", &file]).0, 0);
    let mut plan: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    plan["caregivers"] = serde_json::json!([{
        "id": 1, "name": "Ada", "number": "+49 (170) 11-11",
        "wants": {"emergencies": true, "refill": true, "no_answer": true},
    }]);
    std::fs::write(&file, plan.to_string()).unwrap();
    assert_eq!(run(&["care", "set", &file]).0, 0);
    let (_, shown) = run(&["care", "show"]);
    assert!(
        shown["emergency"].to_string().contains("+491701111"),
        "{shown}"
    );
    let (_, told) = run(&["care", "tell", "low"]);
    assert_eq!(told["next"], "tell");
    let (exit, seen) = run(&["care", "notice", "1", "seen"]);
    assert_eq!((exit, seen["error"]["code"].as_str()), (1, Some("care")));
    plan["caregivers"][0]["number"] = "call me".into();
    std::fs::write(&file, plan.to_string()).unwrap();
    let (exit, refused) = run(&["care", "set", &file]);
    assert_eq!(
        (exit, refused["error"]["code"].as_str()),
        (1, Some("usage"))
    );
}

#[test]
fn a_report_says_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home").display().to_string();
    let pdf = folder.path().join("r.pdf").display().to_string();
    let run = |args: &[&str]| {
        let ran = cisterna(&[&["--home", &home, "--json"], args].concat());
        ran.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(run(&["report"]), "usage");
    assert_eq!(run(&["report", "--pdf", &pdf]), "plan");
    assert_eq!(
        run(&["report", "--pdf", &pdf, "--language", "tlh"]),
        "usage"
    );
    assert!(!folder.path().join("r.pdf").exists());
}

/// SR-48
#[test]
fn an_mri_is_followed_up_and_quiet_hours_are_set() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home").display().to_string();
    let run = |args: &[&str]| {
        let ran = cisterna(&[&["--home", &home, "--json"], args].concat());
        (ran.exit, ran.json())
    };
    assert_eq!(run(&["remind", "mri", "done"]).0, 0);
    let (_, shown) = run(&["remind"]);
    assert_eq!(shown["due"][0]["kind"], "mri_read", "{shown}");
    let id = shown["due"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(run(&["remind", "ack", &id]).0, 0);
    let (_, silent) = run(&["remind"]);
    assert_eq!(silent["due"][0]["sounds"], false);
    let (exit, early) = run(&["remind", "mri", "confirmed"]);
    assert_eq!(
        (exit, early["error"]["code"].as_str()),
        (1, Some("reminder"))
    );
    assert_eq!(run(&["remind", "quiet", "22:00", "07:00"]).0, 0);
    assert_eq!(run(&["remind"]).1["quiet"]["until"], "07:00");
    assert_eq!(run(&["remind", "ack", "nothing"]).0, 1);
}
