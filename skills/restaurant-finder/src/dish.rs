//! What each cuisine is called, and how the map spells it.

use jumpseat_sdk::{Language, places::Category, wording};

use crate::tools::Cuisine;

/// A kind of food, as the map knows it and as people call the places that serve it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dish {
    /// Categories that serve it.
    pub(crate) categories: &'static [Category],
    /// Values of OpenStreetMap's `cuisine` tag; empty if the category says enough.
    pub(crate) tags: &'static [&'static str],
    one: &'static str,
    many: &'static str,
    chinese: &'static str,
}

/// Where meals are served. Bars are left out: the driver has to drive.
const MEALS: &[Category] = &[Category::Restaurant, Category::FastFood];
/// Where meals are served, and cafés.
const MEALS_AND_CAFES: &[Category] = &[Category::Restaurant, Category::FastFood, Category::Cafe];
/// Where coffee is served.
const CAFES: &[Category] = &[Category::Cafe];
/// Where bread and cake are sold. Most shops sell neither: it is the tags that pick the bakeries.
const BAKERIES: &[Category] = &[Category::Cafe, Category::FastFood, Category::Shop];

/// What a request looks for.
pub(crate) fn of(cuisine: Option<Cuisine>) -> Dish {
    let Some(cuisine) = cuisine else {
        return Dish { categories: MEALS, tags: &[], one: "restaurant", many: "restaurants", chinese: "餐厅" };
    };
    let (one, many, chinese) = names(cuisine);
    Dish { categories: categories(cuisine), tags: tags(cuisine), one, many, chinese }
}

fn categories(cuisine: Cuisine) -> &'static [Category] {
    match cuisine {
        Cuisine::Coffee => CAFES,
        Cuisine::Bakery => BAKERIES,
        Cuisine::Burger | Cuisine::Vegetarian => MEALS_AND_CAFES,
        Cuisine::Chinese
        | Cuisine::Noodles
        | Cuisine::Hotpot
        | Cuisine::Dumplings
        | Cuisine::Japanese
        | Cuisine::Sushi
        | Cuisine::Korean
        | Cuisine::Thai
        | Cuisine::Indian
        | Cuisine::Italian
        | Cuisine::Pizza
        | Cuisine::French
        | Cuisine::German
        | Cuisine::Mexican
        | Cuisine::Steak
        | Cuisine::Barbecue
        | Cuisine::Seafood => MEALS,
    }
}

fn tags(cuisine: Cuisine) -> &'static [&'static str] {
    match cuisine {
        Cuisine::Chinese => {
            &["chinese", "cantonese", "sichuan", "hunan", "shanghai", "beijing", "taiwanese", "hotpot", "dim_sum"]
        }
        Cuisine::Noodles => &["noodle", "noodles", "ramen", "lamian", "beef_noodle", "udon", "soba"],
        Cuisine::Hotpot => &["hotpot", "hot_pot"],
        Cuisine::Dumplings => &["dumpling", "dumplings", "jiaozi", "gyoza", "dim_sum"],
        Cuisine::Japanese => &["japanese", "ramen", "udon", "soba", "izakaya", "teppanyaki", "tempura", "donburi"],
        Cuisine::Sushi => &["sushi"],
        Cuisine::Korean => &["korean", "korean_bbq", "bibimbap"],
        Cuisine::Thai => &["thai"],
        Cuisine::Indian => &["indian", "curry", "north_indian", "south_indian", "tandoori"],
        Cuisine::Italian => &["italian", "pasta", "italian_pizza"],
        Cuisine::Pizza => &["pizza", "italian_pizza"],
        Cuisine::French => &["french", "brasserie", "bistro", "crepe"],
        Cuisine::German => &["german", "bavarian", "swabian", "franconian"],
        Cuisine::Mexican => &["mexican", "tex-mex", "taco", "tacos", "burrito"],
        Cuisine::Burger => &["burger"],
        Cuisine::Steak => &["steak", "steak_house", "grill", "argentinian"],
        Cuisine::Barbecue => &["barbecue", "bbq", "skewers", "kebab", "korean_bbq", "yakitori"],
        Cuisine::Seafood => &["seafood", "fish", "fish_and_chips", "oysters"],
        Cuisine::Vegetarian => &["vegetarian", "vegan", "salad"],
        Cuisine::Coffee => &[],
        Cuisine::Bakery => &["bakery", "pastry", "bread", "cake", "donut"],
    }
}

