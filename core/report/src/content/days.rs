//! Day by day, and the side effects of all days. SR-50: a day without an answer says so.

use super::{Block, Table};
use crate::check::Checked;
use crate::input::{Answer, Day, DayDose, Known, Measure, SideEffect};
use crate::{names, phrases};
use cisterna_text::Texts;

pub(super) fn blocks(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    if report.days.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(texts.report_days_title()),
        Block::Table(table(report, texts)),
        Block::Small(texts.report_days_note()),
    ]
}

fn table(report: Checked<'_>, texts: &Texts) -> Table {
    let measures = &report.plan.measures;
    let mut head = vec![texts.report_column_day(), texts.report_column_answered()];
    head.extend(measures.iter().map(|it| names::measure(texts, *it)));
    if report.pump.is_some() {
        head.push(texts.report_column_basal());
        head.push(texts.report_column_boluses());
        head.push(texts.report_column_bolus_dose());
    }
    head.push(texts.report_column_analgesics());
    let rows = report.days.iter().map(|day| row(report, texts, day));
    Table {
        head,
        rows: rows.collect(),
    }
}

fn row(report: Checked<'_>, texts: &Texts, day: &Day) -> Vec<String> {
    let prompts = day.prompts;
    let mut row = vec![
        day_name(report, texts, day),
        if prompts.late > 0 {
            texts.report_answered_late(prompts.answered(), prompts.asked(), prompts.late)
        } else {
            texts.report_answered(prompts.answered(), prompts.asked())
        },
    ];
    row.extend(report.plan.measures.iter().map(|measure| {
        let mean = day.tally(*measure).and_then(|it| phrases::mean(texts, it));
        mean.unwrap_or_else(|| unanswered(report, texts, day, *measure))
    }));
    if report.pump.is_some() {
        row.extend(doses(texts, day));
    }
    row.push(match &day.analgesics {
        Known::Told(count) => texts.integer((*count).into()),
        Known::NotTold => texts.report_not_told(),
    });
    row
}

/// Nobody answered, or the question did not come up at all. SR-50
fn unanswered(report: Checked<'_>, texts: &Texts, day: &Day, measure: Measure) -> String {
    let mut of_day = report.entries.iter().filter(|entry| {
        let at = entry.at().map(|it| report.local(it).date());
        at == Some(day.date)
    });
    if of_day.any(|it| it.answer(measure) != Some(Answer::NotAsked)) {
        texts.report_no_answer()
    } else {
        texts.report_not_asked()
    }
}

/// Basal, boluses and their dose.
fn doses(texts: &Texts, day: &Day) -> [String; 3] {
    let boluses = day
        .boluses
        .map_or_else(|| texts.report_no_pump(), |counts| boluses(texts, counts));
    let amount = |ng| phrases::micrograms(texts, ng);
    let (basal, bolus) = match day.dose {
        Some(DayDose::Whole { basal_ng, bolus_ng }) => (amount(basal_ng), amount(bolus_ng)),
        Some(DayDose::AtLeast { basal_ng, bolus_ng }) => (
            texts.report_at_least(amount(basal_ng)),
            texts.report_at_least(amount(bolus_ng)),
        ),
        Some(DayDose::NotKnown) => (texts.report_not_known(), texts.report_not_known()),
        None => (texts.report_no_pump(), texts.report_no_pump()),
    };
    [basal, boluses, bolus]
}

fn boluses(texts: &Texts, counts: crate::input::BolusCounts) -> String {
    let mut parts = vec![texts.report_boluses(counts.asked(), counts.given)];
    if counts.refused > 0 {
        parts.push(texts.report_boluses_refused(counts.refused));
    }
    if counts.stopped_early > 0 {
        parts.push(texts.report_boluses_stopped(counts.stopped_early));
    }
    if counts.uncertain > 0 {
        parts.push(texts.report_boluses_uncertain(counts.uncertain));
    }
    parts.join(", ")
}

/// "Day 3, 18 December"
pub(crate) fn day_name(report: Checked<'_>, texts: &Texts, day: &Day) -> String {
    let first = report.local(report.plan.trial.from).date();
    texts.report_day_with_date(texts.day(day.date), names::day(texts, day, first))
}

/// Each side effect with the days on which it was told.
pub(super) fn side_effects(report: Checked<'_>, texts: &Texts) -> Vec<Block> {
    let heading = Block::Heading(texts.report_side_effects_title());
    let told: Vec<_> = report
        .days
        .iter()
        .filter_map(|day| Some((day, day.side_effects.told()?)))
        .collect();
    if told.is_empty() {
        return vec![heading, Block::Text(texts.report_side_effects_not_told())];
    }
    let first = report.local(report.plan.trial.from).date();
    let row = |effect: SideEffect| {
        let days = told.iter().filter(|(_, effects)| effects.contains(&effect));
        let names: Vec<_> = days
            .map(|(day, _)| match day.trial_day {
                Some(_) => names::day(texts, day, first),
                None => texts.day(day.date),
            })
            .collect();
        (!names.is_empty()).then(|| {
            let effect = names::side_effect(texts, effect);
            vec![effect, texts.all_of(&names)]
        })
    };
    let rows: Vec<_> = SideEffect::ALL.into_iter().filter_map(row).collect();
    if rows.is_empty() {
        return vec![heading, Block::Text(texts.report_side_effects_none())];
    }
    let head = vec![
        texts.report_column_side_effect(),
        texts.report_column_days_told(),
    ];
    vec![heading, Block::Table(Table { head, rows })]
}
