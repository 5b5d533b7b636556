import ArgumentParser
import ColdStart
import Simulator

/// What is simulated, as options tell it.
struct ScenarioOptions: ParsableArguments {
    enum Law: String, ExpressibleByArgument, CaseIterable {
        case poisson
        case deterministic
        case bursts
        case daily
        case flashCrowd = "flash-crowd"
    }

    // Numbers are read as they stand, so that one below 0 is no missing value.
    @Option(
        parsing: .unconditional,
        help: "Invocations a second; of bursts, the daily curve and the flash crowd the lowest."
    )
    var rate: Double?

    @Option(help: "When invocations come.")
    var law: Law = .poisson

    @Option(
        parsing: .unconditional,
        help: "The highest rate of bursts, the daily curve and the flash crowd; ten times --rate unless told."
    )
    var peak: Double?

    @Option(
        name: .customLong("handler"),
        help: "How long the handler runs: 50ms, exp:50ms, normal:50ms,5ms, lognormal:50ms,0.5, samples:10ms,20ms, …"
    )
    var duration: String = "exp:100ms"

    @Option(
        help: "Start-up as published for this runtime; swift, or what a template says of its functions, unless told."
    )
    var runtime: StartUpDelays.PublishedRuntime?

    @Option(parsing: .unconditional, help: "The size of the zip file in MB.")
    var packageSize: Double = 1

    @Option(name: .customLong("init"), help: "The init duration, in place of what is published.")
    var initialization: String?

    @Option(help: "How long SnapStart takes to restore an environment, which then takes the place of init.")
    var restore: String?

    @Option(parsing: .unconditional, help: "In MB, 128 to 10240.")
    var memory: Int = 1_024

    @Option(parsing: .unconditional, help: "What /tmp holds, in MB, 512 to 10240; what is above 512 costs.")
    var ephemeralStorage: Int = 512

    @Option(help: "x86 or arm64.")
    var architecture: PriceTable.Architecture = .x86

    @Option(parsing: .unconditional, help: "How much virtual time is simulated, such as 2h.")
    var time: String = "6h"

    @Option(parsing: .unconditional, help: "How much of it comes before figures are taken.")
    var warmUp: String = "20m"

    @Option(parsing: .unconditional, help: "Reserved concurrency.")
    var reserved: Int?

    @Option(parsing: .unconditional, help: "Provisioned concurrency.")
    var provisioned: Int?

