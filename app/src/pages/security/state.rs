//! What the sections of the page share.

use attributes::{PasswordRule, PasswordRules};

use crate::pages::security::view::{
    AccountForm, AccountOutcome, AccountView, FactorSetup, FactorView, TypedAccount,
};
use crate::pages::small_form::FormStatus;
use crate::pages::small_form::input_error::{InputError, InputErrorKind, InputName};
use crate::texts::use_texts;

/// What the page offers, and what it says of the form that was posted last.
#[derive(Clone)]
pub(super) struct AccountState {
    pub csrf: String,
    /// What the person knows the account by.
    pub name: String,
    /// Without it there are no forms.
    pub fresh: bool,
    pub factor: Option<FactorView>,
    /// What the app needs.
    pub setup: Option<FactorSetup>,
    status: Option<(AccountForm, FormStatus)>,
    pub errors: Vec<InputError>,
    /// What was typed before the person confirmed who they are.
    pub typed: TypedAccount,
    /// What a new password needs.
    pub rules: PasswordRules,
    /// What the one that was posted last lacks.
    pub lacks: Vec<PasswordRule>,
}

impl AccountState {
    pub fn new(view: AccountView) -> Self {
        let mut state = Self {
            csrf: view.csrf,
            name: view.name,
            fresh: view.fresh,
            factor: view.factor,
            setup: view.setup,
            status: None,
            errors: Vec::new(),
            typed: view.typed,
            rules: view.rules,
            lacks: Vec::new(),
        };
        match view.outcome {
            Some(AccountOutcome::Done(change)) => {
                let sentence = (use_texts().pages().security.changed)(change);
                state.status = Some((change.form(), FormStatus::Done(sentence)));
            }
            Some(AccountOutcome::Begun(setup)) => state.setup = Some(setup),
            Some(AccountOutcome::InputErrors(errors)) => state.errors = errors,
            Some(AccountOutcome::Weak(lacks)) => {
                let (input, reason) = (InputName::NewPassword, InputErrorKind::AgainstPolicy);
                state.errors = vec![InputError { input, reason }];
                state.lacks = lacks;
            }
            Some(AccountOutcome::NotSaved(error, form)) => {
                state.status = Some((form, FormStatus::NotSaved(error)));
            }
            None => {}
        }
        state
    }

    /// Whether what is told has a button for a fresh sign-in.
    pub fn asks_to_confirm(&self) -> bool {
        self.status
            .as_ref()
            .is_some_and(|(_, status)| status.asks_to_confirm())
    }

    /// What is said of a form, if it was posted last.
    pub fn status(&self, form: AccountForm) -> Option<FormStatus> {
        let status = self.status.as_ref().filter(|(of, _)| *of == form);
        status.map(|(_, status)| status.clone())
    }

    /// What is wrong with it, if it was posted last.
    pub fn errors(&self, form: AccountForm) -> Vec<InputError> {
        let errors = self.errors.iter().copied();
        errors.filter(|error| form_of(error.input) == form).collect()
    }
}

/// The form of this page that an input is in.
fn form_of(input: InputName) -> AccountForm {
    match input {
        InputName::FactorCode => AccountForm::Factor,
        _ => AccountForm::Password,
    }
}
