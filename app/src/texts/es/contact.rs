//! E-mail address and telephone number, in Spanish.

use crate::api::{Address, ContactStep, Offer};
use crate::texts::Contact;

pub(super) const TEXTS: Contact = Contact {
    title: "Cómo te contactamos",
    name: |address| match address {
        Address::Email => "Correo electrónico",
        Address::Phone => "Teléfono",
    },
    verified: "confirmado",
    not_verified: "sin confirmar",
    none: "Sin valor",
    waiting: |address| format!("{address}: esperando el código."),
    old_stays: "Hasta entonces todo queda como está.",
    confirm: "Para cambiarlo, inicia sesión una vez más.",
    offer: |offer| match offer {
        Offer::Change => {
            "Enviamos un código a la dirección nueva. La anterior se mantiene hasta que escribas el código."
        }
        Offer::ChangeAtOnce => {
            "La dirección nueva vale desde el primer momento. Le enviamos un código para confirmar que es tuya."
        }
        Offer::Refused => {
            "Aquí no se puede cambiar: si la dirección nueva tuviera un error, tu grupo de usuarios podría dejarte sin \
             acceso. Pregunta a la administración."
        }
    },
    change: |address| match address {
        Address::Email => "Cambiar el correo electrónico",
        Address::Phone => "Cambiar el número de teléfono",
    },
    send: "Enviar el código",
    confirm_code: "Confirmar",
    code_help: "El código del mensaje. Vale durante un día.",
    send_code: "Enviar un código para confirmarla",
    resend: "Enviar otro código",
    cancel: "Cancelar el cambio",
    done: |step| match step {
        ContactStep::CodeSent => "Te hemos enviado un código.",
        ContactStep::Confirmed => "Tu dirección está confirmada.",
        ContactStep::Cancelled => "El cambio se ha cancelado.",
    },
};
