//! What the form of the page does.

use leptos::server;

use crate::error::{AppError, ErrorKind};
use crate::server::{
    OnboardedFormPost, limits, redirect_within_app, refuse, shows_claim_sources, user_error,
};

const PAGE: &str = "/profile/sources";

/// Has the pool make a new ID token, with today's values.
#[server(endpoint = "renew_tokens")]
pub async fn renew_tokens() -> Result<(), AppError> {
    if !shows_claim_sources() {
        return Err(refuse(ErrorKind::NotFound));
    }
    let person = OnboardedFormPost::of_request().await?;
    limits::count_write(&person)?;
    let renewed = person.account.signin.tokens.renew(&person.session).await;
    renewed.map_err(|error| user_error(&error))?;
    redirect_within_app(PAGE);
    Ok(())
}
