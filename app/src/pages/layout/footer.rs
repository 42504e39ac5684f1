//! The bottom of each page: the choice of language, and that of appearance, which works with WebAssembly only and
//! so is shown only then.

use brand::WebAddress;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::language::SetLanguage;
use crate::brand::use_brand;
use crate::islands::links::use_here;
use crate::islands::{PAGE_FORM, ThemeChoice, island};
use crate::server;
use crate::server::html::Html;
use crate::server::template::{GAP, Templates};
use crate::texts::{LANGUAGES, use_texts};

/// Pages that always have a form of that name: the choice of language sends what is typed along, so that it is shown again
/// in the other language.
const PAGES_WITH_FORM: [&str; 3] = ["/signup", "/welcome", "/profile"];

/// Whether the page in view is one of them.
pub(super) fn has_page_form() -> bool {
    PAGES_WITH_FORM.contains(&server::path().as_str())
}

/// Stands where the form of such a page cannot be shown, so that the choice of language has a form to send.
#[component]
pub(super) fn NoPageForm() -> impl IntoView {
    view! { <form id=PAGE_FORM method="post" action=SetLanguage::url() hidden></form> }
}

pub(super) fn write_footer(html: &mut Html) {
    static CHOICE: Templates = Templates::new();
    static CHOICE_WITH_FORM: Templates = Templates::new();
    static APPEARANCE: Templates = Templates::new();
    // Of the page in view: the page of a failure only knows where it came from.
    let form = has_page_form().then_some(PAGE_FORM);
    let languages = match form {
        Some(_) => &CHOICE_WITH_FORM,
        None => &CHOICE,
    };
    html.element("footer", &[("class", &"site")], |html| {
        languages.write(html, &use_here(), || language_choice(form));
        write_brand_links(html);
        APPEARANCE.write(html, "", || island(ThemeChoice));
    });
}

/// Pages of who runs this application, and how to reach them.
fn write_brand_links(html: &mut Html) {
    let (brand, texts) = (use_brand(), &use_texts().pages().footer);
    let links = brand.links();
    let links = [
        (links.privacy.as_ref().map(WebAddress::as_str), texts.privacy),
        (links.imprint.as_ref().map(WebAddress::as_str), texts.imprint),
        (links.help.as_ref().map(WebAddress::as_str), texts.help),
        (brand.contact(), texts.contact),
    ];
    if links.iter().all(|(address, _)| address.is_none()) {
        return;
    }
    html.element("nav", &[("aria-label", &texts.about)], |html| {
        for (address, label) in &links {
            if let Some(address) = address {
                let link = [("href", address as _), ("rel", &"external" as _)];
                html.text_element("a", &link, label);
            }
        }
    });
}

/// A plain form, with WebAssembly too: the page, in the gap, comes back in the other language.
fn language_choice(form: Option<&'static str>) -> impl IntoView {
    let current = use_texts();
    let buttons = LANGUAGES.iter().map(|texts| {
        let is_current = (texts.code == current.code).then_some("true");
        view! {
            <button
                type="submit"
                name="language"
                value=texts.code
                lang=texts.code
                dir=texts.direction
                aria-current=is_current
                form=form
                formaction=form.map(|_| SetLanguage::url())
                formnovalidate=form.is_some()
            >
                {texts.name}
            </button>
        }
    });
    view! {
        <form class="languages" method="post" action=SetLanguage::url() aria-label=current.language>
            <input type="hidden" name="page" value=GAP form=form />
            {buttons.collect_view()}
        </form>
    }
}
