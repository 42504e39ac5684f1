//! The form of a new account. Without WebAssembly it posts and the page comes back; with it the same rules speak up while
//! one types. What is typed is kept nowhere in the browser: it is about somebody without a name yet, and holds a password.

use attributes::{
    Attribute, FieldError, NameRule, Password, Schema, SignUpFaults, SignUpForm as Form, Username,
};
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::field::{Field, field_id, input_name};
use super::form_inputs;
use super::name_field::NameField;
use super::password_field::{PASSWORD_INPUT, PasswordField};
use super::sentence::complaint;
use super::summary::{Complaint, Summary};
use crate::api::{SignUp, SignUpAnswer, SignUpView, sign_up};
use crate::error::AppError;
use crate::texts::use_texts;

const USERNAME: &str = "username";
const EMAIL: &str = "email";

type Sending = Action<Form, Result<SignUpAnswer, AppError>>;

/// What the handlers share.
#[derive(Clone, Copy)]
struct State {
    /// The rules of the form, as a list of attributes knows them.
    schema: StoredValue<Schema>,
    form: NodeRef<html::Form>,
    username: NodeRef<html::Input>,
    email: NodeRef<html::Input>,
    password: NodeRef<html::Input>,
    username_error: RwSignal<Option<NameRule>>,
    email_error: RwSignal<Option<NameRule>>,
    values: RwSignal<Vec<FieldError>>,
    password_error: RwSignal<Vec<attributes::PasswordRule>>,
    complaints: RwSignal<Vec<Complaint>>,
}

