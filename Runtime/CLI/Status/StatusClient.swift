import CurlHTTP
import JSON
import Lambda

/// Asks a running Hearth what it is doing.
struct StatusClient {
    let endpointURL: String

    func status() async throws(CommandError) -> LambdaStatus {
        let url = endpointURL + StatusEndpoint.path
        do {
            var request = CurlRequest(method: "GET", url: url, headers: CurlHeaderList([]))
            request.timeout = .seconds(5)
            let response = try await CurlClient.shared.send(request)
            guard response.status == 200 else { throw CommandError("\(url) answers \(response.status)") }
            return try JSONCoder.decode(LambdaStatus.self, from: response.body)
        } catch let error as CommandError {
            throw error
        } catch is DecodingError {
            throw CommandError("\(url) answers something else: \(endpointURL) is not the AWS endpoint of a Hearth")
        } catch {
            throw CommandError("\(url) cannot be read: \(error)")
        }
    }
}
