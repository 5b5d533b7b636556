import JSON
import SQS
import Wire

/// `GET /_hearth/messages?queue=NAME&region=REGION&count=10`: what lies in a queue, which stays as it is.
struct MessagesEndpoint {
    static let path = "/_hearth/messages"
    static let counts = 1...100

    let sqs: SQS
    let region: String

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard request.method == "GET" else {
            return respond(HTTPResponse(status: 405, headers: ["Allow": "GET"], json: #"{"message":"Use GET"}"#))
        }
        let pairs = PercentEncoding.pairs(String(request.query)).map { ($0.name, $0.value) }
        let query = Dictionary(pairs) { first, _ in first }
        guard let queue = query["queue"], let count = Int(query["count"] ?? "10"), Self.counts.contains(count) else {
            return respond(Self.refusal(400, "queue is a name or URL, count from 1 to \(Self.counts.upperBound)"))
        }
        let region = query["region"] ?? region
        sqs.look(into: queue, region: region, maximum: count) { result in
            switch result {
            case .success(let messages):
                let answer: JSON = ["messages": .array(messages)]
                respond(HTTPResponse(json: answer.text))
            case .failure(let error) where error.status < 500:
                respond(Self.refusal(404, "there is no queue \(queue) in \(region)"))
            case .failure(let error): respond(Self.refusal(500, error.message))
            }
        }
    }

    private static func refusal(_ status: Int, _ message: String) -> HTTPResponse {
        let body: JSON = ["message": .string(message)]
        return HTTPResponse(status: status, json: body.text)
    }
}
