//! The account page, in Hebrew.

use crate::api::{AccountChange, Input, Reason};
use crate::texts::{Account, Factor, Leave, Password};

pub(super) const TEXTS: Account = Account {
    title: "החשבון שלך",
    lead: "איך מתחברים ואיך עוזבים.",
    confirm: "כדי לשנות כאן משהו יש להתחבר פעם נוספת. לאחר מכן חוזרים ישר לדף הזה.",
    password: Password {
        title: "סיסמה",
        help: "סיסמה ארוכה שאינה בשימוש בשום מקום אחר. אפשר להדביק ממנהל סיסמאות.",
        sign_out_others: "התנתקות מכל שאר המקומות",
        submit: "שינוי הסיסמה",
    },
    factor: Factor {
        title: "אפליקציית אימות",
        about: "עם אפליקציית אימות בטלפון, הסיסמה לבדה אינה מספיקה להתחברות: נדרש גם קוד מהאפליקציה.",
        on: "פעילה: בכל התחברות נדרש קוד.",
        off: "כבויה: הסיסמה לבדה מספיקה להתחברות.",
        unknown: "אי אפשר לדעת כרגע אם היא פעילה. אפשר לנסות שוב בעוד רגע.",
        broken: "הגדרת אפליקציה חדשה החלה ולא הסתיימה. ייתכן שהאפליקציה הקודמת כבר אינה פועלת ושהחשבון מוגן בסיסמה \
                 בלבד. יש לסיים למטה, או לכבות.",
        unfinished: "הגדרת אפליקציה החלה ולא הסתיימה. יש לסיים למטה, או לכבות.",
        begin: "הגדרת אפליקציה",
        begin_again: "התחלה מחדש עם מפתח חדש",
        replace: "החלפת האפליקציה",
        replace_warning: "החלפה מבטלת מיד את האפליקציה הקיימת, עוד לפני שהחדשה פועלת. כדאי שהטלפון יהיה בהישג יד, \
                          ולסיים ברצף אחד.",
        scan: "יש לסרוק את התמונה באפליקציה, או להקליד בה את המפתח.",
        picture: "קוד QR ובו המפתח לאפליקציית האימות",
        key: "מפתח",
        shown_once: "המפתח מוצג רק הפעם. אם הוא אבד, יש להתחיל מחדש.",
        code_help: "שש הספרות שהאפליקציה מציגה עכשיו.",
        finish: "הפעלה",
        stop: "כיבוי",
    },
    leave: Leave {
        title: "מחיקת החשבון",
        warning: "החשבון נמחק עם כל מה שבו, וההתחברות מסתיימת בכל המכשירים. איש לא יוכל לשחזר אותו.",
        type_name: |name| format!("לאישור יש להקליד \u{2068}{name}\u{2069}"),
        submit: "מחיקת החשבון לצמיתות",
    },
    working: "רק רגע…",
    changed,
    input,
    reason,
};

fn changed(change: AccountChange) -> &'static str {
    match change {
        AccountChange::PasswordChanged => "הסיסמה שונתה.",
        AccountChange::FactorOn => "אפליקציית האימות פעילה. מעכשיו יידרש הקוד שלה.",
        AccountChange::FactorOff => "לא נדרש עוד קוד. הסיסמה לבדה מספיקה להתחברות.",
        AccountChange::Deleted => "החשבון נמחק.",
    }
}

fn input(input: Input) -> &'static str {
    match input {
        Input::CurrentPassword => "הסיסמה הנוכחית",
        Input::NewPassword => "סיסמה חדשה",
        Input::FactorCode => "הקוד מהאפליקציה",
        Input::AccountName => "שם החשבון",
        Input::Email => "כתובת דואר אלקטרוני חדשה",
        Input::EmailCode => "הקוד מהודעת הדואר",
        Input::Phone => "מספר טלפון חדש",
        Input::PhoneCode => "הקוד מהודעת הטקסט",
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "יש למלא את השדה.",
        Reason::WrongPassword => {
            "זו אינה הסיסמה הנוכחית. אחרי כמה סיסמאות שגויות מאגר המשתמשים דוחה לזמן מה גם את הנכונה."
        }
        Reason::AgainstPolicy => {
            "מאגר המשתמשים דורש סיסמה חזקה יותר: ארוכה יותר, או עם אותיות גדולות וקטנות, ספרות וסימנים."
        }
        Reason::UsedBefore => "הסיסמה הזאת כבר הייתה בשימוש. יש לבחור אחרת.",
        Reason::SameAsNow => "זו הסיסמה הנוכחית. יש לבחור אחרת.",
        Reason::WrongCode => {
            "זה אינו הקוד שהאפליקציה מציגה עכשיו. יש לחכות לקוד הבא; השעון בטלפון צריך להיות מכוון."
        }
        Reason::UsedCode => "הקוד הזה כבר שימש. יש לחכות לקוד הבא.",
        Reason::NotBegun => "אין אפליקציה לסיים. יש להתחיל מחדש; אם זה לא עוזר, מאגר המשתמשים אינו מתיר זאת.",
        Reason::TooOften => {
            "היו יותר מדי ניסיונות. מאגר המשתמשים אינו מקבל עוד לזמן מה: כדאי לחזור בעוד שעה."
        }
        Reason::AnotherName => "זה אינו שם החשבון.",
        Reason::NotOffered => "מאגר המשתמשים אינו מתיר ליישום הזה לשנות זאת. יש לפנות להנהלת המערכת.",
        Reason::NotAnAddress => {
            "יש להזין כתובת שלמה: \u{2066}name@example.com\u{2069}, או מספר עם + וקידומת המדינה."
        }
        Reason::SameAddress => "זו כבר הכתובת הקיימת, והיא מאושרת.",
        Reason::NotUsable => "מאגר המשתמשים אינו מקבל את הכתובת הזאת. יש לבחור אחרת.",
        Reason::NotSent => "לא ניתן היה לשלוח את הקוד לכתובת הזאת. יש לבדוק אותה, או לנסות שוב מאוחר יותר.",
        Reason::NotTheCodeSent => "זה אינו הקוד ששלחנו.",
        Reason::ExpiredCode => "הקוד הזה ישן מדי, או שנשלח חדש ממנו. אפשר לבקש קוד חדש.",
    }
}
