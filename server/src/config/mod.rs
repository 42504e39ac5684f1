//! The settings: one struct per concern, read from the environment and from nowhere else, turned into types
//! here, with everything that is wrong reported at once.

mod address;
mod brand;
mod log;
mod pool;
mod problem;
mod proxies;
mod quota;
mod sessions;
mod span;
mod variables;
mod web;

use ::brand::Brand;
use attributes::Schema;

pub use address::AppOrigin;
pub use brand::BrandFolder;
pub use log::{Log, LogFormat};
pub use pool::{LocalPool, Pool, RealPool};
pub use problem::{Problem, Problems};
pub use proxies::TrustedProxies;
pub use sessions::{SessionKey, SessionStore, Sessions};
pub use variables::Variables;
pub use web::Web;

use problem::{Reader, parse_switch};

/// All settings.
#[derive(Debug)]
pub struct Config {
    /// How people reach this application.
    pub web: Web,
    /// Which user pool they are in.
    pub pool: Pool,
    /// Where their sessions are kept.
    pub sessions: Sessions,
    /// Which attributes they are asked for.
    pub schema: Schema,
    /// The brand.
    pub brand: Brand,
    /// Where the files of the brand are.
    pub brand_folder: BrandFolder,
    /// What is logged.
    pub log: Log,
    /// Whether people may compare what the pool says of them in each of its ways: by default on the local pool.
    pub shows_claim_sources: bool,
    /// How much of the user pool's quotas this process may use up, in percent.
    pub quota_percent: u8,
    /// Whether `cargo leptos` runs this process and says by its own variables where the front end is.
    pub is_under_cargo_leptos: bool,
    /// Whether pages reload when the front end was built anew.
    pub is_watched: bool,
    /// What does not stop the server and should not stay so.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the environment and `.env`.
    pub fn load() -> Result<Self, Problems> {
        Self::read(&Variables::from_environment()?)
    }

    /// Reads the variables and the files they name.
    pub fn read(variables: &Variables) -> Result<Self, Problems> {
        let mut reader = Reader::new(variables);
        let log = Log::read(&mut reader);
        let web = Web::read(&mut reader);
        let pool = Pool::read(&mut reader, web.as_ref().map(|web| &web.origin));
        let sessions = Sessions::read(&mut reader, pool.as_ref());
        let schema = read_schema(
            &mut reader,
            variables.get("ATTRIBUTES_FILE").unwrap_or("attributes.toml"),
        );
        let brand = brand::read_brand(&mut reader, variables.get("BRAND_FILE"));
        let shows_claim_sources = reader.read("SHOW_CLAIM_SOURCES", parse_switch);
        let quota_percent = quota::read_quota_percent(&mut reader);
        let is_under_cargo_leptos = variables.get("LEPTOS_OUTPUT_NAME").is_some();
        let is_watched = variables.get("LEPTOS_WATCH").is_some();
        let config = (|| {
            let (web, pool, sessions, schema) = (web?, pool?, sessions?, schema?);
            let shows_claim_sources = shows_claim_sources.unwrap_or(matches!(pool, Pool::Local(_)));
            let (brand, brand_folder) = brand?;
            Some(Self {
                web,
                pool,
                sessions,
                schema,
                brand,
                brand_folder,
                shows_claim_sources,
                log,
                quota_percent,
                is_under_cargo_leptos,
                is_watched,
                warnings: variables.warnings(),
            })
        })();
        reader.finish(config)
    }
}

/// Each problem with the place it is at.
fn read_schema(reader: &mut Reader<'_>, file: &str) -> Option<Schema> {
    const NAME: &str = "ATTRIBUTES_FILE";
    let text = std::fs::read_to_string(file)
        .map_err(|error| reader.refuse(NAME, format!("{file} cannot be read: {error}")))
        .ok()?;
    let problems = match Schema::from_toml(&text) {
        Ok(schema) => return Some(schema),
        Err(problems) => problems,
    };
    for problem in problems {
        reader.refuse(NAME, format!("{file}: {problem}"));
    }
    None
}
