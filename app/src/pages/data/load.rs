//! What the page of one's data shows. It waits for nothing that is still to be asked: nobody must answer to leave.

use signin::Slot;

use super::view::DataView;
use crate::error::AppError;
use crate::server::{RequireUser, shows_claim_sources};

pub(super) async fn load() -> Result<DataView, AppError> {
    let person = RequireUser::of_request().await?;
    let fresh = person.recently_authenticated();
    Ok(DataView {
        csrf: person.csrf(),
        name: person.account_name().to_owned(),
        fresh: fresh.is_some(),
        shows_sources: shows_claim_sources(),
        typed: person.take_typed(fresh, Slot::Deletion).await?,
        outcome: person.take_message(Slot::Deletion).await?,
    })
}
