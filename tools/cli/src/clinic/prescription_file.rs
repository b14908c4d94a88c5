//! Prescriptions as JSON files with human units.
//!
//! Responsible for reading them exactly (decimals stay digits until they are integers) and for
//! naming the field that is wrong. Whether a value is allowed is the pump's to say.

use crate::civil::{self, CivilError};
use crate::units::{self, DecimalError};
use cisterna_protocol::bounded::List;
use cisterna_protocol::prescription::{
    BolusPermission, DAY_S, Drug, MAX_STEPS, Prescription, Serial, Step,
};
use cisterna_protocol::quantity::NanogramsPerHour;
use serde_json::{Map, Value};
use thiserror::Error;

/// What is wrong with a file, and where.
#[derive(Debug, Error)]
#[error("{field}: {what}")]
pub struct FieldError {
    /// Path of the field, as in `steps[1].rate_ug_per_h`.
    pub field: String,
    /// What is wrong with it.
    pub what: FieldProblem,
}

/// What can be wrong with a field.
#[derive(Debug, Error)]
pub enum FieldProblem {
    /// The file is no JSON.
    #[error("no JSON ({0})")]
    Json(serde_json::Error),
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// It is of another JSON type.
    #[error("has to be {0}")]
    Type(&'static str),
    /// Nobody reads it.
    #[error("is not known; the fields are {0}")]
    Unknown(String),
    /// It is no number that can be taken.
    #[error(transparent)]
    Decimal(#[from] DecimalError),
    /// It is no time of day.
    #[error(transparent)]
    Civil(#[from] CivilError),
    /// A drug that this version does not know.
    #[error("is none of baclofen, morphine, ziconotide")]
    Drug,
    /// Out of the range that the message can hold.
    #[error("is out of range ({0})")]
    Range(&'static str),
}

/// A prescription as the file has it; the serial may come from the pump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The pump that the file names.
    pub serial: Option<Serial>,
    prescription: Prescription,
}

impl Draft {
    /// The prescription for the pump of `serial`.
    ///
    /// # Errors
    /// [`FieldError`] where the file names another pump.
    pub fn for_pump(self, serial: &str) -> Result<Prescription, FieldError> {
        let meant = Serial::new(serial).ok_or_else(|| out_of_range("serial", "1 to 16 bytes"))?;
        if self.serial.is_some_and(|named| named != meant) {
            return Err(out_of_range("serial", "another pump is connected"));
        }
        Ok(Prescription {
            serial: meant,
            ..self.prescription
        })
    }
}

const FIELDS: [&str; 10] = [
    "drug",
    "version",
    "serial",
    "concentration_ug_per_ml",
    "steps",
    "bolus",
    "window_h",
    "window_limit_ug",
    "low_level_ml",
    "dead_volume_ml",
];

/// Reads a prescription file's text.
///
/// # Errors
/// [`FieldError`].
pub fn parse(text: &str) -> Result<Draft, FieldError> {
    let value: Value = serde_json::from_str(text).map_err(|error| FieldError {
        field: "file".to_owned(),
        what: FieldProblem::Json(error),
    })?;
    let top = Fields::of("", &value, &FIELDS)?;
    let serial = top.optional("serial", text_of)?;
    let serial = serial
        .map(|text| Serial::new(text).ok_or_else(|| out_of_range("serial", "1 to 16 bytes")))
        .transpose()?;
    let name = top.text("drug")?;
    let drug = Drug::ALL.into_iter().find(|drug| drug.name() == name);
    let drug = drug.ok_or_else(|| problem("drug", FieldProblem::Drug))?;
    let window_h = top.number("window_h", units::parse_whole)?;
    let window_s = window_h
        .checked_mul(3_600)
        .filter(|window_s| *window_s <= DAY_S);
    let prescription = Prescription {
        serial: Serial::default(),
        version: top.number("version", units::parse_whole)?,
        drug: drug.code(),
        concentration: top.number("concentration_ug_per_ml", units::parse_ug_per_ml)?,
        steps: steps(top.get("steps")?)?,
        bolus: bolus(top.get("bolus")?)?,
        window_s: window_s.ok_or_else(|| out_of_range("window_h", "1 to 24"))?,
        window_limit: top.number("window_limit_ug", units::parse_ug)?,
        low_level: top.number("low_level_ml", units::parse_ml)?,
        dead_volume: top.number("dead_volume_ml", units::parse_ml)?,
    };
    Ok(Draft {
        serial,
        prescription,
    })
}

fn steps(value: &Value) -> Result<List<Step, MAX_STEPS>, FieldError> {
    let items = value
        .as_array()
        .ok_or_else(|| wrong_type("steps", "a list"))?;
    let mut steps = Vec::new();
    for (index, item) in items.iter().enumerate() {
        step(&format!("steps[{index}]"), item, &mut steps)?;
    }
    steps.sort_by_key(|step| step.from_s);
    List::from_items(steps).ok_or_else(|| out_of_range("steps", "at most 12"))
}

/// One step; over midnight it is two.
fn step(path: &str, value: &Value, steps: &mut Vec<Step>) -> Result<(), FieldError> {
    let fields = Fields::of(path, value, &["from", "until", "rate_ug_per_h"])?;
    let from_s = fields.time_of_day("from")?;
    let until_s = match fields.time_of_day("until")? {
        0 => DAY_S,
        until_s => until_s,
    };
    let rate: NanogramsPerHour = fields.number("rate_ug_per_h", units::parse_ug_per_h)?;
    if from_s == until_s || from_s >= DAY_S {
        return Err(out_of_range(
            &format!("{path}.until"),
            "a step has a length",
        ));
    }
    if from_s < until_s {
        steps.push(Step {
            from_s,
            until_s,
            rate,
        });
    } else {
        steps.push(Step {
            from_s,
            until_s: DAY_S,
            rate,
        });
        steps.push(Step {
            from_s: 0,
            until_s,
            rate,
        });
    }
    Ok(())
}

fn bolus(value: &Value) -> Result<Option<BolusPermission>, FieldError> {
    if value.is_null() {
        return Ok(None);
    }
    let names = ["dose_ug", "duration_s", "lockout_s", "max_in_window"];
    let fields = Fields::of("bolus", value, &names)?;
    let max = fields.number("max_in_window", units::parse_whole)?;
    Ok(Some(BolusPermission {
        dose: fields.number("dose_ug", units::parse_ug)?,
        duration_s: fields.number("duration_s", units::parse_whole)?,
        lockout_s: fields.number("lockout_s", units::parse_whole)?,
        max_in_window: u8::try_from(max)
            .map_err(|_| out_of_range("bolus.max_in_window", "1 to 24"))?,
    }))
}

/// The fields of one object, by name.
struct Fields<'a> {
    path: &'a str,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn of(path: &'a str, value: &'a Value, known: &[&str]) -> Result<Self, FieldError> {
        let name = if path.is_empty() { "file" } else { path };
        let map = value
            .as_object()
            .ok_or_else(|| wrong_type(name, "an object"))?;
        let fields = Self { path, map };
        match map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(problem(
                &fields.name(key),
                FieldProblem::Unknown(known.join(", ")),
            )),
            None => Ok(fields),
        }
    }

