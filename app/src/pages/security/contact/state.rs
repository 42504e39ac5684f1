//! What the blocks of the section share.

use account::ContactInfo;

use crate::pages::security::contact::view::{ContactOutcome, ContactView};
use crate::pages::small_form::FormStatus;
use crate::pages::small_form::input_error::{InputError, InputName};
use crate::texts::use_texts;

/// What the section offers, and what it says of the form that was posted last.
#[derive(Clone)]
pub(super) struct ContactState {
    pub csrf: String,
    /// Without it nothing can be changed.
    pub fresh: bool,
    pub status: Option<FormStatus>,
    pub errors: Vec<InputError>,
    /// What was typed and not taken.
    typed: Option<(InputName, String)>,
}

impl ContactState {
    /// The addresses are left out: each is a block of its own.
    pub fn new(view: ContactView) -> (Self, Vec<ContactInfo>) {
        let mut state = Self {
            csrf: view.csrf,
            fresh: view.fresh,
            status: None,
            errors: Vec::new(),
            typed: view.typed,
        };
        match view.outcome {
            Some(ContactOutcome::Done(step)) => {
                state.status = Some(FormStatus::Done((use_texts().pages().contact.done)(step)));
            }
            Some(ContactOutcome::InputError(error, typed)) => {
                state.typed = Some((error.input, typed));
                state.errors.push(error);
            }
            Some(ContactOutcome::NotSaved(error, input, typed)) => {
                state.status = Some(FormStatus::NotSaved(error));
                state.typed = Some((input, typed));
            }
            None => {}
        }
        (state, view.addresses)
    }

    pub fn typed(&self, input: InputName) -> String {
        let typed = self.typed.iter().find(|(at, _)| *at == input);
        typed.map(|(_, typed)| typed.clone()).unwrap_or_default()
    }
}
