//! Content on pages.

use super::PdfError;
use super::flow::{Flow, height};
use super::page::{BOTTOM, Drawn, HEIGHT, Laid, Role, SIDE, Shape, TEXT_WIDTH, TOP, Told};
use super::text::{Line, Style, Typesetter};
use crate::chart::Chart;
use crate::content::{Block, Content};
use crate::fonts::Fonts;
use crate::look::{CONTAINER, INK, MUTED, PRIMARY};
use cisterna_text::{Direction, Texts, without_isolates};

const TITLE: Style = Style::bold(17.0, INK);
const HEADING: Style = Style::bold(10.5, PRIMARY);
const TEXT: Style = Style::regular(8.6, INK);
const SMALL: Style = Style::regular(7.8, MUTED);
const LABEL: Style = Style::bold(7.8, MUTED);
const RESULT_TITLE: Style = Style::bold(8.4, PRIMARY);
const RESULT: Style = Style::bold(10.8, INK);
const RESULT_OF_MANY: Style = Style::bold(9.0, INK);
/// Two columns of facts, each a label and a value.
const COLUMN_GAP: f32 = 14.0;
const FACT_WIDTH: f32 = (TEXT_WIDTH - COLUMN_GAP) / 2.0;
const FACT_LABEL: f32 = 82.0;
/// White around the result.
const PAD: f32 = 9.0;
const FOOTER_TOP: f32 = HEIGHT - 32.0;

pub(crate) fn lay_out(content: &Content, texts: &Texts, fonts: &Fonts) -> Result<Laid, PdfError> {
    let mut flow = Flow::new(Typesetter::new(fonts, texts.language()));
    let title = without_isolates(&content.title);
    flow.outline.push((title.clone(), 0, TOP));
    flow.paragraph(
        Role::Heading(1, title.clone()),
        &content.title,
        TITLE,
        TEXT_WIDTH,
    )?;
    for (place, block) in content.blocks.iter().enumerate() {
        let next = content.blocks.get(place + 1);
        flow.block(block, next, fonts)?;
    }
    let unshown = flow.typesetter.unshown();
    if unshown > 0 {
        flow.block(&Block::Small(texts.report_unshown(unshown)), None, fonts)?;
    }
    flow.footers(&content.footer, texts)?;
    Ok(Laid {
        title,
        language: texts.language(),
        pages: flow.pages,
        nodes: flow.nodes,
        roots: flow.roots,
        outline: flow.outline,
        faces: flow.typesetter.into_faces(),
    })
}

