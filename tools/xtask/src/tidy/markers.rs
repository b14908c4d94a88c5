//! Nothing is left "for later" in the sources: no reminders, no missing bodies, no ignored tests.

use regex_lite::Regex;

use super::{Finding, tree::File};

/// Written in pieces, so that this file does not find itself.
const MARKERS: &str = concat!(
    r"\b(?:TO",
    r"DO|FIX",
    r"ME|XX",
    r"X)\b|\b(?:to",
    r"do|unim",
    r"plemented)!\s*[(\[{]|#\[ig",
    r"nore\b",
);

/// Every line of a source file that carries such a marker. Prose may speak about them.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let marker = Regex::new(MARKERS).expect("a constant that the tests compile");
    files
        .iter()
        .filter(|file| is_source(file))
        .flat_map(|file| check_file(&marker, file))
        .collect()
}

fn check_file(marker: &Regex, file: &File) -> Vec<Finding> {
    file.lines()
        .filter_map(|(number, line)| marker.find(line).map(|found| (number, found.as_str())))
        .map(|(number, found)| Finding::at_line(&file.path, number, format!("`{found}` left over")))
        .collect()
}

fn is_source(file: &File) -> bool {
    !file.has_extension("md") && !file.has_extension("lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File::new(path, text)]).len()
    }

    #[test]
    fn every_marker_is_found() {
        for text in [
            concat!("// TO", "DO: later"),
            concat!("// FIX", "ME"),
            concat!("/* XX", "X */"),
            concat!("    to", "do!()"),
            concat!("    unim", "plemented!(\"no\")"),
            concat!("#[ig", "nore]"),
            concat!("#[ig", "nore = \"slow\"]"),
        ] {
            assert_eq!(found("a.rs", text), 1, "{text}");
        }
    }

    #[test]
    fn words_that_only_look_alike_are_not_found() {
        for text in [
            "let mastodon = 1;",
            "todo = \"deny\"",
            concat!("const TO", "DOS: u8 = 1;"),
            "// ignore what came before",
            "let ignored = true;",
        ] {
            assert_eq!(found("a.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn any_source_is_read_but_not_prose() {
        let text = concat!("# TO", "DO");
        assert_eq!(found(".ci/run", text), 1);
        assert_eq!(found("android/app/Main.kt", text), 1);
        assert_eq!(found("docs/style.md", text), 0);
    }

    #[test]
    fn a_finding_names_the_line_and_the_marker() {
        let text = concat!("fn a() {}\n// FIX", "ME\n");
        let findings = check(&[File::new("a.rs", text)]);
        let message = concat!("`FIX", "ME` left over");
        assert_eq!(findings, [Finding::at_line("a.rs", 2, message)]);
    }
}
