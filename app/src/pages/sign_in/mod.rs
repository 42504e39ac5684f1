//! Going off to the Hosted UI, and coming back. Neither page is seen unless something fails: the answer is a redirect.

mod logged_in;
mod login;

use signin::{Attempt, CallbackAnswer, HostedPage, ReturnTo, SignInOptions};

use crate::error::AppError;
use crate::pages::sign_up;
use crate::server::{
    cookies, device, finish_error, flows, language, limits, redirect, redirect_within_app, set_cookies,
    start_error, too_long, welcome_path, with_return_to,
};

pub(crate) use logged_in::logged_in_page;
pub(crate) use login::login_page;

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
