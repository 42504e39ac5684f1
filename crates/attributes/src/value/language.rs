//! Languages by their tags (BCP 47, RFC 5646), as far as people choose one: `de`, `pt-BR`, `zh-Hant-TW`.

use crate::Rule;

/// Language, script and region, each in its usual case (RFC 5646 section 2.1.1). `_` between them is what some providers write.
pub(crate) fn check_language(raw: &str) -> Result<String, Rule> {
    let mut parts = raw.split(['-', '_']).peekable();
    let language = parts.next().unwrap_or_default();
    let script = parts.next_if(|part| part.len() == 4 && is_letters(part));
    let region = parts.next_if(|part| is_region(part));
    if !matches!(language.len(), 2 | 3) || !is_letters(language) || parts.next().is_some() {
        return Err(Rule::NotAChoice);
    }
    let mut tag = language.to_ascii_lowercase();
    if let Some(script) = script {
        let (first, rest) = script.split_at(1);
        tag = tag + "-" + &first.to_ascii_uppercase() + &rest.to_ascii_lowercase();
    }
    if let Some(region) = region {
        tag = tag + "-" + &region.to_ascii_uppercase();
    }
    Ok(tag)
}

fn is_region(part: &str) -> bool {
    part.len() == 2 && is_letters(part) || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags_in_their_usual_case() {
        for (raw, wire) in [
            ("de", "de"),
            ("EN", "en"),
            ("en_us", "en-US"),
            ("es-419", "es-419"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("fil", "fil"),
        ] {
            assert_eq!(check_language(raw).as_deref(), Ok(wire), "{raw}");
        }
        for raw in [
            "",
            "d",
            "german",
            "en-",
            "-US",
            "en-USA",
            "e1",
            "en-US-US",
            "en-Latn-x",
            "de-1996",
            "é",
            "日本",
        ] {
            assert_eq!(check_language(raw), Err(Rule::NotAChoice), "{raw}");
        }
    }
}
