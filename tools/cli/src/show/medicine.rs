//! Medicines that are swallowed, with their days.

use crate::local::day;
use crate::wording_diary::medicine_change_name;
use cisterna_core::trial::OralMedicine;
use serde_json::{Value, json};

/// One line a medicine, in columns.
pub(crate) fn text(all: &[OralMedicine]) -> String {
    let width = |of: fn(&OralMedicine) -> &str| {
        let widths = all.iter().map(|it| of(it).chars().count());
        widths.max().unwrap_or(0)
    };
    let (name, amount) = (width(|it| &it.name), width(|it| &it.amount));
    let line = |it: &OralMedicine| {
        let until = it
            .until
            .map_or_else(String::new, |until| format!(" to {}", day(until)));
        format!(
            "  {:>3}  {:<name$}  {:<amount$}  {:<12}  from {}{until}\n",
            it.id,
            it.name,
            it.amount,
            medicine_change_name(it.change),
            day(it.from),
        )
    };
    all.iter().map(line).collect()
}

/// The same for programs.
pub(crate) fn object(it: &OralMedicine) -> Value {
    json!({
        "id": it.id,
        "name": it.name,
        "amount": it.amount,
        "from": it.from.to_string(),
        "until": it.until.map(|until| until.to_string()),
        "change": medicine_change_name(it.change),
        "recorded_utc_ms": it.recorded.utc_ms,
        "recorded_offset_s": it.recorded.offset_s,
    })
}
