#![doc = include_str!("../README.md")]

mod account_deletion;
mod admission;
mod attribute_writer;
mod conflict;
mod consents;
mod contact_info;
mod mfa;
mod onboarding;
mod password;
mod pending_sign_up;
mod profile;
mod profiles;
mod proof;
mod recovery;
mod rights;
mod save_error;
mod save_profile;
mod sign_up;
mod sign_up_error;
mod sources;
mod trust;
mod user_records;

use std::sync::Arc;

use attributes::Schema;
use signin::Signin;

pub use account_deletion::AccountDeletion;
pub use admission::{Admission, FinishedSignIn};
pub use cognito::{ConfirmationCode, IdTokenRule, Password, TotpSecret};
pub use consents::ConsentStatus;
pub use contact_info::{Address, AddressChanges, ContactInfo, ContactInfoError, scopes};
pub use mfa::{Mfa, MfaError, MfaStatus, PendingSetup};
pub use onboarding::Onboarding;
pub use password::{PasswordChange, PasswordError};
pub use pending_sign_up::{PendingSignUp, PendingSignUps, Stage};
pub use profile::{Profile, Submission};
pub use profiles::Profiles;
pub use save_error::SaveError;
pub use save_profile::SaveProfile;
pub use sign_up::SignUp;
pub use sign_up_error::{CodeError, SignUpError};
pub use sources::{Check, ClaimSources, Difference, Source, SourceRow, Sources};
pub use user_records::{UserRecords, Users};

use attribute_writer::AttributeWriter;
use contact_info::PendingChanges;
use profile::ProfileCache;
use proof::AddressProof;
use recovery::{Recoveries, Reviews};
use rights::MissingRights;
use trust::Trust;

/// The flows of this crate and those of [`signin`] below it, wired together. It holds them and does nothing itself. Meant
/// to be shared in an [`Arc`].
pub struct Account {
    /// Sessions, tokens, the redirect flow, and what forms need.
    pub signin: Arc<Signin>,
    /// The attributes this application may show and write.
    pub schema: Arc<Schema>,
    /// Starts and finishes sign-ins: not every right password makes a session.
    pub admission: Admission,
    /// What one request has to know of its person.
    pub users: Users,
    /// Reads profiles.
    pub profiles: Profiles,
    /// Saves profiles.
    pub save_profile: SaveProfile,
    /// What people are asked before they go on.
    pub onboarding: Onboarding,
    /// Email address and telephone number.
    pub address_changes: AddressChanges,
    /// The second factor.
    pub mfa: Mfa,
    /// A new password for who knows the old one.
    pub password_change: PasswordChange,
    /// Leaving for good.
    pub deletion: AccountDeletion,
    /// New accounts.
    pub sign_up: SignUp,
    /// Sign-ups between their form and their code.
    pub pending_sign_ups: PendingSignUps,
    /// The pool's three sources of claims about a user.
    pub claim_sources: ClaimSources,
}

impl Account {
    /// Wires the flows together. Does no I/O.
    #[must_use]
    pub fn new(signin: Signin, schema: Schema) -> Self {
        let wiring = Wiring {
            rights: MissingRights::default(),
            schema: Arc::new(schema),
            signin: Arc::new(signin),
        };
        wiring.assemble()
    }
}

/// What several flows need.
struct Wiring {
    signin: Arc<Signin>,
    schema: Arc<Schema>,
    rights: MissingRights,
}

impl Wiring {
    fn assemble(self) -> Account {
        let signin = &self.signin;
        let profiles = self.profiles();
        let pending_sign_ups = PendingSignUps {
            records: signin.records.clone(),
            clock: signin.clock.clone(),
        };
        let reviews = Reviews {
            records: signin.records.clone(),
            clock: signin.clock.clone(),
            schema: Arc::clone(&self.schema),
            sessions: signin.sessions.clone(),
        };
        let onboarding = Onboarding {
            records: signin.records.clone(),
            clock: signin.clock.clone(),
            schema: Arc::clone(&self.schema),
            rights: self.rights.clone(),
            reviews: reviews.clone(),
            pending: pending_sign_ups.clone(),
        };
        let address_changes = self.address_changes(&profiles);
        let sign_up = self.sign_up(&pending_sign_ups);
        Account {
            admission: self.admission(&sign_up, reviews, &onboarding, &address_changes),
            users: Users {
                records: signin.records.clone(),
                profiles: profiles.clone(),
                onboarding: onboarding.clone(),
                schema: Arc::clone(&self.schema),
            },
            save_profile: self.save_profile(&profiles, &onboarding),
            mfa: self.mfa(),
            password_change: self.password_change(),
            deletion: self.deletion(),
            claim_sources: ClaimSources {
                pool: signin.pool.clone(),
                schema: Arc::clone(&self.schema),
                clock: signin.clock.clone(),
            },
            onboarding,
            address_changes,
            profiles,
            sign_up,
            pending_sign_ups,
            schema: self.schema,
            signin: self.signin,
        }
    }

