//! Pasted text: what cannot be seen and is no part of a value goes, and look-alikes become the character that is meant.
//! One rule for each kind of value; a password is never changed.

/// The zeros of scripts whose digits stand in a row of ten (`Nd` in Unicode), and the full-width one.
const ZEROS: [u32; 16] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
    0x0ed0, 0x0f20, 0xff10,
];

/// A code out of a message: blanks and hyphens only group it.
#[must_use]
pub fn normalize_code(raw: &str) -> String {
    coded(raw)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect()
}

/// A text of one or several lines. Only directional embeddings, overrides and isolates are taken out of its middle: they
/// come with text copied from a page. What joins or separates letters (U+200C, U+200D) and marks of direction inside it
/// belong to it. A text that shows nothing at all is blank.
#[must_use]
pub fn normalize_text(raw: &str) -> String {
    let text: String = raw.chars().filter(|c| !is_embedding(*c)).collect();
    let is_edge = |c: char| c.is_whitespace() || is_invisible(c);
    if text.chars().all(|c| is_edge(c) || is_joiner(c) || is_filler(c)) {
        return String::new();
    }
    text.trim_matches(is_edge).to_owned()
}

/// Numbers, dates, telephone numbers and codes: in ASCII, as far as there is an ASCII equivalent.
pub(crate) fn coded(raw: &str) -> String {
    let visible = raw.chars().filter(|c| !is_invisible(*c) && !is_joiner(*c));
    visible.map(ascii).collect::<String>().trim().to_owned()
}

/// An e-mail address or another name to sign in with. Letters of other scripts stay.
pub(crate) fn name(raw: &str) -> String {
    let visible = raw.chars().filter(|c| !is_invisible(*c));
    visible.map(narrow).collect::<String>().trim().to_owned()
}

/// What shows nothing wherever it stands: marks of direction, blanks without a width, byte order marks.
pub(crate) fn is_invisible(c: char) -> bool {
    is_embedding(c)
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
                ..='\u{206f}' | '\u{feff}'
        )
}

/// A place for a letter that is not there, or a part of a flag: nothing by itself, and not to be taken from the end of what it is part of.
fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'
            ..='\u{e007f}'
    )
}

/// <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>
fn is_embedding(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Part of words in several scripts, and of nothing that is coded.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// The full-width forms of ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn ascii(c: char) -> char {
    let digit = ZEROS
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(*zero).filter(|digit| *digit < 10));
    match (digit, c) {
        (Some(digit), _) => char::from_digit(digit, 10).unwrap_or(c),
        // Hyphens, dashes and the minus sign.
        (_, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}') => '-',
        (_, '\u{fe62}') => '+',
        _ if c.is_whitespace() => ' ',
        _ => narrow(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_was_meant() {
        for raw in [
            "123456",
            " 123 456\n",
            "123-456",
            "123\u{2011}456",
            "\u{200b}123\u{200d}456\u{feff}",
            "\u{2068}123456\u{2069}",
            "１２３４５６",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
        ] {
            assert_eq!(normalize_code(raw), "123456", "{raw:?}");
        }
        assert_eq!(normalize_code("aB-12"), "aB12");
        assert_eq!(normalize_code("\u{200b} - "), "");
    }

    #[test]
    fn texts_lose_only_what_came_by_copying() {
        for (raw, text) in [
            ("\u{feff}Ana", "Ana"),
            ("\u{200b}Ana \u{2060}", "Ana"),
            ("\u{2068}אנה\u{2069}", "אנה"),
            ("Ana \u{202a}Cohen\u{202c}", "Ana Cohen"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("ක\u{dca}\u{200d}", "ක\u{dca}\u{200d}"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("C++\u{200e} אנה", "C++\u{200e} אנה"),
            ("１", "１"),
            ("a\nb", "a\nb"),
            ("\u{3164} \u{2800}", ""),
            ("\u{e0041}\u{200d}", ""),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴\u{e0067}\u{e0062}\u{e007f}"),
        ] {
            assert_eq!(normalize_text(raw), text, "{raw:?}");
            assert_eq!(normalize_text(text), text, "{raw:?}");
        }
    }

    #[test]
    fn names_keep_letters_of_every_script() {
        for (raw, text) in [
            ("\u{200b}ada@example.com\u{200b}", "ada@example.com"),
            ("\u{feff} ada\u{2060}@example.com\u{a0}", "ada@example.com"),
            ("ａｄａ＠example．com", "ada@example.com"),
            ("zoë@bücher.example", "zoë@bücher.example"),
            ("ada\u{200d}@example.com", "ada\u{200d}@example.com"),
        ] {
            assert_eq!(name(raw), text, "{raw:?}");
        }
    }
}
