//! One mistake in one attribute, and what is said about it where.

use crate::Schema;

/// The problems of a list with this one attribute, below a first line with the version.
fn problems_of(attribute: &str) -> Vec<String> {
    let text = format!("version = 1\n[[attribute]]\n{attribute}");
    Schema::from_toml(&text)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn attribute_errors_are_reported_at_their_place() {
    for (attribute, expected) in [
        (
            "type = 'Boolean'\nlabel = 'A'",
            "line 2, column 1: `name` is missing: it must be a text in quotes",
        ),
        (
            "name = 3\ntype = 'Boolean'\nlabel = 'A'",
            "line 3, column 8: `name` must be a text in quotes",
        ),
        (
            "name = 'sub'\ntype = 'String'\nlabel = 'A'",
            "line 3, column 8: `sub` is the pool's own name for a person",
        ),
        (
            "name = 'custom:a'\nlabel = 'A'",
            "line 2, column 1: `type` is missing: it must be \"String\", ",
        ),
        (
            "name = 'custom:a'\ntype = 'Text'\nlabel = 'A'",
            "line 4, column 8: `type` must be \"String\", \"Number\"",
        ),
        (
            "name = 'locale'\ntype = 'Number'\nlabel = 'A'",
            "line 4, column 8: `type` must be \"String\" for this",
        ),
        (
            "name = 'birthdate'\ntype = 'String'\nlabel = 'A'",
            "line 4, column 8: `type` must be \"DateTime\" for this",
        ),
        (
            "name = 'birthdate'\ntime = true\nlabel = 'A'",
            "line 4, column 1: there is no key `time` here",
        ),
        (
            "name = 'locale'",
            "line 2, column 1: `label` is missing: it must be a text, or a table",
        ),
        (
            "name = 'locale'\nlabel = ''",
            "line 4, column 9: `label` must be a text, or a table of texts by language",
        ),
        ("name = 'locale'\nlabel = {}", "line 4, column 9: `label` must be"),
        (
            "name = 'locale'\nlabel = { en = 1 }",
            "line 4, column 9: `label` must be",
        ),
        (
            "name = 'locale'\nlabel = { english = 'A' }",
            "line 4, column 9: `label` must be",
        ),
        (
            "name = 'locale'\nlabel = 'A'\nhelp = { en = ' ' }",
            "line 5, column 8: `help` must be",
        ),
        (
            "name = 'locale'\nlabel = 'A'\nask = true",
            "line 5, column 7: `ask` must be \"required\", \"skippable\" or \"no\"",
        ),
        (
            "name = 'locale'\nlabel = 'A'\nmutable = 1",
            "line 5, column 11: `mutable` must be true or false",
        ),
        (
            "name = 'locale'\nlabel = 'A'\nlable = 'B'",
            "line 5, column 1: there is no key `lable` here, only `name`, ",
        ),
        (
            "name = 'locale'\nlabel = 'A'\nmin = 1",
            "line 5, column 1: there is no key `min` here",
        ),
        (
            "name = 'custom:a'\ntype = 'String'\nlabel = 'A'\nask = 'required'\nmutable = false",
            "line 6, column 7: what is required and cannot change must be asked for at sign-up",
        ),
    ] {
        assert_only_problem(attribute, expected);
    }
}

#[test]
fn contradictory_keys_are_reported_at_their_place() {
    for (keys, expected) in [
        (
            "required = true",
            "line 5, column 1: there is no key `required` here",
        ),
        (
            "ask = 'skippable'\nmutable = false",
            "line 5, column 7: what cannot change cannot be given later",
        ),
        (
            "ask = 'required'\nauthorises = true",
            "line 5, column 7: `ask` and `authorises` exclude",
        ),
        (
            "sign_up = true\nauthorises = true",
            "line 5, column 11: `sign_up` and `authorises` exclude",
        ),
        (
            "again = 'never'",
            "line 5, column 9: `again` is for attributes with ask = \"skippable\"",
        ),
        (
            "ask = 'skippable'\nagain = 'always'",
            "line 6, column 9: `again` must be \"never\", \"next sign-in\" or",
        ),
        (
            "ask = 'skippable'\nagain = 0",
            "line 6, column 9: `again` must be",
        ),
        ("reason = 'Why'", "line 5, column 10: `reason` is of no use"),
        ("since = 2", "line 5, column 9: `since` is above the `version`"),
        (
            "group = 'work'",
            "line 5, column 9: there is no [[group]] with the name `work`",
        ),
        (
            "mapped_by = 'Google'",
            "line 5, column 13: `mapped_by` must be a list of identity providers",
        ),
        ("mapped_by = []", "line 5, column 13: `mapped_by` must be"),
        (
            "input = 'password'",
            "line 5, column 9: `input` must be one of \"text\", \"textarea\"",
        ),
        (
            "input = 'switch'",
            "line 5, column 9: `input` can be \"text\", \"textarea\", \"country\"",
        ),
        ("input = 'radios'", "line 5, column 9: `input` can be \"text\""),
        (
            "input = 'textarea'\nchoices = ['a']",
            "line 5, column 9: `input` can be \"select\", \"radios\" for",
        ),
        (
            "input = 'country'\nmax_length = 2",
            "line 6, column 14: \"country\" has a length of its own",
        ),
        (
            "pattern = '[a-z]'",
            "line 5, column 11: `pattern` needs a `pattern_help`",
        ),
        (
            "pattern = 'a*'\npattern_help = 'A'",
            "line 5, column 11: `pattern`, at its character 2: `*` has no",
        ),
        (
            "pattern_help = 'A'",
            "line 5, column 16: `pattern_help` is of no use without",
        ),
        (
            "pattern = '[a-z]'\npattern_help = 'A'\ninput = 'url'",
            "line 5, column 11: `pattern` is for texts on one line",
        ),
        (
            "pattern = '[a-z]'\npattern_help = 'A'\nchoices = ['a']",
            "line 5, column 11: `pattern` is for texts on one line",
        ),
    ] {
        assert_only_problem(&format!("name = 'locale'\nlabel = 'A'\n{keys}"), expected);
    }
}

#[test]
fn constraint_errors_are_reported_at_their_place() {
    for (constraints, expected) in [
        (
            "type = 'String'\nmin_length = -1",
            "line 6, column 14: `min_length` must be a whole number from 0 to 2048",
        ),
        (
            "type = 'String'\nmax_length = 2049",
            "line 6, column 14: `max_length` must be a whole number from 1 to 2048",
        ),
        (
            "type = 'String'\nmax_length = 1.5",
            "line 6, column 14: `max_length` must be a whole number",
        ),
        (
            "type = 'String'\nmax_length = 99999999999999999999",
            "line 6, column 14: `max_length` must be a whole number",
        ),
        (
            "type = 'String'\nmin_length = 3\nmax_length = 2",
            "line 6, column 14: the least, 3, is more than the greatest, 2",
        ),
        (
            "type = 'Number'\nmin = 3\nmax = 2",
            "line 6, column 7: the least, 3, is more than the greatest, 2",
        ),
        (
            "type = 'Number'\nmin = 0.5",
            "line 6, column 7: `min` must be a whole number",
        ),
        (
            "type = 'Number'\nmax = 9007199254740992",
            "line 6, column 7: `max` must be a whole number from -9007199254740991",
        ),
        (
            "type = 'Number'\nstep = 0",
            "line 6, column 8: `step` must be a number above 0",
        ),
        (
            "type = 'Number'\nstep = 1e3",
            "line 6, column 8: `step` must be a number above 0",
        ),
        (
            "type = 'Number'\nstep = 0.25\ndecimals = 1",
            "line 7, column 12: `step` has 2 digits after the point",
        ),
        (
            "type = 'Number'\ninput = 'text'",
            "line 6, column 9: `input` can be \"number\" for a Number",
        ),
        (
            "type = 'DateTime'\ntime = true\ninput = 'date'",
            "line 7, column 9: `input` can be \"text\" for a moment",
        ),
        (
            "type = 'Number'\ndecimals = 10",
            "line 6, column 12: `decimals` must be a whole number from 0 to 9",
        ),
        (
            "type = 'Number'\nmax_length = 3",
            "line 6, column 1: there is no key `max_length` here",
        ),
        (
            "type = 'DateTime'\ntime = 'no'",
            "line 6, column 8: `time` must be true or false",
        ),
        (
            "type = 'Boolean'\nchoices = ['true']",
            "line 6, column 1: there is no key `choices` here",
        ),
    ] {
        assert_only_problem(
            &format!("name = 'custom:a'\nlabel = 'A'\n{constraints}"),
            expected,
        );
    }
}

#[test]
fn choice_errors_are_reported_at_their_place() {
    for (constraints, expected) in [
        (
            "type = 'String'\nchoices = 'a'",
            "line 6, column 11: `choices` must be a list in brackets",
        ),
        (
            "type = 'String'\nchoices = []",
            "line 6, column 11: `choices` is empty",
        ),
        (
            "type = 'String'\nchoices = [1]",
            "line 6, column 12: a choice is a text in quotes, or",
        ),
        (
            "type = 'String'\nchoices = ['a', 'b', 'a']",
            "line 6, column 22: the choice `a` is there already",
        ),
        (
            "type = 'String'\nchoices = ['é', ' b']",
            "line 6, column 17: the choice ` b` is blank, or starts or ends",
        ),
        (
            "type = 'String'\nchoices = ['']",
            "line 6, column 12: the choice `` is blank",
        ),
        (
            "type = 'String'\nchoices = [\"a\\tb\"]",
            "line 6, column 12: the choice `a\\tb` has control characters",
        ),
        (
            "type = 'String'\nmax_length = 2\nchoices = ['abc']",
            "line 7, column 12: the choice `abc` has more characters",
        ),
        (
            "type = 'String'\nmin_length = 2\nchoices = ['a']",
            "line 7, column 12: the choice `a` has fewer characters",
        ),
        (
            "type = 'String'\nchoices = [{ label = 'A' }]",
            "line 6, column 12: `value` is missing",
        ),
        (
            "type = 'String'\nchoices = [{ value = 'a' }]",
            "line 6, column 12: `label` is missing",
        ),
        (
            "type = 'String'\nchoices = [{ value = 'a', label = 'A', x = 1 }]",
            "line 6, column 40: there is no key `x`",
        ),
    ] {
        assert_only_problem(
            &format!("name = 'custom:a'\nlabel = 'A'\n{constraints}"),
            expected,
        );
    }
}

fn assert_only_problem(attribute: &str, expected: &str) {
    let problems = problems_of(attribute);
    assert!(
        problems.len() == 1 && problems[0].starts_with(expected),
        "{attribute}\n{problems:#?}\n{expected}"
    );
}
