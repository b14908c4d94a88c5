//! SVG from typed shapes. Text and numbers go in only here, escaped and with two decimals; what is
//! no XML character is left out.

use crate::look::{Colour, FAMILY, OTHER_SCRIPTS};
use cisterna_text::without_isolates;
use std::fmt::Write;

/// From which side a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) colour: Colour,
    pub(crate) width: f32,
    pub(crate) dash: Dash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Dashed,
    Dotted,
}

impl Stroke {
    pub(crate) const fn solid(colour: Colour, width: f32) -> Self {
        Self {
            colour,
            width,
            dash: Dash::Solid,
        }
    }

    pub(crate) const fn dash(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }
}

/// How a shape is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Paint {
    pub(crate) fill: Option<Colour>,
    pub(crate) stroke: Option<Stroke>,
}

impl Paint {
    pub(crate) const fn filled(colour: Colour) -> Self {
        Self {
            fill: Some(colour),
            stroke: None,
        }
    }
}

/// How a text is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Type {
    pub(crate) size: f32,
    pub(crate) weight: Weight,
    pub(crate) colour: Colour,
    pub(crate) anchor: Anchor,
}

impl Type {
    pub(crate) const fn new(size: f32, colour: Colour) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            colour,
            anchor: Anchor::Start,
        }
    }

    pub(crate) const fn bold(self) -> Self {
        Self {
            weight: Weight::Bold,
            ..self
        }
    }

    pub(crate) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A picture while it is drawn. Lengths are points.
#[derive(Debug, Default)]
pub(crate) struct Svg {
    body: String,
}

impl Svg {
    pub(crate) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, paint: Paint) {
        let (width, height) = (width.max(0.0), height.max(0.0));
        let shape = format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}""#,
            number(x),
            number(y),
            number(width),
            number(height)
        );
        self.shape(&shape, paint);
    }

    pub(crate) fn circle(&mut self, x: f32, y: f32, radius: f32, paint: Paint) {
        let shape = format!(
            r#"<circle cx="{}" cy="{}" r="{}""#,
            number(x),
            number(y),
            number(radius)
        );
        self.shape(&shape, paint);
    }

    pub(crate) fn polygon(&mut self, points: &[(f32, f32)], paint: Paint) {
        self.shape(&format!(r#"<polygon points="{}""#, places(points)), paint);
    }

    pub(crate) fn line(&mut self, points: &[(f32, f32)], stroke: Stroke) {
        let paint = Paint {
            fill: None,
            stroke: Some(stroke),
        };
        self.shape(&format!(r#"<polyline points="{}""#, places(points)), paint);
    }

    /// `y` is the baseline of the letters.
    pub(crate) fn text(&mut self, x: f32, y: f32, font: Type, text: &str) {
        let anchor = match font.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = match font.weight {
            Weight::Regular => 400,
            Weight::Bold => 700,
        };
        self.put(format_args!(
            r#"<text x="{}" y="{}" font-size="{}" font-weight="{weight}" text-anchor="{anchor}" fill="{}">{}</text>"#,
            number(x),
            number(y),
            number(font.size),
            hex(font.colour),
            runs(&without_isolates(text)),
        ));
    }

    /// The whole picture.
    pub(crate) fn finish(self, width: f32, height: f32) -> String {
        let (width, height) = (number(width), number(height));
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" "#,
                "viewBox=\"0 0 {} {}\" font-family=\"{}\">\n{}</svg>\n"
            ),
            width, height, width, height, FAMILY, self.body
        )
    }

    fn shape(&mut self, shape: &str, paint: Paint) {
        let fill = paint.fill.map_or_else(|| "none".to_owned(), hex);
        let stroke = paint.stroke.map_or_else(String::new, |stroke| {
            let dash = match stroke.dash {
                Dash::Solid => "",
                Dash::Dashed => r#" stroke-dasharray="5 2.5""#,
                Dash::Dotted => r#" stroke-dasharray="1.2 2.2""#,
            };
            format!(
                r#" stroke="{}" stroke-width="{}" stroke-linejoin="round"{dash}"#,
                hex(stroke.colour),
                number(stroke.width)
            )
        });
        self.put(format_args!(r#"{shape} fill="{fill}"{stroke}/>"#));
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.body, "{element}").expect("a string takes every write");
    }
}

fn places(points: &[(f32, f32)]) -> String {
    let place = |(x, y): &(f32, f32)| format!("{},{}", number(*x), number(*y));
    points.iter().map(place).collect::<Vec<_>>().join(" ")
}

/// Two decimals at most; what is no number is 0, so that the picture stays one.
fn number(value: f32) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The text, its parts in scripts that are not built in set apart: a renderer looks for a font for
/// each part, not for each letter.
fn runs(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let own = is_built_in(first);
        let end = rest.find(|it| is_built_in(it) != own).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if own {
            out.push_str(&escaped(run));
        } else if let run = escaped(run)
            && !run.is_empty()
        {
            write!(out, r#"<tspan font-family="{OTHER_SCRIPTS}">{run}</tspan>"#)
                .expect("a string takes every write");
        }
        rest = after;
    }
    out
}

/// Letters of Europe, punctuation and signs.
const fn is_built_in(character: char) -> bool {
    matches!(character, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{2bff}')
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// About how wide a text is, in points: a little too much rather than too little. For legends.
pub(crate) fn about_width(text: &str, size: f32) -> f32 {
    let em = |it: char| match it {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.29,
        'f' | 't' | 'r' | '(' | ')' | '-' | ' ' | '\u{a0}' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        'A'..='Z' | 'Ä' | 'Ö' | 'Ü' => 0.68,
        _ => 0.59,
    };
    without_isolates(text).chars().map(em).sum::<f32>() * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::INK;

    #[test]
    fn markup_in_a_text_stays_text() {
        let mut svg = Svg::default();
        let text = "</text><script>&\"\u{1}\u{fffe}\n";
        svg.text(1.0, 2.5, Type::new(7.0, INK), text);
        let out = svg.finish(10.0, 10.0);
        assert!(
            out.contains("&lt;/text&gt;&lt;script&gt;&amp;&quot; </text>"),
            "{out}"
        );
        assert!(!out.contains("<script"), "{out}");
    }

    #[test]
    fn another_script_is_set_apart_so_that_it_finds_its_font() {
        assert_eq!(runs("1 a–b"), "1 a–b");
        let expected = "4 <tspan font-family=\"sans-serif\">ديسمبر</tspan> 2026";
        assert_eq!(runs("4 ديسمبر 2026"), expected);
    }

    #[test]
    fn numbers_are_short_and_always_numbers() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(0.126), "0.13");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(f32::NAN), "0");
        assert_eq!(number(f32::INFINITY), "0");
    }
}
