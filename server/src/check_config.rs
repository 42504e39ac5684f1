//! `server check-config`: what the start would look at, but for the port, which a running server has. Nothing is served and no file
//! is made; in a store that is there, a lease is written and released.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clock::Clock;
use cognito::Cognito;
use rustix::fs::{Access, access};
use session_store::{Leases, Records, StoreError};
use signin::SystemRandomness;

use crate::cli::report;
use crate::config::{Config, Pool, SessionKey, SessionStore, Sessions};
use crate::start::{self, StartError};
use crate::{checks, local, log};

/// Says everything that would stop the server, and as its log what else the start would complain of. The exit code is 0 if there
/// is neither an error that would stop it nor one in the log.
pub(crate) async fn check_config() -> ExitCode {
    let config = match Config::load() {
        Ok(config) => config,
        Err(problems) => {
            report(&problems);
            return ExitCode::FAILURE;
        }
    };
    let errors = log::start(&config.log);
    let stops = find_what_stops(config).await;
    for error in &stops {
        report(error);
    }
    if !stops.is_empty() || errors.count() > 0 {
        return ExitCode::FAILURE;
    }
    println!("The configuration can be used.");
    ExitCode::SUCCESS
}

async fn find_what_stops(config: Config) -> Vec<StartError> {
    let mut stops = Vec::new();
    start::warn_of_settings(&config);
    note(&mut stops, start::find_site(&config));
    let Config {
        web, pool, sessions, ..
    } = config;
    note(&mut stops, check_store(sessions).await);
    match pool {
        Pool::Local(settings) => {
            println!("No user pool is set: the server would run on a local pool of its own.");
            note(&mut stops, local::check(settings, &web).await);
        }
        Pool::Real(pool) => note(&mut stops, check_pool(start::client_config(*pool, &web)).await),
    }
    stops
}

/// What the start would say of the pool; one that does not answer is a line in the log here, too.
async fn check_pool(client: cognito::Config) -> Result<(), StartError> {
    let cognito = Cognito::new(client, Clock::system()).map_err(StartError::Client)?;
    Ok(checks::check_pool(&cognito).await?)
}

fn note<E: Into<StartError>>(stops: &mut Vec<StartError>, outcome: Result<impl Sized, E>) {
    if let Err(error) = outcome {
        stops.push(error.into());
    }
}

/// Whether it can be opened and written. A file that the start would make is not made: it would belong to the user who checks.
async fn check_store(sessions: Sessions) -> Result<(), StartError> {
    if let SessionStore::Sqlite(file) = &sessions.store
        && !file.exists()
    {
        return check_folder(file).map_err(|error| StartError::Store {
            store: sessions.store.clone(),
            source: StoreError::Database(Box::new(error)),
        });
    }
    let keys = match sessions.key {
        SessionKey::Given(keys) => keys,
        SessionKey::KeptIn(file) if file.exists() => start::find_keys(SessionKey::KeptIn(file))?,
        SessionKey::KeptIn(_) => return Ok(()),
    };
    let (clock, random) = (Clock::system(), Arc::new(SystemRandomness));
    let store = start::open_store(sessions.store).await?;
    let records = Records::new(store, keys, clock.clone(), random.clone());
    checks::check_store(&Leases::new(records, clock, random)).await?;
    Ok(())
}

/// Whether a file can be made there: the nearest folder that is there can be written.
fn check_folder(file: &Path) -> io::Result<()> {
    let folders = file.ancestors().skip(1);
    // The last of a relative path is empty, and means where we are.
    let mut folders = folders.map(|folder| {
        if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        }
    });
    let nearest = folders.find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    if !nearest.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(access(nearest, Access::WRITE_OK | Access::EXEC_OK)?)
}
