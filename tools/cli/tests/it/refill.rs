//! The refill: dates, what the person plans, what the clinic finds.

use crate::bench_pump::Bench;
use serde_json::{Value, json};

/// SR-46, SR-47
#[test]
fn a_refill_has_its_range_its_booking_and_what_the_clinic_found() {
    let bench = Bench::new();
    bench.ready();
    let refill = bench.done(&["refill"]);
    for level in ["low", "empty"] {
        let dates = &refill["forecast"][level];
        let at = |name: &str| dates[name].as_str().unwrap().to_owned();
        assert!(at("earliest_utc") < at("expected_early_utc"), "{dates}");
        assert!(at("expected_early_utc") <= at("expected_utc"), "{dates}");
        assert!(at("expected_utc") <= at("expected_late_utc"), "{dates}");
    }
    assert_eq!(refill["booked_utc_ms"], Value::Null);

    let past = bench.run(&["refill", "book", "2001-01-01T09:00"]);
    assert_eq!(
        (past.exit, &past.json()["error"]["code"]),
        (1, &json!("refill"))
    );
    assert_eq!(
        bench.run(&["refill", "book"]).json()["error"]["code"],
        "usage"
    );
    let wrong = bench.run(&["refill", "away", "soon"]).json();
    assert!(
        wrong["error"]["message"]
            .as_str()
            .unwrap()
            .contains("YYYY-MM-DD"),
        "{wrong}"
    );

    let now_s = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_secs()
        .cast_signed();
    let ahead = chrono::DateTime::from_timestamp(now_s + 10 * 86_400, 0).unwrap();
    let booked = bench.done(&[
        "refill",
        "book",
        &ahead.format("%Y-%m-%dT09:00").to_string(),
    ]);
    let away = bench.done(&["refill", "away", &ahead.format("%Y-%m-%d").to_string()]);
    let shown = bench.done(&["refill"]);
    assert!(booked["booked_utc_ms"].is_i64());
    assert_eq!(shown["booked_utc_ms"], booked["booked_utc_ms"]);
    assert_eq!(shown["away_until_utc_ms"], away["away_until_utc_ms"]);
    bench.done(&["refill", "book", "--none"]);
    bench.done(&["refill", "away", "--none"]);
    let shown = bench.done(&["refill"]);
    assert_eq!(
        (&shown["booked_utc_ms"], &shown["away_until_utc_ms"]),
        (&Value::Null, &Value::Null)
    );
}

/// SR-47
#[test]
fn what_the_clinic_found_is_held_against_what_the_pump_counted() {
    let bench = Bench::new();
    bench.ready();
    let early = bench.run(&["refill", "found", "2"]);
    assert_eq!(
        (early.exit, &early.json()["error"]["code"]),
        (1, &json!("refill"))
    );
    bench.done(&["sync"]);
    let found = &bench.done(&["refill", "found", "2"])["discrepancy"];
    assert_eq!(
        (&found["found_nl"], &found["beyond"]),
        (&json!(2_000_000), &json!(true))
    );
    assert_eq!(found["direction"], "too_little_given");
    let warnings = bench.done(&["refill"])["warnings"].clone();
    let discrepancy = |it: &Value| it["kind"] == "discrepancy" && it["danger"].is_string();
    assert!(
        warnings.as_array().unwrap().iter().any(discrepancy),
        "{warnings}"
    );
    let beyond = bench.run(&["refill", "found", "21"]);
    assert_eq!(
        (beyond.exit, &beyond.json()["error"]["code"]),
        (1, &json!("refill"))
    );
}
