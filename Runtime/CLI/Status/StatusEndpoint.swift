import JSON
import Lambda
import Wire

/// `GET /_hearth/environments`: what functions and their environments are doing.
struct StatusEndpoint {
    static let path = "/_hearth/environments"

    let regions: LambdaRegions

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard request.method == "GET" else {
            return respond(HTTPResponse(status: 405, headers: ["Allow": "GET"], json: #"{"message":"Use GET"}"#))
        }
        regions.status { status in
            do {
                respond(HTTPResponse(json: String(decoding: try JSONCoder.encode(status), as: UTF8.self)))
            } catch {
                respond(HTTPResponse(status: 500, json: #"{"message":"The status could not be written"}"#))
            }
        }
    }
}
