//! Pages while they are made: what is drawn where, and what it means to a reader who hears it.

use super::text::Line;
use crate::look::Colour;
use cisterna_text::Language;
use krilla::text::Font;
use usvg::Tree;

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;
/// White edges.
pub(crate) const SIDE: f32 = 36.0;
pub(crate) const TOP: f32 = 34.0;
/// Where the text ends; the footer stands below.
pub(crate) const BOTTOM: f32 = HEIGHT - 44.0;
/// Width of the text.
pub(crate) const TEXT_WIDTH: f32 = WIDTH - 2.0 * SIDE;

/// Index into [`Laid::nodes`].
pub(crate) type NodeId = usize;

/// What a part is to a reader who hears it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// The head of the report (1) or of a section (2).
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Row,
    ColumnHeader,
    RowHeader,
    Cell,
    /// A picture with its words, and where it stands: page, left, top, width, height.
    Figure(String, usize, [f32; 4]),
}

/// A part of the structure.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) role: Role,
    pub(crate) children: Vec<Child>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Child {
    Node(NodeId),
    /// Something drawn: its page and its place there.
    Drawn(usize, usize),
}

/// Whether something drawn is told, or only decoration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Yes,
    Decoration,
    Footer,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text { x: f32, y: f32, line: Line },
    Ground { place: [f32; 4], colour: Colour },
    Picture { place: [f32; 4], tree: Box<Tree> },
}

#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) shape: Shape,
    pub(crate) told: Told,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) drawn: Vec<Drawn>,
}

/// All pages.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    pub(crate) title: String,
    pub(crate) language: Language,
    pub(crate) pages: Vec<Page>,
    pub(crate) nodes: Vec<Node>,
    /// Those without a parent, in reading order.
    pub(crate) roots: Vec<NodeId>,
    pub(crate) faces: Vec<Font>,
    /// Heads with page and height, for the outline.
    pub(crate) outline: Vec<(String, usize, f32)>,
}
