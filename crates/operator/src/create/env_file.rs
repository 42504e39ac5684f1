//! The server's settings for a pool that was made.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;

use super::{Create, Made};
use crate::plan::PoolPlan;

const PRIVATE: &str = "readable for its owner only";

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

/// Writes the file, for its owner only; says who can read it. One that is there is of this pool, and stays as it is.
pub fn write(path: &Path, made: &Made, plan: &PoolPlan, options: &Create) -> Result<String, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    if path.exists() {
        return match private_file::is_open_to_others(path) {
            Ok(false) => Ok(PRIVATE.to_owned()),
            Ok(true) => Ok(format!(
                "was there, and others can read it: chmod 600 {}",
                path.display()
            )),
            Err(error) => Err(told(&error)),
        };
    }
    let text = text(made, plan, options).map_err(|error| told(&error))?;
    // Beside it first: a file that is there is whole.
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
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
    std::fs::rename(&partial, path).map_err(|error| told(&error))?;
    Ok(PRIVATE.to_owned())
}

fn text(made: &Made, plan: &PoolPlan, options: &Create) -> Result<String, String> {
    let mut key = [0; 32];
    rand::fill(&mut key).map_err(|_| "the system has no random numbers".to_owned())?;
    let (validity, unit) = plan.client.refresh_validity();
    // Who made it elsewhere than at AWS looks for it there, too.
    let endpoint = options.endpoint().map(|url| format!("COGNITO_ENDPOINT={url}\n"));
    let endpoint = endpoint.unwrap_or_default();
    Ok(format!(
        "# Written by `operator pool create`. .env.example describes all settings.\n\
         COGNITO_USER_POOL_ID={}\nCLIENT_ID={}\nCLIENT_SECRET='{}'\nAPP_ORIGIN={}\nREDIRECT_URI={}\nSIGN_OUT_URI={}\n\
         SESSION_LIMIT={}\nREFRESH_TOKEN_LIFE={validity}{}\nSESSION_KEY={}\n{endpoint}",
        made.pool_id,
        made.client_id,
        made.client_secret,
        options.plan.app_origin.origin().ascii_serialization(),
        plan.client.redirect_uri,
        plan.client.sign_out_uri,
        span(plan.client.refresh_life),
        if unit == "days" { "d" } else { "h" },
        STANDARD.encode(key),
    ))
}

/// In the largest unit that leaves nothing over, as the server reads it.
fn span(life: SignedDuration) -> String {
    let seconds = life.as_secs();
    let units = [(24 * 60 * 60, "d"), (60 * 60, "h"), (60, "m")];
    let unit = units.into_iter().find(|(length, _)| seconds % length == 0);
    let (length, name) = unit.unwrap_or((1, "s"));
    format!("{}{name}", seconds / length)
}
