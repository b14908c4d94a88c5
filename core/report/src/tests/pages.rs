//! Pages: nothing is cut off, everything is told.

use super::{arabic_font, checked, english, fonts_of, texts};
use crate::pdf::{BOTTOM, Child, Laid, Role, SIDE, Shape, TEXT_WIDTH, TOP, Told, lay, write};
use crate::samples::{
    baclofen_screening, baseline_zero, empty, heavy, morphine, nameless, not_over, spasticity,
};
use crate::*;
use cisterna_text::Language;
use proptest::prelude::*;

fn laid(report: &Report, language: Language) -> Laid {
    let fonts = fonts_of(language);
    lay(checked(report), &texts(language), &fonts).expect("a sample can be laid out")
}

/// The words of a page, line by line; without what is only decoration or footer.
fn words(laid: &Laid, page: usize) -> Vec<String> {
    let drawn = laid.pages[page].drawn.iter();
    let told = drawn.filter(|it| it.told == Told::Yes);
    told.filter_map(|it| match &it.shape {
        Shape::Text { line, .. } => Some(line.words().trim().to_owned()),
        Shape::Ground { .. } | Shape::Picture { .. } => None,
    })
    .collect()
}

fn all_words(laid: &Laid) -> String {
    let pages = 0..laid.pages.len();
    pages
        .flat_map(|it| words(laid, it))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What leaves the edges of the text, or lies over another line of its column.
fn cut_off(laid: &Laid) -> Vec<String> {
    let mut wrong = Vec::new();
    for page in &laid.pages {
        for drawn in &page.drawn {
            let (name, right, top, bottom) = match &drawn.shape {
                Shape::Text { x, y, line } => {
                    (line.words().to_owned(), x + line.right, *y, y + line.height)
                }
                Shape::Ground { place, .. } | Shape::Picture { place, .. } => {
                    let [x, y, width, height] = *place;
                    (format!("{place:?}"), x + width, y, y + height)
                }
            };
            let below = match drawn.told {
                Told::Footer => crate::pdf::HEIGHT,
                Told::Yes | Told::Decoration => BOTTOM + 0.6,
            };
            if right > SIDE + TEXT_WIDTH + 0.6 || top < TOP - 0.1 || bottom > below {
                wrong.push(name);
            }
        }
    }
    wrong
}

fn samples() -> Vec<Report> {
    vec![
        morphine(),
        spasticity(),
        baclofen_screening(),
        baseline_zero(),
        empty(),
        not_over(),
        nameless(),
        heavy(7, 40),
        heavy(4, 900),
    ]
}

#[test]
fn nothing_is_cut_off_in_any_sample_and_language() {
    for language in Language::ALL {
        for report in samples() {
            let laid = laid(&report, language);
            assert_eq!(cut_off(&laid), [""; 0], "{language:?}");
        }
    }
}

#[test]
fn trials_of_four_to_seven_days_need_one_to_three_pages() {
    for days in 4..=7 {
        for language in [Language::English, Language::German] {
            let pages = laid(&heavy(days, 0), language).pages.len();
            assert!((1..=3).contains(&pages), "{days} days: {pages}");
        }
    }
    for report in [morphine(), spasticity(), baclofen_screening(), empty()] {
        let pages = laid(&report, Language::German).pages.len();
        assert!((1..=3).contains(&pages), "{pages}");
    }
}

/// SR-51
#[test]
fn long_remarks_flow_to_more_pages_and_every_word_is_there() {
    let report = heavy(7, 900);
    let laid = laid(&report, Language::German);
    assert!(laid.pages.len() > 3);
    let remarks = report.entries.iter().filter(|it| !it.versions.is_empty());
    let sentence = "nach dem Umlagern wurde es besser";
    let expected = remarks.count() * (900 / 64);
    let found = all_words(&laid).matches(sentence).count();
    assert_eq!(found, expected);
}

#[test]
fn one_word_as_long_as_a_page_is_broken_and_kept_whole() {
    let mut report = morphine();
    let word = "x".repeat(TEXT_MAX_CHARS);
    report.person = Some(word.clone());
    report.entries[0].versions[0].answers.note = word;
    let laid = laid(&report, Language::English);
    assert_eq!(cut_off(&laid), [""; 0]);
    let count = all_words(&laid).matches('x').count();
    assert!(count >= 2 * TEXT_MAX_CHARS, "{count}");
}

#[test]
fn a_row_longer_than_a_page_goes_on_under_the_same_head() {
    let mut report = morphine();
    let note = "Zeile\n".repeat(400);
    report.entries[0].versions[0].answers.note = note;
    let laid = laid(&report, Language::English);
    assert_eq!(cut_off(&laid), [""; 0]);
    assert_eq!(all_words(&laid).matches("Zeile").count(), 400);
    let heads = laid.pages.iter().filter(|page| {
        page.drawn.iter().any(|it| match &it.shape {
            Shape::Text { line, .. } => {
                it.told == Told::Decoration && line.words().trim() == "Remark"
            }
            Shape::Ground { .. } | Shape::Picture { .. } => false,
        })
    });
    assert!(heads.count() >= 5, "the head is repeated, and told once");
}

#[test]
fn the_first_page_says_who_what_and_how_it_went() {
    let page = words(&laid(&morphine(), Language::English), 0).join(" ");
    for expected in [
        "Trial report: morphine for pain",
        "R. Weber",
        "continuous infusion, 6 days",
        "serial number CIS-004217",
        "Pain at rest: mean 7.2 before, 2.8 in the last 48 hours. Relief 60",
        "at or above the 50",
        "The decision is the clinic's.",
    ] {
        assert!(page.contains(expected), "{expected} is missing: {page}");
    }
}

#[test]
fn that_it_is_no_medical_device_is_said_once() {
    for language in [Language::English, Language::German] {
        let words = all_words(&laid(&morphine(), language));
        let said = match language {
            Language::German => "kein Medizinprodukt",
            Language::English | Language::Arabic | Language::Pseudo => "not a medical device",
        };
        assert_eq!(words.matches(said).count(), 1);
    }
}

#[test]
fn what_no_font_has_is_counted_in_the_report() {
    let mut report = morphine();
    report.person = Some("Zoë 😀".to_owned());
    let words = all_words(&laid(&report, Language::English));
    assert!(words.contains("Zoë ‹1F600›"), "{words}");
    assert!(
        words.contains("One character could not be printed"),
        "{words}"
    );
    assert!(!all_words(&laid(&morphine(), Language::English)).contains("could not be printed"));
}

fn heading(role: &Role) -> Option<(u16, &str)> {
    if let Role::Heading(level, name) = role {
        return Some((*level, name));
    }
    None
}

fn alt(role: &Role) -> Option<&str> {
    if let Role::Figure(alt, ..) = role {
        return Some(alt);
    }
    None
}

#[test]
fn the_structure_has_one_title_sections_tables_with_heads_and_a_figure_in_words() {
    let laid = laid(&morphine(), Language::English);
    let heads: Vec<_> = laid
        .roots
        .iter()
        .filter_map(|it| heading(&laid.nodes[*it].role))
        .collect();
    assert_eq!(heads[0], (1, "Trial report: morphine for pain"));
    assert!(heads[1..].iter().all(|(level, _)| *level == 2));
    let names: Vec<_> = heads.iter().map(|(_, name)| *name).collect();
    assert_eq!(
        names[1..5],
        ["Result", "Over time", "Results by measure", "Day by day"]
    );
    let outline: Vec<_> = laid
        .outline
        .iter()
        .map(|(name, ..)| name.as_str())
        .collect();
    assert_eq!(outline, names, "the outline is the list of headings");
    let roles = |role: Role| laid.nodes.iter().filter(|it| it.role == role).count();
    assert!(roles(Role::Table) >= 5);
    assert_eq!(roles(Role::Head), roles(Role::Table));
    assert!(roles(Role::RowHeader) > 10);
    let alt = laid.nodes.iter().find_map(|it| alt(&it.role));
    let alt = alt.expect("the chart is a figure");
    assert!(
        alt.contains("The 50") && alt.contains("3 December"),
        "{alt}"
    );
}

#[test]
fn everything_told_has_one_place_in_the_structure() {
    for report in samples() {
        let laid = laid(&report, Language::German);
        let mut told: Vec<_> = laid
            .nodes
            .iter()
            .flat_map(|it| &it.children)
            .filter_map(|it| match it {
                Child::Drawn(page, place) => Some((*page, *place)),
                Child::Node(_) => None,
            })
            .collect();
        let before = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), before, "nothing stands there twice");
        let drawn = laid.pages.iter().flat_map(|it| &it.drawn);
        assert_eq!(drawn.filter(|it| it.told == Told::Yes).count(), before);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = morphine();
    let (checked, texts) = (checked(&report), english());
    let make = || pdf(checked, &texts, &Fonts::built_in()).expect("it can be made");
    let first = make();
    assert_eq!(first, make());
    assert!(first.starts_with(b"%PDF-1.7"));
}

