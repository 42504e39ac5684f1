//! The form after registration.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::attribute_form::{AttributeForm, fields_of};
use super::island::{Island, takes_over};
use crate::api::{FormView, SaveWelcome};
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
        let fields = fields_of(&self.view);
        view! {
            <AttributeForm
                form="welcome"
                view=self.view
                fields
                action=SaveWelcome::url()
                submit_label=use_texts().actions.save_and_continue
                hidden=vec![("return_to", self.return_to), ("done", self.done.to_string())]
            />
        }
    }
}
