//! Where the person's data comes from, in Spanish.

use crate::api::{Difference, Source, TokenRule, Verdict};
use crate::texts::Sources;

pub(super) const TEXTS: Sources = Sources {
    title: "De dónde vienen tus datos",
    lead: "Tu grupo de usuarios informa de ti a esta aplicación de tres maneras. Deberían coincidir; donde no coinciden, \
           al lado se dice por qué.",
    token: "Las comprobaciones de tu token de identidad",
    age: |minutes| match minutes {
        0 => "Se hizo hace menos de un minuto. Dice lo que entonces era cierto.".to_owned(),
        1 => "Se hizo hace un minuto. Dice lo que entonces era cierto.".to_owned(),
        _ => format!("Se hizo hace {minutes} minutos. Dice lo que entonces era cierto."),
    },
    untrusted: "No pasó las comprobaciones, así que no se muestra nada de él.",
    renew: "Pedir un token de identidad nuevo",
    table: "Tus atributos de cada una de las tres maneras",
    name: "Atributo",
    reason: "Por qué difieren",
    nothing: "Nada",
    untold: "En ninguna de las tres vías",
    rule,
    verdict: |verdict| match verdict {
        Verdict::Holds => "pasada",
        Verdict::Broken => "fallida",
        Verdict::NotReached => "no comprobada",
    },
    source: |source| match source {
        Source::IdToken => "Token de identidad",
        Source::UserInfo => "userInfo",
        Source::GetUser => "GetUser",
    },
    silent: |source| match source {
        Source::IdToken => "El token de identidad no se puede usar.",
        Source::UserInfo => "userInfo no responde ahora mismo.",
        Source::GetUser => "GetUser no responde ahora mismo.",
    },
    difference,
};

fn rule(rule: TokenRule) -> &'static str {
    match rule {
        TokenRule::Format => "Tiene la forma de un token",
        TokenRule::Algorithm => "Está firmado con RS256",
        TokenRule::Key => "Su clave es una de las de tu grupo de usuarios",
        TokenRule::Signature => "La firma es correcta",
        TokenRule::Issuer => "Lo hizo tu grupo de usuarios",
        TokenRule::Use => "Es un token de identidad",
        TokenRule::Audience => "Se hizo para esta aplicación",
        TokenRule::Times => "Es válido ahora",
        TokenRule::SignIn => "Dice cuándo iniciaste sesión",
        TokenRule::Person => "Dice quién eres",
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Stale => {
            "El token de identidad es anterior al último cambio; uno nuevo tiene el valor de hoy.".to_owned()
        }
        Difference::Spelling => {
            "El token de identidad tiene un booleano o un número, los otros un texto.".to_owned()
        }
        Difference::Scope(scope) => {
            format!("El token de identidad y userInfo solo lo dicen con el ámbito {scope}.")
        }
        Difference::EmptyOrUnreadable => {
            "No tiene valor, o esta aplicación no puede leerlo (ReadAttributes del cliente de la aplicación)."
                .to_owned()
        }
    }
}
