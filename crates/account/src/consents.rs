//! What a person has agreed to, beside what there is to agree to.

use attributes::{Attribute, Consent, ConsentTerms};
use signin::Session;

use crate::onboarding::Onboarding;
use crate::profile::Profile;

/// One consent of the list, and what this person made of it.
pub struct ConsentStatus<'a> {
    /// The attribute that holds it.
    pub attribute: &'a Attribute,
    /// What there is to agree to now.
    pub terms: &'a ConsentTerms,
    /// What the person agreed to and perhaps withdrew; none if they never did.
    pub consent: Option<Consent>,
}

impl ConsentStatus<'_> {
    /// Whether they have agreed to the version of now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let consent = self.consent.as_ref();
        consent.is_some_and(|consent| consent.is_given() && consent.version >= self.terms.version)
    }
}

impl Onboarding {
    /// All consents of the list, in its order. After a recovery none counts: another user may have given them.
    #[must_use]
    pub fn consents<'a>(&'a self, session: &Session, profile: &Profile) -> Vec<ConsentStatus<'a>> {
        let user = self.user_context(session, &profile.values);
        let consents = self.schema.consents();
        let status = |(attribute, terms): (&'a Attribute, &'a ConsentTerms)| ConsentStatus {
            attribute,
            terms,
            consent: user.consent(&attribute.name),
        };
        consents.map(status).collect()
    }
}
