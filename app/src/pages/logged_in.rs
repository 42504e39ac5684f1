use leptos::prelude::*;

use crate::api::finish_sign_in;
use crate::components::{Problem, Title};
use crate::load::load_first;
use crate::query::query;
use crate::texts::use_texts;

/// Where the Hosted UI sends people back to. The answer is a redirect; a page only when signing in failed,
/// and it never starts over by itself.
#[component]
pub(crate) fn LoggedInPage() -> impl IntoView {
    let texts = use_texts();
    let answer = move || (query("code"), query("state"), query("error"), query("iss"));
    let finished = load_first(answer, |(code, state, error, iss)| {
        finish_sign_in(code, state, error, iss)
    });
    let moment = move || view! { <h1>{texts.pages().signing_in.title}</h1> };
    view! {
        <Title text=texts.pages().signing_in.title />
        <Suspense fallback=moment>
            {move || finished.get().map(|finished| match finished {
                Ok(()) => moment().into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Suspense>
    }
}
