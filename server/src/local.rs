//! The local pool, run by this process when no user pool is configured: loopback only, made-up people.

use brand::Brand;

use crate::config::{BrandFolder, LocalPool as Settings, RealPool, Web};

#[cfg(feature = "local-pool")]
pub(crate) use local_pool::LocalPool as Running;

/// What cannot be.
#[cfg(not(feature = "local-pool"))]
pub(crate) type Running = std::convert::Infallible;

/// Why there is no local pool.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// It is a feature of the build.
    #[error(
        "This binary was built without the local pool: set COGNITO_USER_POOL_ID, CLIENT_ID and CLIENT_SECRET."
    )]
    NotBuilt,
    /// It cannot be what it is to be.
    #[error(
        "LOCAL_POOL_TEMPLATE: no pool can be made of it; AWS would refuse it, too, or the local pool does not know it."
    )]
    Template(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It cannot run.
    #[error("The local pool cannot start. Is it running already? LOCAL_POOL_PORT names another port.")]
    NotStarted(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Starts the pool, with this application as its client and, if it is not of a template, in its brand. It runs until the second
/// value is dropped.
#[cfg(feature = "local-pool")]
pub(crate) async fn start(
    settings: Settings,
    web: &Web,
    brand: (&Brand, &BrandFolder),
) -> Result<(RealPool, Running), LocalError> {
    let style = style(brand).map_err(|error| LocalError::NotStarted(error.into()))?;
    let seed = settings.template.is_none().then(|| seed(web, style.as_ref()));
    let pool = run(settings, seed.clone(), web).await?;
    let client = RealPool {
        pool_id: cognito::PoolId::parse(pool.pool_id())
            .map_err(|error| LocalError::NotStarted(error.into()))?,
        client_id: pool.client_id().into(),
        client_secret: cognito::ClientSecret::new(pool.client_secret()),
        other_secret: None,
        domain: None,
        endpoint: pool.url(),
    };
    introduce(&pool, seed.as_ref());
    Ok((client, pool))
}

/// The template's pool leads back to this application as well, whatever address it will have on AWS.
#[cfg(feature = "local-pool")]
async fn run(settings: Settings, seed: Option<local_pool::Seed>, web: &Web) -> Result<Running, LocalError> {
    let builder = local_pool::LocalPool::builder()
        .port(settings.port)
        .test_controls(settings.test_controls);
    let builder = match settings.template {
        Some(template) => builder.template(template.with_app_origin(web.redirect_uri.url())),
        None => builder,
    };
    let builder = match seed {
        Some(seed) => builder.seed(seed),
        None => builder,
    };
    let pool = builder.start().await.map_err(|error| match error {
        local_pool::StartError::Template(error) => LocalError::Template(error.into()),
        error => LocalError::NotStarted(error.into()),
    })?;
    if pool.client_secret().is_empty() {
        return Err(LocalError::Template(
            "there is no app client with a secret".into(),
        ));
    }
    Ok(pool)
}

/// Whether the start would get a pool of these settings, but for the port. One of a template is made and thrown away: much
/// of what AWS refuses is found only then.
#[cfg(feature = "local-pool")]
pub(crate) async fn check(settings: Settings, web: &Web) -> Result<(), LocalError> {
    if settings.template.is_some() {
        let anywhere = Settings { port: 0, ..settings };
        run(anywhere, None, web).await?.shutdown().await;
    }
    Ok(())
}

/// What `operator pool create --brand` would give the pool's pages, if the brand says how they look.
#[cfg(feature = "local-pool")]
fn style((brand, folder): (&Brand, &BrandFolder)) -> std::io::Result<Option<local_pool::StyleSeed>> {
    let style = brand.managed_login_style(|file| std::fs::read(folder.0.join(file.as_str())))?;
    Ok(style.map(serde_json::from_value).transpose()?)
}

/// The demo pool, leading back to where this application is reached.
#[cfg(feature = "local-pool")]
fn seed(web: &Web, style: Option<&local_pool::StyleSeed>) -> local_pool::Seed {
    let mut seed = local_pool::Seed::demo();
    for client in seed.pools.iter_mut().flat_map(|pool| &mut pool.clients) {
        client.callback_urls = vec![web.redirect_uri.as_str().to_owned()];
        client.logout_urls = vec![web.sign_out_uri.as_str().to_owned()];
        client.style = style.cloned();
    }
    seed
}

/// For the person at the terminal. These accounts are made up and work nowhere else.
#[cfg(feature = "local-pool")]
fn introduce(pool: &Running, seed: Option<&local_pool::Seed>) {
    println!("  local pool  {}", pool.url());
    println!("  its mail    {}_inbox", pool.url());
    for user in seed
        .into_iter()
        .flat_map(|seed| &seed.pools)
        .flat_map(|pool| &pool.users)
    {
        let name = user.username.as_ref().or_else(|| user.attributes.get("email"));
        if let (Some(name), Some(password)) = (name, &user.password) {
            println!("  sign in as  {name}  {password}");
        }
    }
}

/// There is none in this build.
#[cfg(not(feature = "local-pool"))]
pub(crate) async fn start(
    _settings: Settings,
    _web: &Web,
    _brand: (&Brand, &BrandFolder),
) -> Result<(RealPool, Running), LocalError> {
    std::future::ready(Err(LocalError::NotBuilt)).await
}

/// There is none in this build.
#[cfg(not(feature = "local-pool"))]
pub(crate) async fn check(_settings: Settings, _web: &Web) -> Result<(), LocalError> {
    std::future::ready(Err(LocalError::NotBuilt)).await
}
