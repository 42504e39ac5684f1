//! The fields of the form. Only the server writes them: the browser leaves them as they came.

use attributes::{FieldError, Values};

use super::super::form::field::Field;
use super::super::form::field_group::write_grouped;
use super::super::form::names::baseline_name_pieces;
use super::state::{faults, rule_of};
use crate::api::FormView;
use crate::server::AskedField;
use crate::server::html::Html;

/// All fields, each with what its input is shown with beside it, for a plain post.
pub(crate) fn write_fields(html: &mut Html, view: &FormView) {
    let (errors, changed) = faults(view.outcome.as_ref());
    write_grouped(html, &view.groups, &view.fields, &|html, asked| {
        write_field(html, asked, view, &errors, &changed);
    });
}

fn write_field(
    html: &mut Html,
    asked: &AskedField,
    view: &FormView,
    errors: &[FieldError],
    changed: &Values,
) {
    let name = asked.name.as_str();
    let [value, baseline] =
        [&view.values, &view.baseline].map(|values| values.get(name).map_or("", String::as_str));
    let field = Field {
        attribute: asked,
        value,
        error: rule_of(errors, name),
        lock: view.locks.get(name).copied(),
        now: changed.get(name).map(String::as_str),
    };
    let is_usual = field.error.is_none() && field.lock.is_none() && baseline == value;
    if is_usual && let Some((template, shown)) = asked.template(value) {
        return template.write(html, value, |html| {
            write_baseline(html, name, shown);
            Field {
                value: shown,
                ..field
            }
            .write(html);
        });
    }
    if field.lock.is_none() {
        write_baseline(html, name, baseline);
    }
    field.write(html);
}

fn write_baseline(html: &mut Html, name: &str, baseline: &str) {
    let name = baseline_name_pieces(name);
    html.void(
        "input",
        &[("type", &"hidden"), ("name", &name), ("value", &baseline)],
    );
}
