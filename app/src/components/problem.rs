//! A failure, in plain words, with one next step.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::error::{AppError, ErrorKind};
use crate::texts::{NextStep, use_texts};

/// The page for posts that could not be answered on their own.
const FAILED: &str = "/failed";

/// Stands in the place of a page that could not be shown.
#[component]
pub(crate) fn Problem(error: AppError) -> impl IntoView {
    let texts = use_texts();
    let text = (texts.error)(error.kind);
    let here = use_here();
    if error.kind == ErrorKind::Incomplete {
        go_to_welcome(&here);
    }
    let (href, label) = match text.next {
        NextStep::SignIn => (login_path(&here), texts.actions.sign_in),
        NextStep::TryAgain => (here, texts.actions.try_again),
        NextStep::GoHome => ("/".to_owned(), texts.actions.home),
    };
    view! {
        <Title text=text.title />
        <section class="card problem" role="alert">
            <h1>{text.title}</h1>
            <p>{text.body}</p>
            <p><a class="button" href=href rel="external">{label}</a></p>
            {error.request_id.map(|id| view! {
                <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p>
            })}
        </section>
    }
}

/// The path and query of the page in view, or of the one that a failed post came from.
pub(super) fn use_here() -> String {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    if path == FAILED {
        let from = location.query.with_untracked(|query| query.get("return_to"));
        return from
            .filter(|from| is_local(from))
            .unwrap_or_else(|| "/".to_owned());
    }
    let query = query.trim_start_matches('?');
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// Whether a link to it stays here, whatever somebody wrote into the address.
fn is_local(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/') && bytes.next().is_none_or(|byte| byte.is_ascii_alphanumeric())
}

/// Signing in from here, to come back here.
pub(super) fn login_path(here: &str) -> String {
    if here == "/" || here.starts_with("/login") {
        return "/login".to_owned();
    }
    with_return_to("/login", here)
}

fn with_return_to(path: &str, here: &str) -> String {
    let mut query = leptos_router::params::ParamsMap::new();
    query.insert("return_to", here.to_owned());
    format!("{path}{}", query.to_query_string())
}

/// The server has sent page views there already; this is for a page opened by the router.
fn go_to_welcome(here: &str) {
    let path = with_return_to("/welcome", here);
    let navigate = use_navigate();
    Effect::new(move |_| navigate(&path, NavigateOptions::default()));
}
