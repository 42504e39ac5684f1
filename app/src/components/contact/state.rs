//! What the forms of the section share.

use attributes::Values;
use leptos::prelude::*;

use crate::api::{
    Address, AddressView, ContactOutcome, ContactView, Input, Mistake, cancel_change, change_address,
    confirm_address, resend_code,
};
use crate::components::post_form::Told;
use crate::error::AppError;
use crate::texts::{Texts, use_texts};

/// What a form is for.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Change,
    Confirm,
    Resend,
    Cancel,
}

type Sent = (Form, Address, Values);

#[derive(Clone, Copy)]
pub(super) struct State {
    texts: &'static Texts,
    pub csrf: StoredValue<String>,
    pub fresh: bool,
    pub told: RwSignal<Option<Told>>,
    pub mistakes: RwSignal<Vec<Mistake>>,
    pub addresses: RwSignal<Vec<AddressView>>,
    /// What was typed and not taken, when a plain post brought it back.
    typed: StoredValue<Option<(Input, String)>>,
    send: Action<Sent, Result<ContactOutcome, AppError>>,
}

impl State {
    pub fn new(view: &ContactView) -> Self {
        let state = Self {
            texts: use_texts(),
            csrf: StoredValue::new(view.csrf.clone()),
            fresh: view.fresh,
            told: RwSignal::new(None),
            mistakes: RwSignal::new(Vec::new()),
            addresses: RwSignal::new(view.addresses.clone()),
            typed: StoredValue::new(None),
            send: Action::new(|(form, address, values): &Sent| send(*form, *address, values.clone())),
        };
        match view.outcome.clone() {
            // What the page shows of the addresses is newer than the message.
            Some(ContactOutcome::Done(step, _)) => {
                state.take(ContactOutcome::Done(step, view.addresses.clone()));
            }
            Some(outcome) => {
                if let ContactOutcome::Mistake(Mistake { input, .. }, typed) = &outcome {
                    state.typed.set_value(Some((*input, typed.clone())));
                }
                state.take(outcome);
            }
            None => {}
        }
        Effect::new(move |_| match state.send.value().get() {
            Some(Ok(outcome)) => state.take(outcome),
            Some(Err(error)) => state.take(ContactOutcome::NotSaved(error, String::new())),
            None => {}
        });
        state
    }

    pub fn address(self, which: Address) -> Option<AddressView> {
        self.addresses
            .with(|all| all.iter().find(|view| view.address == which).cloned())
    }

    pub fn typed(self, input: Input) -> String {
        let typed = self.typed.get_value().filter(|(at, _)| *at == input);
        typed.map(|(_, typed)| typed).unwrap_or_default()
    }

    pub fn submit(self, form: Form, address: Address) -> Option<Callback<Values>> {
        Some(Callback::new(move |values| {
            self.told.set(None);
            self.send.dispatch((form, address, values));
        }))
    }

    pub fn pending(self) -> Signal<bool> {
        self.send.pending().into()
    }

    fn take(self, outcome: ContactOutcome) {
        let (mut told, mut mistakes) = (None, Vec::new());
        match outcome {
            ContactOutcome::Done(step, addresses) => {
                told = Some(Told::Done((self.texts.contact.done)(step)));
                if self.addresses.with_untracked(|shown| *shown != addresses) {
                    self.addresses.set(addresses);
                }
            }
            ContactOutcome::Mistake(mistake, _) => mistakes.push(mistake),
            ContactOutcome::NotSaved(error, _) => told = Some(Told::NotSaved(error)),
        }
        self.told.set(told);
        self.mistakes.set(mistakes);
    }
}

async fn send(form: Form, address: Address, mut values: Values) -> Result<ContactOutcome, AppError> {
    let mut value = |name: &str| values.remove(name).unwrap_or_default();
    let csrf = value("csrf");
    match form {
        Form::Change => change_address(address, value("value"), csrf).await,
        Form::Confirm => confirm_address(address, value("code"), csrf).await,
        Form::Resend => resend_code(address, csrf).await,
        Form::Cancel => cancel_change(address, csrf).await,
    }
}
