//! Whole reports of made-up trials.

mod bundles;
mod charts;
mod contents;
mod inputs;
mod pages;
mod tables;

use crate::{Checked, Fonts, Report};
use cisterna_text::{Format, HourCycle, Language, Texts};

pub(crate) fn texts(language: Language) -> Texts {
    let hours = HourCycle::H23;
    Texts::new(language, Format { hours })
}

pub(crate) fn english() -> Texts {
    texts(Language::English)
}

pub(crate) fn checked(report: &Report) -> Checked<'_> {
    Checked::new(report).expect("a sample makes sense")
}

/// What an Arabic platform lends.
pub(crate) fn arabic_font() -> Vec<u8> {
    include_bytes!("../../samples/fonts/NotoSansArabic-Regular.ttf").to_vec()
}

pub(crate) fn fonts_of(language: Language) -> Fonts {
    match language {
        Language::Arabic => Fonts::with_platform(vec![arabic_font()]).expect("it is a font"),
        Language::English | Language::German | Language::Pseudo => Fonts::built_in(),
    }
}
