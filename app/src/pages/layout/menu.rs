//! The menu of a signed-in person, in the header. It opens and closes without scripts.

use leptos::prelude::*;

use super::icon::Icon;
use super::picture::Picture;
use super::sections::Section;
use crate::pages::layout::short_name;
use crate::server::html::Html;
use crate::server::template::Templates;
use crate::server::visitor::Identity;
use crate::texts::use_texts;

/// Closes menus as people expect it: by a press elsewhere, when the focus leaves, by Escape, and before the page is kept for
/// the way back; and notes that the picture over the initials has come. Without scripts the button that opens a menu closes it.
/// Stands in the head: the header may be replaced without a load.
pub(super) const CLOSE_MENUS: &str = include_str!("menu.js");

/// The initials of a person, and over them their picture, if there is one that comes.
fn write_avatar(html: &mut Html, identity: Option<&Identity>) {
    let initials = identity.map(|identity| identity.initials.as_str());
    let avatar = [("class", &"avatar" as _), ("aria-hidden", &"true" as _)];
    html.element("span", &avatar, |html| {
        match initials.filter(|initials| !initials.is_empty()) {
            Some(initials) => html.text(initials),
            None => html.view(Icon::Person.view()),
        }
        if let Some(address) = identity.and_then(|identity| identity.picture.clone()) {
            html.view(view! { <Picture address size="36" /> });
        }
    });
}

/// Who is signed in, their pages, and the way out. `waits`: what waits for answers would lead back to the form for them.
pub(super) fn write_account_menu(html: &mut Html, identity: Option<Identity>, waits: bool) {
    static ALL: Templates = Templates::new();
    static WITHOUT_ANSWERS: Templates = Templates::new();
    let menu = use_texts().pages().navigation.menu;
    html.element("details", &[("class", &"menu")], |html| {
        html.element("summary", &[], |html| {
            write_avatar(html, identity.as_ref());
            html.text_element("span", &[("class", &"unseen")], menu);
        });
        html.element("div", &[("class", &"panel")], |html| {
            if let Some(identity) = identity.filter(|identity| !identity.name.is_empty()) {
                write_who(html, &identity);
            }
            let links = if waits { &WITHOUT_ANSWERS } else { &ALL };
            links.write(html, "", || links_of_menu(waits));
        });
    });
}

fn write_who(html: &mut Html, identity: &Identity) {
    html.element("p", &[("class", &"who")], |html| {
        html.element("strong", &[], |html| {
            html.text_element("bdi", &[], &short_name(&identity.name));
        });
        if let Some(email) = &identity.email {
            html.text_element("bdi", &[], email);
        }
    });
}

fn links_of_menu(waits: bool) -> impl IntoView {
    let links = Section::ALL
        .into_iter()
        .filter(|section| !waits || !section.waits_for_answers())
        .map(|section| {
            view! { <li><a href=section.path()>{section.icon().view()} {section.label()}</a></li> }
        });
    view! {
        <ul>
            {links.collect_view()}
            <li class="apart">
                <a href="/logout">{Icon::Leave.view()} {use_texts().actions.sign_out}</a>
            </li>
        </ul>
    }
}
