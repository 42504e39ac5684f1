use ::attributes::{Lock, Rule};

use crate::texts::attributes::Attributes;

pub(super) const TEXTS: Attributes = Attributes {
    lock,
    changed_to: |value| {
        format!(
            "Mientras tanto cambió a «{value}». Guarda de nuevo para reemplazarlo o vuelve a abrir la página para \
             conservarlo."
        )
    },
    removed_meanwhile: "Mientras tanto se quitó. Guarda de nuevo para ponerlo o vuelve a abrir la página para dejarlo \
                        vacío.",
    skip: "Omitir por ahora",
};

fn lock(lock: Lock) -> &'static str {
    match lock {
        Lock::Immutable => "Se fijó al crear la cuenta. No se puede cambiar.",
        Lock::Mapped => "Viene de la cuenta con la que inicias sesión. Cámbialo allí.",
        Lock::Authorises => "Decide qué puedes hacer. Solo puede cambiarlo la administración.",
    }
}

pub(super) fn rule(rule: &Rule) -> String {
    match *rule {
        Rule::Required => "Rellena este campo.".to_owned(),
        Rule::TooShort { min } => format!("Usa al menos {min} caracteres."),
        Rule::TooLong { max } => format!("Usa como máximo {max} caracteres."),
        Rule::ControlCharacter => "Quita los saltos de línea y los caracteres invisibles.".to_owned(),
        Rule::NotANumber => "Escribe un número, por ejemplo 42.".to_owned(),
        Rule::TooManyDecimals { max: 0 } => "Escribe un número entero.".to_owned(),
        Rule::TooManyDecimals { max } => format!("Usa como máximo {max} cifras después del punto decimal."),
        Rule::TooSmall { min } => format!("Escribe {min} o más."),
        Rule::TooLarge { max } => format!("Escribe {max} o menos."),
        Rule::OffStep { step } => format!("Escribe un múltiplo de {step}."),
        Rule::NotADate => "Escribe una fecha que exista, por ejemplo 2026-02-28.".to_owned(),
        Rule::NotATimestamp => "Escribe fecha y hora, por ejemplo 2026-02-28T09:30:00Z.".to_owned(),
        Rule::NotABoolean => "Elige sí o no.".to_owned(),
        Rule::NotAChoice => "Elige una opción de la lista.".to_owned(),
        Rule::WrongPattern => "Escríbelo en la forma que se pide.".to_owned(),
        Rule::NotACountry => "Elige un país de la lista.".to_owned(),
        Rule::NotATelephone => {
            "Escribe el número con + y el prefijo del país, por ejemplo +34 912 345 678.".to_owned()
        }
        Rule::NotAUrl => "Escribe una dirección web que empiece por https:// o http://.".to_owned(),
        Rule::Locked(reason) => lock(reason).to_owned(),
        Rule::NotWritable => {
            "Ahora no podemos guardar esto. No es un error tuyo y ya lo sabemos. Todo lo demás está guardado."
                .to_owned()
        }
        Rule::Refused => "El grupo de usuarios no lo acepta. Introduce otra cosa.".to_owned(),
        Rule::ChangedMeanwhile => "Cambió mientras tanto. Guarda de nuevo para reemplazarlo.".to_owned(),
        Rule::NotOnTheList => "Este campo no pertenece al formulario.".to_owned(),
    }
}
