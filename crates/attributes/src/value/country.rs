//! Countries and territories by their codes of two letters (ISO 3166-1 alpha-2).

use crate::Rule;

/// All codes in their order, without anything between them.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR\
    CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU\
    IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ\
    MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI\
    SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// A code in capital letters.
pub(crate) fn check_country(raw: &str) -> Result<String, Rule> {
    let code = raw.to_ascii_uppercase();
    if country_codes().any(|known| known == code) {
        Ok(code)
    } else {
        Err(Rule::NotACountry)
    }
}

/// The codes of all countries and territories, in their order. What they are called is for the view to say.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    (0..CODES.len()).step_by(2).filter_map(|at| CODES.get(at..at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_codes_in_capital_letters() {
        for (raw, wire) in [
            ("DE", "DE"),
            ("de", "DE"),
            ("Il", "IL"),
            ("zw", "ZW"),
            ("ad", "AD"),
        ] {
            assert_eq!(check_country(raw).as_deref(), Ok(wire));
        }
        for raw in [
            "D", "DEU", "Germany", "XX", "EA", "DA", "UK", "d\u{e9}", "", "ADAE",
        ] {
            assert_eq!(check_country(raw), Err(Rule::NotACountry), "{raw}");
        }
    }

    #[test]
    fn countries_are_249_in_order() {
        let codes: Vec<_> = country_codes().collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2));
    }
}
