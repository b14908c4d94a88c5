//! A chart in words.

use cisterna_text::without_isolates;

/// What a chart shows, in sentences and one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twin {
    /// Plain sentences, in order.
    pub sentences: Vec<String>,
    /// Heads of the table; empty where there is none.
    pub head: Vec<String>,
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Twin {
    pub(super) fn new(sentences: &[String], head: &[String], rows: &[Vec<String>]) -> Self {
        let plain = |all: &[String]| all.iter().map(|it| without_isolates(it)).collect();
        Self {
            sentences: plain(sentences),
            head: plain(head),
            rows: rows.iter().map(|it| plain(it)).collect(),
        }
    }

    /// All of it as one text, as a screen reader says it.
    pub fn spoken(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let cells = self.head.iter().zip(row);
            let cell = |(head, cell): (&String, &String)| format!("{head}: {cell}");
            format!("{}.", cells.map(cell).collect::<Vec<_>>().join(", "))
        });
        let all: Vec<_> = self.sentences.iter().cloned().chain(rows).collect();
        all.join(" ")
    }
}
