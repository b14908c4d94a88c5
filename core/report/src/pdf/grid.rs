//! Tables: widths of columns from what stands in them, rows over pages, heads on each page.

use super::PdfError;
use super::flow::{Flow, height};
use super::page::{BOTTOM, NodeId, Role, SIDE, Shape, TEXT_WIDTH, TOP};
use super::text::{Line, Style};
use crate::content::Table;
use crate::look::{GROUND, INK, LINE};
use cisterna_text::Direction;

const HEAD: Style = Style::bold(7.8, INK);
const CELL: Style = Style::regular(8.2, INK);
const FIRST: Style = Style::bold(8.2, INK);
/// White at the sides and above and below the text of a cell.
const PAD_X: f32 = 3.5;
const PAD_Y: f32 = 1.8;
/// A word wider than this does not widen its column: it is broken.
const WORD_MAX: f32 = 96.0;
/// A row's name wider than this is wrapped.
const NAME_MAX: f32 = 130.0;
/// A row higher than this share of a page begins where it stands and goes on on the next page.
const TALL: f32 = 0.35;

/// So many rows stay with the head of their table.
const TOGETHER: usize = 3;
/// Columns grow at most by that share.
const MORE_MAX: f32 = 0.5;

/// Cells of a row as lines.
type Row = Vec<Vec<Line>>;

struct Columns {
    /// Left edge and width of the text.
    places: Vec<(f32, f32)>,
}

impl Flow<'_> {
    pub(crate) fn table(&mut self, table: &Table) -> Result<(), PdfError> {
        let columns = self.columns(table);
        let head = self.row(&table.head, &columns, &|_| HEAD)?;
        let node = self.node(None, Role::Table);
        let head_node = self.node(Some(node), Role::Head);
        let head_row = self.node(Some(head_node), Role::Row);
        let cells: Vec<NodeId> = head
            .iter()
            .map(|_| self.node(Some(head_row), Role::ColumnHeader))
            .collect();
        let rows = self.node(Some(node), Role::Rows);
        let first_rows = self.first_rows(table, &columns)?;
        self.need(row_height(&head) + first_rows);
        self.draw_head(&columns, &head, Some(&cells));
        for row in &table.rows {
            let row = self.row(row, &columns, &style)?;
            let row_node = self.node(Some(rows), Role::Row);
            let cells: Vec<NodeId> = (0..row.len())
                .map(|place| {
                    let role = if place == 0 {
                        Role::RowHeader
                    } else {
                        Role::Cell
                    };
                    self.node(Some(row_node), role)
                })
                .collect();
            self.draw_row(&columns, &head, row, &cells);
        }
        Ok(())
    }

    /// Height of the head and of the first rows, for keeping them with their heading.
    pub(crate) fn table_begin(&mut self, table: &Table) -> Result<f32, PdfError> {
        let columns = self.columns(table);
        let head = row_height(&self.row(&table.head, &columns, &|_| HEAD)?);
        Ok(head + self.first_rows(table, &columns)?)
    }

    /// Height of the rows that stay with the head, unless they are very high.
    fn first_rows(&mut self, table: &Table, columns: &Columns) -> Result<f32, PdfError> {
        let mut height = 0.0;
        for row in table.rows.iter().take(TOGETHER) {
            height += row_height(&self.row(row, columns, &style)?);
        }
        Ok(height.min(page_height() * TALL))
    }

    fn row(
        &mut self,
        cells: &[String],
        columns: &Columns,
        style: &dyn Fn(usize) -> Style,
    ) -> Result<Row, PdfError> {
        let with_place = cells.iter().enumerate().zip(&columns.places);
        with_place
            .map(|((place, cell), (_, width))| self.typesetter.lines(cell, style(place), *width))
            .collect()
    }

    fn columns(&mut self, table: &Table) -> Columns {
        let count = table.head.len();
        let (mut least, mut most) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        let heads = table
            .head
            .iter()
            .enumerate()
            .map(|(place, it)| (place, it, HEAD));
        let cells = table.rows.iter().flat_map(|row| {
            let cells = row.iter().take(count).enumerate();
            cells.map(|(place, it)| (place, it, style(place)))
        });
        for (place, cell, style) in heads.chain(cells) {
            let (word, line) = self.typesetter.widths(cell, style);
            // a little more than measured: rounding must not break a word that fits
            least[place] = least[place].max(word.min(WORD_MAX) + 0.5);
            most[place] = most[place].max(line + 0.5);
        }
        for (least, most) in least.iter().zip(&mut most) {
            *most = most.max(*least);
        }
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let room = TEXT_WIDTH - 2.0 * PAD_X * count as f32;
        // names of rows in one line, where the others keep their words
        if let (Some(least_first), Some(most_first)) = (least.first().copied(), most.first()) {
            let wish = most_first.min(NAME_MAX);
            if least.iter().sum::<f32>() - least_first + wish <= room {
                least[0] = wish.max(least_first);
            }
        }
        let widths = widths(&least, &most, room);
        let mut left = match self.typesetter.direction() {
            Direction::LeftToRight => SIDE,
            Direction::RightToLeft => SIDE + TEXT_WIDTH,
        };
        let direction = self.typesetter.direction();
        let place = |width: f32| {
            let whole = width + 2.0 * PAD_X;
            let from = match direction {
                Direction::LeftToRight => {
                    left += whole;
                    left - whole
                }
                Direction::RightToLeft => {
                    left -= whole;
                    left
                }
            };
            (from + PAD_X, width)
        };
        Columns {
            places: widths.into_iter().map(place).collect(),
        }
    }

    /// With `cells` it is told, without it is the repetition on another page.
    fn draw_head(&mut self, columns: &Columns, head: &Row, cells: Option<&[NodeId]>) {
        let height = row_height(head);
        self.ground([SIDE, self.y, TEXT_WIDTH, height], GROUND);
        for (place, (lines, (left, _))) in head.iter().zip(&columns.places).enumerate() {
            let mut y = self.y + PAD_Y;
            for line in lines {
                let shape = Shape::Text {
                    x: *left,
                    y,
                    line: line.clone(),
                };
                match cells.and_then(|it| it.get(place)) {
                    Some(node) => self.tell(*node, shape),
                    None => self.decorate(shape),
                }
                y += line.height;
            }
        }
        self.y += height;
    }

    fn draw_row(&mut self, columns: &Columns, head: &Row, row: Row, cells: &[NodeId]) {
        let whole = row_height(&row);
        let head_height = row_height(head);
        let fits_alone = whole <= page_height() - head_height;
        if whole > self.room() && fits_alone && whole < page_height() * TALL {
            self.new_page();
            self.draw_head(columns, head, None);
        }
        let mut rest: Vec<_> = row.into_iter().map(Vec::into_iter).collect();
        while rest.iter().any(|it| it.len() > 0) {
            let top = self.y;
            let mut bottom = top + 2.0 * PAD_Y;
            for ((lines, (left, _)), node) in rest.iter_mut().zip(&columns.places).zip(cells) {
                let mut y = top + PAD_Y;
                while let Some(line) = lines.as_slice().first() {
                    if y + line.height + PAD_Y > BOTTOM && y > TOP + head_height + PAD_Y {
                        break;
                    }
                    let Some(line) = lines.next() else { break };
                    let height = line.height;
                    let x = *left;
                    self.tell(*node, Shape::Text { x, y, line });
                    y += height;
                }
                bottom = bottom.max(y + PAD_Y);
            }
            self.y = bottom;
            if rest.iter().any(|it| it.len() > 0) {
                self.new_page();
                self.draw_head(columns, head, None);
            }
        }
        self.ground([SIDE, self.y, TEXT_WIDTH, 0.5], LINE);
        self.y += 0.5;
    }
}

