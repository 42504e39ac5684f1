//! What the sections of the page share.

use account::MfaStatus;
use attributes::{PasswordRule, PasswordRules};

use crate::pages::security::view::{
    FactorSetup, SecurityForm, SecurityOutcome, SecurityView, TypedPasswordForm,
};
use crate::pages::small_form::FormStatus;
use crate::pages::small_form::input_error::{InputError, InputErrorKind, InputName};
use crate::texts::use_texts;

/// What the page offers, and what it says of the form that was posted last.
#[derive(Clone)]
pub(super) struct SecurityState {
    pub csrf: String,
    /// What the person knows the account by.
    pub name: String,
    /// Without it there are no forms.
    pub fresh: bool,
    pub factor: Option<MfaStatus>,
    /// What the app needs.
    pub setup: Option<FactorSetup>,
    status: Option<(SecurityForm, FormStatus)>,
    pub errors: Vec<InputError>,
    /// What was typed before the person confirmed who they are.
    pub typed: TypedPasswordForm,
    /// What a new password needs.
    pub rules: PasswordRules,
    /// What the one that was posted last lacks.
    pub lacks: Vec<PasswordRule>,
}

impl SecurityState {
    pub fn new(view: SecurityView) -> Self {
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
            Some(SecurityOutcome::Done(change)) => {
                let sentence = (use_texts().pages().security.changed)(change);
                state.status = Some((change.form(), FormStatus::Done(sentence)));
            }
            Some(SecurityOutcome::Begun(setup)) => state.setup = Some(setup),
            Some(SecurityOutcome::InputErrors(errors)) => state.errors = errors,
            Some(SecurityOutcome::Weak(lacks)) => {
                let reason = match lacks[..] {
                    [PasswordRule::NoBlankEnds] => InputErrorKind::BlankEnds,
                    _ => InputErrorKind::AgainstPolicy,
                };
                let input = InputName::NewPassword;
                state.errors = vec![InputError { input, reason }];
                state.lacks = lacks;
            }
            Some(SecurityOutcome::NotSaved(error, form)) => {
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
    pub fn status(&self, form: SecurityForm) -> Option<FormStatus> {
        let status = self.status.as_ref().filter(|(of, _)| *of == form);
        status.map(|(_, status)| status.clone())
    }

    /// What is wrong with it, if it was posted last.
    pub fn errors(&self, form: SecurityForm) -> Vec<InputError> {
        let errors = self.errors.iter().copied();
        errors.filter(|error| form_of(error.input) == form).collect()
    }
}

/// The form of this page that an input is in.
fn form_of(input: InputName) -> SecurityForm {
    match input {
        InputName::FactorCode => SecurityForm::Factor,
        _ => SecurityForm::Password,
    }
}
