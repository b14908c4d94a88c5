//! A run as a picture: both sides over time, doses between them, violations in red.

use crate::scenario::Scenario;
use crate::trace::{Line, Side};
use crate::world::Run;
use std::fmt::Write;

const WIDTH: u64 = 1_400;
const LEFT: u64 = 90;
const LANES: [(&str, u64); 6] = [
    ("world", 30),
    ("clinic", 70),
    ("phones", 110),
    ("link", 150),
    ("pump", 190),
    ("dose", 300),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

const fn lane(side: Side) -> (u64, &'static str) {
    match side {
        Side::World => (LANES[0].1, "#777"),
        Side::Clinic => (LANES[1].1, "#7a3fa0"),
        Side::Phone(number) => (LANES[2].1 + 6 * number as u64, "#1769aa"),
        Side::Link => (LANES[3].1, "#c77700"),
        Side::Pump => (LANES[4].1, "#1b7f4b"),
    }
}

/// The page of a run.
pub(crate) fn html(scenario: &Scenario, run: &Run) -> String {
    let end_s = run
        .trace
        .lines
        .last()
        .map_or(1, |line| line.at_ms / 1_000 + 1);
    let x = |at_s: u64| LEFT + at_s * (WIDTH - LEFT - 20) / end_s;
    let mut svg = String::new();
    for (name, y) in LANES {
        let _ = write!(
            svg,
            "<text x='8' y='{}'>{name}</text><line x1='{LEFT}' x2='{WIDTH}' y1='{y}' y2='{y}' stroke='#ddd'/>",
            y + 4
        );
    }
    for day in 0..=end_s / 86_400 {
        let at = x(day * 86_400);
        let _ = write!(
            svg,
            "<line x1='{at}' x2='{at}' y1='15' y2='310' stroke='#eee'/><text x='{at}' y='325' fill='#888'>day {day}</text>"
        );
    }
    doses(run, end_s, &x, &mut svg);
    for line in &run.trace.lines {
        let (y, colour) = lane(line.side);
        let at = x(line.at_ms / 1_000);
        let what = escaped(&line.what);
        let _ = write!(
            svg,
            "<circle cx='{at}' cy='{y}' r='3.2' fill='{colour}'><title>{what}</title></circle>"
        );
    }
    for violation in &run.trace.violations {
        let at = x(violation.at_ms / 1_000);
        let row = violation.row;
        let _ = write!(
            svg,
            "<line x1='{at}' x2='{at}' y1='15' y2='310' stroke='#c00'/><text x='{at}' y='12' fill='#c00'>{row}</text>"
        );
    }
    let mut page = format!(
        "<!doctype html><meta charset='utf-8'><title>{0}</title><style>body{{font:13px sans-serif;margin:24px}}svg text{{font:12px sans-serif}}td{{padding:1px 12px 1px 0;vertical-align:top}}.bad{{color:#c00}}</style><h1>{0}</h1><p>{1:?}, trace {2}, {3} strokes, {4} boluses, {5} violations</p><svg width='{WIDTH}' height='335' xmlns='http://www.w3.org/2000/svg'>{svg}</svg>",
        escaped(&scenario.name),
        scenario.therapy,
        run.trace.digest(),
        run.strokes.len(),
        run.boluses,
        run.trace.violations.len(),
    );
    for violation in &run.trace.violations {
        let _ = write!(
            page,
            "<p class='bad'>{} at {} s: {}</p>",
            violation.row,
            violation.at_ms / 1_000,
            escaped(&violation.what)
        );
    }
    let _ = write!(
        page,
        "<table>{}</table><h2>Scenario</h2><pre>{}</pre>",
        rows(&run.trace.lines),
        escaped(&scenario.to_text())
    );
    page
}

fn rows(lines: &[Line]) -> String {
    lines.iter().fold(String::new(), |mut out, line| {
        let (_, colour) = lane(line.side);
        let seconds = line.at_ms / 1_000;
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let _ = write!(out, "<tr><td>{hours:03}:{minutes:02}:{seconds:02}</td><td style='color:{colour}'>{:?}</td><td>{}</td></tr>", line.side, escaped(&line.what));
        out
    })
}

/// Strokes in bars: basal in grey, boluses in blue above it.
fn doses(run: &Run, end_s: u64, x: &impl Fn(u64) -> u64, svg: &mut String) {
    const BARS: u64 = 330;
    let mut bars = vec![(0u64, 0u64); 331];
    for (at_s, bolus) in &run.strokes {
        let bar = usize::try_from(at_s * BARS / end_s).unwrap_or(0).min(330);
        if *bolus {
            bars[bar].1 += 1;
        } else {
            bars[bar].0 += 1;
        }
    }
    let most = bars
        .iter()
        .map(|(basal, bolus)| basal + bolus)
        .max()
        .unwrap_or(1)
        .max(1);
    for (nth, (basal, bolus)) in bars.iter().enumerate() {
        let at = x(nth as u64 * end_s / BARS);
        let (low, high) = (basal * 85 / most, bolus * 85 / most);
        let _ = write!(
            svg,
            "<rect x='{at}' y='{}' width='3' height='{low}' fill='#9aa5ad'/>",
            300 - low
        );
        if high > 0 {
            let _ = write!(
                svg,
                "<rect x='{at}' y='{}' width='3' height='{high}' fill='#1769aa'/>",
                300 - low - high
            );
        }
    }
}
