use leptos::prelude::*;

use crate::api::start_sign_in;
use crate::components::{Problem, Title};
use crate::load::load_first;
use crate::query::query;
use crate::texts::use_texts;

/// Straight on to the Hosted UI: the answer to this address is a redirect, a page only when that fails.
#[component]
pub(crate) fn LoginPage() -> impl IntoView {
    let texts = use_texts();
    let wanted = move || {
        let (sign_up, fresh) = (query("sign_up").is_some(), query("fresh").is_some());
        (
            query("return_to").unwrap_or_default(),
            query("login_hint"),
            sign_up,
            fresh,
            query("forgot_password").is_some(),
        )
    };
    let started = load_first(
        wanted,
        |(return_to, login_hint, sign_up, fresh, forgot_password)| {
            start_sign_in(return_to, login_hint, sign_up, fresh, forgot_password)
        },
    );
    let moment = move || view! { <h1>{texts.pages().signing_in.title}</h1> <p role="status">{texts.pages().signing_in.body}</p> };
    view! {
        <Title text=texts.pages().signing_in.title />
        <Suspense fallback=moment>
            {move || started.get().map(|started| match started {
                Ok(()) => moment().into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Suspense>
    }
}
