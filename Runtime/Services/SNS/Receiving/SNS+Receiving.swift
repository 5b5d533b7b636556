import JSON
import ServiceKit
import Storage
import Time
import Wire

extension SNS: DeliveryReceiver {
    /// Takes a message for a topic from another service, or one that the outbox has for a subscriber that is no service.
    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        if resource.resource.contains(":") {
            hand(delivery, to: resource, completion)
        } else {
            publish(delivery, at: resource, completion)
        }
    }

    private func publish(
        _ delivery: Delivery,
        at topic: ARN,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        let call = RegionalCall(JSON.Object(), region: topic.region, context)
        let publication: Publication
        do throws(AWSError) {
            let document = try documents.current.topic(topic.resource, call)
            publication = Publication(
                try PublishEntry(delivery).notification(topic, document, call, context.ids),
                document
            )
        } catch {
            return completion(.failure(error))
        }
        context.database.write { [self] connection in
            try publication.write(self, connection)
        } completion: { [self] (result: Result<Void, any Error>) in
            switch result {
            case .success:
                send([publication])
                completion(.success(()))
            case .failure(let failure):
                completion(.failure(AWSError("InternalError", status: 500, message: "\(failure)")))
            }
        }
    }

    /// Hands a message to a web server or a function, or writes it down for a person to read.
    private func hand(
        _ delivery: Delivery,
        to subscription: ARN,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard let document = document(of: subscription, delivery), let name = document.text("Protocol"),
            let endpoint = document.text("Endpoint")
        else { return completion(.success(())) }
        switch name {
        case "http", "https": return send(delivery, to: subscription, document, endpoint, completion)
        case "lambda": return invoke(endpoint, delivery, subscription, completion)
        default: break
        }
        let subject: String =
            if case .text(let text)? = delivery.attributes.first(where: { $0.name == "Subject" })?.value { text } else {
                ""
            }
        let now = context.time.now
        context.database.write { connection in
            let message = String(decoding: delivery.payload, as: UTF8.self)
            try SentMessages.add(name, to: endpoint, subject: subject, message, at: now, connection)
        } completion: { (result: Result<Void, any Error>) in
            completion(result.mapError { AWSError("InternalError", status: 500, message: "\($0)") })
        }
    }

    /// One that has been removed gets the question whether it wants to come back, and nothing else.
    private func document(of subscription: ARN, _ delivery: Delivery) -> JSON.Object? {
        let shelf = { (kind: String) in Documents.Shelf(kind, subscription.region) }
        if let document = documents.current[shelf(Kind.subscription), subscription.resource] { return document }
        guard let removed = documents.current[shelf(Kind.removedSubscription), subscription.resource],
            (try? JSON(parsing: delivery.payload))?["Token"] == removed["Token"]
        else { return nil }
        return removed
    }

    /// What waits in the outbox is the message as a dead-letter queue would get it; the function gets an event.
    private func invoke(
        _ function: String,
        _ delivery: Delivery,
        _ subscription: ARN,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard let function = ARN(function), let message = try? JSON(parsing: delivery.payload).objectValue else {
            let reason = "What is kept for \(subscription) cannot be read"
            return completion(.failure(AWSError("InternalError", status: 500, message: reason)))
        }
        var event = delivery
        event.payload = Array(LambdaEvent.text(message, for: subscription).utf8)
        context.deliveries.deliver(event, to: function, completion: completion)
    }

    private func policy(_ subscription: ARN, _ document: JSON.Object) -> DeliveryPolicy {
        let shelf = Documents.Shelf(Kind.topic, subscription.region)
        let topic = documents.current[shelf, String(subscription.resource.prefix { $0 != ":" })]
        return DeliveryPolicy(
            subscription: document.attributes.text("DeliveryPolicy"),
            topic: topic?.attributes.text("DeliveryPolicy")
        )
    }

    private func send(
        _ delivery: Delivery,
        to subscription: ARN,
        _ document: JSON.Object,
        _ endpoint: String,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        let policy = policy(subscription, document)
        let text = try? JSON(parsing: delivery.payload)
        let question = text?["Token"] == document["Token"] ? text?["Type"]?.stringValue : nil
        let isQuestion = question.map(Question.types.contains) ?? false
        let isRaw = document.flag("RawMessageDelivery") && !isQuestion
        var headers = [
            ("Content-Type", policy.contentType),
            ("Connection", "Keep-Alive"), ("Accept-Encoding", "gzip,deflate"),
            ("User-Agent", "Amazon Simple Notification Service Agent"),
            ("x-amz-sns-message-type", isQuestion ? question ?? "" : "Notification"),
            ("x-amz-sns-topic-arn", delivery.source?.description ?? ""),
            ("x-amz-sns-message-id", text?["MessageId"]?.stringValue ?? context.ids.uuid()),
        ]
        if question != Question.types[0] { headers.append(("x-amz-sns-subscription-arn", subscription.description)) }
        if isRaw { headers.append(("x-amz-sns-rawdelivery", "true")) }
        let notification = HTTPNotification(
            url: endpoint,
            headers: headers.map { (name: $0.0, value: $0.1) },
            body: delivery.payload
        )
        let send: @Sendable () -> Void = { [post] in post(notification) { completion(Self.outcome($0)) } }
        guard let rate = policy.maxReceivesPerSecond else { return send() }
        pacing.perform(subscription, perSecond: rate, by: context.time, send)
    }

    private static func outcome(_ status: Int?) -> Result<Void, AWSError> {
        switch status {
        case .some(200..<300): .success(())
        case .some(400..<500) where status != 429:
            .failure(AWSError("ClientError", message: "The subscriber answered \(status ?? 0)"))
        default: .failure(AWSError("ServerError", status: 500, message: "No success: \(status ?? 0)"))
        }
    }
}
