//! The provider and a source on this machine, reached by the client that the car uses.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_weather::{Error, HOUR_MS, Point, Sky, WeatherProvider};
use jumpseat_web::{Secrets, WebClient};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    OpenMeteo,
    limits::{CELLS_PER_QUESTION_MAX, FRESH_MAX, HOURS_MAX, KEPT_MAX},
};

/// Half an hour into an hour.
const START_MS: u64 = 500_000 * HOUR_MS + HOUR_MS / 2;
const MONACO: (f64, f64) = (43.7384, 7.4246);

/// What the source does with a request.
#[derive(Debug, Clone)]
enum Does {
    /// It answers with these bytes, as they stand.
    Says(String),
    /// It answers with the weather, for as many places as were asked about.
    Forecasts,
    /// It takes the request and says nothing.
    Hangs,
}

/// A source, and the requests that it got.
struct Source {
    does: Arc<Mutex<Does>>,
    requests: Arc<Mutex<Vec<String>>>,
    clock: Arc<Clock>,
    weather: OpenMeteo,
}

struct Clock(Mutex<u64>);

impl ClockProvider for Clock {
    fn now(&self) -> Moment {
        Moment { unix_ms: *self.0.lock().unwrap(), utc_offset_min: 60 }
    }
}

impl Source {
    async fn new(does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/forecast", listener.local_addr().unwrap()).parse().unwrap();
        let (does, requests) = (Arc::new(Mutex::new(does)), Arc::new(Mutex::new(Vec::new())));
        tokio::spawn(serve(listener, Arc::clone(&does), Arc::clone(&requests)));
        let clock = Arc::new(Clock(Mutex::new(START_MS)));
        let internet = Arc::new(WebClient::new(Secrets::default()).unwrap());
        let weather = OpenMeteo::new(url, internet, clock.clone());
        Self { does, requests, clock, weather }
    }

    fn does(&self, does: Does) {
        *self.does.lock().unwrap() = does;
    }

    fn pass(&self, ms: u64) {
        *self.clock.0.lock().unwrap() += ms;
    }

