use aws_lc_rs::hmac;
use local_pool::Mfa;
use serde_json::{Value, json};

use crate::support::{
    BOB, CALLBACK, CLIENT, SCOPES, START, Stranger, demo_with, secret_hash, sign_in, string,
};

/// RFC 6238 as an authenticator app computes it.
fn code(secret: &str, seconds: i64) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digits = secret.chars().map(|c| alphabet.find(c).expect("base32"));
    let bits: String = digits
        .flat_map(|digit| format!("{digit:05b}").into_bytes())
        .map(char::from)
        .collect();
    let key: Vec<u8> = (0..bits.len() / 8)
        .map(|i| u8::from_str_radix(&bits[i * 8..i * 8 + 8], 2).expect("bits"))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let tag = hmac::sign(&key, &(seconds / 30).to_be_bytes());
    let offset = usize::from(tag.as_ref()[19] & 15);
    let word = u32::from_be_bytes(tag.as_ref()[offset..offset + 4].try_into().expect("four bytes"));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

async fn sign_in_by_api(pool: &Stranger) -> Value {
    let parameters = json!({ "USERNAME": BOB.0, "PASSWORD": BOB.1, "SECRET_HASH": secret_hash(BOB.0) });
    let body = json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    pool.api_ok("InitiateAuth", body).await
}

fn answer(name: &str, session: &Value, extra: &[(&str, &str)]) -> Value {
    let mut responses = json!({ "USERNAME": BOB.0, "SECRET_HASH": secret_hash(BOB.0) });
    for (name, value) in extra {
        responses[*name] = (*value).into();
    }
    json!({ "ClientId": CLIENT, "ChallengeName": name, "Session": session, "ChallengeResponses": responses })
}

async fn with_app(pool: &Stranger) -> String {
    let tokens = sign_in_by_api(pool).await;
    let access = json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] });
    let with = |extra: Value| {
        let mut body = access.clone();
        body.as_object_mut()
            .expect("an object")
            .extend(extra.as_object().expect("an object").clone());
        body
    };
    let settings = json!({ "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    let told = pool
        .api_refused(
            "SetUserMFAPreference",
            with(settings.clone()),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(told, "User has not set up software token mfa");
    let secret =
        string(&pool.api_ok("AssociateSoftwareToken", access.clone()).await["SecretCode"]).to_owned();
    let wrong = with(json!({ "UserCode": "000000" }));
    pool.api_refused("VerifySoftwareToken", wrong, "EnableSoftwareTokenMFAException")
        .await;
    let right = with(json!({ "UserCode": code(&secret, START) }));
    assert_eq!(
        pool.api_ok("VerifySoftwareToken", right).await["Status"],
        "SUCCESS"
    );
    pool.api_ok("SetUserMFAPreference", with(settings)).await;
    let user = pool.api_ok("GetUser", access).await;
    assert_eq!(
        (&user["PreferredMfaSetting"], &user["UserMFASettingList"]),
        (&json!("SOFTWARE_TOKEN_MFA"), &json!(["SOFTWARE_TOKEN_MFA"]))
    );
    secret
}

#[tokio::test]
async fn totp_code_is_asked_after_the_password() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::Optional).await;
    let secret = with_app(&pool).await;
    let challenge = sign_in_by_api(&pool).await;
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let respond = |code: &str| {
        answer(
            "SOFTWARE_TOKEN_MFA",
            &challenge["Session"],
            &[("SOFTWARE_TOKEN_MFA_CODE", code)],
        )
    };
    let used = respond(&code(&secret, START));
    let told = pool
        .api_refused("RespondToAuthChallenge", used, "ExpiredCodeException")
        .await;
    assert_eq!(told, "Your software token has already been used once.");
    pool.api_refused(
        "RespondToAuthChallenge",
        respond("000000"),
        "CodeMismatchException",
    )
    .await;
    pool.advance(30);
    let right = respond(&code(&secret, START + 30));
    let done = pool.api_ok("RespondToAuthChallenge", right.clone()).await;
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());
    pool.api_refused("RespondToAuthChallenge", right, "NotAuthorizedException")
        .await;
}

