//! The trial's commands: begin, change, show.

use super::Phone;
use crate::args::trial::{Change, End, GoOn, Start, Trial};
use crate::confirm::{Consent, confirm};
use crate::error::CliError;
use crate::local::minute;
use crate::out::Report;
use crate::show;
use crate::wording_diary::{end_reason, phase};
use cisterna_core::civil::TimeOfDay;
use cisterna_core::trial::{
    ClockPrompts, LongTerm, Method, Plan, PlanId, PlanSpec, Trial as Tried,
};
use cisterna_core::{CompanionError, PlanChange};
use cisterna_protocol::prescription::Drug;
use serde_json::json;

/// One command of the trial.
///
/// # Errors
/// [`CliError`].
pub(crate) fn trial(phone: &mut Phone, command: &Trial) -> Result<Report, CliError> {
    match command {
        Trial::Start(args) => start(phone, args),
        Trial::Change(change) => changed(phone, change),
        Trial::Show => shown(phone),
    }
}

fn start(phone: &mut Phone, args: &Start) -> Result<Report, CliError> {
    let spec = spec(phone, args)?;
    phone.companion.start_plan(spec)?;
    let plan = phone.companion.plan()?.ok_or(CompanionError::NoPlan)?;
    Ok(plan_report("The plan is made.", &plan))
}

fn spec(phone: &Phone, args: &Start) -> Result<PlanSpec, CliError> {
    let zone = phone.zone();
    let baseline_from = args
        .baseline_from
        .map_or_else(|| phone.companion.moment(), |at| at.moment(zone));
    let start = args.from.moment(zone);
    // the number is given by the store
    let mut spec = PlanSpec::new(PlanId(0), args.purpose.into(), zone);
    let mut trial = match args.days {
        Some(days) => Tried::infusion(baseline_from, start, days),
        None => Tried::baclofen_screening(baseline_from, start),
    };
    if let (Some(hours), Method::Infusion { window_h, .. }) = (args.window_h, &mut trial.method) {
        *window_h = hours;
    }
    set_times(&mut trial.prompts, &args.prompts);
    spec.trial = Some(trial);
    spec.drug = drug(args)?.map(Into::into);
    spec.lead = args.lead.unwrap_or(spec.lead);
    spec.goal.clone_from(&args.goal);
    Ok(spec)
}

fn drug(args: &Start) -> Result<Option<Drug>, CliError> {
    if !args.screening {
        return Ok(args.drug);
    }
    match args.drug {
        None | Some(Drug::Baclofen) => Ok(Some(Drug::Baclofen)),
        Some(Drug::Morphine | Drug::Ziconotide) => Err(CliError::Usage(
            "--screening plans doses of baclofen: leave out --drug, or give --days".to_owned(),
        )),
    }
}

/// In the order of the day, whatever the order on the command line.
fn set_times(prompts: &mut ClockPrompts, times: &[TimeOfDay]) {
    if !times.is_empty() {
        prompts.times = times.to_vec();
        prompts.times.sort_unstable();
    }
}

fn changed(phone: &mut Phone, change: &Change) -> Result<Report, CliError> {
    let zone = phone.zone();
    let place = |number: u8| usize::from(number.saturating_sub(1));
    let (said, change) = match change {
        Change::Start { at } => {
            let start = at.moment(zone);
            let said = format!("The infusion begins {}.", minute(start));
            (said, PlanChange::Start(start))
        }
        Change::Days { days } => {
            let said = format!("The trial lasts {days} days.");
            (said, PlanChange::TrialDays(*days))
        }
        Change::DoseGiven { number, at } => {
            let at = at.moment(zone);
            let said = format!("Dose {number} was given {}.", minute(at));
            let index = place(*number);
            (said, PlanChange::DoseGiven { index, at })
        }
        Change::DoseLeftOut { number } => {
            let index = place(*number);
            let said = format!("Dose {number} is left out.");
            (said, PlanChange::DoseLeftOut { index })
        }
        Change::GoOn(args) => {
            let said = "The diary goes on after the trial.".to_owned();
            (said, PlanChange::GoOn(long_term(phone, args)))
        }
        Change::End(args) => return end(phone, args),
    };
    let plan = phone.companion.change_plan(change)?;
    Ok(plan_report(&said, &plan))
}

fn long_term(phone: &Phone, args: &GoOn) -> LongTerm {
    let mut prompts = if args.no_prompts {
        ClockPrompts::none()
    } else {
        ClockPrompts::once_a_day()
    };
    set_times(&mut prompts, &args.prompts);
    let from = args
        .from
        .map_or_else(|| phone.companion.moment(), |at| at.moment(phone.zone()));
    LongTerm { from, prompts }
}

fn end(phone: &mut Phone, args: &End) -> Result<Report, CliError> {
    if phone.companion.plan()?.is_none() {
        return Err(CompanionError::NoPlan.into());
    }
    let why = args.reason.into();
    let what = format!(
        "The plan ends now: {}. Nothing is asked any more, and what was written stays.",
        end_reason(why)
    );
    confirm(Consent::given(args.yes), &what, "End it?")?;
    let plan = phone.companion.change_plan(PlanChange::End(why))?;
    Ok(plan_report(
        "The plan has ended. What was written stays.",
        &plan,
    ))
}

fn plan_report(said: &str, plan: &Plan) -> Report {
    let text = format!("{said}\n{}", show::plan::text(plan));
    Report::done(text, json!({"plan": show::plan::object(plan)}))
}

fn shown(phone: &Phone) -> Result<Report, CliError> {
    let screen = phone.companion.trial_screen()?;
    let screen = screen.ok_or(CompanionError::NoPlan)?;
    let mut text = format!(
        "{}\n{}",
        phase(screen.phase),
        show::plan::text(&screen.plan)
    );
    if let Some(results) = &screen.results {
        text.push_str(&show::results::text(results, screen.phase));
    }
    text.push_str(&show::days::text(&screen));
    if let Some(chart) = screen.charts.first() {
        text.push_str(&show::chart::text(chart, phone.zone()));
    }
    let mut json = show::results::screen_object(&screen);
    json.insert("plan".to_owned(), show::plan::object(&screen.plan));
    Ok(Report {
        exit: crate::out::Exit::Done,
        text,
        json,
    })
}
