//! See and end one's sessions. The forms are plain posts, with WebAssembly too.

mod load;
mod posts;
pub(crate) mod view;

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::layout::{Section, Sections, loaded_page};
use super::small_form::Announcement;
use crate::islands::{LocalTimes, island};
use crate::pages::sessions::view::{MomentView, SessionView, SessionsOutcome, SessionsView};
use crate::texts::use_texts;
use posts::{EndOtherSessions, EndSession, SignOutEverywhere};

/// See and end one's sessions.
pub(crate) async fn sessions_page() -> AnyView {
    let loaded = load::load().await;
    loaded_page(use_texts().pages().sessions.title, loaded, |view| {
        view! { <Sections here=Section::Sessions><Sessions view /></Sections> }.into_any()
    })
}

#[component]
fn Sessions(view: SessionsView) -> impl IntoView {
    let texts = &use_texts().pages().sessions;
    let SessionsView {
        csrf,
        sessions,
        outcome,
    } = view;
    let has_others = sessions.len() > 1;
    let mut list: Vec<_> = sessions.into_iter().map(|session| (session, false)).collect();
    let outcome = match outcome {
        Some(SessionsOutcome::EndedOne(at, session)) => {
            list.insert(at.min(list.len()), (*session, true));
            None
        }
        outcome => outcome,
    };
    let token = csrf.clone();
    let list = list
        .into_iter()
        .map(|(session, is_ended)| view! { <Session session is_ended csrf=token.clone() /> })
        .collect_view();
    view! {
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        {outcome.map(|outcome| view! { <FormOutcome outcome /> })}
        <ul class="sessions">{list}</ul>
        {island(LocalTimes)}
        {if has_others {
            view! {
                <form method="post" action=EndOtherSessions::url()>
                    <input type="hidden" name="csrf" value=csrf.clone() />
                    <button type="submit" class="button quiet">{texts.end_others}</button>
                </form>
            }
            .into_any()
        } else {
            view! { <p>{texts.no_others}</p> }.into_any()
        }}
        <section class="card" aria-labelledby="everywhere">
            <h2 id="everywhere">{texts.everywhere_title}</h2>
            <p>{texts.everywhere}</p>
            <form method="post" action=SignOutEverywhere::url()>
                <input type="hidden" name="csrf" value=csrf />
                <button type="submit" class="button quiet">{texts.everywhere_button}</button>
            </form>
        </section>
    }
}

#[component]
fn Session(session: SessionView, is_ended: bool, csrf: String) -> impl IntoView {
    let texts = &use_texts().pages().sessions;
    let browser = session.browser.as_deref().unwrap_or(texts.unknown_browser);
    let system = session.system.as_deref().unwrap_or(texts.unknown_system);
    let device = (texts.device)(browser, system);
    let mark = session
        .is_this
        .then(|| view! { " " <span class="badge">{texts.this_one}</span> });
    let label = (texts.end_of)(&device, &session.first.written);
    let ended = is_ended
        .then(|| view! { <Announcement><p class="notice success">{(texts.ended)(1)}</p></Announcement> });
    let end = (!session.is_this && !is_ended).then(|| {
        view! {
            <form method="post" action=EndSession::url()>
                <input type="hidden" name="csrf" value=csrf />
                <input type="hidden" name="handle" value=session.handle />
                <button type="submit" class="button quiet" aria-label=label>{texts.end}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h2>{device} {mark}</h2>
            <dl class="facts">
                <div><dt>{texts.first}</dt><dd><Time moment=session.first /></dd></div>
                <div><dt>{texts.last}</dt><dd><Time moment=session.last /></dd></div>
            </dl>
            {ended}
            {end}
        </li>
    }
}

#[component]
fn FormOutcome(outcome: SessionsOutcome) -> impl IntoView {
    let texts = &use_texts().pages().sessions;
    let (text, is_done) = match outcome {
        SessionsOutcome::EndedOne(..) => ((texts.ended)(1), true),
        SessionsOutcome::Ended(count) => ((texts.ended)(count), count > 0),
        SessionsOutcome::Gone => (texts.gone.to_owned(), false),
    };
    view! { <Announcement><p class="notice" class:success=is_done>{text}</p></Announcement> }
}

/// A moment: how long ago if that is not long, and when.
#[component]
fn Time(moment: MomentView) -> impl IntoView {
    let exact = view! { <time datetime=moment.at>{moment.written}</time> };
    match moment.ago {
        Some(ago) => view! { {ago} " " <span class="help">"(" {exact} ")"</span> }.into_any(),
        None => exact.into_any(),
    }
}
