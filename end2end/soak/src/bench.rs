//! What a session costs.

use crate::Fallible;

/// Prints a table.
pub async fn run() -> Fallible<()> {
    std::future::ready(Ok(())).await
}
