//! What a message takes: a text or a count.

use crate::Quantity;
use fluent_bundle::FluentValue;
use std::borrow::Cow;

/// An argument of a message. Quantities are formatted before ([`Quantity`]); a bare number is a
/// count of things, by which the plural is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// A text, put in as it is.
    Text(Cow<'v, str>),
    /// A count, written in the digits of the language.
    Count(u32),
}

impl<'v> Value<'v> {
    pub(crate) fn into_fluent(self) -> FluentValue<'v> {
        match self {
            Self::Text(text) => FluentValue::String(text),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// As it is written on the screen.
impl<'v> From<&'v Quantity> for Value<'v> {
    fn from(quantity: &'v Quantity) -> Self {
        Self::Text(Cow::Borrowed(&quantity.screen))
    }
}

impl From<u8> for Value<'_> {
    fn from(count: u8) -> Self {
        Self::Count(count.into())
    }
}

impl From<u16> for Value<'_> {
    fn from(count: u16) -> Self {
        Self::Count(count.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

/// Held at the largest count.
impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Self::Count(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
