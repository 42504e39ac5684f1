//! The server's settings for a pool that was made.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::Made;
use crate::plan::PoolPlan;

/// Refuses a file that says something else, before anything is made.
pub fn check(path: &Path, pool_id: Option<&str>) -> Result<(), String> {
    match std::fs::read_to_string(path) {
        Ok(text) if pool_id.is_some_and(|id| text.contains(&format!("COGNITO_USER_POOL_ID={id}\n"))) => {
            Ok(())
        }
        Ok(_) => Err(format!(
            "{} is there already: name another file with --env-file",
            path.display()
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Writes the file, for its owner only. One that is there is of this pool, and stays.
pub fn write(path: &Path, made: &Made, plan: &PoolPlan, app_origin: &Url) -> Result<(), String> {
    if path.exists() {
        return Ok(());
    }
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = text(made, plan, app_origin).map_err(|error| told(&error))?;
    // Beside it first: a file that is there is whole.
    let partial = path.with_extension("partial");
    let mut opened = private_file::open(
        &partial,
        OpenOptions::new().write(true).create(true).truncate(true),
    )
    .map_err(|error| told(&error))?;
    opened
        .file
        .write_all(text.as_bytes())
        .map_err(|error| told(&error))?;
    opened.file.sync_all().map_err(|error| told(&error))?;
    std::fs::rename(&partial, path).map_err(|error| told(&error))
}

fn text(made: &Made, plan: &PoolPlan, app_origin: &Url) -> Result<String, String> {
    let mut key = [0; 32];
    rand::fill(&mut key).map_err(|_| "the system has no random numbers".to_owned())?;
    let (validity, unit) = plan.client.refresh_validity();
    Ok(format!(
        "# Written by `operator pool create`. .env.example describes all settings.\n\
         COGNITO_USER_POOL_ID={}\nCLIENT_ID={}\nCLIENT_SECRET='{}'\nAPP_ORIGIN={}\nREDIRECT_URI={}\nSIGN_OUT_URI={}\n\
         REFRESH_TOKEN_LIFE={validity}{}\nSESSION_KEY={}\n",
        made.pool_id,
        made.client_id,
        made.client_secret,
        app_origin.origin().ascii_serialization(),
        plan.client.redirect_uri,
        plan.client.sign_out_uri,
        if unit == "days" { "d" } else { "h" },
        STANDARD.encode(key),
    ))
}
