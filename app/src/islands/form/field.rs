//! One attribute of a form: label, help, the input that fits it, and what is wrong with it. Only the server writes it, as HTML that
//! the browser leaves as it came: what changes while one types is little, and stands in `live`.

use attributes::{Attribute, InputType, Lock, Rule};

use super::frame::{described_by, error_id, help_id};
use super::input::{Input, picture};
use super::names::{field_id, input_name_pieces};
use super::sentence::{display, error_message};
use crate::server::html::{AttributeValue, Html};
use crate::texts::use_texts;

/// One attribute, and what is known of it.
pub(crate) struct Field<'a> {
    pub attribute: &'a Attribute,
    pub value: &'a str,
    pub error: Option<Rule>,
    /// Why the person cannot change it: it is shown as text then.
    pub lock: Option<Lock>,
    /// What it was changed to elsewhere while the form was open.
    pub now: Option<&'a str>,
}

impl Field<'_> {
    /// Writes it, as the frame of other inputs ([`super::Frame`]) does.
    pub(crate) fn write(&self, html: &mut Html) {
        if let Some(lock) = self.lock {
            return self.write_fixed(html, lock);
        }
        let (attribute, texts) = (self.attribute, use_texts());
        let id = field_id(&attribute.name);
        let message = self.error.map(|rule| {
            let now = self.now.map(|now| display(texts, attribute, now));
            error_message(texts, attribute, rule, now)
        });
        let input = Input {
            attribute,
            id: &id,
            name: input_name_pieces(&attribute.name),
            value: self.value,
            described_by: described_by(&id),
            invalid: message.is_some().then_some("true"),
            required: attribute.is_required().then_some("true"),
        };
        let (element, own_class) = match attribute.input {
            InputType::Radios => ("fieldset", "field"),
            InputType::Switch => ("div", "field switch"),
            InputType::Consent => ("div", "field consent"),
            _ => ("div", "field"),
        };
        let invalid = if message.is_some() { " invalid" } else { "" };
        html.element(element, &[("class", &[own_class, invalid])], |html| {
            // A box stands before what it says.
            let is_box = matches!(attribute.input, InputType::Switch | InputType::Consent);
            if is_box {
                input.write(html);
            }
            match element {
                "fieldset" => html.element("legend", &[], |html| self.write_label(html)),
                _ => html.element("label", &[("for", &id)], |html| self.write_label(html)),
            }
            if !is_box {
                input.write(html);
            }
            html.element("div", &[("class", &"help"), ("id", &help_id(&id))], |html| {
                self.write_help(html);
            });
            input.write_length(html);
            write_error(html, &id, message.as_deref().unwrap_or_default());
        });
    }

    /// What it is called, and that one may leave it out. A switch is always on or off.
    fn write_label(&self, html: &mut Html) {
        let (attribute, texts) = (self.attribute, use_texts());
        html.text(attribute.label.in_language(texts.code));
        if !attribute.is_required() && attribute.input != InputType::Switch {
            html.text(" ");
            html.text_element("span", &[("class", &"optional")], texts.form.optional);
        }
    }

    /// What to fill in, and why.
    fn write_help(&self, html: &mut Html) {
        let (attribute, texts) = (self.attribute, use_texts());
        for line in [&attribute.help, &attribute.reason].into_iter().flatten() {
            html.text_element("p", &[], line.in_language(texts.code));
        }
        if let Some(terms) = &attribute.consent {
            let link = terms.link.in_language(texts.code);
            // Beside the form, which is not to be left for it.
            let link = [
                ("href", &link as _),
                ("target", &"_blank" as _),
                ("rel", &"noopener" as _),
            ];
            html.element("p", &[], |html| {
                html.text_element("a", &link, &(texts.form.terms)(terms.version));
            });
        }
    }

    /// What it is, and why it stays so.
    fn write_fixed(&self, html: &mut Html, lock: Lock) {
        let (attribute, texts) = (self.attribute, use_texts());
        let shown = match self.value {
            "" => texts.form.no_value.to_owned(),
            value => display(texts, attribute, value),
        };
        html.element("dl", &[("class", &"field fixed")], |html| {
            html.text_element("dt", &[], attribute.label.in_language(texts.code));
            if let Some(picture) = picture(attribute, self.value) {
                html.element("dd", &[], |html| html.view(picture));
            }
            html.text_element("dd", &[("class", &"lines")], &shown);
            html.text_element(
                "dd",
                &[("class", &"help")],
                (texts.attributes.lock)(lock).as_ref(),
            );
        });
    }
}

/// What is wrong with the field of this id. There without an error, too, so that one which comes is read out.
fn write_error(html: &mut Html, id: &str, message: &str) {
    let id = error_id(id);
    let attributes = [
        ("class", &"error" as &dyn AttributeValue),
        ("id", &id),
        ("aria-live", &"polite"),
    ];
    html.text_element("p", &attributes, message);
}
