//! The picture that an authenticator app is shown.

use qrcode::{Color, EcLevel, QrCode as Code};
use url::Url;

use crate::pages::security::view::QrCode;

/// The light border that scanners need, in squares (ISO/IEC 18004 section 6.3.8).
const BORDER: usize = 4;

/// Still a picture that a telephone reads from a screen: 77 squares wide at this correction (ISO/IEC 18004, table 7).
const LONGEST_ADDRESS: usize = 412;

/// A key in groups of four, to be typed by hand.
pub(super) fn in_groups(key: &str) -> String {
    let mut text = String::with_capacity(key.len() * 5 / 4);
    for (at, letter) in key.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// The picture of an address of [`key_address`].
pub(super) fn picture(address: &str) -> QrCode {
    let code = Code::with_error_correction_level(address, EcLevel::M).expect("the address is short enough");
    QrCode {
        size: code.width() + 2 * BORDER,
        path: path(&code),
    }
}

/// The address that names issuer, account and secret, in the form that authenticator apps have agreed on ("Key URI
/// Format" of Google Authenticator). An account's name that is too long for a picture is left out.
pub(super) fn key_address(issuer: &str, account: &str, secret: &str) -> String {
    let address = address(issuer, account, secret);
    if address.len() <= LONGEST_ADDRESS {
        address
    } else {
        self::address(issuer, "", secret)
    }
}

fn address(issuer: &str, account: &str, secret: &str) -> String {
    let mut url = Url::parse("otpauth://totp").expect("a literal URL");
    if let Ok(mut path) = url.path_segments_mut() {
        path.push(&format!("{issuer}:{account}"));
    }
    url.query_pairs_mut()
        .append_pair("secret", secret)
        .append_pair("issuer", issuer);
    // Apps read a plus sign as a plus sign; one that was meant is escaped already.
    url.as_str().replace('+', "%20")
}

/// One rectangle for each run of dark squares.
fn path(code: &Code) -> String {
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let (left, top, run) = (x + BORDER, y + BORDER, run.to_string());
                path.extend([
                    "M",
                    &left.to_string(),
                    " ",
                    &top.to_string(),
                    "h",
                    &run,
                    "v1h-",
                    &run,
                    "z",
                ]);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = "leptos-cognito";
    const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW";

    /// The squares that the path covers, as a camera would see them.
    fn squares(code: &QrCode) -> Vec<Vec<bool>> {
        let mut dark = vec![vec![false; code.size]; code.size];
        for run in code.path.split_terminator('z') {
            let (start, shape) = run.trim_start_matches('M').split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = shape.split('v').next().unwrap().parse().unwrap();
            dark[y][x..x + length].fill(true);
        }
        dark
    }

    #[test]
    fn a_scanner_reads_the_address_from_the_picture() {
        let code = picture(&key_address(PRODUCT, "ada+1@example.com", SECRET));
        let dark = squares(&code);
        let scale = 4;
        let pixel = |x: usize, y: usize| if dark[y / scale][x / scale] { 0 } else { 255 };
        let side = code.size * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, pixel);
        let grids = image.detect_grids();
        let (_, read) = grids[0].decode().unwrap();
        let expected =
            format!("otpauth://totp/{PRODUCT}:ada%2B1@example.com?secret={SECRET}&issuer={PRODUCT}");
        assert_eq!(
            Url::parse(&read).unwrap().query(),
            Url::parse(&expected).unwrap().query()
        );
        assert!(
            read.starts_with(&format!("otpauth://totp/{PRODUCT}:ada")),
            "{read}"
        );
    }

    #[test]
    fn long_account_name_is_left_out_of_picture() {
        for name in ["x".repeat(5_000), "\u{5d0}".repeat(90)] {
            let address = key_address(PRODUCT, &name, SECRET);
            assert_eq!(address, key_address(PRODUCT, "", SECRET));
            assert!(picture(&address).size > 2 * BORDER);
        }
    }

    #[test]
    fn a_key_is_shown_in_groups_of_four() {
        assert_eq!(in_groups("ABCDEFGHIJ"), "ABCD EFGH IJ");
        assert_eq!(in_groups(""), "");
    }
}
