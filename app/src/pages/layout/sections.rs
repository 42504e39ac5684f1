//! The pages of signed-in people, and the links between them.

use leptos::prelude::*;

use super::icon::Icon;
use crate::server;
use crate::server::html::Html;
use crate::server::template::Templates;
use crate::texts::use_texts;

/// A page of a signed-in person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Profile,
    Security,
    Sessions,
    Data,
}

impl Section {
    pub(crate) const ALL: [Self; 4] = [Self::Profile, Self::Security, Self::Sessions, Self::Data];

    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Profile => "/profile",
            Self::Security => "/security",
            Self::Sessions => "/sessions",
            Self::Data => "/data",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        let texts = use_texts();
        match self {
            Self::Profile => texts.actions.profile,
            Self::Security => texts.pages().navigation.security,
            Self::Sessions => texts.pages().navigation.sessions,
            Self::Data => texts.pages().navigation.data,
        }
    }

    pub(crate) fn icon(self) -> Icon {
        match self {
            Self::Profile => Icon::Person,
            Self::Security => Icon::Shield,
            Self::Sessions => Icon::Screen,
            Self::Data => Icon::File,
        }
    }

    /// Whether it is shown only to who has answered what is asked after registration.
    pub(super) fn waits_for_answers(self) -> bool {
        self == Self::Profile
    }
}

/// A page of a signed-in person, with the links to the others beside it, or above it where it is narrow.
#[component]
pub(crate) fn Sections(here: Section, children: Children) -> impl IntoView {
    sections(here, |html| html.view(children()))
}

/// The same with what `page` writes.
pub(crate) fn sections(here: Section, page: impl FnOnce(&mut Html)) -> AnyView {
    static AT_SECTION: [Templates; Section::ALL.len()] = [const { Templates::new() }; Section::ALL.len()];
    static BELOW_SECTION: [Templates; Section::ALL.len()] = [const { Templates::new() }; Section::ALL.len()];
    let (links, mark) = if server::path() == here.path() {
        (&AT_SECTION, "page")
    } else {
        (&BELOW_SECTION, "true")
    };
    let mut html = Html::new();
    html.element("div", &[("class", &"sections")], |html| {
        links[here as usize].write(html, "", || links_from(here, mark));
        html.element("div", &[("class", &"page")], page);
    });
    html.into_element().into_any()
}

fn links_from(here: Section, mark: &'static str) -> impl IntoView {
    let links = Section::ALL.map(|section| {
        let current = (section == here).then_some(mark);
        view! {
            <li><a href=section.path() aria-current=current>{section.icon().view()} {section.label()}</a></li>
        }
    });
    view! {
        <nav aria-label=use_texts().pages().navigation.sections>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
}
