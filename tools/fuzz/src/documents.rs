//! What a person types or scans, and what the app keeps as JSON.

use crate::take;
use cisterna_core::Settings;
use cisterna_core::care::CarePlan;
use cisterna_core::pump::pairing::ImplantCard;
use cisterna_core::trial::{Answers, OralMedicine, Plan, PlanSpec};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

pub(crate) fn card(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match ImplantCard::parse(text) {
        Ok(card) => assert!(text.contains(card.serial().as_str())),
        // SR-35: an error does not repeat what was typed
        Err(error) => assert!(text.len() < 12 || !error.to_string().contains(text)),
    }
}

pub(crate) fn documents(mut data: &[u8]) {
    let [kind] = take(&mut data);
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match kind % 5 {
        0 => {
            if let Some(plan) = comes_back::<CarePlan>(text) {
                let _ = (plan.check(), plan.gaps());
            }
        }
        1 => drop(comes_back::<Settings>(text)),
        2 => {
            if let Some(spec) = comes_back::<PlanSpec>(text)
                && let Ok(plan) = Plan::new(spec)
            {
                let again = Plan::new(plan.spec().clone()).expect("a plan stays one");
                assert_eq!(plan.spec(), again.spec());
            }
        }
        3 => drop(comes_back::<Answers>(text)),
        _ => drop(comes_back::<OralMedicine>(text)),
    }
}

/// What can be read is written so that it reads the same.
fn comes_back<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) -> Option<T> {
    let value: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&value).expect("it was JSON before");
    let again: T = serde_json::from_str(&written).expect("our own JSON is readable");
    assert!(value == again, "{value:?} came back as {again:?}");
    Some(value)
}
