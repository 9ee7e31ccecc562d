//! How many bytes the tensors of a model take.

/// Elements per block and bytes per block of each tensor type that GGUF files hold today.
const BLOCKS: &[(u32, u64, u64)] = &[
    (0, 1, 4),      // F32
    (1, 1, 2),      // F16
    (2, 32, 18),    // Q4_0
    (3, 32, 20),    // Q4_1
    (6, 32, 22),    // Q5_0
    (7, 32, 24),    // Q5_1
    (8, 32, 34),    // Q8_0
    (10, 256, 84),  // Q2_K
    (11, 256, 110), // Q3_K
    (12, 256, 144), // Q4_K
    (13, 256, 176), // Q5_K
    (14, 256, 210), // Q6_K
    (15, 256, 292), // Q8_K
    (16, 256, 66),  // IQ2_XXS
    (17, 256, 74),  // IQ2_XS
    (18, 256, 98),  // IQ3_XXS
    (19, 256, 50),  // IQ1_S
    (20, 32, 18),   // IQ4_NL
    (21, 256, 110), // IQ3_S
    (22, 256, 82),  // IQ2_S
    (23, 256, 136), // IQ4_XS
    (24, 1, 1),     // I8
    (25, 1, 2),     // I16
    (26, 1, 4),     // I32
    (27, 1, 8),     // I64
    (28, 1, 8),     // F64
    (29, 256, 56),  // IQ1_M
    (30, 1, 2),     // BF16
    (34, 256, 54),  // TQ1_0
    (35, 256, 66),  // TQ2_0
    (39, 32, 17),   // MXFP4
    (40, 64, 36),   // NVFP4
];

/// Why a tensor has no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoSize {
    /// The type is not in the table.
    UnknownType,
    /// Its rows are no whole number of blocks, or it has no elements, or more than can be counted.
    Shape,
}

/// The bytes of a tensor.
pub(super) fn bytes(kind: u32, shape: &[u64]) -> Result<u64, NoSize> {
    let (_, block_elements, block_bytes) =
        BLOCKS.iter().find(|(known, ..)| *known == kind).ok_or(NoSize::UnknownType)?;
    let row = shape.first().copied().unwrap_or_default();
    let elements = shape.iter().try_fold(1_u64, |product, &length| product.checked_mul(length));
    let elements = elements.filter(|&count| count > 0 && row.is_multiple_of(*block_elements)).ok_or(NoSize::Shape)?;
    (elements / block_elements).checked_mul(*block_bytes).ok_or(NoSize::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantised_rows_are_whole_blocks() {
        assert_eq!(bytes(8, &[256, 4096]), Ok(256 * 4096 / 32 * 34));
        assert_eq!(bytes(0, &[7]), Ok(28));
        assert_eq!(bytes(8, &[33, 32]), Err(NoSize::Shape));
        assert_eq!(bytes(0, &[0]), Err(NoSize::Shape));
        assert_eq!(bytes(0, &[u64::MAX, 2]), Err(NoSize::Shape));
        assert_eq!(bytes(4, &[32]), Err(NoSize::UnknownType));
    }
}
