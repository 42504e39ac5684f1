//! What attributes.toml can say that the pool does not, by the code of the finding.

use crate::fixture::list;

/// What the list says wrong, what it should say, and words of the advice.
pub struct ListPair {
    pub code: &'static str,
    pub right: String,
    pub wrong: String,
    pub advice: &'static str,
}

/// The shipped list is right, and wrong with this in place of that.
fn wrong(code: &'static str, that: &str, this: &str, advice: &'static str) -> ListPair {
    let wrong = list().replacen(that, this, 1);
    assert_ne!(wrong, list(), "{code}: the shipped list has another wording");
    ListPair {
        code,
        right: list(),
        wrong,
        advice,
    }
}

/// The list without an attribute.
pub fn without(name: &str) -> String {
    let all = list();
    let mut blocks = all.split("[[attribute]]\n");
    let head = blocks.next().unwrap().to_owned();
    let kept = blocks.filter(|block| !block.starts_with(&format!("name = \"{name}\"\n")));
    kept.fold(head, |text, block| text + "[[attribute]]\n" + block)
}

pub fn pairs_of_attributes() -> Vec<ListPair> {
    let date = "name = \"custom:start_date\"\n";
    let name_is_asked = "sign_up = true\n\n[[attribute]]\nname = \"custom:about\"";
    vec![
        wrong(
            "type",
            "name = \"custom:start_date\"\ntype = \"DateTime\"",
            "name = \"custom:start_date\"\ntype = \"String\"",
            "write the pool's type",
        ),
        wrong("length", "max_length = 60", "max_length = 61", "max_length = 60"),
        wrong("range", "max = 500\n", "max = 501\n", "max = 500"),
        wrong(
            "immutable",
            "mutable = false",
            "mutable = true",
            "write mutable = false",
        ),
        wrong(
            "mutable",
            date,
            &format!("{date}mutable = false\n"),
            "leave out mutable = false",
        ),
        wrong(
            "unknown-provider",
            date,
            &format!("{date}mapped_by = [\"Gogle\"]\n"),
            "write one of COGNITO",
        ),
        wrong(
            "required",
            &format!("ask = \"required\"\n{name_is_asked}"),
            name_is_asked,
            "write ask = \"required\"",
        ),
        wrong(
            "required-not-asked",
            name_is_asked,
            name_is_asked.strip_prefix("sign_up = true\n").unwrap(),
            "write sign_up = true",
        ),
        ListPair {
            code: "required-not-on-the-list",
            right: list(),
            wrong: without("name"),
            advice: "add it with ask = \"required\" and sign_up = true",
        },
    ]
}

pub fn pairs_of_tables() -> Vec<ListPair> {
    let email = "email = \"verified first\"";
    // Who signs in with an address cannot have it changed at once.
    let by_name = list().replacen("username = \"email\"\n", "username = \"name\"\n", 1);
    let asked = "mutable = false\nsign_up = true\n";
    let unasked = list().replacen(asked, "mutable = false\n", 1);
    assert_ne!(unasked, list(), "the shipped list has another wording");
    vec![
        ListPair {
            code: "verified-change",
            wrong: by_name.replacen(email, "email = \"at once\"", 1),
            right: by_name,
            advice: "write into [contact]: email = \"verified first\"",
        },
        wrong(
            "change-not-offered",
            email,
            "email = \"off\"",
            "write into [contact]: email = \"verified first\"",
        ),
        wrong(
            "password",
            "min_length = 8\n",
            "min_length = 12\n",
            "write into [password]: min_length = 8",
        ),
        wrong(
            "username",
            "username = \"email\"\n",
            "username = \"name\"\n",
            "write into [sign_up]: username = \"email\"",
        ),
        ListPair {
            code: "fixed-by-others",
            right: unasked,
            wrong: list(),
            advice: "let nothing be decided by them",
        },
    ]
}
