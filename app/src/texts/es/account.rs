//! The account page, in Spanish.

use crate::api::{AccountChange, Input, Reason};
use crate::texts::{Account, Factor, Leave, Password};

pub(super) const TEXTS: Account = Account {
    title: "Tu cuenta",
    lead: "Cómo inicias sesión y cómo marcharte.",
    confirm: "Para cambiar algo aquí, inicia sesión una vez más. Volverás directamente a esta página.",
    password: Password {
        title: "Contraseña",
        help: "Una larga que no uses en ningún otro sitio. Puedes pegarla desde un gestor de contraseñas.",
        sign_out_others: "Cerrar mi sesión en todos los demás sitios",
        submit: "Cambiar la contraseña",
    },
    factor: Factor {
        title: "Aplicación de autenticación",
        about: "Con una aplicación de autenticación en tu teléfono, la contraseña sola no basta para iniciar sesión: \
                también se pide un código de la aplicación.",
        on: "Activada: se pide un código cuando inicias sesión.",
        off: "Desactivada: la contraseña sola basta para iniciar sesión.",
        unknown: "Ahora mismo no podemos saber si está activada. Inténtalo de nuevo dentro de un momento.",
        broken: "Se empezó a configurar una aplicación nueva y no se terminó. Puede que la que tenías ya no funcione y \
                 que tu cuenta esté protegida solo por la contraseña. Termina más abajo o desactívala.",
        unfinished: "Se empezó a configurar una aplicación y no se terminó. Termina más abajo o cancela la configuración.",
        begin: "Configurar una aplicación",
        begin_again: "Empezar de nuevo con otra clave",
        replace: "Reemplazar la aplicación",
        replace_warning: "Al reemplazarla, la aplicación que tienes deja de servir en el acto, antes incluso de que \
                          funcione la nueva. Ten el teléfono a mano y termina sin interrupciones.",
        scan: "Escanea esta imagen con la aplicación o escribe en ella la clave. ¿La tienes en este dispositivo? Ábrela con el botón.",
        picture: "Código QR con la clave para tu aplicación de autenticación",
        key: "Clave",
        setup_title: "Configura tu aplicación",
        open_app: "Abrir la aplicación",
        copy: "Copiar la clave",
        copied: "Copiada",
        shown_until: "La clave seguirá aquí hasta que termines, mientras no tengas que volver a iniciar sesión.",
        code_help: "Las seis cifras que la aplicación muestra ahora.",
        finish: "Activar",
        stop: "Desactivar",
        give_up: "Cancelar la configuración",
    },
    leave: Leave {
        title: "Eliminar la cuenta",
        warning: "Se elimina tu cuenta con todo lo que contiene y se cierra tu sesión en todos los dispositivos. Nadie \
                  puede recuperarla.",
        type_name: |name| format!("Para confirmar, escribe {name}"),
        submit: "Eliminar mi cuenta para siempre",
        done_title: "Tu cuenta está eliminada",
        done: "Todo lo que contenía ha desaparecido y se ha cerrado tu sesión en todos los dispositivos.",
    },
    changed,
    input,
    reason,
};

fn changed(change: AccountChange) -> &'static str {
    match change {
        AccountChange::PasswordChanged => "Tu contraseña ha cambiado.",
        AccountChange::OnlyPasswordChanged => {
            "Tu contraseña ha cambiado, pero no se pudieron cerrar tus otras sesiones. Ciérralas en la página «Dónde tienes la sesión iniciada»."
        }
        AccountChange::FactorOn => {
            "Tu aplicación de autenticación está activada. A partir de ahora se pide su código."
        }
        AccountChange::FactorOff => {
            "Ya no se pide ningún código. La contraseña sola basta para iniciar sesión."
        }
        AccountChange::Deleted => "Tu cuenta se ha eliminado.",
    }
}

fn input(input: Input) -> &'static str {
    match input {
        Input::CurrentPassword => "Contraseña actual",
        Input::NewPassword => "Contraseña nueva",
        Input::FactorCode => "Código de la aplicación",
        Input::AccountName => "Nombre de tu cuenta",
        Input::Email => "Correo electrónico nuevo",
        Input::EmailCode => "Código del correo",
        Input::Phone => "Número de teléfono nuevo",
        Input::PhoneCode => "Código del mensaje de texto",
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "Rellena este campo.",
        Reason::WrongPassword => {
            "Esta no es tu contraseña actual. Después de varias equivocadas, tu grupo de usuarios rechaza también la \
             correcta durante un rato."
        }
        Reason::AgainstPolicy => {
            "Tu grupo de usuarios quiere una contraseña más segura: más larga, o con mayúsculas, minúsculas, cifras y \
             signos."
        }
        Reason::UsedBefore => "Esta contraseña ya la tuviste. Elige otra.",
        Reason::SameAsNow => "Esta es la contraseña que tienes ahora. Elige otra.",
        Reason::WrongCode => {
            "Este no es el código que la aplicación muestra ahora. Espera al siguiente; el reloj de tu teléfono debe \
             estar en hora."
        }
        Reason::UsedCode => "Este código ya se usó. Espera al siguiente.",
        Reason::NotBegun => {
            "No hay ninguna aplicación por terminar. Empieza de nuevo; si no sirve, tu grupo de usuarios no lo permite."
        }
        Reason::TooOften => {
            "Han sido demasiadas veces. Tu grupo de usuarios no acepta más intentos por un tiempo: vuelve dentro de \
             una hora."
        }
        Reason::AnotherName => "Este no es el nombre de tu cuenta.",
        Reason::NotOffered => {
            "Tu grupo de usuarios no deja que esta aplicación lo cambie. Pregunta a la administración."
        }
        Reason::NotAnAddress => "Escribe una dirección de correo completa: nombre@example.com.",
        Reason::NotANumber => "Escribe un número completo, con + y el prefijo del país.",
        Reason::SameAddress => "Esta ya la tienes y está confirmada.",
        Reason::NotUsable => "Tu grupo de usuarios no acepta esta dirección. Usa otra.",
        Reason::NotSent => "No se pudo enviar el código a esta dirección. Revísala o inténtalo más tarde.",
        Reason::NotTheCodeSent => "Este no es el código que enviamos.",
        Reason::ExpiredCode => "Este código es demasiado antiguo o enviamos otro después. Pide uno nuevo.",
    }
}
