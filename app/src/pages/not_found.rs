use leptos::prelude::*;

use crate::components::Problem;
use crate::error::{AppError, ErrorKind};

/// There is no such page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(ErrorKind::NotFound);
    view! { <Problem error=AppError::from(ErrorKind::NotFound) /> }
}