impl Flow<'_> {
    fn block(
        &mut self,
        block: &Block,
        next: Option<&Block>,
        fonts: &Fonts,
    ) -> Result<(), PdfError> {
        match block {
            Block::Heading(text) => self.heading(text, next),
            Block::Facts(facts) => self.facts(facts),
            Block::Result { title, lead, rest } => self.result(title, lead, rest),
            Block::Text(text) => {
                self.gap(2.0);
                self.paragraph(Role::Paragraph, text, TEXT, TEXT_WIDTH)
            }
            Block::Small(text) => {
                self.gap(3.0);
                self.paragraph(Role::Paragraph, text, SMALL, TEXT_WIDTH)
            }
            Block::Table(table) => {
                self.gap(2.0);
                self.table(table)
            }
            Block::Figure(chart) => self.figure(chart, fonts),
        }
    }

    /// A heading never stands alone at the end of a page.
    fn heading(&mut self, text: &str, next: Option<&Block>) -> Result<(), PdfError> {
        const GAP: f32 = 8.5;
        let lines = self.typesetter.lines(text, HEADING, TEXT_WIDTH)?;
        let follows = match next {
            Some(Block::Table(table)) => self.table_begin(table)?,
            Some(Block::Figure(chart)) => figure_height(chart),
            Some(
                Block::Text(_)
                | Block::Small(_)
                | Block::Heading(_)
                | Block::Facts(_)
                | Block::Result { .. },
            ) => 24.0,
            None => 0.0,
        };
        self.gap(GAP);
        self.need(height(&lines) + follows + 4.0);
        let name = without_isolates(text);
        self.outline.push((name.clone(), self.page(), self.y));
        let node = self.node(None, Role::Heading(2, name));
        self.lines(node, SIDE, lines);
        self.y += 1.5;
        Ok(())
    }

    /// Label and value beside each other, two of them in a row; a long value has a row of its own.
    fn facts(&mut self, facts: &[(String, String)]) -> Result<(), PdfError> {
        self.gap(5.0);
        let list = self.node(None, Role::List);
        let narrow = FACT_WIDTH - FACT_LABEL;
        let mut column = 0;
        let mut row_bottom = self.y;
        for (label, value) in facts {
            let (_, natural) = self.typesetter.widths(value, TEXT);
            let wide = natural > narrow;
            if wide && column == 1 {
                (self.y, column) = (row_bottom + 2.0, 0);
            }
            let width = if wide {
                TEXT_WIDTH - FACT_LABEL
            } else {
                narrow
            };
            let labels = self.typesetter.lines(label, LABEL, FACT_LABEL - 6.0)?;
            let values = self.typesetter.lines(value, TEXT, width)?;
            let needed = height(&labels).max(height(&values));
            if column == 0 {
                self.need(needed.min(BOTTOM - TOP));
                row_bottom = self.y;
            }
            let item = self.node(Some(list), Role::Item);
            let (label_left, value_left) = self.fact_places(column, width);
            let top = self.y;
            let label_node = self.node(Some(item), Role::Label);
            // both begin at one height though their letters differ
            let shift = first_baseline(&values) - first_baseline(&labels);
            let mut y = top + shift.max(0.0);
            for line in labels {
                let line_height = line.height;
                let x = label_left;
                self.tell(label_node, Shape::Text { x, y, line });
                y += line_height;
            }
            let value_node = self.node(Some(item), Role::Body);
            self.lines(value_node, value_left, values);
            row_bottom = row_bottom.max(self.y).max(y);
            if wide || column == 1 {
                (self.y, column) = (row_bottom + 2.0, 0);
                row_bottom = self.y;
            } else {
                (self.y, column) = (top, 1);
            }
        }
        self.y = self.y.max(row_bottom);
        Ok(())
    }

    /// Left edges of label and value.
    fn fact_places(&self, column: usize, width: f32) -> (f32, f32) {
        let before = if column == 0 {
            0.0
        } else {
            FACT_WIDTH + COLUMN_GAP
        };
        match self.typesetter.direction() {
            Direction::LeftToRight => (SIDE + before, SIDE + before + FACT_LABEL),
            Direction::RightToLeft => {
                let right = SIDE + TEXT_WIDTH - before;
                (right - FACT_LABEL + 6.0, right - FACT_LABEL - width)
            }
        }
    }

    /// The result on a ground of its own, larger than the text.
    fn result(&mut self, title: &str, lead: &[String], rest: &[String]) -> Result<(), PdfError> {
        self.gap(8.0);
        let width = TEXT_WIDTH - 2.0 * PAD;
        let title_lines = self.typesetter.lines(title, RESULT_TITLE, width)?;
        let mut paragraphs = Vec::new();
        // one result is large, several are side by side
        let lead_style = if lead.len() > 1 {
            RESULT_OF_MANY
        } else {
            RESULT
        };
        let styled = lead.iter().map(|it| (it, lead_style));
        for (sentence, style) in styled.chain(rest.iter().map(|it| (it, TEXT))) {
            paragraphs.push(self.typesetter.lines(sentence, style, width)?);
        }
        let inner = |it: &Vec<Vec<Line>>| it.iter().map(|it| height(it) + 2.5).sum::<f32>();
        let whole = height(&title_lines) + inner(&paragraphs) + 2.0 * PAD;
        self.need(whole);
        if whole <= self.room() {
            self.ground([SIDE, self.y, TEXT_WIDTH, whole], CONTAINER);
            let edge = match self.typesetter.direction() {
                Direction::LeftToRight => SIDE,
                Direction::RightToLeft => SIDE + TEXT_WIDTH - 3.0,
            };
            self.ground([edge, self.y, 3.0, whole], PRIMARY);
        }
        self.y += PAD;
        let name = without_isolates(title);
        self.outline.push((name.clone(), self.page(), self.y));
        let node = self.node(None, Role::Heading(2, name));
        self.lines(node, SIDE + PAD, title_lines);
        for lines in paragraphs {
            self.y += 2.5;
            let node = self.node(None, Role::Paragraph);
            self.lines(node, SIDE + PAD, lines);
        }
        self.y += PAD;
        Ok(())
    }

    fn figure(&mut self, chart: &Chart, fonts: &Fonts) -> Result<(), PdfError> {
        self.need(figure_height(chart));
        self.gap(2.0);
        let height = TEXT_WIDTH / chart.width * chart.height;
        let place = [SIDE, self.y, TEXT_WIDTH, height];
        let tree = Box::new(chart.tree(fonts)?);
        let alt = chart.twin.spoken();
        let node = self.node(None, Role::Figure(alt, self.page(), place));
        self.tell(node, Shape::Picture { place, tree });
        self.y += height;
        Ok(())
    }

    /// Once every page is there: what it is, and which of how many.
    fn footers(&mut self, footer: &str, texts: &Texts) -> Result<(), PdfError> {
        const NUMBER: f32 = 90.0;
        let pages = self.pages.len();
        for place in 0..pages {
            let number = texts.report_page(place + 1, pages);
            let number = self.typesetter.lines(&number, SMALL, NUMBER)?;
            let words = self
                .typesetter
                .lines(footer, SMALL, TEXT_WIDTH - NUMBER - 12.0)?;
            let (number_left, words_left) = match self.typesetter.direction() {
                Direction::LeftToRight => {
                    let width = number.iter().map(|it| it.right).fold(0.0, f32::max);
                    (SIDE + TEXT_WIDTH - width, SIDE)
                }
                Direction::RightToLeft => (SIDE, SIDE + NUMBER + 12.0),
            };
            for (left, lines) in [(words_left, words), (number_left, number)] {
                let mut y = FOOTER_TOP;
                for line in lines {
                    let line_height = line.height;
                    let shape = Shape::Text { x: left, y, line };
                    self.pages[place].drawn.push(Drawn {
                        shape,
                        told: Told::Footer,
                    });
                    y += line_height;
                }
            }
        }
        Ok(())
    }
}

fn figure_height(chart: &Chart) -> f32 {
    TEXT_WIDTH / chart.width * chart.height + 2.0
}

fn first_baseline(lines: &[Line]) -> f32 {
    lines.first().map_or(0.0, |it| it.baseline)
}
