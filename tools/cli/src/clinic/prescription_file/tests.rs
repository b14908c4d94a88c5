use super::*;
use cisterna_protocol::quantity::{Nanograms, NanogramsPerMl, Nanolitres};
use serde_json::json;

/// What changes the file, and how its error begins.
type Case = (fn(&mut Value), &'static str);

fn file() -> Value {
    json!({
        "drug": "baclofen", "version": 3, "concentration_ug_per_ml": 500,
        "steps": [
            {"from": "06:00", "until": "22:00", "rate_ug_per_h": "10.4"},
            {"from": "22:00", "until": "06:00", "rate_ug_per_h": "8"}
        ],
        "bolus": {"dose_ug": "25", "duration_s": 600, "lockout_s": 14400, "max_in_window": 4},
        "window_h": 24, "window_limit_ug": "400", "low_level_ml": 2, "dead_volume_ml": "0.2"
    })
}

fn error_of(change: impl FnOnce(&mut Value)) -> String {
    let mut file = file();
    change(&mut file);
    parse(&file.to_string()).unwrap_err().to_string()
}

#[test]
fn a_file_becomes_integers_and_a_night_becomes_two_steps() {
    let read = parse(&file().to_string())
        .unwrap()
        .for_pump("CIS-1")
        .unwrap();
    assert_eq!(read.serial.as_str(), "CIS-1");
    assert_eq!(read.concentration, NanogramsPerMl(500_000));
    let spans: Vec<_> = read
        .steps
        .iter()
        .map(|it| (it.from_s, it.until_s, it.rate.0))
        .collect();
    let expected = [
        (0, 21_600, 8_000),
        (21_600, 79_200, 10_400),
        (79_200, 86_400, 8_000),
    ];
    assert_eq!(spans, expected);
    assert_eq!(read.bolus.unwrap().dose, Nanograms(25_000));
    assert_eq!(
        (read.window_s, read.low_level),
        (86_400, Nanolitres(2_000_000))
    );
}

#[test]
fn a_number_keeps_the_digits_that_were_written() {
    let text = file()
        .to_string()
        .replace(r#""10.4""#, "10.400000000000000000");
    assert_eq!(parse(&text).unwrap().prescription.steps[1].rate.0, 10_400);
    let text = file()
        .to_string()
        .replace(r#""10.4""#, "10.40000000000000000001");
    assert!(
        parse(&text)
            .unwrap_err()
            .to_string()
            .contains("finer than 1 ng/h")
    );
}

#[test]
fn an_error_names_its_field() {
    let cases: [Case; 8] = [
        (|it| it["drug"] = json!("aspirin"), "drug: is none of"),
        (
            |it| it["steps"][1]["rate_ug_per_h"] = json!("0.0004"),
            "steps[1].rate_ug_per_h: `0",
        ),
        (
            |it| it["steps"][0]["from"] = json!("6"),
            "steps[0].from: a time of day",
        ),
        (
            |it| it["bolus"]["dose_mg"] = json!(1),
            "bolus.dose_mg: is not known",
        ),
        (|it| it["window_h"] = json!(25), "window_h: is out of range"),
        (|it| it["version"] = json!(-1), "version: `-1`"),
        (
            |it| it["low_level_ml"] = json!(true),
            "low_level_ml: has to be a number",
        ),
        (
            |it| drop(it.as_object_mut().unwrap().remove("steps")),
            "steps: is missing",
        ),
    ];
    for (change, expected) in cases {
        let error = error_of(change);
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_file_for_another_pump_is_refused() {
    let mut file = file();
    file["serial"] = json!("CIS-2");
    let draft = parse(&file.to_string()).unwrap();
    assert!(draft.clone().for_pump("CIS-2").is_ok());
    assert!(
        draft
            .for_pump("CIS-1")
            .unwrap_err()
            .to_string()
            .starts_with("serial")
    );
}
