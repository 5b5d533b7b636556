import ColdStart
import JSON
import Recording
import Synchronization
import Testing
import Time

/// What is recorded gives the same decisions again, whatever happened.
@Suite struct DecisionReplayTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func tenThousandArrivalsGiveTheSameDecisionsAgain(_ seed: UInt64) throws
    {
        let lines = Life(seed: seed).lines(arrivals: 10_000)
        var replay = DecisionReplay()
        for (number, line) in lines.enumerated() {
            try replay.perform(JSONCoder.decode(RecordedEvent.self, from: line), line: number + 1)
        }
        #expect(replay.arrivals == 10_000)
        #expect(replay.differences == 0, "\(replay.firstDifference as Any)")
        for kind in [RecordedDecision.Kind.cold, .warm, .throttle] { #expect(replay.decisions[kind] ?? 0 > 50) }
        if seed == 4 { #expect(lines.count { $0.contains(#""evicted":["#) } > 50) }
    }

    @Test func anotherDecisionIsNoticed() throws {
        var lines = Life(seed: 1).lines(arrivals: 200)
        let index = try #require(lines.firstIndex { $0.contains(#""event":"arrival""#) })
        lines[index] = lines[index].replacing(#""kind":"cold""#, with: #""kind":"warm""#)
        var replay = DecisionReplay()
        for (number, line) in lines.enumerated() {
            try replay.perform(JSONCoder.decode(RecordedEvent.self, from: line), line: number + 1)
        }
        #expect(replay.differences == 1)
        #expect(replay.firstDifference?.line == index + 1)
    }

    @Test(arguments: [
        (#"{"at":1,"event":"arrival","function":0}"#, "a recording begins with its settings"),
        (#"{"at":1,"event":"start"}"#, "the settings are missing or of another format"),
    ]) func aBrokenRecordingIsTold(_ line: String, _ reason: String) throws {
        let event = try JSONCoder.decode(RecordedEvent.self, from: line)
        #expect(throws: RecordingError(line: 7, reason: reason)) {
            var replay = DecisionReplay()
            try replay.perform(event, line: 7)
        }
    }
}

@Suite struct RecordingFileTests {
    @Test func whatCannotBeWrittenIsToldOnce() throws {
        let told = Mutex<[String]>([])
        let file = try RecordingFile(path: "/dev/full") { problem in told.withLock { $0.append(problem) } }
        let fleet = RecordedFleet(limits: FleetLimits(), time: SystemTime(), recorder: file)
        let problem = file.finish()
        _ = fleet.add(RecordedVersion(name: "f", version: "1", memorySize: 128, reserved: nil))
        #expect(file.finish() == problem)
        #expect(problem?.isEmpty == false && told.withLock(\.self) == [problem])
    }
}

/// An account under a random load: two functions, one with a reservation and provisioned concurrency, crashes, changes of
/// code, and environments that expire.
private final class Life {
    private let time = ManualTime()
    private let lines = Lines()
    private let model: RecordedFleet
    private var random: SeededRandom
    private var functions: [FunctionID] = []
    private var busy: [(EnvironmentID, FunctionID)] = []
    private var waiting: [FunctionID: Int] = [:]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        var limits = FleetLimits(accountConcurrency: 120, environmentsPerFunction: seed % 2 == 0 ? 12 : nil)
        limits.unreservedMinimum = 100
        model = RecordedFleet(
            limits: limits,
            policy: FleetPolicy(
                placement: .random,
                keepAlive: Self.keepAlive(seed),
                maximumLife: .seconds(300)
            ),
            time: time,
            recorder: lines
        )
        functions = [
            model.add(RecordedVersion(name: "a", version: "$LATEST", memorySize: 128, reserved: 8)),
            model.add(RecordedVersion(name: "b", version: "$LATEST", memorySize: 512, reserved: nil)),
        ]
        functions.append(
            model.add(
                RecordedVersion(name: "a", version: "1", memorySize: 128, reserved: nil),
                versionOf: functions[0]
            )
        )
        _ = model.provision(functions[2], 3, .immediate)
    }

    private static func keepAlive(_ seed: UInt64) -> KeepAlive {
        switch seed {
        case 3: .hybridHistogram(HybridHistogram.Settings())
        case 4: .greedyDual(memoryBudget: 2_000)
        default: .fixed(.seconds(20))
        }
    }

    func lines(arrivals: Int) -> [String] {
        for _ in 0..<arrivals {
            let burst = random.next() % 400 < 3
            time.advance(by: .nanoseconds(Int64(random.next() % (burst ? 60_000_000_000 : 40_000_000))))
            wake()
            arrive()
            while !busy.isEmpty && random.next() % 100 < 48 { end() }
        }
        return lines.all
    }

    private func wake() {
        for function in functions where model.fleet.nextWakeUp(of: function).map({ $0 <= time.now }) ?? false {
            _ = model.expire(function)
            for environment in model.prepare(function) { model.initialized(environment, of: function) }
        }
    }

    private func arrive() {
        let function = functions[Int(random.next() % 3)]
        switch model.arrive(function, nil) {
        case .reuse(let environment): busy.append((environment, function))
        case .start(let environment):
            busy.append((environment, function))
            started(environment, function)
        case .wait, .waitBriefly: waiting[function, default: 0] += 1
        case .throttle: break
        }
    }

    private func started(_ environment: EnvironmentID, _ function: FunctionID) {
        let start = Double(random.next() % 5_000) / 7
        model.started(function, milliseconds: start)
        let completion = RecordedCompletion(
            requestID: "",
            milliseconds: 1,
            initMilliseconds: start,
            billedMilliseconds: 1,
            errorType: nil,
            result: nil
        )
        model.completed(completion, environment, of: function)
    }

    private func end() {
        let (environment, function) = busy.remove(at: Int(random.next() % UInt64(busy.count)))
        if random.next() % 500 == 0 { _ = model.replace(function) }
        if random.next() % 100 == 0 { return serve(model.remove(environment, of: function), function) }
        if random.next() % 3 == 0 { model.answered(environment, of: function) }
        switch model.release(environment, of: function) {
        case .serveNext: busy.append((environment, function))
        case .idle: break
        case .retire(let replacement): serve(replacement, function)
        }
    }

    private func serve(_ replacement: EnvironmentID?, _ function: FunctionID) {
        if let replacement { busy.append((replacement, function)) }
    }
}

/// Keeps what is recorded as it would stand in a file.
private final class Lines: EventRecorder {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func record(_ event: RecordedEvent) {
        let line = (try? JSONCoder.encode(event)) ?? []
        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}
