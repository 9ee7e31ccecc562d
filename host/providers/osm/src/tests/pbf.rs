//! Writes small files in OpenStreetMap's binary format: just enough of protocol buffers for tests.

/// A file with one restaurant (a plain node), one museum (a dense node) and one street.
pub(crate) fn hamlet() -> Vec<u8> {
    let mut file = header(&["OsmSchema-V0.6", "DenseNodes"]);
    file.extend(blob("OSMData", &block()));
    file
}

/// A header that requires features of its reader.
pub(crate) fn header(required_features: &[&str]) -> Vec<u8> {
    let features: Vec<u8> = required_features.iter().flat_map(|feature| bytes(4, feature.as_bytes())).collect();
    blob("OSMHeader", &features)
}

fn block() -> Vec<u8> {
    let strings = [
        "",
        "amenity",
        "restaurant",
        "name",
        "Golden Dragon",
        "tourism",
        "museum",
        "City Museum",
        "highway",
        "residential",
    ];
    let string_table: Vec<u8> = strings.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    let node = [
        number(1, zigzag(1)),
        packed(2, &[1, 3]),
        packed(3, &[2, 4]),
        number(8, zigzag(542_000_000)),
        number(9, zigzag(65_000_000)),
    ];
    let dense = [
        packed(1, &[zigzag(2), zigzag(1)]),
        packed(8, &[zigzag(542_010_000), zigzag(10_000)]),
        packed(9, &[zigzag(65_000_000), zigzag(0)]),
        packed(10, &[5, 6, 3, 7, 0, 0]),
    ];
    let way = [number(1, 1), packed(2, &[8]), packed(3, &[9]), packed(8, &[zigzag(2), zigzag(1)])];
    let groups = [bytes(1, &node.concat()), bytes(2, &dense.concat()), bytes(3, &way.concat())];
    let groups: Vec<u8> = groups.iter().flat_map(|group| bytes(2, group)).collect();
    [bytes(1, &string_table), groups].concat()
}

fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let blob = bytes(1, content);
    let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    let length = u32::try_from(header.len()).unwrap().to_be_bytes();
    [length.to_vec(), header, blob].concat()
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(value.len() as u64), value.to_vec()].concat()
}

fn packed(field: u64, values: &[u64]) -> Vec<u8> {
    bytes(field, &values.iter().flat_map(|value| varint(*value)).collect::<Vec<u8>>())
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}
