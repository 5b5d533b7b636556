import ArgumentParser
import CurlHTTP
import Recording
import Time
import Wire

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Sends the invocations of a recording again and compares what comes of them.",
        discussion: """
            Recordings are written by `hearth start --record FILE`. Each invocation is sent
            when it came then, after the first one, or at another speed. Results that
            differ are shown, and the exit status is 1 when one does.

            EXAMPLES
              hearth replay monday.jsonl
              hearth replay monday.jsonl --speed 10
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "How many times as fast as recorded.")
    var speed: Double = 1

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be above 0, not \(speed).") }
    }

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let plan = try ReplayPlan(path: file)
            let url = try await server.url()
            if plan.leftOut > 0 {
                console.warning("\(plan.leftOut) invocations are left out: the recording does not hold their payload")
            }
            let report = ReplayReport(await send(plan.calls, to: url))
            if report.print(to: console) { return }
        } catch {
            console.error(error.description)
        }
        throw ExitCode.failure
    }

    private func send(
        _ calls: [ReplayPlan.Call],
        to url: String
    ) async -> [(call: ReplayPlan.Call, outcome: ReplayOutcome)] {
        let time = SystemTime()
        let start = time.now
        return await withTaskGroup(of: (Int, ReplayOutcome).self) { group in
            for (index, call) in calls.enumerated() {
                let moment = start + .seconds(call.offset.inSeconds / speed)
                try? await time.sleep(for: moment - time.now)
                group.addTask { (index, await Self.send(call.invocation, to: url)) }
            }
            var outcomes = Array(repeating: ReplayOutcome(), count: calls.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return zip(calls, outcomes).map { ($0, $1) }
        }
    }

    private static func send(_ invocation: RecordedInvocation, to url: String) async -> ReplayOutcome {
        let name = PercentEncoding.encode(invocation.functionName)
        let query = invocation.qualifier.map { "?Qualifier=" + PercentEncoding.encode($0) } ?? ""
        var request = CurlRequest(
            method: "POST",
            url: "\(url)/2015-03-31/functions/\(name)/invocations\(query)",
            headers: CurlHeaderList([("Content-Type", invocation.contentType), ("X-Amz-Log-Type", "Tail")]),
            body: Array((invocation.payload ?? "").utf8)
        )
        request.timeout = .seconds(16 * 60)
        guard let response = try? await CurlClient.shared.send(request) else { return ReplayOutcome() }
        return ReplayOutcome(response)
    }
}
