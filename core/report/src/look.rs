//! Colours of the light look, as the screens have them. Each pair of text and ground keeps at least
//! 4.5 : 1, each shape 3 : 1; and no meaning stands on a colour alone.

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

pub(crate) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// Ground of heads and of the result window.
pub(crate) const GROUND: Colour = Colour(0xf5, 0xf3, 0xee);
pub(crate) const LINE: Colour = Colour(0xd9, 0xd5, 0xcb);
pub(crate) const INK: Colour = Colour(0x14, 0x22, 0x2a);
pub(crate) const MUTED: Colour = Colour(0x4a, 0x5a, 0x63);
pub(crate) const PRIMARY: Colour = Colour(0x0b, 0x5a, 0x5e);
/// Ground of the baseline and of the result in words.
pub(crate) const CONTAINER: Colour = Colour(0xd6, 0xeb, 0xe9);

/// The family that is built in.
pub(crate) const FAMILY: &str = "Atkinson Hyperlegible Next";

/// What the platform lends for other scripts, as a picture names it.
pub(crate) const OTHER_SCRIPTS: &str = "sans-serif";

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Colour) -> f64 {
        let part = |byte: u8| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        for ground in [PAPER, GROUND, CONTAINER] {
            for text in [INK, MUTED, PRIMARY] {
                let ratio = (luminance(ground) + 0.05) / (luminance(text) + 0.05);
                assert!(ratio >= 4.5, "{text:?} on {ground:?}: {ratio}");
            }
        }
    }
}
