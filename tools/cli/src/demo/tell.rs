//! How the demo is told: one JSON object a line, or text with a little colour on a terminal.

use crate::out::{Out, Report};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use std::io::IsTerminal;

/// Columns of a command line, its last `\` apart.
const WIDTH: usize = 78;

/// Tells what happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tell {
    out: Out,
    coloured: bool,
}

impl Tell {
    pub(super) fn new(out: Out) -> Self {
        let coloured = !out.json && std::io::stdout().is_terminal();
        Self { out, coloured }
    }

    /// A new scene.
    pub(super) fn scene(self, title: &str) {
        let text = format!("\n{}", self.styled(title, Style::new().bold()));
        self.out
            .event(&text, &json!({"event": "scene", "title": title}));
    }

    /// A command and what it said.
    pub(super) fn command(self, event: &str, shown: &str, report: &Report) {
        let dim = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        let mut text = self.styled(&wrapped(&format!("$ cisterna {shown}")), dim);
        for line in report.text.trim_end().lines() {
            text = format!("{text}\n  {line}");
        }
        let json = json!({
            "event": event,
            "exit": report.exit as u8,
            "command": shown,
            "report": report.json,
        });
        self.out.event(&text, &json);
    }

    /// A check that held.
    pub(super) fn checked(self, event: &str, facts: &Value, text: &str) {
        let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
        self.event(event, facts, &self.styled(&format!("  = {text}"), green));
    }

    /// Anything else.
    pub(super) fn event(self, event: &str, facts: &Value, text: &str) {
        let mut object = json!({"event": event});
        if let (Some(object), Some(facts)) = (object.as_object_mut(), facts.as_object()) {
            object.extend(facts.clone());
        }
        self.out.event(text, &object);
    }

    fn styled(self, text: &str, style: Style) -> String {
        if self.coloured {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// A command line broken as a shell takes it.
fn wrapped(line: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count() + 1;
        if width + length > WIDTH {
            text.push_str("\\\n    ");
            width = 4;
        }
        text.push_str(word);
        text.push(' ');
        width += length;
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_commands_are_broken_as_a_shell_takes_them() {
        let text = wrapped(&["word"; 40].join(" "));
        assert!(text.lines().count() > 1);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert_eq!(text.replace("\\\n    ", ""), ["word"; 40].join(" "));
    }
}
