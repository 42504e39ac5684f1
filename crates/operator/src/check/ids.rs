//! What commands of the AWS CLI have to name.

use serde_json::Value;
use url::Url;

/// The pool and the client that are looked at.
#[derive(Clone, Debug)]
pub struct Ids {
    pub pool: String,
    pub client: String,
    /// Another address than Amazon's.
    pub endpoint: Option<Url>,
}

impl Ids {
    /// A command of the AWS CLI with its whole request, on one line.
    pub fn request(&self, action: &str, request: &Value) -> String {
        let endpoint = self
            .endpoint
            .as_ref()
            .map(|url| format!(" --endpoint-url {}", url.as_str().trim_end_matches('/')));
        // No quote of the shell: a name may have any punctuation.
        let json = request.to_string().replace('\'', r"'\''");
        format!(
            "aws cognito-idp {action}{} --cli-input-json '{json}'",
            endpoint.unwrap_or_default()
        )
    }

    /// A command of the AWS CLI for this pool.
    pub fn command(&self, action: &str, options: &str) -> String {
        let endpoint = self
            .endpoint
            .as_ref()
            .map(|url| format!(" --endpoint-url {}", url.as_str().trim_end_matches('/')));
        format!(
            "aws cognito-idp {action} --user-pool-id {}{} {options}",
            self.pool,
            endpoint.unwrap_or_default()
        )
    }
}
