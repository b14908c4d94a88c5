//! A trial without any pump: begun, written, corrected, shown, ended.

use crate::{Ran, cisterna};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const DAY_S: i64 = 86_400;
const HOUR_S: i64 = 3_600;

/// A phone with nothing on it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, words: &[&str]) -> Ran {
        let home = self.0.path().join("phone").display().to_string();
        cisterna(&[&["--home", &home], words].concat())
    }

    fn done(&self, words: &[&str]) -> Value {
        let ran = self.run(&[&["--json"], words].concat());
        assert_eq!(ran.exit, 0, "{words:?}: {}{}", ran.stdout, ran.stderr);
        ran.json()
    }

    /// What a command that is refused answers, as one text of code and message.
    fn refused(&self, words: &[&str]) -> String {
        let ran = self.run(&[&["--json"], words].concat());
        assert_eq!(ran.exit, 1, "{words:?}: {}", ran.stdout);
        let error = &ran.json()["error"];
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        format!("{}: {}", text("code"), text("message"))
    }

    fn text(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.exit, 0, "{words:?}: {}", ran.stderr);
        ran.stdout
    }

    /// A trial for pain whose baseline began three days ago and whose infusion begins in two.
    fn pain(&self) -> Value {
        let (from, start) = (time(-3 * DAY_S), time(2 * DAY_S));
        let words = ["trial", "start", "--purpose", "pain", "--drug", "morphine"];
        let times = ["--baseline-from", &from, "--start", &start, "--days", "5"];
        self.done(&[&words[..], &times].concat())
    }

    /// Screening with baclofen from tomorrow on; gives the offset of the phone's zone.
    fn screening(&self) -> i64 {
        let (from, start) = (time(-2 * DAY_S), time(DAY_S));
        let words = ["trial", "start", "--purpose", "spasticity", "--screening"];
        let times = ["--baseline-from", &from, "--start", &start];
        let plan = self.done(&[&words[..], &times].concat());
        let from = &plan["plan"]["trial"]["baseline_from"];
        from["offset_s"].as_i64().unwrap()
    }
}

/// So many seconds from now as a clock in Greenwich shows it; a day more or less than the phone's
/// zone is nothing to most tests.
fn time(from_now_s: i64) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let utc_s = since.as_secs().cast_signed() + from_now_s;
    let at = chrono::DateTime::from_timestamp(utc_s, 0).unwrap();
    at.format("%Y-%m-%dT%H:%M").to_string()
}

fn date(from_now_s: i64) -> String {
    time(from_now_s)[..10].to_owned()
}

