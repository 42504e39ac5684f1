//! HTML that is always the same but for its gaps: it is made when it is asked for first, and copied from then on (decision 48).

use std::sync::OnceLock;

use leptos::prelude::*;

use super::html::Html;
use crate::texts::{LANGUAGES, use_texts};

/// Stands where a gap is. A character that no text of ours has and that nothing escapes.
pub(crate) const GAP: &str = "\u{1a}";

/// Such HTML: what stands around its gaps.
#[derive(Debug, Default)]
pub(crate) struct Template(OnceLock<Vec<String>>);

/// The same in each language.
#[derive(Debug, Default)]
pub(crate) struct Templates([Template; LANGUAGES.len()]);

impl Template {
    /// Writes it, with `value` in each [`GAP`] of what `make` writes. That depends on nothing that changes.
    pub(crate) fn write(&self, html: &mut Html, value: &str, make: impl FnOnce(&mut Html)) {
        self.write_around(html, make, |html, _| html.text(value));
    }

    /// The same with what `fill` writes into the gap of this number, counted from 0.
    fn write_around(
        &self,
        html: &mut Html,
        make: impl FnOnce(&mut Html),
        mut fill: impl FnMut(&mut Html, usize),
    ) {
        let pieces = self.0.get_or_init(|| {
            let mut html = Html::new();
            make(&mut html);
            html.into_string().split(GAP).map(ToOwned::to_owned).collect()
        });
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                fill(html, at - 1);
            }
            html.written(piece);
        }
    }
}

impl Templates {
    pub(crate) const fn new() -> Self {
        Self([const { Template(OnceLock::new()) }; LANGUAGES.len()])
    }

    /// Writes it in the language of the page, with `value` in each [`GAP`] of the view, which depends on the language only.
    pub(crate) fn write<V: IntoView>(&self, html: &mut Html, value: &str, view: impl FnOnce() -> V) {
        self.write_around(html, view, |html, _| html.text(value));
    }

    /// The same with what `fill` writes into the gap of this number, counted from 0.
    pub(crate) fn write_around<V: IntoView>(
        &self,
        html: &mut Html,
        view: impl FnOnce() -> V,
        fill: impl FnMut(&mut Html, usize),
    ) {
        let code = use_texts().code;
        let at = LANGUAGES.iter().position(|texts| texts.code == code);
        let template = &self.0[at.expect("`LANGUAGES` are all there are")];
        template.write_around(html, |html| html.view(view()), fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn template_is_of_one_language_with_gaps_filled() {
        static GREETING: Templates = Templates::new();
        let greeting = || view! { <p title=GAP>{use_texts().actions.sign_in} " " {GAP}</p> };
        for (code, signs_in) in [("en", "Sign in"), ("es", "Iniciar sesión"), ("en", "Sign in")] {
            let owner = Owner::new();
            let html = owner.with(|| {
                provide_context(Texts::of(code).expect("a language we speak"));
                let mut html = Html::new();
                GREETING.write(&mut html, "\"<b>", greeting);
                html.into_string()
            });
            assert_eq!(
                html.replace("<!>", ""),
                format!("<p title=\"&quot;&lt;b&gt;\">{signs_in} &quot;&lt;b&gt;</p>")
            );
        }
    }
}
