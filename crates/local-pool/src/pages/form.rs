//! The frame that the pages of a sign-in share, and the fields of their forms.

use axum::http::{StatusCode, header};
use axum::response::Response;
use maud::{Markup, html};

use super::client_style::ClientStyle;
use super::flow::Visit;
use super::layout::{Width, page_with, respond};
use super::words::Words;
use crate::cookies;
use crate::state::UserPool;

/// A page with one form.
pub(super) struct Sheet<'a> {
    pub title: &'a str,
    pub intro: Markup,
    /// What went wrong the last time.
    pub problem: Option<&'a str>,
    pub form: Form<'a>,
    /// Links, or what else there is to do.
    pub below: Markup,
}

/// A form that posts to `path` with the visit's query.
pub(super) struct Form<'a> {
    pub name: &'a str,
    pub path: &'a str,
    pub fields: Markup,
    pub button: Markup,
}

impl Sheet<'_> {
    /// The page, with the cookie that its forms repeat.
    pub fn show(self, visit: &Visit) -> Response {
        let style = visit.style();
        let content = html! {
            div.card {
                @if let Some(style) = &style { (style.logo()) }
                h1 { (self.title) }
                p.pool { (self.intro) }
                @if let Some(problem) = self.problem { p.alert role="alert" id="problem" { (problem) } }
                (self.form.render(visit))
                (self.below)
            }
        };
        let links = style.as_ref().map_or_else(|| html! {}, ClientStyle::links);
        let markup = page_with(visit.words, self.title, Width::Form, &links, &content);
        let mut response = respond(StatusCode::OK, markup);
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, cookies::set(cookies::XSRF, &visit.xsrf, None));
        let lang = visit.lang.map(|lang| cookies::set(cookies::LANG, lang, None));
        headers.extend(lang.map(|lang| (header::SET_COOKIE, lang)));
        response
    }
}

impl Form<'_> {
    /// Its markup, with the hidden half of the double submit.
    pub fn render(self, visit: &Visit) -> Markup {
        html! {
            form name=(self.name) method="post" action=(visit.link(self.path)) {
                input type="hidden" name="_csrf" value=(visit.xsrf);
                (self.fields)
                (self.button)
            }
        }
    }
}

/// One labelled field that must be filled in.
pub(super) struct Field<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub kind: &'a str,
    pub autocomplete: &'a str,
    pub value: &'a str,
    pub help: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// A text field that is empty.
    pub fn new(id: &'a str, name: &'a str, label: &'a str) -> Self {
        Self {
            id,
            name,
            label,
            kind: "text",
            autocomplete: "off",
            value: "",
            help: None,
        }
    }

    /// Its markup.
    pub fn render(&self) -> Markup {
        let help_id = format!("{}-help", self.id);
        let described = self.help.map(|_| help_id.as_str());
        html! {
            label for=(self.id) { (self.label) }
            @if let Some(help) = self.help { p.help id=(help_id) { (help) } }
            input id=(self.id) name=(self.name) type=(self.kind) autocomplete=(self.autocomplete)
                value=[(!self.value.is_empty()).then_some(self.value)]
                inputmode=[(self.autocomplete == "one-time-code").then_some("numeric")]
                autocapitalize="none" spellcheck="false" required aria-describedby=[described];
        }
    }
}

/// What people of this pool sign in with: the field's label and its type.
fn naming(pool: &UserPool, words: &Words) -> (&'static str, &'static str) {
    let has = |name: &str| pool.username_attributes.iter().any(|a| a == name);
    match (has("email"), has("phone_number")) {
        (true, true) => (words.email_or_phone, "text"),
        (true, false) => (words.email, "email"),
        (false, true) => (words.phone, "tel"),
        (false, false) => (words.username, "text"),
    }
}

/// The field for what people of this pool sign in with.
pub(super) fn name_field<'a>(visit: &Visit, id: &'a str, value: &'a str) -> Field<'a> {
    let (label, kind) = naming(&visit.pool, visit.words);
    Field {
        kind,
        value,
        autocomplete: "username",
        ..Field::new(id, "username", label)
    }
}

/// The field for a code that was sent or that an app shows.
pub(super) fn code_field<'a>(id: &'a str, label: &'a str) -> Field<'a> {
    Field {
        autocomplete: "one-time-code",
        ..Field::new(id, "code", label)
    }
}

/// The field for a password that is to be chosen, with the rules for it.
pub(super) fn new_password_field(visit: &Visit, id: &str, label: &str) -> Markup {
    let rules = visit.words.password_rules(&visit.pool.password_policy);
    Field {
        kind: "password",
        autocomplete: "new-password",
        help: Some(&rules),
        ..Field::new(id, "password", label)
    }
    .render()
}

/// Where the local pool's mails are.
pub(super) fn inbox_link(words: &Words) -> Markup {
    html! { a href="/_inbox" target="_blank" { (words.inbox) } }
}
