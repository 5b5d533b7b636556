import ColdStart
import Simulator
import Testing

@Suite struct SimulationTests {
    private func run(_ workload: Workload, horizon: Double, _ change: (inout Scenario) -> Void = { _ in }) throws
        -> Simulation
    {
        var scenario = Scenario([workload], horizon: horizon)
        change(&scenario)
        var simulation = try Simulation(scenario)
        simulation.run()
        return simulation
    }

    /// 2,000 a second for a second each, from nothing: 900, 800, … are refused each second.
    @Test func scalesAtLambdasRate() throws {
        let workload = Workload(arrivals: .deterministic(interval: 1 / 2_000), duration: .constant(1))
        let simulation = try run(workload, horizon: 15) {
            $0.limits = .unlimited
            $0.limits.scalingRate = .lambda
            $0.samples = 15
        }
        let refused = simulation.statistics.samples.map(\.throttled)
        #expect(abs(simulation.statistics.total.throttled - 4_500) <= 15)
        for (second, expected) in [900.0, 800, 700, 600].enumerated() { #expect(abs(refused[second] - expected) <= 3) }
    }

    @Test func eventsThatAreThrottledComeBack() throws {
        var workload = Workload(arrivals: .trace([1, 1, 1]), duration: .constant(3))
        workload.front = .asynchronous(AsyncRetryPolicy())
        workload.reserved = 1
        let total = try run(workload, horizon: 100).statistics.total
        #expect(total.accepted == 3)
        #expect(total.discarded == 0)
        #expect(total.retries == total.throttled)
        #expect(total.throttled > 2)
    }

    /// The others do not sleep through the room that each leaves.
    @Test func throttledEventsRunOneAfterTheOther() throws {
        var workload = Workload(arrivals: .trace([Double](repeating: 1, count: 50)), duration: .constant(3))
        workload.front = .asynchronous(AsyncRetryPolicy())
        workload.reserved = 1
        let total = try run(workload, horizon: 1 + 50 * 3).statistics.total
        #expect(total.accepted == 50)
        #expect(abs(total.latency - (1...50).reduce(0.0) { $0 + Double($1) * 3 }) < 1e-6)
    }

    @Test func eventsThatFailAreTriedThreeTimes() throws {
        var workload = Workload(arrivals: .trace([1]), duration: .constant(1))
        workload.front = .asynchronous(AsyncRetryPolicy())
        workload.errorRate = 1
        let total = try run(workload, horizon: 1_000).statistics.total
        #expect(total.accepted == 3)
        #expect(total.discarded == 1)
    }

    @Test func aCrashInitializesAgainWithTheNextInvocation() throws {
        var workload = Workload(arrivals: .trace([1, 10, 20]), duration: .constant(1))
        workload.coldStart = .delays(StartUpDelays(preparation: .constant(2), initialization: .constant(0.5)))
        workload.crashRate = 1
        let total = try run(workload, horizon: 100).statistics.total
        #expect(total.cold == 1 && total.warm == 2)
        // Each has its init, the first its download too; init is billed.
        #expect(abs(total.latency - (3 * 1.5 + 2)) < 1e-9)
        #expect(abs(total.compute.onDemand - 3 * 1.5 * 128 / 1_024) < 1e-9)
    }

    @Test func pollersTakeMoreBatchesMinuteByMinute() throws {
        var workload = Workload(arrivals: .deterministic(interval: 0.01), duration: .constant(10))
        workload.front = .queue(PollerScaling(), batchSize: 1)
        let simulation = try run(workload, horizon: 130) { $0.samples = 130 }
        let running = simulation.statistics.samples.map(\.running)
        #expect(running[50] == 5)
        #expect((290...305).contains(running[75]))
        #expect(running[129] > 305)
    }

    @Test func batchesOfAStreamAreInOrderAndOneAtATimeForEachShard() throws {
        var workload = Workload(arrivals: .deterministic(interval: 0.01), duration: .constant(1))
        workload.front = .stream(StreamConcurrency(shards: 2, parallelizationFactor: 2), batchSize: 100)
        let simulation = try run(workload, horizon: 60)
        #expect(simulation.statistics.timeRunning.maximum == 4)
        #expect(simulation.statistics.total.throttled == 0)
    }

    @Test func provisionedConcurrencyFollowsItsTarget() throws {
        var workload = Workload(arrivals: .poisson(rate: 20), duration: .constant(1))
        workload.provisioned = .targetTracking(TargetTracking(target: 0.7, minimum: 1, maximum: 100))
        let simulation = try run(workload, horizon: 7_200) { $0.skip = 3_600 }
        let total = simulation.statistics.total
        #expect((25...60).contains(total.provisioned / total.seconds))
        #expect(total.compute.provisionedDuration > 20 * total.compute.onDemand)
    }

    /// It was asked for before the simulation begins: nobody has to wait the minutes that Lambda takes.
    @Test func provisionedConcurrencyIsThereFromTheStart() throws {
        var workload = Workload(arrivals: .deterministic(interval: 1), duration: .constant(0.5))
        (workload.reserved, workload.provisioned) = (2, .fixed(2))
        let total = try run(workload, horizon: 30).statistics.total
        #expect(total.warm == total.offered && total.warm > 28)
    }

    /// Whenever it is stopped, it has enough of a course, and of batches for its intervals.
    @Test(arguments: [0.001, 0.03, 0.4, 0.75]) func whatIsStoppedEarlyHasSamples(_ share: Double) throws {
        let workload = Workload(arrivals: .poisson(rate: 100), duration: .constant(0.1))
        var scenario = Scenario([workload], horizon: 2_400_000 * share)
        (scenario.seed, scenario.skip) = (3, 0)
        var whole = try Simulation(scenario)
        whole.run(budget: .init(events: 2_000_000))
        #expect((240...480).contains(whole.statistics.samples.count))
        #expect((24...48).contains(whole.statistics.batches.count))
        #expect(abs(whole.statistics.batches.reduce(0) { $0 + $1.seconds } - whole.seconds) < 1e-3)
    }

    @Test func samplesOfAWholeRunAreAsManyAsWanted() throws {
        let workload = Workload(arrivals: .poisson(rate: 100), duration: .constant(0.1))
        let simulation = try run(workload, horizon: 1_000) { $0.skip = 40 }
        let (samples, batches) = (simulation.statistics.samples, simulation.statistics.batches)
        #expect(samples.count == 240)
        #expect(abs((samples.last?.time ?? 0) - 1_000) < 1e-6)
        #expect(samples[0].time == 44)
        #expect(batches.count == 24 && batches.allSatisfy { abs($0.seconds - 40) < 1e-6 })
        let total = simulation.statistics.total.offered
        #expect(samples.reduce(0) { $0 + $1.offered } == total && batches.reduce(0) { $0 + $1.offered } == total)
    }

    @Test func reservationsAboveTheAccountAreRefused() throws {
        var workload = Workload(arrivals: .poisson(rate: 1), duration: .constant(1))
        workload.reserved = 950
        #expect(throws: ConcurrencyError.reservedBelowUnreservedMinimum(100)) { try run(workload, horizon: 1) }
    }

    /// Environments in use are more than the budget holds: one of them ends with its work, and is counted once.
    @Test func environmentsOverTheMemoryBudgetEndOnce() throws {
        let workload = Workload(arrivals: .trace([1, 1, 1]), duration: .constant(1))
        let simulation = try run(workload, horizon: 10) {
            $0.policy.keepAlive = .greedyDual(memoryBudget: 300)
        }
        #expect(simulation.statistics.total.ended == 1)
        #expect(simulation.statistics.samples.last?.environments == 2)
    }

    @Test func theFirstInvocationMayTakeItsOwnTime() throws {
        var workload = Workload(arrivals: .trace([1, 10, 20]), duration: .constant(1))
        workload.firstDuration = .constant(3)
        #expect(try run(workload, horizon: 100).statistics.total.latency == 5)
    }

    /// Nanoseconds since the start end after 292 years: nothing happens then, and nothing goes back in time.
    @Test func endsBeforeTheEndOfTime() throws {
        let workload = Workload(arrivals: .poisson(rate: 1e-8), duration: .constant(1e9))
        let simulation = try run(workload, horizon: 1e12)
        #expect((20...200).contains(simulation.statistics.total.accepted))
        #expect(simulation.statistics.samples.last?.time == 9e9)
    }

    /// A second each with a gigabyte beyond what costs nothing.
    @Test func storageIsPaidForAsLongAsInvocationsTake() throws {
        var workload = Workload(arrivals: .trace([1, 10, 20]), duration: .constant(1))
        workload.ephemeralStorage = 1_536
        let simulation = try run(workload, horizon: 100)
        #expect(simulation.statistics.total.ephemeralGigabyteSeconds == 3)
        let shared = try run(workload, horizon: 100) { $0.sharedProcessors = ProcessorSharing(cores: 1) }
        #expect(abs(shared.statistics.total.ephemeralGigabyteSeconds - 3) < 0.01)
        let bill = Bill(Observation(batchesOf: simulation).usage([workload]), freeTier: false)
        #expect(abs(bill.ephemeralStorage - 3 * 0.0000000309) < 1e-15)
    }

    /// A GB for a second each, on demand, and one that is provisioned.
    @Test func eachArchitectureHasItsPrices() throws {
        var workloads = [Workload(arrivals: .trace([1, 10]), duration: .constant(1))]
        workloads[0].memorySize = 1_024
        workloads.append(workloads[0])
        workloads[1].architecture = .arm64
        workloads.append(workloads[1])
        workloads[2].provisioned = .fixed(1)
        var scenario = Scenario(workloads, horizon: 100)
        scenario.allocation = .immediate
        var simulation = try Simulation(scenario)
        simulation.run()
        let compute = Observation(batchesOf: simulation).usage(workloads).compute
        #expect(compute.x86.onDemand == 2 && compute.arm64.onDemand == 2)
        #expect(compute.x86.provisioned == 0 && compute.x86.provisionedDuration == 0)
        #expect(abs(compute.arm64.provisioned - 100) < 1e-9 && compute.arm64.provisionedDuration == 2)
        let bill = Bill(Observation(batchesOf: simulation).usage(workloads), freeTier: false)
        #expect(abs(bill.compute - 2 * (0.0000166667 + 0.0000133334)) < 1e-15)
        #expect(abs(bill.provisioned - 100 * 0.0000033334) < 1e-12)
    }

    /// What traces name is provisioned from the start, and refused where there is no room for it.
    @Test func functionsOfTracesAreProvisionedToo() throws {
        var scenario = Scenario([], horizon: 100)
        scenario.allocation = .immediate
        var simulation = try Simulation(scenario)
        var workload = Workload(arrivals: .trace([]), duration: .constant(1))
        workload.provisioned = .fixed(1)
        let function = try simulation.add(workload)
        simulation.offer(function, at: 50, duration: nil)
        simulation.run()
        #expect(simulation.statistics.total.warm == 1)
        workload.reserved = 950
        #expect(throws: ConcurrencyError.reservedBelowUnreservedMinimum(100)) { try simulation.add(workload) }
    }
}
