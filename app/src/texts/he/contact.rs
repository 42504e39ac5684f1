//! E-mail address and telephone number, in Hebrew.

use crate::api::{Address, ContactStep, Offer};
use crate::texts::Contact;

pub(super) const TEXTS: Contact = Contact {
    title: "פרטי התקשרות",
    name: |address| match address {
        Address::Email => "דואר אלקטרוני",
        Address::Phone => "טלפון",
    },
    verified: "מאושר",
    not_verified: "לא מאושר",
    none: "לא נקבע",
    waiting: |address| format!("\u{2068}{address}\u{2069}: בהמתנה לקוד."),
    old_stays: "עד אז הכול נשאר כפי שהוא.",
    confirm: "כדי לשנות זאת יש להתחבר פעם נוספת.",
    offer: |offer| match offer {
        Offer::Change => "נשלח קוד לכתובת החדשה. הישנה נשארת עד להזנת הקוד.",
        Offer::ChangeAtOnce => "הכתובת החדשה תקפה מיד. נשלח אליה קוד, כדי לאשר למי היא שייכת.",
        Offer::Refused => {
            "אי אפשר לשנות זאת כאן: אם תיפול טעות בכתובת החדשה, מאגר המשתמשים עלול לחסום את הגישה לחשבון. יש לפנות \
             להנהלת המערכת."
        }
    },
    change: |address| match address {
        Address::Email => "שינוי כתובת הדואר האלקטרוני",
        Address::Phone => "שינוי מספר הטלפון",
    },
    send: "שליחת הקוד",
    confirm_code: "אישור",
    code_help: "הקוד מההודעה. הוא תקף ליום אחד.",
    send_code: "שליחת קוד לאישור",
    resend: "שליחת קוד חדש",
    cancel: "ביטול השינוי",
    done: |step| match step {
        ContactStep::CodeSent => "הקוד בדרך.",
        ContactStep::Confirmed => "הכתובת אושרה.",
        ContactStep::Cancelled => "השינוי בוטל.",
    },
};
