//! What the tabs of one browser tell each other: that a session is over, that the profile was saved. A message is a
//! hint and no proof: who hears one asks the server.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::JsValue;
use serde::{Deserialize, Serialize};
use web_sys::js_sys::Function;
use web_sys::{BroadcastChannel, Element, MessageEvent, UrlSearchParams};

use super::draft::{drop_draft, has_draft};
use super::elements::handler;
use super::island::{Island, takes_over};
use super::links::{use_here, with_return_to};
use super::navigation;
use crate::api::{LoadVisitor, Visitor};
use crate::client::call;

const CHANNEL: &str = "session";

/// What a tab says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TabEvent {
    /// The person has signed out.
    SignedOut,
    /// The session has ended in another way.
    Over,
    /// The profile was saved.
    Saved,
}

thread_local! {
    /// One for each document: it does not hear itself.
    static TABS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
}

impl TabEvent {
    fn text(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Over => "over",
            Self::Saved => "saved",
        }
    }

    fn read(message: &MessageEvent) -> Option<Self> {
        let text = message.data().as_string()?;
        [Self::SignedOut, Self::Over, Self::Saved]
            .into_iter()
            .find(|event| event.text() == text)
    }
}

/// Tells all other tabs.
pub(crate) fn tell_other_tabs(event: TabEvent) {
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            let _ = tabs.post_message(&JsValue::from_str(event.text()));
        }
    });
}

/// On a page of a signed-in user: listens to the other tabs.
#[derive(Serialize, Deserialize)]
pub(crate) struct TabListener;

takes_over!(TabListener, BroadcastSignOut);

impl Island for TabListener {
    fn come_alive(self, _: &Element) {
        set_listener(Some(&handler(|event| {
            match TabEvent::read(event.unchecked_ref()) {
                Some(TabEvent::Saved) => show_what_was_saved(),
                Some(event) => spawn_local(leave_if_over(event)),
                None => {}
            }
        })));
        // As long as the page.
        on_cleanup(|| set_listener(None));
    }
}

fn set_listener(hear: Option<&Function>) {
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            tabs.set_onmessage(hear);
        }
    });
}

/// On a page that says that a session is over: tells the other tabs.
#[derive(Serialize, Deserialize)]
pub(crate) struct BroadcastSignOut;

impl Island for BroadcastSignOut {
    fn come_alive(self, _: &Element) {
        tell_other_tabs(TabEvent::Over);
    }
}

/// A page with something typed into it stays as it is: saving it will not undo what the other tab did.
fn show_what_was_saved() {
    let location = window().location();
    let is_shown = location
        .pathname()
        .is_ok_and(|path| path == "/" || path.starts_with("/profile"));
    if is_shown && !has_draft() {
        navigation::refresh();
    }
}

async fn leave_if_over(event: TabEvent) {
    let Ok(nothing) = UrlSearchParams::new() else {
        return;
    };
    let visitor: Result<Option<Visitor>, _> = call(LoadVisitor::url(), &nothing).await;
    if !matches!(visitor, Ok(None)) {
        return;
    }
    let to = if event == TabEvent::SignedOut {
        drop_draft();
        "/logged_out".to_owned()
    } else {
        with_return_to("/failed?kind=SignedOut", &use_here())
    };
    navigation::replace(&to);
}
