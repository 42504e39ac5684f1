//! The form over attributes. Without WebAssembly it posts and the page comes back; with it the same rules
//! speak up while one types, the answer comes without a page load, and a draft survives a lost session.

mod check;
#[cfg(feature = "ssr")]
mod fields;
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
use {
    crate::server::html::Html,
    crate::server::template::{GAP, Templates},
    fields::write_fields,
    leptos::tachys::html::InertElement,
};

/// In bytes: most forms.
#[cfg(feature = "ssr")]
const USUAL_SIZE: usize = 32 * 1024;

/// A form over attributes.
#[component]
pub(crate) fn AttributeForm(
    /// Names the form's draft.
    form: &'static str,
    /// Fields and values.
    view: FormView,
    /// The fields as HTML: the server's [`fields_of`], which the browser leaves as it came.
    fields: String,
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
            <div class="fields" inner_html=fields></div>
            <SaveBar state submit_label />
        </form>
    }
}

/// The fields as HTML.
#[cfg(feature = "ssr")]
pub(super) fn fields_of(view: &FormView) -> String {
    let mut html = Html::new();
    write_fields(&mut html, view);
    html.into_string()
}

/// Nothing: the fields are there.
#[cfg(not(feature = "ssr"))]
pub(super) fn fields_of(_: &FormView) -> String {
    String::new()
}

/// What `form` makes of the view and its fields. Nothing came of most forms yet: then all looks the same but the token and the fields.
#[cfg(feature = "ssr")]
pub(super) fn of_template<V: IntoView>(
    template: &Templates,
    view: FormView,
    form: impl FnOnce(FormView, String) -> V,
) -> InertElement {
    let mut html = Html::with_room(USUAL_SIZE);
    if view.outcome.is_some() {
        let fields = fields_of(&view);
        html.view(form(view, fields));
    } else {
        let gap = || GAP.to_owned();
        let blank = FormView {
            csrf: gap(),
            ..FormView::default()
        };
        let blank = || form(blank, gap());
        template.write_around(&mut html, blank, |html, gap| match gap {
            0 => html.text(&view.csrf),
            _ => write_fields(html, &view),
        });
    }
    html.into_element()
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
