//! What the person has agreed to, in which version and when, and the buttons to agree or to withdraw.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::posts::AnswerConsent;
use super::view::{ConsentAnswer, ConsentOffer, ConsentOutcome, ConsentState, ConsentView, ConsentsView};
use crate::islands::{LocalTimes, island};
use crate::pages::sessions::view::MomentView;
use crate::pages::small_form::{FormStatus, StatusMessage};
use crate::texts::use_texts;

/// All consents of the list; nothing if it has none.
#[component]
pub(super) fn ConsentsSection(view: ConsentsView, csrf: String) -> impl IntoView {
    let ConsentsView { consents, answer } = view;
    if consents.is_empty() {
        return ().into_any();
    }
    let texts = &use_texts().pages().consents;
    // Of one that is not there. All others have it beside them, so that nothing above a button that is pressed moves it.
    let names = |answer: &ConsentAnswer| consents.iter().any(|consent| consent.name == answer.attribute);
    let status = answer.clone().filter(|answer| !names(answer));
    let status = status.map(|answer| status_of(answer.outcome));
    let consents = consents.into_iter().map(|consent| {
        let answer = answer.clone().filter(|answer| answer.attribute == consent.name);
        one(consent, answer.map(|answer| status_of(answer.outcome)), &csrf)
    });
    view! {
        <section class="card" aria-labelledby="consents">
            <h2 id="consents">{texts.title}</h2>
            <p>{texts.about}</p>
            <StatusMessage status />
            <ul class="consents">{consents.collect_view()}</ul>
            {island(LocalTimes)}
        </section>
    }
    .into_any()
}

fn status_of(outcome: ConsentOutcome) -> FormStatus {
    let texts = &use_texts().pages().consents;
    match outcome {
        ConsentOutcome::Given => FormStatus::Done(texts.now_given),
        ConsentOutcome::Withdrawn => FormStatus::Done(texts.now_withdrawn),
        ConsentOutcome::AnotherVersion => FormStatus::Refused(texts.another_version),
        ConsentOutcome::NotSaved(error) => FormStatus::NotSaved(error),
    }
}

fn one(consent: ConsentView, status: Option<FormStatus>, csrf: &str) -> impl IntoView + use<> {
    let texts = &use_texts().pages().consents;
    let terms = (use_texts().form.terms)(consent.version);
    let label = consent.label.clone();
    let forms = consent.offers.into_iter().map(|offer| {
        let (given, button, whole) = match offer {
            ConsentOffer::Give => (true, texts.give, (texts.give_of)(&label)),
            ConsentOffer::Withdraw => (false, texts.withdraw, (texts.withdraw_of)(&label)),
        };
        view! {
            <form method="post" action=AnswerConsent::url()>
                <input type="hidden" name="csrf" value=csrf.to_owned() />
                <input type="hidden" name="attribute" value=consent.name.clone() />
                <input type="hidden" name="given" value=given.to_string() />
                <input type="hidden" name="version" value=consent.version.to_string() />
                <button type="submit" class="button quiet" aria-label=whole>{button}</button>
            </form>
        }
    });
    let forms = forms.collect_view();
    view! {
        <li>
            <div>
                <h3>{consent.label}</h3>
                {state(consent.state)}
                <p><a href=consent.link target="_blank" rel="noopener">{terms}</a></p>
                <StatusMessage status />
            </div>
            {forms}
        </li>
    }
}

fn state(state: ConsentState) -> impl IntoView {
    let texts = &use_texts().pages().consents;
    let (given, withdrawn) = match state {
        ConsentState::Not => (None, None),
        ConsentState::Given { version, at } => (Some((version, at)), None),
        ConsentState::Withdrawn {
            version,
            given_at,
            at,
        } => (Some((version, given_at)), Some(at)),
    };
    let is_given = given.is_some();
    let time = |MomentView { at, written, .. }| view! { <time datetime=at>{written}</time> };
    let given = given.map(|(version, at)| view! { <p>{(texts.given)(version)} " " {time(at)}</p> });
    let withdrawn = withdrawn.map(|at| view! { <p>{texts.withdrawn} " " {time(at)}</p> });
    view! { {(!is_given).then(|| view! { <p>{texts.not_given}</p> })} {given} {withdrawn} }
}