#[tokio::test]
async fn the_page_asks_for_the_code_too() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::Optional).await;
    let secret = with_app(&pool).await;
    pool.advance(60);
    let mut browser = pool.browser();
    let page = sign_in(&mut browser, BOB, SCOPES).await;
    let step = page.location().to_owned();
    assert!(step.starts_with("/_second-factor?"), "{step}");
    assert!(browser.get(&step).await.body.contains("one-time-code"));
    assert!(
        browser
            .submit(&step, &[("code", "000000")])
            .await
            .body
            .contains("Invalid code received for user")
    );
    assert!(browser.cookie("cognito").is_none());
    assert!(
        browser
            .submit(&step, &[("code", &code(&secret, START + 60))])
            .await
            .goes_to(CALLBACK)
    );
}

#[tokio::test]
async fn required_mfa_leads_through_the_setup() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::On).await;
    let challenge = sign_in_by_api(&pool).await;
    assert_eq!(challenge["ChallengeName"], "MFA_SETUP");
    pool.api_refused(
        "RespondToAuthChallenge",
        answer("MFA_SETUP", &challenge["Session"], &[]),
        "NotAuthorizedException",
    )
    .await;
    let associated = pool
        .api_ok(
            "AssociateSoftwareToken",
            json!({ "Session": challenge["Session"] }),
        )
        .await;
    let user_code = code(string(&associated["SecretCode"]), START);
    let verified = pool
        .api_ok(
            "VerifySoftwareToken",
            json!({ "Session": associated["Session"], "UserCode": user_code }),
        )
        .await;
    let done = pool
        .api_ok(
            "RespondToAuthChallenge",
            answer("MFA_SETUP", &verified["Session"], &[]),
        )
        .await;
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(sign_in_by_api(&pool).await["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[tokio::test]
async fn a_session_expires() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::On).await;
    let challenge = sign_in_by_api(&pool).await;
    pool.advance(180);
    let told = pool
        .api_refused(
            "RespondToAuthChallenge",
            answer("MFA_SETUP", &challenge["Session"], &[]),
            "NotAuthorizedException",
        )
        .await;
    assert_eq!(told, "Invalid session for the user, session is expired.");
}

#[tokio::test]
async fn mfa_setup_is_refused_with_mfa_off() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::Off).await;
    let tokens = sign_in_by_api(&pool).await;
    let access = json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] });
    let told = pool
        .api_refused(
            "AssociateSoftwareToken",
            access,
            "SoftwareTokenMFANotFoundException",
        )
        .await;
    assert_eq!(told, "Software Token MFA has not been enabled by the userPool.");
}

#[tokio::test]
async fn the_page_leads_through_the_set_up_once() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::On).await;
    let mut browser = pool.browser();
    let step = sign_in(&mut browser, BOB, SCOPES).await.location().to_owned();
    assert!(step.starts_with("/_set-up-second-factor?"), "{step}");
    let page = browser.get(&step).await;
    let key = page.body.split("id=\"totpKey\">").nth(1).expect("a key");
    let key = key.split('<').next().expect("its end").to_owned();
    assert!(page.body.contains(&format!(
        "otpauth://totp/Demo%20pool:bob%40example.com?secret={key}&amp;issuer=Demo%20pool"
    )));
    let wrong = browser.submit(&step, &[("code", "000000")]).await;
    assert!(wrong.body.contains("Code mismatch") && wrong.body.contains(&key));
    assert!(browser.cookie("cognito").is_none());
    let done = browser.submit(&step, &[("code", &code(&key, START))]).await;
    assert!(done.goes_to(CALLBACK), "{}", done.body);

    let mut another = pool.browser();
    let step = sign_in(&mut another, BOB, SCOPES).await.location().to_owned();
    assert!(step.starts_with("/_second-factor?"), "{step}");
    // The set-up is over, whoever asks for it.
    let set_up = step.replace("/_second-factor", "/_set-up-second-factor");
    assert!(another.get(&set_up).await.goes_to("/login?"));
}

#[tokio::test]
async fn a_newcomer_cannot_pass_by_the_second_factor() {
    let pool = demo_with(|seed| seed.pools[0].mfa = Mfa::On).await;
    let mut browser = pool.browser();
    let path = format!("/signup?{}", crate::support::authorize_query(SCOPES));
    browser.get(&path).await;
    let fields = [
        ("username", "carol@example.com"),
        ("requiredAttributes[name]", "Carol"),
        ("password", "Carol-has-2-keys"),
    ];
    let confirm = browser.submit(&path, &fields).await.location().to_owned();
    let page = browser.submit(&confirm, &[("code", &pool.last_code())]).await;
    assert!(
        page.goes_to("/_set-up-second-factor?"),
        "{:?}",
        page.header("location")
    );
}