    fn asked(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// How old the weather is now, if there is any.
    async fn age_ms(&self) -> Result<u32, Error> {
        let now = self.clock.now().unix_ms;
        self.weather.at(vec![point(now)]).await.map(|report| report.age_ms)
    }
}

fn point(unix_ms: u64) -> Point {
    Point { latitude_deg: MONACO.0, longitude_deg: MONACO.1, unix_ms }
}

async fn serve(listener: TcpListener, does: Arc<Mutex<Does>>, requests: Arc<Mutex<Vec<String>>>) {
    let mut open = Vec::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut request = [0; 8_192];
        let length = stream.read(&mut request).await.unwrap();
        let line = String::from_utf8_lossy(&request[..length]).lines().next().unwrap().to_owned();
        requests.lock().unwrap().push(line.clone());
        let does = does.lock().unwrap().clone();
        let answer = match does {
            Does::Says(answer) => answer,
            Does::Forecasts => ok(&forecasts(line.matches("%2C").count())),
            Does::Hangs => {
                open.push(stream);
                continue;
            }
        };
        stream.write_all(answer.as_bytes()).await.ok();
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

/// The names of the wanted lists are divided by commas as well: four of them. The other commas divide latitudes, and as many longitudes.
fn forecasts(commas: usize) -> String {
    let places = (commas - 4) / 2 + 1;
    let one = forecast(HOURS_MAX);
    if places == 1 { one } else { format!("[{}]", vec![one; places].join(",")) }
}

/// The weather of one place, which gets warmer by a tenth of a degree in each hour.
fn forecast(hours: usize) -> String {
    let list = |value: &dyn Fn(usize) -> String| (0..hours).map(value).collect::<Vec<_>>().join(",");
    let start_s = (START_MS - START_MS % HOUR_MS) / 1_000;
    let mut json = String::new();
    write!(
        json,
        r#"{{"latitude":43.7,"longitude":7.4,"hourly":{{"time":[{}],"temperature_2m":[{}],"precipitation":[{}],"precipitation_probability":[{}],"weather_code":[{}],"wind_speed_10m":[{}]}}}}"#,
        list(&|hour| (start_s + 3_600 * hour as u64).to_string()),
        list(&|hour| format!("{}.{}", 10 + hour / 10, hour % 10)),
        list(&|_| "0.4".to_owned()),
        list(&|_| "35".to_owned()),
        list(&|_| "61".to_owned()),
        list(&|_| "null".to_owned()),
    )
    .unwrap();
    json
}

#[tokio::test]
async fn it_is_a_provider_like_every_other() {
    let source = Source::new(Does::Forecasts).await;
    jumpseat_weather::contract::check(&source.weather, MONACO.0, MONACO.1, START_MS).await;
    assert_eq!(source.asked(), 1, "one question about one region is enough");
}

#[tokio::test]
async fn the_source_learns_the_region_and_nothing_else() {
    let source = Source::new(Does::Forecasts).await;
    let hours = source.weather.at(vec![point(START_MS)]).await.unwrap().hours;
    let hour = hours[0].unwrap();
    assert_eq!(
        (hour.sky, hour.temperature_deg_c, hour.precipitation_percent, hour.wind_kmh),
        (Sky::Rain, 10.0, Some(35), None)
    );
    insta::assert_snapshot!(source.requests.lock().unwrap().join("\n"), @"GET /v1/forecast?latitude=43.8&longitude=7.4&hourly=temperature_2m%2Cprecipitation%2Cprecipitation_probability%2Cweather_code%2Cwind_speed_10m&forecast_hours=96&timeformat=unixtime HTTP/1.1");
}

#[tokio::test]
async fn a_long_route_is_one_question_and_its_end_is_not_known() {
    let source = Source::new(Does::Forecasts).await;
    let along = |place: u32| Point { latitude_deg: 40.0 + f64::from(place), longitude_deg: 7.0, unix_ms: START_MS };
    let report = source.weather.at((0..40).map(along).collect()).await.unwrap();
    let known = report.hours.iter().take_while(|hour| hour.is_some()).count();
    assert_eq!(known, CELLS_PER_QUESTION_MAX);
    assert_eq!(report.hours.iter().flatten().count(), known);
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn what_the_source_says_wrongly_is_no_weather() {
    let whole = ok(&forecast(4));
    let status = |line: &str| format!("HTTP/1.1 {line}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}");
    for (what, says) in [
        ("another status", status("503 Service Unavailable")),
        ("a redirection", status("302 Found")),
        ("an empty object", ok("{}")),
        ("no JSON", ok("<html>maintenance</html>")),
        ("two places for one", ok(&format!("[{0},{0}]", forecast(4)))),
        ("text for numbers", ok(&forecast(4).replace("10.0", "\"warm\""))),
        ("half a message", whole.chars().take(whole.len() - 40).collect()),
        ("an endless message", format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", " ".repeat(4 * 1024 * 1024))),
        ("nothing", String::new()),
    ] {
        let source = Source::new(Does::Says(says)).await;
        assert_eq!(source.age_ms().await, Err(Error::Unavailable), "{what}");
    }
}

#[tokio::test]
async fn numbers_that_no_weather_has_are_left_out() {
    for (what, wrong) in [
        ("a temperature", forecast(4).replace("10.0", "1000")),
        ("rain", forecast(4).replace("0.4", "-1")),
        ("a code", forecast(4).replace("61", "42")),
        ("a time beside the hour", forecast(4).replace("1800000000", "1800000001")),
        ("a time beyond all time", forecast(4).replace("1800000000", "18446744073709551615")),
        ("lists of other lengths", forecast(4).replace("10.0,10.1,10.2,10.3", "")),
    ] {
        let source = Source::new(Does::Says(ok(&wrong))).await;
        let report = source.weather.at(vec![point(START_MS)]).await.unwrap();
        assert_eq!(report.hours, [None], "{what}");
    }
    let source = Source::new(Does::Says(ok(&forecast(4).replace("35", "135")))).await;
    let hour = source.weather.at(vec![point(START_MS)]).await.unwrap().hours.remove(0).unwrap();
    assert_eq!(hour.precipitation_percent, None, "the rest of the hour is as good as any");
}

#[tokio::test]
async fn a_source_that_is_away_is_not_missed_for_some_hours_and_is_asked_again() {
    let source = Source::new(Does::Forecasts).await;
    assert_eq!(source.age_ms().await, Ok(0));
    let fresh_ms = u32::try_from(FRESH_MAX.as_millis()).unwrap();
    source.does(Does::Hangs);
    source.pass(u64::from(fresh_ms));
    assert_eq!(source.age_ms().await, Ok(fresh_ms), "nobody is asked");
    assert_eq!(source.asked(), 1);
    source.pass(1);
    assert_eq!(source.age_ms().await, Ok(fresh_ms + 1), "the source does not answer");
    assert_eq!(source.asked(), 2);
    source.pass(u64::try_from(KEPT_MAX.as_millis()).unwrap());
    assert_eq!(source.age_ms().await, Err(Error::Unavailable), "what is too old is no forecast");
    source.does(Does::Forecasts);
    assert_eq!(source.age_ms().await, Ok(0), "it is back, and nothing was started again");
}

#[tokio::test]
async fn a_clock_that_is_set_back_asks_again() {
    let source = Source::new(Does::Forecasts).await;
    assert_eq!(source.age_ms().await, Ok(0));
    *source.clock.0.lock().unwrap() -= 1;
    assert_eq!(source.age_ms().await, Ok(0));
    assert_eq!(source.asked(), 2);
}