    fn name(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    fn get(&self, name: &str) -> Result<&'a Value, FieldError> {
        self.map
            .get(name)
            .ok_or_else(|| problem(&self.name(name), FieldProblem::Missing))
    }

    fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<T, FieldProblem>,
    ) -> Result<Option<T>, FieldError> {
        let value = self.map.get(name).filter(|value| !value.is_null());
        value
            .map(read)
            .transpose()
            .map_err(|what| problem(&self.name(name), what))
    }

    fn text(&self, name: &str) -> Result<&'a str, FieldError> {
        text_of(self.get(name)?).map_err(|what| problem(&self.name(name), what))
    }

    fn time_of_day(&self, name: &str) -> Result<u32, FieldError> {
        let text = self.text(name)?;
        civil::parse_time_of_day(text).map_err(|error| problem(&self.name(name), error.into()))
    }

    /// A number by its digits, written as a number or as a text: no float between.
    fn number<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, DecimalError>,
    ) -> Result<T, FieldError> {
        let digits = match self.get(name)? {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                return Err(wrong_type(&self.name(name), "a number"));
            }
        };
        read(&digits).map_err(|error| problem(&self.name(name), error.into()))
    }
}

fn text_of(value: &Value) -> Result<&str, FieldProblem> {
    value.as_str().ok_or(FieldProblem::Type("a text"))
}

fn problem(field: &str, what: FieldProblem) -> FieldError {
    FieldError {
        field: field.to_owned(),
        what,
    }
}

fn wrong_type(field: &str, wanted: &'static str) -> FieldError {
    problem(field, FieldProblem::Type(wanted))
}

fn out_of_range(field: &str, range: &'static str) -> FieldError {
    problem(field, FieldProblem::Range(range))
}

#[cfg(test)]
mod tests;
