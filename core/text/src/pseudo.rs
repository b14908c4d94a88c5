//! The pseudo-language: readable English that shows untranslated text, cut words and glued
//! sentences.

use std::borrow::Cow;

/// Accented, and about 40 % longer by doubled vowels.
pub(crate) fn accented(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        let (accented, vowel) = accent(character);
        out.push(accented);
        if vowel {
            out.push(accented);
        }
    }
    Cow::Owned(out)
}

/// A message as a whole, so that a cut end is seen.
pub(crate) fn bracketed(text: &str) -> String {
    format!("[{text}]")
}

/// The letter's accented twin, and whether it is a vowel.
const fn accent(character: char) -> (char, bool) {
    match character {
        'a' => ('á', true),
        'e' => ('é', true),
        'i' => ('í', true),
        'o' => ('ó', true),
        'u' => ('ú', true),
        'y' => ('ý', true),
        'A' => ('Á', true),
        'E' => ('É', true),
        'I' => ('Í', true),
        'O' => ('Ó', true),
        'U' => ('Ú', true),
        'Y' => ('Ý', true),
        'c' => ('ç', false),
        'n' => ('ñ', false),
        's' => ('š', false),
        'z' => ('ž', false),
        'r' => ('ř', false),
        'C' => ('Ç', false),
        'N' => ('Ñ', false),
        'S' => ('Š', false),
        'Z' => ('Ž', false),
        other => (other, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_accents_and_grows_by_a_third_to_a_half() {
        let english = "Your pump is working and gives your usual dose. It needs no phone for that.";
        let pseudo = accented(english);
        assert!(pseudo.starts_with("ÝÝóóúúř púúmp ííš"), "{pseudo}");
        let (before, after) = (english.chars().count(), pseudo.chars().count());
        assert!(
            after * 10 >= before * 13 && after * 10 <= before * 15,
            "{before} {after}"
        );
    }

    #[test]
    fn a_message_stands_in_brackets() {
        assert_eq!(bracketed("á"), "[á]");
    }
}
