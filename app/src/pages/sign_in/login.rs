use leptos::prelude::*;
use signin::HostedPage;

use super::start;
use crate::error::AppError;
use crate::pages::layout::{Problem, Title};
use crate::server::query;
use crate::texts::use_texts;

/// Straight on to the Hosted UI: the answer to this address is a redirect, a page only when that fails.
pub(crate) async fn login_page() -> AnyView {
    let started = load().await;
    let texts = &use_texts().pages().signing_in;
    view! {
        <Title text=texts.title />
        {match started {
                Ok(()) => view! { <h1>{texts.title}</h1> <p role="status">{texts.body}</p> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            }}
    }
    .into_any()
}

async fn load() -> Result<(), AppError> {
    let page = match (query("sign_up"), query("forgot_password")) {
        (Some(_), _) => HostedPage::SignUp,
        (_, Some(_)) => HostedPage::ForgotPassword,
        _ => HostedPage::SignIn,
    };
    let return_to = query("return_to").unwrap_or_default();
    start(&return_to, query("login_hint"), page, query("fresh").is_some()).await
}
