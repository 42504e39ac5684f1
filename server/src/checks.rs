//! What is looked at when the server starts. What can never work stops it; what may be better in a moment, or can be
//! lived with, is a line in the log.

use std::time::Duration;

use account::Account;
use attributes::{Schema, SignUpPages};
use cognito::{Cognito, Error as PoolError, MetadataError, Skew};
use session_store::Leases;
use signin::StoreError;
use tokio::time::timeout;

use crate::config::{SessionStore, Web};
use crate::timeouts::POOL_CHECK_TIMEOUT;

/// Clocks that are further apart make leases and sessions end at the wrong time.
const NOTABLE_SKEW: Duration = Duration::from_secs(5);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A full disk, a file or folder that is read-only, a replica, or a user that may only read.
    #[error(
        "The session store can be reached but not written (SESSION_STORE), so nobody could sign in. Look for a full \
         disk, a file or folder that is read-only, a Redis that is a replica, or a user that may only read."
    )]
    StoreNotWritable(#[source] StoreError),
    /// Most likely another pool's address.
    #[error(
        "The user pool's own description does not fit the settings: look at COGNITO_USER_POOL_ID, COGNITO_ENDPOINT and \
         COGNITO_DOMAIN."
    )]
    OtherPool(#[source] MetadataError),
    /// The service answers, and does not know the pool.
    #[error(
        "The user pool is not there: look at COGNITO_USER_POOL_ID, and at COGNITO_ENDPOINT if that is set."
    )]
    NoSuchPool(#[source] PoolError),
}

/// Looks at store, pool, secrets and clocks.
pub(crate) async fn check(account: &Account) -> Result<(), CheckError> {
    check_store(&account.signin.leases).await?;
    check_pool(account.signin.pool.cognito()).await
}

/// Looks whether the store can be written.
pub(crate) async fn check_store(leases: &Leases) -> Result<(), CheckError> {
    leases.check_store().await.map_err(CheckError::StoreNotWritable)
}

/// Looks whether the pool is the one that is meant, and takes our secrets and our time.
pub(crate) async fn check_pool(cognito: &Cognito) -> Result<(), CheckError> {
    let outcome = timeout(POOL_CHECK_TIMEOUT, look_at_pool(cognito)).await;
    outcome.unwrap_or_else(|_| {
        // The start goes on: `watch_form_targets` asks until there is an answer.
        tracing::warn!(
            event = "pool_slow_at_start",
            "the user pool takes long to answer: it was not looked at"
        );
        Ok(())
    })
}

/// Records are sealed, but the password of the store is not.
pub(crate) fn warn_of_open_store(store: &SessionStore, is_production: bool) {
    if is_production && store.is_in_the_clear() {
        tracing::warn!(
            event = "store_unencrypted",
            %store,
            "SESSION_STORE is on another machine and not encrypted on its way: use rediss://"
        );
    }
}

/// What cannot change is whatever the account was made with, and it need not have been made on our form.
pub(crate) fn warn_of_other_sign_ups(schema: &Schema) {
    if schema.sign_up_rules().pages != SignUpPages::Own {
        return;
    }
    let fixed: Vec<&str> = fixed_at_sign_up(schema).collect();
    if !fixed.is_empty() {
        tracing::warn!(
            event = "fixed_attributes_missable",
            ?fixed,
            "people who sign up by the link on the sign-in page of the pool never see our form: they have none of \
             these attributes and cannot get them later (README.md, \"Attributes that cannot change\")"
        );
    }
}

/// An https address means that something else does TLS: all connections come from there.
pub(crate) fn warn_of_unknown_proxies(web: &Web) {
    if web.origin.is_https() && !web.trusted_proxies.is_stated() {
        tracing::warn!(
            event = "proxies_not_stated",
            "TRUSTED_PROXIES is not set: behind a proxy all visitors count as one, and a few of them use up the attempts \
             of everybody. Name the proxy's addresses and let it set X-Forwarded-For, or say TRUSTED_PROXIES=none"
        );
    }
}

fn fixed_at_sign_up(schema: &Schema) -> impl Iterator<Item = &str> {
    let fixed = schema.for_sign_up().filter(|attribute| !attribute.mutable);
    fixed.map(|attribute| attribute.name.as_str())
}

async fn look_at_pool(cognito: &Cognito) -> Result<(), CheckError> {
    match cognito.metadata().await {
        Ok(metadata) => {
            tracing::info!(
                event = "pool_found",
                issuer = metadata.issuer.as_str(),
                "the user pool answers"
            );
        }
        Err(error) => return tolerate_unreachable(error),
    }
    match cognito.check_secrets().await {
        Ok(accepted) => report_secrets(&accepted),
        Err(error) => {
            tracing::warn!(
                event = "client_secret_unchecked",
                %error,
                "the client secret could not be checked"
            );
        }
    }
    match cognito.clock_skew().await {
        Ok(Some(skew)) => report_skew(skew),
        Ok(None) => {
            tracing::warn!(
                event = "clock_unchecked",
                "the user pool does not say what time it is: our clock was not checked"
            );
        }
        Err(error) => tracing::warn!(event = "clock_unchecked", %error, "our clock could not be checked"),
    }
    Ok(())
}

/// Whether a pool whose description did not come, or does not fit, may still be the right one.
fn tolerate_unreachable(error: PoolError) -> Result<(), CheckError> {
    match cause(&error) {
        PoolError::Metadata(problem) => Err(CheckError::OtherPool(*problem)),
        PoolError::Status { status: 400..429, .. } => Err(CheckError::NoSuchPool(error)),
        cause => {
            tracing::warn!(
                event = "pool_unreachable_at_start",
                %cause,
                "the user pool does not say what it is: is the network up, and COGNITO_ENDPOINT right?"
            );
            Ok(())
        }
    }
}

fn cause(error: &PoolError) -> &PoolError {
    match error {
        PoolError::MetadataUnavailable(inner) => cause(inner),
        error => error,
    }
}

fn report_secrets(accepted: &[bool]) {
    match accepted {
        [true] => {}
        [true, true] => {
            tracing::info!(
                event = "client_secrets_accepted",
                "the pool accepts both client secrets: the first is used"
            );
        }
        [true, false] => {
            tracing::warn!(
                event = "client_secret_refused",
                "the pool refuses the second client secret: take it out of CLIENT_SECRET"
            );
        }
        [false, true] => {
            tracing::warn!(
                event = "client_secret_refused",
                "the pool refuses the first client secret: the second is used, take out the first"
            );
        }
        _ => {
            tracing::error!(
                event = "client_secrets_all_refused",
                "the pool accepts no client secret (CLIENT_SECRET): nobody can sign in"
            );
        }
    }
}

fn report_skew(skew: Skew) {
    if skew.size() > NOTABLE_SKEW {
        let seconds = skew.size().as_secs();
        let direction = if matches!(skew, Skew::Ahead(_)) {
            "ahead of"
        } else {
            "behind"
        };
        tracing::error!(
            event = "clock_skewed",
            "our clock is {seconds} s {direction} the user pool's: tokens may be refused, set the clock"
        );
    }
}
