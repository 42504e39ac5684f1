//! The document around a page.

use leptos::config::LeptosOptions;
use leptos::nonce::{Nonce, use_nonce};
use leptos::prelude::*;

use super::footer::write_footer;
use super::header::{Viewer, write_header};
use super::hydration::{FrontEnd, Hydration};
use super::menu::CLOSE_MENUS;
use super::title::title;
use crate::brand::{address_of, use_brand};
use crate::islands::APPLY_THEME;
use crate::server;
use crate::server::html::Html;
use crate::server::template::GAP;
use crate::texts::use_texts;

/// In bytes: the page with the largest form.
const LARGEST_PAGE: usize = 64 * 1024;

/// An address that was typed and not sent stands in its form again, as long as the document lives: no page that is shown in
/// between loses it. So does a password, if the answer to its form is the form again. Memory only: neither is stored anywhere.
const KEEP_TYPED: &str = include_str!("typed.js");

/// The document around a page. The page is there already, and has said what its title is.
pub(crate) fn document(
    options: &LeptosOptions,
    front_end: &FrontEnd,
    page: AnyView,
    viewer: Viewer,
) -> String {
    let texts = use_texts();
    let mut html = Html::with_room(LARGEST_PAGE);
    html.written("<!DOCTYPE html>");
    html.element(
        "html",
        &[("lang", &texts.code), ("dir", &texts.direction)],
        |html| {
            html.element("head", &[], |html| {
                write_head(html, options, front_end);
                html.text_element("title", &[], &title());
            });
            html.element("body", &[], |html| {
                let skip = [("class", &"skip" as _), ("href", &"#content" as _)];
                html.text_element("a", &skip, texts.skip_to_content);
                write_header(html, viewer);
                let main = [("id", &"content" as _), ("tabindex", &"-1" as _)];
                html.element("main", &main, |html| html.view(page));
                write_footer(html);
            });
        },
    );
    html.into_string()
}

/// The head, without the title. A page that is put into a document in view finds it dressed, and its scripts would not run.
fn write_head(html: &mut Html, options: &LeptosOptions, front_end: &FrontEnd) {
    if server::is_soft() {
        return html.view(front_end.module());
    }
    let nonce = use_nonce();
    let nonce = nonce.as_deref().unwrap_or_default();
    front_end.head().write(html, nonce, || {
        // In a context of its own: the rest of this page has a nonce.
        Owner::new().with(|| {
            provide_context(Nonce::from_value(GAP.to_owned()));
            view! {
                <meta charset="utf-8" />
                {appearance(front_end.style())}
                {front_end.module()}
                <AutoReload options=options.clone() />
                <Hydration front_end=front_end.clone() />
            }
        })
    });
}

/// How a document looks and behaves before WebAssembly is there, and without it.
fn appearance(style: String) -> impl IntoView {
    let nonce = use_nonce();
    let texts = use_texts();
    let brand = use_brand();
    let lead = brand.home().lead.as_ref();
    let lead = lead
        .map_or(texts.pages().home.lead, |lead| lead.in_language(texts.code))
        .to_owned();
    // Not the address of the logo: with each address that a page comes under, browsers ask for the icon again, and then forget the
    // picture of that address that they hold, which the next header would have to load and draw anew.
    let icon = brand.icon().map_or("/favicon.svg".to_owned(), address_of) + "?icon";
    let colours = brand.style_sheet_name().map(|name| {
        view! { <link rel="stylesheet" href=format!("/brand/{name}") /> }
    });
    // Of the head of the page.
    let card = brand.colours().card.as_ref();
    let light = card.map_or("#ffffff", |card| card.light()).to_owned();
    let dark = card.map_or("#1a2025", |card| card.dark()).to_owned();
    view! {
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content=lead />
        {theme_colour("light", light)}
        {theme_colour("dark", dark)}
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="icon" href=icon />
        <link id="style" rel="stylesheet" href=style />
        {colours}
        // Before the first paint, so that the chosen appearance does not flash.
        <script nonce=nonce.clone()>{APPLY_THEME}</script>
        <script nonce=nonce.clone()>{CLOSE_MENUS}</script>
        <script nonce=nonce>{KEEP_TYPED}</script>
    }
}

/// What a browser paints around the page in this appearance.
fn theme_colour(scheme: &str, colour: String) -> impl IntoView + use<> {
    leptos::html::meta()
        .name("theme-color")
        .content(colour)
        .attr("media", format!("(prefers-color-scheme: {scheme})"))
}
