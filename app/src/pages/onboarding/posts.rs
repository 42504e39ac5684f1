//! What the forms of the page do, besides saving.

use leptos::server;
use signin::ReturnTo;

use crate::error::AppError;
use crate::server::{FormPost, forms};

/// Skips what a step of the form after registration asks for, if all of it can be, and goes on to the next one, or to
/// `return_to`. The button that leads here is a form of its own, which the browser itself sends.
#[server(endpoint = "skip_welcome")]
pub async fn skip_welcome(
    #[server(default)] return_to: String,
    #[server(default)] done: u8,
    #[server(default)] names: String,
) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    forms::skip(&person, &ReturnTo::parse(&return_to), done, &names).await
}
