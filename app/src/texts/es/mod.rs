//! Spanish, with «tú» throughout.

mod account;
mod attributes;
mod contact;
mod sessions;
mod sign_up;
mod sources;

use crate::error::ErrorKind;
use crate::texts::{
    Actions, ErrorText, Form, Home, NextStep, Profile, SignOut, SigningIn, Texts, Theme, Welcome,
};

pub(super) const TEXTS: Texts = Texts {
    code: "es",
    direction: "ltr",
    name: "Español",
    hosted_ui: Some("es"),
    language: "Idioma",
    product: "leptos-cognito",
    skip_to_content: "Saltar al contenido",
    loading: "Cargando…",
    actions: Actions {
        sign_in: "Iniciar sesión",
        create_account: "Crear cuenta",
        sign_out: "Cerrar sesión",
        profile: "Perfil",
        account: "Cuenta",
        confirm_identity: "Confirma que eres tú",
        home: "Inicio",
        try_again: "Intentar de nuevo",
        save: "Guardar cambios",
        saving: "Guardando…",
        cancel: "Cancelar",
    },
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
                "Tu navegador guarda una sola cookie opaca. Los tokens se quedan en el servidor.",
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
        submit: "Guardar y continuar",
        optional_lead: "También nos gustaría saber esto. Puedes omitirlo y darlo o cambiarlo más tarde en tu perfil.",
    },
    profile: Profile {
        title: "Tu perfil",
        account: "Cuenta",
        details: "Datos",
        saved: "Tus cambios se han guardado.",
        no_value: "Sin valor",
    },
    account: account::TEXTS,
    contact: contact::TEXTS,
    sources: sources::TEXTS,
    sessions: sessions::TEXTS,
    sign_out: SignOut {
        title: "¿Cerrar sesión?",
        question: "Se cerrará tu sesión aquí y en la página de inicio de sesión de tu grupo de usuarios.",
        done_title: "Has cerrado sesión",
        done: "Hasta pronto. Si el ordenador es compartido, cierra también el navegador.",
    },
    form: Form {
        optional: "opcional",
        choose: "Elige…",
        yes: "Sí",
        no: "No",
        no_answer: "Sin respuesta",
        summary: |count| match count {
            1 => "Hay que revisar un campo".to_owned(),
            _ => format!("Hay que revisar {count} campos"),
        },
        draft_found: "Tienes cambios de antes sin guardar.",
        draft_use: "Recuperarlos",
        draft_drop: "Descartarlos",
        not_saved: "Tus cambios no se han guardado.",
    },
    theme: Theme {
        label: "Apariencia",
        system: "Sistema",
        light: "Clara",
        dark: "Oscura",
    },
    standard,
    rule: attributes::rule,
    attributes: attributes::TEXTS,
    sign_up: sign_up::SIGN_UP,
    confirm: sign_up::CONFIRM,
    error,
    reference: "Referencia",
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

