//! `operator pool create`: the planned pool, step by step. Each step looks first whether it was done, so that a run that was
//! cut off is gone on with by running it again. Nothing is deleted, and nothing that is there is changed.

mod api;
mod env_file;

use std::process::ExitCode;

use aws_sdk_cognitoidentityprovider::types::{UserPoolMfaType, UserPoolType};

use crate::cli::Create;
use crate::plan::{Domain, MfaChoice, PoolPlan, Reference, Sender, Settings};
use crate::pool::PoolError;
use crate::start::{confirm, read_schema};
use api::Api;

/// The pool, and what is known of it so far.
struct Creation<'a> {
    api: Api,
    plan: &'a PoolPlan,
}

/// 0 when everything is there.
pub async fn run(options: Create) -> Result<ExitCode, String> {
    let schema = read_schema(&options.list)?;
    let plan = PoolPlan::new(&schema, &options.plan).map_err(|problems| problems.join("\n  "))?;
    refuse_what_others_make(&plan)?;
    let api = Api::connect(&options.region, options.endpoint()).await?;
    let found = find(&api, &plan).await?;
    env_file::check(&options.env_file, found.as_ref().and_then(UserPoolType::id))?;
    print!("{}", description(&plan, &options.region, found.as_ref()));
    if options.plan_only {
        return Ok(ExitCode::SUCCESS);
    }
    if !options.yes {
        confirm("Make it?")?;
    }
    let creation = Creation { api, plan: &plan };
    let made = creation.steps(found).await.map_err(|error| {
        format!("{error}\n  Everything before is done. The same command goes on from here.")
    })?;
    let readers = env_file::write(&options.env_file, &made, &plan, &options)?;
    println!("settings   {} ({readers})", options.env_file.display());
    println!("\nNow look: operator doctor");
    Ok(ExitCode::SUCCESS)
}

/// What a server needs to know.
struct Made {
    pool_id: String,
    client_id: String,
    client_secret: String,
}

/// Identities and roles are of other services.
fn refuse_what_others_make(plan: &PoolPlan) -> Result<(), String> {
    if crate::template::new_identity(plan).is_some() {
        return Err("--mail-from needs --mail-identity here: a pool takes no sender that is not verified yet. A template makes \
                    the identity: operator pool template"
            .to_owned());
    }
    if plan.sms.as_ref().is_some_and(|sms| sms.role.is_none()) {
        return Err(
            "the list uses telephone numbers, and no role is made here: name one with --sms-role".to_owned(),
        );
    }
    Ok(())
}

/// The pool that a run before has made. One of the same name that something else has made is left alone.
async fn find(api: &Api, plan: &PoolPlan) -> Result<Option<UserPoolType>, String> {
    let message = |error: PoolError| error.to_string();
    let mut ours = None;
    for id in api.pools_named(&plan.name).await.map_err(message)? {
        let pool = api.describe(&id).await.map_err(message)?;
        if !api::is_ours(&pool) {
            return Err(format!(
                "there is a pool {id} of the name {}, which this command has not made: choose another --name, or look at it \
                 with operator doctor",
                plan.name
            ));
        }
        if ours.replace(pool).is_some() {
            return Err(format!(
                "there are two pools of the name {}: choose another --name",
                plan.name
            ));
        }
    }
    Ok(ours)
}

fn description(plan: &PoolPlan, region: &str, found: Option<&UserPoolType>) -> String {
    let (domain, sender) = (domain_of(plan), sender_of(plan));
    let words = if plan.messages.is_some() {
        ", in words of your own"
    } else {
        ""
    };
    let custom = plan.custom.len();
    let pool = match found.and_then(UserPoolType::id) {
        Some(id) => format!("there is {id}, made by a run before: what is missing of it is made"),
        None => "new".to_owned(),
    };
    format!(
        "In {region}:\n  pool       {} ({pool}), {custom} custom attributes\n  client     {} at {}\n  pages      {domain}\n  \
         mail       {sender}{words}\n  groups     {}\n",
        plan.name,
        plan.client.name,
        plan.client.redirect_uri,
        if plan.groups.is_empty() {
            "none".to_owned()
        } else {
            plan.groups.join(", ")
        },
    )
}

