//! A new password, in Spanish.

use attributes::PasswordRule;

use crate::texts::new_password::NewPassword;

pub(super) const TEXTS: NewPassword = NewPassword {
    needs: "Tu contraseña necesita",
    rule,
    meets: |met, all| format!("{met} de {all} cumplidas"),
    missing: "(falta)",
    show: "Mostrar la contraseña",
    hide: "Ocultar la contraseña",
};

fn rule(rule: PasswordRule) -> String {
    match rule {
        PasswordRule::Length { min } => format!("{min} caracteres o más"),
        PasswordRule::Lowercase => "una letra minúscula, de la a a la z".to_owned(),
        PasswordRule::Uppercase => "una letra mayúscula, de la A a la Z".to_owned(),
        PasswordRule::Number => "una cifra".to_owned(),
        PasswordRule::Symbol => "un carácter especial, como - o !".to_owned(),
        PasswordRule::NotTooLong => "256 caracteres o menos".to_owned(),
        PasswordRule::NoBlankEnds => "ningún espacio al principio ni al final".to_owned(),
        PasswordRule::Accepted => "que la acepte el grupo de usuarios, que rechazó esta".to_owned(),
    }
}
