//! One address: what it is, what it is to become, and the forms for that.

use account::{Address, ContactInfo};
use attributes::ContactChange;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::posts::{CancelChange, ChangeAddress, ConfirmAddress, ResendCode};
use super::state::ContactState;
use crate::pages::small_form::input_error::InputName;
use crate::pages::small_form::{FormInput, PostForm, with_address};
use crate::texts::use_texts;

/// One address.
#[component]
pub(super) fn AddressBlock(state: ContactState, view: ContactInfo) -> impl IntoView {
    let texts = &use_texts().pages().contact;
    let address = view.address;
    let badge = view.value.is_some().then(|| {
        let (mark, is_bad) = if view.verified {
            (texts.verified, false)
        } else {
            (texts.not_verified, true)
        };
        view! { " " <span class="badge" class:bad=is_bad>{mark}</span> }
    });
    let waits = view.pending.is_some();
    let pending = view.pending.as_deref().map(|pending| {
        view! {
            <p>
                {with_address(&(texts.waiting)(pending))}
                {(view.change == ContactChange::VerifiedFirst).then(|| view! { " " {texts.old_stays} })}
            </p>
        }
    });
    let is_unproven = is_unproven(&view);
    let may_change = may_change(&view, state.fresh);
    let csrf = state.csrf.clone();
    let shown = view.pending.or_else(|| view.value.clone()).unwrap_or_default();
    let confirm = is_unproven.then(|| view! { <Confirm state=state.clone() address shown /> });
    let resend = is_unproven.then(|| view! { <Resend csrf=csrf.clone() address waits /> });
    let cancel = waits.then(|| view! { <Cancel csrf address /> });
    view! {
        <div class="address">
        <dl><dt>{(texts.name)(address)}</dt><dd><bdi>{view.value.clone().unwrap_or_else(|| texts.none.to_owned())}</bdi> {badge}</dd></dl>
        {pending}
        {confirm}
        {is_unproven.then(|| view! { <div class="buttons">{resend} {cancel}</div> })}
        {(!waits).then(|| view! { <p class="help">{(texts.offer)(view.change)}</p> })}
        {may_change.then(|| view! { <Change state address is_set=view.value.is_some() /> })}
        </div>
    }
    .into_any()
}

fn is_unproven(view: &ContactInfo) -> bool {
    view.pending.is_some() || (view.value.is_some() && !view.verified)
}

fn may_change(view: &ContactInfo, fresh: bool) -> bool {
    fresh && view.change != ContactChange::Off && view.pending.is_none()
}

/// Whether the block of an address has this input.
pub(super) fn asks_for(view: &ContactInfo, fresh: bool, input: InputName) -> bool {
    let (change, code) = match view.address {
        Address::Email => (InputName::Email, InputName::EmailCode),
        Address::Phone => (InputName::Phone, InputName::PhoneCode),
    };
    (input == change && may_change(view, fresh)) || (input == code && is_unproven(view))
}

/// Says which address a form is about.
fn which(address: Address) -> impl IntoView {
    let name = match address {
        Address::Email => "Email",
        Address::Phone => "Phone",
    };
    view! { <input type="hidden" name="address" value=name /> }
}

/// Folded away unless there is no address yet, or what was typed was not taken.
#[component]
fn Change(state: ContactState, address: Address, is_set: bool) -> impl IntoView {
    let texts = &use_texts().pages().contact;
    let (input, kind, autocomplete) = match address {
        Address::Email => (InputName::Email, "email", "email"),
        Address::Phone => (InputName::Phone, "tel", "tel"),
    };
    let value = state.typed(input);
    let is_open = !is_set || !value.is_empty() || state.errors.iter().any(|error| error.input == input);
    view! {
        <details open=is_open>
            <summary>{if is_set { (texts.change)(address) } else { (texts.add)(address) }}</summary>
            <PostForm
                action=ChangeAddress::url()
                csrf=state.csrf
                label=texts.send
                quiet=true
            >
                {which(address)}
                <FormInput input name="value" kind autocomplete value errors=state.errors />
            </PostForm>
        </details>
    }
}

#[component]
fn Confirm(
    state: ContactState,
    address: Address,
    /// The address to be confirmed.
    shown: String,
) -> impl IntoView {
    let texts = &use_texts().pages().contact;
    let input = match address {
        Address::Email => InputName::EmailCode,
        Address::Phone => InputName::PhoneCode,
    };
    let value = state.typed(input);
    view! {
        <PostForm
            action=ConfirmAddress::url()
            csrf=state.csrf
            label=texts.confirm_code
        >
            {which(address)}
            <input type="hidden" name="shown" value=shown />
            <FormInput
                input
                name="code"
                value
                autocomplete="one-time-code"
                input_mode="numeric"
                help=texts.code_help
                errors=state.errors
            />
        </PostForm>
    }
}

#[component]
fn Resend(csrf: String, address: Address, waits: bool) -> impl IntoView {
    let texts = &use_texts().pages().contact;
    view! {
        <PostForm
            action=ResendCode::url()
            csrf
            label=if waits { texts.resend } else { texts.send_code }
            quiet=true
        >
            {which(address)}
        </PostForm>
    }
}

#[component]
fn Cancel(csrf: String, address: Address) -> impl IntoView {
    view! {
        <PostForm
            action=CancelChange::url()
            csrf
            label=use_texts().pages().contact.cancel
            quiet=true
        >
            {which(address)}
        </PostForm>
    }
}
