//! What it means to set a signal of the vehicle, for the driver.

use jumpseat_package::Language;
use jumpseat_vehicle::{Act, Value, catalogue};

/// What is done, so that English goes on after "would like to" and Chinese after "想".
pub(crate) fn act(Act { path, value }: &Act, language: Language) -> String {
    let found = WORDS.iter().find_map(|words| Some((words, places(words.path, path)?)));
    let Some((words, places)) = found else { return unnamed(path, value, language) };
    let sentence = match (language, &words.says, value) {
        (Language::English, Says::Switch([on, off], _), Value::Boolean(yes))
        | (Language::Chinese, Says::Switch(_, [on, off]), Value::Boolean(yes)) => {
            (if *yes { *on } else { *off }).to_owned()
        }
        (Language::English, Says::Amount(what, _), _) => format!("set {what} to {}", amount(path, value, language)),
        (Language::Chinese, Says::Amount(_, what), _) => format!("把{what}设为{}", amount(path, value, language)),
        (_, Says::Switch(..), _) => return unnamed(path, value, language),
    };
    let [row, side] = places.map(|place| place.map_or("", |place| place_in(place, language)));
    sentence.replace("{row}", row).replace("{side}", side)
}

/// A signal that nobody has put into words yet is called by its path.
fn unnamed(path: &str, value: &Value, language: Language) -> String {
    match language {
        Language::English => format!("set {path} to {}", amount(path, value, language)),
        Language::Chinese => format!("把{path}设为{}", amount(path, value, language)),
    }
}

/// A value with its unit.
fn amount(path: &str, value: &Value, language: Language) -> String {
    let unit = catalogue::readable(path).ok().and_then(|signal| signal.unit);
    let number = match value {
        Value::Boolean(yes) => {
            let [on, off] = if language == Language::Chinese { ["开", "关"] } else { ["on", "off"] };
            return if *yes { on } else { off }.to_owned();
        }
        Value::Text(text) => return word(text, language),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => ((number * 100.0).round() / 100.0).to_string(),
    };
    match (unit, language) {
        (Some("percent"), Language::English) => format!("{number} percent"),
        (Some("percent"), Language::Chinese) => format!("百分之{number}"),
        (Some("Celsius"), Language::English) => format!("{number} degrees"),
        (Some("Celsius"), Language::Chinese) => format!("{number}度"),
        (Some("m"), Language::English) => format!("{number} meters"),
        (Some("m"), Language::Chinese) => format!("{number}米"),
        (Some(unit), _) => format!("{number} {unit}"),
        (None, _) => number,
    }
}

/// A text that a signal takes, as people say it. English says it as VSS spells it.
fn word(text: &str, language: Language) -> String {
    let chinese = TEXTS.iter().find(|(own, _)| *own == text).map(|(_, chinese)| (*chinese).to_owned());
    match language {
        Language::Chinese => chinese.unwrap_or_else(|| text.to_owned()),
        Language::English if text.starts_with('#') || text.len() == 1 => text.to_owned(),
        Language::English => text.to_lowercase().replace('_', " "),
    }
}

