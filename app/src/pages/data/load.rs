//! What the page of one's data shows. It needs no onboarding: users can leave without an answer.

use account::ConsentStatus;
use attributes::Consent;
use jiff::Timestamp;
use signin::Slot;

use super::view::{ConsentOffer, ConsentState, ConsentView, ConsentsView, DataView};
use crate::error::AppError;
use crate::pages::sessions::view::MomentView;
use crate::server::{CurrentUser, RequireUser, format, language, shows_claim_sources};

pub(super) async fn load() -> Result<DataView, AppError> {
    let person = RequireUser::of_request().await?;
    let fresh = person.recently_authenticated();
    Ok(DataView {
        csrf: person.csrf(),
        name: person.account_name().to_owned(),
        fresh: fresh.is_some(),
        consents: ConsentsView {
            consents: consents(&person),
            answer: person.take_message(Slot::Consent).await?,
        },
        shows_sources: shows_claim_sources(),
        typed: person.take_typed(fresh, Slot::Deletion).await?,
        outcome: person.take_message(Slot::Deletion).await?,
    })
}

fn consents(person: &CurrentUser) -> Vec<ConsentView> {
    let onboarding = &person.account.onboarding;
    let consents = onboarding.consents(&person.session, &person.profile);
    // What another user may have agreed to is reviewed first.
    let can_answer = !person.session.is_to_review();
    consents
        .into_iter()
        .map(|status| consent_view(person, &status, can_answer))
        .collect()
}

fn consent_view(person: &CurrentUser, status: &ConsentStatus<'_>, can_answer: bool) -> ConsentView {
    let (attribute, terms) = (status.attribute, status.terms);
    let can_withdraw = !attribute.is_required() && status.consent.as_ref().is_some_and(Consent::is_given);
    let give = (!status.is_current()).then_some(ConsentOffer::Give);
    let withdraw = can_withdraw.then_some(ConsentOffer::Withdraw);
    ConsentView {
        name: attribute.name.clone(),
        label: attribute.label.in_language(language().code).to_owned(),
        link: terms.link.in_language(language().code).to_owned(),
        version: terms.version,
        state: state(person, status.consent.as_ref()),
        offers: give.into_iter().chain(withdraw).filter(|_| can_answer).collect(),
    }
}

fn state(person: &CurrentUser, consent: Option<&Consent>) -> ConsentState {
    let now = person.account.signin.clock.now().unix_seconds();
    let moment = |written: &str| -> MomentView {
        let at = written.parse::<Timestamp>().map_or(0, Timestamp::as_second);
        format::format_datetime(language(), at, now)
    };
    match consent {
        None => ConsentState::Not,
        Some(consent) => match &consent.withdrawn_at {
            Some(at) => ConsentState::Withdrawn {
                version: consent.version,
                given_at: moment(&consent.given_at),
                at: moment(at),
            },
            None => ConsentState::Given {
                version: consent.version,
                at: moment(&consent.given_at),
            },
        },
    }
}
