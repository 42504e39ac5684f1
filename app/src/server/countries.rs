//! What countries are called: on the server only, so that no list of names weighs on the WebAssembly. From the
//! Unicode CLDR 48.

use std::sync::LazyLock;

use crate::islands::{option, option_start};
use crate::texts::{LANGUAGES, Texts};

/// The countries of each language as options of a list, as HTML.
static OPTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let of_language = |texts: &&Texts| {
        let countries = texts.countries.iter();
        countries.map(|(code, name)| option(code, name, false)).collect()
    };
    LANGUAGES.iter().map(of_language).collect()
});

/// All countries in a language we speak, in alphabetical order, as options of a list. Says also whether the chosen one is among them.
pub(crate) fn options(texts: &Texts, chosen: &str) -> (String, bool) {
    let at = LANGUAGES.iter().position(|language| language.code == texts.code);
    let all = at.and_then(|at| OPTIONS.get(at)).map_or("", String::as_str);
    let is_known = texts.countries.iter().any(|(code, _)| *code == chosen);
    if is_known {
        (
            all.replacen(&option_start(chosen, false), &option_start(chosen, true), 1),
            true,
        )
    } else {
        (all.to_owned(), false)
    }
}