    @Option(parsing: .unconditional, help: "The account's concurrency; 1000 unless told.")
    var accountConcurrency: Int?

    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp(
            "Changes a policy; may be given again.",
            discussion: """
                A placement (most-recently-used, least-recently-used, newest, oldest, random), fixed:600s, hybrid,
                greedy-dual:MB, preemptive:COUNT, provisioned:COUNT, by the time of day
                schedule:08:00=50,18:30=5 (it is midnight at first), or by their use target:SHARE,MIN,MAX.
                """
        )
    )
    var policies: [String] = []

    @Option(parsing: .unconditional, help: "A whole number from 0; the same seed gives the same result.")
    var seed = "1"

    /// The scenario, where `--rate` says that there is one.
    func scenario() throws(CommandError) -> Scenario {
        do throws(InputError) {
            return try assemble()
        } catch {
            throw CommandError(error.description)
        }
    }

    private func assemble() throws(InputError) -> Scenario {
        var workload = Workload(arrivals: try arrivals(), duration: try Distribution(text: duration))
        guard workload.duration.mean <= 900 || workload.duration.mean.isInfinite else {
            throw InputError("--handler \(duration): Lambda ends a handler after 900 s")
        }
        workload.coldStart = .delays(try startUp(.swift, architecture))
        workload.paysForSnapshots = restore != nil && runtime != .java
        guard (128...10_240).contains(memory) else { throw InputError("--memory must be 128 to 10240, not \(memory)") }
        workload.memorySize = memory
        guard (512...10_240).contains(ephemeralStorage) else {
            throw InputError("--ephemeral-storage must be 512 to 10240, not \(ephemeralStorage)")
        }
        workload.ephemeralStorage = ephemeralStorage
        workload.architecture = architecture
        workload.reserved = reserved
        workload.provisioned = provisioned.map { .fixed($0) }
        let (horizon, skip) = (try Quantity.seconds(time), try Quantity.seconds(warmUp))
        guard horizon > 0, skip < horizon else {
            throw InputError("--warm-up \(warmUp) must be less than --time \(time)")
        }
        guard horizon <= 3e9 else { throw InputError("--time \(time) is more than 95 years") }
        var scenario = Scenario([workload], horizon: horizon)
        scenario.skip = skip
        guard let seed = UInt64(seed) else {
            throw InputError("--seed must be a whole number from 0, not \(self.seed)")
        }
        scenario.seed = seed
        let account = accountConcurrency ?? 1_000
        guard account > 0 else { throw InputError("--account-concurrency must be above 0, not \(account)") }
        scenario.limits = FleetLimits(accountConcurrency: account)
        try apply(policies: &scenario)
        return scenario
    }

    /// Of a function of this runtime, where the options do not say another one.
    func startUp(
        _ usual: StartUpDelays.PublishedRuntime,
        _ architecture: PriceTable.Architecture
    ) throws(InputError) -> StartUpDelays {
        guard packageSize >= 0, packageSize <= 10_240 else {
            throw InputError("--package-size must be 0 to 10240, not \(packageSize)")
        }
        var delays = StartUpDelays.published(runtime ?? usual, architecture, packageMegabytes: packageSize)
        if let initialization { delays.initialization = try Distribution(text: initialization) }
        if let restore { delays.restore = try Distribution(text: restore) }
        return delays
    }

    /// Each changes another thing.
    func apply(policies scenario: inout Scenario) throws(InputError) {
        var changed: [PolicyKind: String] = provisioned == nil ? [:] : [.provisioned: "--provisioned"]
        for policy in policies {
            try scenario.apply(policy: policy)
            guard let kind = PolicyKind(policy) else { continue }
            if let other = changed[kind] { throw InputError("\(other) and --policy \(policy) do not go together") }
            changed[kind] = "--policy \(policy)"
        }
    }

    private static let highestRate = 1e9

    private func arrivals() throws(InputError) -> ArrivalLaw {
        if let rate, rate > Self.highestRate {
            throw InputError("--rate must be at most \(SimulationTable.digits(Self.highestRate)): one a nanosecond")
        }
        guard let rate, rate > 0 else {
            throw InputError("--rate must be above 0" + (rate.map { ", not \(SimulationTable.digits($0))" } ?? ""))
        }
        if peak != nil, law == .poisson || law == .deterministic {
            throw InputError("--peak needs --law bursts, daily or flash-crowd")
        }
        let peak = peak ?? 10 * rate
        guard peak.isFinite, peak >= rate else { throw InputError("--peak must be at least --rate") }
        switch law {
        case .poisson: return .poisson(rate: rate)
        case .deterministic: return .deterministic(interval: 1 / rate)
        case .bursts: return .bursts(quietRate: rate, burstRate: peak, meanQuiet: 300, meanBurst: 30)
        case .daily: return .daily(lowest: rate, highest: peak, peakHour: 14)
        case .flashCrowd:
            let horizon = try Quantity.seconds(time)
            return .flashCrowd(rate: rate, peak: peak, at: horizon / 3, rise: 60, hold: horizon / 6, fall: 600)
        }
    }
}

extension StartUpDelays.PublishedRuntime: ExpressibleByArgument {
    /// The names in which programs are usually spoken of.
    private static let short: [String: Self] = [
        "rust": .rust, "cpp": .cpp, "c++": .cpp, "go": .go, "swift": .swift, "python": .python, "node": .node,
        "nodejs": .node, "java": .java, "dotnet": .dotnet,
    ]

    public init?(argument: String) {
        guard let runtime = Self(rawValue: argument) ?? Self.short[argument] else { return nil }
        self = runtime
    }
}

extension PriceTable.Architecture: ExpressibleByArgument {}
