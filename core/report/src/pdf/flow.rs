//! The pen: puts lines one under another and begins a new page where one is full.

use super::PdfError;
use super::page::{BOTTOM, Child, Drawn, Node, NodeId, Page, Role, SIDE, Shape, TOP, Told};
use super::text::{Line, Style, Typesetter};
use crate::look::Colour;

pub(crate) struct Flow<'f> {
    pub(crate) typesetter: Typesetter<'f>,
    pub(crate) pages: Vec<Page>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) roots: Vec<NodeId>,
    pub(crate) outline: Vec<(String, usize, f32)>,
    /// Where the next thing begins.
    pub(crate) y: f32,
}

impl<'f> Flow<'f> {
    pub(crate) fn new(typesetter: Typesetter<'f>) -> Self {
        Self {
            typesetter,
            pages: vec![Page::default()],
            nodes: Vec::new(),
            roots: Vec::new(),
            outline: Vec::new(),
            y: TOP,
        }
    }

    /// Room on this page.
    pub(crate) const fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    pub(crate) fn page(&self) -> usize {
        self.pages.len() - 1
    }

    pub(crate) fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    /// Begins a new page where less than that is left; never twice.
    pub(crate) fn need(&mut self, height: f32) {
        if height > self.room() && self.y > TOP {
            self.new_page();
        }
    }

    /// A gap before the next thing, but not at the top of a page.
    pub(crate) fn gap(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    pub(crate) fn node(&mut self, parent: Option<NodeId>, role: Role) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node {
            role,
            children: Vec::new(),
        });
        match parent {
            Some(parent) => self.nodes[parent].children.push(Child::Node(id)),
            None => self.roots.push(id),
        }
        id
    }

    /// Draws something that belongs to `node`.
    pub(crate) fn tell(&mut self, node: NodeId, shape: Shape) {
        let (page, place) = self.put(shape, Told::Yes);
        self.nodes[node].children.push(Child::Drawn(page, place));
    }

    /// Draws something that is not read out.
    pub(crate) fn decorate(&mut self, shape: Shape) {
        self.put(shape, Told::Decoration);
    }

    pub(crate) fn ground(&mut self, place: [f32; 4], colour: Colour) {
        self.decorate(Shape::Ground { place, colour });
    }

    fn put(&mut self, shape: Shape, told: Told) -> (usize, usize) {
        let page = self.page();
        let drawn = &mut self.pages[page].drawn;
        drawn.push(Drawn { shape, told });
        (page, drawn.len() - 1)
    }

    /// Puts lines under each other, over as many pages as they need.
    pub(crate) fn lines(&mut self, node: NodeId, left: f32, lines: Vec<Line>) {
        for line in lines {
            self.need(line.height);
            let (x, y, height) = (left, self.y, line.height);
            self.tell(node, Shape::Text { x, y, line });
            self.y += height;
        }
    }

    pub(crate) fn paragraph(
        &mut self,
        role: Role,
        text: &str,
        style: Style,
        width: f32,
    ) -> Result<(), PdfError> {
        let lines = self.typesetter.lines(text, style, width)?;
        if lines.is_empty() {
            return Ok(());
        }
        let node = self.node(None, role);
        self.lines(node, SIDE, lines);
        Ok(())
    }
}

/// Height of lines under each other.
pub(crate) fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|it| it.height).sum()
}
