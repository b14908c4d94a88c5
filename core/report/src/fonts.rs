//! The fonts of a report: ours, and those that the platform lends for scripts that ours lacks.
//!
//! Responsible for which characters can be shown, and for making text printable: letters and their
//! accents as one character, no controls, and a code in angle brackets for what no font has, so
//! that nothing is lost without a word. Leaves layout to [`crate::pdf`].

use icu_normalizer::ComposingNormalizer;
use parley::fontique::{Blob, Collection, CollectionOptions};
use std::collections::HashSet;
use std::fmt;
use std::fmt::Write;
use std::sync::Arc;
use thiserror::Error;
use ttf_parser::Face;
use usvg::fontdb::Database;

pub(crate) const REGULAR: &[u8] = include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf");
/// Most fonts that a platform lends. Assumption.
const PLATFORM_MAX: usize = 16;

/// Why a font cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FontError {
    /// The bytes are no font with a table of characters and a name.
    #[error(
        "a font of the platform cannot be read: pass the bytes of one TrueType or OpenType face"
    )]
    Unreadable,
    /// More than is sensible.
    #[error("too many fonts of the platform: pass at most {PLATFORM_MAX}")]
    TooMany,
}

/// The built-in fonts, and fonts of the platform.
#[derive(Clone)]
pub struct Fonts {
    database: Arc<Database>,
    platform: Vec<(Arc<Vec<u8>>, String)>,
    characters: HashSet<char>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Fonts")
            .field("characters", &self.characters.len())
            .field("platform", &self.platform.len())
            .finish_non_exhaustive()
    }
}

impl Fonts {
    /// The built-in fonts: Latin letters of Europe.
    pub fn built_in() -> Self {
        let mut fonts = Self {
            database: Arc::default(),
            platform: Vec::new(),
            characters: HashSet::new(),
        };
        let database = Arc::make_mut(&mut fonts.database);
        for bytes in [REGULAR, BOLD] {
            database.load_font_data(bytes.to_vec());
        }
        if let Ok(face) = Face::parse(REGULAR, 0) {
            fonts.characters.extend(characters(&face));
        }
        fonts
    }

    /// The built-in fonts, then these in their order, for what the ones before lack.
    ///
    /// # Errors
    /// When one of them is no font, or there are too many.
    pub fn with_platform(fonts: Vec<Vec<u8>>) -> Result<Self, FontError> {
        if fonts.len() > PLATFORM_MAX {
            return Err(FontError::TooMany);
        }
        let mut all = Self::built_in();
        for bytes in fonts {
            let face = Face::parse(&bytes, 0).map_err(|_| FontError::Unreadable)?;
            let family = family(&face).ok_or(FontError::Unreadable)?;
            // whoever lays text out and whoever writes it must be able to read it as well
            let mut collection = Collection::new(CollectionOptions::default());
            let known = collection.register_fonts(Blob::from(bytes.clone()), None);
            if known.is_empty() || krilla::text::Font::new(bytes.clone().into(), 0).is_none() {
                return Err(FontError::Unreadable);
            }
            all.characters.extend(characters(&face));
            let database = Arc::make_mut(&mut all.database);
            database.load_font_data(bytes.clone());
            if all.platform.is_empty() {
                database.set_sans_serif_family(family.clone());
            }
            all.platform.push((Arc::new(bytes), family));
        }
        Ok(all)
    }

    pub(crate) fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    /// Bytes and families of what the platform lent.
    pub(crate) fn platform(&self) -> &[(Arc<Vec<u8>>, String)] {
        &self.platform
    }

    /// Whether every letter of `text` can be shown.
    pub(crate) fn covers(&self, text: &str) -> bool {
        let shown = |it: char| it.is_whitespace() || is_ignorable(it) || self.has(it);
        text.chars().all(shown)
    }

    fn has(&self, character: char) -> bool {
        self.characters.contains(&character)
    }

