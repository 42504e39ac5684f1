use leptos::prelude::*;
use signin::CallbackAnswer;

use super::finish;
use crate::error::AppError;
use crate::pages::layout::{Problem, Title};
use crate::server::query;
use crate::texts::use_texts;

/// Where the Hosted UI sends people back to. The answer is a redirect; a page only when signing in failed,
/// and it never starts over by itself.
pub(crate) async fn logged_in_page() -> AnyView {
    let finished = load().await;
    let title = use_texts().pages().signing_in.title;
    view! {
        <Title text=title />
        {match finished {
                Ok(()) => view! { <h1>{title}</h1> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            }}
    }
    .into_any()
}

async fn load() -> Result<(), AppError> {
    let answer = CallbackAnswer {
        code: query("code"),
        state: query("state"),
        error: query("error"),
        iss: query("iss"),
    };
    finish(&answer).await
}
