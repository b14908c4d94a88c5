//! The words of the report. SR-50

use super::{checked, english, texts};
use crate::content::{Block, Table, content};
use crate::samples::{baclofen_screening, baseline_zero, empty, morphine, not_over, spasticity};
use crate::*;
use cisterna_text::{Language, without_isolates};

fn blocks(report: &Report) -> Vec<Block> {
    content(checked(report), &english()).blocks
}

fn tables(report: &Report) -> Vec<Table> {
    let mut tables = Vec::new();
    for block in blocks(report) {
        if let Block::Table(table) = block {
            tables.push(table);
        }
    }
    tables
}

fn table(report: &Report, first_head: &str) -> Table {
    let mut found = tables(report).into_iter();
    let found = found.find(|it| it.head[0] == first_head);
    found.expect("the table is there")
}

fn result(report: &Report, language: Language) -> (Vec<String>, Vec<String>) {
    let blocks = content(checked(report), &texts(language)).blocks;
    let mut found = None;
    for block in blocks {
        if let Block::Result { lead, rest, .. } = block {
            found = Some((lead, rest));
        }
    }
    let (lead, rest) = found.expect("every report has a result");
    let plain = |it: Vec<String>| it.iter().map(|it| without_isolates(it)).collect();
    (plain(lead), plain(rest))
}

fn cells(row: &[String]) -> Vec<String> {
    row.iter().map(|it| without_isolates(it)).collect()
}

/// SR-50
#[test]
fn the_result_tells_means_relief_its_line_and_the_share_answered() {
    let (lead, rest) = result(&morphine(), Language::English);
    assert_eq!(
        lead,
        [
            "Pain at rest: mean 7.2 before, 2.8 in the last 48 hours. Relief 60\u{a0}%, at or above \
          the 50 % line."
        ]
    );
    assert_eq!(
        rest[0],
        "Answered on time in the result window: 6 of 6. In the whole trial: 16 of 18 \
         (88\u{a0}%), late ones included."
    );
    assert_eq!(
        rest[1],
        "This report shows data. The decision is the clinic's."
    );
    let (lead, _) = result(&spasticity(), Language::German);
    assert_eq!(
        lead,
        [
            "Häufigkeit der Spasmen: im Mittel vorher 3,5, in den letzten 48 Stunden 0,6. \
          Linderung 82\u{a0}%, auf oder über der 50-%-Linie."
        ]
    );
}

/// SR-50
#[test]
fn a_baseline_of_zero_is_undefined_and_has_no_lines() {
    let (lead, _) = result(&baseline_zero(), Language::English);
    assert_eq!(
        lead,
        ["Spasm frequency. The baseline is 0, so relief is undefined."]
    );
    let table = table(&baseline_zero(), "Measure");
    let row = cells(&table.rows[0]);
    assert_eq!(row[1], "0.0 (mean of 6)");
    assert_eq!(row[4..], ["undefined: baseline 0", "no line", "no line"]);
}

/// SR-50
#[test]
fn fewer_than_half_answered_is_not_enough_data_with_the_numbers() {
    let (lead, _) = result(&empty(), Language::English);
    assert_eq!(
        lead,
        [
            "Pain at rest. Not enough data: 1 of 9 prompts of the baseline were answered, fewer \
          than half."
        ]
    );
    let table = table(&empty(), "Measure");
    let row = cells(&table.rows[0]);
    assert_eq!(row[2], "no answer");
    assert_eq!(row[4..], ["not enough data", "no line", "no line"]);
}

/// SR-50
#[test]
fn missing_stays_missing_and_is_never_zero() {
    let table = table(&empty(), "Day");
    let row = cells(&table.rows[0]);
    assert_eq!(
        row,
        [
            "Before, 1 December",
            "0 of 3",
            "no answer",
            "no answer",
            "no answer",
            "no answer",
            "not told"
        ]
    );
}

/// SR-50
#[test]
fn a_question_that_did_not_come_up_is_not_one_without_an_answer() {
    let days = table(&baseline_zero(), "Day");
    assert_eq!(
        cells(&days.rows[0])[3],
        "not asked",
        "no spasms, no severity"
    );
    let results = table(&baseline_zero(), "Measure");
    assert_eq!(
        cells(&results.rows[1])[1..5],
        ["not asked", "not asked", "0 of 0", "not asked"]
    );
}

#[test]
fn a_trial_that_goes_on_says_so() {
    let (_, rest) = result(&not_over(), Language::English);
    assert_eq!(rest[0], "The trial is not over yet. This is how it stands.");
    assert!(!result(&morphine(), Language::English).1.contains(&rest[0]));
}

#[test]
fn each_single_dose_is_told_with_its_best_answer_and_its_hour() {
    let (lead, _) = result(&baclofen_screening(), Language::English);
    assert_eq!(
        lead,
        [
            "50 micrograms on 31 January at 10:00: Spasm frequency 3.5 before, 2.0 at best. Relief \
             42\u{a0}%, at or above the 30 % line, below the 50 % line.",
            "75 micrograms on 1 February at 10:00: Spasm frequency 3.5 before, 1.0 at best. Relief \
             71\u{a0}%, at or above the 50 % line.",
            "100 micrograms: not given.",
        ]
    );
    let table = table(&baclofen_screening(), "Dose");
    let row = cells(&table.rows[0]);
    assert_eq!(
        row[..4],
        [
            "50 micrograms",
            "Spasm frequency",
            "3.5 (mean of 6)",
            "2 (4 h after)"
        ]
    );
}

#[test]
fn doses_that_are_only_partly_known_say_at_least() {
    let table = table(&morphine(), "Day");
    let of_day = |place: usize| cells(&table.rows[place])[6..9].to_vec();
    assert_eq!(of_day(0), ["no pump", "no pump", "no pump"]);
    assert_eq!(of_day(3), ["124.8", "2 of 2", "50"]);
    assert_eq!(
        of_day(5),
        [
            "at least 187.2",
            "1 of 2, 1 stopped early",
            "at least 31.25"
        ]
    );
}

/// SR-41
#[test]
fn an_uncertain_bolus_is_neither_given_nor_refused() {
    let tables = tables(&morphine());
    let mut doubtful = tables.iter();
    let doubtful = doubtful.find(|it| it.head.get(2).is_some_and(|it| it == "Outcome"));
    let outcomes: Vec<_> = doubtful
        .expect("the table is there")
        .rows
        .iter()
        .map(|row| without_isolates(&row[2]))
        .collect();
    assert_eq!(
        outcomes,
        [
            "refused, nothing given",
            "stopped early: at least 6.25 micrograms, at most 12.5 micrograms",
            "not known yet: neither given nor refused for certain",
        ]
    );
}

/// SR-45
#[test]
fn gaps_of_the_log_are_told_as_gaps() {
    let text = format!("{:?}", blocks(&morphine()));
    assert!(text.contains("the pump did not run or had no power"));
    assert!(!text.contains("The log has no gaps"));
    let whole = format!("{:?}", blocks(&spasticity()));
    assert!(whole.contains("The log has no gaps"));
}

#[test]
fn worse_is_told_as_worse_and_never_as_relief() {
    let (lead, _) = result(&crate::samples::heavy(5, 0), Language::English);
    assert!(lead[0].contains("No relief: 5\u{a0}% worse."), "{lead:?}");
}

#[test]
fn a_nameless_report_says_so() {
    let Block::Facts(facts) = &blocks(&empty())[0] else {
        panic!("facts come first")
    };
    assert_eq!(facts[0], ("Person".to_owned(), "not named".to_owned()));
    assert_eq!(facts[1].1, "none: the trial ran without a pump");
}
