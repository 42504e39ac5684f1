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
            @for line in lines(&message.body) { p dir="auto" { (line) } }
            p.code { (message.code) }
            dl {
                dt { "To" } dd { (message.to) " (" (message.medium) ")" }
                dt { "Sent" } dd { (in_words(message.at)) }
                dt { "Pool" } dd { code { (message.pool_id) } }
            }
        }
    }
}

/// The lines of a text. Of HTML, which is by whoever made the pool, without its elements: nothing of it gets into the page.
fn lines(body: &str) -> Vec<String> {
    if !body.starts_with('<') {
        return vec![body.to_owned()];
    }
    let broken = body.replace("<br>", "\n").replace("</p>", "\n");
    let pieces = broken.split('<').enumerate();
    let text: String = pieces
        .map(|(at, piece)| {
            if at == 0 {
                piece
            } else {
                piece.split_once('>').map_or("", |(_, rest)| rest)
            }
        })
        .collect();
    let read = text.lines().map(|line| {
        let line = line.replace("&lt;", "<").replace("&gt;", ">");
        line.replace("&amp;", "&").trim().to_owned()
    });
    read.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_shown_as_its_lines() {
        let body = "<p lang=\"en\">For <bdi>A &amp; B</bdi>:</p>\n<p><b>ana<br>&lt;1&gt;</b></p>\n";
        assert_eq!(lines(body), ["For A & B:", "ana", "<1>"]);
        assert_eq!(lines("1 < 2"), ["1 < 2"]);
    }
}
