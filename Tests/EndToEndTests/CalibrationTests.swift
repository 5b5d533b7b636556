import ColdStart
import Foundation
import JSON
import Programs
import Recording
import Simulator
import Synchronization
import Testing
import Time

/// What one recording predicts of another, where the truth behind both is known.
@Suite(.timeLimit(.minutes(10))) struct CalibrationTests {
    /// Predicted and measured figures of the second recording, by their names.
    private func predict(
        _ machine: RecordedLoad.Machine,
        rates: (Double, Double)
    ) async throws -> (rows: [[String]], note: String) {
        let workshop = try Workshop()
        for (name, rate, seed) in [("a.jsonl", rates.0, 1 as UInt64), ("b.jsonl", rates.1, 2)] {
            try workshop.write(name, try RecordedLoad(machine, rate: rate, seed: seed).text())
        }
        let result = try await workshop.hearth("simulate", "--calibrate", "a.jsonl", "--against", "b.jsonl")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").dropFirst()
        return (lines.map { $0.split(separator: " ").map(String.init) }, result.errors)
    }

    /// Each line ends with the error and what becomes of it: `Latency p50  70 ms  65 ms … 75 ms  71 ms  -1.2 %  within`.
    private func errors(_ rows: [[String]]) -> [Double] { rows.compactMap { Double($0.dropLast(2).last ?? "") } }

    @Test func oneRatePredictsAnother() async throws {
        let (rows, note) = try await predict(RecordedLoad.Machine(), rates: (4, 12))
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
        #expect(!note.contains("processors"))
    }

    /// Two processors are busy a third of the time in the first and half of it in the second: so many more wait for them
    /// then, and start cold, that the slowest take half as long again.
    @Test func sharedProcessorsAreFoundAndCountedWith() async throws {
        let (rows, note) = try await predict(RecordedLoad.Machine(cores: 2), rates: (6, 9))
        let cores = note.split(separator: " ").compactMap { Double($0) }.last ?? 0
        #expect(abs(cores / 2 - 1) < 0.05, "\(note)")
        // Cold starts, p50, p95, p99.
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
    }

    /// Handlers hardly compute, and starts do nothing else. In the first recording two of them are hardly ever under way at
    /// once; in the second they delay one another, and what arrives meanwhile starts cold, too.
    @Test func measuredProcessorTimeTellsHowStartsDelayOneAnother() async throws {
        let machine = RecordedLoad.Machine(cores: 1, shares: ComputingShares(start: 1, handler: 0.1), start: 0.3)
        let (rows, note) = try await predict(machine, rates: (1, 4))
        // What comes before init is not told.
        #expect(note.contains("on 1 processors, where starts compute 97 % of their time and handlers 10 %"), "\(note)")
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
        #expect(rows.allSatisfy { $0.last == "within" }, "\(rows)")
    }

    /// Some wait for what does not come: they do not compute meanwhile, and the next invocation of their environments starts
    /// them again.
    @Test(arguments: [nil, 2.0]) func invocationsThatTimeOutAreCountedWith(_ cores: Double?) async throws {
        let shares = cores.map { _ in ComputingShares(start: 1, handler: 0.5) }
        let machine = RecordedLoad.Machine(cores: cores, shares: shares, hangRate: 0.03)
        let (rows, _) = try await predict(machine, rates: (4, 9))
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
    }

    /// Durations have doubled since the first recording: no chance explains that.
    @Test func whatNoRunShowsIsToldApart() async throws {
        let workshop = try Workshop()
        try workshop.write("a.jsonl", try RecordedLoad(RecordedLoad.Machine(), rate: 4, seed: 1).text())
        try workshop.write("b.jsonl", try RecordedLoad(RecordedLoad.Machine(slowdown: 2), rate: 4, seed: 2).text())
        let result = try await workshop.hearth("simulate", "--calibrate", "a.jsonl", "--against", "b.jsonl")
        let latencies = result.output.split(separator: "\n").filter { $0.hasPrefix("Latency") }
        #expect(latencies.count == 3 && latencies.allSatisfy { $0.hasSuffix("outside") }, "\(result.output)")
    }
}

/// A function under a Poisson load, as a running Hearth would have recorded it. Its invocations take a log-normal time, and
/// share the processors that there are.
private final class RecordedLoad {
    struct Machine {
        var cores: Double?
        /// Where the recording tells what processes computed.
        var shares: ComputingShares?
        /// What an init takes at least, in seconds.
        var start = 0.03
        var slowdown = 1.0
        /// The share of invocations that only the timeout ends.
        var hangRate = 0.0
    }

    private static let timeout = 1.5

    /// Computes, then waits for something else.
    private struct Stage {
        var computes: Double
        var waits: Double
    }

    private struct Running {
        let environment: EnvironmentID
        let requestID: String
        /// Preparation and initialization where it is cold, and the handler.
        let stages: [Stage]
        let hangs: Bool
        let began: Double
        /// When stages ended.
        var ends: [Double] = []
        /// To compute in this stage, in seconds of a processor of its own.
        var left: Double
        /// Until when it waits in this stage.
        var until: Double?

        /// How long one of the stages has taken, counted from the last.
        func seconds(fromLast index: Int) -> Double {
            let last = ends.count - 1 - index
            return ends[last] - (last > 0 ? ends[last - 1] : began)
        }

