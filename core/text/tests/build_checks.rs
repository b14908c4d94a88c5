//! What the build refuses, and what it says then.
#![forbid(unsafe_code)]

#[path = "../build/catalogue.rs"]
mod catalogue;
#[path = "../build/generate.rs"]
mod generate;

use catalogue::{Catalogue, Source, catalogue};

fn check(files: &[(&str, &str, &str)], english_instead: &str) -> Result<Catalogue, Vec<String>> {
    let sources: Vec<_> = files
        .iter()
        .map(|(language, area, text)| Source {
            language,
            area,
            text,
        })
        .collect();
    catalogue(&sources, english_instead)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// The same text in all three languages, and one more file.
fn with(language: &str, text: &str) -> Vec<String> {
    let model = "home-a = A { $drug }\n";
    let files: Vec<_> = ["en", "de", "ar"]
        .into_iter()
        .map(|it| (it, "home", if it == language { text } else { model }))
        .collect();
    check(&files, "").expect_err("the text is wrong")
}

#[test]
fn what_is_missing_in_a_language_is_told_with_file_key_and_remedy() {
    assert_eq!(
        with("de", ""),
        [
            "core/text/locales/de/home.ftl: home-a: missing here; write it in this file, or remove it from en"
        ]
    );
    assert_eq!(with("ar", "").len(), 1);
}

#[test]
fn only_what_is_declared_may_be_left_to_english() {
    let files = [
        ("en", "home", "home-a = A\n"),
        ("de", "home", "home-a = B\n"),
    ];
    assert_eq!(check(&files, "").expect_err("ar lacks it").len(), 1);
    let catalogue = check(&files, "# said\nar home\n").expect("declared");
    assert_eq!(catalogue.english_instead.len(), 1);
    assert_eq!(catalogue.english_instead[0].area, "home");
}

#[test]
fn german_cannot_be_left_to_english() {
    for line in ["de home", "en home", "ar hoem", "home"] {
        let faults = check(&[], line).expect_err(line);
        assert!(faults[0].contains(line), "{faults:?}");
    }
}

#[test]
fn a_key_that_english_lacks_is_refused() {
    let faults = with("de", "home-a = A { $drug }\nhome-b = B\n");
    assert_eq!(
        faults,
        ["core/text/locales/de/home.ftl: home-b: not in en; add it there, or remove it here"]
    );
}

#[test]
fn a_doubled_key_is_refused_in_any_language() {
    for language in ["en", "de", "ar"] {
        let faults = with(language, "home-a = A { $drug }\nhome-a = B { $drug }\n");
        assert!(faults[0].contains("home-a: twice"), "{faults:?}");
    }
}

#[test]
fn other_variables_than_in_english_are_refused_inside_selections_too() {
    for text in [
        "home-a = A\n",
        "home-a = A { $medicine }\n",
        "home-a = { $count ->\n    [one] A { $drug }\n   *[other] B\n}\n",
    ] {
        let faults = with("de", text);
        assert!(faults[0].contains("but en takes $drug"), "{faults:?}");
    }
}

#[test]
fn an_unknown_language_or_area_is_refused() {
    for (language, area) in [("fr", "home"), ("en", "hoem"), ("de", "home.ftl.bak")] {
        let faults = check(&[(language, area, "")], "").expect_err(area);
        assert!(faults[0].contains("no such language or area"), "{faults:?}");
    }
}

#[test]
fn what_is_not_fluent_is_refused_with_the_line() {
    let faults = with("en", "home-a = A { $drug }\nhome b = x\n");
    assert!(
        faults
            .iter()
            .any(|it| it.contains("not Fluent at `home b = x`")),
        "{faults:?}"
    );
}

#[test]
fn a_message_is_a_plain_text_of_its_area() {
    for (text, part) in [
        ("home-a = A { $drug }\n    .title = B\n", "attributes"),
        ("bolus-a = A { $drug }\n", "must begin with `home-`"),
        ("home-a = A { NUMBER($drug) }\n", "uses a function"),
        ("home-a = A { home-b }\n", "uses another message"),
        ("home-a = A { -pump }\n", "uses -pump; define it"),
        (
            "-pump = p\nhome-a = { -pump(case: \"x\") }\n",
            "a term with arguments",
        ),
    ] {
        let faults = with("de", text);
        assert!(
            faults.iter().any(|it| it.contains(part)),
            "{part}: {faults:?}"
        );
    }
}

#[test]
fn a_platform_text_cannot_select() {
    let text = "platform-a = { $count ->\n   *[other] A\n}\n";
    let faults = check(&[("en", "platform", text)], "ar platform").expect_err("it selects");
    assert!(faults[0].contains("platform texts cannot"), "{faults:?}");
}

#[test]
fn a_message_becomes_a_function_with_its_arguments_in_order() {
    let text = "home-a-b = [{ $to }] is { $from ->\n    [one] one\n   *[other] some\n}\n";
    let files = ["en", "de", "ar"].map(|it| (it, "home", text));
    let catalogue = check(&files, "").expect("correct");
    let rust = generate::rust(&catalogue, &[]);
    let signature = "pub fn home_a_b<'v>(&self, from: impl Into<super::Value<'v>>, to: impl Into<super::Value<'v>>) -> String";
    assert!(rust.contains(signature), "{rust}");
    assert!(rust.contains(r"/// \[{to}\] is some"), "{rust}");
}