/// The first cell names its row.
const fn style(place: usize) -> Style {
    if place == 0 { FIRST } else { CELL }
}

fn row_height(row: &Row) -> f32 {
    let highest = row.iter().map(|it| height(it)).fold(0.0, f32::max);
    highest + 2.0 * PAD_Y
}

const fn page_height() -> f32 {
    BOTTOM - TOP
}

/// Widths between the longest word and the whole text of each column, that add up to `room`.
fn widths(least: &[f32], most: &[f32], room: f32) -> Vec<f32> {
    let (sum_least, sum_most): (f32, f32) = (least.iter().sum(), most.iter().sum());
    if sum_least >= room {
        // words are broken
        return least.iter().map(|it| it * room / sum_least).collect();
    }
    if sum_most >= room {
        let share = (room - sum_least) / (sum_most - sum_least).max(f32::EPSILON);
        let between = |(least, most): (&f32, &f32)| least + (most - least) * share;
        return least.iter().zip(most).map(between).collect();
    }
    // what is left over makes every column a little wider, and the last one much
    let more = ((room - sum_most) / sum_most.max(f32::EPSILON)).min(MORE_MAX);
    let mut widths: Vec<f32> = most.iter().map(|it| it * (1.0 + more)).collect();
    let rest = room - widths.iter().sum::<f32>();
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_always_fill_the_width_and_keep_their_words_where_they_can() {
        for (least, most) in [
            (vec![10.0, 20.0], vec![20.0, 30.0]),
            (vec![10.0, 20.0], vec![500.0, 30.0]),
            (vec![90.0, 90.0], vec![500.0, 300.0]),
        ] {
            let widths = widths(&least, &most, 100.0);
            let sum: f32 = widths.iter().sum();
            assert!((sum - 100.0).abs() < 0.01, "{widths:?}");
            let words_fit = least.iter().sum::<f32>() <= 100.0;
            let kept = widths
                .iter()
                .zip(&least)
                .all(|(it, least)| *it >= least - 0.01);
            assert_eq!(kept, words_fit, "{widths:?}");
        }
    }
}
