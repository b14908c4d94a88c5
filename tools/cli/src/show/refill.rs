//! The refill forecast: earliest before expected, with the reasons. SR-46

use crate::civil::{day, utc};
use crate::units::words_coarse;
use crate::wording;
use cisterna_core::refill::{Dates, Forecast, Widening};
use serde_json::{Value, json};

/// The forecast as text; dates are shown at the pump's offset.
pub(crate) fn text(forecast: &Forecast, offset_s: i32) -> String {
    let mut text = format!(
        "Plan the refill before {} (the earliest date of a low reservoir).\n",
        day(forecast.low.earliest_utc_s, offset_s)
    );
    text.push_str(&dates("low", &forecast.low, offset_s));
    text.push_str(&dates("empty", &forecast.empty, offset_s));
    // the label's date, in no zone
    text.push_str(&line("use-by", &day(forecast.use_by_utc_s, 0)));
    for widening in &forecast.because {
        text.push_str(&line("because", &reason(widening)));
    }
    text
}

fn line(name: &str, value: &str) -> String {
    format!("  {name:<12} {value}\n")
}

fn dates(name: &str, dates: &Dates, offset_s: i32) -> String {
    let earliest = day(dates.earliest_utc_s, offset_s);
    let expected = dates.expected_utc_s.map_or_else(
        || "far ahead".to_owned(),
        |expected_s| day(expected_s, offset_s),
    );
    let mut text = line(name, &format!("earliest {earliest}, expected {expected}"));
    if let Some(range) = range(dates, offset_s) {
        text.push_str(&line("", &range));
    }
    text
}

/// The range by the extra doses of lately, where it is more than one day.
fn range(dates: &Dates, offset_s: i32) -> Option<String> {
    let early = day(dates.expected_early_utc_s?, offset_s);
    let late = dates
        .expected_late_utc_s
        .map_or_else(|| "far ahead".to_owned(), |late_s| day(late_s, offset_s));
    (early != late).then(|| format!("by the extra doses of lately {early} to {late}"))
}

fn reason(widening: &Widening) -> String {
    match widening {
        Widening::OldReading { age_s } => {
            format!("the last reading is {} old", words_coarse(*age_s))
        }
        Widening::ClockUncertain => "the pump's clock is uncertain".to_owned(),
        Widening::NotRunning(therapy) => {
            format!(
                "{} The dates assume that it runs.",
                wording::therapy(*therapy)
            )
        }
        Widening::UseBy => "the drug's use-by date comes first".to_owned(),
        Widening::PumpSaysEarlier => "the pump itself names an earlier date".to_owned(),
    }
}

const fn reason_name(widening: &Widening) -> &'static str {
    match widening {
        Widening::OldReading { .. } => "old_reading",
        Widening::ClockUncertain => "clock_uncertain",
        Widening::NotRunning(_) => "not_running",
        Widening::UseBy => "use_by",
        Widening::PumpSaysEarlier => "pump_says_earlier",
    }
}

/// The same for programs.
pub(crate) fn object(forecast: &Forecast) -> Value {
    let level = |dates: &Dates| {
        json!({
            "earliest_utc": utc(dates.earliest_utc_s),
            "expected_early_utc": dates.expected_early_utc_s.map(utc),
            "expected_utc": dates.expected_utc_s.map(utc),
            "expected_late_utc": dates.expected_late_utc_s.map(utc),
        })
    };
    json!({
        "low": level(&forecast.low),
        "empty": level(&forecast.empty),
        "use_by_utc": utc(forecast.use_by_utc_s),
        "because": forecast.because.iter().map(reason_name).collect::<Vec<_>>(),
    })
}
