//! What a `brand.toml` may say, and what it is refused for.
#![cfg(feature = "toml")]

use brand::Brand;

#[test]
fn empty_file_is_the_default_brand() {
    let brand = Brand::from_toml("").expect("everything is optional");
    assert_eq!(brand, Brand::default());
    assert_eq!(brand.name(), "leptos-cognito");
    assert_eq!(brand.style_sheet(), None);
    assert_eq!(brand.contact(), None);
}

#[test]
fn texts_fall_back_to_english() {
    let brand = Brand::from_toml("[home]\nlead = { he = 'שלום', en = 'Hello' }\ntitle = 'For all'\n");
    let home = brand.expect("both texts can be read").home().clone();
    let lead = home.lead.expect("there is a lead");
    assert_eq!(lead.in_language("en"), "Hello");
    assert_eq!(lead.in_language("es"), "Hello");
    assert_eq!(home.title.expect("there is a title").in_language("es"), "For all");
}

#[test]
fn style_sheet_sets_only_given_colours() {
    let brand = Brand::from_toml(
        "[colours]\naccent = { light = '#123', dark = '#ABCDEF' }\nfield-line = { light = '#000', dark = '#fff' }",
    );
    assert_eq!(
        brand.expect("both colours can be read").style_sheet().as_deref(),
        Some(":root {\n  --field-line: light-dark(#000, #fff);\n  --accent: light-dark(#123, #ABCDEF);\n}\n")
    );
}

#[test]
fn errors_name_line_column_and_expectation() {
    const COLOUR: &str = "expected a colour such as \"#0b6b4f\"";
    const WEB: &str = "expected a web address that starts with https:// or http://";
    const CONTACT: &str = "expected an address that starts with mailto:, tel:, https:// or http://";
    const FILE: &str = "expected the name of a picture in the folder beside this file";
    const NAME: &str = "expected a name of at most 60 characters";
    for (text, place, message) in [
        (
            "name = 'A'\ncolour = 'red'",
            (2, 1),
            "unknown field `colour`, expected one of `name`, `logo`",
        ),
        (
            "[links]\nterms = 'https://a.example'",
            (2, 1),
            "unknown field `terms`, expected one of `privacy`",
        ),
        ("name = ''", (1, 8), NAME),
        ("name = 'a:b'", (1, 8), NAME),
        ("logo = '../secret.svg'", (1, 8), FILE),
        ("logo = 'logo.html'", (1, 8), FILE),
        ("contact = 'help@acme.example'", (1, 11), CONTACT),
        ("contact = 'javascript:alert(1)'", (1, 11), CONTACT),
        ("[links]\nprivacy = 'javascript:alert(1)'", (2, 11), WEB),
        ("[links]\nprivacy = 'https://a.example/\"onclick'", (2, 11), WEB),
        (
            "[colours]\naccent = { light = 'red', dark = '#fff' }",
            (2, 20),
            COLOUR,
        ),
        (
            "[colours]\naccent = { light = '#fff; } body { }', dark = '#fff' }",
            (2, 20),
            COLOUR,
        ),
        (
            "[colours]\naccent = { light = '#fff' }",
            (2, 10),
            "missing field `dark`",
        ),
        (
            "[home]\ntitle = 7",
            (2, 9),
            "invalid type: integer `7`, expected a text, or a table of texts",
        ),
        (
            "[home]\ntitle = { en = '' }",
            (2, 9),
            "expected texts that are not empty",
        ),
        ("links = 7", (1, 9), "invalid type: integer `7`"),
        ("[home]\npoints = [7]", (2, 11), "invalid type: integer `7`"),
        ("[home\n", (1, 6), ""),
    ] {
        let errors = Brand::from_toml(text).expect_err(text);
        let [error] = errors.as_slice() else {
            panic!("{text}: {errors:?}")
        };
        assert_eq!((error.line, error.column), place, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
    }
}

#[test]
fn errors_are_reported_all_at_once() {
    let text = "\
name = ''
colour = 'red'
contact = 'help@acme.example'

[links]
terms = 'https://a.example'
privacy = 'javascript:alert(1)'

[colours]
accent = { light = 'red', dark = 'blue' }
ink = { light = '#fff' }
paper = { light = 'white' }
sky = 7
tint = {}

[home]
title = { en = '' }

[[home.points]]
title = 7

[[home.points]]
title = 'Orders'
body = 'See them.'
picture = 'x.svg'
";
    let errors = Brand::from_toml(text).expect_err(text);
    let places: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
    let expected = [
        (1, 8),
        (2, 1),
        (3, 11),
        (6, 1),
        (7, 11),
        (10, 20),
        (10, 34),
        (11, 7),
        (12, 9),
        (12, 19),
        (13, 1),
        (14, 8),
        (14, 8),
        (17, 9),
        (19, 1),
        (20, 9),
        (25, 1),
    ];
    assert_eq!(places, expected, "{errors:#?}");
}

#[test]
fn syntax_errors_are_reported_all_at_once() {
    let errors = Brand::from_toml("name = \nlogo = 'logo.svg'\nicon = ").expect_err("two values are missing");
    assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn guide_shows_a_valid_file() {
    let guide = include_str!("../../../docs/guide/brand.md");
    let (_, after) = guide.split_once("```toml\n").expect("the guide shows a file");
    let (file, _) = after.split_once("```").expect("the file ends");
    let brand = Brand::from_toml(file).expect("the file can be read");
    assert_eq!(brand.files().count(), 2);
}
