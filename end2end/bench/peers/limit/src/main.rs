//! What axum and Leptos do when nothing else is done: the limit that `make bench-peers` holds our pages against.
//!
//! A page of fourteen fields and a list of 250 choices, rendered anew for each request without a session, a store or a layer; the JSON
//! of a person; and a plain answer.

use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use leptos::prelude::*;
use serde_json::{Value, json};

const FIELDS: usize = 14;
const CHOICES: usize = 250;

#[component]
fn Field(number: usize) -> impl IntoView {
    let id = format!("attribute-{number}");
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id.clone()>{format!("Attribute {number}")}</label>
            <input id=id.clone() name=id class="input" value=format!("value {number}") aria-describedby=hint.clone() />
            <p class="hint" id=hint>"What it is for, in a few words."</p>
        </div>
    }
}

#[component]
fn Page() -> impl IntoView {
    let fields: Vec<_> = (0..FIELDS).map(|number| view! { <Field number /> }).collect();
    let choices =
        (0..CHOICES).map(|number| view! { <option value=number>{format!("Choice {number}")}</option> });
    view! {
        <main id="content">
            <h1>"Your profile"</h1>
            <form method="post" action="/save">
                <fieldset>
                    <legend>"About you"</legend>
                    {fields}
                    <select name="choice">{choices.collect::<Vec<_>>()}</select>
                </fieldset>
                <button>"Save changes"</button>
            </form>
        </main>
    }
}

async fn page() -> Html<String> {
    Html(Owner::new().with(|| view! { <Page /> }.to_html()))
}

async fn person() -> Json<Value> {
    let attributes: Vec<_> = (0..FIELDS)
        .map(|number| {
            (
                format!("attribute-{number}"),
                Value::from(format!("value {number}")),
            )
        })
        .collect();
    Json(json!({ "email": "bob@example.com", "attributes": Value::from_iter(attributes) }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3190".to_owned());
    let routes = Router::new()
        .route("/page", get(page))
        .route("/json", get(person))
        .route("/plain", get(async || "ok"));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, routes).await
}
