import JSON
import Time
import Wire

/// The event that a function gets for a batch of a stream.
enum StreamEvent {
    static func document(_ batch: StreamBatch, shard: String, of stream: ARN) -> [UInt8] {
        var document = Array(#"{"Records":["#.utf8)
        for (index, record) in batch.records.enumerated() {
            if index > 0 { document.append(UInt8(ascii: ",")) }
            document += record.document
        }
        document.append(UInt8(ascii: "]"))
        guard let window = batch.window else { return document + Array("}".utf8) }
        let members: JSON = [
            "window": ["start": .string(window.start.iso8601Seconds), "end": .string(window.end.iso8601Seconds)],
            "state": window.state,
            "shardId": .string(shard),
            "eventSourceARN": .string(stream.description),
            "isFinalInvokeForWindow": .bool(window.isFinal),
            "isWindowTerminatedEarly": .bool(window.isTerminatedEarly),
        ]
        return document + Array(",".utf8) + members.bytes.dropFirst()
    }
}

/// What the destination for failures gets of records that were given up: where they stand, not what they hold.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
struct DiscardedBatch {
    var batch: StreamBatch
    var condition: String
    var shard: String
    var stream: ARN
    var functionARN: ARN
    /// Of the last invocation; `nil` where there was none.
    var requestID: String?
    var functionError: String?
    var timestamp: Timestamp

    var document: [UInt8] {
        let arrivals = batch.records.map(\.arrival.iso8601Seconds)
        let record: JSON = [
            "requestContext": [
                "requestId": .string(requestID ?? ""),
                "functionArn": .string(functionARN.description),
                "condition": .string(condition),
                "approximateInvokeCount": JSON(batch.invocations),
            ],
            "responseContext": [
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": functionError.map { .string($0) } ?? .null,
            ],
            "version": "1.0",
            "timestamp": .string(timestamp.iso8601Milliseconds),
            "DDBStreamBatchInfo": [
                "shardId": .string(shard),
                "startSequenceNumber": .string(batch.records.first?.sequenceNumber ?? ""),
                "endSequenceNumber": .string(batch.records.last?.sequenceNumber ?? ""),
                "approximateArrivalOfFirstRecord": .string(arrivals.first ?? ""),
                "approximateArrivalOfLastRecord": .string(arrivals.last ?? ""),
                "batchSize": JSON(batch.records.count),
                "streamArn": .string(stream.description),
            ],
        ]
        return record.bytes
    }
}
