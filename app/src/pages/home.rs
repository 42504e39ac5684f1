use account::ConsentStatus;
use attributes::{Attribute, Consent, Text, is_blank};
use leptos::prelude::*;

use super::profile;
use crate::brand::use_brand;
use crate::error::AppError;
use crate::pages::layout::{Problem, Section, Title, short_name};
use crate::server::format::format_datetime;
use crate::server::visitor::visitor;
use crate::server::{CurrentUser, RequireOnboarded};
use crate::texts::use_texts;

/// What this is, for a visitor; hello, for a signed-in person.
pub(crate) async fn home_page() -> AnyView {
    match load().await {
        Ok(None) => view! { <Introduction /> }.into_any(),
        Ok(Some(user)) => view! { <Hello user /> }.into_any(),
        Err(error) => view! { <Problem error /> }.into_any(),
    }
}

/// Who is signed in; `None` for visitors.
async fn load() -> Result<Option<RequireOnboarded>, AppError> {
    if visitor().await?.is_none() {
        return Ok(None);
    }
    RequireOnboarded::of_request().await.map(Some)
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
fn Hello(user: RequireOnboarded) -> impl IntoView {
    let texts = use_texts();
    let hello = (texts.pages().home.hello)(&short_name(user.display_name()));
    let sections = Section::ALL.map(|section| {
        let state = state(section, &user).map(|state| view! { <span class="help">{state}</span> });
        view! {
            <li><a class="card" href=section.path()>{section.icon().view()} <span>{section.label()} {state}</span></a></li>
        }
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

/// What is found there, of what was read for the greeting anyway: whether an app is on, or how many sessions there are, would
/// be questions to the pool and the store.
fn state(section: Section, user: &CurrentUser) -> Option<String> {
    let (texts, account) = (use_texts().pages(), &user.account);
    match section {
        Section::Profile => {
            let value = |field: &Attribute| user.profile.values.get(&field.name);
            let is_filled = |field: &Attribute| value(field).is_some_and(|value| !is_blank(value));
            let filled = profile::fields(user).filter(|field| is_filled(field)).count();
            Some((texts.home.filled)(filled, profile::fields(user).count()))
        }
        Section::Security => {
            let contacts = account.users.contacts(&user.profile, &user.records);
            let known = contacts.into_iter().find(|contact| contact.value.is_some())?;
            let mark = if known.verified {
                texts.contact.verified
            } else {
                texts.contact.not_verified
            };
            Some(format!("{}: {mark}", (texts.contact.name)(known.address)))
        }
        Section::Sessions => {
            let now = account.signin.clock.now().unix_seconds();
            let begun = user.session.signed_in_at().unix_seconds();
            let moment = format_datetime(use_texts(), begun, now);
            Some(format!(
                "{}: {}",
                texts.sessions.first,
                moment.ago.unwrap_or(moment.written)
            ))
        }
        Section::Data => {
            let consents = account.onboarding.consents(&user.session, &user.profile);
            let given = |status: &&ConsentStatus| status.consent.as_ref().is_some_and(Consent::is_given);
            let count = consents.iter().filter(given).count();
            (!consents.is_empty()).then(|| (texts.home.agreed)(count, consents.len()))
        }
    }
}
