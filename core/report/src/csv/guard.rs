//! Free text that no spreadsheet takes for a formula.

/// What makes a spreadsheet run a field (OWASP, "CSV injection"), full-width forms included; and our
/// own mark, so that it can be taken off again.
const BEGINS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const MARK: char = '\'';

/// The text, with a mark before it where a spreadsheet would run it.
pub(super) fn guarded(text: &str) -> String {
    let first = text.trim_start_matches(' ').chars().next();
    if first.is_some_and(|it| BEGINS.contains(&it) || it == MARK) {
        format!("{MARK}{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a free-text field as the person wrote it.
pub fn unguarded(field: &str) -> &str {
    field.strip_prefix(MARK).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_marked() {
        for formula in [
            "=1+1", "+49 30", "-5", "@SUM(A1)", "\tx", "\r=1", "  =1", "＝1", "'x",
        ] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for plain in ["", "better", "5 tablets", "a=b", "ü-x"] {
            assert_eq!(guarded(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(text in "\\PC*|[=+'@ -]{0,6}") {
            let field = guarded(&text);
            prop_assert_eq!(unguarded(&field), text);
        }

        #[test]
        fn no_field_begins_like_a_formula(text in "[ =+@x\t\r\n-]{0,6}") {
            let field = guarded(&text);
            let first = field.trim_start_matches(' ').chars().next();
            prop_assert!(first.is_none_or(|it| !BEGINS.contains(&it)), "{:?}", field);
        }
    }
}
