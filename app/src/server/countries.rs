//! What countries are called: on the server only, so that no list of names weighs on the WebAssembly. From the
//! Unicode CLDR 48, in the alphabetical order of each language.

/// Code and name of each country in a language we speak, in alphabetical order.
pub(super) fn names(language: &str) -> Vec<(String, String)> {
    let table = match language {
        "es" => include_str!("countries/es.tsv"),
        "he" => include_str!("countries/he.tsv"),
        _ => include_str!("countries/en.tsv"),
    };
    let row = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
    table
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(row)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_country_there_is_has_one_name_in_each_language() {
        for language in ["en", "es", "he"] {
            let names = names(language);
            let codes: BTreeSet<_> = names.iter().map(|(code, _)| code.as_str()).collect();
            assert_eq!(codes, attributes::country_codes().collect(), "{language}");
            assert_eq!(names.len(), codes.len(), "{language}");
            let different: BTreeSet<_> = names.iter().map(|(_, name)| name.trim()).collect();
            assert!(
                different.len() == codes.len() && !different.contains(""),
                "{language}"
            );
        }
    }

    #[test]
    fn another_language_gets_english() {
        assert_eq!(names("tlh"), names("en"));
    }
}
