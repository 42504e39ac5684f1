//! The server functions that are the front end's own API: starting and finishing a sign-in, the profile, saving it, signing out,
//! and who is there. Each is an address under `/api`, each is a POST. Those that only forms post to stand beside their pages; all
//! addresses are listed in the server's `router.rs`.

use std::collections::BTreeMap;

#[cfg(not(feature = "ssr"))]
use attributes::Attribute as AskedField;
use attributes::{FieldError, Group, Lock, Values};
use leptos::server;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::server::AskedField;

/// Who looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Proves that a form was rendered for this session.
    pub csrf: String,
}

/// A form to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormView {
    /// Whose form it is: a draft is offered to this user only.
    pub subject: String,
    /// The version of the attribute list: a draft of another version is of no use.
    pub version: u32,
    /// Proves that the form was rendered for this session.
    pub csrf: String,
    /// The groups of the fields, in order: the server has written them around the fields.
    #[serde(skip)]
    pub groups: Vec<Group>,
    /// The fields, in order.
    pub fields: Vec<AskedField>,
    /// Those that the person cannot change, by wire name, and why.
    pub locks: BTreeMap<String, Lock>,
    /// Their values, by wire name: the pool's, or what was posted and not saved.
    pub values: Values,
    /// The pool's values: what differs from them was changed by the person.
    pub baseline: Values,
    /// What became of the form when it was last posted without WebAssembly.
    pub outcome: Option<SaveOutcome>,
}

/// The profile page.
#[cfg_attr(
    not(feature = "ssr"),
    expect(dead_code, reason = "the browser has no page that asks for it")
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileView {
    /// Standard attributes that are shown only, by wire name.
    pub facts: Vec<(String, String)>,
    /// What can be changed.
    pub form: FormView,
}

/// The form after registration.
#[cfg(feature = "ssr")]
pub enum WelcomeView {
    /// There is something to ask: one step of it.
    Ask(Box<FormView>, Step),
    /// The same after another user may have filled in the sign-up form.
    Review(Box<FormView>),
    /// Everything is there.
    Complete,
}

/// Where one is among the steps of the form after registration.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy)]
pub struct Step {
    /// How many came before.
    pub done: u8,
    /// How many come after.
    pub left: u8,
}

/// A form on its way to be saved; see [`save_profile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What stands in the fields.
    pub values: Values,
    /// What they were shown with.
    pub baseline: Values,
    /// The token the form was rendered with.
    pub csrf: String,
}

/// What became of a posted form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveOutcome {
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
    /// Nothing was written: these fields were changed elsewhere since the form was shown, to these values, blank for
    /// none. Who saves again replaces them.
    Changed(Values),
    /// Nothing was written for another reason.
    NotSaved(AppError),
}

/// The visitor, for the header; never redirects.
#[server(endpoint = "visitor")]
pub async fn load_visitor() -> Result<Option<Visitor>, AppError> {
    crate::server::visitor::visitor().await
}

/// The profile page.
#[server(endpoint = "profile")]
pub async fn load_profile() -> Result<ProfileView, AppError> {
    crate::pages::profile::load().await
}

/// Goes off to the Hosted UI to come back to `return_to`; to its sign-up page, or ours, or to its page for forgotten
/// passwords if so wished. With `fresh` the person is asked again who they are.
#[server(endpoint = "start_sign_in")]
pub async fn start_sign_in(
    return_to: String,
    login_hint: Option<String>,
    sign_up: bool,
    fresh: bool,
    forgot_password: bool,
) -> Result<(), AppError> {
    let page = match (sign_up, forgot_password) {
        (true, _) => signin::HostedPage::SignUp,
        (_, true) => signin::HostedPage::ForgotPassword,
        _ => signin::HostedPage::SignIn,
    };
    crate::pages::sign_in::start(&return_to, login_hint, page, fresh).await
}

/// Turns the answer of the Hosted UI into a session.
#[server(endpoint = "finish_sign_in")]
pub async fn finish_sign_in(
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
) -> Result<(), AppError> {
    let answer = signin::CallbackAnswer {
        code,
        state,
        error,
        iss,
    };
    crate::pages::sign_in::finish(&answer).await
}

/// Saves the profile form: what stands in its fields (`values`, and `zones` for moments) and differs from what it was
/// shown with (`original`). `csrf` is the token the form was rendered with: it must be of the session that saves.
#[server(endpoint = "save_profile")]
pub async fn save_profile(
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)]
    #[server(rename = "original")]
    baseline: Values,
    #[server(default)] csrf: String,
) -> Result<SaveOutcome, AppError> {
    use ::account::Submission;

    use crate::server::{self, forms};

    // Checked before the form gets here.
    drop(csrf);
    let person = server::OnboardedFormPost::of_request().await?;
    let values = forms::with_zones(values, &zones);
    forms::save(&person, &forms::profile(), Submission { values, baseline }).await
}

/// Saves a step of the form after registration, then goes on to the next one, or to `return_to`. `done` is how many steps came
/// before: it is shown, and decides nothing.
#[server(endpoint = "save_welcome")]
pub async fn save_welcome(
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)]
    #[server(rename = "original")]
    baseline: Values,
    #[server(default)] csrf: String,
    #[server(default)] return_to: String,
    #[server(default)] done: u8,
) -> Result<SaveOutcome, AppError> {
    use ::account::Submission;
    use signin::ReturnTo;

    use crate::server::{self, forms};

    // Checked before the form gets here.
    drop(csrf);
    let person = server::FormPost::of_request().await?;
    let values = forms::with_unanswered(&person, forms::with_zones(values, &zones), &baseline);
    let form = forms::welcome(&person, &ReturnTo::parse(&return_to), done, &values);
    forms::save(&person, &form, Submission { values, baseline }).await
}

/// Signs out: here, and at the pool. Out of this browser in any case.
#[server(endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    crate::pages::sign_out::sign_out().await
}
