//! Text as lines of glyphs, ready to be put anywhere.
//!
//! Responsible for shaping, wrapping and both directions, with our fonts first and the platform's
//! for what they lack. A word that is wider than its place is broken, never cut off.

use super::PdfError;
use crate::fonts::{BOLD, Fonts, REGULAR, is_ignorable};
use crate::look::{Colour, FAMILY};
use cisterna_text::{Direction, Language, without_isolates};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::{
    Alignment, AlignmentOptions, BaseDirection, Cluster, FontContext, FontFamily, FontFamilyName,
    FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Height of a line as a multiple of its letters.
const LEADING: f32 = 1.3;

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) weight: f32,
    pub(crate) colour: Colour,
}

impl Style {
    pub(crate) const fn regular(size: f32, colour: Colour) -> Self {
        Self {
            size,
            weight: 400.0,
            colour,
        }
    }

    pub(crate) const fn bold(size: f32, colour: Colour) -> Self {
        Self {
            size,
            weight: 700.0,
            colour,
        }
    }
}

/// Glyphs of one font.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Index into [`Typesetter::faces`].
    pub(crate) face: usize,
    pub(crate) size: f32,
    /// From the left of the line's place.
    pub(crate) x: f32,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) height: f32,
    /// From its top.
    pub(crate) baseline: f32,
    /// Its right edge, from the left of its place.
    pub(crate) right: f32,
    pub(crate) runs: Vec<Run>,
    pub(crate) colour: Colour,
    /// The whole paragraph; glyphs point into it.
    pub(crate) text: Arc<str>,
    /// What of it stands in this line.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read pages as words"))]
    pub(crate) range: std::ops::Range<usize>,
}

#[cfg(test)]
impl Line {
    pub(crate) fn words(&self) -> &str {
        &self.text[self.range.clone()]
    }
}

/// Makes lines of text.
pub(crate) struct Typesetter<'f> {
    fonts: &'f Fonts,
    font_context: FontContext,
    layout_context: LayoutContext<()>,
    families: Vec<FontFamilyName<'static>>,
    direction: Direction,
    faces: Vec<((u64, u32), Font)>,
    unshown: u32,
}

impl<'f> Typesetter<'f> {
    pub(crate) fn new(fonts: &'f Fonts, language: Language) -> Self {
        let options = CollectionOptions {
            shared: false,
            system_fonts: false,
        };
        let mut font_context = FontContext {
            collection: Collection::new(options),
            source_cache: parley::fontique::SourceCache::default(),
        };
        let mut families = vec![FontFamilyName::Named(Cow::Borrowed(FAMILY))];
        for bytes in [REGULAR, BOLD] {
            let blob = Blob::new(Arc::new(bytes));
            font_context.collection.register_fonts(blob, None);
        }
        for (bytes, family) in fonts.platform() {
            let blob = Blob::new(Arc::clone(bytes) as Arc<dyn AsRef<[u8]> + Send + Sync>);
            font_context.collection.register_fonts(blob, None);
            families.push(FontFamilyName::Named(Cow::Owned(family.clone())));
        }
        Self {
            fonts,
            font_context,
            layout_context: LayoutContext::new(),
            families,
            direction: language.direction(),
            faces: Vec::new(),
            unshown: 0,
        }
    }

    pub(crate) const fn direction(&self) -> Direction {
        self.direction
    }

    /// How many characters stand as their code so far.
    pub(crate) const fn unshown(&self) -> u32 {
        self.unshown
    }

    pub(crate) fn into_faces(self) -> Vec<Font> {
        self.faces.into_iter().map(|(_, font)| font).collect()
    }

    /// Width of the longest word, and of the text in one line, in points.
    pub(crate) fn widths(&mut self, text: &str, style: Style) -> (f32, f32) {
        let (printable, _) = self.fonts.printable(&self.marked(text));
        let layout = self.shape(&printable, style);
        let widths = layout.calculate_content_widths();
        (widths.min, widths.max)
    }

