use leptos::prelude::*;

use crate::error::{AppError, ErrorKind};
use crate::pages::layout::Problem;
use crate::server::set_status;

/// There is no such page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    set_status(ErrorKind::NotFound);
    view! { <Problem error=AppError::from(ErrorKind::NotFound) /> }
}
