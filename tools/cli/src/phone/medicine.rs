//! Medicines that are swallowed: new, another amount, no longer.

use super::Phone;
use crate::args::diary::{Medicine, MedicineAdd, MedicineEnd, MedicineNext};
use crate::error::CliError;
use crate::out::Report;
use crate::show;
use cisterna_core::CompanionError;
use cisterna_core::trial::{MedicineError, OralMedicine};
use serde_json::{Value, json};

/// One command of the medicines; each shows all of them as they are then.
///
/// # Errors
/// [`CliError`].
pub(crate) fn medicine(phone: &mut Phone, command: &Medicine) -> Result<Report, CliError> {
    match command {
        Medicine::Add(args) => add(phone, args)?,
        Medicine::Change(args) => change(phone, args)?,
        Medicine::End(args) => end(phone, args)?,
        Medicine::List => {}
    }
    let all = phone.companion.medicines()?;
    let text = if all.is_empty() {
        "No medicines are noted.".to_owned()
    } else {
        show::medicine::text(&all)
    };
    let all: Vec<Value> = all.iter().map(show::medicine::object).collect();
    Ok(Report::done(text, json!({"medicines": all})))
}

fn add(phone: &mut Phone, args: &MedicineAdd) -> Result<(), CliError> {
    let new = OralMedicine {
        id: 0,
        name: args.name.trim().to_owned(),
        amount: args.amount.trim().to_owned(),
        from: args.from,
        until: args.until,
        change: args.how.into(),
        recorded: phone.companion.moment(),
    };
    phone.companion.keep_medicine(new)?;
    Ok(())
}

/// The old amount ends on the day before the new one. Both are checked before either is kept.
fn change(phone: &mut Phone, args: &MedicineNext) -> Result<(), CliError> {
    let all = phone.companion.medicines()?;
    let old = running(&all, args.id)?;
    let recorded = phone.companion.moment();
    let ended = OralMedicine {
        until: args.from.pred_opt(),
        recorded,
        ..old.clone()
    };
    let new = OralMedicine {
        id: 0,
        name: old.name.clone(),
        amount: args.amount.trim().to_owned(),
        from: args.from,
        until: None,
        change: args.how.into(),
        recorded,
    };
    let wrong = |error: MedicineError| CompanionError::Medicine(error);
    ended.check(&all).map_err(wrong)?;
    let beside = |it: &OralMedicine| {
        if it.id == ended.id {
            ended.clone()
        } else {
            it.clone()
        }
    };
    let after: Vec<OralMedicine> = all.iter().map(beside).collect();
    new.check(&after).map_err(wrong)?;
    phone.companion.keep_medicine(ended)?;
    phone.companion.keep_medicine(new)?;
    Ok(())
}

fn end(phone: &mut Phone, args: &MedicineEnd) -> Result<(), CliError> {
    let all = phone.companion.medicines()?;
    let ended = OralMedicine {
        until: Some(args.last),
        recorded: phone.companion.moment(),
        ..running(&all, args.id)?.clone()
    };
    phone.companion.keep_medicine(ended)?;
    Ok(())
}

fn running(all: &[OralMedicine], id: u64) -> Result<&OralMedicine, CliError> {
    let found = all.iter().find(|it| it.id == id);
    let found = found.ok_or_else(|| {
        let message =
            format!("no medicine has the number {id}: see `cisterna diary medicine list`");
        CliError::Usage(message)
    })?;
    if found.until.is_some() {
        let message = format!("medicine {id} has ended: add it again with its new first day");
        return Err(CliError::Usage(message));
    }
    Ok(found)
}
