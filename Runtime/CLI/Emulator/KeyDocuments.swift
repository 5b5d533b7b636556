import CurlHTTP
import FoundationEssentials
import Gateway

/// Gets the documents that issuers of tokens publish their keys in, from where they are: a URL or a file.
enum KeyDocuments {
    /// As long as API Gateway waits.
    private static let timeout = Duration.milliseconds(1_500)

    static func fetch(_ location: String, _ completion: @escaping @Sendable (Result<[UInt8], FetchFailure>) -> Void) {
        Task {
            let isURL = location.hasPrefix("http://") || location.hasPrefix("https://")
            completion(isURL ? await get(location) : read(location))
        }
    }

    private static func get(_ url: String) async -> Result<[UInt8], FetchFailure> {
        var request = CurlRequest(method: "GET", url: url, headers: CurlHeaderList([]))
        request.timeout = timeout
        request.connectTimeout = timeout
        request.bodyLimit = 1 << 20
        do {
            let response = try await CurlClient.shared.send(request)
            guard response.status == 200 else { return .failure(FetchFailure("it answered \(response.status)")) }
            return .success(response.body)
        } catch {
            return .failure(FetchFailure("\(error)"))
        }
    }

    private static func read(_ location: String) -> Result<[UInt8], FetchFailure> {
        let path = location.hasPrefix("file://") ? String(location.dropFirst("file://".count)) : location
        do {
            return .success(Array(try Data(contentsOf: URL(filePath: path))))
        } catch {
            return .failure(FetchFailure("the file cannot be read: \(error)"))
        }
    }
}
