//! What holds for every message of every language.

mod drugs;
mod formats;
mod sentences;

use crate::{Format, HourCycle, Language, Texts};

pub(crate) fn texts(language: Language) -> Texts {
    Texts::new(
        language,
        Format {
            hours: HourCycle::H23,
        },
    )
}

#[test]
fn texts_can_be_shared_between_threads() {
    const fn shared<T: Send + Sync>() {}
    const { shared::<Texts>() }
}
