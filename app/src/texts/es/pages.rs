//! What the pages say, in Spanish.

use super::{account, contact, sessions, sign_up, sources};
use crate::texts::pages::{Home, Pages, Profile, SignOut, SigningIn, Welcome};

pub(in crate::texts) const PAGES: Pages = Pages {
    home: Home {
        title: "Tu cuenta, completa",
        lead: "Inicia sesión con Amazon Cognito, completa lo que sus páginas no pueden preguntar y mantén tu perfil \
               al día en un solo lugar.",
        points: &[
            (
                "Un solo inicio de sesión",
                "Inicias sesión en las páginas de tu grupo de usuarios, una vez para todas sus aplicaciones.",
            ),
            (
                "Tus datos",
                "Un breve formulario pide una vez lo que aún falta. Cámbialo cuando quieras.",
            ),
            (
                "Nada que robar",
                "Tu navegador solo guarda cookies opacas. Los tokens se quedan en el servidor.",
            ),
        ],
        hello: |name| format!("Hola, {name}"),
        hello_lead: "Has iniciado sesión y tus datos están completos.",
    },
    signing_in: SigningIn {
        title: "Iniciando sesión",
        body: "Un momento: te llevamos a la página de inicio de sesión.",
    },
    welcome: Welcome {
        title: "Te damos la bienvenida. Primero, unos datos",
        lead: "Los necesitamos antes de continuar. Es solo un minuto, y podrás cambiar la mayoría más tarde en tu \
               perfil.",
        optional_lead: "También nos gustaría saber esto. Puedes omitirlo y darlo o cambiarlo más tarde en tu perfil.",
        without_answer: "Puedes cerrar la sesión, cambiar la contraseña o eliminar tu cuenta sin responder.",
        review_lead: "Esta cuenta se empezó en otro navegador, quizá por otra persona. Revisa lo que dice de ti y \
                      corrígelo. Si hay algo erróneo que no se puede cambiar, elimina la cuenta y créala de nuevo.",
    },
    profile: Profile {
        title: "Tu perfil",
        account: "Cuenta",
        details: "Datos",
    },
    sessions: sessions::TEXTS,
    sign_out: SignOut {
        title: "¿Cerrar sesión?",
        question: "Se cerrará tu sesión aquí y en la página de inicio de sesión de tu grupo de usuarios.",
        done_title: "Has cerrado sesión",
        done: "Hasta pronto. Si el ordenador es compartido, cierra también el navegador.",
        here_unknown: "Has cerrado sesión en este navegador, pero en este momento no se pudo terminar tu sesión en el servidor. Terminará por sí sola, como muy tarde, dentro de un tiempo.",
        pool_remembers: "Tu grupo de usuarios todavía reconoce este navegador.",
        at_the_pool: "Cerrar sesión en tu grupo de usuarios",
    },
    account: account::TEXTS,
    contact: contact::TEXTS,
    sources: sources::TEXTS,
    sign_up: sign_up::SIGN_UP,
    confirm: sign_up::CONFIRM,
    standard,
    #[cfg(feature = "ssr")]
    calendar: super::calendar::CALENDAR,
};

fn standard(name: &str) -> Option<&'static str> {
    Some(match name {
        "email" => "Correo electrónico",
        "phone_number" => "Teléfono",
        "name" => "Nombre completo",
        "given_name" => "Nombre",
        "family_name" => "Apellidos",
        "middle_name" => "Segundo nombre",
        "nickname" => "Apodo",
        "preferred_username" => "Nombre de usuario",
        "birthdate" => "Fecha de nacimiento",
        "gender" => "Género",
        "locale" => "Idioma",
        "zoneinfo" => "Zona horaria",
        "website" => "Sitio web",
        "profile" => "Página de perfil",
        "address" => "Dirección",
        _ => return None,
    })
}
