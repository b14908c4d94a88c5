//! The care plan and the caregivers.

use super::Phone;
use crate::args::care::{About, Became, Care, NoticeArgs, PlanFile, Tell};
use crate::error::CliError;
use crate::out::Report;
use crate::private_file;
use cisterna_core::care::{
    AlarmCode, Call, CarePlan, Cause, Next, Notice, NoticeEvent, NoticeId, NoticeState, Who,
};
use serde_json::{Value, json};

/// Runs `cisterna care`.
///
/// # Errors
/// [`CliError`].
pub(crate) fn care(phone: &mut Phone, command: &Care) -> Result<Report, CliError> {
    match command {
        Care::Show => show(phone),
        Care::Set(args) => set(phone, args),
        Care::Export(args) => export(phone, args),
        Care::Tell(args) => tell(phone, args),
        Care::Notice(args) => notice(phone, args),
    }
}

fn show(phone: &Phone) -> Result<Report, CliError> {
    let screen = phone.companion.care_screen()?;
    let mut text = String::from("In an emergency, in this order:\n");
    text.push_str(&calls(&screen.calls.emergency));
    text.push_str("Otherwise:\n");
    text.push_str(&calls(&screen.calls.soon));
    if !screen.gaps.is_empty() {
        text.push_str("Missing, the most important first:\n");
        let lines = screen
            .gaps
            .iter()
            .map(|gap| format!("  {}\n", name_of(gap)));
        text.extend(lines);
    }
    let notices = screen.notices.iter();
    text.extend(notices.map(|it| format!("Notice {}: {}\n", it.id.0, state(it))));
    let notices: Vec<Value> = screen.notices.iter().map(object).collect();
    let json = json!({
        "plan": screen.plan,
        "emergency": screen.calls.emergency,
        "soon": screen.calls.soon,
        "missing": screen.gaps,
        "notices": notices,
    });
    Ok(Report::done(text.trim_end(), json))
}

fn calls(calls: &[Call]) -> String {
    if calls.is_empty() {
        return "  no number is known: enter one with `cisterna care set`\n".to_owned();
    }
    let line = |call: &Call| format!("  {:<20} {}\n", call.number.as_str(), who(&call.who));
    calls.iter().map(line).collect()
}

fn who(who: &Who) -> String {
    match who {
        Who::EmergencyService => "emergency service".to_owned(),
        Who::ClinicDay(name) => format!("{}, your clinic by day", name.as_str()),
        Who::ClinicNight(name) => format!("{}, your clinic by night", name.as_str()),
        Who::Caregiver { name, relation, .. } if relation.is_empty() => name.as_str().to_owned(),
        Who::Caregiver { name, relation, .. } => format!("{}, {relation}", name.as_str()),
    }
}

/// The name that the JSON has, in words.
fn name_of(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_value(value).ok();
    let text = text.as_ref().and_then(Value::as_str).unwrap_or("unknown");
    text.replace('_', " ")
}

fn set(phone: &mut Phone, args: &PlanFile) -> Result<Report, CliError> {
    let text = std::fs::read_to_string(&args.file).map_err(CliError::file("read", &args.file))?;
    let plan: CarePlan = serde_json::from_str(&text).map_err(|error| {
        let line = error.line();
        CliError::Usage(format!(
            "{}: line {line} is not as `care export` writes it: {error}",
            args.file.display()
        ))
    })?;
    phone.companion.keep_care_plan(&plan)?;
    let gaps = plan.gaps();
    let text = if gaps.is_empty() {
        "The care plan is kept; nothing is missing.".to_owned()
    } else {
        let missing: Vec<String> = gaps.iter().map(name_of).collect();
        format!("The care plan is kept. Missing: {}.", missing.join(", "))
    };
    Ok(Report::done(text, json!({"missing": gaps})))
}

fn export(phone: &Phone, args: &PlanFile) -> Result<Report, CliError> {
    let plan = phone.companion.care_plan()?;
    let text = serde_json::to_string_pretty(&plan)
        .map_err(|error| CliError::Usage(format!("the plan cannot be written: {error}")))?;
    private_file::replace(&args.file, format!("{text}\n").as_bytes())?;
    let said = format!("The care plan is written to {}.", args.file.display());
    Ok(Report::done(said, json!({"file": args.file})))
}

fn tell(phone: &mut Phone, args: &Tell) -> Result<Report, CliError> {
    let cause = match args.about {
        About::Alarm => {
            let alarms = phone.companion.alarms_screen()?.alarms;
            let none = || CliError::Usage("the last reading has no alarm".to_owned());
            Cause::Emergency(AlarmCode::from(alarms.first().ok_or_else(none)?.kind))
        }
        About::Unreachable => Cause::Unreachable,
        About::Low => Cause::Low,
        About::Empty => Cause::Empty,
        About::NoAnswer => Cause::NoAnswer,
    };
    let next = phone.companion.tell_next(cause)?;
    let plan = phone.companion.care_plan()?;
    let name = |id| {
        let found = plan.caregiver(id);
        found.map_or_else(
            || "a caregiver".to_owned(),
            |it| it.name.as_str().to_owned(),
        )
    };
    let (text, code) = match next {
        Next::Tell(id) => {
            let notices = phone.companion.care_screen()?.notices;
            let number = notices.first().map_or(0, |it| it.id.0);
            let told = name(id);
            (
                format!("Tell {told}: notice {number} is to be sent."),
                "tell",
            )
        }
        Next::Wait { .. } => (
            "Somebody has a notice; wait for an answer.".to_owned(),
            "wait",
        ),
        Next::Told(id) => (format!("{} has seen it.", name(id)), "told"),
        Next::AllTried => (
            "Everybody has a notice and nobody has seen one: call them.".to_owned(),
            "all_tried",
        ),
        Next::NobodyWants => (
            "No caregiver wants to be told of this.".to_owned(),
            "nobody_wants",
        ),
    };
    Ok(Report::done(text, json!({"next": code})))
}

fn notice(phone: &mut Phone, args: &NoticeArgs) -> Result<Report, CliError> {
    let event = match args.became {
        Became::HandedOver => NoticeEvent::HandedOver,
        Became::Seen => NoticeEvent::Seen,
        Became::TakenBack => NoticeEvent::TakenBack,
    };
    let after = phone.companion.notice_event(NoticeId(args.id), event)?;
    let text = format!("Notice {}: {}", after.id.0, state(&after));
    Ok(Report::done(text, json!({"notice": object(&after)})))
}

const fn state(notice: &Notice) -> &'static str {
    match notice.state {
        NoticeState::ToSend => "to send",
        NoticeState::HandedOver { .. } => "handed over, not seen yet",
        NoticeState::Seen { .. } => "seen",
        NoticeState::Ended { .. } => "ended",
    }
}

fn object(notice: &Notice) -> Value {
    json!({
        "id": notice.id.0,
        "caregiver": notice.caregiver.0,
        "made_utc_ms": notice.made.utc_ms,
        "state": state(notice),
        "told": notice.is_told(),
    })
}
