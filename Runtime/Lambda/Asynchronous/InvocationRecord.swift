import ColdStart
import JSON
import ServiceKit
import Time
import Wire

/// What came of an asynchronous invocation, as its destinations get it.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
struct InvocationRecord {
    var event: AsyncEvent
    /// `Success`, or why the event is discarded.
    var condition: String
    /// With its version: `…:function:NAME:$LATEST`.
    var functionARN: ARN
    /// `nil` where the function has not been run.
    var result: InvocationResult?
    /// How often the function has been run for it.
    var invokeCount: Int
    var timestamp: Timestamp

    /// The delivery of this record to a queue, topic, function or bus.
    func delivery(to destination: ARN) -> Delivery {
        var delivery = Delivery(payload: document, principal: "lambda.amazonaws.com", source: functionARN)
        delivery.traceHeader = result?.traceID ?? event.traceID
        delivery.event = Delivery.BusEvent(
            source: "lambda",
            detailType: "Lambda Function Invocation Result - \(condition == "Success" ? "Success" : "Failure")",
            resources: [functionARN.description, destination.description]
        )
        return delivery
    }

    var document: [UInt8] {
        var object = JSON.Object([
            ("version", "1.0"),
            ("timestamp", .string(timestamp.iso8601Milliseconds)),
            (
                "requestContext",
                [
                    "requestId": .string(event.requestID),
                    "functionArn": .string(functionARN.description),
                    "condition": .string(condition),
                    "approximateInvokeCount": JSON(invokeCount),
                ]
            ),
            ("requestPayload", Self.json(event.payload)),
        ])
        if let result {
            var context = JSON.Object([
                ("statusCode", JSON(200)), ("executedVersion", .string(result.executedVersion)),
            ])
            if let error = result.functionError { context["functionError"] = .string(error) }
            object["responseContext"] = .object(context)
            object["responsePayload"] = Self.json(result.payload)
        }
        return JSON.object(object).bytes
    }

    /// What is no JSON, as a custom runtime may answer it, becomes a string.
    private static func json(_ bytes: [UInt8]) -> JSON {
        if bytes.isEmpty { return .null }
        return (try? JSON(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }
}

/// The message that a dead-letter queue or topic gets: the event as it was, and what went wrong in attributes.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
struct DeadLetter {
    /// Characters of the error's text: its first KB.
    private static let messageLimit = 1_024

    var event: AsyncEvent
    /// The HTTP status of the last attempt.
    var errorCode: Int
    var errorMessage: String

    func delivery(from function: ARN) -> Delivery {
        var delivery = Delivery(payload: event.payload, principal: "lambda.amazonaws.com", source: function)
        delivery.traceHeader = event.traceID
        delivery.attributes = [
            .init(name: "RequestID", type: "String", value: .text(event.requestID)),
            .init(name: "ErrorCode", type: "Number", value: .text(String(errorCode))),
        ]
        if !errorMessage.isEmpty {
            let text = String(errorMessage.prefix(Self.messageLimit))
            delivery.attributes.append(.init(name: "ErrorMessage", type: "String", value: .text(text)))
        }
        return delivery
    }
}