    /// Lines of that width. Empty text has none.
    pub(crate) fn lines(
        &mut self,
        text: &str,
        style: Style,
        width: f32,
    ) -> Result<Vec<Line>, PdfError> {
        let (printable, unshown) = self.fonts.printable(&self.marked(text));
        self.unshown = self.unshown.saturating_add(unshown);
        if printable.trim().is_empty() {
            return Ok(Vec::new());
        }
        let mut layout = self.shape(&printable, style);
        layout.break_all_lines(Some(width));
        layout.align(Alignment::Start, AlignmentOptions::default());
        let text: Arc<str> = printable.into();
        let mut lines = Vec::with_capacity(layout.len());
        for line in layout.lines() {
            let metrics = line.metrics();
            let mut x = metrics.offset;
            let mut runs = Vec::new();
            for run in line.runs() {
                let face = self.face(run.font())?;
                let size = run.font_size();
                let left = x;
                let mut glyphs: Vec<KrillaGlyph> = Vec::new();
                for cluster in run.visual_clusters() {
                    add_cluster(&mut glyphs, &mut x, &cluster, &text, size);
                }
                runs.push(Run {
                    face,
                    size,
                    x: left,
                    glyphs,
                });
            }
            lines.push(Line {
                height: metrics.line_height,
                baseline: metrics.baseline - metrics.block_min_coord,
                right: x - metrics.hanging_advance,
                runs,
                colour: style.colour,
                text: Arc::clone(&text),
                range: line.text_range(),
            });
        }
        Ok(lines)
    }

    /// From right to left the marks keep names in their place; from left to right nothing needs them.
    fn marked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.direction {
            Direction::LeftToRight => Cow::Owned(without_isolates(text)),
            Direction::RightToLeft => Cow::Borrowed(text),
        }
    }

    fn shape(&mut self, text: &str, style: Style) -> Layout<()> {
        let mut builder =
            self.layout_context
                .ranged_builder(&mut self.font_context, text, 1.0, false);
        builder.set_base_direction(match self.direction {
            Direction::LeftToRight => BaseDirection::Auto,
            Direction::RightToLeft => BaseDirection::Rtl,
        });
        let families = FontFamily::List(Cow::Borrowed(&self.families));
        builder.push_default(StyleProperty::FontFamily(families));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(style.weight)));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            LEADING,
        )));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        builder.build(text)
    }

    /// Fonts are numbered in the order of their first use, so that the same text gives the same
    /// file.
    fn face(&mut self, font: &parley::FontData) -> Result<usize, PdfError> {
        let key = (font.data.id(), font.index);
        if let Some(place) = self.faces.iter().position(|(id, _)| *id == key) {
            return Ok(place);
        }
        let bytes = font.data.data().to_vec();
        let face = Font::new(bytes.into(), font.index).ok_or(PdfError::NotAccessible)?;
        self.faces.push((key, face));
        Ok(self.faces.len() - 1)
    }
}

fn add_cluster(
    glyphs: &mut Vec<KrillaGlyph>,
    x: &mut f32,
    cluster: &Cluster<'_, ()>,
    text: &str,
    size: f32,
) {
    let range = cluster.text_range();
    if cluster.is_ligature_continuation() {
        if let Some(glyph) = glyphs.last_mut() {
            glyph.text_range.end = glyph.text_range.end.max(range.end);
            glyph.text_range.start = glyph.text_range.start.min(range.start);
        }
        return;
    }
    let words = text.get(range.clone()).unwrap_or_default();
    if words.chars().all(|it| it == '\n' || is_ignorable(it)) {
        return;
    }
    for glyph in cluster.glyphs() {
        glyphs.push(KrillaGlyph::new(
            GlyphId::new(glyph.id),
            glyph.advance / size,
            glyph.x / size,
            // parley counts down, krilla up
            -glyph.y / size,
            0.0,
            range.clone(),
            None,
        ));
        *x += glyph.advance;
    }
}
