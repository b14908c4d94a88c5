//! Charts: a picture and the same in words, from the same data.
//!
//! Responsible for what is drawn and told. Each chart is SVG (for screens and PDF), PNG by
//! [`Chart::png`], and a [`Twin`] in words. Leaves numbers to the input. Lengths of a picture are
//! points and floats; nothing here decides about a dose.

mod axis;
mod residual;
mod svg;
mod trial;
mod twin;

use crate::fonts::Fonts;
use resvg::tiny_skia::{Pixmap, Transform};
use thiserror::Error;
use usvg::{Options, Tree};

pub use residual::{ResidualError, ResidualForecast, ResidualPoint, residual_chart};
pub use trial::trial_chart;
pub use twin::Twin;

/// Widths of a picture, in pixels.
pub const PNG_WIDTHS_PX: std::ops::RangeInclusive<u32> = 100..=4_000;

/// A picture and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// SVG 1.1, its text in "Atkinson Hyperlegible Next".
    pub svg: String,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// The same in words.
    pub twin: Twin,
}

/// Why no picture came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    /// The width is beyond [`PNG_WIDTHS_PX`].
    #[error("the picture's width is out of bounds: choose {min} to {max} pixels",
            min = PNG_WIDTHS_PX.start(), max = PNG_WIDTHS_PX.end())]
    Width,
    /// The picture has letters that no font has.
    #[error(
        "the letters of this picture need a font of the platform: pass one to `Fonts::with_platform`"
    )]
    FontMissing,
    /// The picture could not be drawn.
    #[error("the picture could not be drawn: show its words instead")]
    Drawing,
}

impl Chart {
    /// The picture as PNG on white, as wide as that, in pixels.
    ///
    /// # Errors
    /// When the width is out of bounds, or it cannot be drawn.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "at most 4 000 pixels, and a height of the same order"
    )]
    pub fn png(&self, fonts: &Fonts, width_px: u32) -> Result<Vec<u8>, PictureError> {
        if !PNG_WIDTHS_PX.contains(&width_px) {
            return Err(PictureError::Width);
        }
        let tree = self.tree(fonts)?;
        let scale = width_px as f32 / self.width;
        let height_px = (self.height * scale).ceil() as u32;
        let mut pixels = Pixmap::new(width_px, height_px).ok_or(PictureError::Drawing)?;
        pixels.fill(resvg::tiny_skia::Color::WHITE);
        let scale = Transform::from_scale(scale, scale);
        resvg::render(&tree, scale, &mut pixels.as_mut());
        pixels.encode_png().map_err(|_| PictureError::Drawing)
    }

    pub(crate) fn tree(&self, fonts: &Fonts) -> Result<Tree, PictureError> {
        // outside of its texts a picture is plain ASCII
        if !fonts.covers(&self.svg) {
            return Err(PictureError::FontMissing);
        }
        let options = Options {
            fontdb: fonts.database(),
            font_family: crate::look::FAMILY.to_owned(),
            ..Options::default()
        };
        Tree::from_str(&self.svg, &options).map_err(|_| PictureError::Drawing)
    }
}
