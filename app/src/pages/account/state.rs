//! What the sections of the account page share.

use attributes::{PasswordRule, PasswordRules};

use crate::api::{
    AccountOutcome, AccountView, FactorSetup, FactorView, Input, Mistake, Reason, TypedAccount,
};
use crate::components::Told;
use crate::texts::use_texts;

/// What the page offers, and what it says of the form that was posted last.
#[derive(Clone)]
pub(super) struct State {
    pub csrf: String,
    /// What to type before the account is deleted.
    pub name: String,
    /// Without it there are no forms.
    pub fresh: bool,
    pub factor: Option<FactorView>,
    /// What the app needs, this one time.
    pub setup: Option<FactorSetup>,
    pub told: Option<Told>,
    pub mistakes: Vec<Mistake>,
    /// What was typed before the person confirmed who they are.
    pub typed: TypedAccount,
    /// What a new password needs.
    pub rules: PasswordRules,
    /// What the one that was posted last lacks.
    pub lacks: Vec<PasswordRule>,
}

impl State {
    pub fn new(view: AccountView) -> Self {
        let mut state = Self {
            csrf: view.csrf,
            name: view.name,
            fresh: view.fresh,
            factor: view.factor,
            setup: None,
            told: None,
            mistakes: Vec::new(),
            typed: view.typed,
            rules: view.rules,
            lacks: Vec::new(),
        };
        match view.outcome {
            Some(AccountOutcome::Done(change)) => {
                state.told = Some(Told::Done((use_texts().pages().account.changed)(change)));
            }
            Some(AccountOutcome::Begun(setup)) => state.setup = Some(setup),
            Some(AccountOutcome::Mistakes(mistakes)) => state.mistakes = mistakes,
            Some(AccountOutcome::Weak(lacks)) => {
                let (input, reason) = (Input::NewPassword, Reason::AgainstPolicy);
                state.mistakes = vec![Mistake { input, reason }];
                state.lacks = lacks;
            }
            Some(AccountOutcome::NotSaved(error)) => state.told = Some(Told::NotSaved(error)),
            None => {}
        }
        state
    }
}
