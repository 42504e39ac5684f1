use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::logged_out::SignedOut;
use crate::api::SignOut;
use crate::islands::{ForgetButton, island};
use crate::pages::layout::loaded_page;
use crate::server::visitor::sign_out_visitor;
use crate::texts::use_texts;

/// Asks first: signing out is a post. The browser itself sends it, with WebAssembly or without, because the
/// answer leads to another site.
pub(crate) async fn logout_page() -> AnyView {
    let visitor = sign_out_visitor().await;
    loaded_page(
        use_texts().pages().sign_out.title,
        visitor,
        |visitor| match visitor {
            Some(visitor) => view! { <Question csrf=visitor.csrf /> }.into_any(),
            None => view! { <SignedOut /> }.into_any(),
        },
    )
}

/// Whether they want to.
#[component]
pub(super) fn Question(csrf: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="card" method="post" action=SignOut::url()>
            <h1>{texts.pages().sign_out.title}</h1>
            <p>{texts.pages().sign_out.question}</p>
            <input type="hidden" name="csrf" value=csrf />
            <p class="buttons">
                {island(ForgetButton { label: texts.actions.sign_out.to_owned(), quiet: false })}
                <a href="/profile" class="button quiet">{texts.actions.cancel}</a>
            </p>
        </form>
    }
}
