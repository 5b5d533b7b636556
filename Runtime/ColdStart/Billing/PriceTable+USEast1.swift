extension PriceTable {
    /// us-east-1, Northern Virginia.
    package static let usEast1 = PriceTable(
        date: "2026-10-05",
        source: "AWS price list of us-east-1, https://aws.amazon.com/lambda/pricing/, "
            + "https://aws.amazon.com/api-gateway/pricing/ and https://aws.amazon.com/sqs/pricing/",
        x86: Compute(
            duration: Tiers((6e9, 0.0000166667), (15e9, 0.000015), (.infinity, 0.0000133334)),
            provisioned: 0.0000041667,
            provisionedDuration: 0.0000097222
        ),
        arm64: Compute(
            duration: Tiers((7.5e9, 0.0000133334), (18.75e9, 0.0000120001), (.infinity, 0.0000106667)),
            provisioned: 0.0000033334,
            provisionedDuration: 0.0000077778
        ),
        request: 0.20 / 1e6,
        ephemeralStorage: 0.0000000309,
        freeGigabyteSeconds: 400_000,
        freeRequests: 1_000_000,
        httpAPI: Tiers((300e6, 1.00 / 1e6), (.infinity, 0.90 / 1e6)),
        restAPI: Tiers((333e6, 3.50 / 1e6), (1_000e6, 2.80 / 1e6), (20_000e6, 2.38 / 1e6), (.infinity, 1.51 / 1e6)),
        freeAPICalls: 1_000_000,
        snapshotCache: 0.0000015046,
        snapshotRestore: 0.0001397998,
        queueRequest: Tiers((100e9, 0.40 / 1e6), (200e9, 0.30 / 1e6), (.infinity, 0.24 / 1e6)),
        freeQueueRequests: 1_000_000
    )
}
