//! Fields that belong together, below their heading.

use attributes::{Attribute, Group};
use leptos::prelude::*;

use crate::texts::use_texts;

/// All fields: those without a group first, then each group in a frame of its own. `fields` are in that order.
pub(crate) fn grouped<V: IntoView + 'static>(
    groups: &[Group],
    fields: &[Attribute],
    view_of: &dyn Fn(&Attribute) -> V,
) -> impl IntoView + use<V> {
    let views = |group: Option<&str>| {
        let members = fields.iter().filter(|field| field.group.as_deref() == group);
        members.map(view_of).collect::<Vec<_>>()
    };
    let frames = groups.iter().map(|group| frame(group, views(Some(&group.name))));
    let frames = frames.collect::<Vec<_>>();
    view! {
        {views(None)}
        {frames}
    }
}

fn frame<V: IntoView + 'static>(group: &Group, members: Vec<V>) -> impl IntoView + use<V> {
    let texts = use_texts();
    let label = group.label.in_language(texts.code).to_owned();
    let help = group.help.as_ref().map(|help| {
        let help = help.in_language(texts.code).to_owned();
        view! { <p class="help">{help}</p> }
    });
    view! {
        <fieldset class="group">
            <legend>{label}</legend>
            {help}
            {members}
        </fieldset>
    }
}