#[expect(clippy::too_many_lines, reason = "a list, one entry for each kind")]
fn error(kind: ErrorKind) -> ErrorText {
    let (title, body, next) = match kind {
        ErrorKind::SignedOut => (
            "No has iniciado sesión",
            "Tu sesión ha terminado y no se ha cambiado nada. Inicia sesión de nuevo para seguir donde estabas.",
            NextStep::SignIn,
        ),
        ErrorKind::Ended => (
            "Tu sesión ha terminado",
            "Tu grupo de usuarios ha puesto fin a esta sesión y no se ha cambiado nada. Inicia sesión de nuevo para \
             continuar.",
            NextStep::SignIn,
        ),
        ErrorKind::Incomplete => (
            "Faltan algunos datos",
            "Rellena primero los datos que necesitamos.",
            NextStep::GoHome,
        ),
        ErrorKind::Denied => (
            "No has iniciado sesión",
            "El inicio de sesión se canceló o no se permitió. No se ha cambiado nada.",
            NextStep::SignIn,
        ),
        ErrorKind::NotPending => (
            "Este navegador no tiene ningún inicio de sesión en curso",
            "El inicio de sesión empezó en otro navegador o en otra ventana, o este navegador no acepta cookies.",
            NextStep::SignIn,
        ),
        ErrorKind::UsedOrExpired => (
            "Este enlace de inicio de sesión ya no funciona",
            "Ya se usó o es demasiado antiguo. Si tienes la sesión iniciada en otra pestaña, puedes seguir allí; si \
             no, inicia sesión de nuevo.",
            NextStep::SignIn,
        ),
        ErrorKind::Misconfigured => (
            "El inicio de sesión no está bien configurado",
            "El error es nuestro, no tuyo. Avisa a la administración y dale la referencia de abajo.",
            NextStep::GoHome,
        ),
        ErrorKind::Refused => (
            "Tu grupo de usuarios ha dicho que no",
            "No aceptó la petición. Si vuelve a pasar, avisa a la administración.",
            NextStep::TryAgain,
        ),
        ErrorKind::SignUpClosed
        | ErrorKind::SignUpRefused
        | ErrorKind::WaitAMinute
        | ErrorKind::WaitAWhile
        | ErrorKind::WaitAnHour => sign_up::error(kind),
        ErrorKind::Untrusted => (
            "No pudimos verificar la respuesta",
            "Lo que llegó de la página de inicio de sesión no pasó nuestras comprobaciones, así que no se ha iniciado \
             la sesión.",
            NextStep::SignIn,
        ),
        ErrorKind::Unavailable => (
            "No se puede llegar a tu grupo de usuarios",
            "Ahora mismo no responde. No se ha perdido nada: inténtalo de nuevo dentro de un momento.",
            NextStep::TryAgain,
        ),
        ErrorKind::StoreUnavailable => (
            "Ahora mismo no podemos guardar nada",
            "El lugar donde guardamos quién tiene la sesión iniciada no responde o está lleno. No se ha cambiado nada y \
             tu sesión sigue iniciada: inténtalo de nuevo dentro de unos minutos.",
            NextStep::TryAgain,
        ),
        ErrorKind::Offline => (
            "Sin conexión",
            "Nuestro servidor no respondió. Comprueba tu conexión e inténtalo de nuevo.",
            NextStep::TryAgain,
        ),
        ErrorKind::BadRequest => (
            "Eso no funcionó",
            "No pudimos entender la petición.",
            NextStep::GoHome,
        ),
        ErrorKind::Forged => (
            "Este formulario llegó demasiado tarde",
            "No se envió desde una página nuestra, o su página es demasiado antigua. No se ha cambiado nada: abre la \
             página de nuevo e inicia sesión si te lo pide.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFresh => (
            "Confirma que eres tú",
            "Para esto hace falta un inicio de sesión de los últimos minutos, y el tuyo es anterior. No se ha cambiado \
             nada.",
            NextStep::Confirm,
        ),
        ErrorKind::NotAskedAgain => (
            "No pudimos confirmar que eres tú",
            "Tu grupo de usuarios te devolvió sin pedir la contraseña. No se ha cambiado nada. Cierra la sesión e \
             iníciala de nuevo.",
            NextStep::SignOut,
        ),
        ErrorKind::TooLarge => (
            "Era demasiado",
            "Se envió de una vez más de lo que cabe en cualquiera de nuestros formularios. No se ha cambiado nada.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFound => (
            "Esta página no existe",
            "Puede que la dirección esté mal escrita o que la página se haya movido.",
            NextStep::GoHome,
        ),
        ErrorKind::Failed => (
            "Algo salió mal por nuestra parte",
            "Inténtalo de nuevo. Si vuelve a pasar, da la referencia de abajo a la administración.",
            NextStep::TryAgain,
        ),
    };
    ErrorText { title, body, next }
}
