//! What holds for every value, known or not.

use attributes::{Attribute, MAX_NUMBER, Pattern, Rule, Schema, UserContext, Values};
use proptest::prelude::*;

const LIST: &str = r#"
version = 1
[[attribute]]
name = "custom:text"
type = "String"
label = "Text"
min_length = 2
max_length = 40
[[attribute]]
name = "custom:choice"
type = "String"
label = "Choice"
choices = ["a", "true", "42"]
ask = "required"
[[attribute]]
name = "custom:number"
type = "Number"
label = "Number"
decimals = 3
[[attribute]]
name = "custom:range"
type = "Number"
label = "Range"
min = -500
max = 500
[[attribute]]
name = "custom:date"
type = "DateTime"
label = "Date"
[[attribute]]
name = "custom:moment"
type = "DateTime"
time = true
label = "Moment"
[[attribute]]
name = "custom:boolean"
type = "Boolean"
label = "Boolean"
[[attribute]]
name = "custom:lines"
type = "String"
label = "Lines"
input = "textarea"
[[attribute]]
name = "custom:badge"
type = "String"
label = "Badge"
pattern = "[A-Z]{1,3}-?[0-9]+"
pattern_help = "Letters and digits."
[[attribute]]
name = "custom:steps"
type = "Number"
label = "Steps"
step = 0.05
[[attribute]]
name = "custom:country"
type = "String"
label = "Country"
input = "country"
[[attribute]]
name = "custom:telephone"
type = "String"
label = "Telephone"
input = "telephone"
[[attribute]]
name = "website"
label = "Website"
input = "url"
[[attribute]]
name = "custom:fixed"
type = "String"
label = "Fixed"
mutable = false
"#;

fn user_context(values: &Values) -> UserContext<'_> {
    UserContext {
        values,
        providers: &[],
        now: 0,
        signed_in_at: 0,
        is_to_review: false,
    }
}

fn schema() -> Schema {
    Schema::from_toml(LIST).expect("the list above can be read")
}

fn attribute(name: &str) -> Attribute {
    schema().get(name).expect("it is on the list above").clone()
}

/// Strings of every sort, and often ones that are nearly right.
fn raw() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t]{0,2}-?[0-9]{1,45}(\\.[0-9]{0,11})?[ \n]?",
        "[ ]?[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]",
        "2026-0[1-9]-1[0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?([zZ]|[+-][0-2][0-9]:[0-6][0-9])",
        "[ ]?(true|false|True|a|A|42|DE|de|il)[ ]?",
        "[A-Z]{1,4}-?[0-9]{0,5}",
        "\\+?[0-9 ()./-]{5,20}",
        "[hH]ttps?://[a-zé.-]{1,20}(:[0-9]{1,6})?(/[ -~é]{0,20})?",
        "([a-z ]{0,9}[\r\n]{1,2}){1,4}[a-z]",
        "\\PC{0,50}",
        "[a ]{2040,2060}",
    ]
}

/// Names on the list and others.
fn form() -> impl Strategy<Value = Values> {
    let known: Vec<String> = schema()
        .attributes()
        .iter()
        .map(|attribute| attribute.name.clone())
        .collect();
    let name = prop_oneof![9 => proptest::sample::select(known), 1 => any::<String>()];
    proptest::collection::btree_map(name, raw(), 0..6)
}

