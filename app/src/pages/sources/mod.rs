//! What the pool says of the person in each of its three ways.

mod load;
mod posts;

use account::{Difference, Source};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::layout::{Section, Sections, loaded_page};
use super::small_form::PostForm;
use crate::texts::use_texts;
use load::{SourceRow, SourcesView};
use posts::RenewTokens;

const SOURCES: [Source; 3] = [Source::IdToken, Source::UserInfo, Source::GetUser];

/// What the pool says of the person in each of its three ways.
pub(crate) async fn sources_page() -> AnyView {
    let loaded = load::load().await;
    loaded_page(use_texts().pages().sources.title, loaded, |view| {
        view! { <Sections here=Section::Data><Sources view /></Sections> }.into_any()
    })
}

#[component]
fn Sources(view: SourcesView) -> impl IntoView {
    let texts = &use_texts().pages().sources;
    let age = view.age.map_or_else(|| texts.untrusted.to_owned(), texts.age);
    let (present, absent) = view
        .rows
        .into_iter()
        .partition(|row| row.values.iter().any(Option::is_some));
    let rules = view.rules.iter().map(|(rule, check)| {
        view! { <div><dt>{(texts.rule)(*rule)}</dt><dd>{(texts.check)(*check)}</dd></div> }
    });
    let unavailable = view
        .unavailable
        .iter()
        .map(|source| view! { <p class="notice failure">{(texts.unavailable)(*source)}</p> });
    view! {
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        {unavailable.collect_view()}
        <section class="card" aria-labelledby="token">
            <h2 id="token">{texts.token}</h2>
            <p>{age}</p>
            <dl class="checks">{rules.collect_view()}</dl>
            <PostForm action=RenewTokens::url() csrf=view.csrf label=texts.renew quiet=true />
        </section>
        <section class="card" aria-labelledby="attributes">
            <h2 id="attributes">{texts.table}</h2>
            <Table rows=present />
            <Absent rows=absent />
        </section>
    }
}

/// A table whose cells stand one below the other where it is narrow. The roles say what the style hides.
#[component]
fn Table(rows: Vec<SourceRow>) -> impl IntoView {
    let texts = &use_texts().pages().sources;
    let heads =
        SOURCES.map(|source| view! { <th scope="col" role="columnheader">{(texts.source)(source)}</th> });
    view! {
        <table class="sources" role="table" aria-labelledby="attributes">
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{texts.name}</th>
                    {heads.into_iter().collect_view()}
                    // A reason says by itself what it is about, in a line of its own below the values.
                    <th scope="col" role="columnheader" class="unseen">{texts.reason}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn row(row: SourceRow) -> impl IntoView {
    let texts = use_texts();
    let reasons = row
        .reasons
        .into_iter()
        .map(texts.pages().sources.difference)
        .collect::<Vec<_>>();
    let differs = !reasons.is_empty();
    let name = name(row.name, row.label);
    let cells = SOURCES.into_iter().zip(row.values).map(|(source, value)| {
        let is_nothing = value.is_none();
        let value = value.unwrap_or_else(|| texts.pages().sources.nothing.to_owned());
        let head = (texts.pages().sources.source)(source);
        view! { <td role="cell" class:nothing=is_nothing data-label=head><bdi>{value}</bdi></td> }
    });
    view! {
        <tr role="row" class:differs=differs>
            <th scope="row" role="rowheader">{name}</th>
            {cells.collect_view()}
            <td role="cell" data-label=texts.pages().sources.reason>
                {reasons.into_iter().map(|reason| view! { <p>{reason}</p> }).collect_view()}
            </td>
        </tr>
    }
}

/// What it is called, and its name on the wire.
fn name(name: String, label: Option<String>) -> impl IntoView {
    let label = label.or_else(|| (use_texts().pages().standard)(&name).map(ToOwned::to_owned));
    view! { {label.map(|label| view! { {label} " " })} <code>{name}</code> }
}

/// The attributes that none of the three ways tells: a row each would say the same nothing again and again.
#[component]
fn Absent(rows: Vec<SourceRow>) -> impl IntoView {
    let texts = &use_texts().pages().sources;
    let names = |rows: Vec<SourceRow>| {
        let names = rows
            .into_iter()
            .map(|row| view! { <li>{name(row.name, row.label)}</li> });
        names.collect_view()
    };
    (!rows.is_empty()).then(|| {
        view! {
            <h3>{texts.absent}</h3>
            <p class="help">{(texts.difference)(Difference::EmptyOrUnreadable)}</p>
            <ul class="absent">{names(rows)}</ul>
        }
    })
}
