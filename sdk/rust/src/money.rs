//! How amounts of money read.

use crate::{Language, Locale};

/// How one currency is said and written.
struct Currency {
    /// ISO 4217.
    code: &'static str,
    symbol: &'static str,
    one: &'static str,
    many: &'static str,
    chinese: &'static str,
}

const CURRENCIES: [Currency; 6] = [
    Currency { code: "CHF", symbol: "CHF ", one: "franc", many: "francs", chinese: "瑞士法郎" },
    Currency { code: "CNY", symbol: "¥", one: "yuan", many: "yuan", chinese: "元" },
    Currency { code: "EUR", symbol: "€", one: "euro", many: "euros", chinese: "欧元" },
    Currency { code: "GBP", symbol: "£", one: "pound", many: "pounds", chinese: "英镑" },
    Currency { code: "JPY", symbol: "¥", one: "yen", many: "yen", chinese: "日元" },
    Currency { code: "USD", symbol: "$", one: "dollar", many: "dollars", chinese: "美元" },
];

impl Locale {
    /// An amount to be spoken: "3 euros", "2 euros 50", "0.50 euros"; "2.5欧元".
    ///
    /// `cents` are hundredths of the currency, `currency` is its ISO 4217 code. A currency that is not known is said
    /// by its code.
    pub fn money(self, cents: u32, currency: &str) -> String {
        let (whole, rest) = (cents / 100, cents % 100);
        let known = known(currency);
        match self.language {
            Language::English => {
                let (one, many) = known.map_or((currency, currency), |known| (known.one, known.many));
                match (whole, rest) {
                    (1, 0) => format!("1 {one}"),
                    (1, _) => format!("1 {one} {rest:02}"),
                    (0, 1..) => format!("0.{rest:02} {many}"),
                    (_, 0) => format!("{whole} {many}"),
                    _ => format!("{whole} {many} {rest:02}"),
                }
            }
            Language::Chinese => {
                format!("{}{}", chinese_amount(whole, rest), known.map_or(currency, |known| known.chinese))
            }
        }
    }

    /// An amount for a card: "€2.50", "¥8"; "2.5欧元". A currency that is not known stands behind it: "2.50 SEK".
    pub fn money_short(self, cents: u32, currency: &str) -> String {
        let (whole, rest) = (cents / 100, cents % 100);
        let amount = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
        match (self.language, known(currency)) {
            (Language::Chinese, _) => self.money(cents, currency),
            (Language::English, Some(known)) => format!("{}{amount}", known.symbol),
            (Language::English, None) => format!("{amount} {currency}"),
        }
    }
}

fn known(code: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|currency| currency.code == code)
}

fn chinese_amount(whole: u32, rest: u32) -> String {
    match (rest / 10, rest % 10) {
        (0, 0) => whole.to_string(),
        (tenths, 0) => format!("{whole}.{tenths}"),
        _ => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_aloud() {
        let spoken = |locale: Locale, currency| {
            [0, 50, 100, 105, 250, 800].map(|cents| locale.money(cents, currency)).join(", ")
        };
        insta::assert_snapshot!(
            spoken(Locale::ENGLISH, "EUR"),
            @"0 euros, 0.50 euros, 1 euro, 1 euro 05, 2 euros 50, 8 euros"
        );
        insta::assert_snapshot!(spoken(Locale::CHINESE, "CNY"), @"0元, 0.5元, 1元, 1.05元, 2.5元, 8元");
        insta::assert_snapshot!(spoken(Locale::ENGLISH, "SEK"), @"0 SEK, 0.50 SEK, 1 SEK, 1 SEK 05, 2 SEK 50, 8 SEK");
    }

    #[test]
    fn amounts_are_short_on_cards() {
        assert_eq!(Locale::ENGLISH.money_short(250, "EUR"), "€2.50");
        assert_eq!(Locale::ENGLISH.money_short(800, "CNY"), "¥8");
        assert_eq!(Locale::ENGLISH.money_short(250, "SEK"), "2.50 SEK");
        assert_eq!(Locale::CHINESE.money_short(250, "EUR"), "2.5欧元");
    }
}
