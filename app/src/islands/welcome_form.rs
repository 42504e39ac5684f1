//! The form after registration.

use attributes::Values;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::attribute_form::{AttributeForm, Save};
use super::draft::drop_saved_draft;
use super::island_props::IslandProps;
use super::kept::kept_with_page;
use crate::api::{Edit, FormView, SaveWelcome, save_welcome};
use crate::texts::use_texts;

/// Saves, then goes on to the next step, or to `return_to`.
#[island]
pub(crate) fn WelcomeForm(
    view: IslandProps<FormView>,
    return_to: String,
    /// How many steps came before.
    done: u8,
) -> impl IntoView {
    let hidden = vec![("return_to", return_to.clone()), ("done", done.to_string())];
    let save: Save = Action::new(move |edit: &Edit| {
        let Edit {
            values,
            baseline,
            csrf,
        } = edit.clone();
        let return_to = return_to.clone();
        async move {
            let outcome = save_welcome(values.clone(), Values::new(), baseline, csrf, return_to, done).await;
            drop_saved_draft(&outcome, &values);
            outcome
        }
    });
    let IslandProps(view) = view;
    kept_with_page(view! {
        <AttributeForm
            form="welcome"
            view
            action=SaveWelcome::url()
            submit_label=use_texts().actions.save_and_continue
            save
            hidden
        />
    })
}
