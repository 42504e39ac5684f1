//! The profile form.

use attributes::Values;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::attribute_form::{AttributeForm, Save};
use super::draft::drop_saved_draft;
use super::island_props::IslandProps;
use super::kept::kept_with_page;
use crate::api::{Edit, FormView, SaveProfile, save_profile};
use crate::texts::use_texts;

/// Saves, and stays on the page.
#[island]
pub(crate) fn ProfileForm(view: IslandProps<FormView>) -> impl IntoView {
    let save: Save = Action::new(|edit: &Edit| {
        let Edit {
            values,
            baseline,
            csrf,
        } = edit.clone();
        async move {
            let outcome = save_profile(values.clone(), Values::new(), baseline, csrf).await;
            drop_saved_draft(&outcome, &values);
            outcome
        }
    });
    let IslandProps(view) = view;
    kept_with_page(view! {
        <AttributeForm
            form="profile"
            view
            action=SaveProfile::url()
            submit_label=use_texts().actions.save
            save
        />
    })
}
