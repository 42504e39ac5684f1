use attributes::Text;
use leptos::prelude::*;

use crate::brand::use_brand;
use crate::error::AppError;
use crate::pages::layout::{Problem, Section, Title, short_name};
use crate::server::RequireOnboarded;
use crate::server::visitor::visitor;
use crate::texts::use_texts;

/// What this is, for a visitor; hello, for a signed-in person.
pub(crate) async fn home_page() -> AnyView {
    let name = load().await;
    match name {
        Ok(None) => view! { <Introduction /> }.into_any(),
        Ok(Some(name)) => view! { <Hello name /> }.into_any(),
        Err(error) => view! { <Problem error /> }.into_any(),
    }
}

/// The name to greet a signed-in person with; `None` for visitors.
async fn load() -> Result<Option<String>, AppError> {
    if visitor().await?.is_none() {
        return Ok(None);
    }
    let user = RequireOnboarded::of_request().await?;
    Ok(Some(user.display_name().to_owned()))
}

#[component]
fn Introduction() -> impl IntoView {
    let (texts, brand) = (use_texts(), use_brand());
    let (ours, own) = (&texts.pages().home, brand.home());
    let said = |own: &Option<Text>, ours: &str| {
        own.as_ref()
            .map_or(ours, |text| text.in_language(texts.code))
            .to_owned()
    };
    let (title, lead) = (said(&own.title, ours.title), said(&own.lead, ours.lead));
    let points: Vec<(String, String)> = match &own.points {
        Some(points) => points
            .iter()
            .map(|point| {
                [&point.title, &point.body]
                    .map(|text| text.in_language(texts.code).to_owned())
                    .into()
            })
            .collect(),
        None => ours
            .points
            .iter()
            .map(|(title, body)| ((*title).into(), (*body).into()))
            .collect(),
    };
    let points = points.into_iter().map(|(title, body)| {
        view! { <li class="card"><h2>{title}</h2><p>{body}</p></li> }
    });
    view! {
        <Title text=title.clone() />
        <section class="hero">
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            <p class="buttons">
                <a class="button" href="/login">{texts.actions.sign_in}</a>
                <a class="button quiet" href="/login?sign_up=true">{texts.actions.create_account}</a>
            </p>
            <p><a href="/confirm">{texts.pages().sign_up.have_code}</a></p>
        </section>
        <ul class="points">{points.collect_view()}</ul>
    }
}

#[component]
fn Hello(name: String) -> impl IntoView {
    let texts = use_texts();
    let hello = (texts.pages().home.hello)(&short_name(&name));
    let sections = Section::ALL.map(|section| {
        view! { <li><a class="card" href=section.path()>{section.icon().view()} {section.label()}</a></li> }
    });
    view! {
        <Title text=hello.clone() />
        <section class="hero">
            <h1>{hello}</h1>
            <p class="lead">{texts.pages().home.hello_lead}</p>
        </section>
        <ul class="points">{sections.into_iter().collect_view()}</ul>
    }
}
