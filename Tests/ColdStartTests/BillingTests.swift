import ColdStart
import Testing

@Suite struct BillingTests {
    @Test func roundsUpToMillisecondsWithInit() {
        #expect(BilledDuration.milliseconds(duration: 133.61, initDuration: 80) == 214)
        #expect(BilledDuration.milliseconds(duration: 100) == 100)
        #expect(BilledDuration.milliseconds(duration: 0.1 + 0.2, initDuration: 0.7) == 1)
        #expect(BilledDuration.milliseconds(duration: 3_004.92, initDuration: 111.23) == 3_117)
    }

    @Test func pricesFallWithTheAmount() {
        var usage = Usage()
        usage.compute.x86.onDemand = 20e9
        #expect(abs(Bill(usage, freeTier: false).total - 301_667) < 1)
        usage.compute.arm64.onDemand = 20e9
        #expect(abs(Bill(usage, freeTier: false).total - 301_667 - 248_335) < 1)
        usage.compute.x86.onDemand = 0
        #expect(abs(Bill(usage, freeTier: false).total - 248_335) < 1)
        var calls = Usage()
        calls.restAPICalls = 1e9
        #expect(abs(Bill(calls, freeTier: false).total - 3_033.10) < 0.01)
        var http = Usage()
        http.httpAPICalls = 400e6
        #expect(abs(Bill(http, freeTier: false).total - 390) < 0.01)
    }

    /// A million requests a second of 50 ms with 512 MB, by hand: 65.7e9 GB-s and 2.628e12 requests in 730 hours.
    @Test func anHourHasTheTiersOfItsMonth() {
        var hour = Usage()
        hour.requests = 3.6e9
        hour.compute.arm64.onDemand = 90e6
        let prices = PriceTable.usEast1.averaged(over: hour, ofSeconds: 3_600)
        #expect(abs(Bill(hour, prices: prices, freeTier: false).total - 1_727.95) < 0.01)
        let part = hour.scaled(by: 0.25)
        #expect(abs(Bill(part, prices: prices, freeTier: false).total - 1_727.95 / 4) < 0.01)
        let little = PriceTable.usEast1.averaged(over: part.scaled(by: 1e-6), ofSeconds: 3_600)
        #expect(abs(little.arm64.duration.cost(of: 1e12) - 13_333_400) < 1e-3)
        #expect(PriceTable.usEast1.averaged(over: Usage(), ofSeconds: 0) == .usEast1)
    }

    @Test func theFreeTierIsNotForProvisionedConcurrency() {
        var usage = Usage()
        usage.requests = 1e6
        (usage.compute.x86.onDemand, usage.compute.arm64.onDemand) = (100_000, 300_000)
        #expect(Bill(usage, freeTier: true).total == 0)
        usage.compute.arm64.provisionedDuration = 1_000
        #expect(Bill(usage, freeTier: true).total > 0)
    }

    @Test func aMillionCallsOfEitherKindOfAPIAreFree() {
        var usage = Usage()
        (usage.httpAPICalls, usage.restAPICalls) = (3e6, 3e6)
        #expect(abs(Bill(usage, freeTier: true).gateway - (2 + 7)) < 1e-9)
        #expect(abs(Bill(usage, freeTier: false).gateway - (3 + 10.5)) < 1e-9)
    }

    /// Whole five minutes of provisioned concurrency, three hours of a snapshot.
    @Test(arguments: [(36.0, 300.0, 10_800.0), (300, 300, 10_800), (301, 600, 10_800), (86_400, 86_400, 86_400)])
    func someThingsAreBilledForAShortestTime(_ seconds: Double, _ provisioned: Double, _ snapshot: Double) {
        var usage = Usage()
        (usage.compute.arm64.provisioned, usage.snapshotGigabyteSeconds) = (2 * seconds, 3 * seconds)
        let billed = usage.billed(forSeconds: seconds)
        #expect(abs(billed.compute.provisioned - 2 * provisioned) < 1e-6)
        #expect(abs(billed.snapshotGigabyteSeconds - 3 * snapshot) < 1e-6)
    }

    @Test func publishedDelaysHaveTheirPublishedMeans() {
        for runtime in StartUpDelays.PublishedRuntime.allCases {
            let delays = StartUpDelays.published(runtime)
            #expect((0.010...0.300).contains(delays.initialization.mean))
        }
        #expect(abs(StartUpDelays.published(.swift).initialization.mean - 0.129) < 1e-9)
        let large = StartUpDelays.published(.swift, packageMegabytes: 200)
        #expect(large.preparation.mean > 1)
    }
}
