//! The profile form.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::attribute_form::{AttributeForm, Save};
use super::draft::drop_saved_draft;
use super::island::{Island, takes_over};
use crate::api::{Edit, FormView, SaveProfile};
use crate::client::send_edit;
use crate::texts::use_texts;

/// Saves, and stays on the page.
#[derive(Serialize, Deserialize)]
pub(crate) struct ProfileForm {
    pub view: FormView,
}

takes_over!(ProfileForm);

impl Island for ProfileForm {
    fn view(self) -> impl IntoView + 'static {
        let save: Save = Action::new(|edit: &Edit| {
            let edit = edit.clone();
            async move {
                let values = edit.values.clone();
                let outcome = send_edit(SaveProfile::url(), edit, Vec::new()).await;
                drop_saved_draft(&outcome, &values);
                outcome
            }
        });
        view! {
            <AttributeForm
                form="profile"
                view=self.view
                action=SaveProfile::url()
                submit_label=use_texts().actions.save
                save
            />
        }
    }
}
