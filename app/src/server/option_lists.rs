//! Long lists to choose from, as HTML that is made once for each language: on the server only, so that no list of names weighs
//! on the WebAssembly. What countries and languages are called is from the Unicode CLDR 48.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use attributes::time_zones;

use super::html::Html;
use crate::islands::{escaped, option, option_start};
use crate::texts::{LANGUAGES, Texts};

/// A list of options in each language we speak.
pub(crate) struct OptionList(Vec<Options>);

/// All options, and where each begins, by the tag it begins with.
struct Options {
    html: String,
    starts: HashMap<String, usize>,
}

/// All countries, in alphabetical order.
pub(crate) static COUNTRIES: LazyLock<OptionList> = LazyLock::new(|| {
    OptionList::of_each_language(|texts| {
        let countries = texts.countries.iter();
        countries.map(|(code, name)| option(code, name, false)).collect()
    })
});

/// All time zones: under their part of the world, so that a browser finds what is typed among the places.
pub(crate) static TIME_ZONES: LazyLock<OptionList> = LazyLock::new(|| {
    OptionList::of_each_language(|texts| {
        let mut areas = BTreeMap::<&str, Vec<_>>::new();
        for zone in time_zones() {
            let (area, place) = zone.split_once('/').unwrap_or((zone, ""));
            areas.entry(area).or_default().push((place_name(place), zone));
        }
        let mut areas: Vec<_> = areas
            .into_iter()
            .map(|(area, zones)| (area_name(texts, area), zones))
            .collect();
        areas.sort();
        areas
            .into_iter()
            .map(|(area, zones)| group(area, zones))
            .collect()
    })
});

/// The languages that people speak, each by its own name.
pub(crate) static SPOKEN_LANGUAGES: LazyLock<OptionList> = LazyLock::new(|| {
    let rows = spoken_languages();
    let all: String = rows.map(|(tag, name)| option(tag, name, false)).collect();
    OptionList::of_each_language(|_| all.clone())
});

impl OptionList {
    fn of_each_language(options: impl Fn(&Texts) -> String) -> Self {
        Self(
            LANGUAGES
                .iter()
                .map(|texts| Options::of(options(texts)))
                .collect(),
        )
    }

    /// Writes all options, this one chosen. Says also whether it is among them.
    pub(crate) fn write(&self, html: &mut Html, texts: &Texts, chosen: &str) -> bool {
        let at = LANGUAGES.iter().position(|language| language.code == texts.code);
        let options = &self.0[at.expect("`LANGUAGES` are all there are")];
        let start = option_start(chosen, false);
        let Some(&at) = options.starts.get(&start) else {
            html.written(&options.html);
            return false;
        };
        html.written(&options.html[..at]);
        html.written(&option_start(chosen, true));
        html.written(&options.html[at + start.len()..]);
        true
    }
}

impl Options {
    fn of(html: String) -> Self {
        // The values are escaped: an angle bracket ends the tag.
        let start = |(at, _)| Some((html[at..].split_inclusive('>').next()?.to_owned(), at));
        let starts = html.match_indices("<option ").filter_map(start).collect();
        Self { html, starts }
    }
}

/// What a language calls itself.
pub(crate) fn language_name(tag: &str) -> Option<&'static str> {
    spoken_languages()
        .find(|(known, _)| *known == tag)
        .map(|(_, name)| name)
}

fn spoken_languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../texts/languages.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
}

/// The places of a part of the world. The one zone without a place stands for itself.
fn group(area: &str, mut zones: Vec<(String, &str)>) -> String {
    zones.sort();
    let is_alone = zones.iter().all(|(place, _)| place.is_empty());
    let option = |(place, zone): &(String, &str)| option(zone, if is_alone { area } else { place }, false);
    let options: String = zones.iter().map(option).collect();
    if is_alone {
        return options;
    }
    format!("<optgroup label=\"{}\">{options}</optgroup>", escaped(area))
}

/// `Argentina/Buenos_Aires` begins with the town that people look for.
fn place_name(place: &str) -> String {
    let place = place.replace('_', " ");
    match place.rsplit_once('/') {
        Some((around, town)) => format!("{town} ({around})"),
        None => place,
    }
}

fn area_name<'a>(texts: &'a Texts, area: &'a str) -> &'a str {
    let names = &texts.pages().areas;
    match area {
        "Africa" => names.africa,
        "America" => names.america,
        "Antarctica" => names.antarctica,
        "Arctic" => names.arctic,
        "Asia" => names.asia,
        "Atlantic" => names.atlantic,
        "Australia" => names.australia,
        "Europe" => names.europe,
        "Indian" => names.indian,
        "Pacific" => names.pacific,
        _ => area,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use attributes::{Attribute, AttributeType, InputType};

    use super::*;

    fn choose(list: &OptionList, texts: &Texts, chosen: &str) -> (String, bool) {
        let mut html = Html::new();
        let is_known = list.write(&mut html, texts, chosen);
        (html.into_string(), is_known)
    }

    #[test]
    fn chosen_option_is_marked_once() {
        for (list, known) in [
            (&*COUNTRIES, "DE"),
            (&*TIME_ZONES, "America/Argentina/Buenos_Aires"),
            (&*SPOKEN_LANGUAGES, "pt-BR"),
        ] {
            for texts in LANGUAGES {
                let (options, is_known) = choose(list, texts, known);
                assert!(is_known && options.matches(" selected").count() == 1, "{known}");
                for unknown in ["", "xx", "\"><b>"] {
                    let (options, is_known) = choose(list, texts, unknown);
                    assert!(!is_known && !options.contains(" selected"), "{unknown}");
                }
            }
        }
    }

    #[test]
    fn places_are_found_under_their_names() {
        let spanish = Texts::of("es").expect("a language we speak");
        let (options, _) = choose(&TIME_ZONES, spanish, "");
        assert!(options.contains("<optgroup label=\"África\">"));
        assert!(
            options.contains(
                "<option value=\"America/Argentina/Buenos_Aires\">Buenos Aires (Argentina)</option>"
            )
        );
        assert!(options.contains("<option value=\"UTC\">UTC</option>"));
    }

    #[test]
    fn listed_languages_are_accepted_as_they_are() {
        let mut attribute = Attribute::new("locale", AttributeType::text(), "Language".into());
        attribute.input = InputType::Language;
        let mut names = HashSet::new();
        for (tag, name) in spoken_languages() {
            assert_eq!(attribute.check(tag).as_deref(), Ok(tag));
            assert!(names.insert(name), "{name} is there twice");
        }
        assert!(names.len() > 100);
    }
}
