//! CSV.

use super::checked;
use crate::samples::{baseline_zero, empty, morphine};
use crate::*;
use ::csv::{ReaderBuilder, StringRecord};

fn read(text: &str) -> (StringRecord, Vec<StringRecord>) {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows = reader.records().map(Result::unwrap).collect();
    (head, rows)
}

fn place(head: &StringRecord, name: &str) -> usize {
    let found = head.iter().position(|it| it == name);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

#[test]
fn every_answer_comes_back_with_its_time_slot_and_value() {
    let report = morphine();
    let (head, rows) = read(&entries_csv(checked(&report)));
    let at = |name| place(&head, name);
    let mut expected = 0;
    for version in report.entries.iter().flat_map(|it| &it.versions) {
        for measure in Measure::ALL {
            let Answer::Given(value) = version.answers.of(measure) else {
                continue;
            };
            expected += 1;
            let code = crate::codes::measure(measure);
            let row = rows.iter().find(|row| {
                row[at("entry_id")] == version.id.to_string() && row[at("measure")] == *code
            });
            let row = row.expect("every answer has its row");
            assert_eq!(row[at("value")], value.to_string());
            assert_eq!(row[at("answer")], *"given");
            let utc: chrono::NaiveDateTime =
                row[at("saved_utc")].trim_end_matches('Z').parse().unwrap();
            assert_eq!(utc.and_utc().timestamp_millis(), version.saved.utc_ms);
            assert_eq!(row[at("offset_minutes")], *"60");
            let local: chrono::NaiveDateTime = row[at("saved_local")].parse().unwrap();
            assert_eq!(Some(local), version.saved.local());
        }
    }
    let given = rows.iter().filter(|row| row[at("answer")] == *"given");
    assert_eq!(given.count(), expected, "and nothing more");
}

/// SR-50
#[test]
fn a_prompt_without_an_answer_has_rows_with_empty_values() {
    let (head, rows) = read(&entries_csv(checked(&empty())));
    let at = |name| place(&head, name);
    let missing: Vec<_> = rows
        .iter()
        .filter(|row| row[at("state")] == *"missing")
        .collect();
    assert_eq!(missing.len(), 23 * 4, "23 prompts, 4 measures");
    for row in missing {
        assert_eq!(row[at("value")], *"");
        assert_eq!(row[at("answer")], *"missing");
        assert_eq!(row[at("saved_utc")], *"");
        assert!(!row[at("prompt_utc")].is_empty());
    }
    let (head, rows) = read(&days_csv(checked(&empty())));
    let at = |name| place(&head, name);
    assert_eq!(rows[0][at("nrs_rest_sum")], *"");
    assert_eq!(rows[0][at("nrs_rest_count")], *"0");
    assert_eq!(rows[0][at("basal_ng")], *"", "there is no pump");
}

/// SR-50
#[test]
fn a_correction_names_what_it_corrects_and_the_first_stays() {
    let (head, rows) = read(&entries_csv(checked(&morphine())));
    let at = |name| place(&head, name);
    let of = |id: &str| -> Vec<_> {
        rows.iter()
            .filter(|row| &row[at("entry_id")] == id)
            .collect()
    };
    let corrected = of("900");
    assert!(!corrected.is_empty());
    let first = corrected[0][at("corrects_entry_id")].to_owned();
    assert!(corrected.iter().all(|row| row[at("counts")] == *"yes"));
    assert!(!of(&first).is_empty());
    assert!(of(&first).iter().all(|row| row[at("counts")] == *"no"));
}

#[test]
fn zero_is_a_value() {
    let (head, rows) = read(&entries_csv(checked(&baseline_zero())));
    let at = |name| place(&head, name);
    assert_eq!(rows[0][at("value")], *"0");
    assert_eq!(rows[0][at("answer")], *"given");
}

#[test]
fn free_text_comes_back_and_is_no_formula() {
    let mut report = morphine();
    let note = "=HYPERLINK(\"x\"),\r\n\"worse\"; ü";
    note.clone_into(&mut report.entries[0].versions[0].answers.note);
    let text = entries_csv(checked(&report));
    let (head, rows) = read(&text);
    let field = &rows[0][place(&head, "note")];
    assert!(field.starts_with("'="), "{field}");
    assert_eq!(unguarded(field), note);
}

#[test]
fn tables_are_rfc_4180() {
    let report = morphine();
    for text in [entries_csv(checked(&report)), days_csv(checked(&report))] {
        assert!(!text.starts_with('\u{feff}'));
        assert!(text.ends_with("\r\n"));
        let (head, rows) = read(&text);
        assert!(rows.iter().all(|row| row.len() == head.len()));
        let lines = text.matches("\r\n").count();
        assert_eq!(
            lines,
            rows.len() + 1,
            "no text of this sample has two lines"
        );
    }
}

#[test]
fn days_hold_exact_sums_and_doses() {
    let report = morphine();
    let (head, rows) = read(&days_csv(checked(&report)));
    let at = |name| place(&head, name);
    assert_eq!(rows.len(), report.days.len());
    let row = &rows[5];
    assert_eq!(row[at("trial_day")], *"3");
    assert_eq!(row[at("dose_known")], *"at_least");
    assert_eq!(row[at("basal_ng")], *"187200");
    assert_eq!(row[at("boluses_asked")], *"2");
    assert_eq!(row[at("boluses_stopped_early")], *"1");
    assert_eq!(row[at("side_effects")], *"itching; nausea");
    assert_eq!(
        rows[6][at("side_effects")],
        *"none",
        "told, and there was none"
    );
    assert_eq!(rows[0][at("dose_known")], *"");
}

#[test]
fn the_readme_names_every_column() {
    let readme = include_str!("../../README.md");
    let report = morphine();
    let (entries, _) = read(&entries_csv(checked(&report)));
    let (days, _) = read(&days_csv(checked(&report)));
    for name in entries.iter().chain(&days) {
        let generic = name.starts_with(|it: char| it.is_lowercase())
            && Measure::ALL.iter().any(|it| {
                let code = crate::codes::measure(*it);
                name == format!("{code}_sum") || name == format!("{code}_count")
            });
        assert!(generic || readme.contains(&format!("`{name}`")), "{name}");
    }
}
