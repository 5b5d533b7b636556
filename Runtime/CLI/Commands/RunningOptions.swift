import ArgumentParser
import CurlHTTP
import JSON

/// Which Hearth is meant.
struct RunningOptions: ParsableArguments {
    @Option(help: "The AWS endpoint of the Hearth that runs.")
    var endpointURL: String?

    @Option(help: "Where the state of that Hearth is kept.")
    var dataDir: String = ".hearth"

    /// The address of a Hearth that answers.
    func url() async throws(CommandError) -> String {
        try await EndpointDiscovery(explicit: endpointURL, state: StateDirectory(path: dataDir)).required()
    }

    /// Calls it and shows the answer, or tells why there is none.
    func call(
        _ method: String,
        _ path: String,
        _ body: JSON?,
        within limit: Duration = .seconds(30),
        show: (JSON, Console) -> Void
    ) async throws {
        let console = Console()
        do throws(CommandError) {
            show(try await ask(method, path, body, within: limit), console)
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// The answer of that Hearth to a request that may take so long.
    func ask(
        _ method: String,
        _ path: String,
        _ body: JSON?,
        within limit: Duration = .seconds(30)
    ) async throws(CommandError) -> JSON {
        let url = try await url() + path
        let headers = CurlHeaderList([("Content-Type", "application/json")])
        var request = CurlRequest(method: method, url: url, headers: headers, body: body?.bytes)
        request.timeout = limit
        do {
            let response = try await CurlClient.shared.send(request)
            let answer = try JSON(parsing: response.body)
            if (200..<300).contains(response.status) { return answer }
            throw CommandError(answer["message"]?.stringValue ?? "the answer was \(response.status)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(url) did not answer: \(error)")
        }
    }
}