/// The form of a new account.
#[island]
pub(crate) fn SignUpForm(view: SignUpView) -> impl IntoView {
    let state = State::new(&view);
    let return_to = view.return_to.clone();
    let send: Sending = Action::new(move |form: &Form| {
        let (form, return_to) = (form.clone(), return_to.clone());
        sign_up(form.username, form.email, form.password, form.values, return_to)
    });
    Effect::new(move |_| {
        if let Some(form) = state.form.get() {
            form.set_no_validate(true);
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(SignUpAnswer::Invalid(faults))) = send.value().get() {
            state.show(faults);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !send.pending().get_untracked() {
            state.submit(send);
        }
    };
    view! {
        <Summary complaints=state.complaints />
        <form class="attributes" method="post" action=SignUp::url() node_ref=state.form on:submit=submit
            on:change=move |event| state.check_input(&event)>
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            <input type="hidden" name="return_to" value=view.return_to.clone() />
            {names(state, &view)}
            {view.fields.iter().map(|field| state.field(field, &view)).collect_view()}
            {password_and_button(state, &view, send)}
        </form>
        <NotDone initial=view.answer send />
    }
}

/// What people sign in with, and the address beside it if that is none.
fn names(state: State, view: &SignUpView) -> AnyView {
    let texts = &use_texts().sign_up;
    let (kind, typed) = (view.rules.username, view.typed.clone());
    let (label, help) = ((texts.username)(kind), (texts.username_help)(kind));
    let beside = (kind == Username::Name).then(|| {
        view! {
            <NameField id=EMAIL kind=Username::Email label=texts.email help=texts.email_help autocomplete="email"
                value=typed.email input=state.email error=state.email_error />
        }
    });
    view! {
        <NameField id=USERNAME kind label help autocomplete="username" value=typed.username
            input=state.username error=state.username_error />
        {beside}
    }
    .into_any()
}

fn password_and_button(state: State, view: &SignUpView, send: Sending) -> AnyView {
    let texts = &use_texts().sign_up;
    let busy = move || send.pending().get();
    view! {
        <PasswordField rules=view.rules.password label=texts.password input=state.password
            broken=state.password_error.into() />
        <button type="submit" class="button" aria-disabled=move || busy().then_some("true")>
            {move || if busy() { texts.submitting } else { texts.submit }}
        </button>
    }
    .into_any()
}

/// Why no account was made, when no field is to blame.
#[component]
fn NotDone(initial: Option<SignUpAnswer>, send: Sending) -> impl IntoView {
    let texts = use_texts();
    let error = move || match send.value().get() {
        _ if send.pending().get() => None,
        Some(Err(error)) => Some(error),
        Some(Ok(_)) => None,
        None => match &initial {
            Some(SignUpAnswer::NotDone(error)) => Some(*error),
            _ => None,
        },
    };
    view! {
        <div role="status" aria-live="polite">
            {move || error().map(|error| super::not_done(texts.sign_up.not_done, error))}
        </div>
    }
}

impl State {
    fn new(view: &SignUpView) -> Self {
        let schema = Schema::new(1, Vec::new(), view.fields.clone()).with_sign_up_rules(view.rules);
        let state = Self {
            schema: StoredValue::new(schema),
            form: NodeRef::new(),
            username: NodeRef::new(),
            email: NodeRef::new(),
            password: NodeRef::new(),
            username_error: RwSignal::new(None),
            email_error: RwSignal::new(None),
            values: RwSignal::new(Vec::new()),
            password_error: RwSignal::new(Vec::new()),
            complaints: RwSignal::new(Vec::new()),
        };
        if let Some(SignUpAnswer::Invalid(faults)) = &view.answer {
            state.show(faults.clone());
        }
        state
    }

    fn field(self, attribute: &Attribute, view: &SignUpView) -> impl IntoView + use<> {
        let value = view
            .typed
            .values
            .get(&attribute.name)
            .cloned()
            .unwrap_or_default();
        let name = attribute.name.clone();
        let error = Signal::derive(move || {
            let of_field = |errors: &Vec<FieldError>| {
                let error = errors.iter().find(|error| error.name == name);
                error.map(|error| error.rule)
            };
            self.values.try_with(of_field).flatten()
        });
        let countries = if attribute.input == attributes::Input::Country {
            view.countries.clone()
        } else {
            Vec::new()
        };
        view! { <Field attribute=attribute.clone() value error lock=None countries /> }
    }

    fn typed(self) -> Option<Form> {
        let form = self.form.get_untracked()?;
        let text = |input: NodeRef<html::Input>| {
            input
                .get_untracked()
                .map(|input| input.value())
                .unwrap_or_default()
        };
        let values = self.schema.with_value(|schema| {
            form_inputs::read(&form, schema.attributes().iter().map(|field| field.name.as_str()))
        });
        Some(Form {
            username: text(self.username),
            email: text(self.email),
            password: Password(text(self.password)),
            values,
        })
    }

    fn submit(self, send: Sending) {
        let Some(form) = self.typed() else { return };
        let checked = self.schema.with_value(|schema| schema.check_account(&form).err());
        self.show(checked.clone().unwrap_or_default());
        if checked.is_none() {
            send.dispatch(form);
        } else {
            send.clear();
        }
    }

    /// An attribute that was just filled in.
    fn check_input(self, event: &Event) {
        if self.schema.is_disposed() {
            return;
        }
        let (Some(changed), Some(form)) = (super::changed_input(event), self.typed()) else {
            return;
        };
        self.schema.with_value(|schema| {
            let fields = schema.attributes().iter();
            let Some(field) = fields.clone().find(|field| input_name(&field.name) == changed) else {
                return;
            };
            let raw = form
                .values
                .get(&field.name)
                .map_or(field.unsent(), String::as_str);
            let rule = field.check(raw).err();
            self.values.update(|errors| {
                errors.retain(|error| error.name != field.name);
                errors.extend(rule.map(|rule| FieldError::new(&field.name, rule)));
            });
        });
    }

    fn show(self, faults: SignUpFaults) {
        self.complaints.set(self.complaints_of(&faults));
        self.username_error.set(faults.username);
        self.email_error.set(faults.email);
        self.password_error.set(faults.password);
        self.values.set(faults.values);
    }

    /// Lines for the summary, in the order of the fields. A name that is no field of the form is a stranger's text.
    fn complaints_of(self, faults: &SignUpFaults) -> Vec<Complaint> {
        let texts = use_texts();
        let kind = self.schema.with_value(Schema::sign_up_rules).username;
        let of_name = |input: &str, label: &str, rule: NameRule| Complaint {
            input: Some(input.to_owned()),
            label: label.to_owned(),
            sentence: (texts.sign_up.name_rule)(rule).to_owned(),
        };
        let username = faults
            .username
            .map(|rule| of_name(USERNAME, (texts.sign_up.username)(kind), rule));
        let email = faults.email.map(|rule| of_name(EMAIL, texts.sign_up.email, rule));
        let of_field = |error: &FieldError| {
            let field = self.schema.with_value(|schema| schema.get(&error.name).cloned());
            let Some(field) = field else {
                return Complaint {
                    input: None,
                    label: String::new(),
                    sentence: (texts.rule)(&error.rule),
                };
            };
            Complaint {
                input: Some(field_id(&field.name)),
                label: field.label.in_language(texts.code).to_owned(),
                sentence: complaint(texts, &field, error.rule, None),
            }
        };
        let needs = || {
            faults
                .password
                .iter()
                .map(|rule| (texts.sign_up.password_rule)(*rule))
        };
        let password = (!faults.password.is_empty()).then(|| Complaint {
            input: Some(PASSWORD_INPUT.to_owned()),
            label: texts.sign_up.password_needs.to_owned(),
            sentence: needs().collect::<Vec<_>>().join("; "),
        });
        let values = faults.values.iter().map(of_field);
        username
            .into_iter()
            .chain(email)
            .chain(values)
            .chain(password)
            .collect()
    }
}
