//! Levers for tests in other languages. Served only when asked for.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::calendar::epoch_seconds;
use crate::misbehave::{Misbehaviour, Times};
use crate::service::Service;

/// `/_clock`, `/_misbehave`, `/_requests.json`, `/_issued_tokens.json`
pub(crate) fn routes() -> Router<Arc<Service>> {
    Router::new()
        .route("/_clock", get(show_clock).post(advance_clock))
        .route("/_misbehave", post(misbehave).delete(behave).get(misbehaviours))
        .route("/_requests.json", get(requests))
        .route("/_issued_tokens.json", get(issued_tokens))
}

fn clock_reading(service: &Service) -> Json<Value> {
    Json(json!({ "epoch_seconds": epoch_seconds(service.now()) }))
}

async fn show_clock(State(service): State<Arc<Service>>) -> Json<Value> {
    clock_reading(&service)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

async fn advance_clock(State(service): State<Arc<Service>>, Json(by): Json<Advance>) -> Json<Value> {
    service.clock.advance(Duration::from_secs(by.advance_seconds));
    clock_reading(&service)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    name: Misbehaviour,
    /// Left out: until told otherwise.
    times: Option<u32>,
}

async fn misbehave(State(service): State<Arc<Service>>, Json(order): Json<Order>) -> StatusCode {
    service
        .switches
        .set(order.name, order.times.map_or(Times::Always, Times::Exactly));
    StatusCode::NO_CONTENT
}

async fn behave(State(service): State<Arc<Service>>) -> StatusCode {
    service.switches.clear();
    StatusCode::NO_CONTENT
}

async fn misbehaviours(State(service): State<Arc<Service>>) -> Response {
    Json(service.switches.active()).into_response()
}

async fn requests(State(service): State<Arc<Service>>) -> Response {
    Json(service.requests.all()).into_response()
}

async fn issued_tokens(State(service): State<Arc<Service>>) -> Response {
    Json(service.issued.all()).into_response()
}
