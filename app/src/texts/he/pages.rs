//! What the pages say, in Hebrew.

use super::{account, contact, sessions, sign_up, sources};
use crate::texts::pages::{Home, Pages, Profile, SignOut, SigningIn, Welcome};

pub(in crate::texts) const PAGES: Pages = Pages {
    home: Home {
        title: "החשבון שלך, בשלמותו",
        lead: "התחברות עם Amazon Cognito, השלמת הפרטים שהדפים שלו אינם יכולים לבקש, ופרופיל מעודכן במקום אחד.",
        points: &[
            (
                "התחברות אחת",
                "ההתחברות נעשית בדפים של מאגר המשתמשים, פעם אחת לכל היישומים שלו.",
            ),
            (
                "הפרטים שלך",
                "טופס קצר מבקש פעם אחת את מה שעדיין חסר. אפשר לשנות בכל עת.",
            ),
            (
                "אין מה לגנוב",
                "הדפדפן מחזיק עוגיות אטומות בלבד. האסימונים נשארים בשרת.",
            ),
        ],
        hello: |name| format!("שלום, \u{2068}{name}\u{2069}"),
        hello_lead: "ההתחברות הצליחה וכל הפרטים מלאים.",
    },
    signing_in: SigningIn {
        title: "בהתחברות",
        body: "רק רגע: מעבר לדף ההתחברות.",
    },
    welcome: Welcome {
        title: "ברוכים הבאים! קודם כול, כמה פרטים",
        lead: "הם דרושים לנו לפני שממשיכים. זה לוקח דקה, ואת רובם אפשר לשנות אחר כך בפרופיל.",
        optional_lead: "נשמח לדעת גם את זה. אפשר לדלג, ולמלא או לשנות אחר כך בפרופיל.",
        without_answer: "אפשר להתנתק, להחליף סיסמה או למחוק את החשבון גם בלי לענות.",
        review_lead: "יצירת החשבון הזה החלה בדפדפן אחר, אולי בידי מישהו אחר. כדאי לעבור על מה שכתוב בו ולתקן. אם משהו \
                      שגוי ואי אפשר לשנות אותו, אפשר למחוק את החשבון וליצור אותו שוב.",
    },
    profile: Profile {
        title: "הפרופיל שלך",
        account: "חשבון",
        details: "פרטים",
    },
    sessions: sessions::TEXTS,
    sign_out: SignOut {
        title: "להתנתק?",
        question: "ההתנתקות תחול כאן וגם בדף ההתחברות של מאגר המשתמשים.",
        done_title: "ההתנתקות הושלמה",
        done: "להתראות בקרוב. במחשב משותף כדאי גם לסגור את הדפדפן.",
        here_unknown: "הדפדפן הזה מנותק, אבל לא היה אפשר לסיים כרגע את ההתחברות בשרת. לכל המאוחר היא תסתיים מעצמה כעבור זמן מה.",
        pool_remembers: "מאגר המשתמשים עדיין מכיר את הדפדפן הזה.",
        at_the_pool: "התנתקות ממאגר המשתמשים",
    },
    account: account::TEXTS,
    contact: contact::TEXTS,
    sources: sources::TEXTS,
    sign_up: sign_up::SIGN_UP,
    confirm: sign_up::CONFIRM,
    standard,
    #[cfg(feature = "ssr")]
    calendar: super::calendar::CALENDAR,
};

fn standard(name: &str) -> Option<&'static str> {
    Some(match name {
        "email" => "דואר אלקטרוני",
        "phone_number" => "טלפון",
        "name" => "שם מלא",
        "given_name" => "שם פרטי",
        "family_name" => "שם משפחה",
        "middle_name" => "שם אמצעי",
        "nickname" => "כינוי",
        "preferred_username" => "שם משתמש",
        "birthdate" => "תאריך לידה",
        "gender" => "מגדר",
        "locale" => "שפה",
        "zoneinfo" => "אזור זמן",
        "website" => "אתר",
        "profile" => "דף פרופיל",
        "address" => "כתובת",
        _ => return None,
    })
}
