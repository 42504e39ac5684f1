//! See and change one's attributes.

mod load;

use leptos::prelude::*;

use super::layout::{Section, loaded_page, sections};
use crate::api::ProfileView;
use crate::islands::{ProfileForm, write_island};
use crate::server::html::Html;
use crate::texts::use_texts;

pub(crate) use load::{fields, load};

/// See and change one's attributes.
pub(crate) async fn profile_page() -> AnyView {
    let loaded = load().await;
    loaded_page(use_texts().pages().profile.title, loaded, |view| {
        sections(Section::Profile, |html| write_profile(html, view))
    })
}

fn write_profile(html: &mut Html, view: ProfileView) {
    let (texts, label) = (&use_texts().pages().profile, use_texts().pages().standard);
    html.text_element("h1", &[], texts.title);
    if !view.facts.is_empty() {
        let card = [("class", &"card" as _), ("aria-labelledby", &"account" as _)];
        html.element("section", &card, |html| {
            html.text_element("h2", &[("id", &"account")], texts.account);
            html.element("dl", &[("class", &"facts")], |html| {
                for (name, value) in &view.facts {
                    write_fact(html, label(name).unwrap_or_default(), value);
                }
            });
        });
    }
    let card = [("class", &"card" as _), ("aria-labelledby", &"details" as _)];
    html.element("section", &card, |html| {
        html.text_element("h2", &[("id", &"details"), ("class", &"unseen")], texts.details);
        write_island(html, ProfileForm { view: view.form });
    });
}

/// What is called so is that.
fn write_fact(html: &mut Html, label: &str, value: &str) {
    html.element("div", &[], |html| {
        html.text_element("dt", &[], label);
        html.element("dd", &[], |html| html.text_element("bdi", &[], value));
    });
}
