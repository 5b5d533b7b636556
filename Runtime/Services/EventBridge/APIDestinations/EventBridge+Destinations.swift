import JSON
import ServiceKit
import Time
import Wire

/// Calling API destinations.
extension EventBridge {
    /// Hands a payload to an API destination, as fast as the destination may be called.
    func call(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard let destination = destination(resource) else {
            return completion(
                .failure(
                    AWSError("ResourceNotFoundException", status: 404, message: "\(resource) does not exist.")
                )
            )
        }
        pacing.perform(resource, perSecond: destination.rate, by: context.time) { [self] in
            send(delivery, to: destination, completion)
        }
    }

    private func send(
        _ delivery: Delivery,
        to destination: APIDestination,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        token(for: destination) { [self] result in
            switch result {
            case .failure(let error): completion(.failure(error))
            case .success(let token):
                let call = destination.call(delivery.payload, HTTPParameters(delivery), token: token)
                httpCaller(call) { [self] answer in
                    // A token may have been taken back.
                    if answer?.status == 401 || answer?.status == 407 {
                        destinationTokens.forget(tokenOf: destination.connection)
                    }
                    completion(Self.outcome(answer))
                }
            }
        }
    }

    private func destination(_ resource: ARN) -> APIDestination? {
        let documents = documents.current
        let name = resource.resource.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        guard let destination = documents[Documents.Shelf(Kind.destination, resource.region), name],
            destination.text("ApiDestinationArn") == resource.description,
            let arn = destination.text("ConnectionArn").flatMap({ ARN($0) })
        else { return nil }
        let parts = arn.resource.split(separator: "/")
        guard parts.count > 1,
            let connection = documents[Documents.Shelf(Kind.connection, arn.region), String(parts[1])]
        else { return nil }
        return APIDestination(destination: destination, connection: connection)
    }

    /// `nil` for a connection that needs no token.
    private func token(
        for destination: APIDestination,
        _ completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
    ) {
        guard let call = destination.tokenCall else { return completion(.success(nil)) }
        if let token = destinationTokens.token(of: destination.connection, now: context.time.now) {
            return completion(.success(token))
        }
        httpCaller(call) { [self] answer in
            guard let answer, (200..<300).contains(answer.status), let reply = try? JSON(parsing: answer.body),
                let token = reply["access_token"]?.stringValue
            else {
                return completion(
                    .failure(
                        AWSError(
                            "AuthorizationFailure",
                            status: 500,
                            message: "The authorization endpoint gave no token: \(answer?.status ?? 0)"
                        )
                    )
                )
            }
            let seconds = reply["expires_in"]?.intValue ?? 0
            destinationTokens.keep(
                token,
                of: destination.connection,
                until: context.time.now + .seconds(max(0, min(seconds, 86_400)))
            )
            completion(.success(token))
        }
    }

    /// AWS tries again after 401, 407, 409, 429 and errors of the server.
    private static func outcome(_ answer: HTTPCallAnswer?) -> Result<Void, AWSError> {
        switch answer?.status {
        case .some(200..<400): .success(())
        case .some(401), .some(407), .some(409):
            .failure(AWSError("ServerError", status: 500, message: "No success: \(answer?.status ?? 0)"))
        case .some(400..<500) where answer?.status != 429:
            .failure(AWSError("SdkClientError", message: "The API destination answered \(answer?.status ?? 0)"))
        default: .failure(AWSError("ServerError", status: 500, message: "No success: \(answer?.status ?? 0)"))
        }
    }
}
