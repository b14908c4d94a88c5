//! Numbers, quantities and dates, by example: English, German, Arabic.

use super::texts;
use crate::{Format, HourCycle, Language, Quantity, Texts, without_isolates};
use chrono::{NaiveDate, NaiveDateTime};

const ALL: [Language; 3] = [Language::English, Language::German, Language::Arabic];

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(2026, 12, 18).unwrap();
    date.and_hms_opt(hour, minute, 0).unwrap()
}

fn each(of: impl Fn(&Texts) -> String) -> [String; 3] {
    ALL.map(|language| without_isolates(&of(&texts(language))))
}

fn english(of: impl Fn(&Texts) -> Quantity) -> (String, String) {
    let quantity = of(&texts(Language::English));
    (
        without_isolates(&quantity.screen),
        without_isolates(&quantity.spoken),
    )
}

fn pair(screen: &str, spoken: &str) -> (String, String) {
    (screen.to_owned(), spoken.to_owned())
}

#[test]
fn dates_follow_the_language() {
    let date = at(0, 0).date();
    assert_eq!(
        each(|it| it.date(date)),
        ["18 December 2026", "18. Dezember 2026", "18 ديسمبر 2026"]
    );
    assert_eq!(
        each(|it| it.day(date)),
        ["18 December", "18. Dezember", "18 ديسمبر"]
    );
    assert_eq!(
        each(|it| it.weekday_and_date(date)),
        [
            "Friday, 18 December 2026",
            "Freitag, 18. Dezember 2026",
            "الجمعة، 18 ديسمبر 2026"
        ]
    );
    assert_eq!(
        each(|it| it.weekday_and_day(date)),
        [
            "Friday 18 December",
            "Freitag, 18. Dezember",
            "الجمعة، 18 ديسمبر"
        ]
    );
    assert_eq!(each(|it| it.weekday(date)), ["Friday", "Freitag", "الجمعة"]);
    assert_eq!(
        each(|it| it.date_and_time(at(14, 5))),
        [
            "18 December 2026 at 14:05",
            "18. Dezember 2026 um 14:05",
            "18 ديسمبر 2026 في 14:05"
        ]
    );
    assert_eq!(
        each(|it| it.day_and_time(at(14, 5))),
        [
            "18 December at 14:05",
            "18. Dezember um 14:05",
            "18 ديسمبر في 14:05"
        ]
    );
}

#[test]
fn hours_run_as_the_person_set_them() {
    let h12 = Format {
        hours: HourCycle::H12,
    };
    let afternoon = |language| Texts::new(language, h12).time(at(14, 5).time());
    assert_eq!(
        ALL.map(afternoon),
        ["2:05\u{202f}pm", "2:05\u{202f}PM", "2:05 م"]
    );
    let midnight = |language| Texts::new(language, h12).time(at(0, 5).time());
    assert_eq!(
        ALL.map(midnight),
        ["12:05\u{202f}am", "12:05\u{202f}AM", "12:05 ص"]
    );
    assert_eq!(each(|it| it.time(at(14, 5).time())), ["14:05"; 3]);
    assert_eq!(each(|it| it.time(at(0, 5).time())), ["00:05"; 3]);
}

#[test]
fn a_date_beyond_the_calendar_is_still_a_date() {
    let far = texts(Language::English).date(NaiveDate::MAX);
    assert!(far.starts_with("+262142-12-31"), "{far}");
}

#[test]
fn volumes_are_rounded_down_and_written_by_the_language() {
    assert_eq!(
        each(|it| it.volume(11_699_999).screen),
        ["11.6\u{a0}mL", "11,6\u{a0}ml", "11.6\u{a0}مل"]
    );
    assert_eq!(
        each(|it| it.volume(11_699_999).spoken),
        ["11.6 millilitres", "11,6 Milliliter", "11.6 مليلتر"]
    );
    assert_eq!(
        english(|it| it.volume(0)),
        pair("0.0\u{a0}mL", "0.0 millilitres")
    );
    assert_eq!(
        english(|it| it.volume(20_000_000)),
        pair("20.0\u{a0}mL", "20.0 millilitres")
    );
    assert_eq!(
        english(|it| it.volume_exact(20_000_000)),
        pair("20\u{a0}mL", "20 millilitres")
    );
    assert_eq!(
        english(|it| it.volume_exact(12_500)),
        pair("0.0125\u{a0}mL", "0.0125 millilitres")
    );
    assert_eq!(
        english(|it| it.volume_exact(1_000_000)),
        pair("1\u{a0}mL", "1 millilitre")
    );
}

