//! What the section about addresses shows.

use account::ContactInfo;
use attributes::ContactChange;
use signin::Slot;

use crate::error::AppError;
use crate::pages::security::contact::view::{Address, AddressView, ContactView, Offer};
use crate::server::{CurrentUser, RequireUser};

pub(in crate::pages::security) async fn load() -> Result<ContactView, AppError> {
    let person = RequireUser::of_request().await?;
    let fresh = person.recently_authenticated();
    Ok(ContactView {
        csrf: person.csrf(),
        fresh: fresh.is_some(),
        typed: person.take_typed(fresh, Slot::Contact).await?,
        addresses: addresses(&person),
        outcome: person.take_message(Slot::Contact).await?,
    })
}

fn addresses(person: &CurrentUser) -> Vec<AddressView> {
    let contacts = person.account.users.contacts(&person.profile, &person.records);
    contacts.into_iter().map(AddressView::from).collect()
}

impl From<ContactInfo> for AddressView {
    fn from(contact: ContactInfo) -> Self {
        Self {
            address: match contact.address {
                account::Address::Email => Address::Email,
                account::Address::Phone => Address::Phone,
            },
            value: contact.value,
            verified: contact.verified,
            pending: contact.pending,
            offer: match contact.change {
                ContactChange::Off => Offer::Refused,
                ContactChange::VerifiedFirst => Offer::Change,
                ContactChange::AtOnce => Offer::ChangeAtOnce,
            },
        }
    }
}
