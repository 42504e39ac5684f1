//! Spanish, with «tú» throughout.

mod account;
mod attributes;
#[cfg(feature = "ssr")]
mod calendar;
mod contact;
mod new_password;
mod pages;
mod sessions;
mod sign_up;
mod sources;

use crate::error::ErrorKind;
use crate::texts::{Actions, ErrorText, Form, NextStep, Texts, Theme};

pub(super) use pages::PAGES;

pub(super) const TEXTS: Texts = Texts {
    code: "es",
    direction: "ltr",
    decimal_comma: true,
    name: "Español",
    hosted_ui: Some("es"),
    language: "Idioma",
    skip_to_content: "Saltar al contenido",
    loading: "Cargando…",
    actions: Actions {
        sign_in: "Iniciar sesión",
        create_account: "Crear cuenta",
        sign_out: "Cerrar sesión",
        profile: "Perfil",
        account: "Cuenta",
        confirm_identity: "Confirma que eres tú",
        choose_password: "Elegir otra contraseña",
        home: "Inicio",
        try_again: "Intentar de nuevo",
        save: "Guardar cambios",
        saving: "Guardando…",
        save_and_continue: "Guardar y continuar",
        cancel: "Cancelar",
    },
    form: Form {
        title_of_error: "Error: ",
        zone: "Zona horaria",
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
        saved: "Tus cambios se han guardado.",
        unchanged: "No había nada que guardar: no has cambiado nada.",
        not_saved: "Tus cambios no se han guardado.",
        length: |length, longest| format!("{length} de {longest} caracteres"),
        no_value: "Sin valor",
    },
    theme: Theme {
        label: "Apariencia",
        system: "Sistema",
        light: "Clara",
        dark: "Oscura",
    },
    rule: attributes::rule,
    name_rule: sign_up::name_rule,
    attributes: attributes::TEXTS,
    new_password: new_password::TEXTS,
    error,
    reference: "Referencia",
};

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
        ErrorKind::SignInTooLate => (
            "El inicio de sesión tardó demasiado",
            "Pasó más de una hora en la página de inicio de sesión, así que no pudimos terminar. No se cambió nada. \
             Inicia sesión de nuevo para seguir adonde ibas: quizá no tengas que escribir la contraseña otra vez.",
            NextStep::SignIn,
        ),
        ErrorKind::TwoSessions => (
            "Este navegador envía dos inicios de sesión",
            "Llegaron dos cookies nuestras a la vez y no sabemos cuál es la tuya. Borra las cookies de este sitio en \
             tu navegador y vuelve a iniciar sesión.",
            NextStep::GoHome,
        ),
        ErrorKind::NoCookies => (
            "Este formulario necesita una cookie",
            "Tu navegador no devolvió nuestra cookie: no acepta cookies, o esta página estuvo abierta más de un día. \
             No se envió nada. Permite las cookies de este sitio y envía el formulario de nuevo.",
            NextStep::TryAgain,
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
        ErrorKind::PasswordReset => (
            "Necesitas otra contraseña",
            "Tu contraseña se ha restablecido, así que no se ha cambiado nada. Elige otra para continuar.",
            NextStep::NewPassword,
        ),
        ErrorKind::NotAskedAgain => (
            "No pudimos confirmar que eres tú",
            "Tu grupo de usuarios te devolvió sin pedir la contraseña. No se ha cambiado nada. Cierra la sesión e \
             iníciala de nuevo.",
            NextStep::SignOut,
        ),
        ErrorKind::AddressTooLong => (
            "Esta dirección es demasiado larga",
            "No podemos traerte de vuelta a una dirección tan larga. Inicia sesión primero y después ábrela otra vez.",
            NextStep::GoHome,
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
