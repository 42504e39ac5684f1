//! The server functions: each is a public address under `/api`, each is a POST. What they share lives in
//! [`mod@crate::server`]; the flows themselves in the crates `account` and `signin`.

mod account;
mod contact;
mod language;
mod mistake;
mod sessions;
mod sign_up;
mod sources;
mod welcome;

use std::collections::BTreeMap;

use attributes::{Attribute, FieldError, Group, Lock, Values};
use leptos::server;
use serde::{Deserialize, Serialize};

use crate::client::AppClient;
use crate::error::AppError;

pub use account::*;
pub use contact::*;
pub use language::SetLanguage;
pub use mistake::{Input, Mistake, Reason};
pub use sessions::{
    EndOtherSessions, EndSession, MomentView, SessionView, SessionsOutcome, SessionsView, SignOutEverywhere,
    load_sessions,
};
pub use sign_up::*;
pub use sources::*;
pub use welcome::*;

/// Who looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The name to greet a signed-in person with.
    pub name: Option<String>,
    /// Proves that a form was rendered for this session.
    pub csrf: String,
}

/// A form to be filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormView {
    /// Whose form it is: a draft is offered to nobody else.
    pub subject: String,
    /// The version of the attribute list: a draft of another version is of no use.
    pub version: u32,
    /// Proves that the form was rendered for this session.
    pub csrf: String,
    /// The groups of the fields, in order.
    pub groups: Vec<Group>,
    /// The fields, in order.
    pub fields: Vec<Attribute>,
    /// Those that the person cannot change, by wire name, and why.
    pub locks: BTreeMap<String, Lock>,
    /// Codes and names of countries, if a field is one.
    pub countries: Vec<(String, String)>,
    /// Their values, by wire name: the pool's, or what was posted and not saved.
    pub values: Values,
    /// The pool's values: what differs from them was changed by the person.
    pub shown: Values,
    /// What became of the form when it was last posted without WebAssembly.
    pub outcome: Option<Outcome>,
}

/// The profile page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileView {
    /// Standard attributes that are shown only, by wire name.
    pub facts: Vec<(String, String)>,
    /// What can be changed.
    pub form: FormView,
}

/// The form after registration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WelcomeView {
    /// There is something to ask.
    Ask(Box<FormView>),
    /// The same after somebody else may have filled in the sign-up form.
    Review(Box<FormView>),
    /// Everything is there.
    Complete,
}

/// A form on its way to be saved; see [`save_profile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What stands in the fields.
    pub values: Values,
    /// What they were shown with.
    pub shown: Values,
    /// The token the form was rendered with.
    pub csrf: String,
}

/// What became of a posted form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Written.
    Saved {
        /// What the fields hold now, in the pool's spelling.
        values: Values,
        /// Where to go on to; `None` stays on the page.
        next: Option<String>,
    },
    /// Nothing was written: there was no change to write.
    Unchanged,
    /// Nothing was written: these fields break a rule.
    Invalid(Vec<FieldError>),
    /// Nothing was written: somebody else changed these fields since the form was shown, to these values, blank for
    /// none. Who saves again replaces them.
    Changed(Values),
    /// Nothing was written for another reason.
    NotSaved(AppError),
}

/// Who looks at the page, for the header; never sends anybody anywhere.
#[server(endpoint = "visitor", client = AppClient)]
pub async fn load_visitor() -> Result<Option<Visitor>, AppError> {
    crate::server::views::visitor().await
}

/// Who can sign out: whoever has a session, or a session's cookie while nobody can say whether it has one.
#[server(endpoint = "leaver", client = AppClient)]
pub async fn load_leaver() -> Result<Option<Visitor>, AppError> {
    crate::server::views::leaver().await
}

/// The home page of a signed-in person; `None` for everybody else.
#[server(endpoint = "home", client = AppClient)]
pub async fn load_home() -> Result<Option<Visitor>, AppError> {
    crate::server::views::home().await
}

/// The profile page.
#[server(endpoint = "profile", client = AppClient)]
pub async fn load_profile() -> Result<ProfileView, AppError> {
    crate::server::views::profile().await
}

/// The form after registration.
#[server(endpoint = "welcome", client = AppClient)]
pub async fn load_welcome(return_to: String) -> Result<WelcomeView, AppError> {
    crate::server::views::welcome(&return_to).await
}