/// The days since 0000-03-01 by counting, year by year and month by month.
fn days_by_counting(year: u32, month: u32, day: u32) -> Option<u32> {
    let is_leap = |year: u32| year.is_multiple_of(4) ^ year.is_multiple_of(100) ^ year.is_multiple_of(400);
    let days = |year| {
        [
            31,
            if is_leap(year) { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ]
    };
    let before = (1..year).map(|year| days(year).iter().sum::<u32>()).sum::<u32>();
    let month_index = usize::try_from(month.checked_sub(1)?).ok()?;
    let length = *days(year).get(month_index)?;
    let in_year = days(year)[..month_index].iter().sum::<u32>();
    (1..=length).contains(&day).then_some(before + in_year + day)
}

/// The day that many days after 0001-01-00, by the closed formula for years that begin in March.
fn date_of(days: u32) -> (u32, u32, u32) {
    let shifted = days + 305;
    let era = shifted / 146_097;
    let in_era = shifted % 146_097;
    let year_in_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (
        era * 400 + year_in_era + u32::from(month <= 2),
        month,
        in_year - (153 * from_march + 2) / 5 + 1,
    )
}

fn tries(items: &[(String, usize, usize)], value: &str) -> bool {
    let Some(((class, min, max), rest)) = items.split_first() else {
        return value.is_empty();
    };
    (*min..=*max).any(|count| {
        value
            .split_at_checked(count)
            .is_some_and(|(these, others)| these.chars().all(|c| class.contains(c)) && tries(rest, others))
    })
}

proptest! {
    #[test]
    fn accepted_values_are_accepted_again_unchanged(raw in raw()) {
        for attribute in schema().attributes() {
            if let Ok(wire) = attribute.check(&raw) {
                prop_assert_eq!(attribute.check(&wire), Ok(wire.clone()), "{}", &attribute.name);
                prop_assert!(wire.chars().count() <= attributes::MAX_VALUE_LENGTH);
                let has_lines = attribute.name == "custom:lines";
                prop_assert!(!wire.contains(|c: char| c.is_control() && !(has_lines && c == '\n')));
                prop_assert!(wire.trim() == wire);
            }
        }
    }

    #[test]
    fn arbitrary_forms_never_escape_the_attribute_rules(form in form(), current in form()) {
        let schema = schema();
        if let Ok(changes) = schema.check(&form, user_context(&current)) {
            for (name, value) in &changes.set {
                let attribute = schema.get(name).unwrap();
                prop_assert!(attribute.mutable && !value.is_empty() && current.get(name) != Some(value));
                prop_assert_eq!(attribute.check(value), Ok(value.clone()));
            }
            for name in &changes.remove {
                let attribute = schema.get(name).unwrap();
                prop_assert!(attribute.mutable && !attribute.is_required() && current.contains_key(name));
            }
        }
    }

    #[test]
    fn resubmitted_form_is_idempotent(form in form(), current in form()) {
        let schema = schema();
        if let Ok(changes) = schema.check(&form, user_context(&current)) {
            let mut written = current;
            written.extend(changes.set);
            changes.remove.iter().for_each(|name| drop(written.remove(name)));
            prop_assert_eq!(schema.check(&form, user_context(&written)), Ok(attributes::Changes::default()));
        }
    }

    #[test]
    fn integers_keep_their_value(number in -MAX_NUMBER..=MAX_NUMBER) {
        prop_assert_eq!(attribute("custom:number").check(&number.to_string()), Ok(number.to_string()));
    }

    #[test]
    fn decimals_keep_their_value(thousandths in -999_999_999_i32..=999_999_999, zeros in 0_usize..5) {
        let sign = if thousandths < 0 { "-" } else { "" };
        let size = thousandths.unsigned_abs();
        let zeros = "0".repeat(zeros);
        let raw = format!("{sign}{zeros}{}.{:03}{zeros}", size / 1000, size % 1000);
        let wire = attribute("custom:number").check(&raw).unwrap();
        let (whole, fraction) = wire.split_once('.').unwrap_or((&wire, ""));
        prop_assert_eq!(format!("{whole}{fraction:0<3}").parse(), Ok(thousandths));
    }

    #[test]
    fn ranges_agree_with_arithmetic(number in -1000_i64..=1000) {
        let expected = match number {
            ..-500 => Err(Rule::TooSmall { min: -500 }),
            501.. => Err(Rule::TooLarge { max: 500 }),
            _ => Ok(number.to_string()),
        };
        prop_assert_eq!(attribute("custom:range").check(&number.to_string()), expected);
    }

    #[test]
    fn every_day_that_is_counted_is_a_date(days in 1_u32..=3_652_059) {
        let (year, month, day) = date_of(days);
        prop_assert_eq!(days_by_counting(year, month, day), Some(days));
        let raw = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(attribute("custom:date").check(&raw), Ok(raw));
    }

    #[test]
    fn dates_are_days_that_counting_reaches(year in 0_u32..=9999, month in 0_u32..=14, day in 0_u32..=33) {
        let counted = days_by_counting(year, month, day).is_some() && year > 0;
        let raw = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(attribute("custom:date").check(&raw).is_ok(), counted, "{}", &raw);
        prop_assert_eq!(attribute("custom:moment").check(&format!("{raw}T00:00:00Z")).is_ok(), counted);
    }

    #[test]
    fn only_multiples_of_a_step_are_accepted(twentieths in -1_000_000_i64..=1_000_000) {
        let hundredths = twentieths * 5;
        let raw = |hundredths: i64| {
            let size = hundredths.unsigned_abs();
            format!("{}{}.{:02}", if hundredths < 0 { "-" } else { "" }, size / 100, size % 100)
        };
        let steps = attribute("custom:steps");
        prop_assert!(steps.check(&raw(hundredths)).is_ok());
        for off in 1..=4 {
            let is_refused = matches!(steps.check(&raw(hundredths + off)), Err(Rule::OffStep { .. }));
            prop_assert!(is_refused, "{}", raw(hundredths + off));
        }
    }

    #[test]
    fn no_pattern_and_no_value_is_too_strange(pattern in "[a-c\\[\\]{}0-3,?+*^.-]{0,12}", value in "[a-c]{0,9}") {
        if let Ok(pattern) = Pattern::parse(&pattern) {
            let _ = pattern.matches(&value);
        }
    }

    /// The same, tried out one way after the other.
    #[test]
    fn patterns_agree_with_trying_everything(
        items in proptest::collection::vec(("[a-c]{1,2}", 0_usize..3, 0_usize..3), 1..5),
        value in "[a-c]{0,8}",
    ) {
        let items: Vec<_> = items.into_iter().map(|(class, min, more)| (class, min, (min + more).max(1))).collect();
        let texts = items.iter().map(|(class, min, max)| format!("[{class}]{{{min},{max}}}"));
        let text = texts.collect::<Vec<_>>().concat();
        let pattern = Pattern::parse(&text).unwrap();
        prop_assert_eq!(pattern.matches(&value), tries(&items, &value), "{} {}", text, value);
    }

    #[test]
    fn any_text_is_parsed_without_panic(text in any::<String>(), tail in "[\\[\\]a-z='\"{}.0-9\n é]*") {
        let _ = Schema::from_toml(&text);
        let _ = Schema::from_toml(&format!("{LIST}{tail}"));
    }
}
