//! The JSON API: profile, sessions, sign-out, and its description.

use std::collections::BTreeSet;

use app::MARK;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use server::router::JSON_API;
use test_support::{Browser, Page};

use crate::test_app::{ALICE, BOB, TestApp};

const PROFILE: &str = "/api/profile";
const PROBLEM: Option<&str> = Some("application/problem+json");

/// As a script of our own origin sends it.
async fn call(visitor: &mut Browser, method: Method, path: &str, body: &Value) -> Page {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(MARK.0, MARK.1)
        .header("content-type", "application/json");
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    visitor.send(request, &body).await
}

async fn change(visitor: &mut Browser, body: &Value) -> Page {
    call(visitor, Method::PATCH, PROFILE, body).await
}

fn value_of(profile: &Value, name: &str) -> Value {
    let attributes = profile["attributes"].as_array().unwrap();
    let found = attributes.iter().find(|attribute| attribute["name"] == name);
    found.unwrap()["value"].clone()
}

#[track_caller]
fn assert_problem(answer: &Page, status: u16, error: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.header("content-type")),
        (status, PROBLEM),
        "{}",
        answer.body
    );
    let problem = answer.json();
    assert_eq!(
        (&problem["error"], &problem["status"]),
        (&error.into(), &status.into())
    );
    assert_eq!(problem["type"], "about:blank");
}

#[tokio::test]
async fn description_lists_what_the_router_answers() {
    let document = TestApp::new()
        .await
        .visitor()
        .get_json("/api/openapi.json")
        .await
        .json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(|method| (path.clone(), method.to_uppercase()))
        })
        .collect();
    let listed: BTreeSet<_> = JSON_API
        .iter()
        .filter(|(path, _)| *path != "/api/openapi.json")
        .flat_map(|(path, methods)| {
            methods
                .iter()
                .map(|method| ((*path).to_owned(), method.to_string()))
        })
        .collect();
    assert_eq!(described, listed);
}

#[tokio::test]
async fn profile_lists_attributes_with_label_type_and_value() {
    let world = TestApp::new().await;
    let profile = world.sign_in(&BOB).await.get_json(PROFILE).await.json();
    assert_eq!(profile["complete"], true);
    let attributes = profile["attributes"].as_array().unwrap();
    let names: Vec<_> = attributes.iter().map(|attribute| &attribute["name"]).collect();
    let listed: Vec<_> = world
        .state
        .account
        .schema
        .attributes()
        .iter()
        .map(|attribute| &attribute.name)
        .collect();
    assert_eq!(names, listed);
    let fixed = attributes
        .iter()
        .find(|attribute| attribute["name"] == "custom:employee_id")
        .unwrap();
    assert_eq!(fixed["lock"], "Immutable");
    assert_eq!(value_of(&profile, "custom:job_title"), "Gardener");
}

#[tokio::test]
async fn consents_come_with_version_link_and_answer() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let consent = |profile: &Value| {
        let attributes = profile["attributes"].as_array().unwrap();
        let holds = |attribute: &&Value| attribute.get("consent").is_some();
        let with: Vec<_> = attributes.iter().filter(holds).collect();
        assert_eq!(
            with.iter()
                .map(|attribute| &attribute["name"])
                .collect::<Vec<_>>(),
            ["custom:marketing", "custom:terms"]
        );
        with[0]["consent"].clone()
    };
    let mut before = consent(&visitor.get_json(PROFILE).await.json());
    let link = before.as_object_mut().unwrap().remove("link").unwrap();
    assert!(link.as_object().is_some_and(|link| !link.is_empty()), "{link}");
    let nothing = json!({
        "version": 1, "current": false, "agreed_version": null, "agreed_at": null, "withdrawn_at": null
    });
    assert_eq!(before, nothing);

    let given = change(&mut visitor, &json!({ "values": { "custom:marketing": "true" } })).await;
    let given = consent(&given.json());
    assert_eq!(
        (&given["current"], &given["agreed_version"]),
        (&json!(true), &json!(1))
    );
    let withdrawn = change(
        &mut visitor,
        &json!({ "values": { "custom:marketing": "false" } }),
    )
    .await;
    let withdrawn = consent(&withdrawn.json());
    assert_eq!(withdrawn["current"], false);
    assert_eq!(withdrawn["agreed_at"], given["agreed_at"]);
    assert!(withdrawn["withdrawn_at"].is_string(), "{withdrawn}");
}

