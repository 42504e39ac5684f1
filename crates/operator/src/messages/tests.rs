use super::*;

fn options(languages: &[&str], app_name: Option<&str>) -> MessageOptions {
    MessageOptions {
        languages: languages.iter().map(ToString::to_string).collect(),
        app_name: app_name.map(ToOwned::to_owned),
        texts: None,
    }
}

fn app() -> Url {
    Url::parse("https://app.example.com").unwrap()
}

fn made(languages: &[&str], app_name: Option<&str>) -> Messages {
    let made = Messages::new(&options(languages, app_name), &app());
    made.unwrap().unwrap()
}

#[test]
fn shipped_texts_are_in_three_languages() {
    let texts = MessageTexts::shipped();
    assert_eq!(texts.names().collect::<Vec<_>>(), ["en", "es", "he"]);
}

#[test]
fn nothing_is_said_unless_asked() {
    assert_eq!(Messages::new(&MessageOptions::default(), &app()), Ok(None));
}

#[test]
fn placeholders_stand_in_each_message_once() {
    for languages in [&["en"][..], &["he"], &["en", "es", "he"]] {
        let Messages { code, invitation } = made(languages, None);
        for text in [&code.email, &code.sms] {
            assert_eq!(text.matches(CODE).count(), 1, "{text}");
            assert!(!text.contains(NAME), "{text}");
        }
        for text in [&invitation.email, &invitation.sms] {
            assert_eq!(
                (text.matches(CODE).count(), text.matches(NAME).count()),
                (1, 1),
                "{text}"
            );
        }
        for text in [code.subject, invitation.subject] {
            assert!(!text.contains('{'), "{text}");
        }
    }
}

#[test]
fn languages_follow_in_the_order_given() {
    let email = made(&["he", "en"], Some("Acme & Co")).code.email;
    let lines: Vec<&str> = email.lines().collect();
    assert!(lines[0].starts_with("<p lang=\"he\" dir=\"rtl\">"), "{email}");
    assert!(
        lines[1].starts_with("<p lang=\"en\" dir=\"ltr\">Somebody"),
        "{email}"
    );
    assert!(lines[1].contains("at <bdi>Acme &amp; Co</bdi>."), "{email}");
    assert_eq!(lines[2], "<p><strong><bdi>{####}</bdi></strong></p>");
    assert_eq!(lines.len(), 5, "{email}");
    let subject = made(&["en", "es"], None).code.subject;
    assert_eq!(subject, "app.example.com: Your code · Tu código");
}

#[test]
fn all_languages_fit_into_a_text_message() {
    let name = "x".repeat(60);
    assert!(Messages::new(&options(&["en", "es", "he"], Some(&name)), &app()).is_ok());
}

#[test]
fn too_much_is_refused_with_its_length() {
    let long = format!(
        "[en]\ndirection = 'ltr'\n[en.code]\nsubject = '{0}'\nbefore = 'x'\nafter = 'x'\ntext_message = 'x'\n\
         [en.invitation]\nsubject = 'x'\nbefore = 'x'\nafter = 'x'\ntext_message = '{0}'\n",
        "x".repeat(140)
    );
    let texts = MessageTexts::parse(&long).unwrap();
    let options = MessageOptions {
        texts: Some(texts),
        ..options(&["en"], None)
    };
    let problems = Messages::new(&options, &app()).unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].contains("the subject of code has 157"),
        "{problems:?}"
    );
    assert!(
        problems[1].contains("the text message of invitation"),
        "{problems:?}"
    );
}

#[test]
fn unknown_and_doubled_languages_are_refused() {
    let problems = Messages::new(&options(&["fr", "en", "en"], None), &app()).unwrap_err();
    assert_eq!(
        problems,
        [
            "--language fr: there are texts in en, es, he",
            "--language en is given twice"
        ]
    );
}

#[test]
fn bad_texts_are_refused_by_place() {
    let shipped = include_str!("../../messages.toml");
    for (from, to, expected) in [
        (
            "subject = \"Your code\"",
            "subject = \"{app}\"",
            "[en.code]: subject",
        ),
        (
            "subject = \"Your code\"",
            "subject = \"\"",
            "[en.code]: subject: is empty",
        ),
        ("Enter it there:", "{####}", "[en.code]: before"),
        (
            "Enter it there:",
            "a\\u200fb",
            "[en.code]: before: has a line break",
        ),
        ("[es]\ndirection", "[es]\ndirections", "unknown field"),
        (
            "[es]\ndirection = \"ltr\"",
            "[es]\ndirection = \"left\"",
            "unknown variant",
        ),
    ] {
        let changed = shipped.replacen(from, to, 1);
        assert_ne!(changed, shipped, "{from}");
        let problem = MessageTexts::parse(&changed).unwrap_err();
        assert!(problem.contains(expected), "{expected}: {problem}");
    }
}

#[test]
fn app_names_are_visible_and_short() {
    for good in ["Acme", "Café & Co.", "חנות", "a b"] {
        assert!(parse_app_name(good).is_ok(), "{good}");
    }
    for bad in ["", " Acme", "a{b", "a\nb", "a\u{200f}b", &"a".repeat(61)] {
        assert!(parse_app_name(bad).is_err(), "{bad:?}");
    }
}
