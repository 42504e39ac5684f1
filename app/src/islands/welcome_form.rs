//! The form after registration.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::attribute_form::{AttributeForm, Save};
use super::draft::drop_saved_draft;
use super::island::{Island, takes_over};
use crate::api::{Edit, FormView, SaveWelcome};
use crate::client::send_edit;
use crate::texts::use_texts;

/// Saves, then goes on to the next step, or to `return_to`.
#[derive(Serialize, Deserialize)]
pub(crate) struct WelcomeForm {
    pub view: FormView,
    pub return_to: String,
    /// How many steps came before.
    pub done: u8,
}

takes_over!(WelcomeForm);

impl Island for WelcomeForm {
    fn view(self) -> impl IntoView + 'static {
        let hidden = vec![("return_to", self.return_to), ("done", self.done.to_string())];
        let more = hidden.clone();
        let save: Save = Action::new(move |edit: &Edit| {
            let (edit, more) = (edit.clone(), more.clone());
            async move {
                let values = edit.values.clone();
                let outcome = send_edit(SaveWelcome::url(), edit, more).await;
                drop_saved_draft(&outcome, &values);
                outcome
            }
        });
        view! {
            <AttributeForm
                form="welcome"
                view=self.view
                action=SaveWelcome::url()
                submit_label=use_texts().actions.save_and_continue
                save
                hidden
            />
        }
    }
}
