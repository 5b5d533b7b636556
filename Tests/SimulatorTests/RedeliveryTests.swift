import ColdStart
import Foundation
import Simulator
import Testing

@Suite struct RedeliveryTests {
    private func run(_ workload: Workload, horizon: Double = 10_000) throws -> Simulation {
        var simulation = try Simulation(Scenario([workload], horizon: horizon))
        simulation.run()
        return simulation
    }

    private func queue(_ times: [Double], batchSize: Int = 1, _ redelivery: Redelivery) -> Workload {
        var workload = Workload(arrivals: .trace(times), duration: .constant(2))
        workload.front = .queue(PollerScaling(), batchSize: batchSize)
        workload.redelivery = redelivery
        return workload
    }

    /// The visibility timeout begins when a message is received.
    @Test func whatFailsComesAgainWhenItIsVisible() throws {
        var workload = queue([1], Redelivery(visibilityTimeout: 30, maximumAttempts: 3))
        workload.errorRate = 1
        let total = try run(workload).statistics.total
        #expect(total.accepted == 3 && total.discarded == 1)
        #expect(abs(total.wait - (30 + 60)) < 1e-6)
        // Sent once, received three times, deleted never but for the dead-letter queue.
        #expect(total.queueRequests == 1 + 3 + 1)
    }

    @Test func aBatchFailsWholeUnlessTheFunctionTellsWhich() throws {
        let times = (0..<10_000).map { 1 + Double($0) * 0.01 }
        var whole = queue(times, batchSize: 10, Redelivery(maximumAttempts: 3))
        whole.errorRate = 0.5
        let lost = try run(whole).statistics.total.discarded / 10_000
        #expect(abs(lost - 0.125) < 0.02)
        let single = queue(times, batchSize: 10, Redelivery(maximumAttempts: 3, itemErrorRate: 0.5))
        let lostAlone = try run(single).statistics.total.discarded / 10_000
        #expect(abs(lostAlone - 0.125) < 0.01)
    }

    @Test func aBatchThatTakesTooLongHasFailed() throws {
        var workload = queue([1], Redelivery(maximumAttempts: 2))
        workload.timeout = 1
        let total = try run(workload).statistics.total
        #expect(total.accepted == 2 && total.timedOut == 2 && total.discarded == 1)
    }

    /// Lambda has no room for the second batch, nor for the third, for which the poller was waiting already: they are hidden
    /// until their visibility timeouts end, and that was an attempt. The fourth waits at the queue for the first to end.
    /// Half a minute later the third finds the second under way.
    @Test func whatLambdaRefusesComesAgainWhenItIsVisible() throws {
        var workload = queue([1, 1.5, 2, 2.1], Redelivery(visibilityTimeout: 30))
        workload.duration = .constant(1.3)
        workload.reserved = 1
        let total = try run(workload).statistics.total
        #expect(total.accepted == 4 && total.throttled == 3 && total.discarded == 0)
        #expect(abs(total.wait - (30 + 60 + 0.2)) < 1e-6)
        // Each is sent and deleted, and received, the second twice, the third three times.
        #expect(total.queueRequests == 4 * 3 + 1 + 2)
        workload.redelivery.maximumAttempts = 1
        let lost = try run(workload).statistics.total
        #expect(lost.accepted == 2 && lost.discarded == 2)
    }

    /// Each time longer, as long as nothing ends: after one second, two, and four. What comes next is still taken by a poller
    /// that waited for it when it heard of a refusal.
    @Test func aRefusedPollerHoldsBack() throws {
        var workload = queue([1, 1.5, 2.4, 2.6, 4.6, 4.7], Redelivery(visibilityTimeout: 1_000))
        workload.duration = .constant(100)
        workload.reserved = 1
        let total = try run(workload, horizon: 8).statistics.total
        // At 1.5 and 2.4, at 4.4 and 4.6; not before 12.6.
        #expect(total.accepted == 1 && total.throttled == 4)
    }

    /// Of messages, not of batches.
    @Test func everyMessageOfABatchWaits() throws {
        var workload = queue(Array(repeating: 1, count: 10), batchSize: 20, Redelivery())
        workload.front = .queue(PollerScaling(), batchSize: 20, window: 3)
        let seen = Observation(batchesOf: try run(workload))
        #expect(seen.waitProbability.value == 1 && abs(seen.meanWait.value - 3) < 1e-9)
    }

