import ColdStart
import Foundation
import JSON
import Programs
import Recording
import Synchronization
import Testing
import Time

/// What one recording predicts of another, where the truth behind both is known.
@Suite(.timeLimit(.minutes(10))) struct CalibrationTests {
    /// Predicted and measured figures of the second recording, by their names.
    private func predict(_ cores: Double?, rates: (Double, Double)) async throws -> (rows: [[String]], note: String) {
        let workshop = try Workshop()
        for (name, rate, seed) in [("a.jsonl", rates.0, 1 as UInt64), ("b.jsonl", rates.1, 2)] {
            try workshop.write(name, try RecordedLoad(rate: rate, cores: cores, seed: seed).text())
        }
        let result = try await workshop.hearth("simulate", "--calibrate", "a.jsonl", "--against", "b.jsonl")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").dropFirst()
        return (lines.map { $0.split(separator: " ").map(String.init) }, result.errors)
    }

    /// Each line ends with the error: `Latency p50  70 ms  71 ms  -1.2 %`.
    private func errors(_ rows: [[String]]) -> [Double] { rows.compactMap { Double($0.dropLast().last ?? "") } }

    @Test func oneRatePredictsAnother() async throws {
        let (rows, note) = try await predict(nil, rates: (4, 12))
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
        #expect(!note.contains("processors"))
    }

    /// Two processors are busy a third of the time in the first and half of it in the second: so many more wait for them
    /// then, and start cold, that the slowest take half as long again.
    @Test func sharedProcessorsAreFoundAndCountedWith() async throws {
        let (rows, note) = try await predict(2, rates: (6, 9))
        let cores = note.split(separator: " ").compactMap { Double($0) }.last ?? 0
        #expect(abs(cores / 2 - 1) < 0.05, "\(note)")
        // Cold starts, p50, p95, p99.
        #expect(errors(rows).count == 4, "\(rows)")
        #expect(errors(rows).allSatisfy { abs($0) <= 10 }, "\(rows)")
    }
}

/// A function under a Poisson load, as a running Hearth would have recorded it. Its invocations take a log-normal time, and
/// share the processors that there are.
private final class RecordedLoad {
    private struct Running {
        var environment: EnvironmentID
        var requestID: String
        /// In seconds, of a processor of its own.
        var work: Double
        var left: Double
        /// From the arrival on, what is not the handler's, and of that what is reported.
        var startUp: Double
        var initialization: Double
        var began: Double
    }

    private let rate: Double
    private let cores: Double
    private let time = ManualTime()
    private let lines = Lines()
    private let model: RecordedFleet
    private let function: FunctionID
    private var random: SeededRandom
    private var running: [Running] = []
    private var now = 0.0

    init(rate: Double, cores: Double?, seed: UInt64) {
        (self.rate, self.cores) = (rate, cores ?? .infinity)
        random = SeededRandom(seed: seed)
        model = RecordedFleet(
            limits: FleetLimits(),
            policy: FleetPolicy(keepAlive: .fixed(.seconds(5))),
            time: time,
            recorder: lines
        )
        function = model.add(RecordedVersion(name: "f", version: "$LATEST", memorySize: 128, reserved: nil))
    }

    func text() throws -> String {
        let duration = Distribution.logNormal(median: 0.1, deviation: 0.5)
        var next = random.exponential(mean: 1 / rate)
        for number in 0..<12_000 {
            while let end = nextEnd(), end < next { finish(at: end) }
            advance(to: next)
            expire()
            arrive("\(number)", duration.sample(&random))
            next += random.exponential(mean: 1 / rate)
        }
        while let end = nextEnd() { finish(at: end) }
        return lines.all.joined(separator: "\n") + "\n"
    }

    private var speed: Double { min(1, cores / Double(max(1, running.count))) }

    private func nextEnd() -> Double? { running.map(\.left).min().map { now + $0 / speed } }

    private func advance(to moment: Double) {
        let done = (moment - now) * speed
        for index in running.indices { running[index].left -= done }
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
        let (preparation, initialization) = (0.01 + 0.01 * random.unit(), 0.03 + 0.02 * random.unit())
        switch decision {
        case .reuse(let environment):
            running.append(
                Running(
                    environment: environment,
                    requestID: requestID,
                    work: work,
                    left: work,
                    startUp: 0,
                    initialization: 0,
                    began: now
                )
            )
        case .start(let environment):
            let startUp = preparation + initialization
            running.append(
                Running(
                    environment: environment,
                    requestID: requestID,
                    work: work,
                    left: work + startUp,
                    startUp: startUp,
                    initialization: initialization,
                    began: now
                )
            )
        case .wait, .waitBriefly, .throttle: break
        }
    }

    private func finish(at moment: Double) {
        advance(to: moment)
        guard let index = running.indices.min(by: { running[$0].left < running[$1].left }) else { return }
        let ended = running.remove(at: index)
        // All of it took longer alike.
        let slowdown = (now - ended.began) / (ended.work + ended.startUp)
        let milliseconds = ended.work * slowdown * 1_000
        let initialization = ended.startUp > 0 ? ended.initialization * slowdown * 1_000 : nil
        model.completed(
            RecordedCompletion(
                requestID: ended.requestID,
                milliseconds: milliseconds,
                initMilliseconds: initialization,
                billedMilliseconds: BilledDuration.milliseconds(
                    duration: milliseconds,
                    initDuration: initialization ?? 0
                ),
                errorType: nil,
                result: nil
            ),
            ended.environment,
            of: function
        )
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
