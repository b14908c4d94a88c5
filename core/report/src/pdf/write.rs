//! Pages and their meaning, handed to krilla. PDF/UA-1 (ISO 14289-1) is checked on export.

use super::PdfError;
use super::page::{Child, Drawn, HEIGHT, Laid, NodeId, Role, Shape, Told, WIDTH};
use super::tag;
use crate::check::Checked;
use crate::look::Colour;
use chrono::{Datelike, Timelike};
use cisterna_text::{Direction, Texts};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag,
    TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use std::collections::HashMap;
use std::num::NonZeroU16;

/// Where each told thing got its mark.
type Marks = HashMap<(usize, usize), Identifier>;

pub(super) fn write(laid: &Laid, report: Checked<'_>, texts: &Texts) -> Result<Vec<u8>, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| PdfError::NotAccessible)?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut marks = Marks::new();
    for (number, page) in laid.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError::NotAccessible)?;
        let mut krilla_page = document.start_page_with(settings);
        let mut surface = krilla_page.surface();
        for (place, drawn) in page.drawn.iter().enumerate() {
            let identifier = surface.start_tagged(content_tag(drawn));
            draw(&mut surface, &drawn.shape, laid);
            surface.end_tagged();
            if drawn.told == Told::Yes {
                marks.insert((number, place), identifier);
            }
        }
        surface.finish();
        krilla_page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(tag(laid.language).to_owned()));
    for root in &laid.roots {
        tree.push(group(laid, *root, &mut marks));
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    for (name, page, y) in &laid.outline {
        let to = XyzDestination::new(*page, Point::from_xy(0.0, *y));
        outline.push_child(OutlineNode::new(name.clone(), to));
    }
    document.set_outline(outline);
    document.set_metadata(metadata(laid, report, texts));
    document.finish().map_err(|_| PdfError::NotAccessible)
}

fn content_tag(drawn: &Drawn) -> ContentTag<'static> {
    match (drawn.told, &drawn.shape) {
        (Told::Decoration, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Told::Footer, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
        (Told::Yes, Shape::Text { .. }) => ContentTag::Span(SpanTag::empty()),
        (Told::Yes, Shape::Ground { .. } | Shape::Picture { .. }) => ContentTag::Other,
    }
}

fn draw(surface: &mut Surface<'_>, shape: &Shape, laid: &Laid) {
    match shape {
        Shape::Text { x, y, line } => {
            surface.set_fill(Some(fill(line.colour)));
            for run in line.runs.iter().filter(|it| !it.glyphs.is_empty()) {
                let start = Point::from_xy(x + run.x, y + line.baseline);
                let font = laid.faces[run.face].clone();
                surface.draw_glyphs(start, &run.glyphs, font, &line.text, run.size, false);
            }
        }
        Shape::Ground { place, colour } => {
            let [x, y, width, height] = *place;
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                let mut path = PathBuilder::new();
                path.push_rect(rect);
                surface.set_fill(Some(fill(*colour)));
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
        }
        Shape::Picture { place, tree } => {
            let [x, y, width, height] = *place;
            if let Some(size) = Size::from_wh(width, height) {
                surface.push_transform(&Transform::from_translate(x, y));
                let settings = SvgSettings {
                    embed_text: is_embedded(laid.language.direction()),
                    ..SvgSettings::default()
                };
                surface.draw_svg(tree, size, settings);
                surface.pop();
            }
        }
    }
}

/// Joined letters of a picture have parts without a character of their own, which PDF/UA forbids
/// for text: there the letters are shapes. The figure's words are told in its alt text either way.
const fn is_embedded(direction: Direction) -> bool {
    match direction {
        Direction::LeftToRight => true,
        Direction::RightToLeft => false,
    }
}

fn fill(colour: Colour) -> Fill {
    Fill {
        paint: krilla::color::rgb::Color::new(colour.0, colour.1, colour.2).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn group(laid: &Laid, id: NodeId, marks: &mut Marks) -> TagGroup {
    let node = &laid.nodes[id];
    let mut group = TagGroup::new(kind(&node.role));
    for child in &node.children {
        match child {
            Child::Node(id) => group.push(Node::Group(self::group(laid, *id, marks))),
            Child::Drawn(page, place) => {
                if let Some(identifier) = marks.remove(&(*page, *place)) {
                    group.push(identifier);
                }
            }
        }
    }
    group
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, name) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(name.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(alt, page, [x, y, width, height]) => {
            let place = Rect::from_xywh(*x, *y, *width, *height);
            let place = place.map(|it| BBox::new(*page, it));
            Tag::Figure(Some(alt.clone())).with_bbox(place).into()
        }
    }
}

fn metadata(laid: &Laid, report: Checked<'_>, texts: &Texts) -> Metadata {
    let made = report.local(report.created);
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let offset_min = report.created.offset_s / 60;
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or(0))
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(i8::try_from(offset_min / 60).unwrap_or(0))
        .utc_offset_minute(part((offset_min % 60).unsigned_abs()));
    let direction = match texts.language().direction() {
        Direction::LeftToRight => TextDirection::LeftToRight,
        Direction::RightToLeft => TextDirection::RightToLeft,
    };
    Metadata::new()
        .title(laid.title.clone())
        .language(tag(laid.language).to_owned())
        .creator(format!("Cisterna {}", report.app_version))
        .producer("krilla".to_owned())
        .creation_date(date)
        .text_direction(direction)
}
