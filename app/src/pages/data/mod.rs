//! What is kept of a person: to take along, to compare, and to delete.

mod consents;
mod deletion;
mod load;
mod posts;
pub(crate) mod view;

use leptos::prelude::*;

use super::layout::{Icon, Section, Sections, loaded_page};
use crate::pages::data::view::DataView;
use crate::texts::use_texts;
use consents::ConsentsSection;
use deletion::DeletionSection;

/// Where the file with all of it is.
const DOWNLOAD: &str = "/data/export";

/// Take along, compare, delete.
pub(crate) async fn data_page() -> AnyView {
    let loaded = load::load().await;
    loaded_page(use_texts().pages().data.title, loaded, |view| {
        view! { <Sections here=Section::Data><Data view /></Sections> }.into_any()
    })
}

#[component]
fn Data(view: DataView) -> impl IntoView {
    let texts = use_texts();
    let data = &texts.pages().data;
    let sources = view.shows_sources.then(|| {
        view! {
            <section class="card" aria-labelledby="sources">
                <h2 id="sources">{texts.pages().sources.title}</h2>
                <p>{data.sources}</p>
                <p><a class="button quiet" href="/profile/sources">{data.compare}</a></p>
            </section>
        }
    });
    view! {
        <h1>{data.title}</h1>
        <p class="lead">{data.lead}</p>
        <section class="card" aria-labelledby="download">
            <h2 id="download">{data.download_title}</h2>
            <p>{data.download_about}</p>
            // A file, not a page.
            <p><a class="button" href=DOWNLOAD rel="external">{Icon::Download.view()} {data.download}</a></p>
        </section>
        <ConsentsSection view=view.consents.clone() csrf=view.csrf.clone() />
        {sources}
        <DeletionSection view />
    }
    .into_any()
}
