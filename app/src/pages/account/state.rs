//! What the sections of the account page share.

use attributes::Values;
use leptos::prelude::*;

use crate::api::{
    AccountChange, AccountOutcome, AccountView, FactorSetup, FactorView, Mistake, begin_factor,
    change_password, finish_factor, stop_factor,
};
use crate::components::Told;
use crate::error::AppError;
use crate::texts::{Texts, use_texts};

/// The forms that WebAssembly sends.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Password,
    BeginFactor,
    FinishFactor,
    StopFactor,
}

#[derive(Clone, Copy)]
pub(super) struct State {
    texts: &'static Texts,
    pub csrf: StoredValue<String>,
    pub fresh: bool,
    pub told: RwSignal<Option<Told>>,
    pub mistakes: RwSignal<Vec<Mistake>>,
    pub factor: RwSignal<Option<FactorView>>,
    /// What the app needs, while it is shown.
    pub setup: RwSignal<Option<FactorSetup>>,
    /// Counts changed passwords: after each the inputs are blank again.
    pub passwords: RwSignal<u32>,
    send: Action<(Form, Values), Result<AccountOutcome, AppError>>,
}

impl State {
    pub fn new(view: &AccountView) -> Self {
        let state = Self {
            texts: use_texts(),
            csrf: StoredValue::new(view.csrf.clone()),
            fresh: view.fresh,
            told: RwSignal::new(None),
            mistakes: RwSignal::new(Vec::new()),
            factor: RwSignal::new(view.factor),
            setup: RwSignal::new(None),
            passwords: RwSignal::new(0),
            send: Action::new(|(form, values): &(Form, Values)| send(*form, values.clone())),
        };
        if let Some(outcome) = view.outcome.clone() {
            state.take(outcome);
        }
        Effect::new(move |_| match state.send.value().get() {
            Some(Ok(outcome)) => state.take(outcome),
            Some(Err(error)) => state.take(AccountOutcome::NotSaved(error)),
            None => {}
        });
        state
    }

    /// Sends a form.
    pub fn submit(self, form: Form) -> Option<Callback<Values>> {
        Some(Callback::new(move |values| {
            self.told.set(None);
            self.send.dispatch((form, values));
        }))
    }

    pub fn pending(self) -> Signal<bool> {
        self.send.pending().into()
    }

    /// Shows what became of a form.
    fn take(self, outcome: AccountOutcome) {
        let (mut told, mut mistakes) = (None, Vec::new());
        match outcome {
            AccountOutcome::Done(change) => {
                told = Some(Told::Done((self.texts.account.changed)(change)));
                self.take_change(change);
            }
            AccountOutcome::Begun(setup) => {
                self.setup.set(Some(setup));
                self.factor.update(|factor| {
                    if let Some(factor) = factor {
                        factor.unfinished = true;
                    }
                });
            }
            AccountOutcome::Mistakes(found) => mistakes = found,
            AccountOutcome::NotSaved(error) => told = Some(Told::NotSaved(error)),
        }
        self.told.set(told);
        self.mistakes.set(mistakes);
    }

    fn take_change(self, change: AccountChange) {
        let on = match change {
            AccountChange::PasswordChanged => return self.passwords.update(|count| *count += 1),
            AccountChange::FactorOn => true,
            AccountChange::FactorOff => false,
            AccountChange::Deleted => return,
        };
        self.setup.set(None);
        self.factor.set(Some(FactorView {
            on,
            unfinished: false,
        }));
    }
}

async fn send(form: Form, mut values: Values) -> Result<AccountOutcome, AppError> {
    let mut value = |name: &str| values.remove(name).unwrap_or_default();
    let csrf = value("csrf");
    match form {
        Form::Password => {
            let others = value("sign_out_others") == "true";
            change_password(value("current_password"), value("new_password"), others, csrf).await
        }
        Form::BeginFactor => begin_factor(csrf).await,
        Form::FinishFactor => finish_factor(value("code"), csrf).await,
        Form::StopFactor => stop_factor(csrf).await,
    }
}