    /// `text` as it can be printed, and how many characters stand there as their code.
    pub(crate) fn printable(&self, text: &str) -> (String, u32) {
        let composed = ComposingNormalizer::new_nfc().normalize(text).into_owned();
        let mut out = String::with_capacity(composed.len());
        let mut unshown = 0_u32;
        for character in composed.chars() {
            match character {
                '\n' => out.push('\n'),
                '\r' => {}
                it if it.is_whitespace() && !self.has(it) => out.push(' '),
                it if is_dropped(it) => {}
                it if is_ignorable(it) || self.has(it) => out.push(it),
                it if let Some(words) = spelled(it) => out.push_str(words),
                it => {
                    unshown = unshown.saturating_add(1);
                    write!(out, "‹{:X}›", u32::from(it)).expect("a string takes every write");
                }
            }
        }
        (out, unshown)
    }
}

fn characters(face: &Face<'_>) -> Vec<char> {
    let mut all = Vec::new();
    let tables = face.tables().cmap.into_iter().flat_map(|it| it.subtables);
    for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            let character = char::from_u32(code);
            all.extend(character.filter(|it| face.glyph_index(*it).is_some_and(|id| id.0 != 0)));
        });
    }
    all
}

fn family(face: &Face<'_>) -> Option<String> {
    let names = || face.names().into_iter();
    let of = |id: u16| {
        names()
            .filter(move |it| it.name_id == id && it.is_unicode())
            .find_map(|it| it.to_string())
    };
    of(ttf_parser::name_id::FAMILY).filter(|it| !it.is_empty())
}

/// Signs of dosing that our font lacks, as they can be typed. A micro sign becomes "mc": the way in
/// which a microgram is abbreviated without being misread.
const fn spelled(character: char) -> Option<&'static str> {
    match character {
        '\u{b5}' | '\u{3bc}' => Some("mc"),
        '\u{2264}' => Some("<="),
        '\u{2265}' => Some(">="),
        '\u{2248}' => Some("~"),
        '\u{2190}' => Some("<-"),
        '\u{2192}' => Some("->"),
        _ => None,
    }
}

/// Steers layout and has no shape of its own.
pub(crate) const fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Says nothing on paper.
fn is_dropped(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{fff0}'..='\u{ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_europe_are_built_in_and_arabic_is_not() {
        let fonts = Fonts::built_in();
        assert!(fonts.covers("Ärztin Żółć İstanbul – „5 ml“ ½ 30 %"));
        assert!(!fonts.covers("ألم"));
    }

    #[test]
    fn what_no_font_has_stands_as_its_code_and_is_counted() {
        let fonts = Fonts::built_in();
        let (text, unshown) = fonts.printable("ok 😀 Иван");
        assert_eq!(text, "ok ‹1F600› ‹418›‹432›‹430›‹43D›");
        assert_eq!(unshown, 5);
        assert!(fonts.covers(&text));
    }

    #[test]
    fn signs_of_dosing_are_spelled_and_never_lost() {
        let fonts = Fonts::built_in();
        let (text, unshown) = fonts.printable("25 µg, 3 μl, ≥ 2 h → ≤ 4");
        assert_eq!(
            (text.as_str(), unshown),
            ("25 mcg, 3 mcl, >= 2 h -> <= 4", 0)
        );
    }

    #[test]
    fn accents_join_their_letters_and_controls_vanish() {
        let fonts = Fonts::built_in();
        let (text, unshown) = fonts.printable("u\u{308}ber\u{7}\u{feff}\r\nzwei\tdrei");
        assert_eq!((text.as_str(), unshown), ("über\nzwei drei", 0));
    }

    #[test]
    fn bytes_that_are_no_font_are_refused_and_too_many_as_well() {
        let refused = Fonts::with_platform(vec![b"no font".to_vec()]);
        assert_eq!(refused.err(), Some(FontError::Unreadable));
        let many = vec![REGULAR.to_vec(); PLATFORM_MAX + 1];
        assert_eq!(Fonts::with_platform(many).err(), Some(FontError::TooMany));
    }
}
