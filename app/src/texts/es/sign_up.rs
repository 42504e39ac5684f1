//! Making an account and confirming it, in Spanish.

use attributes::{NameRule, Username};

use crate::error::ErrorKind;
use crate::texts::NextStep;
use crate::texts::sign_up::{Confirm, SignUp};

pub(super) const SIGN_UP: SignUp = SignUp {
    title: "Crea tu cuenta",
    lead: "Son dos pasos: este formulario y un código que te enviamos.",
    username,
    username_help,
    email: "Dirección de correo electrónico",
    email_help: "Enviamos un código a esta dirección.",
    password: "Contraseña",
    submit: "Crear la cuenta",
    have_account: "¿Ya tienes una cuenta?",
    have_code: "Introducir un código de confirmación",
    not_done: "Tu cuenta no se ha creado.",
};

pub(super) const CONFIRM: Confirm = Confirm {
    title: "Confirma tu cuenta",
    sent_to: |address| format!("Si {address} tiene una cuenta por confirmar, un código va de camino."),
    sent: "Si hay una cuenta por confirmar, un código va de camino a su dirección.",
    sent_again: "Hemos pedido otro código. Solo funciona el más reciente. No llega ninguno si la cuenta ya está \
                 confirmada, quizá en otro dispositivo: entonces inicia sesión.",
    proof_sent_to: |address| {
        format!(
            "Esta cuenta se confirmó en otro navegador. Para asegurarnos de que es tuya, hemos enviado un código a {address}."
        )
    },
    lead: confirm_lead,
    code: "Código de confirmación",
    code_help: "Seis cifras del mensaje. Funciona durante 24 horas.",
    no_code: "Introduce el código.",
    bad_code: "Este código es incorrecto, demasiado antiguo o ya se usó. Compruébalo o pide otro. Si tu cuenta ya está \
               confirmada, simplemente inicia sesión.",
    address_taken: "Esta dirección ya pertenece a otra cuenta. Inicia sesión con esa.",
    submit: "Confirmar",
    not_done: "Tu cuenta no se ha confirmado.",
    resend: "Enviar otro código",
    other: "Usar otra dirección",
    trouble_title: "¿No llega el código?",
    trouble: &[
        "Mira en la carpeta de correo no deseado y espera unos minutos.",
        "Puede que ya tengas una cuenta; entonces no se envía ningún código: inicia sesión o elige otra contraseña.",
        "¿Estaba mal escrita la dirección? Crea la cuenta de nuevo con la correcta.",
        "¿Olvidaste la contraseña antes de confirmar? Confirma primero y después elige otra.",
    ],
    sign_up_again: "Crear la cuenta de nuevo",
    forgot_password: "Elegir otra contraseña",
    done_title: "Tu cuenta está confirmada",
    done: "Ya puedes iniciar sesión.",
    done_before: "Esta cuenta se empezó antes, quizá por otra persona y con una contraseña suya. Nadie puede usarla \
                  hasta que inicies sesión en este navegador. Elige antes otra contraseña, a no ser que estés seguro de \
                  que solo tú la conoces.",
};

fn confirm_lead(kind: Username) -> &'static str {
    match kind {
        Username::Email => "La dirección con la que creaste la cuenta. A ella enviamos el código.",
        Username::PhoneNumber => "El número con el que creaste la cuenta. A él enviamos el código.",
        Username::Name => {
            "El nombre con el que creaste la cuenta. Enviamos el código a tu correo electrónico."
        }
    }
}

fn username(kind: Username) -> &'static str {
    match kind {
        Username::Email => "Dirección de correo electrónico",
        Username::PhoneNumber => "Número de teléfono",
        Username::Name => "Nombre de usuario",
    }
}

fn username_help(kind: Username) -> &'static str {
    match kind {
        Username::Email => "Con ella inicias sesión, y a ella enviamos un código.",
        Username::PhoneNumber => {
            "Con + y el prefijo del país. Con él inicias sesión, y a él enviamos un código."
        }
        Username::Name => "Con él inicias sesión. Sin espacios.",
    }
}

pub(super) fn name_rule(rule: NameRule) -> &'static str {
    match rule {
        NameRule::Required => "Rellena este campo.",
        NameRule::NotAnEmail => "Introduce una dirección de correo, como ada@example.com.",
        NameRule::NotAPhoneNumber => "Introduce el número con + y el prefijo del país, como +34 912 345 678.",
        NameRule::NotAName => "Quita los espacios y los caracteres invisibles.",
        NameRule::TooLong => "Usa como máximo 128 caracteres.",
        NameRule::Refused => "El grupo de usuarios no lo acepta. Compruébalo.",
    }
}

/// Title, body and next step of failures around sign-ups and attempts; of any other kind it says to wait.
pub(super) fn error(kind: ErrorKind) -> (&'static str, &'static str, NextStep) {
    match kind {
        ErrorKind::SignUpClosed => (
            "Ahora mismo nadie puede crear una cuenta aquí",
            "Tu grupo de usuarios no admite cuentas nuevas de esta manera. Avisa a la administración y dale la \
             referencia de abajo.",
            NextStep::GoHome,
        ),
        ErrorKind::SignUpRefused => (
            "Tu grupo de usuarios no aceptó la cuenta",
            "Tiene sus propias reglas para las cuentas nuevas y esta no las cumple. Pregunta a la administración.",
            NextStep::GoHome,
        ),
        ErrorKind::WaitAMinute => (
            "Eso fue demasiado rápido",
            "Ha habido muchos intentos desde tu conexión o para esta cuenta. Inténtalo de nuevo dentro de un minuto.",
            NextStep::TryAgain,
        ),
        ErrorKind::WaitAWhile => (
            "Demasiados intentos",
            "Ha habido muchos intentos desde tu conexión o para esta cuenta. Inténtalo de nuevo dentro de un cuarto \
             de hora.",
            NextStep::TryAgain,
        ),
        _ => (
            "Demasiados intentos",
            "Ha habido muchos intentos desde tu conexión o para esta cuenta. Inténtalo de nuevo dentro de una hora.",
            NextStep::TryAgain,
        ),
    }
}
