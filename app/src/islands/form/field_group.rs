//! Fields that belong together, below their heading.

use attributes::Group;

use crate::server::AskedField;
use crate::server::html::Html;
use crate::texts::use_texts;

/// All fields: those without a group first, then each group in a frame of its own. `fields` are in that order.
pub(crate) fn write_grouped(
    html: &mut Html,
    groups: &[Group],
    fields: &[AskedField],
    write: &dyn Fn(&mut Html, &AskedField),
) {
    let members = |html: &mut Html, group: Option<&str>| {
        let members = fields.iter().filter(|field| field.group.as_deref() == group);
        members.for_each(|field| write(html, field));
    };
    members(html, None);
    for group in groups {
        let language = use_texts().code;
        html.element("fieldset", &[("class", &"group")], |html| {
            html.text_element("legend", &[], group.label.in_language(language));
            if let Some(help) = &group.help {
                html.text_element("p", &[("class", &"help")], help.in_language(language));
            }
            members(html, Some(&group.name));
        });
    }
}