/// Goes off to the Hosted UI to come back to `return_to`; to its sign-up page, or ours, or to its page for forgotten
/// passwords if so wished. With `fresh` the person is asked again who they are.
#[server(endpoint = "start_sign_in", client = AppClient)]
pub async fn start_sign_in(
    return_to: String,
    login_hint: Option<String>,
    sign_up: bool,
    fresh: bool,
    forgot_password: bool,
) -> Result<(), AppError> {
    use signin::{Attempt, HostedPage, ReturnTo, SignInOptions};

    use crate::server;

    let return_to = ReturnTo::try_parse(&return_to).map_err(server::too_long)?;
    if sign_up && server::sign_up::is_here() {
        server::redirect_within_app(&server::with_return_to("/signup", &return_to));
        return Ok(());
    }
    server::limits::count(Attempt::StartSignIn)?;
    let lang = server::language().hosted_ui;
    let options = SignInOptions {
        login_hint,
        lang: lang.map(ToOwned::to_owned),
        page: match (sign_up, forgot_password) {
            (true, _) => HostedPage::SignUp,
            (_, true) => HostedPage::ForgotPassword,
            _ => HostedPage::SignIn,
        },
        reauthenticate: fresh,
    };
    let started = server::flows()
        .admission
        .start_sign_in(&server::cookies(), return_to, &options)
        .await
        .map_err(|error| server::start_error(&error))?;
    server::set_cookies(&started.cookies);
    server::redirect(started.location.as_str());
    Ok(())
}

/// Turns the answer of the Hosted UI into a session.
#[server(endpoint = "finish_sign_in", client = AppClient)]
pub async fn finish_sign_in(
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
) -> Result<(), AppError> {
    use signin::{Attempt, CallbackAnswer};

    use crate::server;

    server::limits::count(Attempt::FinishSignIn)?;

    let answer = CallbackAnswer {
        code,
        state,
        error,
        iss,
    };
    let account = server::flows();
    let held = server::cookies();
    let signed_in = account
        .admission
        .finish_sign_in(&held, server::device(), &answer)
        .await
        .map_err(|error| server::finish_error(&error, &account.signin.sign_in.destination(&held, &answer)))?;
    server::set_cookies(&signed_in.cookies);
    if signed_in.complete {
        server::redirect_within_app(signed_in.return_to.as_str());
    } else {
        server::redirect_within_app(&server::welcome_path(&signed_in.return_to));
    }
    Ok(())
}

/// Saves the profile form: what stands in its fields (`values`, and `zones` for moments) and differs from what it was
/// shown with (`shown`). `csrf` is the token the form was rendered with: it must be of the session that saves.
#[server(endpoint = "save_profile", client = AppClient)]
pub async fn save_profile(
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)] shown: Values,
    #[server(default)] csrf: String,
) -> Result<Outcome, AppError> {
    use ::account::Posted;

    use crate::server::{self, forms};

    // Checked before the form gets here.
    drop(csrf);
    let person = server::OnboardedFormPost::of_request().await?;
    let values = forms::with_zones(values, &zones);
    forms::save(&person, &forms::profile(), Posted { values, shown }).await
}

/// Saves the form after registration, then goes on to `return_to`.
#[server(endpoint = "save_welcome", client = AppClient)]
pub async fn save_welcome(
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)] shown: Values,
    #[server(default)] csrf: String,
    #[server(default)] return_to: String,
) -> Result<Outcome, AppError> {
    use ::account::Posted;
    use signin::ReturnTo;

    use crate::server::{self, forms};

    // Checked before the form gets here.
    drop(csrf);
    let person = server::FormPost::of_request().await?;
    let values = forms::with_unanswered(&person, forms::with_zones(values, &zones));
    let form = forms::welcome(&ReturnTo::parse(&return_to));
    forms::save(&person, &form, Posted { values, shown }).await
}

/// Signs out: here, and at the pool. Out of this browser in any case.
#[server(endpoint = "sign_out", client = AppClient)]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::server;

    let account = server::flows();
    let signed_out = account
        .signin
        .sign_out
        .sign_out(server::session_cookie().as_ref())
        .await;
    server::set_cookie(&account.signin.cookies.forget_session());
    server::set_header("clear-site-data", "\"cache\"");
    match signed_out.location {
        _ if !signed_out.is_ended => {
            server::note_transient();
            server::redirect_within_app("/logged_out?here=unknown");
        }
        Some(location) => server::redirect(location.as_str()),
        None => server::redirect_within_app("/logged_out"),
    }
    Ok(())
}

/// Where the pool's own session ends, for a page to link to; `None` if the pool cannot be reached.
#[server(endpoint = "pools_sign_out", client = AppClient)]
pub async fn pools_sign_out() -> Result<Option<String>, AppError> {
    let location = crate::server::flows()
        .signin
        .revocations
        .sign_out_location()
        .await;
    Ok(location.map(String::from))
}
