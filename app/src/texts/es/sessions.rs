//! The page of one's sessions, in Spanish.

use crate::texts::sessions::Sessions;

pub(super) const TEXTS: Sessions = Sessions {
    title: "Dónde tienes la sesión iniciada",
    lead: "Cada navegador con el que iniciaste sesión y cuándo se usó. Termina las que no conozcas.",
    device: |browser, system| format!("{browser} en {system}"),
    unknown_browser: "Navegador desconocido",
    unknown_system: "un sistema desconocido",
    this_one: "este navegador",
    first: "Inicio de sesión",
    last: "Último uso",
    end: "Terminar",
    end_of: |device, begun| format!("Terminar la sesión de {device}, iniciada el {begun}"),
    end_others: "Terminar todas las demás",
    no_others: "No tienes la sesión iniciada en ningún otro sitio.",
    everywhere_title: "Cerrar sesión en todas partes",
    everywhere: "Termina todas las sesiones, también esta, y las de otras aplicaciones de tu grupo de usuarios.",
    everywhere_button: "Cerrar sesión en todas partes",
    ended: |count| match count {
        0 => "No había ninguna otra sesión.".to_owned(),
        1 => "Se ha terminado una sesión.".to_owned(),
        _ => format!("Se han terminado {count} sesiones."),
    },
    gone: "Esa sesión ya había terminado.",
    elsewhere_unknown: "Tu grupo de usuarios no respondió: puede que en otras aplicaciones sigas con la sesión iniciada.",
};
