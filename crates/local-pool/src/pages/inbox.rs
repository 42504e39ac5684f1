//! `/_inbox`: the mails and text messages the pool would have sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::layout::{Width, page, respond};
use crate::clock::Moment;
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
    respond(StatusCode::OK, page("Inbox", Width::Wide, &content))
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

/// `2026-02-28 13:05:09 UTC`
fn in_words(at: Moment) -> String {
    let seconds = at.seconds();
    let (days, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    format!(
        "{year}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC",
        time / 3600,
        time / 60 % 60,
        time % 60
    )
}

/// Days since 1970 as a date of the Gregorian calendar, counted in years that start in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_as_dates() {
        assert_eq!(in_words(Moment::from_millis(0)), "1970-01-01 00:00:00 UTC");
        assert_eq!(
            in_words(Moment::from_millis(1_709_210_709_000)),
            "2024-02-29 12:45:09 UTC"
        );
    }
}
