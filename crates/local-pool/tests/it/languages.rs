use test_support::Browser;

use crate::support::{ALICE, SCOPES, authorize_query, demo};

async fn login(browser: &mut Browser, lang: &str) -> String {
    let lang = if lang.is_empty() {
        String::new()
    } else {
        format!("&lang={lang}")
    };
    let query = authorize_query(SCOPES);
    browser.get(&format!("/login?{query}{lang}")).await.body
}

#[tokio::test]
async fn pages_speak_the_language_that_is_asked_for() {
    let pool = demo().await;
    for (lang, shown, heading) in [
        ("en", "en", "Sign in"),
        ("de", "de", "Anmelden"),
        ("es", "es", "Iniciar sesión"),
        ("fr", "fr", "Se connecter"),
        ("it", "it", "Accedi"),
        ("pt-BR", "pt-BR", "Entrar"),
        // Known to Cognito, without words here.
        ("ja", "en", "Sign in"),
        // Not known to Cognito.
        ("he", "en", "Sign in"),
    ] {
        let page = login(&mut pool.browser(), lang).await;
        assert!(
            page.contains(&format!("<html lang=\"{shown}\">")),
            "{lang}: {page}"
        );
        assert!(page.contains(&format!("<h1>{heading}</h1>")), "{lang}: {page}");
        assert!(page.contains("Amazon Cognito"), "{lang}");
    }
}

#[tokio::test]
async fn the_language_is_remembered_in_a_cookie() {
    let pool = demo().await;
    let mut browser = pool.browser();
    login(&mut browser, "es").await;
    assert_eq!(browser.cookie("lang"), Some("es"));
    assert!(login(&mut browser, "").await.contains("<html lang=\"es\">"));
    assert!(login(&mut browser, "xx").await.contains("<html lang=\"es\">"));
    assert!(login(&mut browser, "de").await.contains("<html lang=\"de\">"));
    assert!(login(&mut browser, "").await.contains("<html lang=\"de\">"));
}

#[tokio::test]
async fn an_unknown_language_is_not_remembered() {
    let pool = demo().await;
    let mut browser = pool.browser();
    login(&mut browser, "he").await;
    assert!(browser.cookie("lang").is_none());
    browser.set_cookie("lang", "<script>");
    assert!(login(&mut browser, "").await.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn refusals_are_in_the_language_of_the_page() {
    let pool = demo().await;
    let mut browser = pool.browser();
    let path = format!("/login?{}&lang=de", authorize_query(SCOPES));
    browser.get(&path).await;
    let page = browser
        .submit(&path, &[("username", ALICE.0), ("password", "wrong")])
        .await;
    assert!(
        page.body.contains("Name oder Passwort stimmt nicht."),
        "{}",
        page.body
    );
    let path = path.replace("/login", "/signup");
    let fields = [
        ("username", "dora@example.com"),
        ("requiredAttributes[name]", "Dora"),
        ("password", "short"),
    ];
    let page = browser.submit(&path, &fields).await;
    assert!(page.body.contains("Mindestens 8 Zeichen"), "{}", page.body);
}

#[tokio::test]
async fn sign_in_pages_are_all_translated() {
    let pool = demo().await;
    let query = format!("{}&lang=fr", authorize_query(SCOPES));
    for (path, words) in [
        ("/signup", "Créer un compte"),
        ("/confirm", "Confirmez votre compte"),
        ("/forgotPassword", "Mot de passe oublié"),
    ] {
        let page = pool.browser().get(&format!("{path}?{query}")).await;
        assert!(page.body.contains(words), "{path}: {}", page.body);
    }
}
