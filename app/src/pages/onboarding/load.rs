//! What the form after registration shows.

use attributes::Attribute;
use signin::{ReturnTo, Slot};

use crate::api::{Step, WelcomeView};
use crate::error::AppError;
use crate::server::{RequireUser, form_view, redirect_within_app, too_long};

/// The form, if there is something to ask; else the person goes on.
pub(super) async fn load(return_to: String, done: u8) -> Result<WelcomeView, AppError> {
    let return_to = ReturnTo::try_parse(&return_to).map_err(too_long)?;
    let person = RequireUser::of_request().await?;
    let asked = person.pending_prompts();
    if asked.is_empty() {
        redirect_within_app(return_to.as_str());
        return Ok(WelcomeView::Complete);
    }
    if !person.session.is_to_review() {
        let (shown, left) = person.account.schema.first_step(&asked);
        let left = u8::try_from(left).unwrap_or(u8::MAX);
        let form = form_view(&person, Slot::Welcome, shown.into_iter(), true).await?;
        return Ok(WelcomeView::Ask(Box::new(form), Step { done, left }));
    }
    // What cannot be changed is to be seen, too.
    let is_shown = |field: &&Attribute| asked.contains(field) || field.sign_up;
    let shown = person.account.schema.attributes().iter().filter(is_shown);
    let form = form_view(&person, Slot::Welcome, shown, true).await?;
    Ok(WelcomeView::Review(Box::new(form)))
}
