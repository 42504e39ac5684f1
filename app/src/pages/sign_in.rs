//! Going off to the Hosted UI, and coming back. Neither page is seen unless something fails: the answer is a redirect.

use leptos::prelude::*;
use signin::{Attempt, CallbackAnswer, HostedPage, ReturnTo, SignInOptions};

use crate::error::AppError;
use crate::pages::layout::loaded_page;
use crate::pages::sign_up;
use crate::server::{
    cookies, device, finish_error, flows, language, limits, query, redirect, redirect_within_app,
    set_cookies, start_error, too_long, welcome_path, with_return_to,
};
use crate::texts::use_texts;

/// Straight on to the Hosted UI: the answer to this address is a redirect, a page only when that fails.
pub(crate) async fn login_page() -> AnyView {
    let started = start_as_asked().await;
    let texts = &use_texts().pages().signing_in;
    loaded_page(texts.title, started, |()| {
        view! { <h1>{texts.title}</h1> <p role="status">{texts.body}</p> }.into_any()
    })
}

async fn start_as_asked() -> Result<(), AppError> {
    let page = match (query("sign_up"), query("forgot_password")) {
        (Some(_), _) => HostedPage::SignUp,
        (_, Some(_)) => HostedPage::ForgotPassword,
        _ => HostedPage::SignIn,
    };
    let return_to = query("return_to").unwrap_or_default();
    start(&return_to, query("login_hint"), page, query("fresh").is_some()).await
}

/// Where the Hosted UI sends people back to. The answer is a redirect; a page only when signing in failed,
/// and it never starts over by itself.
pub(crate) async fn logged_in_page() -> AnyView {
    let finished = finish(&callback_answer()).await;
    let title = use_texts().pages().signing_in.title;
    loaded_page(title, finished, |()| view! { <h1>{title}</h1> }.into_any())
}

fn callback_answer() -> CallbackAnswer {
    CallbackAnswer {
        code: query("code"),
        state: query("state"),
        error: query("error"),
        iss: query("iss"),
    }
}

/// Goes off to a page of the Hosted UI, or to our own for a new account, to come back to `return_to`. With `reauthenticate` the
/// person is asked again who they are.
pub(crate) async fn start(
    return_to: &str,
    login_hint: Option<String>,
    page: HostedPage,
    reauthenticate: bool,
) -> Result<(), AppError> {
    let return_to = ReturnTo::try_parse(return_to).map_err(too_long)?;
    if matches!(page, HostedPage::SignUp) && sign_up::is_here() {
        redirect_within_app(&with_return_to("/signup", &return_to));
        return Ok(());
    }
    limits::count(Attempt::StartSignIn)?;
    let options = SignInOptions {
        login_hint,
        lang: language().hosted_ui.map(ToOwned::to_owned),
        page,
        reauthenticate,
    };
    let started = flows()
        .admission
        .start_sign_in(&cookies(), return_to, &options)
        .await;
    let started = started.map_err(|error| start_error(&error))?;
    set_cookies(&started.cookies);
    redirect(started.location.as_str());
    Ok(())
}

/// Turns the answer of the Hosted UI into a session.
pub(crate) async fn finish(answer: &CallbackAnswer) -> Result<(), AppError> {
    limits::count(Attempt::FinishSignIn)?;
    let (account, held) = (flows(), cookies());
    let finished = account.admission.finish_sign_in(&held, device(), answer).await;
    let signed_in =
        finished.map_err(|error| finish_error(&error, &account.signin.sign_in.destination(&held, answer)))?;
    set_cookies(&signed_in.cookies);
    if signed_in.complete {
        redirect_within_app(signed_in.return_to.as_str());
    } else {
        redirect_within_app(&welcome_path(&signed_in.return_to));
    }
    Ok(())
}
