//! One address: what it is, what it is to become, and the forms for that.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::state::{Form, State};
use crate::api::{
    Address, AddressView, CancelChange, ChangeAddress, ConfirmAddress, Input, Offer, ResendCode,
};
use crate::components::post_form::{FormInput, PostForm};
use crate::texts::use_texts;

/// One address. A telephone number that there is not and cannot be is not mentioned.
#[component]
pub(super) fn AddressBlock(state: State, address: Address) -> impl IntoView {
    let block = move || {
        let view = state.address(address)?;
        let is_idle = view.value.is_none() && view.pending.is_none() && view.offer == Offer::Refused;
        (!is_idle).then(|| show(state, view))
    };
    view! { <div class="address">{block}</div> }
}

fn show(state: State, view: AddressView) -> impl IntoView {
    let texts = &use_texts().contact;
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
            <p class="notice">
                {(texts.waiting)(pending)}
                {(view.offer == Offer::Change).then(|| view! { " " {texts.old_stays} })}
            </p>
        }
    });
    let is_unproven = waits || (view.value.is_some() && !view.verified);
    let may_change = state.fresh && view.offer != Offer::Refused && !waits;
    view! {
        <dl><dt>{(texts.name)(address)}</dt><dd>{view.value.clone().unwrap_or_else(|| texts.none.to_owned())} {badge}</dd></dl>
        {pending}
        {is_unproven.then(|| view! { <Confirm state address /> })}
        {is_unproven.then(|| view! { <Resend state address waits /> })}
        {waits.then(|| view! { <Cancel state address /> })}
        {(!waits).then(|| view! { <p class="help">{(texts.offer)(view.offer)}</p> })}
        {may_change.then(|| view! { <Change state address /> })}
    }
    .into_any()
}

/// Says which address a form is about.
fn which(address: Address) -> impl IntoView {
    let name = match address {
        Address::Email => "Email",
        Address::Phone => "Phone",
    };
    view! { <input type="hidden" name="address" value=name /> }
}

#[component]
fn Change(state: State, address: Address) -> impl IntoView {
    let (input, kind, autocomplete) = match address {
        Address::Email => (Input::Email, "email", "email"),
        Address::Phone => (Input::Phone, "tel", "tel"),
    };
    view! {
        <PostForm
            action=ChangeAddress::url()
            csrf=state.csrf.get_value()
            submit=state.submit(Form::Change, address)
            pending=state.pending()
            label=use_texts().contact.change
        >
            {which(address)}
            <FormInput input name="value" kind autocomplete value=state.typed(input) mistakes=state.mistakes />
        </PostForm>
    }
}

#[component]
fn Confirm(state: State, address: Address) -> impl IntoView {
    let texts = &use_texts().contact;
    let input = match address {
        Address::Email => Input::EmailCode,
        Address::Phone => Input::PhoneCode,
    };
    view! {
        <PostForm
            action=ConfirmAddress::url()
            csrf=state.csrf.get_value()
            submit=state.submit(Form::Confirm, address)
            pending=state.pending()
            label=texts.confirm_code
        >
            {which(address)}
            <FormInput
                input
                name="code"
                autocomplete="one-time-code"
                input_mode="numeric"
                help=texts.code_help
                mistakes=state.mistakes
            />
        </PostForm>
    }
}

#[component]
fn Resend(state: State, address: Address, waits: bool) -> impl IntoView {
    let texts = &use_texts().contact;
    view! {
        <PostForm
            action=ResendCode::url()
            csrf=state.csrf.get_value()
            submit=state.submit(Form::Resend, address)
            pending=state.pending()
            label=if waits { texts.resend } else { texts.send_code }
            quiet=true
        >
            {which(address)}
        </PostForm>
    }
}

#[component]
fn Cancel(state: State, address: Address) -> impl IntoView {
    view! {
        <PostForm
            action=CancelChange::url()
            csrf=state.csrf.get_value()
            submit=state.submit(Form::Cancel, address)
            pending=state.pending()
            label=use_texts().contact.cancel
            quiet=true
        >
            {which(address)}
        </PostForm>
    }
}