#[test]
fn arabic_needs_a_font_of_the_platform_and_the_error_says_so() {
    let report = morphine();
    let (checked, texts) = (checked(&report), texts(Language::Arabic));
    let error = pdf(checked, &texts, &Fonts::built_in()).expect_err("no letters");
    assert_eq!(error, PdfError::FontMissing);
    assert!(
        error.to_string().contains("Fonts::with_platform"),
        "{error}"
    );
    let fonts = Fonts::with_platform(vec![arabic_font()]).expect("it is a font");
    assert!(pdf(checked, &texts, &fonts).is_ok());
}

#[test]
fn arabic_runs_from_the_right_edge() {
    let laid = laid(&morphine(), Language::Arabic);
    let rights: Vec<f32> = laid.pages[0]
        .drawn
        .iter()
        .filter_map(|it| match &it.shape {
            Shape::Text { x, line, .. } if it.told == Told::Yes => Some(x + line.right),
            Shape::Text { .. } | Shape::Ground { .. } | Shape::Picture { .. } => None,
        })
        .collect();
    // the title begins there
    assert!(
        (rights[0] - (SIDE + TEXT_WIDTH)).abs() < 1.0,
        "{}",
        rights[0]
    );
}

#[test]
fn a_file_that_is_not_accessible_is_not_made() {
    let report = morphine();
    let checked = checked(&report);
    let mut laid = laid(&report, Language::English);
    laid.title.clear();
    laid.outline.clear();
    let error = write(&laid, checked, &english()).expect_err("it has no outline");
    assert_eq!(error, PdfError::NotAccessible);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_name_goal_and_remark_can_be_printed(
        name in "\\PC{0,60}",
        goal in "[\\PC\n]{0,300}",
        note in "[a-zäß😀 \u{202e}\u{2067}\n,.]{0,400}",
    ) {
        let mut report = spasticity();
        report.person = Some(name);
        report.plan.goal = goal;
        report.entries[1].versions[0].answers.note = note;
        let laid = laid(&report, Language::English);
        prop_assert_eq!(cut_off(&laid), [""; 0]);
        prop_assert!(write(&laid, checked(&report), &english()).is_ok());
    }
}