#[tokio::test]
async fn changed_profile_is_answered_and_at_the_pool() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let body = json!({ "values": { "custom:job_title": "Head", "custom:about": null } });
    let answer = change(&mut visitor, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let profile = answer.json();
    assert_eq!(value_of(&profile, "custom:job_title"), "Head");
    assert_eq!(value_of(&profile, "custom:about"), "");
    let now = visitor.attributes().await;
    assert_eq!(
        (now["custom:job_title"].as_str(), now.get("custom:about")),
        ("Head", None)
    );
}

#[tokio::test]
async fn required_answers_complete_a_profile() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&ALICE).await;
    assert_eq!(visitor.get_json(PROFILE).await.json()["complete"], false);
    let body = json!({ "values": { "custom:job_title": "Explorer", "custom:department": "design" } });
    assert_eq!(change(&mut visitor, &body).await.json()["complete"], true);
}

#[tokio::test]
async fn invalid_values_are_named_with_their_limits() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let body = json!({ "values": {
        "custom:desk_number": "many",
        "custom:employee_id": "E-1",
        "custom:nothing": "x",
        "custom:job_title": "Head",
    } });
    let answer = change(&mut visitor, &body).await;
    assert_problem(&answer, 422, "invalid_values");
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap();
    let broken: BTreeSet<_> = errors
        .iter()
        .map(|error| {
            (
                error["attribute"].as_str().unwrap(),
                error["rule"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("custom:desk_number", "NotANumber"),
        ("custom:employee_id", "Locked"),
        ("custom:nothing", "NotOnTheList"),
    ];
    assert_eq!(broken, expected.into());
    let locked = errors.iter().find(|error| error["rule"] == "Locked").unwrap();
    assert_eq!(locked["limits"], json!({ "reason": "Immutable" }));
    assert_eq!(
        visitor.attributes().await["custom:job_title"],
        "Gardener",
        "all or none"
    );
}

#[tokio::test]
async fn concurrent_change_is_told_and_not_overwritten() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    change(&mut visitor, &json!({ "values": { "custom:job_title": "Head" } })).await;
    let late = json!({
        "values": { "custom:job_title": "Cook" },
        "baseline": { "custom:job_title": "Gardener" },
    });
    let answer = change(&mut visitor, &late).await;
    assert_problem(&answer, 409, "changed_meanwhile");
    assert_eq!(answer.json()["conflicts"], json!({ "custom:job_title": "Head" }));
    assert_eq!(visitor.attributes().await["custom:job_title"], "Head");
}

#[tokio::test]
async fn malformed_bodies_are_problems() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (kind, body, status, error) in [
        ("application/json", "{", 400, "bad_request"),
        ("application/json", "{\"values\":[]}", 422, "bad_request"),
        (
            "application/json",
            "{\"values\":{},\"other\":1}",
            422,
            "bad_request",
        ),
        ("text/plain", "{\"values\":{}}", 415, "bad_request"),
        ("application/json", &"x".repeat(2_000_000), 413, "too_large"),
    ] {
        let request = Request::patch(PROFILE)
            .header("sec-fetch-site", "same-origin")
            .header(MARK.0, MARK.1)
            .header("content-type", kind);
        assert_problem(&visitor.send(request, body).await, status, error);
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let world = TestApp::new().await;
    let mut desk = world.sign_in(&BOB).await;
    let mut others = [
        world.sign_in(&BOB).await,
        world.sign_in(&BOB).await,
        world.sign_in(&BOB).await,
    ];
    let list = desk.get_json("/api/sessions").await.json();
    let list = list.as_array().unwrap();
    assert_eq!(
        list.iter()
            .map(|session| session["current"] == true)
            .collect::<Vec<_>>(),
        [true, false, false, false]
    );
    let time = list[0]["signed_in_at"].as_str().unwrap();
    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");

    let path = format!("/api/sessions/{}", list[1]["handle"].as_str().unwrap());
    let ended = call(&mut desk, Method::DELETE, &path, &Value::Null).await;
    assert_eq!((ended.status, ended.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_problem(
        &call(&mut desk, Method::DELETE, &path, &Value::Null).await,
        404,
        "not_found",
    );
    let own = format!("/api/sessions/{}", list[0]["handle"].as_str().unwrap());
    assert_problem(
        &call(&mut desk, Method::DELETE, &own, &Value::Null).await,
        404,
        "not_found",
    );

    let ended = call(&mut desk, Method::DELETE, "/api/sessions", &Value::Null).await;
    assert_eq!(ended.json(), json!({ "ended": 2 }));
    for other in &mut others {
        assert_problem(&other.get_json("/api/me").await, 401, "signed_out");
    }
    assert_eq!(desk.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn api_sign_out_names_the_pools_address() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let copy = visitor.clone();
    let answer = call(&mut visitor, Method::POST, "/api/sign-out", &Value::Null).await;
    let signed_out = answer.json();
    assert_eq!(signed_out["ended"], true, "{}", answer.body);
    assert!(
        signed_out["location"]
            .as_str()
            .unwrap()
            .contains("/logout?client_id="),
        "{}",
        answer.body
    );
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\""));
    assert_eq!(visitor.cookie(world.session_cookie()), None);
    assert_problem(&copy.clone().get_json("/api/me").await, 401, "signed_out");
    let again = call(&mut visitor, Method::POST, "/api/sign-out", &Value::Null).await;
    assert_eq!(again.json()["ended"], true, "twice is no error");
}

#[tokio::test]
async fn forged_writes_are_refused_on_every_address() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let forgeries: [&[(&str, &str)]; 6] = [
        &[],
        &[MARK],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "cross-site"), MARK],
        &[("sec-fetch-site", "same-site"), MARK],
        &[("origin", "https://evil.example"), MARK],
    ];
    for (path, methods) in JSON_API {
        let writing = methods.iter().filter(|method| **method != Method::GET);
        for method in writing {
            for headers in forgeries {
                let path = path.replace("{handle}", "any");
                let mut request = Request::builder().method(method).uri(&path);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let request = request.header("content-type", "application/json");
                let answer = visitor.send(request, "{\"values\":{}}").await;
                assert_problem(&answer, 403, "forbidden");
            }
        }
    }
    assert_eq!(visitor.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn other_methods_are_problems() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (method, path, allowed) in [
        (Method::DELETE, PROFILE, "POST, GET, PATCH, HEAD"),
        (Method::PATCH, "/api/me", "GET, HEAD"),
        (Method::POST, "/api/me", "GET, HEAD"),
        (Method::PUT, "/api/sessions", "GET, DELETE, HEAD"),
    ] {
        let answer = call(&mut visitor, method.clone(), path, &Value::Null).await;
        assert_problem(&answer, 405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
    }
    for (method, path, allowed) in [
        (Method::PATCH, "/profile", "GET, HEAD"),
        (Method::DELETE, "/api/save_profile", "POST"),
        (Method::PUT, "/healthz", "GET, HEAD, OPTIONS"),
        (Method::PUT, "/robots.txt", "GET, HEAD"),
    ] {
        let answer = call(&mut visitor, method.clone(), path, &Value::Null).await;
        assert_eq!(answer.status, 405, "{method} {path}: {}", answer.body);
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
    }
}
