import ArgumentParser
import CurlHTTP
import FoundationEssentials
import JSON
import Lambda
import Template
import Wire

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Invokes a function with an event.",
        discussion: """
            The function's result goes to standard output. Calls the Hearth that runs, which
            shows the function's log; else starts just this function, with its log on
            standard error, invokes it and stops. The exit status is 1 when the function
            fails.

            EXAMPLES
              hearth invoke search --event events/search.json
              echo '{"rawPath":"/health"}' | hearth invoke health --event -
              hearth invoke health --event '{}' --type event
              hearth invoke greeter --region eu-west-1
            """
    )

    enum InvocationType: String, ExpressibleByArgument, CaseIterable {
        case requestResponse = "request-response"
        case event
        case dryRun = "dry-run"

        /// As the Invoke API calls it.
        var header: String {
            switch self {
            case .requestResponse: "RequestResponse"
            case .event: "Event"
            case .dryRun: "DryRun"
            }
        }
    }

    @Argument(help: "The function's name, logical id or ARN.")
    var function: String

    @Option(name: [.short, .long], help: "A JSON file, - for standard input, or the JSON itself.")
    var event: String = "{}"

    @Option(help: "request-response waits for the result, event only hands the event over, dry-run only checks.")
    var type: InvocationType = .requestResponse

    @Flag(help: "Show the last 4 KB of its log on standard error where a Hearth runs.")
    var tail = false

    @Option(help: "The AWS endpoint of the Hearth to call.")
    var endpointURL: String?

    @OptionGroup var options: EmulatorOptions

    func run() async throws {
        let console = Console()
        do {
            let payload = try EventSource(event).read()
            let discovery = EndpointDiscovery(explicit: endpointURL, state: StateDirectory(path: options.dataDir))
            let succeeded =
                if let url = try await discovery.running() {
                    try await call(url, payload, console)
                } else {
                    try await runAlone(payload, console)
                }
            if !succeeded { throw ExitCode.failure }
        } catch let error as CommandError {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    // MARK: The Hearth that runs

    private func call(_ url: String, _ payload: [UInt8], _ console: Console) async throws(CommandError) -> Bool {
        let name = PercentEncoding.encode(resolvedName)
        var headers = [("Content-Type", "application/json"), ("X-Amz-Invocation-Type", type.header)]
        if tail { headers.append(("X-Amz-Log-Type", "Tail")) }
        if let region = ARN(function)?.region ?? options.source.region {
            headers.append(("Authorization", ServiceClient.authorization(region: region, service: "lambda")))
        }
        var request = CurlRequest(
            method: "POST",
            url: "\(url)/2015-03-31/functions/\(name)/invocations",
            headers: CurlHeaderList(headers),
            body: payload
        )
        request.timeout = .seconds(16 * 60)
        let response: CurlResponse
        do {
            response = try await CurlClient.shared.send(request)
        } catch {
            throw CommandError("\(url) did not answer: \(error)")
        }
        if let log = response.headers["x-amz-log-result"].flatMap({ Data(base64Encoded: $0) }) {
            console.write(Array(log), to: 2)
        }
        guard (200..<300).contains(response.status) else { throw Self.refusal(response) }
        if type == .requestResponse { console.write(response.body + [0x0A], to: 1) }
        return response.headers["x-amz-function-error"] == nil
    }

    /// A logical id of the template stands for the name it gives the function.
    private var resolvedName: String {
        guard let path = try? options.templatePath(),
            let file = try? TemplateFile(path, options.source),
            let application = try? file.application(console: nil)
        else { return function }
        return application.function(function)?.name ?? function
    }

    private static func refusal(_ response: CurlResponse) -> CommandError {
        let body = try? JSON(parsing: response.body)
        let message = body?["message"]?.stringValue ?? body?["Message"]?.stringValue
        let code = response.headers["x-amzn-errortype"] ?? "HTTP \(response.status)"
        return CommandError("\(code): \(message ?? String(decoding: response.body, as: UTF8.self))")
    }

    // MARK: A Hearth for this call

    private func runAlone(_ payload: [UInt8], _ console: Console) async throws(CommandError) -> Bool {
        guard type != .event else {
            throw CommandError("--type event needs a Hearth that runs: start one with `hearth start`")
        }
        let emulator = try await Emulator.start(options, EmulatorSettings(), console: console)
        let answer = await answer(of: emulator, payload)
        await emulator.stop(console)
        do throws(AWSError) {
            guard let result = try answer.get() else { return true }
            console.write(result.payload + [0x0A], to: 1)
            return result.functionError == nil
        } catch {
            throw CommandError("\(error.code): \(error.message)")
        }
    }

    /// `nil` as the result of a dry run that would succeed.
    private func answer(of emulator: Emulator, _ payload: [UInt8]) async -> Result<InvocationResult?, AWSError> {
        let request: InvocationRequest
        do throws(AWSError) {
            let reference = try FunctionReference(
                emulator.application.function(function)?.name ?? function,
                qualifier: nil,
                account: options.account
            )
            request = InvocationRequest(
                functionName: reference.name,
                qualifier: reference.qualifier,
                payload: payload
            )
        } catch {
            return .failure(error)
        }
        return await withCheckedContinuation { continuation in
            if type == .dryRun {
                emulator.lambda.check(request) { continuation.resume(returning: $0.map { _ in nil }) }
            } else {
                emulator.lambda.invoke(request) { continuation.resume(returning: $0.map { $0 }) }
            }
        }
    }
}

/// Where `--event` takes its JSON from.
struct EventSource {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let argument: String

    init(_ argument: String) { self.argument = argument }

    func read() throws(CommandError) -> [UInt8] {
        var (bytes, name) = try text()
        if bytes.starts(with: Self.byteOrderMark) { bytes.removeFirst(3) }
        do throws(JSONParseError) {
            _ = try JSON(parsing: bytes)
        } catch {
            throw CommandError("\(name) is not JSON: \(error)")
        }
        return bytes
    }

    private func text() throws(CommandError) -> (bytes: [UInt8], name: String) {
        if argument == "-" { return (try InputBytes.standardInput(), "standard input") }
        if let bytes = try InputBytes.file(argument) { return (bytes, argument) }
        guard argument.contains(where: { "{[\"".contains($0) }) || (try? JSON(parsing: argument)) != nil else {
            throw CommandError("there is no file \(argument), and it is no JSON either")
        }
        return (Array(argument.utf8), "the event")
    }
}
