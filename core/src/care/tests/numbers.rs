//! Names and numbers.

use super::*;
use proptest::prelude::*;

fn dialled(written: &str) -> Result<String, NumberError> {
    PhoneNumber::new(written).map(String::from)
}

#[test]
fn a_number_is_kept_as_it_is_dialled_however_it_was_written() {
    for (written, number) in [
        ("112", "112"),
        ("15", "15"),
        (" 030 / 450-12 34 ", "0304501234"),
        ("(030) 450.1234", "0304501234"),
        ("+49 (30) 450 1234", "+49304501234"),
        ("(+49) 30 450 1234", "+49304501234"),
        ("+1\u{a0}555\u{2011}010\u{2013}0199", "+15550100199"),
        ("\u{202a}+49 30 4501234\u{202c}", "+49304501234"),
        ("0049 30 4501234", "0049304501234"),
        ("000", "000"),
        ("(0)30 4501234", "0304501234"),
    ] {
        assert_eq!(dialled(written).as_deref(), Ok(number), "{written}");
    }
}

#[test]
fn what_a_phone_cannot_dial_is_refused_with_its_reason() {
    for (written, why) in [
        ("", NumberError::Missing),
        (" -/() ", NumberError::Missing),
        ("+", NumberError::Missing),
        ("0800 FLOWERS", NumberError::NotDialable),
        ("030 450 ext 12", NumberError::NotDialable),
        ("*#06#", NumberError::NotDialable),
        ("0304501234,12", NumberError::NotDialable),
        ("٠٣٠٤٥٠", NumberError::NotDialable),
        ("49+304501234", NumberError::PlusInside),
        ("++49304501234", NumberError::PlusInside),
        ("+0304501234", NumberError::CountryCode),
        ("+49 (0) 30 450 1234", NumberError::TrunkZero),
        ("0049 (0)30 450 1234", NumberError::TrunkZero),
        ("1", NumberError::TooShort),
        ("+49 112", NumberError::TooShort),
        ("+1234567890123456", NumberError::TooLong),
        ("123456789012345678901", NumberError::TooLong),
    ] {
        assert_eq!(dialled(written), Err(why), "{written}");
    }
}

#[test]
fn the_longest_and_shortest_numbers_are_kept() {
    for written in ["12", "12345678901234567890", "+1234567", "+123456789012345"] {
        assert_eq!(dialled(written).as_deref(), Ok(written));
    }
}

/// SR-35
#[test]
fn no_error_repeats_what_was_written() {
    for written in ["0800 FLOWERS", "+0304501234", "49+304501234"] {
        let text = PhoneNumber::new(written).unwrap_err().to_string();
        assert!(
            !text.contains("FLOWERS") && !text.contains("4501234"),
            "{text}"
        );
    }
}

#[test]
fn a_name_is_one_to_sixty_characters_on_one_line() {
    let longest = "ü".repeat(NAME_MAX_CHARS);
    assert_eq!(
        Name::new(&format!(" {longest} ")).unwrap().as_str(),
        longest
    );
    let longer = format!("{longest}x");
    assert_eq!(Name::new(&longer), Err(NameError::TooLong));
    assert_eq!(Name::new(" \t "), Err(NameError::Missing));
    assert_eq!(Name::new("Ada\nBen"), Err(NameError::NotOneLine));
}

#[test]
fn names_and_numbers_are_checked_when_they_are_read_too() {
    assert!(serde_json::from_str::<Name>("\" \"").is_err());
    assert!(serde_json::from_str::<PhoneNumber>("\"*#06#\"").is_err());
    let read: PhoneNumber = serde_json::from_str("\"+49304501234\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"+49304501234\"");
}

proptest! {
    /// Whatever is written: refused, or dialable and within its limits.
    #[test]
    fn what_is_kept_can_always_be_dialled(written in "[-+0-9 ()/.a*#]{0,30}|\\PC{0,24}") {
        if let Ok(number) = PhoneNumber::new(&written) {
            let digits = number.as_str().trim_start_matches('+');
            prop_assert!(digits.bytes().all(|it| it.is_ascii_digit()));
            prop_assert!(number.as_str().len() - digits.len() <= 1);
            prop_assert!((2..=20).contains(&digits.len()));
            // the digits that were written, in their order
            let written: String = written.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits, written);
        }
    }

    /// What was kept is read again as the same.
    #[test]
    fn normalising_twice_is_normalising_once(written in "\\+?[0-9][-0-9 /.]{1,18}") {
        if let Ok(number) = PhoneNumber::new(&written) {
            prop_assert_eq!(PhoneNumber::new(number.as_str()), Ok(number));
        }
    }

    /// Layout between digits changes nothing.
    #[test]
    fn layout_between_digits_changes_nothing(
        digits in "[1-9][0-9]{6,14}",
        marks in prop::collection::vec(
            prop::sample::select(vec!["", " ", "-", " - ", "/", ".", "\u{a0}"]),
            15,
        ),
    ) {
        let with: String = digits
            .chars()
            .zip(marks)
            .flat_map(|(digit, mark)| [digit.to_string(), mark.to_owned()])
            .collect();
        prop_assert_eq!(dialled(&with), Ok(digits.clone()));
        prop_assert_eq!(dialled(&format!("+{with}")), Ok(format!("+{digits}")));
    }
}
