//! The profile form.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::attribute_form::AttributeForm;
use super::island::{Island, takes_over};
use crate::api::{FormView, SaveProfile};
#[cfg(feature = "ssr")]
use crate::server::template::Templates;
use crate::texts::use_texts;

/// Saves, and stays on the page.
#[derive(Serialize, Deserialize)]
pub(crate) struct ProfileForm {
    pub view: FormView,
}

takes_over!(ProfileForm);

impl Island for ProfileForm {
    #[cfg(feature = "ssr")]
    fn view(self) -> impl IntoView + 'static {
        static TEMPLATE: Templates = Templates::new();
        super::attribute_form::of_template(&TEMPLATE, self.view, profile_form)
    }

    #[cfg(not(feature = "ssr"))]
    fn view(self) -> impl IntoView + 'static {
        profile_form(self.view, String::new())
    }
}

fn profile_form(view: FormView, fields: String) -> impl IntoView + 'static {
    let submit_label = use_texts().actions.save;
    view! {
        <AttributeForm form="profile" view fields action=SaveProfile::url() submit_label hidden=Vec::new() />
    }
}