/// SR-50
#[test]
fn a_trial_is_begun_written_corrected_shown_and_ended() {
    let home = Home::new();
    let plan = &home.pain()["plan"];
    assert_eq!(
        (&plan["drug"], &plan["lead"]),
        (&json!("morphine"), &json!("rest"))
    );
    assert_eq!(plan["trial"]["method"]["window_h"], 48);

    // two days ago in every zone: late, and kept
    let slot = format!("{}T16:00", date(-2 * DAY_S));
    let add = [
        "diary", "add", "--slot", &slot, "--rest", "7", "--motion", "8", "--skip", "sleep",
    ];
    let written = home.done(
        &[
            &add[..],
            &["--side-effect", "nausea", "--note", "after lunch"],
        ]
        .concat(),
    );
    assert_eq!(written["entry"]["given"], json!({"rest": 7, "motion": 8}));
    assert_eq!(written["entry"]["skipped"], json!(["sleep"]));
    assert_eq!(written["entry"]["slot"], json!(slot));
    assert!(home.refused(&add).contains("correct that one"));

    let own = [
        "diary",
        "add",
        "--now",
        "--rest",
        "3",
        "--analgesic",
        "paracetamol 500 mg:2",
    ];
    let own = home.done(&own);
    assert_eq!(
        own["entry"]["analgesics"],
        json!([{"name": "paracetamol 500 mg", "amount": "", "count": 2}])
    );
    let corrected = home.done(&["diary", "add", "--correct", "1", "--rest", "6"]);
    assert_eq!(
        (&corrected["id"], &corrected["entry"]["corrects"]),
        (&json!(3), &json!(1))
    );

    let ids = |words: &[&str]| -> Vec<u64> {
        let listed = home.done(&[&["diary", "list"], words].concat());
        let entries = listed["entries"].as_array().unwrap().clone();
        entries
            .iter()
            .map(|it| it["id"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(ids(&[]), [3, 2, 1]);
    assert_eq!(ids(&["--before", "3", "--limit", "1"]), [2]);

    let shown = home.done(&["trial", "show"]);
    assert_eq!(shown["phase"], "baseline");
    let rest = &shown["results"]["measures"][0];
    assert_eq!(
        rest["baseline"],
        json!({"sum": 9, "count": 2, "mean_milli": 4_500})
    );
    assert_eq!(rest["outcome"]["kind"], "not_enough_data");
    assert_eq!(
        shown["results"]["measures"][0]["result"]["mean_milli"],
        Value::Null
    );
    let points = shown["charts"][0]["points"].as_array().unwrap();
    assert!(
        points.iter().any(|it| it.get("prompts").is_some()),
        "{points:?}"
    );
    let text = home.text(&["trial", "show"]);
    assert!(text.contains("not enough data"), "{text}");
    assert!(text.contains("The decision is the clinic's."), "{text}");
    assert!(text.contains('×') && text.contains('+'), "{text}");

    let end = ["trial", "change", "end", "--reason", "trial-stopped"];
    assert!(home.refused(&end).starts_with("needs_yes"));
    let ended = home.done(&[&end[..], &["--yes"]].concat());
    assert_eq!(ended["plan"]["ended"]["reason"], "trial-stopped");
    let late = home.refused(&["diary", "add", "--now", "--rest", "1"]);
    assert!(late.starts_with("entry: the plan has ended"), "{late}");
    assert_eq!(ids(&[]), [3, 2, 1], "what was written stays");
    home.pain();
}

/// SR-50
#[test]
fn a_single_dose_has_its_prompts_and_is_answered_on_time() {
    let home = Home::new();
    let offset_s = home.screening();
    home.done(&["diary", "add", "--now", "--spasms", "0"]);
    let given = time(offset_s - HOUR_S);
    assert!(
        home.refused(&["trial", "change", "dose-given", "2", &given])
            .contains("earlier dose")
    );
    let ahead = time(offset_s + DAY_S);
    assert!(
        home.refused(&["trial", "change", "dose-given", "1", &ahead])
            .contains("in the future")
    );
    let plan = home.done(&["trial", "change", "dose-given", "1", &given]);
    assert_eq!(
        plan["plan"]["trial"]["method"]["doses"][0]["state"],
        "given"
    );
    home.done(&["trial", "change", "dose-left-out", "2"]);

    let asked = home.done(&["diary"]);
    assert_eq!(asked["prompt"]["slot"], "dose1+1h");
    assert_eq!(asked["prompt"]["state"], "open");
    assert_eq!(asked["questions"][0], "spasms");
    home.done(&[
        "diary",
        "add",
        "--slot",
        "dose1+1h",
        "--spasms",
        "2",
        "--severity",
        "1",
    ]);
    let dose = &home.done(&["trial", "show"])["results"]["doses"][0];
    assert_eq!(
        (&dose["dose"], &dose["dose_ng"]),
        (&json!(1), &json!(50_000))
    );
    assert_eq!(dose["prompts"]["on_time"], 1);
    assert_eq!(dose["measures"][0]["best"], json!({"hours": 1, "value": 2}));
    let text = home.text(&["diary"]);
    assert!(
        text.starts_with("Next asked ") && text.contains("dose1+2h"),
        "{text}"
    );
    let moved = home.refused(&["trial", "change", "days", "5"]);
    assert!(moved.contains("not of this kind"), "{moved}");
}

#[test]
fn what_cannot_be_written_says_what_to_do_and_keeps_nothing() {
    let home = Home::new();
    let no_plan = home.refused(&["diary", "add", "--now", "--rest", "3"]);
    assert_eq!(
        no_plan,
        "plan: there is no diary plan: start a trial or a diary first"
    );
    for words in [
        &["trial", "show"][..],
        &["diary", "list"],
        &["trial", "change", "days", "5"],
    ] {
        assert_eq!(home.refused(words), no_plan, "{words:?}");
    }
    assert!(home.text(&["diary"]).contains("cisterna trial start"));
    home.pain();
    let start = ["trial", "start", "--purpose", "pain", "--days", "5"];
    let second = home.refused(&[&start[..], &["--start", &time(2 * DAY_S)]].concat());
    assert!(second.contains("end it before another begins"), "{second}");

    let add = |words: &[&str]| home.refused(&[&["diary", "add"], words].concat());
    let out_of_range = add(&["--now", "--rest", "11"]);
    assert_eq!(
        out_of_range,
        "usage: pain at rest (--rest) is 0 to 10: choose one of these"
    );
    let unknown = add(&["--slot", "2001-01-01T16:00", "--rest", "3"]);
    assert_eq!(
        unknown,
        "entry: there is no such prompt: make an entry without one"
    );
    assert!(add(&["--slot", "teatime", "--rest", "3"]).contains("2026-11-24T16:00"));
    let ahead = format!("{}T16:00", date(3 * DAY_S));
    assert!(add(&["--slot", &ahead, "--rest", "3"]).contains("not open yet"));
    assert!(add(&["--correct", "9", "--rest", "3"]).contains("no such entry"));
    assert!(add(&["--now"]).contains("answer or skip at least one"));
    assert!(add(&["--now", "--severity", "2"]).contains("only where there were spasms"));
    assert!(add(&["--now", "--rest", "3", "--skip", "rest"]).contains("choose one"));
    assert!(add(&["--now", "--side-effect", "none,nausea"]).contains("leave one out"));
    assert!(add(&["--now", "--side-effect", "gait"]).contains("write it into the note"));
    assert!(add(&["--now", "--skip", "pain"]).contains("rest, motion"));
    assert!(add(&["--now", "--analgesic", "aspirin"]).contains("paracetamol 500 mg:2"));
    assert!(add(&["--rest", "3"]).contains("--slot"));
    assert_eq!(home.done(&["diary", "list"])["entries"], json!([]));
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_with_the_reason() {
    let home = Home::new();
    let (start, far) = (time(2 * DAY_S), time(60 * DAY_S));
    let pain = |words: &[&str]| {
        let start = ["trial", "start", "--purpose", "pain"];
        home.refused(&[&start[..], words].concat())
    };
    assert!(pain(&["--start", &start, "--days", "3"]).contains("4 to 7 days"));
    assert!(pain(&["--start", &far, "--days", "5"]).contains("longer than 31 days"));
    assert!(pain(&["--start", "tomorrow", "--days", "5"]).contains("2027-06-30T08:15"));
    assert!(pain(&["--start", &start]).contains("--screening"));
    assert!(pain(&["--start", &start, "--days", "5", "--lead", "sleep"]).contains("cannot lead"));
    let close = ["--start", &start, "--days", "5", "--prompts", "10:00,10:20"];
    assert!(pain(&close).contains("too close"));
    assert!(pain(&["--start", &start, "--screening", "--drug", "morphine"]).contains("baclofen"));
    assert!(home.text(&["diary"]).contains("no diary yet"));
}

#[test]
fn the_diary_goes_on_after_a_trial_and_not_during_it() {
    let home = Home::new();
    home.pain();
    let go_on = |from: &str| ["trial", "change", "go-on", "--from", from].map(ToOwned::to_owned);
    let words = |from: &str| go_on(from).to_vec();
    let during: Vec<String> = words(&time(3 * DAY_S));
    let during: Vec<&str> = during.iter().map(String::as_str).collect();
    assert!(home.refused(&during).contains("before the trial has ended"));
    let after = words(&time(20 * DAY_S));
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    let plan = home.done(&[&after[..], &["--no-prompts"]].concat());
    assert_eq!(plan["plan"]["long_term"]["prompts"]["times"], json!([]));
    assert_eq!(
        home.done(&["trial", "change", "days", "7"])["plan"]["trial"]["method"]["days"],
        7
    );
}

#[test]
fn a_medicine_changes_its_amount_and_ends() {
    let home = Home::new();
    let medicine = |words: &[&str]| home.done(&[&["diary", "medicine"], words].concat());
    let (first, next, last) = (date(-30 * DAY_S), date(-5 * DAY_S), date(-2 * DAY_S));
    let add = [
        "add",
        "--name",
        "gabapentin",
        "--amount",
        "300 mg, 3 a day",
        "--from",
        &first,
    ];
    assert_eq!(medicine(&add)["medicines"][0]["id"], 1);
    let change = [
        "change", "1", "--amount", "300 mg", "--from", &next, "--how", "fewer",
    ];
    let all = medicine(&change);
    assert_eq!(all["medicines"][0]["until"], json!(date(-6 * DAY_S)));
    assert_eq!(all["medicines"][1]["change"], "fewer");
    let all = medicine(&["end", "2", "--last", &last]);
    assert_eq!(all["medicines"][1]["until"], json!(last));
    let refused = |words: &[&str]| home.refused(&[&["diary", "medicine"], words].concat());
    assert!(refused(&["end", "2", "--last", &last]).contains("add it again"));
    assert!(refused(&["end", "7", "--last", &last]).contains("medicine list"));
    assert!(refused(&add).contains("overlap"));
    assert_eq!(home.done(&["diary", "medicine", "list"]), all);
}

#[test]
fn settings_stay_until_they_are_changed() {
    let home = Home::new();
    let set = [
        "settings",
        "set",
        "--language",
        "de-AT",
        "--hours",
        "12",
        "--name",
        " A. B. ",
    ];
    home.done(&set);
    let kept = home.done(&["settings", "set", "--tell-when-waiting-ends", "yes"]);
    let expected = json!({
        "language": "de-AT",
        "twelve_hours": true,
        "name_on_report": "A. B.",
        "tell_when_waiting_ends": true,
    });
    assert_eq!(kept, expected);
    assert_eq!(home.done(&["settings", "show"]), expected);
    assert!(
        home.refused(&["settings", "set", "--language", "tlh"])
            .contains("choose one of")
    );
    assert!(
        home.refused(&["settings", "set", "--name", " "])
            .contains("--no-name")
    );
    assert!(home.refused(&["settings", "set"]).contains("--language"));
    let follow = [
        "settings",
        "set",
        "--language",
        "phone",
        "--hours",
        "phone",
        "--no-name",
    ];
    let follows = home.done(&follow);
    assert_eq!(follows["language"], Value::Null);
    assert_eq!(follows["name_on_report"], Value::Null);
}
