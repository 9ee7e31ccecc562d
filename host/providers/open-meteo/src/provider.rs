//! The provider: asks, keeps and answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jumpseat_clock::ClockProvider;
use jumpseat_http::{Addresses, Header, HttpProvider, Method, Outgoing};
use jumpseat_weather::{Error, HOUR_MS, Hour, Point, Report, WeatherProvider};
use tokio::time::timeout;
use url::Url;

use crate::{
    cell::Cell,
    form::{self, FormError, Hours},
    limits::{CELLS_KEPT_MAX, CELLS_PER_QUESTION_MAX, FRESH_MAX, KEPT_MAX, REQUEST_DURATION_MAX},
};

/// Weather from a source in the form of Open-Meteo.
pub struct OpenMeteo {
    source: Url,
    internet: Arc<dyn HttpProvider>,
    clock: Arc<dyn ClockProvider>,
    kept: Mutex<BTreeMap<Cell, Kept>>,
}

/// The forecast of a region.
#[derive(Debug, Clone)]
struct Kept {
    since_unix_ms: u64,
    hours: Arc<Hours>,
}

/// Why the source did not answer.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error("no answer within {} ms", REQUEST_DURATION_MAX.as_millis())]
    Late,
    #[error("the request failed: {0:?}")]
    Request(jumpseat_http::Error),
    #[error("the answer has status {0}")]
    Status(u16),
    #[error(transparent)]
    Form(#[from] FormError),
}

impl OpenMeteo {
    /// Asks a source, for example `https://api.open-meteo.com/v1/forecast`. Who runs the car names it, so it may be anywhere, in
    /// the car as well.
    pub fn new(source: Url, internet: Arc<dyn HttpProvider>, clock: Arc<dyn ClockProvider>) -> Self {
        Self { source, internet, clock, kept: Mutex::default() }
    }

    /// What is kept of some regions and not older than this. A clock that was set back makes everything old.
    fn kept(&self, cells: &BTreeSet<Cell>, now_unix_ms: u64, age_max: Duration) -> BTreeMap<Cell, Kept> {
        let age_max_ms = u64::try_from(age_max.as_millis()).unwrap_or(u64::MAX);
        let is_young = |kept: &Kept| now_unix_ms.checked_sub(kept.since_unix_ms).is_some_and(|age| age <= age_max_ms);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let young =
            cells.iter().filter_map(|cell| Some((*cell, kept.get(cell).filter(|kept| is_young(kept))?.clone())));
        young.collect()
    }

    fn keep(&self, forecasts: &BTreeMap<Cell, Kept>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(forecasts.iter().map(|(cell, forecast)| (*cell, forecast.clone())));
        while kept.len() > CELLS_KEPT_MAX {
            let oldest = kept.iter().min_by_key(|(_, kept)| kept.since_unix_ms).map(|(cell, _)| *cell);
            oldest.map(|cell| kept.remove(&cell));
        }
    }

    /// Asks the source about some regions.
    async fn ask(&self, cells: &[Cell], now_unix_ms: u64) -> Result<BTreeMap<Cell, Kept>, NoAnswer> {
        let request = Outgoing {
            method: Method::Get,
            url: form::question(&self.source, cells),
            headers: vec![Header { name: "accept".to_owned(), value: "application/json".to_owned() }],
            body: Vec::new(),
            addresses: Addresses::Any,
            secrets: BTreeMap::new(),
        };
        let response = timeout(REQUEST_DURATION_MAX, self.internet.send(request)).await;
        let response = response.map_err(|_elapsed| NoAnswer::Late)?.map_err(NoAnswer::Request)?;
        if response.status != 200 {
            return Err(NoAnswer::Status(response.status));
        }
        let hours = form::answer(&response.body, cells.len())?.into_iter();
        let kept = hours.map(|hours| Kept { since_unix_ms: now_unix_ms, hours: Arc::new(hours) });
        Ok(cells.iter().copied().zip(kept).collect())
    }
}

#[async_trait]
impl WeatherProvider for OpenMeteo {
    async fn at(&self, points: Vec<Point>) -> Result<Report, Error> {
        let now_unix_ms = self.clock.now().unix_ms;
        let mut cells = BTreeSet::new();
        // The first points of a route are the nearest ones.
        for cell in points.iter().map(Cell::of) {
            if cells.len() < CELLS_PER_QUESTION_MAX {
                cells.insert(cell);
            }
        }
        let mut known = self.kept(&cells, now_unix_ms, FRESH_MAX);
        let missing: Vec<Cell> = cells.iter().copied().filter(|cell| !known.contains_key(cell)).collect();
        if !missing.is_empty() {
            match self.ask(&missing, now_unix_ms).await {
                Ok(new) => {
                    self.keep(&new);
                    known.extend(new);
                }
                Err(no_answer) => {
                    tracing::warn!(host = self.source.host_str(), %no_answer, "the source of the weather is away");
                    known.extend(self.kept(&missing.into_iter().collect(), now_unix_ms, KEPT_MAX));
                }
            }
        }
        report(&points, &known, now_unix_ms).ok_or(Error::Unavailable)
    }
}

/// What is known of each point; nothing if no region is.
fn report(points: &[Point], known: &BTreeMap<Cell, Kept>, now_unix_ms: u64) -> Option<Report> {
    let oldest = known.values().map(|kept| kept.since_unix_ms).min()?;
    let hour = |point: &Point| -> Option<Hour> {
        let starts_unix_ms = point.unix_ms - point.unix_ms % HOUR_MS;
        let lies_behind = starts_unix_ms < now_unix_ms - now_unix_ms % HOUR_MS;
        if lies_behind { None } else { known.get(&Cell::of(point))?.hours.get(&starts_unix_ms).copied() }
    };
    let age_ms = u32::try_from(now_unix_ms.saturating_sub(oldest)).unwrap_or(u32::MAX);
    Some(Report { age_ms, hours: points.iter().map(hour).collect() })
}
