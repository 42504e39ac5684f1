//! What the section about addresses shows.

use signin::Slot;

use crate::error::AppError;
use crate::pages::security::contact::view::ContactView;
use crate::server::RequireUser;

pub(in crate::pages::security) async fn load() -> Result<ContactView, AppError> {
    let person = RequireUser::of_request().await?;
    let fresh = person.recently_authenticated();
    Ok(ContactView {
        csrf: person.csrf(),
        fresh: fresh.is_some(),
        typed: person.take_typed(fresh, Slot::Contact).await?,
        addresses: person.account.users.contacts(&person.profile, &person.records),
        outcome: person.take_message(Slot::Contact).await?,
    })
}
