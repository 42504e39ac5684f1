use leptos::prelude::*;

use crate::error::{AppError, ErrorKind};
use crate::pages::layout::Problem;
use crate::server::set_status;

/// There is no such page.
pub(crate) fn not_found_page() -> AnyView {
    set_status(ErrorKind::NotFound);
    view! { <Problem error=AppError::from(ErrorKind::NotFound) /> }.into_any()
}
