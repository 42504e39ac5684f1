//! Hebrew, without a word that takes people for men or women: nouns, infinitives and «יש». Values are isolated
//! (Unicode bidirectional algorithm, section 2.4), so that they read in their own direction.

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
    code: "he",
    direction: "rtl",
    decimal_comma: false,
    name: "עברית",
    hosted_ui: None,
    language: "שפה",
    skip_to_content: "דילוג לתוכן",
    loading: "בטעינה…",
    actions: Actions {
        sign_in: "התחברות",
        create_account: "יצירת חשבון",
        sign_out: "התנתקות",
        profile: "פרופיל",
        account: "חשבון",
        confirm_identity: "אימות הזהות",
        choose_password: "בחירת סיסמה חדשה",
        home: "דף הבית",
        try_again: "ניסיון נוסף",
        save: "שמירת השינויים",
        saving: "בשמירה…",
        save_and_continue: "שמירה והמשך",
        cancel: "ביטול",
    },
    form: Form {
        title_of_error: "שגיאה: ",
        zone: "אזור זמן",
        optional: "רשות",
        choose: "בחירה…",
        yes: "כן",
        no: "לא",
        no_answer: "ללא תשובה",
        summary: |count| match count {
            1 => "שדה אחד דורש תשומת לב".to_owned(),
            2 => "שני שדות דורשים תשומת לב".to_owned(),
            _ => format!("{count} שדות דורשים תשומת לב"),
        },
        draft_found: "יש שינויים קודמים שלא נשמרו.",
        draft_use: "שחזור השינויים",
        draft_drop: "מחיקת השינויים",
        saved: "השינויים נשמרו.",
        unchanged: "לא היה מה לשמור: לא בוצע שום שינוי.",
        not_saved: "השינויים לא נשמרו.",
        length: |length, longest| format!("{length} מתוך {longest} תווים"),
        no_value: "לא נקבע",
    },
    theme: Theme {
        label: "מראה",
        system: "לפי המערכת",
        light: "בהיר",
        dark: "כהה",
    },
    rule: attributes::rule,
    name_rule: sign_up::name_rule,
    attributes: attributes::TEXTS,
    new_password: new_password::TEXTS,
    error,
    reference: "מספר פנייה",
};

