//! What a field's input is called.

/// The id of an attribute's input; error summaries link to it.
pub(crate) fn field_id(name: &str) -> String {
    format!("field-{}", name.replace(':', "-"))
}

/// The name under which its value is posted.
pub(crate) fn input_name(name: &str) -> String {
    format!("values[{name}]")
}

/// The name under which is posted what the input was shown with.
pub(crate) fn baseline_name(name: &str) -> String {
    format!("original[{name}]")
}

/// The name under which the zone of a moment is posted.
pub(crate) fn zone_name(name: &str) -> String {
    format!("zones[{name}]")
}
