//! Charts and their words.

use super::{arabic_font, checked, english, texts};
use crate::samples::{baclofen_screening, baseline_zero, empty, heavy, morphine, residual};
use crate::*;
use cisterna_text::Language;

fn chart(report: &Report) -> Chart {
    trial_chart(checked(report), &english())
}

/// Lines of a series: how many points each has.
fn runs(svg: &str, stroke: &str) -> Vec<usize> {
    svg.lines()
        .filter(|it| it.starts_with("<polyline") && it.contains(stroke))
        .filter_map(|it| it.split("points=\"").nth(1)?.split('"').next())
        .map(|it| it.split(' ').count())
        .collect()
}

/// SR-50
#[test]
fn a_missing_answer_breaks_the_line_and_is_marked() {
    let svg = chart(&morphine()).svg;
    // 17 answers and one unprompted; one missing, then one left out; then 8
    assert_eq!(
        runs(&svg, "stroke=\"#0b5a5e\" stroke-width=\"1.6\""),
        [18, 8]
    );
    let text = chart(&morphine()).twin.spoken();
    assert!(
        text.contains("not answered") && text.contains("left out"),
        "{text}"
    );
}

/// SR-50
#[test]
fn late_is_marked_in_the_picture_and_in_its_words() {
    let chart = chart(&morphine());
    let hollow = "fill=\"#ffffff\" stroke=\"#0b5a5e\" stroke-width=\"1.1\"";
    let circles = chart.svg.lines().filter(|it| it.starts_with("<circle"));
    assert_eq!(
        circles.filter(|it| it.contains(hollow)).count(),
        2,
        "point and legend"
    );
    assert!(chart.twin.spoken().contains("5 (late)"));
}

/// SR-50
#[test]
fn lines_of_relief_are_drawn_and_told_only_where_there_are_any() {
    let with = chart(&morphine());
    assert!(with.svg.contains("50 % better: 3.6"));
    assert!(with.twin.spoken().contains("The 50 % line lies at 3.6."));
    for (report, note) in [
        (baseline_zero(), "no 30 % and 50 % lines: baseline 0"),
        (empty(), "no 30 % and 50 % lines: not enough data before"),
    ] {
        let without = chart(&report);
        assert!(without.svg.contains(note), "{note}");
        assert!(!without.svg.contains("better"));
        assert!(!without.twin.spoken().contains("line lies"));
    }
}

#[test]
fn the_words_hold_every_value_of_every_day() {
    let report = morphine();
    let twin = chart(&report).twin;
    assert_eq!(twin.rows.len(), report.days.len());
    assert!(twin.rows.iter().all(|it| it.len() == twin.head.len()));
    assert_eq!(twin.rows[0][1], "8; 7; 7");
    let day = |place: usize| twin.rows[place][1].clone();
    assert_eq!(day(5).matches("not answered").count(), 1);
    assert!(day(5).contains("6 (unprompted)"), "{}", day(5));
}

#[test]
fn single_doses_stand_on_the_time_axis() {
    let svg = chart(&baclofen_screening()).svg;
    assert!(svg.contains("Doses, micrograms"));
    assert!(svg.contains(">75</text>"));
    assert!(!svg.contains("last 48 hours"));
}

#[test]
fn nothing_is_drawn_beyond_the_edges() {
    for report in [morphine(), heavy(7, 0), empty(), baclofen_screening()] {
        let chart = chart(&report);
        for line in chart.svg.lines().filter(|it| it.starts_with("<polyline")) {
            let points = line.split("points=\"").nth(1).unwrap();
            for point in points.split('"').next().unwrap().split(' ') {
                let (x, y) = point.split_once(',').unwrap();
                let (x, y): (f32, f32) = (x.parse().unwrap(), y.parse().unwrap());
                assert!((0.0..=chart.width).contains(&x) && (0.0..=chart.height).contains(&y));
            }
        }
    }
}

#[test]
fn a_picture_is_as_wide_as_asked_and_always_the_same() {
    let chart = chart(&morphine());
    let fonts = Fonts::built_in();
    let png = chart.png(&fonts, 800).expect("it can be drawn");
    assert_eq!(png[..4], [0x89, b'P', b'N', b'G']);
    assert_eq!(png[16..20], 800_u32.to_be_bytes());
    assert_eq!(png, chart.png(&fonts, 800).expect("it can be drawn"));
    for width in [0, 99, 4_001, u32::MAX] {
        assert_eq!(chart.png(&fonts, width), Err(PictureError::Width));
    }
}

#[test]
fn an_arabic_picture_needs_a_font_and_says_so() {
    let chart = trial_chart(checked(&morphine()), &texts(Language::Arabic));
    let error = chart.png(&Fonts::built_in(), 400);
    assert_eq!(error, Err(PictureError::FontMissing));
    let fonts = Fonts::with_platform(vec![arabic_font()]).expect("it is a font");
    assert!(chart.png(&fonts, 400).is_ok());
}

#[test]
fn a_picture_that_is_none_is_an_error() {
    let broken = Chart {
        svg: "<svg".to_owned(),
        ..chart(&morphine())
    };
    assert_eq!(
        broken.png(&Fonts::built_in(), 400),
        Err(PictureError::Drawing)
    );
}

/// SR-46
#[test]
fn the_reservoir_tells_the_earliest_before_the_expected_day() {
    let chart = residual_chart(&residual(), &english()).expect("it is in order");
    let text = chart.twin.spoken();
    let expected = "It is low at 4\u{a0}mL: at the earliest on 17 December 2026, expected on 26 \
                    December 2026.";
    assert!(text.contains(expected), "{text}");
    assert!(
        text.contains("The drug is to be used by 29 December 2026."),
        "{text}"
    );
    for word in [
        "now",
        "expected",
        "at the earliest",
        "low: 4",
        "use by 29 December 2026",
    ] {
        assert!(chart.svg.contains(word), "{word}");
    }
}

#[test]
fn a_forecast_that_does_not_reach_the_low_level_says_so() {
    let mut forecast = residual();
    (forecast.low_earliest, forecast.low_expected) = (None, None);
    let chart = residual_chart(&forecast, &english()).expect("it is in order");
    let text = chart.twin.spoken();
    assert!(text.contains("does not reach that day"), "{text}");
}

#[test]
fn a_forecast_out_of_order_or_without_points_is_refused() {
    let texts = english();
    let refused = |how: fn(&mut ResidualForecast)| {
        let mut forecast = residual();
        how(&mut forecast);
        residual_chart(&forecast, &texts).err()
    };
    assert_eq!(
        refused(|it| it.expected.truncate(1)),
        Some(ResidualError::Points)
    );
    let many = refused(|it| it.earliest = vec![it.earliest[0]; 301]);
    assert_eq!(many, Some(ResidualError::Points));
    assert_eq!(
        refused(|it| it.earliest.reverse()),
        Some(ResidualError::Times)
    );
    let far = refused(|it| {
        it.use_by = Some(Moment {
            utc_ms: i64::MAX,
            offset_s: 0,
        });
    });
    assert_eq!(far, Some(ResidualError::Times));
}