#[expect(clippy::too_many_lines, reason = "a list, one entry for each kind")]
fn error(kind: ErrorKind) -> ErrorText {
    let (title, body, next) = match kind {
        ErrorKind::SignedOut => (
            "נדרשת התחברות",
            "ההתחברות הסתיימה ודבר לא שונה. לאחר התחברות מחדש אפשר להמשיך מאותו מקום.",
            NextStep::SignIn,
        ),
        ErrorKind::Ended => (
            "ההתחברות הסתיימה",
            "מאגר המשתמשים סיים את ההתחברות הזאת ודבר לא שונה. כדי להמשיך יש להתחבר מחדש.",
            NextStep::SignIn,
        ),
        ErrorKind::Incomplete => (
            "חסרים כמה פרטים",
            "קודם יש למלא את הפרטים הדרושים.",
            NextStep::GoHome,
        ),
        ErrorKind::Denied => (
            "ההתחברות לא בוצעה",
            "ההתחברות בוטלה או לא הותרה. דבר לא שונה.",
            NextStep::SignIn,
        ),
        ErrorKind::NotPending => (
            "אין בדפדפן הזה התחברות בתהליך",
            "ההתחברות החלה בדפדפן אחר או בחלון אחר, או שהדפדפן הזה אינו מקבל עוגיות.",
            NextStep::SignIn,
        ),
        ErrorKind::SignInTooLate => (
            "ההתחברות נמשכה זמן רב מדי",
            "חלפה יותר משעה בדף ההתחברות, ולכן לא יכולנו לסיים. דבר לא השתנה. יש להתחבר מחדש כדי להמשיך לאותו מקום: ייתכן \
             שלא יהיה צורך להקליד את הסיסמה שוב.",
            NextStep::SignIn,
        ),
        ErrorKind::TwoSessions => (
            "הדפדפן הזה שולח שתי התחברויות",
            "שתי עוגיות שלנו הגיעו יחד, ואיננו יודעים איזו מהן שלך. יש למחוק בדפדפן את העוגיות של האתר הזה ואז להתחבר מחדש.",
            NextStep::GoHome,
        ),
        ErrorKind::NoCookies => (
            "הטופס הזה זקוק לעוגייה",
            "הדפדפן לא החזיר את העוגייה שלנו: הוא אינו מקבל עוגיות, או שהדף היה פתוח יותר מיממה. דבר לא נשלח הלאה. יש לאפשר \
             עוגיות באתר הזה ואז לשלוח שוב את הטופס.",
            NextStep::TryAgain,
        ),
        ErrorKind::UsedOrExpired => (
            "קישור ההתחברות הזה כבר אינו פועל",
            "כבר נעשה בו שימוש או שהוא ישן מדי. אם יש התחברות בלשונית אחרת אפשר להמשיך שם; אחרת יש להתחבר מחדש.",
            NextStep::SignIn,
        ),
        ErrorKind::Misconfigured => (
            "ההתחברות אינה מוגדרת כראוי",
            "זו טעות שלנו. יש לפנות להנהלת המערכת ולמסור את מספר הפנייה שלמטה.",
            NextStep::GoHome,
        ),
        ErrorKind::Refused => (
            "מאגר המשתמשים סירב",
            "הבקשה לא התקבלה. אם זה קורה שוב, יש לפנות להנהלת המערכת.",
            NextStep::TryAgain,
        ),
        ErrorKind::SignUpClosed
        | ErrorKind::SignUpRefused
        | ErrorKind::WaitAMinute
        | ErrorKind::WaitAWhile
        | ErrorKind::WaitAnHour => sign_up::error(kind),
        ErrorKind::Untrusted => (
            "לא הצלחנו לאמת את התשובה",
            "מה שהגיע מדף ההתחברות לא עבר את הבדיקות שלנו, ולכן ההתחברות לא בוצעה.",
            NextStep::SignIn,
        ),
        ErrorKind::Unavailable => (
            "מאגר המשתמשים אינו זמין",
            "הוא אינו עונה כרגע. דבר לא אבד: אפשר לנסות שוב בעוד רגע.",
            NextStep::TryAgain,
        ),
        ErrorKind::StoreUnavailable => (
            "אי אפשר לשמור דבר כרגע",
            "המקום שבו נשמר מי מחובר אינו עונה או מלא. דבר לא שונה וההתחברות נשמרת: אפשר לנסות שוב בעוד כמה דקות.",
            NextStep::TryAgain,
        ),
        ErrorKind::Offline => (
            "אין חיבור",
            "השרת שלנו לא ענה. כדאי לבדוק את החיבור ולנסות שוב.",
            NextStep::TryAgain,
        ),
        ErrorKind::BadRequest => ("זה לא עבד", "לא הצלחנו להבין את הבקשה.", NextStep::GoHome),
        ErrorKind::Forged => (
            "הטופס הזה הגיע מאוחר מדי",
            "הוא לא נשלח מדף שלנו, או שהדף שלו ישן מדי. דבר לא שונה: יש לפתוח את הדף מחדש, ולהתחבר אם מתבקשים.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFresh => (
            "נדרש אימות זהות",
            "לפעולה הזאת דרושה התחברות מהדקות האחרונות, והקיימת ישנה יותר. דבר לא שונה.",
            NextStep::Confirm,
        ),
        ErrorKind::PasswordReset => (
            "נדרשת סיסמה חדשה",
            "הסיסמה אופסה, ולכן דבר לא שונה. כדי להמשיך יש לבחור סיסמה חדשה.",
            NextStep::NewPassword,
        ),
        ErrorKind::NotAskedAgain => (
            "לא הצלחנו לאמת את הזהות",
            "מאגר המשתמשים החזיר לכאן בלי לבקש סיסמה. דבר לא שונה. יש להתנתק ולהתחבר מחדש.",
            NextStep::SignOut,
        ),
        ErrorKind::AddressTooLong => (
            "הכתובת הזאת ארוכה מדי",
            "אי אפשר לחזור אוטומטית לכתובת באורך כזה. יש להיכנס קודם, ואז לפתוח אותה שוב.",
            NextStep::GoHome,
        ),
        ErrorKind::TooLarge => (
            "זה היה יותר מדי",
            "נשלח בבת אחת יותר ממה שכל טופס שלנו מכיל. דבר לא שונה.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFound => (
            "אין דף כזה",
            "ייתכן שנפלה טעות בכתובת, או שהדף הועבר.",
            NextStep::GoHome,
        ),
        ErrorKind::Failed => (
            "משהו השתבש אצלנו",
            "אפשר לנסות שוב. אם זה קורה שוב, יש למסור את מספר הפנייה שלמטה להנהלת המערכת.",
            NextStep::TryAgain,
        ),
    };
    ErrorText { title, body, next }
}