#[test]
fn doses_are_written_out_and_exact() {
    let dose = |ng| english(|it| it.dose(ng)).0;
    assert_eq!(dose(25_000), "25 micrograms");
    assert_eq!(dose(10_400), "10.4 micrograms");
    assert_eq!(dose(1), "0.001 micrograms");
    assert_eq!(dose(1_000), "1 microgram");
    assert_eq!(dose(0), "0 micrograms");
    assert_eq!(dose(5_000_000), "5000 micrograms");
    assert_eq!(dose(12_000_000), "12,000 micrograms");
    assert_eq!(dose(u64::MAX), "18,446,744,073,709,551.615 micrograms");
    assert_eq!(
        each(|it| it.dose(10_400).spoken),
        ["10.4 micrograms", "10,4 Mikrogramm", "10.4 ميكروغرام"]
    );
    assert_eq!(
        each(|it| it.dose_an_hour(8_200).screen)[..2],
        ["8.2 micrograms an hour", "8,2 Mikrogramm pro Stunde"]
    );
    assert_eq!(
        each(|it| it.dose_a_day(1_000).screen)[..2],
        ["1 microgram a day", "1 Mikrogramm pro Tag"]
    );
    assert_eq!(
        each(|it| it.concentration(2_000_000).screen)[..2],
        [
            "2000 micrograms a millilitre",
            "2000 Mikrogramm pro Milliliter"
        ]
    );
}

#[test]
fn a_waiting_time_is_never_told_shorter_than_it_is() {
    let duration = |s| english(|it| it.duration(s)).1;
    assert_eq!(duration(0), "0 seconds");
    assert_eq!(duration(59), "59 seconds");
    assert_eq!(duration(90), "1 minute 30 seconds");
    assert_eq!(duration(120), "2 minutes");
    assert_eq!(duration(5_700), "1 hour 35 minutes");
    assert_eq!(duration(10_800), "3 hours");
    assert_eq!(duration(10_801), "3 hours 1 minute");
    assert_eq!(duration(7_199), "2 hours");
    assert_eq!(duration(86_400), "24 hours");
    assert_eq!(duration(2 * 86_400), "2 days");
    assert_eq!(duration(2 * 86_400 + 1), "2 days 1 hour");
    assert_eq!(
        each(|it| it.duration(5_700).screen),
        [
            "1 hour 35 minutes",
            "1 Stunde 35 Minuten",
            "ساعة واحدة و35 دقيقة"
        ]
    );
}

#[test]
fn arabic_counts_in_its_six_ways() {
    let days = |count: u32| without_isolates(&texts(Language::Arabic).units_days(count));
    assert_eq!(
        [1, 2, 3, 11, 100].map(days),
        ["يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم"]
    );
}

#[test]
fn numbers_shares_and_lists_follow_the_language() {
    assert_eq!(each(|it| it.decimal(74, 1)), ["7.4", "7,4", "7.4"]);
    assert_eq!(each(|it| it.decimal(70, 1)), ["7.0", "7,0", "7.0"]);
    assert_eq!(each(|it| it.integer(-3))[..2], ["-3", "-3"]);
    assert_eq!(
        each(|it| it.percent(585).screen),
        ["58.5\u{a0}%", "58,5\u{a0}%", "58.5٪"]
    );
    assert_eq!(
        each(|it| it.percent(500).spoken)[..2],
        ["50 percent", "50 Prozent"]
    );
    assert_eq!(
        each(|it| it.all_of(&["a", "b", "c"])),
        ["a, b and c", "a, b und c", "a وb وc"]
    );
    assert_eq!(
        each(|it| it.one_of(&["a", "b", "c"])),
        ["a, b or c", "a, b oder c", "a أو b أو c"]
    );
    assert_eq!(each(|it| it.all_of::<&str>(&[])), [""; 3]);
}