    @Test func recordsThatFailHoldUpThoseBehindThem() throws {
        var workload = Workload(arrivals: .trace([1, 1.5, 1.6]), duration: .constant(1))
        workload.front = .stream(StreamConcurrency(shards: 1), batchSize: 1)
        workload.errorRate = 1
        workload.redelivery.maximumAttempts = 4
        let simulation = try run(workload)
        let total = simulation.statistics.total
        #expect(total.accepted == 12 && total.discarded == 3 && total.queueRequests == 0)
        #expect(simulation.statistics.timeRunning.maximum == 1)
        // Between a record's attempts are half a second, one and two: they begin at 1, 2.5, 4.5 and 7.5, the next one's at
        // 8.5.
        #expect(abs(total.wait - (11.5 + (4 * 7 + 11.5) + (4 * 14.4 + 11.5))) < 1e-6)
    }

    /// A batch goes on from the first record that fails, with all attempts before it.
    @Test func aStreamsBatchGoesOnWhereItFailed() throws {
        var workload = Workload(arrivals: .trace((0..<20_000).map { 1 + Double($0) * 0.1 }), duration: .constant(0.01))
        workload.front = .stream(StreamConcurrency(shards: 1), batchSize: 10, window: 1)
        workload.redelivery = Redelivery(maximumAttempts: 2, itemErrorRate: 0.2)
        let total = try run(workload).statistics.total
        // A batch whose first record fails twice is given up whole: of n records as many are lost as of n, where the first
        // has failed once, or of those that are left.
        var lost = [0.0]
        for count in 1...10 {
            let others = (1..<max(count, 1)).reduce(0) { $0 + pow(0.8, Double($1)) * 0.2 * lost[count - $1] }
            lost.append(0.2 * (0.2 * Double(count) + others) + others)
        }
        #expect(abs(total.discarded / 20_000 - lost[10] / 10) < 0.006)
    }

    @Test func queuesArePaidByTheRequest() throws {
        var workload = queue((0..<100).map { 1 + Double($0) }, Redelivery())
        workload.messagesSent = 4
        let simulation = try run(workload)
        let usage = Observation(replications: [simulation]).usage([workload])
        #expect(usage.queueRequests == 100 * 4 + 200)
        #expect(abs(Bill(usage, freeTier: false).queues - 600 * 0.4e-6) < 1e-12)
        #expect(Bill(usage, freeTier: true).queues == 0)
    }
}

@Suite struct SnapStartTests {
    private var workload: Workload {
        var workload = Workload(arrivals: .trace([1, 10, 2_000]), duration: .constant(1))
        workload.coldStart = .delays(
            StartUpDelays(preparation: .constant(2), initialization: .constant(8), restore: .constant(0.25))
        )
        workload.paysForSnapshots = true
        workload.memorySize = 512
        return workload
    }

    private func total(_ workload: Workload) throws -> Simulation {
        var simulation = try Simulation(Scenario([workload], horizon: 3_600))
        simulation.run()
        return simulation
    }

    @Test func restoringTakesThePlaceOfInit() throws {
        let total = try total(workload).statistics.total
        #expect(total.cold == 2)
        #expect(abs(total.latency - (3 + 2 * 2.25)) < 1e-9)
        #expect(abs(total.compute.onDemand - 3.5 * 0.5) < 1e-9)
    }

    @Test func aCrashIsFollowedByAWholeInit() throws {
        var workload = workload
        workload.crashRate = 1
        let total = try total(workload).statistics.total
        #expect(abs(total.service - (3 + 0.25 + 8 + 0.25)) < 1e-9)
    }

    /// https://aws.amazon.com/lambda/pricing/: for keeping the snapshot, and for each environment that begins with it.
    @Test func snapshotsArePaidFor() throws {
        let usage = Observation(replications: [try total(workload)]).usage([workload])
        let bill = Bill(usage, freeTier: false)
        #expect(abs(bill.snapshots - (0.5 * 3_600 * 0.0000015046 + 2 * 0.5 * 0.0001397998)) < 1e-9)
        var java = workload
        java.paysForSnapshots = false
        let free = Observation(replications: [try total(java)]).usage([java])
        #expect(Bill(free, freeTier: false).snapshots == 0)
    }
}