    fn profiles(&self) -> Profiles {
        let signin = &self.signin;
        Profiles {
            cache: ProfileCache {
                records: signin.records.clone(),
                clock: signin.clock.clone(),
                lifetime: signin.config.lifetimes.idle,
            },
            tokens: signin.tokens.clone(),
            pool: signin.pool.clone(),
            leases: signin.leases.clone(),
            background: signin.background.clone(),
            rights: self.rights.clone(),
            clock: signin.clock.clone(),
        }
    }

    fn save_profile(&self, profiles: &Profiles, onboarding: &Onboarding) -> SaveProfile {
        let signin = &self.signin;
        SaveProfile {
            profiles: profiles.clone(),
            writer: AttributeWriter {
                profiles: profiles.clone(),
                tokens: signin.tokens.clone(),
                pool: signin.pool.clone(),
                security: signin.security.clone(),
                rights: self.rights.clone(),
                schema: Arc::clone(&self.schema),
            },
            onboarding: onboarding.clone(),
            schema: Arc::clone(&self.schema),
            limits: signin.limits.clone(),
            background: signin.background.clone(),
            security: signin.security.clone(),
        }
    }

    fn address_changes(&self, profiles: &Profiles) -> AddressChanges {
        let signin = &self.signin;
        AddressChanges {
            schema: Arc::clone(&self.schema),
            tokens: signin.tokens.clone(),
            pool: signin.pool.clone(),
            pending: PendingChanges {
                records: signin.records.clone(),
                clock: signin.clock.clone(),
            },
            profiles: profiles.clone(),
            limits: signin.limits.clone(),
            security: signin.security.clone(),
            background: signin.background.clone(),
        }
    }

    fn sign_up(&self, pending: &PendingSignUps) -> SignUp {
        let signin = &self.signin;
        let trust = Trust {
            records: signin.records.clone(),
            clock: signin.clock.clone(),
            schema: Arc::clone(&self.schema),
            pool: signin.pool.clone(),
            pending: pending.clone(),
        };
        SignUp {
            schema: Arc::clone(&self.schema),
            pool: signin.pool.clone(),
            pending: pending.clone(),
            trust,
            proof: AddressProof {
                schema: Arc::clone(&self.schema),
                pool: signin.pool.clone(),
                pending: pending.clone(),
                limits: signin.limits.clone(),
                background: signin.background.clone(),
                revocations: signin.revocations.clone(),
            },
            limits: signin.limits.clone(),
            security: signin.security.clone(),
            background: signin.background.clone(),
            answer_after: signin.config.open_forms.answer_after,
        }
    }

    fn admission(
        &self,
        sign_up: &SignUp,
        reviews: Reviews,
        onboarding: &Onboarding,
        addresses: &AddressChanges,
    ) -> Admission {
        let signin = &self.signin;
        Admission {
            sign_in: signin.sign_in.clone(),
            sessions: signin.sessions.clone(),
            revocations: signin.revocations.clone(),
            cache: addresses.profiles.cache.clone(),
            pending: sign_up.pending.clone(),
            trust: sign_up.trust.clone(),
            proof: sign_up.proof.clone(),
            recoveries: Recoveries {
                records: signin.records.clone(),
                clock: signin.clock.clone(),
                sessions: signin.sessions.clone(),
                revoked: signin.revoked_sessions.clone(),
                revocations: signin.revocations.clone(),
                security: signin.security.clone(),
            },
            reviews,
            onboarding: onboarding.clone(),
            addresses: addresses.clone(),
            clock: signin.clock.clone(),
        }
    }

    fn mfa(&self) -> Mfa {
        let signin = &self.signin;
        Mfa {
            tokens: signin.tokens.clone(),
            pool: signin.pool.clone(),
            records: signin.records.clone(),
            clock: signin.clock.clone(),
            security: signin.security.clone(),
            background: signin.background.clone(),
        }
    }

    fn password_change(&self) -> PasswordChange {
        let signin = &self.signin;
        PasswordChange {
            tokens: signin.tokens.clone(),
            pool: signin.pool.clone(),
            security: signin.security.clone(),
            background: signin.background.clone(),
        }
    }

    fn deletion(&self) -> AccountDeletion {
        let signin = &self.signin;
        AccountDeletion {
            tokens: signin.tokens.clone(),
            pool: signin.pool.clone(),
            records: signin.records.clone(),
            sessions: signin.sessions.clone(),
            revocations: signin.revocations.clone(),
            security: signin.security.clone(),
            background: signin.background.clone(),
        }
    }
}
