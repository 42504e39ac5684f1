//! Where the person's data comes from, in Hebrew.

use crate::api::{Difference, Source, TokenRule, Verdict};
use crate::texts::Sources;

pub(super) const TEXTS: Sources = Sources {
    title: "מאין מגיעים הנתונים שלך",
    lead: "מאגר המשתמשים מוסר ליישום הזה את הנתונים בשלוש דרכים. הן אמורות להסכים ביניהן; במקום שלא, הסיבה כתובה לצד \
           הנתון.",
    token: "הבדיקות של אסימון הזהות",
    age: |minutes| match minutes {
        0 => "הוא נוצר לפני פחות מדקה, ואומר מה שהיה נכון אז.".to_owned(),
        1 => "הוא נוצר לפני דקה, ואומר מה שהיה נכון אז.".to_owned(),
        _ => format!("הוא נוצר לפני {minutes} דקות, ואומר מה שהיה נכון אז."),
    },
    untrusted: "הוא לא עבר את הבדיקות, ולכן לא מוצג ממנו דבר.",
    renew: "בקשת אסימון זהות חדש",
    table: "המאפיינים שלך בכל אחת משלוש הדרכים",
    name: "מאפיין",
    reason: "סיבת ההבדל",
    nothing: "אין",
    untold: "באף אחת משלוש הדרכים",
    rule,
    verdict: |verdict| match verdict {
        Verdict::Holds => "עבר",
        Verdict::Broken => "נכשל",
        Verdict::NotReached => "לא נבדק",
    },
    source: |source| match source {
        Source::IdToken => "אסימון זהות",
        Source::UserInfo => "userInfo",
        Source::GetUser => "GetUser",
    },
    silent: |source| match source {
        Source::IdToken => "אי אפשר להשתמש באסימון הזהות.",
        Source::UserInfo => "אין כרגע תשובה מ־userInfo.",
        Source::GetUser => "אין כרגע תשובה מ־GetUser.",
    },
    difference,
};

fn rule(rule: TokenRule) -> &'static str {
    match rule {
        TokenRule::Format => "יש לו צורה של אסימון",
        TokenRule::Algorithm => "הוא חתום ב־RS256",
        TokenRule::Key => "המפתח שלו הוא אחד ממפתחות מאגר המשתמשים",
        TokenRule::Signature => "החתימה מתאימה",
        TokenRule::Issuer => "מאגר המשתמשים יצר אותו",
        TokenRule::Use => "הוא אסימון זהות",
        TokenRule::Audience => "הוא נוצר בשביל היישום הזה",
        TokenRule::Times => "הוא תקף עכשיו",
        TokenRule::SignIn => "הוא אומר מתי הייתה ההתחברות",
        TokenRule::Person => "הוא אומר של מי הוא",
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Stale => "אסימון הזהות ישן מהשינוי האחרון; בחדש יהיה הערך של היום.".to_owned(),
        Difference::Spelling => "באסימון הזהות יש ערך בוליאני או מספר, ובאחרים טקסט.".to_owned(),
        Difference::Scope(scope) => {
            format!("אסימון הזהות ו־userInfo מוסרים זאת רק עם ההיקף \u{2066}{scope}\u{2069}.")
        }
        Difference::EmptyOrUnreadable => {
            "אין לו ערך, או שהיישום אינו רשאי לקרוא אותו (ReadAttributes של לקוח היישום).".to_owned()
        }
    }
}
