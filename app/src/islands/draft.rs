//! An unfinished form, kept in the browser's session storage under its person and version, so that a session
//! that ends in the middle loses nothing, nor a form for a new account that is loaded again. One draft at most; gone when it is saved and at sign-out.
//! It holds what was changed only, so that restoring it leaves what was saved elsewhere meanwhile.

use attributes::Values;
use gloo_storage::{SessionStorage, Storage as _};
use js_sys::{JSON, Object, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::island::{Island, takes_over};
use super::json::from_json;
use super::tabs::{TabEvent, tell_other_tabs};
use crate::api::{FormView, SaveOutcome};
use crate::error::AppError;
use crate::texts::use_texts;

const KEY: &str = "draft";

/// What was typed into a form and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Draft {
    form: String,
    subject: String,
    version: u32,
    /// The fields that were changed.
    pub values: Values,
    /// What each of them said before.
    pub baseline: Values,
}

impl Draft {
    /// The draft of this form and person, if it says something else than the form does. One of another user
    /// is forgotten.
    pub fn find(form: &'static str, view: &FormView) -> Option<Self> {
        let draft = Self::stored()?;
        if draft.subject != view.subject {
            drop_draft();
        }
        let fits = draft.form == form && draft.subject == view.subject && draft.version == view.version;
        if !fits {
            return None;
        }
        let differs = view.fields.iter().any(|field| {
            let typed = draft.values.get(&field.name);
            let shown = view.values.get(&field.name).map_or("", String::as_str);
            // A draft ticks no box: consent is given now.
            field.consent.is_none() && typed.is_some_and(|typed| !field.is_untouched(shown, typed))
        });
        differs.then_some(draft)
    }

    /// One that says nothing yet.
    pub fn new(form: &str, view: &FormView) -> Self {
        Self {
            form: form.to_owned(),
            subject: view.subject.clone(),
            version: view.version,
            values: Values::new(),
            baseline: Values::new(),
        }
    }

    /// Notes what a field says now and said before.
    pub fn put(&mut self, name: &str, value: &str, baseline: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
        self.baseline.insert(name.to_owned(), baseline.to_owned());
    }

    /// Takes the place of the one there is. A browser that stores nothing loses the convenience, not the form.
    pub fn keep(&self) {
        if self.values.is_empty() {
            drop_draft();
        } else {
            self.store();
        }
    }

    /// The one there is, of any user.
    fn stored() -> Option<Self> {
        from_json(&storage()?.get_item(KEY).ok()??)
    }

    fn store(&self) {
        if let (Some(storage), Some(json)) = (storage(), self.to_json()) {
            let _ = storage.set_item(KEY, &json);
        }
    }

    fn to_json(&self) -> Option<String> {
        let draft = Object::new();
        let set = |object: &Object, name: &str, value: &JsValue| {
            let _ = Reflect::set(object, &JsValue::from_str(name), value);
        };
        for (part, texts) in [("values", &self.values), ("baseline", &self.baseline)] {
            let object = Object::new();
            for (name, text) in texts {
                set(&object, name, &JsValue::from_str(text));
            }
            set(&draft, part, &object);
        }
        set(&draft, "form", &JsValue::from_str(&self.form));
        set(&draft, "subject", &JsValue::from_str(&self.subject));
        set(&draft, "version", &JsValue::from(self.version));
        JSON::stringify(&draft).ok()?.as_string()
    }
}

fn storage() -> Option<web_sys::Storage> {
    // First: `raw` panics in a browser that stores nothing.
    window().session_storage().ok().flatten()?;
    Some(SessionStorage::raw())
}

/// The draft of the form for a new account: of a user without a name yet.
const SIGN_UP: &str = "sign-up";

/// What was typed into the form for a new account, by the names of its inputs. A signed-in person's draft is left alone.
pub(super) fn sign_up_draft() -> Values {
    let draft = Draft::stored().filter(|draft| draft.form == SIGN_UP);
    draft.map(|draft| draft.values).unwrap_or_default()
}

/// Keeps what was typed into the form for a new account, if there is no draft of a user with a name. Never to be given a
/// password.
pub(super) fn keep_sign_up_draft(values: Values) {
    if Draft::stored().is_some_and(|draft| draft.form != SIGN_UP) {
        return;
    }
    let draft = Draft {
        form: SIGN_UP.to_owned(),
        subject: String::new(),
        version: 0,
        values,
        baseline: Values::new(),
    };
    draft.store();
}

/// Forgets it: the account is made.
pub(super) fn drop_sign_up_draft() {
    if !sign_up_draft().is_empty() {
        drop_draft();
    }
}

/// Forgets the draft that was saved, also if its page is gone by then.
pub(crate) fn drop_saved_draft(outcome: &Result<SaveOutcome, AppError>, saved: &Values) {
    let is_saved = matches!(outcome, Ok(SaveOutcome::Saved { .. } | SaveOutcome::Unchanged));
    let is_in_it = |draft: Draft| {
        draft
            .values
            .iter()
            .all(|(name, value)| saved.get(name) == Some(value))
    };
    if is_saved && Draft::stored().is_some_and(is_in_it) {
        drop_draft();
    }
}

/// Whether something was typed in this tab and not saved.
pub(crate) fn has_draft() -> bool {
    Draft::stored().is_some()
}

/// Forgets the draft of any user.
pub(crate) fn drop_draft() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// On the page after signing out: forgets the draft, should the form have been sent before WebAssembly was there to do it. Other
/// tabs forget theirs if it is true.
#[derive(Serialize, Deserialize)]
pub(crate) struct ForgetDraft;

takes_over!(ForgetDraft);

impl Island for ForgetDraft {
    fn come_alive(self, _: &Element) {
        drop_draft();
        tell_other_tabs(TabEvent::SignedOut);
    }
}

/// Offers what was typed before and never saved. Found after hydration only: the server knows nothing of it.
#[component]
pub(super) fn DraftOffer(
    offer: RwSignal<Option<Draft>>,
    /// The fields that a draft would change; nothing if it is not to be offered now.
    fields: impl Fn(&Draft) -> Option<String> + Copy + Send + Sync + 'static,
    /// Writes a draft into the form.
    restore: impl Fn(Draft) + Copy + Send + Sync + 'static,
    /// Forgets it.
    decline: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let texts = use_texts();
    let accept = move |_| {
        if let Some(draft) = offer.get_untracked() {
            restore(draft);
        }
    };
    view! {
        {move || offer.with(|offer| offer.as_ref().and_then(fields)).map(|fields| view! {
            <div class="notice" role="status">
                <p>{texts.form.draft_found} " " {fields}</p>
                <button type="button" class="button" on:click=accept>{texts.form.draft_use}</button>
                <button type="button" class="button quiet" on:click=move |_| decline()>{texts.form.draft_drop}</button>
            </div>
        })}
    }
}
