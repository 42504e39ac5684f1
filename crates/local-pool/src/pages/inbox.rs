//! `/_inbox`: the mails and text messages the pool would have sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::layout::{Width, page, respond};
use super::words::EN;
use crate::calendar::in_words;
use crate::journal::Message;
use crate::service::Service;

/// `GET /_inbox`: newest first.
pub(crate) async fn show(State(service): State<Arc<Service>>) -> Response {
    let messages = service.outbox.all();
    let content = html! {
        h1 { "Inbox" }
        p.pool { "What the pool would have sent, newest first. Also as " a href="/_inbox.json" { "JSON" } "." }
        @if messages.is_empty() { div.card { p { "Nothing yet. Codes appear here as soon as somebody signs up." } } }
        @for message in messages.iter().rev() { (entry(message)) }
    };
    respond(StatusCode::OK, page(&EN, "Inbox", Width::Wide, &content))
}

/// `GET /_inbox.json`: oldest first.
pub(crate) async fn json(State(service): State<Arc<Service>>) -> Response {
    Json(service.outbox.all()).into_response()
}

fn entry(message: &Message) -> Markup {
    html! {
        article.card {
            h2 { (message.subject) }
            p { (message.body) }
            p.code { (message.code) }
            dl {
                dt { "To" } dd { (message.to) " (" (message.medium) ")" }
                dt { "Sent" } dd { (in_words(message.at)) }
                dt { "Pool" } dd { code { (message.pool_id) } }
            }
        }
    }
}
