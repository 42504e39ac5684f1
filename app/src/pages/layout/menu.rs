//! The menu of a signed-in person, in the header. It opens and closes without scripts.

use leptos::prelude::*;

use super::icon::Icon;
use super::picture::Picture;
use super::sections::Section;
use crate::pages::layout::short_name;
use crate::server::visitor::Identity;
use crate::texts::use_texts;

/// Closes menus as people expect it: by a press elsewhere, when the focus leaves, by Escape, and before the page is kept for
/// the way back; and notes that the picture over the initials has come. Without scripts the button that opens a menu closes it.
/// Stands in the head: the header may be replaced without a load.
pub(super) const CLOSE_MENUS: &str = include_str!("menu.js");

/// The initials of a person, and over them their picture, if there is one that comes.
fn avatar(identity: Option<&Identity>) -> impl IntoView + use<> {
    let picture = identity.and_then(|identity| identity.picture.clone());
    let initials = identity.map(|identity| identity.initials.clone());
    let behind = match initials.filter(|initials| !initials.is_empty()) {
        Some(initials) => initials.into_any(),
        None => Icon::Person.view().into_any(),
    };
    view! {
        <span class="avatar" aria-hidden="true">
            {behind} {picture.map(|address| view! { <Picture address size="36" /> })}
        </span>
    }
}

/// Who is signed in, their pages, and the way out. `waits`: what waits for answers would lead back to the form for them.
#[component]
pub(super) fn AccountMenu(identity: Option<Identity>, waits: bool) -> impl IntoView {
    let texts = use_texts();
    let avatar = avatar(identity.as_ref());
    let who = identity
        .filter(|identity| !identity.name.is_empty())
        .map(|identity| {
            view! {
                <p class="who">
                    <strong><bdi>{short_name(&identity.name)}</bdi></strong>
                    {identity.email.map(|email| view! { <bdi>{email}</bdi> })}
                </p>
            }
        });
    let links = Section::ALL
        .into_iter()
        .filter(|section| !waits || !section.waits_for_answers())
        .map(|section| {
            view! { <li><a href=section.path()>{section.icon().view()} {section.label()}</a></li> }
        });
    view! {
        <details class="menu">
            <summary>{avatar} <span class="unseen">{texts.pages().navigation.menu}</span></summary>
            <div class="panel">
                {who}
                <ul>
                    {links.collect_view()}
                    <li class="apart">
                        <a href="/logout">{Icon::Leave.view()} {texts.actions.sign_out}</a>
                    </li>
                </ul>
            </div>
        </details>
    }
}
