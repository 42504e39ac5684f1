//! What countries are called: on the server only, so that no list of names weighs on the WebAssembly. From the
//! Unicode CLDR 48.

use crate::texts::Texts;

/// Code and name of each country in a language we speak, in alphabetical order.
pub(crate) fn names(language: &str) -> Vec<(String, String)> {
    let countries = Texts::named(language).map_or(&[][..], |texts| texts.countries);
    let row = |(code, name): &(&str, &str)| ((*code).to_owned(), (*name).to_owned());
    countries.iter().map(row).collect()
}
