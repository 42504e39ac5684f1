//! How people reach this application.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use app::server::PictureHosts;
use cognito::ExactUrl;

use super::address::{AppOrigin, parse_address};
use super::problem::{Problems, Reader};
use super::proxies::TrustedProxies;
use super::variables::Variables;

const DEFAULT_ORIGIN: &str = "http://localhost:3000";
const DEFAULT_PORT: u16 = 3000;
/// In seconds.
const LONGEST_DRAIN: u64 = 300;

/// How people reach this application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// Its public address.
    pub origin: AppOrigin,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where the pool sends people after signing in: as written, for the pool compares it byte by byte.
    pub redirect_uri: ExactUrl,
    /// Where the pool sends people after signing out.
    pub sign_out_uri: ExactUrl,
    /// The built front end: WebAssembly, styles, icons.
    pub site_root: PathBuf,
    /// The proxies in front of it, or that none are configured.
    pub trusted_proxies: TrustedProxies,
    /// Where pictures of people may come from.
    pub picture_hosts: PictureHosts,
    /// How long it answers on after it was told to stop, while load balancers find out.
    pub drain: Duration,
    /// How many times the usual number of attempts one client has, where many people share an address.
    pub attempts_scale: u32,
}

impl Web {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let origin = read_origin(reader);
        let listen = reader.read("LISTEN_ADDR", parse_listen);
        let redirect_uri = reader.read("REDIRECT_URI", parse_exactly);
        let sign_out_uri = reader.read("SIGN_OUT_URI", parse_exactly);
        let site_root = reader.read("SITE_ROOT", |text| Ok::<_, &str>(PathBuf::from(text)));

        let trusted_proxies = reader.read("TRUSTED_PROXIES", TrustedProxies::parse);
        let picture_hosts = reader.read("PICTURE_HOSTS", PictureHosts::parse);
        let attempts_scale = reader.read("ATTEMPTS_SCALE", parse_scale);
        let drain = reader.read("DRAIN_SECONDS", parse_drain);

        let origin = origin?;
        if redirect_uri
            .as_ref()
            .is_some_and(|uri| !origin.contains(uri.url()))
        {
            // The cookies that a sign-in depends on would not be there.
            reader.refuse("REDIRECT_URI", "must be on APP_ORIGIN");
        }
        Some(Self {
            listen: listen.unwrap_or_else(|| default_listen(&origin)),
            redirect_uri: redirect_uri.unwrap_or_else(|| origin.page("/logged_in").into()),
            sign_out_uri: sign_out_uri.unwrap_or_else(|| origin.page("/logged_out").into()),
            site_root: site_root.unwrap_or_else(|| PathBuf::from("target/site")),
            trusted_proxies: trusted_proxies.unwrap_or_default(),
            picture_hosts: picture_hosts.unwrap_or_default(),
            drain: drain.unwrap_or_default(),
            attempts_scale: attempts_scale.unwrap_or(1),
            origin,
        })
    }

    /// Where the server listens, for who asks for nothing else.
    pub fn listen_address(variables: &Variables) -> Result<SocketAddr, Problems> {
        let mut reader = Reader::new(variables);
        let listen = reader.read("LISTEN_ADDR", parse_listen);
        let listen = listen.or_else(|| Some(default_listen(&read_origin(&mut reader)?)));
        reader.finish(listen)
    }
}

fn default_listen(origin: &AppOrigin) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, origin.port().unwrap_or(DEFAULT_PORT)).into()
}

fn parse_listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "must be an address and a port: 127.0.0.1:3000")
}

fn read_origin(reader: &mut Reader<'_>) -> Option<AppOrigin> {
    if reader.is_set("APP_ORIGIN") {
        reader.read("APP_ORIGIN", AppOrigin::parse)
    } else {
        AppOrigin::parse(DEFAULT_ORIGIN).ok()
    }
}

fn parse_scale(text: &str) -> Result<u32, &'static str> {
    let scale = text.parse().ok().filter(|scale| (1..=10_000).contains(scale));
    scale.ok_or("must be a whole number from 1 to 10000")
}

fn parse_drain(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= LONGEST_DRAIN);
    seconds
        .map(Duration::from_secs)
        .ok_or("must be a whole number of seconds from 0 to 300")
}

fn parse_exactly(text: &str) -> Result<ExactUrl, &'static str> {
    parse_address(text)?;
    ExactUrl::parse(text).map_err(|_| "must be an absolute address")
}
