//! Who, what, how and when: the head of the report.

use crate::check::Checked;
use crate::input::{Method, Moment, Results, Span};
use crate::{names, phrases};
use cisterna_text::Texts;

pub(super) fn facts(report: Checked<'_>, texts: &Texts) -> Vec<(String, String)> {
    let plan = &report.plan;
    let person = report.person.clone().filter(|it| !it.trim().is_empty());
    let mut facts = vec![
        (
            texts.report_fact_person(),
            person.unwrap_or_else(|| texts.report_fact_person_unnamed()),
        ),
        (texts.report_fact_pump(), pump(report, texts)),
        (texts.report_fact_method(), method(report, texts)),
        (
            texts.report_fact_answered(),
            phrases::share(texts, report.results.trial()),
        ),
        (
            texts.report_fact_lead(),
            names::measure_with_scale(texts, plan.lead),
        ),
        (
            texts.report_fact_made(),
            texts.date_and_time(report.local(report.created)),
        ),
        (
            texts.report_fact_baseline(),
            span(report, texts, plan.baseline),
        ),
        (texts.report_fact_trial(), span(report, texts, plan.trial)),
    ];
    if let Method::Infusion {
        window, window_h, ..
    } = &plan.method
    {
        let window = texts.report_window(*window_h, span(report, texts, *window));
        facts.push((texts.report_fact_window(), window));
    }
    if let Some(ended) = plan.ended_early {
        facts.push((texts.report_fact_ended(), at(report, texts, ended)));
    }
    if !plan.goal.trim().is_empty() {
        facts.push((texts.report_fact_goal(), plan.goal.clone()));
    }
    facts
}

fn method(report: Checked<'_>, texts: &Texts) -> String {
    match (&report.plan.method, &report.results) {
        (Method::Infusion { days, .. }, _) => texts.report_method_infusion(*days),
        (Method::SingleDoses, Results::SingleDoses { doses, .. }) => {
            let doses: Vec<_> = doses
                .iter()
                .map(|it| texts.dose(it.dose_ng).screen)
                .collect();
            texts.report_method_single_doses(texts.all_of(&doses))
        }
        // checked: the results are of the plan's method
        (Method::SingleDoses, Results::Infusion { .. }) => texts.report_not_known(),
    }
}

fn pump(report: Checked<'_>, texts: &Texts) -> String {
    let Some(pump) = &report.pump else {
        return texts.report_pump_none();
    };
    match &pump.serial {
        Some(serial) => texts.report_pump_serial(serial),
        None => texts.report_pump_no_serial(),
    }
}

/// Day and time, where the year is clear from the head.
pub(super) fn at(report: Checked<'_>, texts: &Texts, moment: Moment) -> String {
    texts.day_and_time(report.local(moment))
}

pub(super) fn span(report: Checked<'_>, texts: &Texts, span: Span) -> String {
    texts.report_span(at(report, texts, span.from), at(report, texts, span.until))
}
