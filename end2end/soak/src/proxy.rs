//! nginx, as one puts it before several processes: in turn, and without sticky sessions.

use std::fs;
use std::path::Path;

use reqwest::Client;

use crate::Fallible;
use crate::process::{Process, program};

/// A running proxy.
pub struct Proxy {
    /// Killed with this value.
    _process: Process,
}

impl Proxy {
    /// Starts it at `port`, before the processes at `apps`.
    pub async fn start(folder: &Path, port: u16, apps: &[u16], http: &Client) -> Fallible<Self> {
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration(folder, port, apps))?;
        let mut command = program(nginx());
        command
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.join("nginx-error.log"));
        let mut process = Process::start("nginx", folder, &mut command)?;
        let url = format!("http://127.0.0.1:{port}/healthz");
        process
            .ready(async || http.get(&url).send().await.is_ok())
            .await?;
        Ok(Self { _process: process })
    }
}

/// Debian has it where only root's PATH looks.
fn nginx() -> &'static str {
    const OF_DEBIAN: &str = "/usr/sbin/nginx";
    if Path::new(OF_DEBIAN).exists() {
        OF_DEBIAN
    } else {
        "nginx"
    }
}

/// A process that does not answer is passed over for a second. What may have had an effect is not sent twice: nginx
/// tries another process only for requests that are safe to repeat, or that never left.
fn configuration(folder: &Path, port: u16, apps: &[u16]) -> String {
    let folder = folder.display();
    let server = |app| format!("    server 127.0.0.1:{app} max_fails=1 fail_timeout=1s;\n");
    let servers = apps.iter().map(server).collect::<Vec<_>>().concat();
    let scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {folder}/nginx-{name};\n"))
        .concat();
    format!(
        "daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{ worker_connections 2048; }}
http {{
  access_log {folder}/nginx-access.log;
{scratch}
  upstream app {{
{servers}    keepalive 32;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection \"\";
      proxy_set_header Host $http_host;
      proxy_connect_timeout 1s;
      proxy_read_timeout 25s;
      proxy_next_upstream error timeout;
    }}
  }}
}}
"
    )
}
