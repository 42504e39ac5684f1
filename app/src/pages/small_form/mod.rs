//! Small forms that the browser itself posts; the page that comes back says above them what became of it, and at each
//! input what is wrong.

pub(crate) mod input_error;

use leptos::prelude::*;

use crate::error::{AppError, ErrorKind};
use crate::islands::form::{ErrorItem, ErrorSummary, Frame, NotSaved, RevealPassword, say_in_title};
use crate::islands::island;
use crate::pages::small_form::input_error::{InputError, InputName};
use crate::texts::use_texts;

/// What is said above the forms of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FormStatus {
    /// It is done.
    Done(&'static str),
    /// It is not, for a reason that the person can put right.
    Refused(&'static str),
    /// It is not.
    NotSaved(AppError),
}

impl FormStatus {
    /// Whether it comes with the way to prove again who one is.
    pub fn asks_to_confirm(&self) -> bool {
        matches!(self, Self::NotSaved(error) if error.kind == ErrorKind::NotFresh)
    }
}

/// A form with one button.
#[component]
pub(crate) fn PostForm(
    /// The server function's address.
    action: &'static str,
    csrf: String,
    label: &'static str,
    /// A button that is not the obvious next step.
    #[prop(optional)]
    quiet: bool,
    /// A button for what cannot be taken back.
    #[prop(optional)]
    danger: bool,
    /// Where one is without it, if it can be called off.
    #[prop(optional)]
    cancel: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        // The server says better what is wrong than the browser does.
        <form class="attributes" method="post" action=action novalidate>
            <input type="hidden" name="csrf" value=csrf />
            {children.map(|children| children())}
            <div class="buttons">
                <button type="submit" class="button" class:quiet=quiet class:danger=danger>{label}</button>
                {cancel.map(cancel_link)}
            </div>
        </form>
    }
    .into_any()
}

/// Leads back to where one is without a form that was opened.
pub(crate) fn cancel_link(to: &'static str) -> impl IntoView {
    view! { <a class="button quiet" href=to>{use_texts().actions.cancel}</a> }
}

/// A sentence whose address, if it has one, stays in one piece where there is room: a hyphen is no place to break it.
pub(crate) fn with_address(sentence: &str) -> impl IntoView + use<> {
    let at = sentence.find('@').unwrap_or(sentence.len());
    let begin = sentence[..at].rfind(' ').map_or(0, |blank| blank + 1);
    let end = sentence[at..]
        .find(' ')
        .map_or(sentence.len(), |blank| at + blank);
    let (before, address, after) = if at == sentence.len() {
        (sentence, None, "")
    } else {
        (&sentence[..begin], Some(&sentence[begin..end]), &sentence[end..])
    };
    let address = address.map(|address| view! { <bdi>{address.to_owned()}</bdi> });
    // An empty text is written as a blank.
    let after = (!after.is_empty()).then(|| after.to_owned());
    view! { {before.to_owned()} {address} {after} }
}

/// One input with its label, help, and what is wrong with it.
#[component]
pub(crate) fn FormInput(
    input: InputName,
    /// Under which it is posted.
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    /// The input purpose of WCAG 2.2, 1.3.5.
    autocomplete: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
    /// What it asks for, if the general name does not say.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] help: Option<&'static str>,
    /// Of the form that was posted last, whichever it was.
    errors: Vec<InputError>,
) -> impl IntoView {
    let texts = use_texts();
    let id = input_id(input);
    // What has no words reads from left to right everywhere.
    let direction = (kind != "text" || input_mode.is_some()).then_some("ltr");
    let error = errors.into_iter().find(|error| error.input == input);
    let reason = error.map(|error| (texts.pages().security.reason)(error.reason).to_owned());
    let frame = Frame::new(id.to_owned(), reason);
    // The only one has the focus itself: a summary would be of one line, and could leave it out of view.
    let has_focus = error.is_some() && is_only_input(input);
    say_in_title(has_focus);
    let is_code = autocomplete == "one-time-code";
    let input_view = view! {
        <input
            type=kind
            id=id
            name=name
            value=value
            autocomplete=autocomplete
            inputmode=input_mode
            aria-required="true"
            aria-invalid=frame.invalid
            enterkeyhint="go"
            data-sends=is_code.then_some("")
            dir=direction
            aria-describedby=frame.described_by()
            autofocus=has_focus
        />
        {(kind == "password").then(|| island(RevealPassword { of: id.to_owned() }))}
    };
    let label = label.unwrap_or_else(|| (texts.pages().security.input)(input).to_owned());
    let help = help.map(|help| view! { {help} {is_code.then(sends_itself)} });
    frame.around(with_address(&label), input_view, help).into_any()
}

/// Said before one types, because it changes the page (WCAG 2.2, 3.2.2); hidden where there are no scripts. It is true of an input
/// with `data-sends`.
pub(crate) fn sends_itself() -> impl IntoView {
    view! { <span class="scripted">" " {use_texts().pages().security.sends_itself}</span> }
}

/// Whether nothing else is typed into the form of this input.
fn is_only_input(input: InputName) -> bool {
    !matches!(input, InputName::CurrentPassword | InputName::NewPassword)
}

/// The id of an input.
pub(crate) fn input_id(input: InputName) -> &'static str {
    match input {
        InputName::CurrentPassword => "current-password",
        InputName::NewPassword => "new-password",
        InputName::FactorCode => "factor-code",
        InputName::AccountName => "account-name",
        InputName::Email => "new-email",
        InputName::EmailCode => "email-code",
        InputName::Phone => "new-phone",
        InputName::PhoneCode => "phone-code",
    }
}

/// A link to each input that is wrong. It has the focus when the page comes.
#[component]
pub(crate) fn InputErrorSummary(
    errors: Vec<InputError>,
    /// What the only input is called, if the general name does not say.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let texts = &use_texts().pages().security;
    let item = |InputError { input, reason }: InputError| {
        let label = label.clone();
        let label = label.unwrap_or_else(|| (texts.input)(input).to_owned());
        ErrorItem {
            input: Some((input_id(input).to_owned(), label)),
            message: (texts.reason)(reason).to_owned(),
        }
    };
    summary(errors.into_iter().map(item).collect())
}

/// The summary of a form that the browser itself posts: none without errors.
pub(crate) fn summary(errors: Vec<ErrorItem>) -> impl IntoView {
    (!errors.is_empty()).then(|| view! { <ErrorSummary errors=Signal::stored(errors) /> })
}

/// What became of the form that was posted last.
#[component]
pub(crate) fn StatusMessage(status: Option<FormStatus>) -> impl IntoView {
    status.map(|status| {
        let message = match status {
            FormStatus::Done(sentence) => view! { <p class="notice success">{sentence}</p> }.into_any(),
            FormStatus::Refused(sentence) => view! { <p class="notice failure">{sentence}</p> }.into_any(),
            FormStatus::NotSaved(error) => view! { <NotSaved error /> }.into_any(),
        };
        view! { <Announcement>{message}</Announcement> }
    })
}

/// Something to be heard and seen as soon as the page comes: it has the focus then.
#[component]
pub(crate) fn Announcement(children: Children) -> impl IntoView {
    view! {
        <div class="status" role="status" tabindex="-1" autofocus>{children()}</div>
    }
    .into_any()
}