fn domain_of(plan: &PoolPlan) -> &str {
    match &plan.domain {
        Domain::Prefix(name) | Domain::Custom { name, .. } => name,
    }
}

fn sender_of(plan: &PoolPlan) -> &str {
    match &plan.sender {
        Sender::Cognito => "by Cognito: 50 a day, for tests",
        Sender::Ses { from, .. } => &from.text,
    }
}

/// A line for each step, as soon as it is done.
fn progress(step: &str, what: &str, is_new: bool) {
    let state = if is_new { "made" } else { "was there" };
    println!("{step:<10} {what} {state}");
}

impl Creation<'_> {
    async fn steps(&self, found: Option<UserPoolType>) -> Result<Made, PoolError> {
        let (pool_id, is_new) = match found.and_then(|pool| pool.id) {
            Some(id) => (id, false),
            None => (self.api.create_pool(&self.pool_request()).await?, true),
        };
        progress("pool", &pool_id, is_new);
        let pool = self.api.describe(&pool_id).await?;
        self.second_factor(&pool_id, &pool).await?;
        let client_id = self.client(&pool_id).await?;
        self.domain(&pool_id, &pool).await?;
        let is_new = !self.api.has_style(&pool_id, &client_id).await?;
        if is_new {
            let request = self
                .plan
                .branding_settings()
                .to_json(&|reference| match reference {
                    Reference::ClientId => client_id.clone(),
                    _ => pool_id.clone(),
                });
            self.api.create_style(&pool_id, &request).await?;
        }
        progress("style", "of the sign-in pages", is_new);
        for name in &self.plan.groups {
            let is_new = self.api.create_group(&pool_id, name).await?;
            progress("group", name, is_new);
        }
        let client_secret = self.api.secret(&pool_id, &client_id).await?;
        Ok(Made {
            pool_id,
            client_id,
            client_secret,
        })
    }

    fn pool_request(&self) -> serde_json::Value {
        let mut request = self.plan.api_settings().to_json(&|_| String::new());
        request["UserPoolTags"] = api::tags();
        request
    }

    /// Only where there is none yet; what else is set in the same place stays.
    async fn second_factor(&self, pool_id: &str, pool: &UserPoolType) -> Result<(), PoolError> {
        let off = MfaChoice::Off.name();
        let there = pool.mfa_configuration().map_or(off, UserPoolMfaType::as_str);
        let is_new = self.plan.mfa != MfaChoice::Off && there == off;
        let passkeys = self.plan.passkey_config();
        let mfa = is_new.then(|| self.plan.mfa.name());
        if is_new || passkeys.is_some() {
            self.api.set_factors(pool_id, mfa, passkeys).await?;
        }
        let shown = if is_new { self.plan.mfa.name() } else { there };
        progress("MFA", shown, is_new);
        Ok(())
    }

    async fn client(&self, pool_id: &str) -> Result<String, PoolError> {
        if let Some(id) = self.api.client_named(pool_id, &self.plan.client.name).await? {
            progress("client", &id, false);
            return Ok(id);
        }
        let request = resolved(&self.plan.client.settings(), pool_id);
        let id = self.api.create_client(pool_id, &request).await?;
        progress("client", &id, true);
        Ok(id)
    }

    async fn domain(&self, pool_id: &str, pool: &UserPoolType) -> Result<(), PoolError> {
        let is_new = pool.domain().or(pool.custom_domain()).is_none();
        if is_new {
            let request = resolved(&self.plan.domain_settings(), pool_id);
            self.api.create_domain(pool_id, &request).await?;
        }
        progress("pages", domain_of(self.plan), is_new);
        Ok(())
    }
}

fn resolved(settings: &Settings, pool_id: &str) -> serde_json::Value {
    settings.to_json(&|reference| match reference {
        Reference::PoolId => pool_id.to_owned(),
        // No other reference is in a client or a domain.
        _ => String::new(),
    })
}