/// The segments that stand for stars, if a path is one of those that a pattern with at most two stars means.
fn places<'path>(pattern: &str, path: &'path str) -> Option<[Option<&'path str>; 2]> {
    let mut found = [None, None];
    let mut stars = found.iter_mut();
    let (mut wanted, mut given) = (pattern.split('.'), path.split('.'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some("*"), Some(place)) => *stars.next()? = Some(place),
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

fn place_in(place: &str, language: Language) -> &'static str {
    let (english, chinese) = match place {
        "Row1" | "Front" => ("front", "前排"),
        "Row2" | "Rear" => ("rear", "后排"),
        "Driver" | "DriverSide" => ("driver's side", "驾驶侧"),
        "Passenger" | "PassengerSide" => ("passenger's side", "副驾驶侧"),
        _ => ("other", "其他"),
    };
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// A signal in words.
struct Words {
    path: &'static str,
    says: Says,
}

/// English first, then Chinese. `{row}` and `{side}` are the places that the stars of the path stand for.
enum Says {
    /// What it means to set it to true, and to false.
    Switch([&'static str; 2], [&'static str; 2]),
    /// What is set to a value.
    Amount(&'static str, &'static str),
}

const fn switch(path: &'static str, english: [&'static str; 2], chinese: [&'static str; 2]) -> Words {
    Words { path, says: Says::Switch(english, chinese) }
}

const fn set(path: &'static str, english: &'static str, chinese: &'static str) -> Words {
    Words { path, says: Says::Amount(english, chinese) }
}

/// Texts that signals take.
const TEXTS: [(&str, &str); 32] = [
    ("ALERT_ONLY", "仅提醒"),
    ("C", "摄氏度"),
    ("CLOSE", "关闭"),
    ("DAY", "白天"),
    ("DOWN", "下方"),
    ("F", "华氏度"),
    ("FAST", "快速"),
    ("FAST_BACKWARD", "快退"),
    ("FAST_FORWARD", "快进"),
    ("INACTIVE", "停止"),
    ("INTERVAL", "间歇"),
    ("KILOMETERS", "公里"),
    ("MEDIUM", "中速"),
    ("MIDDLE", "中间"),
    ("MILES", "英里"),
    ("MUTED", "静音"),
    ("NIGHT", "夜间"),
    ("OFF", "关闭"),
    ("ONE_SHOT_CLOSE", "一键关闭"),
    ("ONE_SHOT_OPEN", "一键打开"),
    ("OPEN", "打开"),
    ("PLAY", "播放"),
    ("RAIN_SENSOR", "自动"),
    ("SKIP_BACKWARD", "上一首"),
    ("SKIP_FORWARD", "下一首"),
    ("SLOW", "慢速"),
    ("START", "开始"),
    ("STOP", "停止"),
    ("TILT_DOWN", "放下"),
    ("TILT_UP", "翘起"),
    ("UNMUTED", "取消静音"),
    ("UP", "上方"),
];

/// Every signal that can be set.
const WORDS: [Words; 43] = [
    set("Vehicle.TripMeterReading", "the trip meter", "小计里程"),
    set("Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit", "the charge limit", "充电上限"),
    set("Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging", "charging", "充电"),
    switch(
        "Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsFlapOpen",
        ["open the charging flap", "close the charging flap"],
        ["打开充电口盖", "关闭充电口盖"],
    ),
    switch("Vehicle.Body.Trunk.Rear.IsOpen", ["open the trunk", "close the trunk"], ["打开后备箱", "关闭后备箱"]),
    switch("Vehicle.Body.Trunk.Rear.IsLocked", ["lock the trunk", "unlock the trunk"], ["锁上后备箱", "解锁后备箱"]),
    switch(
        "Vehicle.Body.Windshield.Front.IsHeatingOn",
        ["turn on the heating of the windshield", "turn off the heating of the windshield"],
        ["打开前挡风玻璃加热", "关闭前挡风玻璃加热"],
    ),
    switch(
        "Vehicle.Body.Windshield.Rear.IsHeatingOn",
        ["turn on the heating of the rear window", "turn off the heating of the rear window"],
        ["打开后挡风玻璃加热", "关闭后挡风玻璃加热"],
    ),
    set("Vehicle.Body.Windshield.Front.Wiping.Mode", "the wipers", "雨刮"),
    switch(
        "Vehicle.Body.Mirrors.DriverSide.IsFolded",
        ["fold the mirror on the driver's side", "unfold the mirror on the driver's side"],
        ["折叠驾驶侧后视镜", "展开驾驶侧后视镜"],
    ),
    switch(
        "Vehicle.Body.Mirrors.PassengerSide.IsFolded",
        ["fold the mirror on the passenger's side", "unfold the mirror on the passenger's side"],
        ["折叠副驾驶侧后视镜", "展开副驾驶侧后视镜"],
    ),
    switch(
        "Vehicle.Body.Mirrors.DriverSide.IsHeatingOn",
        ["heat the mirror on the driver's side", "stop heating the mirror on the driver's side"],
        ["打开驾驶侧后视镜加热", "关闭驾驶侧后视镜加热"],
    ),
    switch(
        "Vehicle.Body.Mirrors.PassengerSide.IsHeatingOn",
        ["heat the mirror on the passenger's side", "stop heating the mirror on the passenger's side"],
        ["打开副驾驶侧后视镜加热", "关闭副驾驶侧后视镜加热"],
    ),
    set("Vehicle.Cabin.Sunroof.Switch", "the sunroof", "天窗"),
    set("Vehicle.Cabin.Sunroof.Shade.Position", "the shade of the sunroof", "天窗遮阳帘"),
    switch(
        "Vehicle.Cabin.IsWindowChildLockEngaged",
        ["lock the windows for children", "unlock the windows for children"],
        ["锁定车窗儿童锁", "解除车窗儿童锁"],
    ),
    switch(
        "Vehicle.Cabin.HVAC.IsAirConditioningActive",
        ["turn on the air conditioning", "turn off the air conditioning"],
        ["打开空调", "关闭空调"],
    ),
    switch(
        "Vehicle.Cabin.HVAC.IsRecirculationActive",
        ["recirculate the air", "stop recirculating the air"],
        ["打开内循环", "关闭内循环"],
    ),
    switch(
        "Vehicle.Cabin.HVAC.IsFrontDefrosterActive",
        ["turn on the front defroster", "turn off the front defroster"],
        ["打开前除霜", "关闭前除霜"],
    ),
    switch(
        "Vehicle.Cabin.HVAC.IsRearDefrosterActive",
        ["turn on the rear defroster", "turn off the rear defroster"],
        ["打开后除霜", "关闭后除霜"],
    ),
    switch(
        "Vehicle.Cabin.Light.IsDomeOn",
        ["turn on the dome light", "turn off the dome light"],
        ["打开顶灯", "关闭顶灯"],
    ),
    switch(
        "Vehicle.Cabin.Light.IsGloveBoxOn",
        ["turn on the light of the glove box", "turn off the light of the glove box"],
        ["打开手套箱灯", "关闭手套箱灯"],
    ),
    set("Vehicle.Cabin.Infotainment.Media.Volume", "the volume", "音量"),
    set("Vehicle.Cabin.Infotainment.Media.Action", "the player", "播放器"),
    set("Vehicle.Cabin.Infotainment.Navigation.Volume", "the volume of the navigation", "导航音量"),
    set("Vehicle.Cabin.Infotainment.Navigation.Mute", "the voice of the navigation", "导航语音"),
    set("Vehicle.Cabin.Infotainment.HMI.Brightness", "the brightness of the screen", "屏幕亮度"),
    set("Vehicle.Cabin.Infotainment.HMI.DayNightMode", "the colors of the screen", "屏幕配色"),
    set("Vehicle.Cabin.Infotainment.HMI.DistanceUnit", "the unit of distances", "距离单位"),
    set("Vehicle.Cabin.Infotainment.HMI.TemperatureUnit", "the unit of temperatures", "温度单位"),
    set("Vehicle.Cabin.HVAC.Station.*.*.Temperature", "the temperature in the {row} on the {side}", "{row}{side}温度"),
    set("Vehicle.Cabin.HVAC.Station.*.*.FanSpeed", "the fan in the {row} on the {side}", "{row}{side}风量"),
    set("Vehicle.Cabin.HVAC.Station.*.*.AirDistribution", "the air in the {row} on the {side}", "{row}{side}出风方向"),
    switch(
        "Vehicle.Cabin.Door.*.*.IsOpen",
        ["open the {row} door on the {side}", "close the {row} door on the {side}"],
        ["打开{row}{side}车门", "关闭{row}{side}车门"],
    ),
    switch(
        "Vehicle.Cabin.Door.*.*.IsLocked",
        ["lock the {row} door on the {side}", "unlock the {row} door on the {side}"],
        ["锁上{row}{side}车门", "解锁{row}{side}车门"],
    ),
    switch(
        "Vehicle.Cabin.Door.*.*.Window.IsOpen",
        ["open the {row} window on the {side}", "close the {row} window on the {side}"],
        ["打开{row}{side}车窗", "关闭{row}{side}车窗"],
    ),
    set("Vehicle.Cabin.Door.*.*.Window.Position", "the {row} window on the {side}", "{row}{side}车窗"),
    set("Vehicle.Cabin.Seat.*.*.HeatingCooling", "the heating of the {row} seat on the {side}", "{row}{side}座椅加热"),
    set("Vehicle.Cabin.Seat.*.*.Massage.Level", "the massage of the {row} seat on the {side}", "{row}{side}座椅按摩"),
    switch(
        "Vehicle.Cabin.Light.AmbientLight.*.*.IsLightOn",
        ["turn on the {row} ambient light on the {side}", "turn off the {row} ambient light on the {side}"],
        ["打开{row}{side}氛围灯", "关闭{row}{side}氛围灯"],
    ),
    set(
        "Vehicle.Cabin.Light.AmbientLight.*.*.Intensity",
        "the {row} ambient light on the {side}",
        "{row}{side}氛围灯亮度",
    ),
    set(
        "Vehicle.Cabin.Light.AmbientLight.*.*.Color",
        "the color of the {row} ambient light on the {side}",
        "{row}{side}氛围灯颜色",
    ),
    switch(
        "Vehicle.Cabin.Light.Spotlight.*.*.IsLightOn",
        ["turn on the {row} reading light on the {side}", "turn off the {row} reading light on the {side}"],
        ["打开{row}{side}阅读灯", "关闭{row}{side}阅读灯"],
    ),
];

#[cfg(test)]
mod tests {
    use jumpseat_vehicle::catalogue::{Datatype, Kind, signals};

    use super::*;

    fn said(path: &str, value: Value) -> String {
        let act = Act { path: path.to_owned(), value };
        [Language::English, Language::Chinese].map(|language| super::act(&act, language)).join(" | ")
    }

    #[test]
    fn every_signal_that_can_be_set_has_words_in_both_languages() {
        let settable =
            signals().filter(|signal| signal.kind == Kind::Actuator && catalogue::settable(signal.path).is_ok());
        for signal in settable {
            let value = match signal.datatype {
                Datatype::Boolean => Value::Boolean(true),
                Datatype::Float => Value::Float(1.0),
                Datatype::OneOf(texts) => {
                    for text in texts.iter().filter(|text| **text != "UNKNOWN") {
                        assert_ne!(word(text, Language::Chinese), *text, "{text}");
                    }
                    Value::Text(texts[0].to_owned())
                }
                Datatype::Color => Value::Text("#FFD700".to_owned()),
                Datatype::Int8 | Datatype::Uint8 | Datatype::Uint16 | Datatype::Uint32 => Value::Integer(1),
            };
            let said = said(signal.path, value);
            assert!(!said.contains("Vehicle.") && !said.contains('{') && !said.contains("other"), "{said}");
        }
    }

    #[test]
    fn what_is_set_is_said_with_its_place_and_unit() {
        let place = "Vehicle.Cabin.HVAC.Station.Row2.Passenger";
        insta::assert_snapshot!(said(&format!("{place}.Temperature"), Value::Float(21.5)), @"set the temperature in the rear on the passenger's side to 21.5 degrees | 把后排副驾驶侧温度设为21.5度");
        insta::assert_snapshot!(said(&format!("{place}.FanSpeed"), Value::Integer(30)), @"set the fan in the rear on the passenger's side to 30 percent | 把后排副驾驶侧风量设为百分之30");
        insta::assert_snapshot!(said("Vehicle.Cabin.Door.Row1.DriverSide.IsLocked", Value::Boolean(false)), @"unlock the front door on the driver's side | 解锁前排驾驶侧车门");
        insta::assert_snapshot!(said("Vehicle.Cabin.Sunroof.Switch", Value::Text("ONE_SHOT_OPEN".to_owned())), @"set the sunroof to one shot open | 把天窗设为一键打开");
        insta::assert_snapshot!(said("Vehicle.New.Thing", Value::Integer(3)), @"set Vehicle.New.Thing to 3 | 把Vehicle.New.Thing设为3");
    }
}
