import FoundationEssentials
import JSON
import ServiceKit
import Storage
import Wire

/// Queues as the targets of rules, the subscribers of topics and the destinations of functions.
extension SQS: DeliveryReceiver {
    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        write { writer throws in
            try writer.send(delivery, to: resource)
        } completion: {
            completion($0)
        }
    }

    package func take(
        _ deliveries: [AddressedDelivery],
        in transaction: SendersTransaction
    ) throws -> TakenDeliveries {
        guard transaction.database === context.database else { return TakenDeliveries() }
        var (writer, places) = (MessageWriter(self, transaction.connection), Set<Int>())
        for (place, addressed) in deliveries.enumerated() {
            do {
                try writer.send(addressed.delivery, to: addressed.resource)
                places.insert(place)
            } catch is AWSError {
                continue
            }
        }
        return TakenDeliveries(places: places) { [self, changes = writer.changes] in
            changes.apply(self)
            keepSwept()
        }
    }

    /// Changes messages in a transaction and tells those who wait of it once it is durable.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout MessageWriter) throws -> Value,
        completion: @escaping @Sendable (Result<Value, AWSError>) -> Void
    ) {
        context.database.write { [self] connection in
            var writer = MessageWriter(self, connection)
            let value = try body(&writer)
            return (value: value, changes: writer.changes)
        } completion: { [self] (result: Result<(value: Value, changes: QueueChanges), any Error>) in
            switch result {
            case .success(let outcome):
                outcome.changes.apply(self)
                keepSwept()
                completion(.success(outcome.value))
            case .failure(let error): completion(.failure(awsError(error)))
            }
        }
    }

    func awsError(_ error: any Error) -> AWSError {
        if let error = error as? AWSError { return error }
        if let failure = error as? StorageError { return self.error(for: failure) }
        return .internalFailure
    }
}

extension MessageWriter {
    /// Throws `AWSError` before it has written anything.
    fileprivate mutating func send(_ delivery: Delivery, to resource: ARN) throws {
        guard let queue = service.catalogue[resource] else { throw AWSError.noSuchQueue }
        let message = MessageToSend(try Message(delivery, to: queue))
        try message.message.check(for: queue.attributes)
        try message.message.checkSize(for: queue.attributes)
        _ = try message.send(to: queue, &self)
    }
}

extension Message {
    fileprivate init(_ delivery: Delivery, to queue: Queue) throws(AWSError) {
        let body = String(decoding: delivery.payload, as: UTF8.self)
        guard !body.isEmpty else { throw .missing("MessageBody") }
        try MessageText.check(body)
        var trace = JSON.Object()
        if let header = delivery.traceHeader {
            trace["AWSTraceHeader"] = ["DataType": "String", "StringValue": .string(header)]
        }
        self.init(
            body: body,
            attributes: try MessageAttributes(JSON.Object(delivery.attributes.map { ($0.name, $0.json) })),
            systemAttributes: try MessageAttributes(trace, kind: .system).sent(by: delivery.senderID),
            groupID: delivery.messageGroupID,
            // A topic's message has one even where a standard queue has subscribed.
            deduplicationID: queue.attributes.isFIFO ? delivery.messageDeduplicationID : nil
        )
    }
}

extension Delivery {
    /// Lambda sends what became of events in sessions of the function's role, another one each time.
    fileprivate var senderID: String? {
        guard principal == "lambda.amazonaws.com", let source else { return nil }
        let role = SHA256.hex(Array(source.description.utf8)).prefix(17).uppercased()
        return "AROA\(role):awslambda_\(SHA256.hex(payload).prefix(8))"
    }
}

extension Delivery.MessageAttribute {
    fileprivate var json: JSON {
        switch value {
        case .text(let text): ["DataType": .string(type), "StringValue": .string(text)]
        case .binary(let bytes):
            ["DataType": .string(type), "BinaryValue": .string(Data(bytes).base64EncodedString())]
        }
    }
}
