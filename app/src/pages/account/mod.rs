//! How one signs in, and how to leave.

mod factor;
mod leave;
mod load;
mod password;
mod posts;
mod qr;
mod state;
pub(crate) mod view;

use leptos::prelude::*;

use super::layout::{Problem, Section, Sections, Title};
use super::loaded;
use super::small_form::{InputErrorSummary, StatusMessage};
use crate::islands::links::confirm_path;
use crate::pages::account::view::{AccountForm, AccountView};
use crate::texts::use_texts;
use factor::FactorSection;
use leave::LeaveSection;
use password::PasswordSection;
use state::AccountState;

const HERE: &str = "/account";

/// Password, authenticator app, and the way out.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    loaded(load::load(), |view| {
        view! {
            <Title text=use_texts().pages().account.title />
            {match view {
                Ok(view) => view! { <Sections here=Section::Account><Account view /></Sections> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            }}
        }
    })
}

#[component]
fn Account(view: AccountView) -> impl IntoView {
    let texts = use_texts();
    let fresh = view.fresh;
    let state = AccountState::new(view);
    // Once is enough: what is told of a refused form has the same button.
    let has_button = state.asks_to_confirm();
    let confirm = (!fresh && !has_button).then(|| {
        view! {
            <section class="card notice">
                <p>{texts.pages().account.confirm}</p>
                <p><a class="button" href=confirm_path(HERE)>{texts.actions.confirm_identity}</a></p>
            </section>
        }
    });
    view! {
        <h1>{texts.pages().account.title}</h1>
        <p class="lead">{texts.pages().account.lead}</p>
        {confirm}
        <PasswordSection state=state.clone() />
        <FactorSection state=state.clone() />
        <LeaveSection state />
    }
    .into_any()
}

/// What became of a form of this page, in its section.
#[component]
fn FormOutcome(state: AccountState, form: AccountForm) -> impl IntoView {
    view! {
        <StatusMessage status=state.status(form) />
        <InputErrorSummary errors=state.errors(form) />
    }
    .into_any()
}
