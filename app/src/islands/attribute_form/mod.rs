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

use super::PAGE_FORM;
use super::draft::{Draft, DraftOffer};
use super::form::field_group::grouped;
use super::form::summary::ErrorSummary;
use crate::api::{Edit, FormView, SaveOutcome};
use crate::error::AppError;
use save_bar::SaveBar;
use state::FormState;

/// Sends a form.
pub(crate) type Save = Action<Edit, Result<SaveOutcome, AppError>>;

/// A form over attributes.
#[component]
pub(crate) fn AttributeForm(
    /// Names the form's draft.
    form: &'static str,
    /// Fields and values.
    view: FormView,
    /// The server function's address, for a plain post.
    action: &'static str,
    /// What the button says.
    submit_label: &'static str,
    save: Save,
    /// Further hidden fields.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let state = FormState::new(form, &view);
    state.come_alive(save);
    let hidden = hidden.into_iter();
    let hidden: Vec<_> = hidden
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <DraftOffer offer=state.offer restore=move |draft: Draft| state.restore(&draft) />
        <ErrorSummary errors=state.error_items() />
        <form
            id=PAGE_FORM
            class="attributes"
            method="post"
            action=action
            node_ref=state.element
            on:submit=move |event| state.take_submit(&event, save)
            on:input=move |_| state.while_shown(FormState::note_change)
            on:change=move |event| state.while_shown(|state| state.check_input(&event))
        >
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            {hidden}
            {grouped(&view.groups, &view.fields, &|field| state.field(field, &view))}
            <SaveBar state submit_label save />
        </form>
    }
}

impl FormState {
    /// What happens by itself once WebAssembly has taken the form over.
    fn come_alive(self, save: Save) {
        // Only now does the form speak up by itself. Before, and without WebAssembly, the browser must keep half a
        // date from being sent: it would arrive as no date at all.
        Effect::new(move |_| {
            if let Some(element) = self.element.get() {
                element.set_no_validate(true);
            }
        });
        Effect::new(move |_| {
            self.look_for_draft();
            self.keep_what_came_early();
        });
        Effect::new(move |_| {
            if let Some(answer) = save.value().get() {
                self.receive(answer);
            }
        });
    }

    /// Sends the form, unless it is on its way. A button that leads elsewhere, such as to another language, is the browser's
    /// to send.
    fn take_submit(self, event: &SubmitEvent, save: Save) {
        let button = event.submitter();
        if button.is_some_and(|button| button.has_attribute("formaction")) {
            return;
        }
        event.prevent_default();
        if !save.pending().get_untracked() {
            self.submit(save);
        }
    }
}
