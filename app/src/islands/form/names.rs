//! What a field's input is called.

/// The id of an attribute's input; error summaries link to it.
pub(crate) fn field_id(name: &str) -> String {
    format!("field-{}", name.replace(':', "-"))
}

/// The name under which its value is posted.
pub(crate) fn input_name(name: &str) -> String {
    input_name_pieces(name).concat()
}

/// The same in pieces, which are written one behind the other.
pub(super) fn input_name_pieces(name: &str) -> [&str; 3] {
    ["values[", name, "]"]
}

/// The name under which is posted what the input was shown with.
pub(crate) fn baseline_name(name: &str) -> String {
    baseline_name_pieces(name).concat()
}

/// The same in pieces.
pub(crate) fn baseline_name_pieces(name: &str) -> [&str; 3] {
    ["original[", name, "]"]
}

/// The name under which the zone of a moment is posted.
pub(crate) fn zone_name(name: &str) -> String {
    format!("zones[{name}]")
}
