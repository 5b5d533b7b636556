import CurlHTTP
import Foundation
import JSON

/// A `BookProvider` on a free port; it ends with this object.
final class RunningProvider: @unchecked Sendable {
    let url: String
    private let process = Process()

    struct NotReady: Error { var output: String }

    init(_ arguments: String...) async throws {
        process.executableURL = URL(filePath: "\(Program.products)/BookProvider")
        process.arguments = ["--port", "0"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let output = OutputReader(pipe)
        try process.run()
        try? pipe.fileHandleForWriting.close()
        guard await output.wait(for: "Ctrl-C stops."), let end = output.text.range(of: "/v1/books") else {
            throw NotReady(output: output.text)
        }
        url = String(output.text[..<end.lowerBound])
    }

    deinit { process.terminate() }

    /// How often it answered with this status.
    func answers(_ status: Int) async throws -> Int {
        try await json("/v1/stats")["\(status)"]?.intValue ?? 0
    }

    func json(_ path: String) async throws -> JSON {
        let headers = CurlHeaderList([("X-Api-Key", "for-trying-out")])
        return try JSON(
            parsing: try await CurlClient.shared.send(CurlRequest(method: "GET", url: url + path, headers: headers))
                .body
        )
    }
}
