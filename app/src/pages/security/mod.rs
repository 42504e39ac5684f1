//! How one signs in and is reached.

pub(crate) mod contact;
mod factor;
mod load;
mod lost_phone;
mod password;
mod posts;
mod qr;
mod state;
pub(crate) mod view;

use leptos::prelude::*;

use super::layout::{Section, Sections, loaded_page};
use super::small_form::{InputErrorSummary, StatusMessage};
use crate::error::AppError;
use crate::islands::links::confirm_path;
use crate::pages::security::contact::view::ContactView;
use crate::pages::security::view::{SecurityForm, SecurityView};
use crate::texts::use_texts;
use contact::ContactSection;
use factor::FactorSection;
use password::PasswordSection;
use state::SecurityState;

const HERE: &str = "/security";

/// Password, authenticator app, and addresses.
pub(crate) async fn security_page() -> AnyView {
    let loaded = load_both().await;
    loaded_page(use_texts().pages().security.title, loaded, |(view, contact)| {
        view! { <Sections here=Section::Security><Security view contact /></Sections> }.into_any()
    })
}

/// How one signs in, and the addresses if they can be shown: the page is of use without.
async fn load_both() -> Result<(SecurityView, Option<ContactView>), AppError> {
    let view = load::load().await?;
    Ok((view, contact::load().await.ok()))
}

#[component]
fn Security(view: SecurityView, contact: Option<ContactView>) -> impl IntoView {
    let texts = use_texts();
    let fresh = view.fresh;
    let state = SecurityState::new(view);
    // Once is enough: what is told of a refused form has the same button.
    let has_button = state.asks_to_confirm() || contact.as_ref().is_some_and(ContactView::asks_to_confirm);
    let confirm = (!fresh && !has_button).then(|| {
        view! {
            <section class="card notice">
                <p>{texts.pages().security.confirm}</p>
                <p><a class="button" href=confirm_path(HERE)>{texts.actions.confirm_identity}</a></p>
            </section>
        }
    });
    view! {
        <h1>{texts.pages().security.title}</h1>
        <p class="lead">{texts.pages().security.lead}</p>
        {confirm}
        <PasswordSection state=state.clone() />
        <FactorSection state />
        {contact.map(|view| view! { <ContactSection view /> })}
    }
    .into_any()
}

/// What became of a form of this page, in its section.
#[component]
fn FormOutcome(state: SecurityState, form: SecurityForm) -> impl IntoView {
    view! {
        <StatusMessage status=state.status(form) />
        <InputErrorSummary errors=state.errors(form) />
    }
    .into_any()
}
