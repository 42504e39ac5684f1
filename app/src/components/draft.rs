//! An unfinished form, kept in the browser's session storage under its person and version, so that a session
//! that ends in the middle loses nothing. One draft at most; gone when it is saved and at sign-out.

use attributes::Values;
use gloo_storage::{SessionStorage, Storage};
use serde::{Deserialize, Serialize};

use crate::api::FormView;

const KEY: &str = "draft";

/// What was typed into a form and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    form: String,
    subject: String,
    version: u32,
    pub values: Values,
}

impl Draft {
    /// The draft of this form and person, if it says something else than the form does. One of somebody else
    /// is forgotten.
    pub fn find(form: &'static str, view: &FormView) -> Option<Self> {
        let draft: Self = SessionStorage::get(KEY).ok()?;
        if draft.subject != view.subject {
            drop_draft();
        }
        let fits = draft.form == form && draft.subject == view.subject && draft.version == view.version;
        if !fits {
            return None;
        }
        let differs = view.fields.iter().any(|field| {
            let typed = draft.values.get(&field.name);
            typed.is_some_and(|typed| view.values.get(&field.name).map_or("", String::as_str) != typed)
        });
        differs.then_some(draft)
    }

    /// Keeps what was typed. A browser that stores nothing loses the convenience, not the form.
    pub fn keep(form: &'static str, view: &FormView, values: Values) {
        let (form, subject) = (form.to_owned(), view.subject.clone());
        let _ = SessionStorage::set(
            KEY,
            Self {
                form,
                subject,
                version: view.version,
                values,
            },
        );
    }
}

/// Whether something was typed in this tab and not saved.
pub(crate) fn has_draft() -> bool {
    SessionStorage::get::<Draft>(KEY).is_ok()
}

/// Forgets the draft, whosoever it is.
pub(crate) fn drop_draft() {
    SessionStorage::delete(KEY);
}
