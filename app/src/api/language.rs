use leptos::server;

use crate::client::AppClient;
use crate::error::AppError;

/// Shows the pages in another language, beginning with `page`, where it was chosen. Anybody may: it is kept in the
/// browser and says nothing of a person.
#[server(endpoint = "set_language", client = AppClient)]
pub async fn set_language(language: String, #[server(default)] page: String) -> Result<(), AppError> {
    std::future::ready(crate::server::language::choose(&language, &page)).await
}
