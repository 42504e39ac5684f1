//! The profile form.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::attribute_form::AttributeForm;
use super::island::{Island, takes_over};
use crate::api::{FormView, SaveProfile};
use crate::texts::use_texts;

/// Saves, and stays on the page.
#[derive(Serialize, Deserialize)]
pub(crate) struct ProfileForm {
    pub view: FormView,
}

takes_over!(ProfileForm);

impl Island for ProfileForm {
    fn view(self) -> impl IntoView + 'static {
        view! {
            <AttributeForm
                form="profile"
                view=self.view
                action=SaveProfile::url()
                submit_label=use_texts().actions.save
                hidden=Vec::new()
            />
        }
    }
}
