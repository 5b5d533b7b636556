import CurlHTTP
import Foundation
import JSON
import Programs

/// A `BookProvider` on a free port; it ends with this object.
final class RunningProvider: @unchecked Sendable {
    let url: String
    private let program: RunningProgram

    struct NotReady: Error { var output: String }

    init(_ arguments: String...) async throws {
        program = try RunningProgram(
            "\(Program.products)/BookProvider",
            ["--port", "0"] + arguments,
            errors: .withOutput
        )
        let output = OutputReader(program.output)
        guard await output.wait(for: "Ctrl-C stops."), let end = output.text.range(of: "/v1/books") else {
            throw NotReady(output: output.text)
        }
        url = String(output.text[..<end.lowerBound])
    }

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
