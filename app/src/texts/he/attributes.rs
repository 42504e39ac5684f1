use ::attributes::{Lock, Rule};

use crate::texts::attributes::Attributes;

pub(super) const TEXTS: Attributes = Attributes {
    lock,
    changed_to: |value| {
        format!(
            "בינתיים הערך שונה ל־„\u{2068}{value}\u{2069}”. שמירה נוספת תחליף אותו; פתיחת הדף מחדש תשאיר אותו."
        )
    },
    removed_meanwhile: "בינתיים הערך הוסר. שמירה נוספת תקבע אותו; פתיחת הדף מחדש תשאיר את השדה ריק.",
    skip: "דילוג לעת עתה",
};

fn lock(lock: Lock) -> &'static str {
    match lock {
        Lock::Immutable => "נקבע עם יצירת החשבון. אי אפשר לשנות.",
        Lock::Mapped => "מגיע מהחשבון שמשמש להתחברות. את השינוי עושים שם.",
        Lock::Authorises => "קובע מה מותר לעשות. רק הנהלת המערכת יכולה לשנות.",
    }
}

pub(super) fn rule(rule: &Rule) -> String {
    match *rule {
        Rule::Required => "יש למלא את השדה.".to_owned(),
        Rule::TooShort { min } => format!("מספר התווים המזערי: {min}."),
        Rule::TooLong { max } => format!("מספר התווים המרבי: {max}."),
        Rule::ControlCharacter => "יש להסיר מעברי שורה ותווים בלתי נראים.".to_owned(),
        Rule::NotANumber => "יש להזין מספר, למשל 42.".to_owned(),
        Rule::TooManyDecimals { max: 0 } => "יש להזין מספר שלם.".to_owned(),
        Rule::TooManyDecimals { max } => format!("מספר הספרות המרבי אחרי הנקודה: {max}."),
        Rule::TooSmall { min } => format!("יש להזין \u{2066}{min}\u{2069} או יותר."),
        Rule::TooLarge { max } => format!("יש להזין \u{2066}{max}\u{2069} או פחות."),
        Rule::OffStep { step } => format!("יש להזין כפולה של \u{2066}{step}\u{2069}."),
        Rule::NotADate => "יש להזין תאריך קיים, למשל 2026-02-28.".to_owned(),
        Rule::NotATimestamp => "יש להזין תאריך ושעה, למשל 2026-02-28T09:30:00Z.".to_owned(),
        Rule::NotABoolean => "יש לבחור כן או לא.".to_owned(),
        Rule::NotAChoice => "יש לבחור מהרשימה.".to_owned(),
        Rule::WrongPattern => "יש לכתוב בצורה המבוקשת.".to_owned(),
        Rule::NotACountry => "יש לבחור מדינה מהרשימה.".to_owned(),
        Rule::NotATelephone => {
            "יש להזין את המספר עם + וקידומת המדינה, למשל \u{2066}+972 3 123 4567\u{2069}.".to_owned()
        }
        Rule::NotAUrl => "יש להזין כתובת אתר שמתחילה ב־https://\u{200e} או ב־http://\u{200e}.".to_owned(),
        Rule::Locked(reason) => lock(reason).to_owned(),
        Rule::NotWritable => {
            "איננו יכולים לשמור זאת כרגע. זו אינה טעות שלך, והדבר ידוע לנו. כל השאר נשמר.".to_owned()
        }
        Rule::Refused => "מאגר המשתמשים אינו מקבל זאת. יש להזין משהו אחר.".to_owned(),
        Rule::ChangedMeanwhile => "הערך שונה בינתיים. שמירה נוספת תחליף אותו.".to_owned(),
        Rule::NotOnTheList => "השדה הזה אינו שייך לטופס.".to_owned(),
    }
}
