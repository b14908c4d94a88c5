//! The result in words. SR-50

use super::Block;
use super::facts::at;
use crate::check::Checked;
use crate::input::{MeasureResult, Method, Outcome, Results, SingleDose};
use crate::{names, phrases};
use cisterna_text::Texts;

pub(super) fn headline(report: Checked<'_>, texts: &Texts) -> Block {
    let (mut lead, mut rest) = (Vec::new(), Vec::new());
    let all = phrases::share(texts, report.results.trial());
    match &report.results {
        Results::Infusion {
            complete,
            window,
            measures,
            ..
        } => {
            let leading = measures.iter().find(|it| it.measure == report.plan.lead);
            lead.extend(leading.map(|it| infusion(report, texts, it)));
            if !complete {
                rest.push(texts.report_result_not_over());
            }
            let (on_time, asked) = (window.on_time, window.asked());
            rest.push(texts.report_share_window(&all, on_time, asked));
        }
        Results::SingleDoses { doses, .. } => {
            if doses.iter().all(|it| it.given.is_none()) {
                lead.push(texts.report_result_none());
            } else {
                lead.extend(doses.iter().map(|it| dose(report, texts, it)));
            }
            rest.push(texts.report_share_trial(&all));
        }
    }
    rest.push(texts.report_decision());
    Block::Result {
        title: texts.report_result_title(),
        lead,
        rest,
    }
}

fn infusion(report: Checked<'_>, texts: &Texts, result: &MeasureResult) -> String {
    let measure = names::measure(texts, result.measure);
    if let Some(reason) = phrases::reason(texts, result) {
        return texts.report_result_other(measure, reason);
    }
    let (before, after) = means(texts, result);
    let hours = match &report.plan.method {
        Method::Infusion { window_h, .. } => *window_h,
        Method::SingleDoses => 0,
    };
    match result.outcome {
        Outcome::Relief(fraction) if fraction.is_at_least(0) => texts.report_result_relief(
            after,
            before,
            hours,
            phrases::standing(texts, fraction),
            measure,
            phrases::percent(texts, fraction),
        ),
        Outcome::Relief(fraction) => {
            let worse = phrases::worse(texts, fraction);
            texts.report_result_worse(after, before, hours, measure, worse)
        }
        // a reason was given above
        Outcome::BaselineZero | Outcome::NotEnoughData(_) | Outcome::NotAsked(_) => measure,
    }
}

fn dose(report: Checked<'_>, texts: &Texts, dose: &SingleDose) -> String {
    let amount = texts.dose(dose.dose_ng);
    let lead = report.plan.lead;
    let found = dose.measures.iter().find(|(it, _)| it.measure == lead);
    let (Some(given), Some((result, _))) = (dose.given, found) else {
        return texts.report_result_dose_not_given(&amount);
    };
    let given = at(report, texts, given);
    let measure = names::measure(texts, lead);
    if let Some(reason) = phrases::reason(texts, result) {
        return texts.report_result_dose_other(&amount, given, measure, reason);
    }
    let (before, after) = means(texts, result);
    match result.outcome {
        Outcome::Relief(fraction) if fraction.is_at_least(0) => texts.report_result_dose_relief(
            after,
            before,
            &amount,
            given,
            phrases::standing(texts, fraction),
            measure,
            phrases::percent(texts, fraction),
        ),
        Outcome::Relief(fraction) => {
            let worse = phrases::worse(texts, fraction);
            texts.report_result_dose_worse(after, before, &amount, given, measure, worse)
        }
        // a reason was given above
        Outcome::BaselineZero | Outcome::NotEnoughData(_) | Outcome::NotAsked(_) => measure,
    }
}

fn means(texts: &Texts, result: &MeasureResult) -> (String, String) {
    let mean = |tally| phrases::mean(texts, tally).unwrap_or_else(|| texts.report_not_known());
    (mean(result.baseline), mean(result.result))
}