/// What one of its places is called, what several are called, and the Chinese word for both.
fn names(cuisine: Cuisine) -> (&'static str, &'static str, &'static str) {
    match cuisine {
        Cuisine::Chinese => ("Chinese restaurant", "Chinese restaurants", "中餐厅"),
        Cuisine::Noodles => ("noodle restaurant", "noodle restaurants", "面馆"),
        Cuisine::Hotpot => ("hot pot restaurant", "hot pot restaurants", "火锅店"),
        Cuisine::Dumplings => ("dumpling restaurant", "dumpling restaurants", "饺子馆"),
        Cuisine::Japanese => ("Japanese restaurant", "Japanese restaurants", "日本料理店"),
        Cuisine::Sushi => ("sushi restaurant", "sushi restaurants", "寿司店"),
        Cuisine::Korean => ("Korean restaurant", "Korean restaurants", "韩国餐厅"),
        Cuisine::Thai => ("Thai restaurant", "Thai restaurants", "泰国餐厅"),
        Cuisine::Indian => ("Indian restaurant", "Indian restaurants", "印度餐厅"),
        Cuisine::Italian => ("Italian restaurant", "Italian restaurants", "意大利餐厅"),
        Cuisine::Pizza => ("pizzeria", "pizzerias", "披萨店"),
        Cuisine::French => ("French restaurant", "French restaurants", "法国餐厅"),
        Cuisine::German => ("German restaurant", "German restaurants", "德国餐厅"),
        Cuisine::Mexican => ("Mexican restaurant", "Mexican restaurants", "墨西哥餐厅"),
        Cuisine::Burger => ("burger restaurant", "burger restaurants", "汉堡店"),
        Cuisine::Steak => ("steak house", "steak houses", "牛排馆"),
        Cuisine::Barbecue => ("barbecue restaurant", "barbecue restaurants", "烧烤店"),
        Cuisine::Seafood => ("seafood restaurant", "seafood restaurants", "海鲜餐厅"),
        Cuisine::Vegetarian => ("vegetarian restaurant", "vegetarian restaurants", "素食餐厅"),
        Cuisine::Coffee => ("café", "cafés", "咖啡馆"),
        Cuisine::Bakery => ("bakery", "bakeries", "面包店"),
    }
}

impl Dish {
    /// "noodle restaurants", "面馆".
    pub(crate) const fn places(self, language: Language) -> &'static str {
        match language {
            Language::English => self.many,
            Language::Chinese => self.chinese,
        }
    }

    /// "6 noodle restaurants", "6家面馆".
    pub(crate) fn count(self, count: u32, language: Language) -> String {
        match language {
            Language::English if count == 1 => format!("one {}", self.one),
            Language::English => wording::english_count(count, self.one, self.many),
            Language::Chinese => format!("{}{}", wording::chinese_count(count, "家"), self.chinese),
        }
    }

    /// "noodle restaurant".
    pub(crate) const fn one_in_english(self) -> &'static str {
        self.one
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_both_languages() {
        let noodles = of(Some(Cuisine::Noodles));
        assert_eq!(noodles.count(6, Language::English), "6 noodle restaurants");
        assert_eq!(noodles.count(1, Language::English), "one noodle restaurant");
        assert_eq!(noodles.count(2, Language::Chinese), "两家面馆");
        assert_eq!(of(None).places(Language::Chinese), "餐厅");
    }

    #[test]
    fn coffee_is_a_category_and_other_dishes_are_tags() {
        assert_eq!(of(Some(Cuisine::Coffee)).categories, [Category::Cafe]);
        assert!(of(Some(Cuisine::Coffee)).tags.is_empty());
        assert!(of(Some(Cuisine::Thai)).tags.contains(&"thai"));
    }

    #[test]
    fn shops_are_only_looked_for_by_what_they_sell() {
        let bakery = of(Some(Cuisine::Bakery));
        assert!(bakery.categories.contains(&Category::Shop));
        assert!(bakery.tags.contains(&"bakery"));
        assert!(!of(None).categories.contains(&Category::Shop));
    }
}
