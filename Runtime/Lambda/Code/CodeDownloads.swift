import ServiceKit
import Wire

/// Lets callers fetch the zips of functions and layers from the AWS endpoint. AWS gives them URLs to S3 that hold for ten
/// minutes; these hold while the zip is here.
struct CodeDownloads: Sendable {
    static let path = "/_hearth/lambda/code/"

    let store: CodeStore
    /// Such as `http://localhost:4566`; without it, files are spoken of by their paths.
    let endpoint: String?

    func location(ofZip folder: String) -> String {
        guard let endpoint, let name = folder.split(separator: "/").last else { return "file://\(folder).zip" }
        return "\(endpoint)\(Self.path)\(name)"
    }

    static func serves(_ request: HTTPRequest) -> Bool {
        request.method == "GET" && request.target.hasPrefix(path)
    }

    /// The zip that a request asks for. It blocks.
    func response(to request: HTTPRequest) -> HTTPResponse {
        let name = String(request.path.dropFirst(Self.path.count))
        guard let zip = store.zip(named: name) else { return HTTPResponse(status: 404) }
        return HTTPResponse(status: 200, headers: ["Content-Type": "application/zip"], body: zip)
    }
}
