import ArgumentParser
import CurlHTTP
import JSON
import Recording
import Time
import Wire

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Sends the invocations of a recording again and compares what comes of them.",
        discussion: """
            Recordings are written by `hearth start --record FILE`. Each invocation is sent
            when it came then, after the first one, or at another speed. Starts and
            results that differ are shown, and the exit status is 1 when a result does:
            starts and durations differ from run to run.

            EXAMPLES
              hearth replay monday.jsonl
              hearth replay monday.jsonl --speed 10
              hearth replay monday.jsonl --output json | jq '.differences[]'
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "How many times as fast as recorded.")
    var speed: Double = 1

    @Option(help: "The form of the report: text or json.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be above 0, not \(speed).") }
    }

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let plan = try ReplayPlan(path: file)
            let url = try await hearth.url()
            if plan.leftOut > 0 {
                console.warning("\(plan.leftOut) invocations are left out: the recording does not hold their payload")
            }
            let report = ReplayReport(await send(plan.calls, to: url), leftOut: plan.leftOut)
            if output == .json { console.print(report.json.text) } else { report.print(to: console) }
            if report.isSame { return }
        } catch {
            console.error(error.description)
        }
        throw ExitCode.failure
    }

    private func send(_ calls: [ReplayPlan.Call], to url: String) async -> [ReplayedCall] {
        let time = SystemTime()
        let start = time.now
        return await withTaskGroup(of: (Int, ReplayOutcome).self) { group in
            for (index, call) in calls.enumerated() {
                let moment = start + .seconds(call.offset.inSeconds / speed)
                try? await time.sleep(for: moment - time.now)
                group.addTask {
                    let outcome = await Self.send(call.invocation, to: url)
                    return (index, outcome)
                }
            }
            var outcomes = Array(repeating: ReplayOutcome(), count: calls.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return zip(calls, outcomes).map { ReplayedCall(call: $0, outcome: $1) }
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
