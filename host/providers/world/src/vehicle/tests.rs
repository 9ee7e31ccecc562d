//! Tests of the car's signals.

use std::time::Duration;

use jumpseat_vehicle::{Error, Value, VehicleProvider, catalogue};

use crate::{SimulatedClock, World};

fn world() -> (SimulatedClock, World) {
    let clock = SimulatedClock::manual(World::NOON);
    let world = World::new(clock.clone()).unwrap();
    (clock, world)
}

async fn get(world: &World, path: &str) -> Value {
    VehicleProvider::get(world, path.to_owned()).await.unwrap()
}

async fn set(world: &World, path: &str, value: Value) {
    VehicleProvider::set(world, path.to_owned(), value).await.unwrap();
}

async fn whole(world: &World, path: &str) -> i64 {
    let Value::Integer(number) = get(world, path).await else { panic!("{path} is no integer") };
    number
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[tokio::test]
async fn the_contract_of_the_capability_is_kept_parked_and_on_the_road() {
    let (clock, world) = world();
    for seconds in [0, 60, 3_600] {
        clock.advance(Duration::from_secs(seconds));
        jumpseat_vehicle::contract::check(&world).await;
    }
}

#[tokio::test]
async fn the_car_has_every_signal_of_the_catalogue() {
    let (_, world) = world();
    for signal in catalogue::signals() {
        let value = get(&world, signal.path).await;
        assert_eq!(signal.check(&value), Ok(()), "{}: {value:?}", signal.path);
    }
}

#[tokio::test]
async fn what_drives_follows_the_drive() {
    let (clock, world) = world();
    assert_eq!(get(&world, "Vehicle.Speed").await, Value::Float(0.0));
    assert_eq!(get(&world, "Vehicle.Chassis.ParkingBrake.IsEngaged").await, Value::Boolean(true));
    let odometer_m = whole(&world, "Vehicle.TraveledDistance").await;
    let range_m = whole(&world, "Vehicle.Powertrain.Range").await;
    clock.advance(Duration::from_secs(25));
    let Value::Float(speed_kmh) = get(&world, "Vehicle.Speed").await else { panic!("the speed is no float") };
    assert!((speed_kmh - f64::from(world.speed_kmh())).abs() < 0.01 && speed_kmh > 5.0, "{speed_kmh}");
    assert_eq!(get(&world, "Vehicle.IsMoving").await, Value::Boolean(true));
    assert_eq!(get(&world, "Vehicle.Chassis.ParkingBrake.IsEngaged").await, Value::Boolean(false));
    clock.advance(Duration::from_mins(2));
    let driven_m = whole(&world, "Vehicle.TraveledDistance").await - odometer_m;
    assert!(driven_m > 200, "{driven_m}");
    assert_eq!(whole(&world, "Vehicle.TraveledDistanceSinceStart").await, driven_m);
    assert!((whole(&world, "Vehicle.Powertrain.Range").await - (range_m - driven_m)).abs() <= 1);
}

#[tokio::test]
async fn the_trip_meter_counts_on_from_what_it_was_set_to() {
    let (clock, world) = world();
    clock.advance(Duration::from_secs(100));
    let odometer_m = whole(&world, "Vehicle.TraveledDistance").await;
    assert!(whole(&world, "Vehicle.TripMeterReading").await > 0);
    set(&world, "Vehicle.TripMeterReading", Value::Integer(1_000)).await;
    clock.advance(Duration::from_secs(100));
    let driven_m = whole(&world, "Vehicle.TraveledDistance").await - odometer_m;
    let reading_m = whole(&world, "Vehicle.TripMeterReading").await;
    assert!(driven_m > 100 && (reading_m - 1_000 - driven_m).abs() <= 1, "{reading_m} after {driven_m}");
}

#[tokio::test]
async fn windows_and_sunroof_move_as_a_whole() {
    let (_, world) = world();
    let window = "Vehicle.Cabin.Door.Row2.PassengerSide.Window";
    let (position, is_open) = (format!("{window}.Position"), format!("{window}.IsOpen"));
    set(&world, &position, Value::Integer(30)).await;
    assert_eq!(get(&world, &is_open).await, Value::Boolean(true));
    set(&world, &is_open, Value::Boolean(false)).await;
    assert_eq!(get(&world, &position).await, Value::Integer(0));
    for (switch, position) in [("TILT_UP", -100), ("INACTIVE", -100), ("ONE_SHOT_OPEN", 100), ("CLOSE", 0)] {
        set(&world, "Vehicle.Cabin.Sunroof.Switch", text(switch)).await;
        assert_eq!(get(&world, "Vehicle.Cabin.Sunroof.Position").await, Value::Integer(position), "{switch}");
    }
}

#[tokio::test]
async fn two_cars_in_which_the_same_was_set_are_equal() {
    let ((clock, world), (other_clock, other)) = (world(), world());
    clock.advance(Duration::from_secs(333));
    for _ in 0..333 {
        other_clock.advance(Duration::from_secs(1));
    }
    for world in [&world, &other] {
        set(world, "Vehicle.Cabin.Infotainment.Media.Volume", Value::Integer(7)).await;
    }
    for signal in catalogue::signals() {
        assert_eq!(get(&world, signal.path).await, get(&other, signal.path).await, "{}", signal.path);
    }
}

#[tokio::test]
async fn a_call_that_is_given_up_sets_nothing() {
    let (_, world) = world();
    let volume = "Vehicle.Cabin.Infotainment.Media.Volume";
    drop(VehicleProvider::set(&world, volume.to_owned(), Value::Integer(99)));
    assert_eq!(get(&world, volume).await, Value::Integer(35));
}

#[tokio::test]
async fn what_skills_never_set_is_refused_by_the_car_too() {
    let (_, world) = world();
    let path = "Vehicle.Chassis.ParkingBrake.IsEngaged".to_owned();
    assert_eq!(VehicleProvider::set(&world, path, Value::Boolean(false)).await, Err(Error::NotAllowed));
}
