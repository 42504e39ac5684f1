//! What the page about security shows.

use account::{MfaStatus, TotpSecret};
use attributes::PasswordRules;
use signin::{SessionCallError, Slot};

use super::qr;
use crate::brand::use_brand;
use crate::error::AppError;
use crate::pages::security::view::{FactorSetup, SecurityView};
use crate::server::{CurrentUser, RequireUser, limits, set_header, user_error};

pub(super) async fn load() -> Result<SecurityView, AppError> {
    let person = RequireUser::of_request().await?;
    let factor = factor(&person).await?;
    let setup = match factor {
        Some(MfaStatus { unfinished: true, .. }) => offered(&person),
        _ => None,
    };
    let fresh = person.recently_authenticated();
    Ok(SecurityView {
        csrf: person.csrf(),
        name: person.account_name().to_owned(),
        fresh: fresh.is_some(),
        typed: person.take_typed(fresh, Slot::Account).await?.unwrap_or_default(),
        rules: rules(&person),
        factor,
        setup,
        outcome: person.take_message(Slot::Account).await?,
    })
}

/// Without the pool the rest of the page is still of use.
async fn factor(person: &CurrentUser) -> Result<Option<MfaStatus>, AppError> {
    if limits::count_view(person).is_err() {
        return Ok(None);
    }
    let pending = person.records.pending_setup();
    match person.account.mfa.status(person.tokens(), pending).await {
        Ok(status) => Ok(Some(status)),
        Err(error @ (SessionCallError::Ended | SessionCallError::PasswordReset(_))) => {
            Err(user_error(&error))
        }
        Err(error) => {
            tracing::warn!(
                event = "mfa_state_unknown",
                error = &error as &dyn std::error::Error,
                "the second factor cannot be shown"
            );
            Ok(None)
        }
    }
}

/// The set-up that this session has begun, as long as it may finish it.
fn offered(person: &CurrentUser) -> Option<FactorSetup> {
    let session = person.recently_authenticated()?;
    let secret = person.records.pending_setup()?.secret_for(&session)?;
    Some(set_up(person, &secret))
}

pub(super) fn set_up(person: &CurrentUser, secret: &TotpSecret) -> FactorSetup {
    // A page that shows the key must not be compressed: beside text of a stranger, its length would tell of it.
    set_header("cache-control", "no-store, no-transform");
    let address = qr::key_address(use_brand().name(), person.account_name(), secret.expose());
    FactorSetup {
        key: qr::in_groups(secret.expose()),
        qr: qr::picture(&address),
        link: address,
    }
}

/// What the pool wants of a new password, as the operator says it is.
pub(super) fn rules(person: &CurrentUser) -> PasswordRules {
    person.account.schema.sign_up_rules().password
}
