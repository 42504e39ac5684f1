//! The page of one's sessions, in Hebrew.

use crate::texts::sessions::Sessions;

pub(super) const TEXTS: Sessions = Sessions {
    title: "היכן יש התחברות פעילה",
    lead: "כל דפדפן שהתחברו ממנו, ומתי נעשה בו שימוש. כדאי לסיים מה שאינו מוכר.",
    device: |browser, system| format!("\u{2068}{browser}\u{2069} על \u{2068}{system}\u{2069}"),
    unknown_browser: "דפדפן לא ידוע",
    unknown_system: "מערכת לא ידועה",
    this_one: "הדפדפן הזה",
    first: "התחברות",
    last: "שימוש אחרון",
    end: "סיום",
    end_of: |device, begun| format!("סיום ההתחברות של \u{2068}{device}\u{2069}, שהחלה ב־{begun}"),
    end_others: "סיום כל האחרות",
    no_others: "אין התחברות פעילה בשום מקום אחר.",
    everywhere_title: "התנתקות מכל מקום",
    everywhere: "מסיים את כל ההתחברויות, גם את זו, וגם את אלה של יישומים אחרים של מאגר המשתמשים.",
    everywhere_button: "התנתקות מכל מקום",
    ended: |count| match count {
        0 => "לא הייתה התחברות אחרת.".to_owned(),
        1 => "התחברות אחת הסתיימה.".to_owned(),
        2 => "שתי התחברויות הסתיימו.".to_owned(),
        _ => format!("{count} התחברויות הסתיימו."),
    },
    gone: "ההתחברות ההיא כבר הסתיימה.",
    elsewhere_unknown: "מאגר המשתמשים לא ענה: ייתכן שביישומים אחרים ההתחברות עדיין פעילה.",
};
