//! The choice of language: a form at the foot of each page.

use account::Submission;
use attributes::Values;
use leptos::server;
use signin::{ReturnTo, Slot};

use crate::error::AppError;
use crate::pages::sign_up::keep_typed as keep_typed_sign_up;
use crate::pages::sign_up::view::TypedSignUp;
use crate::server::forms;
use crate::server::language::choose;

/// Shows the pages in another language, beginning with `page`, where it was chosen. It needs no session: it is kept in the
/// browser and says nothing of a person. What is typed into the form of that page comes along and is shown again, if
/// the form carries the token of its session or browser; passwords are not looked at.
#[server(endpoint = "set_language")]
pub async fn set_language(
    language: String,
    #[server(default)] page: String,
    #[server(default)] username: String,
    #[server(default)] email: String,
    #[server(default)] values: Values,
    #[server(default)]
    #[server(rename = "original")]
    baseline: Values,
) -> Result<(), AppError> {
    let page = ReturnTo::here(&page);
    choose(&language, &page)?;
    match page.as_str().split('?').next() {
        Some("/signup") => {
            let typed = TypedSignUp {
                username,
                email,
                values,
            };
            keep_typed_sign_up(typed).await;
        }
        Some("/welcome") => forms::keep_typed(Slot::Welcome, Submission { values, baseline }).await,
        Some("/profile") => forms::keep_typed(Slot::Profile, Submission { values, baseline }).await,
        _ => {}
    }
    Ok(())
}