        func processing(fromLast index: Int) -> RecordedProcessing {
            let stage = stages[stages.count - 1 - index]
            let queued = seconds(fromLast: index) - stage.computes - stage.waits
            return RecordedProcessing(milliseconds: stage.computes * 1_000, queuedMilliseconds: queued * 1_000)
        }
    }

    private let machine: Machine
    private let rate: Double
    private let time = ManualTime()
    private let lines = Lines()
    private let model: RecordedFleet
    private let function: FunctionID
    private var random: SeededRandom
    private var running: [Running] = []
    private var reset: Set<EnvironmentID> = []
    private var now = 0.0

    init(_ machine: Machine, rate: Double, seed: UInt64) {
        (self.machine, self.rate) = (machine, rate)
        random = SeededRandom(seed: seed)
        model = RecordedFleet(
            limits: FleetLimits(),
            policy: FleetPolicy(keepAlive: .fixed(.seconds(5))),
            time: time,
            recorder: lines,
            processors: machine.cores.map { Int($0) }
        )
        function = model.add(
            RecordedVersion(name: "f", version: "$LATEST", memorySize: 128, reserved: nil, timeoutSeconds: Self.timeout)
        )
    }

    func text() throws -> String {
        let duration = Distribution.logNormal(median: 0.1 * machine.slowdown, deviation: 0.5)
        var next = random.exponential(mean: 1 / rate)
        for number in 0..<12_000 {
            while let end = nextEnd(), end < next { goOn(at: end) }
            advance(to: next)
            expire()
            arrive("\(number)", duration.sample(&random))
            next += random.exponential(mean: 1 / rate)
        }
        while let end = nextEnd() { goOn(at: end) }
        return lines.all.joined(separator: "\n") + "\n"
    }

    private var speed: Double {
        min(1, (machine.cores ?? .infinity) / Double(max(1, running.count { $0.until == nil })))
    }

    /// When a computation or a wait ends.
    private func end(_ one: Running) -> Double { one.until ?? now + one.left / speed }

    private func nextEnd() -> Double? { running.map(end).min() }

    private func advance(to moment: Double) {
        let done = (moment - now) * speed
        for index in running.indices where running[index].until == nil { running[index].left -= done }
        time.advance(by: .nanoseconds(Int64((moment - now) * 1e9)))
        now = moment
    }

    private func expire() {
        if let due = model.nextWakeUp(of: function), due <= time.now { _ = model.expire(function) }
    }

    private func arrive(_ requestID: String, _ work: Double) {
        let decision = model.arrive(
            function,
            RecordedInvocation(
                requestID: requestID,
                functionName: "f",
                qualifier: nil,
                payload: Array("{}".utf8),
                contentType: "application/json"
            )
        )
        let starts = [0.01 + 0.01 * random.unit(), machine.start + 0.02 * random.unit()]
        switch decision {
        case .reuse(let environment): run([], work, environment, requestID)
        case .start(let environment): run(starts, work, environment, requestID)
        case .wait, .waitBriefly, .throttle: break
        }
    }

    private func run(_ starts: [Double], _ work: Double, _ environment: EnvironmentID, _ requestID: String) {
        let shares = machine.shares ?? ComputingShares()
        let starts = starts.map { Stage(computes: $0 * shares.start, waits: $0 * (1 - shares.start)) }
        var handler = Stage(computes: work * shares.handler, waits: work * (1 - shares.handler))
        if reset.remove(environment) != nil {
            handler.computes += (machine.start + 0.01) * shares.start
            handler.waits += (machine.start + 0.01) * (1 - shares.start)
        }
        let hangs = random.unit() < machine.hangRate
        if hangs { handler.waits = Self.timeout - handler.computes }
        let stages = starts + [handler]
        running.append(
            Running(
                environment: environment,
                requestID: requestID,
                stages: stages,
                hangs: hangs,
                began: now,
                left: stages[0].computes
            )
        )
    }

    private func goOn(at moment: Double) {
        guard let index = running.indices.min(by: { end(running[$0]) < end(running[$1]) }) else { return }
        advance(to: moment)
        let stage = running[index].stages[running[index].ends.count]
        if running[index].until == nil && stage.waits > 0 { return running[index].until = now + stage.waits }
        running[index].until = nil
        running[index].ends.append(now)
        if running[index].ends.count == running[index].stages.count { return finish(running.remove(at: index)) }
        running[index].left = running[index].stages[running[index].ends.count].computes
    }

    private func finish(_ ended: Running) {
        let milliseconds = ended.seconds(fromLast: 0) * 1_000
        let initialization = ended.stages.count > 1 ? ended.seconds(fromLast: 1) * 1_000 : nil
        var completion = RecordedCompletion(
            requestID: ended.requestID,
            milliseconds: milliseconds,
            initMilliseconds: initialization,
            billedMilliseconds: BilledDuration.milliseconds(duration: milliseconds, initDuration: initialization ?? 0),
            errorType: ended.hangs ? "Sandbox.Timedout" : nil,
            result: nil
        )
        if machine.shares != nil {
            completion.processing = ended.processing(fromLast: 0)
            completion.initProcessing = initialization.map { _ in ended.processing(fromLast: 1) }
        }
        if ended.hangs { reset.insert(ended.environment) }
        model.completed(completion, ended.environment, of: function)
        _ = model.release(ended.environment, of: function)
    }
}

private final class Lines: EventRecorder {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func record(_ event: RecordedEvent) {
        let line = (try? JSONCoder.encode(event)) ?? []
        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}
