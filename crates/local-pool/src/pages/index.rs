//! `/`: what this pool is configured for. No secrets.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::layout::{Width, page, respond};
use super::words::EN;
use crate::service::Service;
use crate::state::{Client, UserPool};

/// `GET /`
pub(crate) async fn show(State(service): State<Arc<Service>>) -> Response {
    let (pools, clients) = {
        let state = service.state();
        let pools: Vec<UserPool> = state.pools.values().cloned().collect();
        let clients: Vec<Client> = state.clients.values().cloned().collect();
        (pools, clients)
    };
    let content = html! {
        h1 { "Local pool" }
        p.pool {
            "A stand-in for Amazon Cognito user pools. Mails and text messages are in the "
            a href="/_inbox" { "inbox" } "."
        }
        @for pool in &pools { (pool_card(&service, pool, &clients)) }
    };
    respond(StatusCode::OK, page(&EN, "Overview", Width::Wide, &content))
}

fn pool_card(service: &Service, pool: &UserPool, clients: &[Client]) -> Markup {
    let issuer = service.issuer(&pool.id);
    html! {
        section.card {
            h2 { (pool.name) }
            dl {
                dt { "Pool id" } dd { code { (pool.id) } }
                dt { "Issuer" } dd { a href={ (issuer) "/.well-known/openid-configuration" } { (issuer) } }
                @for client in clients.iter().filter(|client| client.pool == pool.id) {
                    dt { "Client" } dd { (client.name) ": " code { (client.id) } }
                    @for url in &client.callback_urls { dt { "Callback URL" } dd { code { (url) } } }
                    @for url in &client.logout_urls { dt { "Sign-out URL" } dd { code { (url) } } }
                }
            }
        }
    }
}
