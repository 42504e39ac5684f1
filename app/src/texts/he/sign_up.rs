//! Making an account and confirming it, in Hebrew.

use attributes::{NameRule, Username};

use crate::error::ErrorKind;
use crate::texts::NextStep;
use crate::texts::sign_up::{Confirm, SignUp};

pub(super) const SIGN_UP: SignUp = SignUp {
    title: "יצירת חשבון",
    lead: "שני צעדים: הטופס הזה, וקוד שנשלח אליך.",
    username,
    username_help,
    email: "כתובת דואר אלקטרוני",
    email_help: "לכתובת הזאת נשלח קוד.",
    password: "סיסמה",
    submit: "יצירת החשבון",
    have_account: "כבר יש חשבון?",
    have_code: "הזנת קוד אישור",
    not_done: "החשבון לא נוצר.",
};

pub(super) const CONFIRM: Confirm = Confirm {
    title: "אישור החשבון",
    sent_to: |address| format!("אם יש לכתובת \u{2068}{address}\u{2069} חשבון הממתין לאישור, הקוד בדרך אליה."),
    sent: "אם יש חשבון הממתין לאישור, הקוד בדרך לכתובת שלו.",
    sent_again: "ביקשנו קוד נוסף. רק החדש ביותר פועל. אם החשבון כבר אושר, אולי במכשיר אחר, לא יגיע קוד: אפשר פשוט \
                 להתחבר.",
    proof_sent_to: |address| {
        format!("החשבון הזה אושר בדפדפן אחר. כדי לוודא שהוא שלך, שלחנו קוד אל \u{2068}{address}\u{2069}.")
    },
    lead: confirm_lead,
    code: "קוד אישור",
    code_help: "שש ספרות מההודעה. הקוד תקף 24 שעות.",
    no_code: "יש להזין את הקוד.",
    bad_code: "הקוד הזה שגוי, ישן מדי או שכבר שימש. יש לבדוק אותו או לבקש קוד נוסף. אם החשבון כבר אושר, אפשר פשוט \
               להתחבר.",
    address_taken: "הכתובת הזאת כבר שייכת לחשבון אחר. אפשר להתחבר אליו.",
    submit: "אישור",
    not_done: "החשבון לא אושר.",
    resend: "שליחת קוד נוסף",
    other: "שימוש בכתובת אחרת",
    trouble_title: "הקוד לא הגיע?",
    trouble: &[
        "כדאי לבדוק בתיקיית דואר הזבל ולהמתין כמה דקות.",
        "ייתכן שכבר יש חשבון, ואז לא נשלח קוד: אפשר להתחבר או לבחור סיסמה חדשה.",
        "נפלה טעות בכתובת? יש ליצור את החשבון שוב עם הכתובת הנכונה.",
        "הסיסמה נשכחה לפני האישור? יש לאשר קודם, ואחר כך לבחור סיסמה חדשה.",
    ],
    sign_up_again: "יצירת החשבון שוב",
    forgot_password: "בחירת סיסמה חדשה",
    done_title: "החשבון אושר",
    done: "עכשיו אפשר להתחבר.",
    done_before: "יצירת החשבון הזה החלה קודם לכן, אולי בידי מישהו אחר ועם סיסמה שלו. איש לא יוכל להשתמש בו עד להתחברות \
                  בדפדפן הזה. כדאי לבחור קודם סיסמה חדשה, אלא אם ברור שאיש אחר אינו מכיר אותה.",
};

fn confirm_lead(kind: Username) -> &'static str {
    match kind {
        Username::Email => "הכתובת שאיתה נוצר החשבון. אליה שלחנו את הקוד.",
        Username::PhoneNumber => "המספר שאיתו נוצר החשבון. אליו שלחנו את הקוד.",
        Username::Name => "השם שאיתו נוצר החשבון. את הקוד שלחנו לכתובת הדואר.",
    }
}

fn username(kind: Username) -> &'static str {
    match kind {
        Username::Email => "כתובת דואר אלקטרוני",
        Username::PhoneNumber => "מספר טלפון",
        Username::Name => "שם משתמש",
    }
}

fn username_help(kind: Username) -> &'static str {
    match kind {
        Username::Email => "איתה מתחברים, ואליה נשלח קוד.",
        Username::PhoneNumber => "עם + וקידומת המדינה. איתו מתחברים, ואליו נשלח קוד.",
        Username::Name => "איתו מתחברים. בלי רווחים.",
    }
}

pub(super) fn name_rule(rule: NameRule) -> &'static str {
    match rule {
        NameRule::Required => "יש למלא את השדה.",
        NameRule::NotAnEmail => "יש להזין כתובת דואר, למשל \u{2066}ada@example.com\u{2069}.",
        NameRule::NotAPhoneNumber => {
            "יש להזין את המספר עם + וקידומת המדינה, למשל \u{2066}+972 2 123 4567\u{2069}."
        }
        NameRule::NotAName => "יש להסיר רווחים ותווים בלתי נראים.",
        NameRule::TooLong => "לכל היותר 128 תווים.",
        NameRule::Refused => "מאגר המשתמשים אינו מקבל זאת. יש לבדוק שוב.",
    }
}

/// Title, body and next step of failures around sign-ups and attempts; of any other kind it says to wait.
pub(super) fn error(kind: ErrorKind) -> (&'static str, &'static str, NextStep) {
    match kind {
        ErrorKind::SignUpClosed => (
            "אי אפשר ליצור כאן חשבון כרגע",
            "מאגר המשתמשים אינו מקבל חשבונות חדשים בדרך הזאת. יש לפנות להנהלת המערכת ולמסור את מספר הפנייה שלמטה.",
            NextStep::GoHome,
        ),
        ErrorKind::SignUpRefused => (
            "מאגר המשתמשים לא קיבל את החשבון",
            "יש לו כללים משלו לחשבונות חדשים, והחשבון הזה אינו עומד בהם. יש לפנות להנהלת המערכת.",
            NextStep::GoHome,
        ),
        ErrorKind::WaitAMinute => (
            "זה היה קצת מהר מדי",
            "היו ניסיונות רבים מהחיבור הזה או לחשבון הזה. אפשר לנסות שוב בעוד דקה.",
            NextStep::TryAgain,
        ),
        ErrorKind::WaitAWhile => (
            "יותר מדי ניסיונות",
            "היו ניסיונות רבים מהחיבור הזה או לחשבון הזה. אפשר לנסות שוב בעוד רבע שעה.",
            NextStep::TryAgain,
        ),
        _ => (
            "יותר מדי ניסיונות",
            "היו ניסיונות רבים מהחיבור הזה או לחשבון הזה. אפשר לנסות שוב בעוד שעה.",
            NextStep::TryAgain,
        ),
    }
}
