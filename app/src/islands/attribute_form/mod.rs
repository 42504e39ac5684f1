//! The form over attributes. Without WebAssembly it posts and the page comes back; with it the same rules
//! speak up while one types, the answer comes without a page load, and a draft survives a lost session.

mod check;
mod save_bar;
mod send;
mod state;
mod status;
mod unsaved;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use send_wrapper::SendWrapper;
use web_sys::HtmlFormElement;

use super::PAGE_FORM;
use super::draft::{Draft, DraftOffer};
use super::form::summary::ErrorSummary;
use crate::api::FormView;
use save_bar::SaveBar;
use state::FormState;
#[cfg(feature = "ssr")]
use {super::form::field_group::write_grouped, crate::server::html::Html};

/// A form over attributes.
#[component]
pub(crate) fn AttributeForm(
    /// Names the form's draft.
    form: &'static str,
    /// Fields and values.
    view: FormView,
    /// The server function's address.
    action: &'static str,
    /// What the button says.
    submit_label: &'static str,
    /// Further hidden fields.
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let hidden_inputs: Vec<_> = hidden
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone() /> })
        .collect();
    let csrf = view.csrf.clone();
    let state = FormState::new(form, action, view, hidden);
    state.come_alive();
    view! {
        <DraftOffer
            offer=state.offer
            fields=move |draft: &Draft| state.restorable(draft)
            restore=move |draft: Draft| state.restore(&draft)
            decline=move || state.decline()
        />
        <ErrorSummary errors=state.error_items() />
        <form
            id=PAGE_FORM
            class="attributes"
            method="post"
            action=action
            on:submit=move |event| state.take_submit(&event)
            on:input=move |event| state.while_shown(|state| state.note_input(&event))
            on:change=move |event| state.while_shown(|state| state.check_input(&event))
        >
            <input type="hidden" name="csrf" value=csrf />
            {hidden_inputs}
            {fields(state)}
            <SaveBar state submit_label />
        </form>
    }
}

/// All fields. The browser leaves them as they came.
#[cfg(feature = "ssr")]
fn fields(state: FormState) -> impl IntoView + use<> {
    let mut html = Html::with_room(32 * 1024);
    state.view.with_value(|view| {
        write_grouped(&mut html, &view.groups, &view.fields, &|html, field| {
            state.write_field(html, field, view);
        });
    });
    view! { <div class="fields" inner_html=html.into_string()></div> }
}

#[cfg(not(feature = "ssr"))]
fn fields(_: FormState) -> impl IntoView + use<> {
    view! { <div class="fields" inner_html=""></div> }
}

impl FormState {
    /// What happens by itself once WebAssembly has taken the form over.
    fn come_alive(self) {
        Effect::new(move |_| {
            let element = document().get_element_by_id(PAGE_FORM);
            let Some(form) = element.and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) else {
                return;
            };
            // Only now does the form speak up by itself. Before, and without WebAssembly, the browser must keep half a
            // date from being sent: it would arrive as no date at all.
            form.set_no_validate(true);
            self.element.set_value(Some(SendWrapper::new(form)));
            self.look_for_draft();
            self.keep_what_came_early();
        });
        // After it: by then the form is known.
        Effect::new(move |_| self.show_errors_at_fields());
    }

    /// Sends the form, unless it is on its way. A button that leads elsewhere, such as to another language, is the browser's
    /// to send.
    fn take_submit(self, event: &SubmitEvent) {
        let button = event.submitter();
        if button.is_some_and(|button| button.has_attribute("formaction")) {
            return;
        }
        event.prevent_default();
        if !self.is_saving.get_untracked() {
            self.submit();
        }
    }
}
