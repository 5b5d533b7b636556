import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Says whom a bucket tells of what happens to its objects. Queues and topics are sent a test event first; one that cannot
/// take it is refused, as is a function that the bucket may not call.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
struct PutBucketNotificationConfiguration: Action {
    static let route = Route("PUT", .bucket, "notification")

    let call: Call
    private let document: XMLElement

    init(_ call: Call) throws(AWSError) {
        self.call = call
        document = try call.xml("NotificationConfiguration")
    }

    func run(_ service: S3, _ answer: @escaping Answer) {
        let configuration: NotificationConfiguration
        do throws(AWSError) {
            let bucket = try service.documents.current.bucket(call.bucket)
            configuration = try NotificationConfiguration(document) { service.context.ids.uuid() }
            guard call.header("x-amz-skip-destination-validation")?.lowercased() != "true" else {
                return keep(configuration, service, answer)
            }
            try checkFunctions(configuration, bucket, service)
        } catch {
            return answer(.failure(error))
        }
        let targets = Set(configuration.rules.map(\.destination)).filter { $0.service != "lambda" }
        test(targets.sorted { $0.description < $1.description }[...], service) { result in
            switch result {
            case .success: keep(configuration, service, answer)
            case .failure(let error): answer(.failure(error))
            }
        }
    }

    private func checkFunctions(
        _ configuration: NotificationConfiguration,
        _ bucket: Bucket,
        _ service: S3
    ) throws(AWSError) {
        let caller = FunctionCalls.Caller(principal: S3.principal, source: bucket.arn().description)
        for rule in configuration.rules where rule.destination.service == "lambda" {
            if let refusal = service.functions.refusal(rule.destination, to: caller) {
                throw Self.invalid(rule.destination, refusal)
            }
        }
    }

    private static func invalid(_ destination: ARN, _ cause: AWSError) -> AWSError {
        AWSError(
            "InvalidArgument",
            400,
            "Unable to validate the following destination configurations",
            ("ArgumentName1", destination.description),
            ("ArgumentValue1", cause.message)
        )
    }

    /// Tells one after the other.
    private func test(
        _ targets: ArraySlice<ARN>,
        _ service: S3,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard let target = targets.first else { return completion(.success(())) }
        service.context.deliveries.deliver(testEvent(target), to: target) { result in
            switch result {
            case .success: test(targets.dropFirst(), service, completion)
            case .failure(let error): completion(.failure(Self.invalid(target, error)))
            }
        }
    }

    private func testEvent(_ target: ARN) -> Delivery {
        let text: JSON = [
            "Service": "Amazon S3", "Event": "s3:TestEvent", "Time": .string(call.now.iso8601Milliseconds),
            "Bucket": .string(call.bucket), "RequestId": .string(call.requestID), "HostId": .string(call.hostID),
        ]
        let bucket = Bucket(name: call.bucket, document: JSON.Object())
        var delivery = Delivery(payload: text.bytes, principal: S3.principal, source: bucket.arn())
        if target.service == "sns" { delivery.subject = "Amazon S3 Notification" }
        return delivery
    }

    private func keep(_ configuration: NotificationConfiguration, _ service: S3, _ answer: @escaping Answer) {
        service.write(call, .alone, answer) { transaction in
            var documents = service.documents.current
            var bucket = try documents.bucket(call.bucket)
            let isEmpty = configuration.rules.isEmpty && !configuration.tellsEventBridge
            bucket["notification"] = isEmpty ? nil : configuration.xml.xml
            documents[Bucket.shelf, call.bucket] = bucket.document
            try service.documents.write(documents, transaction.connection)
            return Reply()
        }
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html
struct GetBucketNotificationConfiguration: ReadAction {
    static let route = Route("GET", .bucket, "notification")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let document = try service.documents.current.bucket(call.bucket).xml("notification")
        return Reply(
            XMLText("NotificationConfiguration") { $0.raw((document?.children ?? []).map(\.xml).joined()) }
        )
    }
}
